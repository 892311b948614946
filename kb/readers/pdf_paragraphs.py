"""Pages put together: page numbers and running heads set aside, wrapped lines joined, tables carried over pages."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.readers.flow import Dropped, Item, Paragraph, Table
from kb.readers.pdf_lines import Box, PdfLine, PdfPage, PdfTable, join, room_for

EDGE = 0.13
"""Share of a page's height, at the top and at the bottom, in which page numbers and running heads stand."""

PAGE_NUMBER = re.compile(
    r"[-—–－·•~\s]*(第\s*)?([0-9０-９]{1,4}|[ivxIVX]{1,6})(\s*页)?([,，/／\s]*共?\s*[0-9]{1,4}\s*页?)?[-—–－·•~\s]*"
)
"""`— 12 —`, `12`, `第 3 页 共 40 页`, `3/40`, `iv`"""

HEADS = 2
"""Lines at the top and at the bottom of a page that may be a running head."""

MIN_PAGES = 3
MIN_SHARE = 0.4
"""A running head stands on so many pages, and on this share of all (left and right pages may differ)."""

SHORT = 1.2
"""Type sizes by which a full line may end before the right margin, beside what had no room in it."""

INDENT = 1.0
"""Type sizes from the left margin from which a line counts as indented: a new paragraph."""

BEGINNING = re.compile(
    r"第[〇一二三四五六七八九十百0-9]+[章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]"
    r"|[0-9]{1,3}[．.、]|专栏|附件|附表|——"
)
NOTE = re.compile(r"[①-⑳*＊]|\[\d+\]|注\d*[：:]")
SENTENCE_END = frozenset("。；：！？.;:!?")


NEAR = 6
"""Points by which the edges of one column differ between pages."""

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a page or frame begin and end, and how far apart they are."""

    left: float
    right: float
    leading: float


def assemble(pages: list[PdfPage]) -> Iterator[Item]:
    """The paragraphs, tables and dropped marks of a document."""
    marks = page_marks(pages)
    heads = running_heads(pages)
    writer = _Writer(measure([line for page in pages for line in page.lines]))
    for page in pages:
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
        if words and len(where) >= max(MIN_PAGES, MIN_SHARE * len(pages)):
            for number, i in where:
                found[number].add(i)
    return found


def measure(lines: list[PdfLine]) -> Margins:
    """Margins of a set of lines. Left: the smallest beginning that a tenth of the lines share; right: where the
    longest lines end, the longest twentieth aside."""
    if not lines:
        return Margins(0.0, 0.0, 20.0)
    begins = sorted(line.x0 for line in lines)
    ends = sorted(line.x1 for line in lines)
    left = begins[0]
    for x in begins:
        if sum(abs(y - x) <= 2 for y in begins) * 10 >= len(begins):
            left = x
            break
    right = ends[min(len(ends) - 1, len(ends) * 19 // 20)]
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if b.top > a.top)
    return Margins(left, right, steps[len(steps) // 2] if steps else 20.0)


class _Writer:
    """Lines gather to a paragraph; what interrupts it at the foot of a page comes after it."""

    def __init__(self, margins: Margins) -> None:
        self.items: list[Item] = []
        self.document = margins
        self.margins = margins
        self.text = ""
        self.last: PdfLine | None = None
        self.frame: tuple[int, int] | None = None
        self.page_number = 0
        self.last_page = 0
        self.waiting: list[Item] = []
        self.table: PdfTable | None = None
        self.rows: list[Row] = []

    def page(self, page: PdfPage, marks: set[int], heads: set[int]) -> None:
        self.page_number = page.number
        plain = [line for i, line in enumerate(page.lines) if i not in marks | heads]
        self.margins = measure(plain) if len(plain) >= 12 else self.document
        sizes = sorted(line.size for line in plain)
        body = sizes[len(sizes) // 2] if sizes else 0.0
        lowest = max((line.bottom for line in plain if line.size > 0.86 * body), default=0.0)
        parts: list[tuple[float, int, PdfLine | PdfTable]] = [(t.top, -1, t) for t in page.tables]
        parts += [(line.top, i, line) for i, line in enumerate(page.lines)]
        note = False
        for _, i, part in sorted(parts, key=lambda p: p[0]):
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
                self.line(part, frame_of(part, page.frames), page)

    def wait(self, item: Item) -> None:
        """Something that stands between two pages: after the paragraph or table it may interrupt."""
        if self.text or self.rows:
            self.waiting.append(item)
        else:
            self.items.append(item)

    def note(self, text: str, goes_on: bool) -> None:
        last = (self.waiting or self.items or [None])[-1]  # type: ignore[list-item]
        if goes_on and isinstance(last, Paragraph):
            (self.waiting or self.items)[-1] = Paragraph(join(last.text, text))
        else:
            self.wait(Paragraph(text))

    def line(self, line: PdfLine, frame: Box | None, page: PdfPage) -> None:
        self.end_table()
        shape = (round(frame[0] / 4), round(frame[2] / 4)) if frame is not None else None
        margins = self.margins
        if frame is not None:
            inside = [other for other in page.lines if frame_of(other, page.frames) == frame]
            margins = Margins(min(o.x0 for o in inside), frame[2] - 6, margins.leading)
        if self.last is None or shape != self.frame or not self.goes_on(self.last, line, margins):
            self.end_paragraph()
            self.text = line.text
        else:
            self.text = join(self.text, line.text)
        self.last, self.frame, self.last_page = line, shape, self.page_number

    def goes_on(self, last: PdfLine, line: PdfLine, margins: Margins) -> bool:
        """Whether a line is the rest of a paragraph that was wrapped."""
        size = max(last.size, line.size)
        room = (SHORT + room_for(line.text)) * size
        if abs(last.size - line.size) > 0.12 * size or last.x1 < margins.right - room:
            return False
        if line.x0 > margins.left + INDENT * size:
            return False
        same_page = self.last_page == self.page_number
        if same_page and line.top - last.top > 1.6 * max(margins.leading, size):
            return False
        return not (BEGINNING.match(line.text) and last.text[-1] in SENTENCE_END)

    def add_table(self, table: PdfTable) -> None:
        self.end_paragraph()
        joined = None
        if self.table is not None and self.last_page < self.page_number:
            joined = joint_edges(self.table, table)
        if self.table is None or joined is None:
            self.end_table()
            self.rows = list(table.rows)
            self.table = table
        else:
            self.rows = [at_edges(row, self.table.edges, joined) for row in self.rows]
            rows = [at_edges(row, table.edges, joined) for row in table.rows]
            while rows and rows[0] in self.rows[:2] and any(rows[0]):
                words = " ".join(cell for cell in rows.pop(0) if cell)
                self.waiting.append(Dropped(words, "running-head", "跨页表格重复的表头"))
            if rows and is_rest(self.rows[-1], rows[0]):
                self.rows[-1] = tuple(map(join_cells, self.rows[-1], rows.pop(0)))
            self.rows.extend(rows)
            self.table = dataclasses.replace(table, edges=joined)
        self.last_page = self.page_number

    def end_paragraph(self) -> None:
        if self.text:
            self.items.append(Paragraph(self.text))
            self.text = ""
            self.release()
        self.last = None

    def end_table(self) -> None:
        if self.rows:
            self.items.append(make_table(self.rows))
            self.rows = []
            self.release()
        self.table = None

    def release(self) -> None:
        self.items.extend(self.waiting)
        self.waiting = []

    def flush(self) -> None:
        self.end_paragraph()
        self.end_table()
        self.release()


def joint_edges(a: PdfTable, b: PdfTable) -> tuple[int, ...] | None:
    """The columns of two tables that are one: the same, or one lacks some of the other's (a cell merged downwards
    often has no ruling on the next page); None where they differ."""
    more, less = (a.edges, b.edges) if len(a.edges) >= len(b.edges) else (b.edges, a.edges)
    if abs(a.x1 - b.x1) > NEAR or len(less) < 2:
        return None
    return more if all(any(abs(x - y) <= NEAR for y in more) for x in less) else None


def at_edges(row: Row, edges: tuple[int, ...], wanted: tuple[int, ...]) -> Row:
    """A row with its cells in the wanted columns; None in those it lacks."""
    if len(edges) == len(wanted):
        return row
    cells: list[str | None] = [None] * len(wanted)
    for x, cell in zip(edges, row, strict=True):
        cells[min(range(len(wanted)), key=lambda i: abs(wanted[i] - x))] = cell
    return tuple(cells)


def is_rest(last: Row, row: Row) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before: less than half of that one's
    cells go on, and no other has text."""
    inked = [i for i, cell in enumerate(row) if cell]
    before = [i for i, cell in enumerate(last) if cell]
    return set(inked) <= set(before) and len(inked) * 2 < len(before)


def join_cells(above: str | None, below: str | None) -> str | None:
    return join(above, below) if above and below else above or below


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
