"""Operations on duties.csv: a duty that another document gives, one that it strikes out, a row taken back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from kb.csv_text import column_key
from kb.edit.change import EditRefused
from kb.model import Tree
from kb.rules.overlay import read_rows
from kb.spans import one_line
from kb.words.duties_csv import COLUMNS, STRIKE, given_role

HEAD = ("编号", "单位", "角色", "依据文件", "时限", "说明")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "#")
"""Signs that a spreadsheet takes for a formula, and the one that makes a row a remark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: node (local id or citation), unit, role as a person writes it, document, deadline, note."""

    node: str
    unit: str
    role: str
    document: str
    deadline: str = ""
    note: str = ""

    def values(self) -> dict[str, str]:
        """Return the cells by the key of their column."""
        return {
            "id": self.node, "unit": self.unit, "role": self.role, "document": self.document, "deadline": self.deadline,
            "note": self.note,
        }  # fmt: skip


def add_row(text: str, row: Row, tree: Tree) -> str:
    """Give a unit a duty, or strike one out (role 划去), at the end of the file. Raises EditRefused for a row that does
    not hold: no such node, no document, a role that is none."""
    values = {key: one_line(value) for key, value in row.values().items()}
    for key, value in values.items():
        if value.startswith(_FORMULA):
            raise EditRefused(
                f"“{value[:20]}”以 {value[0]} 开头，电子表格会当成公式或备注。请改写“{COLUMNS[key][0]}”。"
            )
    if not given_role(values["role"]):
        raise EditRefused(f"不认识的角色“{values['role'][:20]}”。请写牵头、责任、配合等，或“{STRIKE}”。")
    ending = "\r\n" if "\r\n" in text or not text.strip() else "\n"
    if not text.strip("\ufeff \r\n"):
        text = "\ufeff" + ",".join(HEAD) + ending
    header = _header(text)
    lost = [COLUMNS[key][0] for key, value in values.items() if value and key not in header]
    if lost:
        raise EditRefused(f"duties.csv 没有“{'、'.join(lost)}”这一列。请先在文件第一行补上。")
    line = _line([values.get(key, "") for key in header])
    out = text + ("" if text.endswith("\n") else ending) + line + ending
    _refuse_new(text, out, tree)
    return out


def remove_row(text: str, line: int, node: str, unit: str) -> str:
    """Take the row on a line (1-based) out. node, unit: what it is expected to say.

    Raises EditRefused where it says something else: the file has changed since.
    """
    lines = text.split("\n")
    row = next(csv.reader([lines[line - 1]]), []) if 0 < line <= len(lines) else []
    said = dict(zip(_header(text), map(one_line, row), strict=False))
    if (said.get("id"), said.get("unit")) != (node, unit):
        raise EditRefused("这一行已经改过。请刷新页面再删。")
    return "\n".join(lines[: line - 1] + lines[line:])


def _header(text: str) -> list[str]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    for row in rows:
        if any(c.strip() for c in row) and not row[0].startswith("#"):
            return [column_key(c, COLUMNS) for c in row]
    return []


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _refuse_new(before: str, after: str, tree: Tree) -> None:
    old = {p.message for p in read_rows(before, "duties.csv", tree)[1]}
    for p in read_rows(after, "duties.csv", tree)[1]:
        if p.message not in old:
            raise EditRefused(f"没有写进 duties.csv：{p.message}。{p.hint}".rstrip("。") + "。")
