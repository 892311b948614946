"""Operations on the tables of a plan's monitoring (indicators.csv, recipients.csv): cells of rows that are named."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from kb.edit.change import EditRefused
from kb.ledger.tables import CHINESE
from kb.spans import one_line

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Signs that a spreadsheet takes for a formula."""


def set_cells(text: str, key: str, changes: Mapping[str, Mapping[str, str]]) -> str:
    """Return a table with cells changed; other rows, columns and the order stay as they are.

    key: the column that names a row. changes: name of a row → column → value, columns by their English names.
    Raises EditRefused for a row or a column that the table does not have, and a value that would run as a formula.

    >>> set_cells("id,reporter\\nb1.1,\\n", "id", {"b1.1": {"reporter": "县民政局"}})
    'id,reporter\\nb1.1,县民政局\\n'
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    english = {chinese: name for name, chinese in CHINESE.items()}
    head = [english.get("".join(c.split()), "".join(c.split()).lower()) for c in rows[0]] if rows else []
    wanted = {key, *(column for cells in changes.values() for column in cells)}
    if lacking := sorted(wanted - set(head)):
        names = "、".join(CHINESE.get(c, c) for c in lacking)
        raise EditRefused(f"这张表缺少列：{names}，没有保存。请在第一行补上。")
    left = dict(changes)
    for row in rows[1:]:
        name = row[head.index(key)].strip() if len(row) > head.index(key) else ""
        for column, value in left.pop(name, {}).items():
            row += [""] * (head.index(column) + 1 - len(row))
            row[head.index(column)] = _cell(value)
    if left:
        raise EditRefused(f"表里没有“{next(iter(left))[:40]}”这一行，没有保存。请刷新页面再试。")
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(rows)
    return mark + out.getvalue()


def _cell(value: str) -> str:
    value = one_line(value).strip()
    if value.startswith(_FORMULA):
        raise EditRefused(f"“{value[:20]}”以 {value[0]} 开头，电子表格会当成公式。请改写。")
    return value
