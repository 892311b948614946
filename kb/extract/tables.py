"""The sheet as tables for a workbook: one for each kind of entry, columns with nothing in them left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.extract.columns import (
    FILL_IN,
    SHEET_ENTRIES,
    SHEET_GENERAL,
    SHEET_INDICATORS,
    Cell,
    Column,
    Line,
    general_lines,
    lines,
)
from kb.extract.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its name (of a sheet: at most 31 characters). links: targets by (row, column), from 0."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[tuple[int, int, str], ...] = ()


_SHORT = {
    "indicators": "指标", "projects": "项目", "tasks": "任务和其他职责", "collective": "以集合称谓提到",
    "named": "文中点名", "related": "关联事项", "object": "涉及本单位",
}  # fmt: skip
_DUTIES = ("指标", "项目", "任务和其他职责", "以集合称谓提到")


def grids(sheet: Sheet) -> tuple[Grid, ...]:
    """Return one grid for each kind, over all plans, with the columns to fill in."""
    out: list[Grid] = []
    for key, name in _SHORT.items():
        found = lines(sheet, key)
        columns = SHEET_INDICATORS if key == "indicators" else SHEET_ENTRIES
        if found:
            out.append(_grid(name, columns, found, fill=key not in ("related", "object")))
    general = general_lines(sheet)
    if general:
        at = sum(g.name in _DUTIES for g in out)
        out.insert(at, _grid("普遍要求", SHEET_GENERAL, general, fill=True))
    return tuple(out)


def _grid(name: str, columns: Sequence[Column], found: Sequence[Line], *, fill: bool) -> Grid:
    """Without columns that hold nothing, or the one plan of all rows."""
    read = {c.key: [c.read(line) for line in found] for c in columns}
    kept = [
        c for c in columns if (held := set(read[c.key]) - {None, ""}) and (c.key != "plan" or len(held) > 1)
    ]
    filled = FILL_IN if fill else ()
    rows = zip(*(read[c.key] for c in kept), *([None] * len(found) for _ in filled), strict=True)
    return Grid(name, (*kept, *filled), tuple(rows))
