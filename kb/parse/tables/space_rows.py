"""Tables copied with a row a line and spaces between the cells, as the text layer of a PDF gives them.

    序号 指标 2025年 责任单位 / 1 婴儿死亡率（‰） ≤3.0 区卫健委 / 2 毛入园率（%） 93 区教委

Taken only where every row has as many words as the heading row and the numbers count on: a cell with a space in it, or
one that is wrapped, cannot be determined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.parse.source_text import text_of
from kb.parse.tables.numbered_cells import CATEGORY, MAX_COLUMNS, MAX_HEADING, SERIAL
from kb.parse.tables.tab_rows import MAX_GROUP, Row
from kb.readers.source import Line
from kb.spans import Text

WORD = re.compile(r"\S+")
MIN_ROWS = 2
NEAR = 3  # lines after the last row that show whether the table continues

Words = list[tuple[int, int]]  # offsets into the source


def read_spaced(source: str, lines: Sequence[Line], i: int) -> tuple[tuple[Row, ...], int]:
    """The rows of the table whose headings are in line `i`, and the index after it; none: no table."""
    head = _words(source, lines[i])
    shown = [source[a:b] for a, b in head]
    number = next((k for k, w in enumerate(shown[:2]) if SERIAL.fullmatch(w)), None)
    fits = 3 <= len(head) <= MAX_COLUMNS and all(len(w) <= MAX_HEADING and "。" not in w for w in shown)
    if number is None or not fits or (number == 1 and not CATEGORY.fullmatch(shown[0])):
        return (), i
    rows: list[Row] = [tuple(text_of(source, a, b) for a, b in head)]
    counted, behind, j = 0, i + 1, i + 1
    group: Text | None = None
    while j < len(lines):
        words = _words(source, lines[j])
        j += 1
        if not words:
            continue
        row = _row(source, words, len(head), number, counted + 1)
        if row is not None:
            if group is not None:
                rows.append((group, *(Text("") for _ in head[1:])))
                group = None
            rows.append(row)
            counted, behind = counted + 1, j
        elif group is None and len(words) == 1 and words[0][1] - words[0][0] <= MAX_GROUP:
            group = text_of(source, *words[0])
        else:
            break
    if counted < MIN_ROWS or _goes_on(source, lines[behind : behind + NEAR], counted + 1):
        return (), i
    return tuple(rows), behind


def _words(source: str, line: Line) -> Words:
    return (
        [m.span() for m in WORD.finditer(source, line.start, line.end)] if line.end - line.start < 600 else []
    )


def _row(source: str, words: Words, width: int, number: int, value: int) -> Row | None:
    """A line as a row whose number is `value`; a category that is merged away is an empty first cell."""
    cells = [text_of(source, a, b) for a, b in words]
    if len(cells) == width - 1 and number == 1:
        cells.insert(0, Text(""))
    return tuple(cells) if len(cells) == width and cells[number].value == str(value) else None


def _goes_on(source: str, lines: Sequence[Line], value: int) -> bool:
    """Whether a row with the next number follows that could not be determined."""
    return any((w := _words(source, x)) and source[w[0][0] : w[0][1]] == str(value) for x in lines)
