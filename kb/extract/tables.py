"""The sheet as tables: one for each kind, as spreadsheets want them, and one flat one for CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.extract.clean import plain
from kb.extract.content import Entry, Part, Section, Sheet, Tie
from kb.extract.layout import GENERAL
from kb.extract.wording import (
    BASIS_NAMES,
    citation_text,
    entry_name,
    measured_name,
    number_text,
    obligation_note,
    partner_text,
    plan_name,
    role_word,
    target_text,
)
from kb.model import KIND_NAMES, Indicator

Cell = str | float | None
"""Text, a number (cells of their own type), or nothing."""

STATUS = "完成情况"
STATUSES = ("已完成", "推进中", "未启动", "需协调")


@dataclass(frozen=True, slots=True)
class Column:
    """widest: in display columns, wider text is wrapped. number: set right, a count in the middle.

    status: to be filled in.
    """

    name: str
    widest: int = 12
    number: bool = False
    count: bool = False
    status: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its name (of a sheet: at most 31 characters). links: targets by (row, column), from 0."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[tuple[int, int, str], ...] = ()


_FILL = (Column(STATUS, 10, status=True), Column("备注", 16))
_INDICATOR = (
    Column("序号", 6), Column("类别", 10), Column("指标", 32), Column("计量单位", 8), Column("运算", 6),
    Column("目标值", 9, number=True), Column("上限值", 9, number=True), Column("目标（原文）", 14),
    Column("目标年", 8, count=True), Column("属性", 8), Column("共同责任单位", 16), Column("时限", 12),
    Column("基期值", 9, number=True), Column("基期年", 8, count=True), Column("依据", 12), Column("角色", 10),
    Column("出处", 14), Column("源文行", 8, count=True), Column("规划", 30),
)  # fmt: skip
_ENTRY = (
    Column("序号", 6, number=True), Column("种类", 9), Column("事项", 22), Column("内容", 62), Column("依据", 10),
    Column("角色", 10), Column("以何名义", 14), Column("共同责任单位", 18), Column("时限", 14), Column("原文", 36),
    Column("关联", 22), Column("出处", 18), Column("源文行", 8, count=True), Column("规划", 30),
)  # fmt: skip
_GENERAL = (
    Column("序号", 6, number=True), Column("要求", 14), Column("原文", 62), Column("对象", 36), Column("出处", 12),
    Column("源文行", 8, count=True), Column("规划", 30),
)  # fmt: skip
_SHORT = {
    "indicators": "指标", "projects": "项目", "tasks": "任务和其他职责", "collective": "以集合称谓承担",
    "named": "文中点名", "related": "关联事项", "object": "涉及本单位",
}  # fmt: skip


def grids(sheet: Sheet) -> tuple[Grid, ...]:
    """One grid a kind, over all plans; columns with nothing in them are left out, those to fill in added."""
    out: list[Grid] = []
    for key, name in _SHORT.items():
        rows: list[tuple[Cell, ...]] = []
        for part in sheet.parts:
            for section in part.sections:
                if section.key == key:
                    rows += _rows(section, part, len(rows))
        columns = _INDICATOR if key == "indicators" else _ENTRY
        if rows:
            out.append(_trim(Grid(name, columns, tuple(rows)), fill=key not in ("related", "object")))
    general: list[tuple[Cell, ...]] = []
    for part in sheet.parts:
        for o in part.obligations:
            general.append(
                (len(general) + 1, "、".join(o.kinds), plain(o.said), obligation_note(o).removeprefix("对象："),
                 citation_text(o.citation), o.line, _several(sheet, part))
            )  # fmt: skip
    if general:
        at = sum(g.name in ("指标", "项目", "任务和其他职责", "以集合称谓承担") for g in out)
        out.insert(at, _trim(Grid("普遍要求", _GENERAL, tuple(general)), fill=True))
    return tuple(out)


def _several(sheet: Sheet, part: Part) -> str:
    return plan_name(part.plan) if len(sheet.parts) > 1 else ""


def _rows(section: Section, part: Part, before: int) -> Iterator[tuple[Cell, ...]]:
    for n, entry in enumerate(section.entries, before + 1):
        plan = plan_name(part.plan)
        if section.key == "indicators" and entry.indicator is not None:
            yield (*_indicator(entry, entry.indicator), plan)
        elif section.key == "indicators":
            yield (n, "", entry_name(entry), *[None] * 7, partner_text(entry.partners), plain(entry.deadline),
                   None, None, _bases(entry), _roles(entry), entry.citation, entry.line or None, plan)  # fmt: skip
        else:
            yield (
                n, KIND_NAMES.get(entry.kind, ""), entry_name(entry), _content(entry), _bases(entry), _roles(entry),
                _join(t.via for t in entry.ties), partner_text(entry.partners), plain(entry.deadline),
                _join(plain(t.said) for t in entry.ties), _join(_link(t) for t in entry.ties),
                citation_text(entry.citation), _line(entry), plan,
            )  # fmt: skip


def _indicator(entry: Entry, i: Indicator) -> tuple[Cell, ...]:
    """Value and operator apart: “≥4.5” is 4.5 in a number's cell and ≥ beside it."""
    number: Cell = (
        int(i.number) if i.number.isascii() and i.number.isdecimal() and not i.part else number_text(i)
    )
    t, b = i.target, i.baseline
    return (
        number, plain(i.category), plain(i.name), plain(i.unit_of_measure), _OPERATORS.get(t.op or "", ""), t.value,
        t.value_high, target_text(i), t.year, plain(i.binding), partner_text(entry.partners),
        plain(entry.deadline), b.value if b else None, b.year if b else None, _bases(entry), _roles(entry),
        f"指标{i.number}" if i.number else citation_text(entry.citation), _line(entry),
    )  # fmt: skip


_OPERATORS = {"<": "＜", "<=": "≤", "=": "＝", ">=": "≥", ">": "＞"}


def _line(entry: Entry) -> int | None:
    return next((t.line for t in entry.ties if t.line), entry.line) or None


def _content(entry: Entry) -> str:
    i = entry.indicator
    return plain(entry.text) if i is None else f"{measured_name(i)}：{target_text(i)}"


def _bases(entry: Entry) -> str:
    return _join(BASIS_NAMES[t.basis] for t in entry.ties)


def _roles(entry: Entry) -> str:
    return _join(role_word(t.role) for t in entry.ties)


def _link(tie: Tie) -> str:
    return f"{plain(tie.why)}，见{tie.link_citation or tie.link}" if tie.link else ""


def _join(words: Iterator[str]) -> str:
    return "；".join(dict.fromkeys(w for w in words if w))


def _trim(grid: Grid, *, fill: bool) -> Grid:
    """Without columns that hold nothing, or the one plan of all rows, or the one basis a sheet's name tells."""
    keep = []
    for at, column in enumerate(grid.columns):
        held = {row[at] for row in grid.rows} - {None, ""}
        if not held or (column.name == "规划" and len(held) < 2):
            continue
        keep.append(at)
    columns = tuple(grid.columns[at] for at in keep) + (_FILL if fill else ())
    blank = (None, None) if fill else ()
    return Grid(
        grid.name, columns, tuple((*(row[at] for at in keep), *blank) for row in grid.rows), grid.links
    )


FLAT = (
    "类别", "序号", "种类", "事项", "内容", "计量单位", "运算", "目标值", "上限值", "目标（原文）", "属性", "依据",
    "角色", "以何名义", "共同责任单位", "时限", "基期", "关联", "原文", "出处", "源文行", "规划", "编号", STATUS,
)  # fmt: skip


def flat_rows(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    """One row a duty: an entry with two duties (牵头 and 责任) gives two. General obligations come last."""
    from kb.extract.wording import baseline_text

    for part in sheet.parts:
        plan = plan_name(part.plan)
        for section in part.sections:
            for n, entry in enumerate(section.entries, 1):
                i = entry.indicator
                for tie in entry.ties:
                    yield (
                        section.name, (number_text(i) if i else "") or str(n), KIND_NAMES.get(entry.kind, ""),
                        plain(i.name) if i else entry_name(entry), "" if i else plain(entry.text),
                        plain(i.unit_of_measure) if i else "", _OPERATORS.get(i.target.op or "", "") if i else "",
                        i.target.value if i else None, i.target.value_high if i else None,
                        target_text(i) if i else "", plain(i.binding) if i else "", BASIS_NAMES[tie.basis],
                        role_word(tie.role), tie.via, partner_text(entry.partners), plain(tie.deadline),
                        baseline_text(i) if i else "", _link(tie), plain(tie.said), citation_text(entry.citation),
                        tie.line or None, plan, entry.id, "",
                    )  # fmt: skip
        for n, o in enumerate(part.obligations, 1):
            yield (
                GENERAL, str(n), "、".join(o.kinds), "", plain(o.said), "", "", None, None, "", "", "", "",
                obligation_note(o), "", "", "", "", plain(o.said), citation_text(o.citation), o.line, plan, o.node, "",
            )  # fmt: skip
