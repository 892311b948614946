"""A grid of cells → rows of a form: the heads are found by their words, so that columns may be moved and put in."""

from __future__ import annotations

from collections.abc import Mapping

from kb.monitor.fields import ID, Field, key_of_head, same_text
from kb.monitor.returned import Given, Grid, ReturnedRow

HEAD_WITHIN = 12
"""Rows in which the heads are looked for: somebody may put a letter's head above them."""


def sheet_rows(
    grid: Grid, sheet: str, fields: tuple[Field, ...], heads: Mapping[str, str], *, ids: bool = True
) -> list[ReturnedRow]:
    """Return the rows below the heads. heads: as this form printed them → key.

    A row without 编号 has id "": it is matched by its words, or left alone where it holds nothing.
    """
    own = {same_text(head): key for head, key in heads.items()}
    at = next(
        (r for r in sorted(grid.rows) if r <= _deepest(grid) and _is_head(grid.rows[r], own, fields)), None
    )
    if at is None:
        return []
    keys: dict[int, str] = {}
    for column, given in grid.rows[at].items():
        key = own.get(same_text(given.text)) or key_of_head(given.text, fields)
        if key and key not in keys.values():
            keys[column] = key
    out = []
    for row in sorted(r for r in grid.rows if r > at):
        cells = {keys[c]: given for c, given in grid.rows[row].items() if c in keys}
        id_ = cells[ID].text.strip() if ID in cells else ""
        if ids and not id_ and not any(k in cells for k in ("name", "title", "said")):
            continue
        if ids and len(id_) > 40:
            continue  # the line of signatures
        if cells:
            out.append(ReturnedRow(sheet=sheet, id=id_, place=f"{grid.name}!{row}", cells=cells))
    return out


def _deepest(grid: Grid) -> int:
    return min(grid.rows, default=0) + HEAD_WITHIN


def _is_head(row: Mapping[int, Given], own: Mapping[str, str], fields: tuple[Field, ...]) -> bool:
    """Whether a row holds heads: four of them, or half of a sheet with fewer."""
    found = sum(bool(own.get(same_text(g.text)) or key_of_head(g.text, fields)) for g in row.values())
    return found >= min(4, len(fields) // 2 + 1)
