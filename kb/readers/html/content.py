"""Which part of a web page is the document.

Where a publishing system names the element that holds the text, that is it. Otherwise the way is followed from the
body down to the element that holds (nearly) all prose, and on every step what only serves the page is taken away
beside it: menus, link lists, footers. What is not clearly the page's own stays, so that no text is lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

HIDDEN_TAGS = frozenset(
    (
        "script", "style", "template", "noscript", "svg", "head", "title", "meta", "link", "iframe",
        "object", "embed", "audio", "video", "canvas", "map", "nav", "button", "input", "select",
        "textarea", "rt", "rp",
    )
)  # fmt: skip
"""Elements without text of a document in them, and what only serves moving about."""

AROUND = frozenset(("header", "footer", "aside", "form"))
"""Elements that belong to the page, unless they hold its prose (some systems wrap a whole page in a form)."""

WEIGHTLESS = HIDDEN_TAGS | {"a", "header", "footer", "aside"}
"""Elements whose text is never counted as prose."""

PUBLISHED_AS = frozenset(
    (
        "ucap-content", "zoom", "trs_editor", "trs_ueditor", "trs_editor_view", "article-content", "article_content",
        "articlecontent", "article-con", "pages_content", "xxgk_content", "xl_content", "info_content",
        "detail-content", "news-content", "news_content", "contenttext", "ivs_content", "vsb_content", "wp_articlecontent",
    )
)  # fmt: skip
"""Ids and classes that the publishing systems of government sites give the text."""

STOP = frozenset(("p", "span", "font", "ul", "ol", "dl", "pre", "li"))
"""Elements that are part of a document, never its container."""

ENOUGH = 0.95
"""Share of the page's prose that an element has to hold to be followed."""

ENOUGH_NAMED = 0.85
"""The same for elements with a name of PUBLISHED_AS, taken together."""

PUNCTUATION = re.compile("[，。；！？]")
ASIDE = 0.05
"""Weight of text without punctuation (menus, crumbs, headings) beside that of prose."""

PAGE_TEXT = re.compile(
    "版权所有|ICP备|网站标识码|公网安备|扫一扫|关闭窗口|打印本页|浏览次数|主办单位：|技术支持：|当前位置|上一[篇条]|下一[篇条]"
    r"|网站地图|网站声明|主办[^，。]{0,30}承办|^[^，。]{0,80}[^\s>»][>»][^，。]{0,60}[>»][^，。]{0,60}$|首页\s*[>»]"
)
PAGE_DATES = re.compile("发布(时间|日期)[：:]|来源[：:]|字(体|号)[：:]|浏览(次数|量)|分享到|打印本页")
MAX_PAGE_DATES = 100
"""`发布时间：2023-03-01 来源：某办 字体：大 中 小` is this long at most."""

DISPLAY_NONE = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
SITE_NAME = re.compile(r"\s*[-—–]+[^-—–]*(?:政府|网|局|委员?会?|厅|办公室)[^-—–]*$")
"""What a page's title has after the document's: `某某规划（2021—2030年）-某某市人民政府`; a piece behind _ or | too."""

TITLED = re.compile(
    r"(规划|纲要|方案|计划|意见|措施|通知|办法|行动|要点|决定|分工|清单)(（[^（）]{2,30}）)?(的通知)?$"
)
"""How a document's title ends."""

MAX_TITLE = 120
MAX_BEFORE = 60
"""Characters of a title; pieces of text before the content that are looked at."""


def is_hidden(element: Tag) -> bool:
    """Whether the page itself says the element is not shown, or that it is a printed page's head or foot."""
    if element.name == "div" and element.get("title") in ("header", "footer"):
        return True  # as LibreOffice writes them
    return element.has_attr("hidden") or bool(DISPLAY_NONE.search(str(element.get("style", ""))))


def pick_content(soup: BeautifulSoup) -> tuple[str, list[Tag]]:
    """(title, elements): the elements that hold the document, rid of the page around them, and the title where the
    page states one outside of them ("" where not)."""
    body: Tag = soup.body or soup
    prose = weigh(body)
    total = prose[id(body)]
    named = [e for e in body.find_all(True) if is_named(e) and prose[id(e)]]
    inside = {id(inner) for e in named for inner in e.find_all(True)}
    outer = [e for e in named if id(e) not in inside]
    if total and sum(prose[id(e)] for e in outer) >= ENOUGH_NAMED * total:
        if len(outer) == 1:
            outer = [e for e in named if prose[id(e)] >= ENOUGH * prose[id(outer[0])]][-1:]
        return page_title(soup, outer[0]), outer
    take_away_page(body, prose)
    return "", [body]


def weigh(body: Tag) -> dict[int, float]:
    """Prose ink below each element, by id(): text outside links, in stretches with punctuation."""
    from bs4.element import NavigableString, PreformattedString

    weights: dict[int, float] = defaultdict(float)
    for node in body.descendants:
        if not isinstance(node, NavigableString) or isinstance(node, PreformattedString):
            continue
        weight = len(node.strip()) * (1 if PUNCTUATION.search(node) else ASIDE)
        if not weight or PAGE_TEXT.search(node) or (len(node) <= MAX_PAGE_DATES and PAGE_DATES.search(node)):
            continue
        parents = []
        for parent in node.parents:
            if parent.name in WEIGHTLESS or is_hidden(parent):
                break
            parents.append(id(parent))
            if parent is body:
                for parent_id in parents:
                    weights[parent_id] += weight
                break
    return weights


def is_named(element: Tag) -> bool:
    classes = element.get("class") or []
    names = [str(element.get("id", "")), *(classes if isinstance(classes, list) else [str(classes)])]
    return any(name.lower() in PUBLISHED_AS for name in names)


def take_away_page(body: Tag, prose: dict[int, float]) -> None:
    """Removes what is the page's own beside the way from the body down to the prose."""
    from bs4.element import Tag

    here = body
    while True:
        children = [child for child in here.children if isinstance(child, Tag)]
        best = max(children, key=lambda child: prose[id(child)], default=None)
        if best is None or prose[id(best)] < ENOUGH * prose[id(here)] or best.name in STOP:
            best = None
        for child in children:
            share = prose[id(child)] / (prose[id(body)] or 1)
            if child is not best and share <= 1 - ENOUGH and is_page(child, beside=best is None):
                child.decompose()
        if best is None:
            return
        here = best


def is_page(element: Tag, beside: bool) -> bool:
    """Whether an element serves the page: it says what only a page says, or most of its text is links.

    beside: it stands among the paragraphs of the document, where a line of links is an attachment.
    """
    if element.name in AROUND:
        return True
    text = "".join(element.get_text().split())
    if PAGE_TEXT.search(text) and (element.name not in STOP or len(text) <= MAX_PAGE_DATES):
        return True
    if beside:
        return False
    if len(text) <= MAX_PAGE_DATES and PAGE_DATES.search(text):
        return True
    linked = sum(len("".join(a.get_text().split())) for a in element.find_all("a"))
    return linked * 2 > len(text)


def page_title(soup: BeautifulSoup, content: Tag) -> str:
    """The document's title where it stands outside the content: a heading, what the page says of itself, or the last
    line before the content that reads like one."""
    from bs4.element import PreformattedString, Tag

    inside = {id(e) for e in content.find_all(True)}
    around = list(HIDDEN_TAGS | AROUND)
    for heading in soup.find_all(["h1", "h2"]):
        text = "".join(heading.get_text().split())
        if id(heading) not in inside and len(text) >= 6 and heading.find_parent(around) is None:
            return text
    for name in ("ArticleTitle", "articletitle"):
        meta = soup.find("meta", attrs={"name": name})
        if isinstance(meta, Tag) and str(meta.get("content", "")).strip():
            return str(meta["content"]).strip()
    for node in content.find_all_previous(string=True, limit=MAX_BEFORE):
        text = "" if isinstance(node, PreformattedString) else "".join(node.get_text().split())
        if TITLED.search(text):
            parents = {parent.name for parent in node.parents}
            if 6 <= len(text) <= MAX_TITLE and parents.isdisjoint((*around, "a")):
                return text
    title = soup.title.get_text().strip() if soup.title is not None else ""
    pieces = [SITE_NAME.sub("", piece).strip() for piece in re.split(r"[_|｜]", title[:200])]
    return next((piece for piece in pieces if TITLED.search(piece)), "")
