"""Markdown written block by block: escaped text, links to the twins of pages, tables whose rows are whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb_site.links import LinksFrom
from kb_site.marks import Run
from kb_site.plan_view import PlanView
from kb_site.slug import slug
from kb_site.table import Cell, Row, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_DEEPEST = 6


def twin_path(path: str) -> str:
    """`x/units.html` → `x/units.md`."""
    return path.removesuffix(".html") + ".md"


def twin_href(href: str) -> str:
    """The same link to the twin: `text.html#2.4.2` → `text.md#2.4.2`; addresses elsewhere and files as they are."""
    path, hash_, anchor = href.partition("#")
    return (twin_path(path) if path.endswith(".html") and "://" not in path else path) + hash_ + anchor


def plain(text: object) -> str:
    """Text in one line with what Markdown would read as marks escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def link(text: object, href: str) -> str:
    return f"[{plain(text)}]({twin_href(href)})" if href else plain(text)


class Markdown:
    """A document being written. Blocks are separated by a blank line; items of a list follow each other."""

    def __init__(self, to: LinksFrom, view: PlanView | None = None) -> None:
        self.to = to
        self._view = view
        self._blocks: list[str] = []

    @property
    def view(self) -> PlanView:
        """The plan of the page. Only pages of a plan ask for it."""
        assert self._view is not None
        return self._view

    def of(self, view: PlanView) -> Markdown:
        """Return one that writes into the same document and links within another plan."""
        other = Markdown(self.to, view)
        other._blocks = self._blocks
        return other

    def text(self) -> str:
        lines = re.sub(r"\n{3,}", "\n\n", "\n".join(self._blocks))
        return lines.strip() + "\n"

    def gap(self) -> None:
        """End a list."""
        self._blocks.append("")

    def heading(self, level: int, *parts: str) -> None:
        self.block(f"{'#' * min(level, _DEEPEST)} {' '.join(p for p in parts if p)}")

    def block(self, text: str) -> None:
        """Add a paragraph of Markdown; nothing for an empty one."""
        if text:
            if self._blocks and self._blocks[-1]:
                self._blocks.append("")
            self._blocks += [text, ""]

    def item(self, text: str, depth: int = 0) -> None:
        self._blocks.append(f"{'  ' * depth}- {text}")

    def items(self, texts: Iterable[str], depth: int = 0) -> None:
        for text in texts:
            self.item(text, depth)
        self._blocks.append("")

    def quote(self, text: str, depth: int = 0) -> None:
        self._blocks.append(f"{'  ' * depth}> {plain(text)}")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table of cells that are Markdown already."""
        lines = [head, ["---"] * len(head), *rows]
        self.block("\n".join("| " + " | ".join(row) + " |" for row in lines))

    def rows(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows of a table below its headings."""
        self.table([plain(c.head) for c in table.columns], ([_cell(c) for c in row.cells] for row in rows))

    def node(self, id_: str, text: str = "") -> str:
        node = self.view.node[id_]
        return link(text or node.title or f"{node.text[:36]}…", self.to.node(id_))

    def unit(self, name: str) -> str:
        known = self.to.has_unit(self.view.id, name)
        return link(name, self.to.unit(self.view.id, name) if known else "")

    def units(self, names: Iterable[str]) -> str:
        return "、".join(self.unit(name) for name in names)

    def topics(self, names: Iterable[str]) -> str:
        return "、".join(link(name, self.to.topic(self.view.id, name)) for name in names)

    def runs(self, runs: Iterable[Run]) -> str:
        """Return marked text: units and documents are links."""
        out = []
        for run in runs:
            if run.kind == "unit" and self.to.has_unit(self.view.id, run.unit):
                out.append(link(run.text, self.to.unit(self.view.id, run.unit)))
            elif run.kind == "document":
                out.append(link(run.text, f"{self.to.page(self.view.path('references'))}#{slug(run.name)}"))
            else:
                out.append(_SPECIAL.sub(r"\\\1", run.text))
        return "".join(out)


def _cell(cell: Cell) -> str:
    """Return a cell's Markdown; pieces that a page sets on lines of their own follow a blank."""
    out = []
    for piece in cell.pieces:
        if piece.css in ("stood-words", "full", "row-no"):
            out.append(" ")
        out.append(link(piece.text, piece.href))
    return "".join(out)
