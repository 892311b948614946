"""Tables in the lines of a source.txt, so that a page shows them as tables beside what was read from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CellLines = tuple[tuple[int, str], ...]
"""Lines of a cell: number of the line, 1-based, and its text."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Rows of a source, each of them its cells. first, last: 1-based lines, the blank ones between rows included."""

    first: int
    last: int
    rows: tuple[tuple[CellLines, ...], ...]

    @property
    def columns(self) -> int:
        return max(map(len, self.rows))


LEAST_ALIKE = 2
"""Rows that have to have the same number of cells, two or more: paragraphs that begin with a tab are one cell each, or one row."""


def source_parts(lines: Sequence[str]) -> Iterator[int | SourceTable]:
    """Yield the source part by part: the number of a line (1-based), or a table in the place of its lines.

    Two forms are known. Readers of documents begin each cell with a tab and end a row with an empty line; texts that
    were copied from a page have the cells of a row on one line, with tabs between. A cell may have empty lines inside.
    """
    at = 0
    while at < len(lines):
        found = _cell_a_line(lines, at) or _row_a_line(lines, at)
        if found is None:
            yield at + 1
            at += 1
        else:
            yield found
            at = found.last


REACH = 20
"""Lines within which a cell has to go on for an empty line to be inside of it: web pages print “健康” one character a
paragraph, nine lines for five characters."""


def _cell_a_line(lines: Sequence[str], start: int) -> SourceTable | None:
    rows, _ = _rows(lines, start, 0)
    usual = Counter(map(len, rows)).most_common(1)
    width = usual[0][0] if usual else 0
    rows, end = _rows(lines, start, width)
    joined: list[tuple[CellLines, ...]] = []
    for row in rows:
        if joined and len(joined[-1]) + len(row) <= width:  # a row that an empty line cuts in two
            joined[-1] += row
        else:
            joined.append(row)
    return _table(start, end, joined)


def _rows(lines: Sequence[str], start: int, width: int) -> tuple[list[tuple[CellLines, ...]], int]:
    """Return the rows and the index after them. width: of a row that is whole, after which an empty line ends it; 0: not
    known. An empty line before a tab always ends a row; any other one is inside of a cell."""
    rows: list[tuple[CellLines, ...]] = []
    cells: list[list[tuple[int, str]]] = []
    at = end = start
    while at < len(lines):
        if lines[at].startswith("\t"):
            if cells and not lines[at - 1].strip("\r\n"):
                rows.append(tuple(map(tuple, cells)))
                cells = []
            cells.append([(at + 1, lines[at].strip())])
        elif not cells:
            break
        elif lines[at].strip("\r\n"):
            cells[-1].append((at + 1, lines[at].strip()))
        elif not _goes_on(lines, at, whole=0 < width <= len(cells)):
            break
        at += 1
        end = at if lines[at - 1].strip("\r\n") else end
    return [*rows, tuple(map(tuple, cells))] if cells else rows, end


def _goes_on(lines: Sequence[str], at: int, whole: bool) -> bool:
    """Whether a table goes on after the empty line `at`. whole: the row before it has all its cells."""
    following = next((n for n in range(at + 1, len(lines)) if lines[n].strip("\r\n")), len(lines))
    if following < len(lines) and lines[following].startswith("\t"):
        return following == at + 1 or not whole
    return not whole and any(line.startswith("\t") for line in lines[at : at + REACH])


def _row_a_line(lines: Sequence[str], start: int) -> SourceTable | None:
    rows: list[tuple[CellLines, ...]] = []
    at = start
    while at < len(lines) and "\t" in lines[at].strip():
        rows.append(tuple(((at + 1, cell.strip()),) for cell in lines[at].strip(" \r\n").split("\t")))
        at += 1
    return _table(start, at, rows)


def _table(start: int, end: int, rows: list[tuple[CellLines, ...]]) -> SourceTable | None:
    alike = Counter(len(row) for row in rows if len(row) > 1)
    if not alike or max(alike.values()) < LEAST_ALIKE:
        return None
    return SourceTable(start + 1, end, tuple(rows))
