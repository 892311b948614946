"""What the head and the end of an official document are written with: numbers, dates, issuers, addressees, titles.

`SAMPLES` lists for every expression what it takes and what it must leave; a test runs them.
The forms are those of GB/T 9704 (党政机关公文格式) and of government websites.
"""

from __future__ import annotations

import re

from kb.words.numerals import HAN

# Brackets of any kind, as conversions mix them: 〔2023〕, [2023], （2023）, ﹝2023﹞
_OPEN, _CLOSE = r"〔\[［【（(﹝〈", r"〕\]］】）)﹞〉"

DOC_NUMBER = re.compile(
    rf"(?:[一-鿿]{{1,16}}\s*[{_OPEN}]\s*\d{{4}}\s*年?\s*[{_CLOSE}]\s*第?\s*\d{{1,5}}\s*[号號]"
    r"|(?:中华人民共和国)?[一-鿿]{2,12}令\s*第\s*\d{1,4}\s*号)"
)
"""A document number: 大渡口府发〔2023〕7号, 国务院令第706号."""

NUMBER_LINE = re.compile(
    rf"[{_OPEN}]?\s*(?:(?:发文)?[文字](?:号|\s*号)\s*[：:|\s]\s*)?({DOC_NUMBER.pattern})(?![^\s，,）)\]〕|])"
)
"""A line that begins with one: “（某政办〔2024〕3号  2024年2月1日）”, “文号：某政发〔2022〕16号”."""

DATE = re.compile(
    rf"(\d{{4}}|[〇○ＯO零一二三四五六七八九]{{4}})\s*年\s*(\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(\d{{1,2}}|[{HAN}]{{1,3}})\s*日"
)
"""2023年2月27日, 二〇二三年二月二十七日."""

PUBLICITY = re.compile(r"[（(]\s*(此件[^）)]{1,12})\s*[）)]")
"""（此件公开发布）."""

ADDRESSEES = re.compile(
    r"^(?!.*(?:《|如下|提出))[^。]{0,200}(?:政府|部门|单位|机构|办事处|委员会|管委会|公司|厅|局|委|办|部|院校|处室|（室）|社区|街道|团体|委员)[^。]{0,120}[：:]$"
)
"""各县（市、区）人民政府，市政府各部门："""

_ORGAN = (
    "人民政府|办公厅|办公室|委员会|国务院|政府|总局|总署|领导小组|指挥部|联席会议|法院|检察院|银行|公安部"
    "|[一-鿿]{2,}(?:厅|局|委|部|署|会)"
)
ISSUER = re.compile(
    rf"^(?:国务院|(?!.*(?:关于|印发))[^。，；：,;:《》|>]{{2,40}}?(?:{_ORGAN}))(?:[（(](?:代章|章|印章)[）)])?$"
)
"""A body that issues and signs: 某市人民政府办公室. “（代章）” may follow."""

CC = re.compile(r"^抄\s*送\s*[：:]")
CONTACT = re.compile(r"^[（(]?\s*(?:此文)?联系(?:人|电话|方式|单位|处室)\s*[：:]")

KINDS_OF_PLAN = (
    "规划纲要|规划|纲要|实施方案|分工方案|方案|行动计划|计划|(?:若干|政策)?(?:政策)?措施|若干意见"
    "|实施意见|意见|工作任务|任务|要点|办法|清单|行动|(?:任务|目标|责任)?(?:分工|分解|责任)(?:表|书)?|(?:政策)?举措"
    "|(?:工作|任务)?安排|预案|台账|一览表|明细表|汇总表|安排表|任务书|导则|指引|路线图|施工图"
    "|细则|规定|条例|制度|机制|标准|指南|规程|规则|规范|目录|报告|请示|工程|[一二三四五六七八九十百]+条|条政策"
)
"""What a plan is called at the end of its title, as alternatives of an expression."""

KINDS_OF_LETTER = "通知|决定|批复|复函|答复|通报|通告|公告|公示|函|令|意见|决议|公报"
"""What a letter is called: 关于…的通知."""

INDEX_LABEL = re.compile(
    r"\|?\s*(?P<label>索\s*引\s*号?|主题\s*(?:分类|词)|信息\s*分类|公开\s*(?:类别|方式|形式)|发\s*[文布]\s*(?:机\s*[关构]|单\s*位)|成文\s*日期"
    r"|生[成效]\s*日期|发[布文]\s*日期|发布\s*时间|标\s*题|(?:信息)?名\s*称|(?:发文)?[文字]\s*号|发文\s*字号|有\s*效\s*性|时\s*效\s*性?|关\s*键\s*词|内容\s*概述"
    r"|废止\s*日期|政策咨询(?:机关|电话)|来\s*源|作\s*者|浏览(?:次数|量)?|点击(?:数|量)?|字\s*[体号]|分\s*享|所在位置|当前位置|您?(?:现)?在的位置)"
    r"(?:\s*[：:|]|(?<=[号题类构关位期性称])\s+(?=\S))"
)
"""A label of the index box or of the furniture of a government website: 索 引 号：, 发文机关 |."""

FURNITURE = re.compile(
    r"[>＞»|]|^(?:目\s*[录次]|返\s*回|首\s*页|打\s*印|关\s*闭|收\s*藏|手机版|无障碍|字体|大|中|小|【[^】]{0,20}】|\[[^\]]{0,20}\])$"
    r"|^(?:主办|承办|协办)(?:单位)?[：:]|浏览次数|点击量|字号[：:]|分享到|扫一扫|\.(?:gov|com|cn)\b|https?:"
)
"""Furniture of a web page that a copy took along: 首页 > 政务公开, 【打印】."""

SAMPLES: dict[str, tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]]] = {
    "number": (
        NUMBER_LINE,
        (
            "某府发〔2023〕7号",
            "某府办发[2023] 35 号",
            "（某政办〔2024〕3号  2024年2月1日）",
            "文号：某政发〔2022〕16号",
            "某科﹝2023﹞41号",
            "国务院令第706号",
            "某政辦〔2022〕9號",
        ),
        ("2023年7号", "某府发〔2023〕"),
    ),
    "date": (
        DATE,
        ("2023年2月27日", "二〇二三年二月二十七日", "2023 年 2 月 7 日"),
        ("2023年2月", "二月七日"),
    ),
    "publicity": (PUBLICITY, ("（此件公开发布）", "(此件主动公开)"), ("（公开发布）",)),
    "addressees": (
        ADDRESSEES,
        ("各县（市、区）人民政府，市政府各部门：", "局属各处室：", "各有关单位:"),
        (
            "各部门要加强配合。",
            "《某市规划》印发给各部门：",
            "你们提出的关于托育的提案，经商有关部门，现答复如下：",
        ),
    ),
    "issuer": (
        ISSUER,
        (
            "国务院",
            "某市人民政府办公室",
            "某市财政局",
            "某领导小组办公室（代章）",
            "中国人民银行某中心支行某银行",
        ),
        ("关于印发规划的通知", "加强，各部门", "托育规划"),
    ),
    "index label": (
        INDEX_LABEL,
        ("索 引 号：", "发文机关：某市", "发布机构: | 某区", "文号 某政〔2021〕5号", "标　　题："),
        ("标题党泛滥", "来源于基层"),
    ),
    "furniture": (
        FURNITURE,
        ("首页 > 政务", "返 回", "【打印】", "大", "主办单位：某办"),
        ("大渡口区规划", "返回基层"),
    ),
}
