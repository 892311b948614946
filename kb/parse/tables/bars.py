"""Tables whose cells are separated by bars: a row a line, or a cell a line with bars on lines of their own.

    | 序号 | 重点任务 | 责任单位 |
    | 1 | 建中心 | 区民政局 |

    工作任务 / | / 具体要求 / | / 责任科室 / | / 健全档案 / | / 1 / | / 补录信息。 / | / 信用科 / | / …

Bars are marks of the conversion and no text; they are left out and listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.parse.captions import read_caption
from kb.parse.numbering import read_mark
from kb.parse.source_text import text_of
from kb.parse.tables.duty_head import read_head
from kb.readers.source import Line
from kb.spans import Text, is_ink, join_texts
from kb.words.official import INDEX_LABEL

BAR = "|｜"
MIN_BARS = 2
MIN_ROWS = 2
RULE = re.compile(r"[\s|｜:+\-—─=]+")  # |---|---|
MAX_LINE = 4000

Row = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Barred:
    """A table between bars: its rows, (start, end, line) of its bars and rules, and the index after its last line."""

    rows: tuple[Row, ...]
    bars: tuple[tuple[int, int, int], ...]
    end: int


def read_bar_rows(source: str, lines: Sequence[Line], start: int) -> Barred | None:
    """Return the table of which line `start` is the first row, or None."""
    rows: list[list[Text]] = []
    bars: list[tuple[int, int, int]] = []
    k = start
    while k < len(lines):
        shown = source[lines[k].start : lines[k].end]
        if sum(shown.count(b) for b in BAR) < MIN_BARS or len(shown) > MAX_LINE or _other(shown):
            break
        if RULE.fullmatch(shown):
            bars.append((lines[k].start, lines[k].end, lines[k].number))
        else:
            rows.append(_split(source, lines[k], bars))
        k += 1
    if len(rows) < MIN_ROWS:
        return None
    width, many = Counter(map(len, rows)).most_common(1)[0]
    if width < MIN_BARS or many * 5 < len(rows) * 3 or max(map(len, rows)) > width:
        return None
    return Barred(tuple((*r, *(Text("") for _ in range(width - len(r)))) for r in rows), tuple(bars), k)


def _other(shown: str) -> bool:
    """Whether a line with bars is no row: one of an index box, a heading, or a caption."""
    mark = None if shown.lstrip()[:1] in BAR else read_mark(shown)
    headed = mark is not None and mark.style != "arabic"
    return headed or INDEX_LABEL.match(shown) is not None or read_caption(shown) is not None


def _split(source: str, line: Line, bars: list[tuple[int, int, int]]) -> list[Text]:
    """The cells of a line; a bar at either end bounds the table."""
    cells: list[Text] = []
    at = line.start
    for k in range(line.start, line.end):
        if source[k] in BAR:
            if bars and not source[bars[-1][1] : k].strip() and bars[-1][2] == line.number:
                bars[-1] = (bars[-1][0], k + 1, line.number)  # an empty cell between
            else:
                bars.append((k, k + 1, line.number))
            if cells or source[at:k].strip():
                cells.append(text_of(source, at, k))
            elif at > line.start:
                cells.append(Text(""))
            at = k + 1
    if source[at : line.end].strip():
        cells.append(text_of(source, at, line.end))
    return cells


def read_bar_cells(source: str, lines: Sequence[Line], start: int) -> Barred | None:
    """Return the table whose cells are lines between lone bars, its head at line `start`, or None."""
    if start + 1 >= len(lines) or not _lone(source, lines[start + 1]):
        return None
    cells: list[list[Text]] = [[]]
    bars: list[tuple[int, int, int]] = []
    k = start
    while k < len(lines):
        if _lone(source, lines[k]):
            bars.append((lines[k].start, lines[k].end, lines[k].number))
            cells.append([])
        elif any(map(is_ink, source[lines[k].start : lines[k].end])):
            if len(cells[-1]) and not _follows_bar(source, lines, k):
                break
            cells[-1].append(text_of(source, lines[k].start, lines[k].end))
        k += 1
    texts = [join_texts(c) for c in cells]
    if not texts[-1]:
        texts.pop()
    columns = read_head([t.value for t in texts], 0, wrapped=False)
    if not columns:
        return None
    rows = _rows(texts, len(columns), any(c.kind == "serial" for c in columns))
    return Barred(rows, tuple(bars), k) if len(rows) > MIN_ROWS else None


def _lone(source: str, line: Line) -> bool:
    return source[line.start : line.end].strip() in ("|", "｜")


def _follows_bar(source: str, lines: Sequence[Line], k: int) -> bool:
    """Whether a bar comes soon after a line: the line continues a cell, and is not the text after the table."""
    return any(_lone(source, x) for x in lines[k + 1 : k + 5])


def _rows(texts: list[Text], width: int, serial: bool) -> tuple[Row, ...]:
    """The cells in rows. Where serial numbers count on without a head, the cell before some is a group's name."""
    head, body = texts[:width], texts[width:]
    counted = _serials(body)
    if len(counted) >= MIN_ROWS and not serial:
        out: list[Row] = [(head[0], Text(""), *head[1:])]
        for at, following in zip(counted, [*counted[1:], len(body)], strict=True):
            before = counted[counted.index(at) - 1] + width if at != counted[0] else 0
            group = body[at - 1] if at > before else Text("")
            own = body[at : min(at + width, following)]
            out.append((group, *own, *(Text("") for _ in range(width - len(own)))))
        return tuple(out)
    if len(body) % width:
        return ()
    return (tuple(head), *(tuple(body[k : k + width]) for k in range(0, len(body), width)))


def _serials(cells: list[Text]) -> list[int]:
    out: list[int] = []
    for k, cell in enumerate(cells):
        if cell.value.strip() == str(len(out) + 1):
            out.append(k)
    return out
