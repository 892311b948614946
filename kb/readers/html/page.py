"""Web pages (.html): the text of the document picked out of the page around it.

Parsed by html5lib, which reads any tag soup as browsers do. A list's automatic numbers are written into the text; tables
keep their merged cells. What the site prints around the document, what serves moving about, and what the page does not
show are listed as repairs of the kind `page`; scripts and styles are no text.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from kb.codes import problem
from kb.problems import Problem
from kb.readers.flow import Dropped, Item, Paragraph, write_flow
from kb.readers.html.content import SITE_TEXT, pick_content
from kb.readers.html.furniture import is_document, is_furniture, is_prose
from kb.readers.html.markup import decode_html, strip_markup
from kb.readers.html.tags import MAX_DEPTH, fault
from kb.readers.html.walker import NOT_SHOWN, Piece, as_items
from kb.readers.missing import missing_packages
from kb.readers.source import Source, refusal

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement

MAX_HTML_BYTES = 16 * 1024 * 1024
"""As saved, pictures within it included."""

MAX_MARKUP = 2 * 1024 * 1024
"""Characters left when scripts, styles and pictures are taken out; a long plan has 300 thousand."""

LEFT_OFF = "KB013"
SHOWN = 40
"""Characters of text left off that a message shows."""

TABLE_START = re.compile(r"<(table|tbody|thead|tr|td|th)\b", re.I)
AS_TEXT = "请用浏览器打开网页，选中正文复制到记事本，存成 UTF-8 编码的 .txt 再导入"
SWALLOWED = "网页里没有结束的注释或脚本之后的文字"


def read_html(path: Path, data: bytes) -> Source:
    """A web page as lines and tables. Raises DocumentError KB002–KB005, KB009, KB012."""
    if len(data) > MAX_HTML_BYTES:
        shown = f"{len(data) / 1024 / 1024:.0f} MB，上限 {MAX_HTML_BYTES // 1024 // 1024} MB"
        raise refusal(path, "KB002", f"网页文件过大（{shown}）", AS_TEXT)
    markup, swallowed = strip_markup(decode_html(path, data))
    if len(markup) > MAX_MARKUP:
        size = f"{len(markup) / 1024 / 1024:.0f} 兆字，上限 {MAX_MARKUP // 1024 // 1024} 兆字"
        raise refusal(path, "KB002", f"网页文件过大（去掉脚本和图片还有 {size}）", AS_TEXT)
    wrong = fault(markup)
    if wrong:
        raise refusal(path, "KB012", f"{wrong}，不予读取", AS_TEXT)
    try:
        content = pick_content(parse_html(path, whole_table(markup)))
        items: list[Item] = [Paragraph(said) for said in (content.title, content.number) if said]
        items += as_items(content.pieces)
    except RecursionError:  # tags whose ends may be left out nest where others are between them
        raise refusal(path, "KB012", f"网页结构异常（嵌套超过 {MAX_DEPTH} 层），不予读取", AS_TEXT) from None
    if swallowed:
        items.append(Dropped(swallowed, "page", SWALLOWED))
    return write_flow(path, items, data, ".html", page_problems(content.pieces, swallowed))


def whole_table(markup: str) -> str:
    """Markup in which a piece that was cut out of a table (`<tbody><tr><td>…`) has its table again."""
    first = TABLE_START.search(markup)
    if first and first[1].lower() != "table":
        return markup[: first.start()] + "<table>" + markup[first.start() :]
    return markup


def parse_html(path: Path, markup: str) -> BeautifulSoup:
    try:
        import html5lib  # noqa: F401  (the parser that bs4 is asked for)
        from bs4 import BeautifulSoup
        from bs4.element import Tag
    except ImportError as e:
        raise missing_packages(path, "网页（.html）", e) from None

    class Indexed(Tag):
        def index(self, element: PageElement) -> int:
            """Where a child is. html5lib asks for the last ones alone; bs4 looks from the first on."""
            at = next((i for i in range(len(self.contents) - 1, -1, -1) if self.contents[i] is element), -1)
            if at < 0:
                raise ValueError("Tag.index: element not in tag")
            return at

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of text that looks like a file name
        return BeautifulSoup(markup, "html5lib", element_classes={Tag: Indexed})


def page_problems(pieces: list[Piece], swallowed: str) -> tuple[Problem, ...]:
    """A warning where what was left off is more than a site prints around its documents: running text, or lines with a
    heading's number or a label, that are hidden or are in the page's foot."""
    left: list[str] = [
        piece.ink
        for piece in pieces
        if piece.dropped in (SITE_TEXT, NOT_SHOWN)
        and piece.linked * 2 <= len(piece.ink)
        and not is_furniture(piece.ink)
        and (is_prose(piece.ink) or (is_document(piece.ink) and not piece.serving))
    ]
    if swallowed:
        left.append("".join(swallowed.split()))
    if not left:
        return ()
    size = sum(map(len, left))
    message = f"网页上有 {len(left)} 段文字（{size} 字）没有当作正文"
    hint = "已列入 import.json；如是正文，请把正文复制到 .txt 再导入"
    return (problem(LEFT_OFF, "", message=message, excerpt=left[0][:SHOWN], hint=hint),)
