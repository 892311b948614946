"""Lines to paragraphs and tables: hard wraps undone, tables written one cell a line put together.

A source copied out of Word gives each table cell a line that begins with a tab; a cell broken over lines goes on
without one, and a merged-away cell is a lone tab. The text layer of a PDF breaks lines inside words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.model import Repair
from kb.parse.items import Item, Paragraph, Table
from kb.parse.numbering import Mark, read_mark
from kb.parse.pages import FOOTNOTE, leave_out
from kb.parse.settings import CELLS, WRAPS
from kb.parse.source_text import text_of
from kb.parse.tables.numbered_cells import even_width, numbered_rows
from kb.parse.tables.recognisers import recognise
from kb.parse.wraps import Joint, columns, continues, widths_of, wrap_width
from kb.problems import Problem
from kb.readers.source import Grid, Line, Source
from kb.spans import Text, is_ink, join_texts
from kb.words.roles import breaks_label
from kb.words.simple_label import SIMPLE_LABEL


@dataclass(frozen=True, slots=True)
class Read:
    """What `paragraphs` gives: the items in order, the footnotes, the repairs for what belongs to the page, and the tables
    that could not be read for certain."""

    items: tuple[Item, ...]
    notes: tuple[Text, ...]
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...] = ()


def paragraphs(source: Source) -> Read:
    """The paragraphs and tables of a source; every ink character of its blocks stands in one of them or in one
    of the page marks."""
    pages = leave_out(source)
    items: list[Item] = []
    lines: list[Line] = []
    left: list[Repair] = []
    problems: list[Problem] = []
    for block in pages.blocks:
        if isinstance(block, Grid):
            items.extend(_from_lines(source.text, lines, left, problems))
            lines.clear()
            rows = tuple(tuple(text_of(source.text, c.start, c.end) for c in row) for row in block.rows)
            while len(rows) >= CELLS.rows and _titles(rows[0], rows[1]):  # a caption over all columns
                items.append(Paragraph(next(c for c in rows[0] if c), 1))
                rows = rows[1:]
            if rows and rows[0]:
                skipped = len(block.rows) - len(rows)
                below = (
                    (r - skipped, c)
                    for r, row in enumerate(block.rows)
                    for c, cell in enumerate(row)
                    if cell.merged and r >= skipped
                )
                items.append(Table(rows, frozenset(below)))
        else:
            lines.append(block)
    items.extend(_from_lines(source.text, lines, left, problems))
    repairs = (*pages.repairs, *left)
    return Read(tuple(items), tuple(_footnotes(source.text, pages.notes)), repairs, tuple(problems))


def _titles(row: tuple[Text, ...], following: tuple[Text, ...]) -> bool:
    """Whether the first row of a table is its caption: one text over all columns, above a row of headings."""
    said = [c.value for c in row if c]
    return (
        len(row) >= CELLS.columns
        and len(said) == 1
        and bool(row[0])
        and len(said[0]) <= CELLS.caption
        and "。" not in said[0]
        and sum(map(bool, following)) >= CELLS.columns
    )


def _footnotes(source: str, lines: tuple[Line, ...]) -> Iterator[Text]:
    """The footnotes: each from its sign on, with the lines it goes on over."""
    run: list[Text] = []
    for line in lines:
        if run and FOOTNOTE.match(source, line.start, line.end):
            yield join_texts(run)
            run = []
        run.append(text_of(source, line.start, line.end))
    if run:
        yield join_texts(run)


def _from_lines(
    source: str, lines: list[Line], left: list[Repair], problems: list[Problem]
) -> Iterator[Item]:
    """Split lines into stretches of plain text, of tabbed cells and of tables without cells.

    left, problems: what is left out and what was unsure are added to them."""
    usual = _usual(source, lines)
    plain: list[Line] = []
    i = 0
    while i < len(lines):
        found = recognise(source, lines, i)
        if found is not None:
            yield from _unwrap(source, plain, usual)
            plain = []
            yield from found.items
            left.extend(found.left_out)
            problems.extend(found.problems)
            i = found.end
        elif source.startswith("\t", lines[i].start, lines[i].end):
            yield from _unwrap(source, plain, usual)
            plain = []
            j, cells, breaks = _read_cells(source, lines, i)
            yield from _tabled(source, cells, breaks)
            i = j
        else:
            plain.append(lines[i])
            i += 1
    yield from _unwrap(source, plain, usual)


def _usual(source: str, lines: list[Line]) -> int:
    """The width at which a document is wrapped; 0: it is not."""
    values = [source[x.start : x.end].strip() for x in lines]
    said = [k for k, v in enumerate(values) if v]
    below = {a for a, b in pairwise(said) if b == a + 1}
    return wrap_width([(values[k][: WRAPS.measured], k in below) for k in said])


def _blank(source: str, line: Line) -> bool:
    return not any(map(is_ink, source[line.start : line.end]))


# “儿童早期发展服务促进项目：依托…”: a titled paragraph, as frames hold them.
TITLED = re.compile(
    r"\s*(?!(?:抄\s*送|附\s*件|附\s*表|注)\s*[：:])[^。；，：:\s][^。；，：:]{1,29}[：:]\s*\S"
)

# “专栏二 重点工程”, “表3”: a caption, never a scrap of a cell.
CAPTIONED = re.compile(r"\s*(?:专\s*栏|附?\s*表)\s*[\d一二三四五六七八九十]")


# Numbers of headings that never stand in a cell, and cells before which a table is one of several columns.
HEADED = ("annex", "part", "chapter", "section", "article", "han", "bracket")


def _read_cells(source: str, lines: list[Line], i: int) -> tuple[int, list[list[Line]], list[int]]:
    """The cells from line `i` on: (index behind them, the lines of each cell, cells before which a row may begin).

    A cell goes on over lines without a tab; over empty lines only with scraps of a broken word when a later tab
    shows that the table is not over. A frame of a single cell goes on with a titled paragraph one empty line below.
    """
    cells: list[list[Line]] = []
    breaks: list[int] = []
    n = len(lines)

    def tabbed(at: int) -> bool:
        return source.startswith("\t", lines[at].start, lines[at].end)

    def value(at: int) -> str:
        return source[lines[at].start : lines[at].end]

    def leaves(at: int, before: int) -> bool:
        """Whether a line right below a cell is text behind the table: a heading, a caption, or long, as no cell is."""
        shown = value(at)
        mark = read_mark(shown)
        if CAPTIONED.match(shown) or (mark is not None and mark.style in HEADED):
            return True
        return before >= CELLS.several and len(shown) > CELLS.long

    while i < n and tabbed(i):
        cell = [lines[i]]
        j = i + 1
        while j < n and not tabbed(j) and not _blank(source, lines[j]) and not leaves(j, len(cells)):
            cell.append(lines[j])
            j += 1
        k = j
        scraps: list[Line] = []
        while k < n and not tabbed(k):
            if not _blank(source, lines[k]):
                whole = read_mark(value(k)) is not None or CAPTIONED.match(value(k)) is not None
                if lines[k].end - lines[k].start > CELLS.scrap or len(scraps) >= CELLS.scraps or whole:
                    break
                scraps.append(lines[k])
            k += 1
        cells.append(cell)
        if k < n and tabbed(k) and (not scraps or all(x.end - x.start <= CELLS.broken for x in cell)):
            cell.extend(scraps)
            if k > j and not scraps:
                breaks.append(len(cells))
            i = k
            continue
        while len(cells) == 1 and j + 1 < n and _blank(source, lines[j]) and not tabbed(j + 1):
            if read_mark(value(j + 1)) is not None or TITLED.match(value(j + 1)) is None:
                break
            cell.append(lines[j + 1])
            j += 2
        i = j
        break
    return i, cells, breaks


def _tabled(source: str, cells: list[list[Line]], breaks: list[int]) -> Iterator[Item]:
    """Put cells into rows. The width is that of the first row (up to the first break), if all rows can have it.

    A table of one column is a frame round running text: every line of it is a row.
    """
    texts = [join_texts([text_of(source, x.start, x.end) for x in cell]) for cell in cells]
    starts = [0, *breaks]
    widths = [b - a for a, b in zip(starts, [*breaks, len(cells)], strict=True)]
    width = widths[0] if widths else 1
    if not breaks or len(cells) % width:
        even = numbered_rows([t or None for t in texts], explicit=True)
        if even is not None:
            yield Table(even[0])
            return
        width = even_width([t.value for t in texts]) or width
    if len(cells) % width:
        common = Counter(widths).most_common(1)[0][0]
        width = common if len(cells) % common == 0 else 1
    if len(cells) == width and any(_framed(t.value) for t in texts):
        width = 1
    if width == 1:
        framed = [t for cell in cells for t in (text_of(source, x.start, x.end) for x in cell) if t]
        if framed:
            yield Table(tuple((t,) for t in framed))
        return
    yield Table(tuple(tuple(texts[i : i + width]) for i in range(0, len(texts), width)))


def _framed(value: str) -> bool:
    """Whether a cell is a paragraph in a frame: titled, numbered, or long."""
    return TITLED.match(value) is not None or read_mark(value) is not None or len(value) > CELLS.long


def _unwrap(source: str, lines: list[Line], usual: int) -> Iterator[Item]:
    """One paragraph a line, or, where the text is wrapped by hand, the paragraphs put together again.

    usual: the width at which the document is wrapped, for a stretch between tables too short to show its own."""
    texts = [text_of(source, x.start, x.end) for x in lines]
    said = [k for k, t in enumerate(texts) if t]
    below = {a for a, b in pairwise(said) if b == a + 1}
    full_of = widths_of([(texts[k].value, k in below) for k in said], usual)
    run: list[Text] = []
    width = 0
    inside = False
    at = -1
    before = 0  # empty lines before the paragraph
    counted: dict[str, int] = {}
    for k, full in zip(said, full_of, strict=True):
        text, blanks = texts[k], k - at - 1
        at = k
        mark = read_mark(text.value)
        inside = inside or (
            mark is not None and (mark.style in _HEADING or _item(text.value, mark, before_any=k == said[0]))
        )
        counts_on = mark is not None and counted.get(mark.style) == mark.value - 1 and mark.style != "dash"
        expected = counts_on or (mark is not None and mark.value == 1 and mark.style not in counted)
        if run and not _goes_on(run, text, mark, width, full, inside, (counts_on, expected), blanks):
            yield Paragraph(join_texts(run), before)
            run, width = [], 0
        if not run:
            before = blanks
            width = WRAPS.indent
            if mark is not None:
                counted = {s: v for s, v in counted.items() if s != mark.style} | {mark.style: mark.value}
        if run and _ascii_word(run[-1].value[-1:]) and _ascii_word(text.value[:1]):
            run.append(Text(" "))
        w = columns(text.value)
        room = width < full - WRAPS.slack and width + w <= full + WRAPS.slack
        width = width + w if room else w
        run.append(text)
    if run:
        yield Paragraph(join_texts(run), before)


def _item(value: str, mark: Mark, before_any: bool) -> bool:
    """Whether a line with “3.” shows that the text has begun: not the first line, which may be a compilation's title."""
    return mark.style == "arabic" and (not before_any or "。" in value)


# Styles that show that the text has begun.
_HEADING = ("part", "chapter", "section", "article", "han", "bracket")


def _goes_on(
    run: list[Text],
    text: Text,
    mark: Mark | None,
    width: int,
    full: int,
    inside: bool,
    counted: tuple[bool, bool],
    blanks: int,
) -> bool:
    """Whether a line continues the paragraph above it, wrapped or broken inside a label or a bracket."""
    last = run[-1].value
    if mark is None and not blanks and _breaks_inside(last, text.value):
        return True
    if not full:
        return False
    near = run if len(run) <= 2 * WRAPS.near_lines else [*run[:2], *run[-WRAPS.near_lines :]]
    return continues(
        Joint(
            run=tuple(t.value for t in near),
            last=last,
            text=text.value,
            mark=mark,
            width=width,
            full=full,
            inside=inside,
            counts_on=counted[0],
            expected=counted[1],
        )
    )


_OPEN_ROLE = re.compile(rf"[（(〔\[【]{SIMPLE_LABEL}\s*[：:][^（()）〔〕\[\]【】。]*$")


def _breaks_inside(last: str, text: str) -> bool:
    """Whether a line break stands inside what can't be two paragraphs, in a text that is not wrapped else: a label
    (“牵头⏎单位：”) or a bracket of responsibility (“（责任单位：A、⏎B）”)."""
    if breaks_label(last, text):
        return True
    return (
        _OPEN_ROLE.search(last) is not None
        and re.match(r"[^（(〔\[【。]{0,200}[）)〕\]】]", text) is not None
    )


def _ascii_word(ch: str) -> bool:
    return ch.isascii() and ch.isalpha()
