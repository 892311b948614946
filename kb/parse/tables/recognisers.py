"""Tables that begin at a line of text, one form a row, in order: the first that takes the line wins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.codes import problem
from kb.model import Repair
from kb.parse.items import Item, Paragraph, Table
from kb.parse.settings import DUTIES
from kb.parse.source_text import text_of
from kb.parse.tables.aligned_rows import read_aligned
from kb.parse.tables.bars import Barred, read_bar_cells, read_bar_rows
from kb.parse.tables.duty_cells import read_duty_cells
from kb.parse.tables.duty_head import read_column
from kb.parse.tables.space_rows import read_spaced
from kb.parse.tables.tab_rows import read_rows
from kb.problems import Problem
from kb.readers.source import Line
from kb.spans import Text, is_ink, join_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a recogniser made of lines: items in order, marks left out, what was unsure, the index after the lines."""

    items: tuple[Item, ...]
    end: int
    left_out: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()


def recognise(source: str, lines: Sequence[Line], at: int) -> Found | None:
    """Return the table that begins at line `at`, or None."""
    for recogniser in RECOGNISERS:
        found = recogniser(source, lines, at)
        if found is not None:
            return found
    return None


def _tab_rows(source: str, lines: Sequence[Line], at: int) -> Found | None:
    rows, end = read_rows(source, list(lines) if not isinstance(lines, list) else lines, at)
    return Found(items=(Table(rows),), end=end) if rows else None


def _space_rows(source: str, lines: Sequence[Line], at: int) -> Found | None:
    rows, end = read_spaced(source, lines, at)
    return Found(items=(Table(rows),), end=end) if rows else None


def _aligned_rows(source: str, lines: Sequence[Line], at: int) -> Found | None:
    found = read_aligned(source, lines, at)
    if found is None:
        return None
    starts = [x.start for x in lines[at : found.end]]
    left = tuple(
        _moved(source, lines[at : found.end], starts, text, "接在同一格的前半之后") for text in found.moved
    )
    return Found(items=(Table(found.rows),), end=found.end, left_out=left)


def _bars(source: str, lines: Sequence[Line], at: int) -> Found | None:
    shown = source[lines[at].start : lines[at].end]
    barred: Barred | None = None
    if "|" in shown or "｜" in shown:
        barred = read_bar_rows(source, lines, at)
    elif read_column(shown) is not None:
        barred = read_bar_cells(source, lines, at)
    if barred is None:
        return None
    reason = "表格的分隔线，不是正文"
    left = tuple(Repair("page-mark", a, b, line, source[a:b], "", reason) for a, b, line in barred.bars)
    return Found(items=(Table(barred.rows),), end=barred.end, left_out=left)


def _duty_cells(source: str, lines: Sequence[Line], at: int) -> Found | None:
    if read_column(source[lines[at].start : lines[at].end]) is None:
        return None
    texts: list[Text] = []
    where: list[int] = []
    k = at
    size = DUTIES.look
    while True:  # more lines are read only where the table reaches the end of these
        while k < len(lines) and len(texts) < size:
            if any(map(is_ink, source[lines[k].start : lines[k].end])):
                texts.append(text_of(source, lines[k].start, lines[k].end))
                where.append(k)
            k += 1
        table = read_duty_cells(texts, 0)
        if (
            k == len(lines)
            or (table is None and size > DUTIES.first)
            or (table and table.end + DUTIES.lines < size)
        ):
            break
        if table is None and not _headed(texts):
            return None
        size *= 2
    if table is None:
        return None
    end = where[table.end] if table.end < len(where) else k
    left = tuple(
        Repair(
            "running-head", x.start, x.end, x.number, source[x.start : x.end], "", "续页重复的表头，不是正文"
        )
        for x in (lines[where[h]] for h in table.heads)
    )
    number = lines[at].number
    hint = "请对照原文在 plan.md 里整理成表格，或改用 Word、Excel 原件导入"
    if not table.rows:
        heads = texts[: table.kept[0][0]]
        kept = (heads, *([texts[k] for k in row] for row in table.kept))
        items = tuple(Paragraph(join_texts(list(row), " ")) for row in kept if row)
        said = f"第 {number} 行起像是表格，行列认不准，{len(table.kept)} 行各按一段保留"
        return Found(items=items, end=end, left_out=left, problems=(_unsure(number, said, heads, hint),))
    starts = [x.start for x in lines[at:end]] if table.moved else []
    broken = "跨页的表格行：接在同一格的前半之后"
    left += tuple(_moved(source, lines[at:end], starts, text, broken) for text in table.moved)
    problems: tuple[Problem, ...] = ()
    if table.unsure:
        rows = "、".join(texts[k].value for k in table.unsure[:10])
        said = f"第 {number} 行起的表格有 {len(table.unsure)} 行的列认不准（序号 {rows}）"
        problems = (_unsure(number, said, texts[:1], hint),)
    return Found(items=(Table(table.rows, table.merged),), end=end, left_out=left, problems=problems)


def _moved(source: str, lines: Sequence[Line], starts: list[int], text: Text, reason: str) -> Repair:
    start, end = text.bounds(0, len(text.value)) or (0, 0)
    line = lines[max(0, bisect_right(starts, start) - 1)].number
    return Repair("moved", start, end, line, source[start:end], text.value, reason)


def _headed(texts: Sequence[Text]) -> bool:
    from kb.parse.tables.duty_head import read_head

    return bool(read_head([t.value for t in texts], 0))


def _unsure(line: int, said: str, heads: Sequence[Text], hint: str) -> Problem:
    excerpt = " ".join(t.value for t in heads)[:40]
    return problem("KB116", "", line=line, message=said, excerpt=excerpt, hint=hint)


RECOGNISERS: tuple[Callable[[str, Sequence[Line], int], Found | None], ...] = (
    _tab_rows,
    _aligned_rows,
    _space_rows,
    _bars,
    _duty_cells,
)
"""tab_rows: a row a line, tabs between · aligned_rows: blanks between, wrapped cells below their heads · space_rows: blanks between,
each row a line; a line alone is a group, so it comes after aligned_rows · bars · duty_cells: a cell a line."""
