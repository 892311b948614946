"""The placeholders a template may use, and what a sheet puts in their place."""

from __future__ import annotations

from kb.extract.clean import plain
from kb.extract.content import Entry, Part, Sheet
from kb.extract.obligations import Obligation
from kb.extract.wording import (
    baseline_text,
    basis_text,
    citation_text,
    claim,
    entry_name,
    measured_name,
    number_text,
    obligation_note,
    partner_text,
    plan_name,
    proof_text,
    target_text,
)

BODY = "职责清单"
# Single placeholders, and the fields of each group, as docs/extract.md lists them.
SINGLE = (
    "单位",
    "单位全称",
    "规划",
    "规划名称",
    "文号",
    "概要",
    "指标数",
    "约束性指标数",
    "项目数",
    "任务数",
    BODY,
)
_ENTRY_FIELDS = ("序号", "标题", "内容", "依据", "原文", "出处", "源文行", "共同责任单位", "时限")
GROUPS: dict[str, tuple[str, ...]] = {
    "指标": ("序号", "名称", "目标", "属性", "共同责任单位", "基期", "依据", "出处", "源文行", "时限"),
    "项目": _ENTRY_FIELDS,
    "任务": _ENTRY_FIELDS,
    "集合": _ENTRY_FIELDS,
    "点名": _ENTRY_FIELDS,
    "关联": _ENTRY_FIELDS,
    "普遍要求": ("序号", "要求", "原文", "对象", "出处", "源文行"),
}
_SECTIONS = {
    "项目": "projects",
    "任务": "tasks",
    "集合": "collective",
    "点名": "named",
    "关联": "related",
}
Values = dict[str, str]


def single_values(sheet: Sheet) -> Values:
    parts = sheet.parts
    return {
        "单位": sheet.unit.name,
        "单位全称": sheet.unit.full_name or sheet.unit.name,
        "规划": "；".join(plan_name(p.plan) for p in parts),
        "规划名称": "；".join(plain(p.plan.title) for p in parts),
        "文号": "；".join(plain(p.plan.doc_number) for p in parts if p.plan.doc_number),
        "概要": "；".join(claim(sheet, p) for p in parts),
        "指标数": str(sum(p.indicator_rows for p in parts)),
        "约束性指标数": str(sum(p.binding_rows for p in parts)),
        "项目数": str(sum(len(p.entries("projects")) for p in parts)),
        "任务数": str(sum(len(p.entries("tasks")) for p in parts)),
    }


def group_values(sheet: Sheet) -> dict[str, list[Values]]:
    out: dict[str, list[Values]] = {group: [] for group in GROUPS}
    for part in sheet.parts:
        for entry in part.entries("indicators"):
            out["指标"].append(_indicator(entry, len(out["指标"]) + 1))
        for group, key in _SECTIONS.items():
            for section in part.sections:
                if section.key == key:
                    for entry in section.entries:
                        out[group].append(_entry(entry, group, len(out[group]) + 1))
        for o in part.obligations:
            out["普遍要求"].append(_obligation(o, part, len(out["普遍要求"]) + 1))
    return out


def _indicator(entry: Entry, n: int) -> Values:
    i = entry.indicator
    return {
        "指标.序号": (number_text(i) if i else "") or str(n),
        "指标.名称": measured_name(i) if i else entry_name(entry),
        "指标.目标": target_text(i) if i else "",
        "指标.属性": plain(i.binding) if i else "",
        "指标.共同责任单位": partner_text(entry.partners),
        "指标.基期": baseline_text(i) if i else "",
        "指标.依据": "；".join(dict.fromkeys(basis_text(t) for t in entry.ties)),
        "指标.出处": citation_text(entry.citation),
        "指标.源文行": str(entry.ties[0].line or entry.line or ""),
        "指标.时限": plain(entry.deadline),
    }


def _entry(entry: Entry, group: str, n: int) -> Values:
    return {
        f"{group}.序号": str(n),
        f"{group}.标题": entry_name(entry),
        f"{group}.内容": plain(entry.text),
        f"{group}.依据": "；".join(dict.fromkeys(basis_text(t) for t in entry.ties)),
        f"{group}.原文": "；".join(dict.fromkeys(proof_text(t) for t in entry.ties)),
        f"{group}.出处": citation_text(entry.citation),
        f"{group}.源文行": str(entry.ties[0].line or entry.line or ""),
        f"{group}.共同责任单位": partner_text(entry.partners),
        f"{group}.时限": plain(entry.deadline),
    }


def _obligation(o: Obligation, part: Part, n: int) -> Values:
    return {
        "普遍要求.序号": str(n),
        "普遍要求.要求": "、".join(o.kinds),
        "普遍要求.原文": plain(o.said),
        "普遍要求.对象": obligation_note(o).removeprefix("对象："),
        "普遍要求.出处": citation_text(o.citation),
        "普遍要求.源文行": str(o.line),
    }
