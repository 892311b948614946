"""What a line of a web page is by its words: the document's own, or what the site prints around it."""

from __future__ import annotations

import re

HEADING = re.compile(
    r"第[〇一二三四五六七八九十百千0-9]{1,5}[章节条篇编部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[0-9]{1,3}[．.、](?![0-9])\s*\S|[0-9]{1,2}(?:[．.][0-9]{1,2}){1,3}[．.、]?\s*[一-龥]|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|专栏|附件|附表"
)
"""`一、`, `（一）`, `4.推广`, `1.2 目标`, `第三条`, `附件1`: how a heading of a document begins."""

LABEL = re.compile(
    r"(?:责\s*任|牵\s*头|配\s*合|主\s*责|协\s*同|参\s*与|承\s*办|协\s*办)(?:责任)?\s*(?:单\s*位|部\s*门|处\s*室|科\s*室)"
    r"|(?:负责|牵头|配合|落实)[）)〕】]|按职责分工"
)
"""`责任单位：市公安局`, `（市财政局负责）`"""

FIGURES = re.compile(
    r"[0-9]{1,3}\s*[一-龥][^。：]{1,60}[（(][^（）()0-9]{0,5}[%％‰元吨人个张所处家件次户座里米亩时岁][)）]\s*[≥≤＞＜<>]?\s*(?!\d{4}\s*[-年./])[0-9]"
)
"""`2 床位数（张） ≥900 县民政局`: a row of indicators whose cells lost their borders. A list of news has dates there."""

TITLED = re.compile(
    r"(规划|纲要|方案|计划|意见|措施|通知|办法|行动|要点|决定|分工|清单|规定|细则|条例|批复|公告|通告)(（[^（）]{2,30}）)?(的通知)?$"
)
"""How a document's title ends."""

NUMBER = re.compile(r"[〔\[［【（(]\s*(?:19|20)\d{2}\s*[〕\]］】）)]\s*第?\s*\d{1,4}\s*号")
"""`东政发〔2023〕5号`"""

IMPRINT = re.compile(
    r"[（(]?(?:抄\s*送|主\s*送|分\s*送|联系人|此件)[^。]{0,200}。?$|.{0,60}(?:印\s*发|施\s*行|公\s*开\s*发\s*布)[）)。]?$"
    r"|[（(]?(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[）)]?$|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日$"
)
"""`抄送：市委各部门。`, `本方案自印发之日起施行。`, `2023年2月27日`"""

SIGNED = re.compile(r"[^，。；：>»|]{2,28}(?:人民政府|办公室|办公厅|委员会|局|厅|委|部|院|中心)$")
"""`东山市人民政府` above a date"""

SITE = re.compile(
    r"版权所有|ICP备|ICP证|网站标识码|公网安备|技术支持[：:]|网站声明|网站地图\s*(?:[|｜]|$)|关闭窗口|打印本页|返回顶部"
    r"|^(?:主办|承办)(?:单位)?[：:]?[^，。]{0,40}(?:承办|主办|协办)|[^，。]{2,30}主办\s*[^，。]{2,30}承办|^网站?首页|^您?(?:现在|当前)?的?(?:所在)?位置\s*[：:]"
    r"|^当前位置|^[【\[]?\s*(?:上一|下一)[篇条页]|^扫一扫[^，。]{0,24}$|^(?:浏览|阅读|访问|点击)(?:次数|量|数)?\s*[：:]?\s*\d*\s*次?$"
    r"|^(?:相关|延伸|推荐)(?:链接|阅读|解读|文件|新闻|文章|稿件|政策)\s*[：:]?$|^分享到?\s*[：:]?|首页\s*[>»]"
)
"""Words that only a site prints: at the beginning of a line where a plan might use them too."""

FOOT = re.compile(
    r"主\s*办(?:单位)?\s*[：:][^。]{2,40}(?:承办|协办|技术支持)(?:单位)?\s*[：:]|版权所有|ICP备|ICP证|网站标识码|公网安备"
)
"""`主办单位：某市人民政府办公室　承办单位：某市大数据中心`: the foot of a page, though 承办单位 is a label in plans."""

STRONG = re.compile(r"版权所有|ICP备|ICP证|网站标识码|公网安备")
"""Words that no document has, so that a table with one of them is the foot of a page."""

STATED = re.compile(
    r"[【\[（(]?\s*(?:发布(?:时间|日期|机构|单位|者)|(?:信息|文章|稿件)?来源|时间|日期|字[体号]|浏览(?:次数|量)|访问量|点击(?:数|次数)"
    r"|作者|编辑|责任编辑|审核|打印|分享到?)\s*[：:】\]]"
)
"""`发布时间：2023-03-01　来源：某办　字体：大 中 小`, at the beginning of a line"""

MAX_STATED = 100
"""Ink characters of such a line at most; of the pages at hand the longest has 71."""

CONTACT = re.compile(r"(?:联系)?(?:地\s*址|电\s*话|邮\s*编|邮政编码|传\s*真|值班电话)\s*[：:]")
"""`地址：某路1号，邮编：400000。`"""

MAX_INSIDE = 60
"""Ink characters of a site's line among the paragraphs, without a mark of a sentence; `联系人：某某，…系统技术支持：` is a document's."""

PAUSE = re.compile("[，。；]")
MAX_FURNITURE = 600
"""Ink characters of the longest foot of a page in one line; of the pages at hand 290."""

CRUMBS = re.compile(r"[^\s>»。，；：:、0-9]{1,20}(?:\s*[>»]+\s*[^\s>»。，；：:、0-9]{1,30}){2,}")
"""`东山市人民政府 > 政务公开 > 规划`; `优良天数>300天、森林覆盖率>60%` has numbers and is none."""

BUTTON = re.compile(
    r"[【\[（(|｜\s]*(?:打印|关闭|收藏|分享|返回|字号|字体|大|中|小|默认|超大|朗读|纠错|下载|保存|复制|首页|登录|注册|搜索)"
    r"[】\]）)|｜：:\s]*(?:(?:本页|窗口|打印|关闭|收藏|分享|返回|大|中|小|默认|超大|朗读|纠错)[】\]）)|｜【\[：:\s]*)*"
)
"""`【打印】【关闭】`, `字号：默认 大 超大`"""

INDEX = re.compile(
    r"(?:索\s*引\s*号|主\s*题\s*分\s*类|主\s*题\s*词|体\s*裁\s*分\s*类|发\s*文\s*(?:机\s*关|字\s*号|日\s*期)|成\s*文\s*日\s*期|发\s*布\s*(?:日\s*期|机\s*构)"
    r"|公\s*开\s*(?:方\s*式|日\s*期|形\s*式)|有\s*效\s*性|文\s*(?:件\s*编)?\s*号|标\s*题|名\s*称|生\s*效\s*日\s*期|效\s*力\s*状\s*态)\s*[：:]"
)
"""Labels of the box in which a site files a document: `索 引 号：`, `成文日期：`"""

MIN_INDEX = 2
"""Different labels that make a box or line one of the site's index; a document may have one of them by itself."""

SENTENCE = re.compile(r"[。；！？]")
MIN_PROSE = 12
"""Ink characters of a line with a full stop that make it prose; shorter ones outside the text are slogans and buttons."""


def is_document(text: str) -> bool:
    """Whether a line says by itself that it belongs to a document: a heading's number, a responsibility label, a row of figures.

    >>> is_document("4.推广“扫一扫”亮证办事。"), is_document("责任单位：市公安局"), is_document("扫一扫在手机打开")
    (True, True, False)
    >>> is_document("2 床位数（张） ≥900 县民政局"), is_document("2 关于发放补贴的通知（个人） 2023-02-01")
    (True, False)
    """
    return bool(HEADING.match(text) or LABEL.search(text) or FIGURES.match(text))


def is_furniture(text: str) -> bool:
    """Whether a line next to the document is the site's own: breadcrumbs, buttons, the foot of the page."""
    if len(text) > MAX_FURNITURE:
        return False
    if is_foot(text):
        return True
    if is_document(text):
        return False
    return bool(
        SITE.search(text)
        or CONTACT.match(text)
        or CRUMBS.fullmatch(text)
        or BUTTON.fullmatch(text)
        or (len(text) <= MAX_STATED and STATED.match(text) and not SENTENCE.search(text))
        or is_index(text)
    )


def is_furniture_inside(text: str, linked: bool) -> bool:
    """Whether a line among the paragraphs of the document is the site's own all the same.

    linked: part of it is a link. `时间：6月至8月` may be a document's; `发布时间：2023-03-01　来源：某办` is the site's.
    """
    if is_document(text) or len(text) > MAX_FURNITURE:
        return False
    if SITE.search(text):
        return bool(STRONG.search(text)) or (len(text) <= MAX_INSIDE and not PAUSE.search(text))
    if CRUMBS.fullmatch(text):
        return linked or "首页" in text
    if BUTTON.fullmatch(text):
        return linked or text[0] in "【[" or len(text) > 4
    return len(text) <= MAX_STATED and bool(STATED.match(text)) and len(STATED.findall(text)) > 1


def is_foot(text: str) -> bool:
    """Whether a line is the foot of a page, whatever labels it has."""
    return bool(FOOT.search(text)) and not HEADING.match(text) and len(text) <= MAX_FURNITURE


def is_index(text: str) -> bool:
    """Whether a line or a table is the box in which a site files a document."""
    return len({"".join(label.split()) for label in INDEX.findall(text)}) >= MIN_INDEX


def is_prose(text: str) -> bool:
    """Whether a line is running text: it ends or parts a sentence."""
    return len(text) >= MIN_PROSE and bool(SENTENCE.search(text))
