"""Tables set with blanks so that columns are below each other; a wrapped cell continues on the next line.

    序号  实事项目            牵头单位    配合单位
    1     改造农贸市场五个    区商务局    区市场监管局、
                                          区城管局
    2     加装电梯一百部      区住建局    各街道

Taken only where every chunk of text begins below a head, and numbers count on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.parse.settings import ALIGNED
from kb.parse.source_text import text_of
from kb.parse.tables.duty_head import read_column
from kb.parse.tables.tab_rows import Row
from kb.parse.wraps import columns
from kb.readers.source import Line
from kb.spans import Text, join_texts

_CHUNK = re.compile(r"\S+(?:[ \u3000]\S+)*?(?=[ \u3000]{2}|\s*$)")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of text without two blanks in it: offsets into the source, and the column that it begins at."""

    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table: its rows, the head first, the texts that continue a cell after one to its right, the index after it."""

    rows: tuple[Row, ...]
    moved: tuple[Text, ...]
    end: int


def read_aligned(source: str, lines: Sequence[Line], i: int) -> Aligned | None:
    """The table whose heads are in line `i`, or None."""
    heads = _chunks(source, lines[i])
    if not ALIGNED.least <= len(heads) <= ALIGNED.most:
        return None
    kinds = [c.kind if (c := read_column(source[h.start : h.end])) else "" for h in heads]
    if kinds[0] != "serial" or "units" not in kinds or "" in kinds:
        return None
    starts = [h.at for h in heads]
    rows: list[list[list[Text]]] = []
    moved: list[Text] = []
    behind, j = i + 1, i + 1
    while j < len(lines):
        chunks = _chunks(source, lines[j])
        j += 1
        if not chunks:
            continue
        placed = _place(chunks, starts)
        if placed is None or (0 in placed) == (not _counts(source, chunks[0], len(rows) + 1)):
            break
        if 0 in placed:
            rows.append([[] for _ in heads])
        elif not rows:
            break
        for column, chunk in zip(placed, chunks, strict=True):
            text = text_of(source, chunk.start, chunk.end)
            moved += [text] if any(rows[-1][column + 1 :]) else []
            rows[-1][column].append(text)
        behind = j
    if len(rows) < ALIGNED.rows or _goes_on(source, lines[behind : behind + ALIGNED.near], len(rows) + 1):
        return None
    head = tuple(text_of(source, h.start, h.end) for h in heads)
    return Aligned((head, *(tuple(join_texts(cell) for cell in row) for row in rows)), tuple(moved), behind)


def _chunks(source: str, line: Line) -> list[_Chunk]:
    """The stretches of text of a line; none for a line that is too long for a row, or has tabs."""
    if line.end - line.start > ALIGNED.line or "\t" in source[line.start : line.end]:
        return []
    found = _CHUNK.finditer(source, line.start, line.end)
    return [_Chunk(m.start(), m.end(), columns(source[line.start : m.start()])) for m in found]


def _place(chunks: Sequence[_Chunk], starts: Sequence[int]) -> list[int] | None:
    """The column of each chunk, one a column; None where one begins below no head."""
    out = []
    for chunk in chunks:
        near = min(range(len(starts)), key=lambda k: abs(starts[k] - chunk.at))
        if abs(starts[near] - chunk.at) > ALIGNED.off or near in out:
            return None
        out.append(near)
    return out


def _counts(source: str, chunk: _Chunk, value: int) -> bool:
    return source[chunk.start : chunk.end] == str(value)


def _goes_on(source: str, lines: Sequence[Line], value: int) -> bool:
    """Whether a row with the next number follows that could not be placed."""
    return any((c := _chunks(source, x)) and _counts(source, c[0], value) for x in lines)
