"""A table as pages, scripts and spreadsheets see it: rows of cells that are made once.

A long table is cut: a page has as many rows as its bytes allow, the others are on pages of their own. Where scripts run,
the first page fetches the others' rows when the reader filters or sorts (`rows_script`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.csv_text import csv_text
from kb_site.page import script_json

# Bytes of HTML that the rows of one page may take; the page's head, filters and foot come to 6–9 KB more.
MOST = 22_000
# What a cell and a link weigh besides their characters.
CELL = 22
LINK = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a cell's text. href: relative, "" for none. css: class, "" for none."""

    text: str
    href: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """key: by which a filter asks for it. sort: "text", "number" or "" for none. css: class of its cells."""

    key: str
    head: str
    sort: str = ""
    css: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """pieces: in order. value: what it sorts by where that is not its text. plain: as a spreadsheet has it, None for its text."""

    pieces: tuple[Piece, ...] = ()
    css: str = ""
    value: float | None = None
    plain: str | float | None = None

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """cells: one for each column; the first of `head` is the row's heading. marks: what filters ask for besides cells."""

    cells: tuple[Cell, ...]
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """name: of its files. head: at which column the row's heading is. css: class of the table. element: its id, "" for the
    name. beside: columns that only the spreadsheet has: heading, and a value for every row.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: int = 0
    css: str = ""
    element: str = ""
    beside: tuple[tuple[str, tuple[str | float | None, ...]], ...] = ()

    @property
    def id(self) -> str:
        return self.element or self.name

    def parts(self, *, first: int = 0) -> tuple[tuple[Row, ...], ...]:
        """Return the rows cut into pages. first: how many the first page has at most, 0 for no bound of its own."""
        out: list[list[Row]] = [[]]
        weight = 0
        for at, row in enumerate(self.rows):
            heavy = _weight(row)
            if out[-1] and (weight + heavy > MOST or at == first):
                out.append([])
                weight = 0
            out[-1].append(row)
            weight += heavy
        return tuple(map(tuple, out))

    def csv(self) -> bytes:
        """Return the whole table as CSV for any spreadsheet. Columns without a heading are left out."""
        kept = [i for i, c in enumerate(self.columns) if c.head]
        head = [*(self.columns[i].head for i in kept), *(name for name, _ in self.beside)]
        rows = (
            [*(_plain(row.cells[i]) for i in kept), *(values[at] for _, values in self.beside)]
            for at, row in enumerate(self.rows)
        )
        return csv_text(head, rows).encode()

    def rows_script(self, rows: Sequence[Row]) -> bytes:
        """Return a script that hands these rows to tables.js: marks, then of every cell class, value and pieces."""
        data = [[dict(row.marks), [_packed(cell) for cell in self.cells(row)]] for row in rows]
        return f"(shuiguan.rows=shuiguan.rows||{{}})[{script_json(self.id)}]={script_json(data)};\n".encode()

    def cells(self, row: Row) -> Iterator[Cell]:
        """Yield the cells with the classes that their columns give them."""
        for column, cell in zip(self.columns, row.cells, strict=True):
            css = f"{column.css} {cell.css}".strip()
            yield Cell(pieces=cell.pieces, css=css, value=cell.value, plain=cell.plain)


def _plain(cell: Cell) -> str | float | None:
    return cell.text if cell.plain is None else cell.plain


def _packed(cell: Cell) -> list[object]:
    value = "" if cell.value is None else f"{cell.value:.12g}"
    return [cell.css, value, [[p.text, p.href, p.css] for p in cell.pieces]]


def _weight(row: Row) -> int:
    total = 10 + sum(len(k) + len(v.encode()) + 9 for k, v in row.marks)
    for cell in row.cells:
        total += CELL + len(cell.css)
        total += sum(
            len(p.text.encode()) + len(p.href) + len(p.css) + (LINK if p.href or p.css else 0)
            for p in cell.pieces
        )
    return total
