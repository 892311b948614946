"""Web pages (.html): the text of the document picked out of the page around it.

Parsed by html5lib, which reads any tag soup as browsers do. Left out: scripts, styles, navigation, forms, hidden
elements. A list's automatic numbers are written into the text; tables keep their merged cells.
"""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.readers.flow import MAX_COLUMNS, Item, Paragraph, Table, write_flow
from kb.readers.html.attributes import MAX_ATTRIBUTES, most_attributes
from kb.readers.html.content import HIDDEN_TAGS, is_hidden, pick_content
from kb.readers.missing import missing_packages
from kb.readers.ordinals import letters, roman
from kb.readers.source import Source, refusal
from kb.readers.text import BOMS, decode

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag

MAX_HTML_BYTES = 16 * 1024 * 1024
"""As saved, pictures within it included."""

MAX_MARKUP = 2 * 1024 * 1024
"""Characters left when scripts, styles and pictures are taken out; a long plan has 300 thousand."""

MAX_SIGNS = 300_000
"""Tags and entities of a page; a long plan with tables has 20 thousand."""

MAX_DEPTH = 200
"""Elements inside each other."""

MAX_ROWSPAN = 2000

BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
        "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul",
    )
)  # fmt: skip
VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    )
)  # fmt: skip
CLOSED_BY_NEXT = frozenset(
    (
        "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup",
        "colgroup", "rt", "rp",
    )
)  # fmt: skip
"""Tags whose end may be left out: many of them open do not nest."""

NO_TEXT = re.compile(r"<!--|<(script|style|template|svg|noscript)\b", re.I)
DATA_URI = re.compile(r"\bdata:[a-z]+/[^\"'\s>)]{200,}", re.I)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.I)
TABLE_START = re.compile(r"<(table|tbody|thead|tr|td|th)\b", re.I)
SPACE = re.compile(r"[ \t\r\n\f]+")
LIST_FORMS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": lambda n: letters(n, "a"),
    "A": lambda n: letters(n, "A"),
    "i": lambda n: roman(n).lower(),
    "I": roman,
}


def read_html(path: Path, data: bytes) -> Source:
    """A web page as lines and tables. Raises DocumentError KB002–KB005, KB009, KB012."""
    if len(data) > MAX_HTML_BYTES:
        shown = f"{len(data) / 1024 / 1024:.0f} MB，上限 {MAX_HTML_BYTES // 1024 // 1024} MB"
        raise refusal(path, "KB002", f"网页文件过大（{shown}）", AS_TEXT)
    markup = DATA_URI.sub("", without_scripts(decode_html(path, data)))
    if len(markup) > MAX_MARKUP:
        shown = (
            f"去掉脚本和图片还有 {len(markup) / 1024 / 1024:.0f} 兆字，上限 {MAX_MARKUP // 1024 // 1024} 兆字"
        )
        raise refusal(path, "KB002", f"网页文件过大（{shown}）", AS_TEXT)
    if markup.count("<") + markup.count("&") > MAX_SIGNS:
        raise refusal(path, "KB012", f"网页标记过多（超过 {MAX_SIGNS // 10000} 万个），不予读取", AS_TEXT)
    if most_attributes(markup) > MAX_ATTRIBUTES:
        raise refusal(
            path, "KB012", f"网页结构异常（一个标记有 {MAX_ATTRIBUTES} 个以上属性），不予读取", AS_TEXT
        )
    if deepest(markup) > MAX_DEPTH:
        raise refusal(path, "KB012", f"网页结构异常（嵌套超过 {MAX_DEPTH} 层），不予读取", AS_TEXT)
    first = TABLE_START.search(markup)
    if first and first[1].lower() != "table":
        markup = markup[: first.start()] + "<table>" + markup[first.start() :]  # a piece cut out of a page
    soup = parse_html(path, markup)
    title, content = pick_content(soup)
    walker = _Walker()
    for part in content:
        walker.children(part)
        walker.flush()
    items = walker.close()
    if title and not says(items, title):
        items.insert(0, Paragraph(title))
    return write_flow(path, items, data, ".html")


AS_TEXT = "请用浏览器打开网页，选中正文复制到记事本，存成 UTF-8 编码的 .txt 再导入"


def decode_html(path: Path, data: bytes) -> str:
    """The characters of a page: by its byte order mark, else its meta tag where that fits, else as any text."""
    declared = CHARSET.search(data[:4096])
    if declared and not any(data.startswith(mark) for mark, _ in BOMS):
        name = declared[1].decode("ascii").lower()
        try:
            encoding = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else codecs.lookup(name).name
            return data.decode(encoding).replace("\x00", "")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(path, data)


def without_scripts(markup: str) -> str:
    """The markup without comments, scripts and styles, in one pass; what is never closed goes on to the end."""
    lower = markup.lower()
    if len(lower) != len(
        markup
    ):  # a letter that is longer in lower case: then tags are looked for as written
        lower = markup
    out = []
    at = 0
    while (found := NO_TEXT.search(markup, at)) is not None:
        out.append(markup[at : found.start()])
        closing = "-->" if found[1] is None else f"</{found[1].lower()}"
        end = lower.find(closing, found.start() + (2 if found[1] is None else 1))
        if end < 0:
            at = len(markup)
            break
        at = end + 3 if found[1] is None else (lower.find(">", end) + 1 or len(markup))
        out.append(" ")
    out.append(markup[at:])
    return "".join(out)


def deepest(markup: str) -> int:
    """How deep elements nest, at most: ends that may be left out are not counted."""
    depth = most = 0
    for match in TAG.finditer(markup):
        name = match[2].lower()
        if name in VOID or name in CLOSED_BY_NEXT or match[0].endswith("/>"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        most = max(most, depth)
    return most


def parse_html(path: Path, markup: str) -> BeautifulSoup:
    try:
        import html5lib  # noqa: F401  (the parser that bs4 is asked for)
        from bs4 import BeautifulSoup
    except ImportError as e:
        raise missing_packages(path, "网页（.html）", e) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of text that looks like a file name
        return BeautifulSoup(markup, "html5lib")


def says(items: list[Item], title: str) -> bool:
    """Whether the text prints the title within its first paragraphs."""
    said = "".join(item.text for item in items[:30] if isinstance(item, Paragraph))
    return re.sub(r"\s+", "", title) in re.sub(r"\s+", "", said)


class _Walker:
    """Elements to items: text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.line: list[str] = []
        self.marker = ""

    def close(self) -> list[Item]:
        self.flush()
        return self.items

    def flush(self) -> None:
        text = "".join(self.line)
        self.line = []
        text = "\n".join(part.strip() for part in text.split("\n")).strip("\n")
        if text.strip("\u3000\xa0 \n"):
            self.items.append(Paragraph(self.marker + text))
            self.marker = ""

    def children(self, parent: Tag, pre: bool = False) -> None:
        for child in parent.children:
            self.node(child, pre)

    def node(self, node: PageElement, pre: bool) -> None:
        from bs4.element import CData, NavigableString, PreformattedString, Tag

        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString) or isinstance(node, CData):
                self.text(str(node), pre)
            return
        if not isinstance(node, Tag):
            return
        name = node.name
        if name in HIDDEN_TAGS or is_hidden(node):
            return
        if name == "br":
            self.line.append("\n")
        elif name == "table":
            self.flush()
            self.table(node)
        elif name == "ol":
            self.flush()
            self.numbered(node)
        elif name in BLOCKS:
            self.flush()
            self.children(node, pre or name == "pre")
            self.flush()
        else:
            self.children(node, pre)

    def text(self, text: str, pre: bool) -> None:
        text = text.replace("\xa0", " ")
        if not pre:
            text = SPACE.sub(" ", text)
            if text.startswith(" ") and (not self.line or self.line[-1].endswith((" ", "\n"))):
                text = text[1:]
        if text:
            self.line.append(text)

    def numbered(self, element: Tag) -> None:
        """An ordered list: the browser's numbers become text."""
        from bs4.element import Tag

        form = LIST_FORMS.get(str(element.get("type", "1")), str)
        shown = "list-style" not in str(element.get("style", "")) or "none" not in str(
            element.get("style", "")
        )
        at = number_of(element, "start", 1)
        for child in element.children:
            if not isinstance(child, Tag) or child.name != "li" or is_hidden(child):
                self.node(child, pre=False)
                continue
            at = number_of(child, "value", at)
            self.marker = f"{form(at)}. " if shown else ""
            self.node(child, pre=False)
            self.marker = ""
            at += 1

    def table(self, element: Tag) -> None:
        rows: list[list[list[Item] | None]] = []
        open_down: dict[int, int] = {}  # column: rows that a cell from above still takes
        spanned: set[int] = set()  # columns of such a cell but its first
        down_cells: set[tuple[int, int]] = set()
        for row in table_rows(element):
            if row.name == "caption":
                self.children(row)
                self.flush()
                continue
            cells: list[list[Item] | None] = []

            def pad(cells: list[list[Item] | None] = cells) -> None:
                while open_down.get(len(cells), 0) > 0:
                    open_down[len(cells)] -= 1
                    if len(cells) not in spanned:
                        down_cells.add((len(rows), len(cells)))
                    cells.append(None)

            for cell in row.find_all(["td", "th"], recursive=False):
                pad()
                if is_hidden(cell) or len(cells) >= 4 * MAX_COLUMNS:
                    continue
                across = min(max(number_of(cell, "colspan", 1), 1), MAX_COLUMNS)
                down = min(number_of(cell, "rowspan", 1), MAX_ROWSPAN)
                inner = _Walker()
                inner.children(cell)
                for i in range(across):
                    if down > 1 or down == 0:
                        open_down[len(cells)] = (down or MAX_ROWSPAN) - 1
                        (spanned.add if i else spanned.discard)(len(cells))
                    cells.append(inner.close() if i == 0 else None)
            pad()
            rows.append(cells)
        if rows:
            self.items.append(Table(rows, down_cells))


def table_rows(table: Tag) -> Iterator[Tag]:
    """The caption and rows of a table itself, head, bodies and foot in the order they are shown."""
    from bs4.element import Tag

    parts: list[tuple[int, Tag]] = []
    for child in table.children:
        if not isinstance(child, Tag) or is_hidden(child):
            continue
        if child.name in ("caption", "tr"):
            parts.append((0 if child.name == "caption" else 2, child))
        elif child.name in ("thead", "tbody", "tfoot"):
            order = {"thead": 1, "tbody": 2, "tfoot": 3}[child.name]
            parts.extend((order, row) for row in child.find_all("tr", recursive=False) if not is_hidden(row))
    for _, part in sorted(parts, key=lambda pair: pair[0]):
        yield part


def number_of(element: Any, name: str, default: int) -> int:
    """An attribute that is a whole number."""
    found = re.match(r"\s*(-?\d{1,6})", str(element.get(name, "")))
    return int(found[1]) if found else default
