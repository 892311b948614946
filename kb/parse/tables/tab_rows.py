"""Tables copied with a row a line and tabs between the cells.

    类别<tab>序号<tab>指标<tab>2025年目标值 / 经济发展<tab>1<tab>地区生产总值<tab>850 / <tab>2<tab>全员劳动生产率<tab>16.5

A row that begins with a tab has an empty first cell. (A line that begins with a tab and holds no other is a cell of
a table with a cell a line: `kb.parse.paragraphs`.)
"""

from __future__ import annotations

from collections import Counter

from kb.parse.numbering import read_mark
from kb.parse.source_text import text_of
from kb.readers.source import Line
from kb.spans import Text, is_ink

MAX_GROUP = 30  # characters of a line without tabs that opens a group of rows
MAX_CELL = 20  # characters of a cell in the first row of a table of two columns

Row = tuple[Text, ...]


def read_rows(source: str, lines: list[Line], i: int) -> tuple[tuple[Row, ...], int]:
    """The rows of the table that begins at line `i`, all of one width, and the index after them; none: no table."""
    if not _is_row(source, lines[i]):
        return (), i
    j = i
    tabs: list[int] = []
    while j < len(lines):
        n = source.count("\t", lines[j].start, lines[j].end)
        if n and any(map(is_ink, source[lines[j].start : lines[j].end])):
            tabs.append(n)
        elif not (n == 0 and j + 1 < len(lines) and _group(source, lines[j], lines[j + 1], tabs)):
            break
        j += 1
    width = _columns(tabs)
    if not width:
        return (), i
    rows = tuple(_row(source, line, width) for line in lines[i:j])
    return (rows, j) if width > 2 or _two_columns(rows) else ((), i)


def _columns(tabs: list[int]) -> int:
    """Columns of rows with so many tabs each: what most of them have and none exceeds; 0 where that cannot be determined."""
    if len(tabs) < 2:
        return 0
    most = max(tabs)
    return most + 1 if Counter(tabs)[most] * 5 >= len(tabs) * 3 else 0


def _group(source: str, line: Line, following: Line, tabs: list[int]) -> bool:
    """Whether a line without tabs is between rows as a group's name: “一、优化市场准入”."""
    if not 0 < line.end - line.start <= MAX_GROUP or len(tabs) < 2:
        return False
    return source.count("\t", following.start, following.end) == max(tabs) and _is_row(source, following)


def _is_row(source: str, line: Line) -> bool:
    """Whether a line has ink, a tab and ink again: “1\t地区生产总值”."""
    return "\t" in source[line.start : line.end].strip()


def _row(source: str, line: Line, width: int) -> Row:
    cells: list[Text] = []
    at = line.start
    while at <= line.end:
        end = source.find("\t", at, line.end)
        end = line.end if end < 0 else end
        cells.append(text_of(source, at, end))
        at = end + 1
    return (*cells, *(Text("") for _ in range(width - len(cells))))


def _two_columns(rows: tuple[Row, ...]) -> bool:
    """Whether rows of two cells are a table: three at least under a row of short headings, the first cells neither
    numbers of list items (“1.\t完善…”) nor labels (“责任单位：\t…”)."""
    first = [r[0].value for r in rows if r[0]]
    heads = all(0 < len(c.value) <= MAX_CELL and "。" not in c.value for c in rows[0])
    marked = sum(1 for v in first if v.endswith(("：", ":")) or read_mark(v) is not None)
    return len(rows) >= 3 and heads and marked * 2 < len(first)
