"""Lines to paragraphs and tables: hard wraps undone, tables written one cell a line put together.

A source copied out of Word gives each table cell a line that begins with a tab; a cell broken over lines goes on
without one, and a merged-away cell is a lone tab. The text layer of a PDF breaks lines inside words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Repair
from kb.parse.items import Item, Paragraph, Table
from kb.parse.numbering import read_mark
from kb.parse.pages import FOOTNOTE, leave_out
from kb.parse.source_text import text_of
from kb.parse.tables.numbered_cells import even_width, numbered_rows
from kb.parse.tables.space_rows import read_spaced
from kb.parse.tables.tab_rows import read_rows
from kb.readers.source import Grid, Line, Source
from kb.spans import Text, is_ink, join_texts
from kb.words.roles import SIMPLE_LABEL, breaks_label

TERMINAL = "。！？：；.!?:;"
CLOSING = "”’）)》〉』」】〕]"
MAX_CAPTION = 60
OPENING = "“‘（(《〈『「【〔["
PAUSE = "、，,；;：:—…·"


@dataclass(frozen=True, slots=True)
class Read:
    """What `paragraphs` gives: the items in order, the footnotes, and the repairs for what belongs to the page."""

    items: tuple[Item, ...]
    notes: tuple[Text, ...]
    repairs: tuple[Repair, ...]


def paragraphs(source: Source) -> Read:
    """The paragraphs and tables of a source; every ink character of its blocks stands in one of them or in one
    of the page marks."""
    pages = leave_out(source)
    items: list[Item] = []
    lines: list[Line] = []
    for block in pages.blocks:
        if isinstance(block, Grid):
            items.extend(_from_lines(source.text, lines))
            lines.clear()
            rows = tuple(tuple(text_of(source.text, c.start, c.end) for c in row) for row in block.rows)
            while len(rows) > 2 and _titles(rows[0], rows[1]):  # a caption over all columns
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
    items.extend(_from_lines(source.text, lines))
    return Read(tuple(items), tuple(_footnotes(source.text, pages.notes)), pages.repairs)


def _titles(row: tuple[Text, ...], following: tuple[Text, ...]) -> bool:
    """Whether the first row of a table is its caption: one text over all columns, above a row of headings."""
    said = [c.value for c in row if c]
    return (
        len(row) > 2
        and len(said) == 1
        and bool(row[0])
        and len(said[0]) <= MAX_CAPTION
        and "。" not in said[0]
        and sum(map(bool, following)) >= 3
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


def _from_lines(source: str, lines: list[Line]) -> Iterator[Item]:
    """Split lines into stretches of plain text and of tabbed cells."""
    usual = _wrap_width([source[x.start : x.end].strip() for x in lines if x.end - x.start < 400])
    plain: list[Line] = []
    i = 0
    while i < len(lines):
        rows, behind = read_rows(source, lines, i)
        if not rows:
            rows, behind = read_spaced(source, lines, i)
        if rows:
            yield from _unwrap(source, plain, usual)
            plain = []
            yield Table(rows)
            i = behind
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
MIN_CELLS = 6
LONG_CELL = 60


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
        return before >= MIN_CELLS and len(shown) > LONG_CELL

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
                if lines[k].end - lines[k].start > 12 or len(scraps) >= 24 or whole:
                    break
                scraps.append(lines[k])
            k += 1
        cells.append(cell)
        if k < n and tabbed(k) and (not scraps or all(x.end - x.start <= 40 for x in cell)):
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
    return TITLED.match(value) is not None or read_mark(value) is not None or len(value) > LONG_CELL


def _width(text: str) -> int:
    """Columns of a line as it was set: half a Chinese character for a Latin letter, digit or space.

    Punctuation counts in full even where a converter made it half-width."""
    return sum(1 if ch == " " or (ch.isascii() and ch.isalnum()) else 2 for ch in text)


def _unwrap(source: str, lines: list[Line], usual: int) -> Iterator[Item]:
    """One paragraph a line, or, where the text is wrapped by hand, the paragraphs put together again.

    usual: the width at which the document is wrapped, for a stretch between tables too short to show its own.

    The first line of a paragraph is indented by two characters, which the text layer does not show.
    """
    texts = [text_of(source, x.start, x.end) for x in lines]
    values = [t.value for t in texts if t]
    full = _wrap_width(values) or (usual if len(values) < FEW_LINES else 0)
    run: list[Text] = []
    width = 0
    inside = False
    blanks = before = 0  # empty lines before this line, and before the paragraph
    counted: dict[str, int] = {}
    for text in texts:
        if not text:
            blanks += 1
            continue
        mark = read_mark(text.value)
        inside = inside or (mark is not None and mark.style in ("part", "chapter", "han", "bracket"))
        counts_on = mark is not None and counted.get(mark.style) == mark.value - 1 and mark.style != "dash"
        broken = mark is None and bool(run) and not blanks and _breaks_inside(run[-1].value, text.value)
        if run and not broken and not (full and _continues(run, text, width, full, inside, counts_on)):
            yield Paragraph(join_texts(run), before)
            run, width = [], 0
        if not run:
            before = blanks
            width = INDENT
            if mark is not None:
                counted = {s: v for s, v in counted.items() if s != mark.style} | {mark.style: mark.value}
        if run and _ascii_word(run[-1].value[-1:]) and _ascii_word(text.value[:1]):
            run.append(Text(" "))
        w = _width(text.value)
        width = width + w if width < full - SLACK and width + w <= full + SLACK else w
        run.append(text)
        blanks = 0
    if run:
        yield Paragraph(join_texts(run), before)


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


FEW_LINES = 8  # too few to tell whether a text is wrapped
INDENT = 4
SLACK = 4
# Of a paragraph of very many lines only the first two and the last NEAR are looked at.
NEAR = 16


def _ascii_word(ch: str) -> bool:
    return ch.isascii() and ch.isalpha()


def _wrap_width(values: list[str]) -> int:
    """Columns of a full line where a text is wrapped by hand, else 0.

    Wrapped means: the longest lines are about equally long, there are many of them, and most break inside a
    sentence."""
    values = [v for v in values if v]
    if len(values) < FEW_LINES:
        return 0
    widths = sorted(_width(v) for v in values)
    full = widths[int(len(widths) * 0.9)]
    if not 40 <= full <= 140 or widths[-1] > full * 1.4 + 8:
        return 0
    near = [v for v in values if abs(_width(v) - full) <= 6]
    inside = [v for v in near if v[-1] not in TERMINAL and v[-1] not in CLOSING]
    return full if len(near) >= len(values) * 0.2 and len(inside) >= len(near) * 0.5 else 0


def _continues(run: list[Text], text: Text, width: int, full: int, inside: bool, counts_on: bool) -> bool:
    """Whether a line of a wrapped text goes on with the paragraph `run`, whose last line is `width` columns wide.

    Besides the wraps at the full width, converters break lines next to punctuation. `inside`: the first numbered
    heading has been seen, so that a line without an end is no longer one of cover or title.
    """
    last = run[-1].value
    alone = read_mark(last) if len(run) == 1 else None
    if alone is not None and not last[alone.end :].strip():
        return alone.style != "annex"  # a number on a line of its own; 附件1 has its title below
    mark = read_mark(text.value)
    if mark is not None and mark.style != "dash" and last[-1] in TERMINAL + CLOSING:
        return False
    if mark is not None and mark.style in ("han", "article", "bracket") and width < full - SLACK:
        return False
    if width >= full - SLACK and not counts_on:
        return True
    near = run if len(run) <= 2 * NEAR else [*run[:2], *run[-NEAR:]]
    so_far = "".join(t.value for t in near)
    if _open_brackets(so_far):
        return True
    if counts_on and last[-1] not in PAUSE:
        return False
    fits = width + _width(text.value) <= full + SLACK
    if last[-1] in "：:":
        return fits and mark is None and any(ch in "，,；;、" for ch in so_far)
    if last[-1] in PAUSE + OPENING or text.value[0] in PAUSE + CLOSING + "。":
        return True
    if last[-1] in "。！？!?":
        return fits and width + _width(text.value) >= full - 2 * SLACK
    own = read_mark(so_far)
    body = so_far[own.end :] if own else so_far
    running = any(ch in "，,。；;、" for ch in body) and not DATED.search(so_far)
    if mark is not None and mark.style != "dash" and not running:
        return False
    if inside and last[-1] not in CLOSING and (own is None or running):
        return True
    if inside and (last[-1] in QUOTES or text.value[0] in OPENING):
        return fits or running
    if last[-1] in CLOSING and last[-1] not in QUOTES:
        return running and fits
    return running


QUOTES = "”’》〉」』"
# The end of a cover line: “…的通知（2023 年3 月29 日）”, “2023 年3 月29 日”.
DATED = re.compile(r"日\s*[）)]?\s*$")
_PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】", "《": "》", "“": "”"}


def _open_brackets(text: str) -> bool:
    """Whether a bracket or quotation mark opened in the last 400 characters is still open.

    Round brackets of either width close each other, as conversions mix them."""
    depth = Counter[str]()
    same = {"(": "（", "[": "（", "〔": "（", "【": "（"}
    for ch in text[-400:]:
        if ch in _PAIRS:
            depth[same.get(ch, ch)] += 1
        elif ch in "）)〕]】":
            depth["（"] = max(0, depth["（"] - 1)
        elif ch in "》”":
            opened = "《" if ch == "》" else "“"
            depth[opened] = max(0, depth[opened] - 1)
    return any(depth.values())
