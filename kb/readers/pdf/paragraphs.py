"""Pages put together: page numbers and running heads set aside, wrapped lines joined, tables carried over pages."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from kb.readers.flow import Dropped, Item, Paragraph, Table, Unread
from kb.readers.pdf.lines import Box, PdfLine, PdfPage, PdfTable, join
from kb.readers.pdf.wraps import (
    ENDS,
    SLACK,
    Margins,
    goes_on,
    measure,
    measure_frame,
    measure_pages,
    room_for,
)

EDGE = 0.13
"""Share of a page's height, at the top and at the bottom, in which page numbers and running heads appear."""

PAGE_NUMBER = re.compile(
    r"[-—–－·•~\s]*(第\s*)?([0-9０-９]{1,4}|[ivxIVX]{1,6})(\s*页)?([,，/／\s]*共?\s*[0-9]{1,4}\s*页?)?[-—–－·•~\s]*"
)
"""`— 12 —`, `12`, `第 3 页 共 40 页`, `3/40`, `iv`"""

HEADS = 2
"""Lines at the top and at the bottom of a page that may be a running head."""

MIN_PAGES = 3
MIN_SHARE = 0.4
"""A running head is on so many pages, and on this share of all (left and right pages may differ); on both of two."""

NOTE = re.compile(r"[①-⑳*＊]|\[\d+\]|注\d*[：:]")
NEAR = 6
"""Points by which the edges of one column differ between pages."""

Row = tuple[str | None, ...]
T = TypeVar("T")


def assemble(pages: list[PdfPage]) -> Iterator[Item]:
    """The paragraphs, tables and dropped marks of a document."""
    marks = page_marks(pages)
    heads = running_heads(pages)
    plain = {
        page.number: [
            line for i, line in enumerate(page.lines) if i not in marks[page.number] | heads[page.number]
        ]
        for page in pages
    }
    margins = measure_pages(
        (number, [line for line in lines if line.band is None]) for number, lines in plain.items()
    )
    writer = _Writer()
    for page in pages:
        writer.margins = margins[page.number]
        writer.page(page, marks[page.number], heads[page.number])
    writer.flush()
    yield from writer.items


def page_marks(pages: list[PdfPage]) -> dict[int, set[int]]:
    """Which lines of each page are its number: the first or last one, near the edge.

    A bare number counts only where it runs along with the pages: a year alone in a line does not.
    """
    found: dict[int, set[int]] = {page.number: set() for page in pages}
    bare: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        order = sorted(range(len(page.lines)), key=lambda i: page.lines[i].top)
        for i in dict.fromkeys((*order[:1], *order[-1:])):
            line = page.lines[i]
            if not near_edge(line, page) or not PAGE_NUMBER.fullmatch(line.text):
                continue
            if line.text.isdecimal():
                bare[int(line.text) - page.number].append((page.number, i))
            else:
                found[page.number].add(i)
    for offset, where in bare.items():
        if len(where) > 1 or (len(pages) == 1 and offset == 0):
            for number, i in where:
                found[number].add(i)
    return found


def near_edge(line: PdfLine, page: PdfPage) -> bool:
    return line.bottom < page.height * EDGE or line.top > page.height * (1 - EDGE)


def running_heads(pages: list[PdfPage]) -> dict[int, set[int]]:
    """Which lines of each page are running heads: the same words (numbers aside) at the same height."""
    places: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    found: dict[int, set[int]] = {page.number: set() for page in pages}
    for page in pages:
        order = sorted(range(len(page.lines)), key=lambda i: page.lines[i].top)
        for i in dict.fromkeys((*order[:HEADS], *order[-HEADS:])):
            line = page.lines[i]
            if near_edge(line, page):
                words = re.sub(r"[\d\s]+", "", line.text)
                places[words, round(line.top / 5)].append((page.number, i))
    for (words, _), where in places.items():
        if words and len(where) >= max(2, min(MIN_PAGES, len(pages)), MIN_SHARE * len(pages)):
            for number, i in where:
                found[number].add(i)
    return found


class _Writer:
    """Lines gather to a paragraph; what interrupts it at the foot of a page comes after it."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.margins = Margins(0.0, 0.0, 20.0, 16.0)
        self.text = ""
        self.last: PdfLine | None = None
        self.frame: Box | None = None
        self.framed: list[Item] = []
        self.page_number = 0
        self.last_page = 0
        self.waiting: list[Item] = []
        self.table: PdfTable | None = None
        self.rows: list[Row] = []

    def page(self, page: PdfPage, marks: set[int], heads: set[int]) -> None:
        self.page_number = page.number
        plain = [line for i, line in enumerate(page.lines) if i not in marks | heads]
        sizes = sorted(line.size for line in plain)
        body = sizes[len(sizes) // 2] if sizes else 0.0
        lowest = max((line.bottom for line in plain if line.size > 0.86 * body), default=0.0)
        parts: list[tuple[float, int, PdfLine | PdfTable]] = [(t.top, -1, t) for t in page.tables]
        parts += [(line.top, i, line) for i, line in enumerate(page.lines)]
        note = False
        frames = [frame_of(line, page.frames) for line in page.lines]
        inside: dict[Box, list[PdfLine]] = defaultdict(list)
        for line, frame in zip(page.lines, frames, strict=True):
            if frame is not None:
                inside[frame].append(line)
        margins = {frame: measure_frame(lines, frame, self.margins) for frame, lines in inside.items()}
        bands: dict[float, list[PdfLine]] = defaultdict(list)
        for line in plain:
            if line.band is not None:
                bands[line.band].append(line)
        of_band = {band: measure(lines) for band, lines in bands.items()}
        for _, i, part in sorted(parts, key=in_order):
            if isinstance(part, PdfTable):
                self.add_table(part)
            elif i in marks:
                self.wait(Dropped(part.text, "page-mark", f"第 {page.number} 页的页码"))
            elif i in heads:
                self.wait(Dropped(part.text, "running-head", f"第 {page.number} 页的页眉或页脚"))
            elif part.top > lowest and part.size <= 0.86 * body and (note or NOTE.match(part.text)):
                self.note(part.text, goes_on=note and not NOTE.match(part.text))
                note = True
            else:
                around = frames[i]
                outer = self.margins if part.band is None else of_band[part.band]
                self.line(part, around, outer if around is None else margins[around])
        for _ in range(page.pictures):
            self.wait(Unread("图片", f"第 {page.number} 页"))

    def wait(self, item: Item) -> None:
        """Something that is between two pages: after the paragraph or table it may interrupt."""
        if self.text or self.rows:
            self.waiting.append(item)
        else:
            (self.framed or self.items).append(item)

    def note(self, text: str, goes_on: bool) -> None:
        written = self.waiting or self.framed or self.items
        last = written[-1] if written else None
        if goes_on and isinstance(last, Paragraph):
            written[-1] = Paragraph(join(last.text, text))
        else:
            self.wait(Paragraph(text))

    def line(self, line: PdfLine, frame: Box | None, margins: Margins) -> None:
        self.end_table()
        same_page = self.last_page == self.page_number
        same_frame = frame == self.frame or (not same_page and are_one(frame, self.frame))
        if self.last is None or not same_frame or not goes_on(self.last, line, margins, same_page):
            self.end_paragraph()
            if not same_frame:
                self.end_frame()
            self.text = line.text
        else:
            self.text = join(self.text, line.text)
        self.last, self.frame, self.last_page = line, frame, self.page_number

    def add_table(self, table: PdfTable) -> None:
        self.end_paragraph()
        self.end_frame()
        self.frame = None
        joined = None
        if self.table is not None and self.last_page < self.page_number:
            joined = joint_edges(self.table, table)
        if self.table is None or joined is None:
            self.end_table()
            self.rows = list(table.rows)
            self.table = table
        else:
            self.rows = [at_edges(row, self.table.edges, joined, None) for row in self.rows]
            rows = [at_edges(row, table.edges, joined, None) for row in table.rows]
            while rows and rows[0] in self.rows[:2] and any(rows[0]):
                words = " ".join(cell for cell in rows.pop(0) if cell)
                self.waiting.append(Dropped(words, "running-head", "跨页表格重复的表头"))
            if rows and is_rest(self.rows[-1], rows[0], self.table.spare):
                self.rows[-1] = tuple(map(join_cells, self.rows[-1], rows.pop(0)))
            elif rows and self.table.downward[1] and table.downward[0]:
                rows[0] = self.go_on_downward(rows[0])
            self.rows.extend(rows)
            spare = at_edges(table.spare, table.edges, joined, 0.0)
            self.table = dataclasses.replace(table, edges=joined, spare=spare)
        self.last_page = self.page_number

    def go_on_downward(self, row: Row) -> Row:
        """A row without the rest of the name of its group, which goes to where that begins on the page before."""
        above = next((r for r in reversed(range(len(self.rows))) if self.rows[r][0] is not None), None)
        name = (self.rows[above][0] or "") if above is not None else ""
        if above is None or not row[0] or len(name) < 2:
            return row
        self.rows[above] = (f"{name}\n{row[0]}", *self.rows[above][1:])
        return (None, *row[1:])

    def end_paragraph(self) -> None:
        if self.text:
            (self.items if self.frame is None else self.framed).append(Paragraph(self.text))
            self.text = ""
            self.release()
        self.last = None

    def end_frame(self) -> None:
        if self.framed:
            self.items.append(Table([[self.framed]]))
            self.framed = []

    def end_table(self) -> None:
        if self.rows:
            self.items.append(make_table(self.rows))
            self.rows = []
            self.release()
        self.table = None

    def release(self) -> None:
        (self.framed or self.items).extend(self.waiting)
        self.waiting = []

    def flush(self) -> None:
        self.end_paragraph()
        self.end_frame()
        self.end_table()
        self.release()


def in_order(part: tuple[float, int, PdfLine | PdfTable]) -> tuple[float, int, float]:
    """Where a part of a page comes: from top to bottom, of columns the left one before the right one."""
    top, _, what = part
    if isinstance(what, PdfLine) and what.band is not None:
        return what.band, what.column, top
    return top, 0, top


def joint_edges(a: PdfTable, b: PdfTable) -> tuple[int, ...] | None:
    """The columns of two tables that are one: the same, or one lacks some of the other's (a cell merged downwards
    often has no ruling on the next page); None where they differ."""
    more, less = (a.edges, b.edges) if len(a.edges) >= len(b.edges) else (b.edges, a.edges)
    if abs(a.x1 - b.x1) > NEAR or len(less) < 2:
        return None
    return more if all(any(abs(x - y) <= NEAR for y in more) for x in less) else None


def at_edges(
    row: tuple[T, ...], edges: tuple[int, ...], wanted: tuple[int, ...], missing: T
) -> tuple[T, ...]:
    """A row with its cells in the wanted columns; in those it lacks what is missing."""
    if len(edges) == len(wanted):
        return row
    cells = [missing] * len(wanted)
    for x, cell in zip(edges, row, strict=True):
        cells[min(range(len(wanted)), key=lambda i: abs(wanted[i] - x))] = cell
    return tuple(cells)


def is_rest(last: Row, row: Row, spare: tuple[float, ...]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before: some of that one's cells continue,
    and no other has text. They continue where their last lines are full (spare: room in them, in type sizes), one of
    them at least where they are few; or where it is one cell and not that of the row's name or number."""
    inked = [i for i, cell in enumerate(row) if cell]
    before = [i for i, cell in enumerate(last) if cell]
    if not inked or not set(inked) <= set(before):
        return False
    if len(inked) == 1 and inked[0] > before[0]:
        return True
    full = [spare[i] < room_for(row[i] or "") + SLACK for i in inked]
    if inked == before and any((last[i] or "")[-1:] in ENDS for i in inked):
        return False
    return all(full) or (any(full) and len(inked) * 2 < len(before))


def join_cells(above: str | None, below: str | None) -> str | None:
    return join(above, below) if above and below else above or below


def are_one(a: Box | None, b: Box | None) -> bool:
    """Whether two frames on different pages are one that continues: between the same edges."""
    return a is not None and b is not None and abs(a[0] - b[0]) <= NEAR and abs(a[2] - b[2]) <= NEAR


def frame_of(line: PdfLine, frames: Iterable[Box]) -> Box | None:
    """The smallest frame around a line."""
    around = [
        f for f in frames if f[0] <= line.x0 and line.x1 <= f[2] and f[1] <= line.top and line.bottom <= f[3]
    ]
    return min(around, key=lambda f: (f[2] - f[0]) * (f[3] - f[1]), default=None)


def make_table(rows: list[Row]) -> Table:
    """Rows as a table. A cell that is missing below one is merged with it, but for a row that one cell spans whole."""
    down: set[tuple[int, int]] = set()
    for r, row in enumerate(rows[1:], 1):
        if sum(cell is not None for cell in row) > 1:
            down |= {
                (r, c)
                for c, cell in enumerate(row)
                if cell is None and (rows[r - 1][c] is not None or (r - 1, c) in down)
            }
    return Table([[None if cell is None else [Paragraph(cell)] for cell in row] for row in rows], down)
