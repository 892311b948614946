"""The Markdown twin of a page, made from the page's own <main>: what a program reads instead of the HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "aside", "figure", "nav", "dl", "ul", "ol", "main"}
)
_SKIPPED = frozenset({"script", "style", "svg", "button", "form", "template", "select"})
_HEADINGS = {"h1": "#", "h2": "##", "h3": "###", "h4": "####", "h5": "#####", "h6": "######"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col"})


def twin_path(path: str) -> str:
    """`x/units.html` → `x/units.md`."""
    return path.removesuffix(".html") + ".md"


def to_markdown(html: str, address: str = "") -> str:
    """The page's <main> as Markdown. Links to pages of the site lead to their twins."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t]+\n", "\n", reader.text())
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return f"{text}\n" + (f"\n原页：<{address}>\n" if address else "")


class _Table:
    """A table's cells on their grid. A cell that spans several stands in each: Markdown merges none, and a row is then
    whole by itself. Several rows of headings become one."""

    def __init__(self) -> None:
        self.span = (1, 1)
        self._rows: list[dict[int, str]] = []
        self._spanned: dict[tuple[int, int], str] = {}
        self._head = 1

    def begin_row(self) -> None:
        at = len(self._rows)
        self._rows.append({column: text for (row, column), text in self._spanned.items() if row == at})

    def end_head(self) -> None:
        self._head = max(1, len(self._rows))

    def put(self, text: str) -> None:
        row, (down, across) = self._rows[-1], self.span
        column = next(i for i in range(len(row) + 1) if i not in row)
        for i in range(column, column + across):
            row[i] = text
            for below in range(1, down):
                self._spanned[len(self._rows) - 1 + below, i] = text

    def text(self) -> str:
        width = max((max(row, default=-1) + 1 for row in self._rows), default=0)
        lines = [[row.get(i, "") for i in range(width)] for row in self._rows]
        heads = [
            " ".join(dict.fromkeys(filter(None, words))) for words in zip(*lines[: self._head], strict=True)
        ]
        rows = [heads, ["---"] * width, *lines[self._head :]]
        return "".join("| " + " | ".join(row) + " |\n" for row in rows) if width else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._inside = False
        self._skip: list[str] = []
        self._lists: list[tuple[str, int]] = []
        self._hrefs: list[str] = []
        self._table: _Table | None = None
        self._cell: list[str] | None = None
        self._quoting = False
        self._drawing = self._captioned = False

    def text(self) -> str:
        return "".join(self._out)

    def _say(self, text: str) -> None:
        (self._cell if self._cell is not None else self._out).append(text)

    def _indent(self, lists: list[tuple[str, int]]) -> str:
        """What stands before text inside these lists: as far in as what follows their marks."""
        return "".join("    " if kind == "ol" else "  " for kind, _count in lists)

    def _bare(self) -> bool:
        """Whether nothing stands on the line yet but a list's mark."""
        if self._cell is not None:
            return not self._cell
        last = next((part for part in reversed(self._out) if part), "\n")
        return last.endswith(("\n", "- ", ". ", "> ", " "))

    def _gap(self, blank: bool = True) -> None:
        if self._cell is not None:
            self._cell.append(" ")
        else:
            self._out.append("\n\n" if blank else "\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "main":
            self._inside = True
        if not self._inside:
            return
        if self._skip and tag == "title":
            self._drawing = True
        if self._skip or tag in _SKIPPED or "data-no-twin" in given:
            if tag not in _VOID:
                self._skip.append(tag)
            return
        if tag in _HEADINGS:
            self._gap()
            self._say(_HEADINGS[tag] + " ")
        elif tag in ("ul", "ol"):
            if not self._lists:
                self._gap()
            self._lists.append((tag, 0))
        elif tag == "li" and self._lists:
            kind, count = self._lists[-1]
            self._lists[-1] = (kind, count + 1)
            self._gap(blank=False)
            self._say(self._indent(self._lists[:-1]) + (f"{count + 1}. " if kind == "ol" else "- "))
        elif tag == "blockquote":
            self._quoting = True
            self._gap()
        elif tag == "p" and self._quoting:
            self._say("\n" + self._indent(self._lists) + "> ")
        elif tag == "a":
            self._hrefs.append(given.get("href") or "")
            self._say("[")
        elif tag in ("strong", "b"):
            self._say("**")
        elif tag == "br":
            self._say("<br>" if self._cell is not None else "  \n")
        elif tag == "table":
            self._gap()
            self._table = _Table()
        elif tag == "caption":
            self._captioned = True
        elif tag == "tr" and self._table is not None:
            self._table.begin_row()
        elif tag in ("td", "th") and self._table is not None:
            self._cell = []
            self._table.span = (int(given.get("rowspan") or 1), int(given.get("colspan") or 1))
        elif tag == "tbody" and self._table is not None:
            self._table.end_head()
        elif tag in ("dt", "dd"):
            self._gap(blank=tag == "dt")
            self._say("**" if tag == "dt" else ": ")
        elif tag in _BLOCKS:
            if not self._lists:
                self._gap()
            elif not self._bare():
                self._say("\n" + self._indent(self._lists))
            elif self._out and self._out[-1] == "\n\n":
                self._say(self._indent(self._lists))

    def handle_endtag(self, tag: str) -> None:
        self._drawing = False
        if self._skip:
            if self._skip[-1] == tag:
                self._skip.pop()
            return
        if not self._inside:
            return
        if tag == "main":
            self._inside = False
        elif tag == "a" and self._hrefs:
            self._say(f"]({_twin_href(self._hrefs.pop())})")
        elif tag in ("strong", "b", "dt"):
            self._say("**")
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._gap(blank=not self._lists)
        elif tag in ("td", "th") and self._cell is not None:
            text = " ".join("".join(self._cell).split())
            self._cell = None
            if self._table is not None:
                self._table.put(text)
        elif tag == "caption":
            self._captioned = False
            self._gap()
        elif tag == "table" and self._table is not None:
            self._out.append(self._table.text())
            self._table = None
            self._gap()
        elif tag == "blockquote":
            self._quoting = False
            self._gap()
        elif (tag in _HEADINGS or tag in _BLOCKS) and not self._lists and not self._quoting:
            self._gap()

    def handle_data(self, data: str) -> None:
        if not self._inside or (self._table is not None and self._cell is None and not self._captioned):
            return
        # A chart in a table says in words what it draws; beside a caption it need not.
        if self._skip and not (self._drawing and self._cell is not None):
            return
        text = re.sub(r"\s+", " ", data)
        if text[0] == " " and self._bare():
            text = text[1:]
        if text:
            self._say(_SPECIAL.sub(r"\\\1", text))


def _twin_href(href: str) -> str:
    path, hash_, anchor = href.partition("#")
    if path.endswith(".html") and "://" not in path:
        path = twin_path(path)
    return f"{path}{hash_}{anchor}"
