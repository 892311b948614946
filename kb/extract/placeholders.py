"""The placeholders a template may use, and what a sheet puts in their place."""

from __future__ import annotations

from kb.extract.clean import plain
from kb.extract.columns import COLUMNS, Line, general_lines, lines
from kb.extract.sheet import Sheet
from kb.extract.wording import claim, plan_name, summary

BODY = "职责清单"
# Single placeholders, and the fields of each group, as docs/extract.md lists them.
SINGLE = (
    "单位",
    "单位全称",
    "规划",
    "规划名称",
    "文号",
    "印发日期",
    "规划年度",
    "日期",
    "年度",
    "概要",
    "概数",
    "指标数",
    "约束性指标数",
    "项目数",
    "任务数",
    BODY,
)
_ENTRY_FIELDS = {
    "序号": "n", "标题": "title", "内容": "text", "依据": "basis_text", "原文": "proof", "出处": "citation", "源文行": "line",
    "共同责任单位": "partners", "时限": "deadline", "编号": "id", "规划": "plan",
}  # fmt: skip
# Group → field → key of its column (kb.extract.columns).
GROUPS: dict[str, dict[str, str]] = {
    "指标": {
        "序号": "number", "名称": "measured", "目标": "target", "年度": "year", "属性": "binding",
        "共同责任单位": "partners", "基期": "base", "依据": "basis_text", "出处": "citation", "源文行": "line",
        "时限": "deadline", "编号": "id", "规划": "plan",
    },
    "项目": _ENTRY_FIELDS,
    "任务": _ENTRY_FIELDS,
    "集合": _ENTRY_FIELDS,
    "点名": _ENTRY_FIELDS,
    "关联": _ENTRY_FIELDS,
    "普遍要求": {
        "序号": "n", "要求": "asked", "原文": "said", "对象": "addressee", "出处": "citation", "源文行": "line",
        "编号": "id", "规划": "plan",
    },
}  # fmt: skip
_SECTIONS = {
    "指标": "indicators", "项目": "projects", "任务": "tasks", "集合": "collective", "点名": "named", "关联": "related",
}  # fmt: skip
Values = dict[str, str]


def single_values(sheet: Sheet) -> Values:
    parts = sheet.parts
    return {
        "单位": sheet.unit.name,
        "单位全称": sheet.unit.full_name or sheet.unit.name,
        "规划": "；".join(plan_name(p.plan) for p in parts),
        "规划名称": "；".join(plain(p.plan.title) for p in parts),
        "文号": "；".join(plain(p.plan.doc_number) for p in parts if p.plan.doc_number),
        "印发日期": "；".join(_day(p.plan.issued) for p in parts if p.plan.issued),
        "规划年度": "；".join(_years(p.plan.period) for p in parts if p.plan.period),
        "概要": "；".join(claim(sheet, p) for p in parts),
        "概数": "；".join(words for p in parts if (words := summary(p))) or "没有写明",
        "指标数": str(sum(p.indicator_rows for p in parts)),
        "约束性指标数": str(sum(p.binding_rows for p in parts)),
        "项目数": str(sum(len(p.entries("projects")) for p in parts)),
        "任务数": str(sum(len(p.entries("tasks")) for p in parts)),
        "日期": _day(sheet.day),
        "年度": f"{sheet.day[:4]}年" if sheet.day else "",
    }


def _day(day: str) -> str:
    """“2023-02-07” → “2023年2月7日”."""
    year, month, date = (*day.split("-"), "", "")[:3]
    return f"{year}年{int(month)}月{int(date)}日" if month and date else day


def _years(period: tuple[int, int] | None) -> str:
    return (
        "" if period is None else f"{period[0]}—{period[1]}年" if period[0] != period[1] else f"{period[0]}年"
    )


def group_values(sheet: Sheet) -> dict[str, list[Values]]:
    """Return the values of every member of every group, over all plans."""
    found = {group: lines(sheet, key) for group, key in _SECTIONS.items()} | {
        "普遍要求": general_lines(sheet)
    }
    return {group: [_values(group, line) for line in members] for group, members in found.items()}


def _values(group: str, line: Line) -> Values:
    out = {}
    for field, key in GROUPS[group].items():
        cell = COLUMNS[key].read(line)
        out[f"{group}.{field}"] = "" if cell is None else str(cell)
    return out
