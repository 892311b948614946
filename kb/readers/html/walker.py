"""Elements of a page to pieces: lines and tables in reading order, each with where it is in the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.readers.flow import MAX_COLUMNS, Dropped, Item, Paragraph, Table, Unread, item_lines, left_out
from kb.readers.ordinals import letters, roman

if TYPE_CHECKING:
    from bs4.element import PageElement, Tag

MAX_ROWSPAN = 2000
"""Rows that one cell takes at most; the longest table of a plan at hand has 400."""

BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
        "nav", "ol", "option", "optgroup", "p", "pre", "section", "select", "summary", "table", "tbody", "td",
        "textarea", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip

NO_TEXT = frozenset(
    (
        "script", "style", "template", "noscript", "svg", "head", "title", "meta", "link", "iframe", "object", "embed",
        "audio", "video", "canvas", "map", "input",
    )
)  # fmt: skip
"""Elements that show no text: programs, looks, and what replaces media that a browser lacks."""

SERVING = frozenset(("nav", "button", "select", "textarea"))
"""Elements whose text serves moving about the site."""

READING = frozenset(("rt", "rp"))
"""The pronunciation printed over characters."""

MIN_PICTURE = 120
"""Pixels of the shorter side from which a picture may hold a table or a scanned page; icons of files have 16 to 48."""

DISPLAY_NONE = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
SPACE = re.compile(r"[ \t\r\n\f]+")
LIST_FORMS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": lambda n: letters(n, "a"),
    "A": lambda n: letters(n, "A"),
    "i": lambda n: roman(n).lower(),
    "I": roman,
}
ALOUD = "注音，不是正文"
NOT_SHOWN = "网页上不显示的文字"
PAGE_EDGE = "页眉或页脚，不是正文"


@dataclass(slots=True)
class Piece:
    """A line, a table, or text that the page itself does not show.

    element: the innermost element it is in. ink: its characters without white space; linked: how many of them are
    in links. serving: it is a menu or a button. dropped: why it is no text of the document; "" where it may be.
    kind: of the repair it then becomes.
    """

    item: Item
    element: Tag
    ink: str
    linked: int = 0
    serving: bool = False
    dropped: str = ""
    kind: str = "page"


def is_hidden(element: Tag) -> bool:
    """Whether the page itself says that the element is not shown."""
    return element.has_attr("hidden") or bool(DISPLAY_NONE.search(str(element.get("style", ""))))


def is_link(element: Tag) -> bool:
    """Whether an element leads somewhere; `<a name="yi">一、总体要求</a>` only marks a place."""
    return element.name == "a" and (
        element.has_attr("href") or not (element.has_attr("name") or element.has_attr("id"))
    )


def is_picture(img: Tag) -> bool:
    """Whether a picture may hold words: it says that it is large, or is alone without saying how large it is."""
    if is_hidden(img):
        return False
    said = re.findall(r"(?:width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", str(img.get("style", "")))
    known = [
        n for n in (number_of(img, "width", -1), number_of(img, "height", -1), *map(int, said)) if n >= 0
    ]
    if known:
        return min(known) >= MIN_PICTURE
    return not any(
        str(next_to).strip() for next_to in (img.previous_sibling, img.next_sibling) if next_to is not None
    )


def is_page_edge(element: Tag) -> bool:
    """Whether an element is the head or foot of a printed page, as LibreOffice writes them."""
    return element.name == "div" and element.get("title") in ("header", "footer")


class Walker:
    """Elements to pieces: text gathers until a block begins or ends.

    layout: ids of the tables that only lay the page out; their cells are read as blocks.
    """

    def __init__(self, layout: frozenset[int] = frozenset()) -> None:
        self.pieces: list[Piece] = []
        self.layout = layout
        self.line: list[str] = []
        self.linked = 0
        self.readings: list[str] = []
        self.marker = ""
        self.serving = False
        self.dropped = ("", "")

    def walk(self, element: Tag) -> list[Piece]:
        self.children(element)
        self.flush(element)
        return self.pieces

    def flush(self, element: Tag) -> None:
        text = "".join(self.line)
        linked, self.line, self.linked = self.linked, [], 0
        text = "\n".join(part.strip() for part in text.split("\n")).strip("\n")
        if text.strip("\u3000\xa0 \n"):
            self.add(Paragraph(self.marker + text), element, self.marker + text, linked)
            self.marker = ""
        if self.readings:
            said, self.readings = "".join(self.readings), []
            self.pieces.append(
                Piece(Dropped(said, "reading", ALOUD), element, said, 0, False, ALOUD, "reading")
            )

    def add(self, item: Item, element: Tag, text: str, linked: int) -> None:
        reason, kind = self.dropped
        self.pieces.append(
            Piece(item, element, "".join(text.split()), linked, self.serving, reason, kind or "page")
        )

    def children(self, parent: Tag, pre: bool = False, link: bool = False) -> None:
        for child in parent.children:
            self.node(child, parent, pre, link)

    def node(self, node: PageElement, parent: Tag, pre: bool, link: bool) -> None:
        from bs4.element import CData, NavigableString, PreformattedString, Tag

        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString) or isinstance(node, CData):
                self.text(str(node), pre, link)
            return
        if not isinstance(node, Tag):
            return
        name = node.name
        if name in NO_TEXT:
            return
        if name == "img":
            if not self.serving and not self.dropped[0] and not link and is_picture(node):
                self.pieces.append(Piece(Unread("图片"), node, ""))
            return
        if name in READING:
            self.readings.extend(str(said) for said in node.find_all(string=True))
        elif name == "br":
            self.line.append("\n")
        elif name in SERVING or (not self.dropped[0] and (is_hidden(node) or is_page_edge(node))):
            self.apart(node)
        elif name == "table" and id(node) not in self.layout:
            self.flush(parent)
            self.table(node)
        elif name == "ol":
            self.flush(parent)
            self.numbered(node)
        elif name in BLOCKS:
            self.flush(parent)
            self.children(node, pre or name == "pre", link)
            self.flush(node)
        else:
            self.children(node, pre, link or is_link(node))

    def apart(self, element: Tag) -> None:
        """What serves the page or is not shown by it, within a line or between lines: read on its own."""
        inner = Walker()
        inner.serving = self.serving or element.name in SERVING
        inner.dropped = self.dropped
        if is_page_edge(element):
            inner.dropped = (PAGE_EDGE, "running-head")
        elif is_hidden(element):
            inner.dropped = (NOT_SHOWN, "page")
        found = inner.walk(element)
        if found and element.name in BLOCKS:
            self.flush(element)
        self.pieces += found

    def text(self, text: str, pre: bool, link: bool) -> None:
        text = text.replace("\xa0", " ")
        if not pre:
            text = SPACE.sub(" ", text)
            if text.startswith(" ") and (not self.line or self.line[-1].endswith((" ", "\n"))):
                text = text[1:]
        if text:
            self.line.append(text)
            if link:
                self.linked += len("".join(text.split()))

    def numbered(self, element: Tag) -> None:
        """An ordered list: the browser's numbers become text."""
        from bs4.element import Tag

        form = LIST_FORMS.get(str(element.get("type", "1")), str)
        style = str(element.get("style", ""))
        shown = "list-style" not in style or "none" not in style
        at = number_of(element, "start", 1)
        for child in element.children:
            if not isinstance(child, Tag) or child.name != "li" or is_hidden(child):
                self.node(child, element, pre=False, link=False)
                continue
            at = number_of(child, "value", at)
            self.marker = f"{form(at)}. " if shown else ""
            self.node(child, element, pre=False, link=False)
            self.marker = ""
            at += 1

    def table(self, element: Tag) -> None:
        """A table as a matrix; what is wider than any table goes to the last cell of its row."""
        rows: list[list[list[Item] | None]] = []
        open_down: dict[int, int] = {}  # column: rows that a cell from above still takes
        spanned: set[int] = set()  # columns of such a cell but its first
        down_cells: set[tuple[int, int]] = set()
        linked = 0
        for row in table_rows(element):
            if row.name == "caption":
                self.children(row)
                self.flush(element)
                continue
            if is_hidden(row) or (row.parent is not None and is_hidden(row.parent)):
                inner = Walker()
                inner.dropped = (NOT_SHOWN, "page")
                self.pieces += inner.walk(row)
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
                inner = Walker()
                if is_hidden(cell):
                    inner.dropped = (NOT_SHOWN, "page")
                found = inner.walk(cell)
                linked += sum(piece.linked for piece in found)
                content = as_items(found)
                if is_hidden(cell) or len(cells) >= 4 * MAX_COLUMNS:
                    last = next((c for c in reversed(cells) if c is not None), None)
                    if last is not None:
                        last.extend(content)
                    elif content:
                        cells.append(content)
                    continue
                across = min(max(number_of(cell, "colspan", 1), 1), MAX_COLUMNS)
                down = min(number_of(cell, "rowspan", 1), MAX_ROWSPAN)
                for i in range(across):
                    if down > 1 or down == 0:
                        open_down[len(cells)] = (down or MAX_ROWSPAN) - 1
                        (spanned.add if i else spanned.discard)(len(cells))
                    cells.append(content if i == 0 else None)
            pad()
            rows.append(cells)
        if rows:
            table = Table(rows, down_cells)
            self.add(table, element, "\n".join(item_lines(table)), linked)


def as_items(pieces: list[Piece]) -> list[Item]:
    """Pieces as a flow: what is dropped is listed, what follows each other for one reason as one."""
    out: list[Item] = []
    for piece in pieces:
        if not piece.dropped:
            out.append(piece.item)
            continue
        text = (
            piece.item.text
            if isinstance(piece.item, Paragraph | Dropped)
            else "\n".join(item_lines(piece.item))
        )
        last = out[-1] if out else None
        if isinstance(last, Dropped) and (last.kind, last.reason) == (piece.kind, piece.dropped):
            out[-1] = Dropped(f"{last.text}\n{text}", piece.kind, piece.dropped)
        else:
            out.append(Dropped(text, piece.kind, piece.dropped))
        if isinstance(piece.item, Table):
            out.extend(left_out(piece.item))
    return out


def table_rows(table: Tag) -> Iterator[Tag]:
    """The caption and rows of a table itself, head, bodies and foot in the order they are shown."""
    from bs4.element import Tag

    parts: list[tuple[int, Tag]] = []
    for child in table.children:
        if not isinstance(child, Tag):
            continue
        if child.name in ("caption", "tr"):
            parts.append((0 if child.name == "caption" else 2, child))
        elif child.name in ("thead", "tbody", "tfoot"):
            order = {"thead": 1, "tbody": 2, "tfoot": 3}[child.name]
            parts.extend((order, row) for row in child.find_all("tr", recursive=False))
    for _, part in sorted(parts, key=lambda pair: pair[0]):
        yield part


def number_of(element: Any, name: str, default: int) -> int:
    """An attribute that is a whole number."""
    found = re.match(r"\s*(-?\d{1,6})", str(element.get(name, "")))
    return int(found[1]) if found else default
