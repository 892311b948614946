"""Indicators (主要指标): rows of an indicator table as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.model import Duty, Indicator, Node, Target
from kb.parse.numbering import read_mark
from kb.rules.ground import Ground
from kb.rules.targets import column_year, has_value, read_target
from kb.words.normalised import compact
from kb.words.roles import role_of_label

NAME_COLUMN = re.compile(r"^(?:主要|规划|具体|核心)?(?:指标)?(?:名称|指标|指标名称|指标内容)(?:（.*）)?$")
NUMBER_COLUMN = re.compile(r"^(?:序号|编号|序|号)$")
BINDING_COLUMN = re.compile(r"属性|性质|约束|指标类型")
CATEGORY_COLUMN = re.compile(r"^(?:类别|分类|类型|领域|项目类别|指标类别|一级指标|维度|类)$")
MEASURE_COLUMN = re.compile(r"^(?:计量)?单位$")
TARGET_COLUMN = re.compile(r"目标|规划|(?:19|20)\d{2}年?")
BASE_COLUMN = re.compile(r"现状|基期|基数|基准|基础值|实际|完成情况|完成值|现值|完成率|备注|年均|累计增长")


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of one indicator row sorted by what they hold; texts with white space removed."""

    name: str = ""
    number: str = ""
    binding: str = ""
    category: str = ""
    measure: str = ""
    targets: tuple[Target, ...] = ()
    base: tuple[tuple[int, str, int], ...] = ()
    """Cells that state the value at a date: (year, text, index of the cell)."""


def find_indicators(ground: Ground, duties: list[Duty]) -> list[Indicator]:
    """One Indicator for every node of kind indicator; units from the row's assigned duties."""
    units: dict[str, list[str]] = {}
    for d in duties:
        if d.basis == "assigned" and d.unit not in units.setdefault(d.node, []):
            units[d.node].append(d.unit)
    out: list[Indicator] = []
    group = ("", "", "")
    locals_ = {n.local for n in ground.content}
    lines: dict[str, str] = {}  # box → the line that opens a group of its rows
    for node in ground.content:
        if node.kind != "indicator":
            held = [c for c in node.cells if c.text.value.strip()]
            if node.parent and len(held) == 1 < len(node.cells):
                lines[node.parent] = _unmarked(held[0].text.value)
            continue
        row = read_row(ground, node)
        number = node.number or row.number
        box = node.parent or ""
        part = _part(node.local) or (1 if f"{node.local}-2" in locals_ else None)
        old_box, old_binding, old_category = group
        same = old_box == box
        inherited = same and not row.binding and bool(old_binding) and _binds(node)
        binding = old_binding if inherited else row.binding
        category = row.category or lines.get(box) or (old_category if same else "")
        group = (box, binding, category)
        targets = row.targets or (Target(""),)
        first = next((t for t in targets if has_value(t)), targets[0])
        measure = row.measure or measure_of(row.name or node.head.value) or target_measure(first)
        ordered = (first, *(t for t in targets if t is not first))
        out.append(
            Indicator(
                node.id,
                node.plan,
                box,
                number,
                part,
                node.title,
                measure,
                first,
                ordered,
                binding,
                inherited,
                category,
                tuple(units.get(node.id, ())),
                None,
            )
        )
    return out


def read_row(ground: Ground, node: Node) -> Row:
    """A row's cells by the headings of their columns."""
    period = ground.tree.plan.period
    first_year = period[0] if period else None
    name = number = binding = category = measure = ""
    targets: list[Target] = []
    base: list[tuple[int, str, int]] = []
    for i, cell in enumerate(node.cells):
        column = compact(cell.column)
        value = "".join(cell.text.value.split())
        year = column_year(column)
        if role_of_label(column):
            continue
        if NUMBER_COLUMN.match(column):
            number = number or value
        elif MEASURE_COLUMN.match(column):
            measure = measure or value
        elif not name and NAME_COLUMN.match(column):
            name = value
        elif CATEGORY_COLUMN.match(column):
            category = category or value
        elif BINDING_COLUMN.search(column) and not year:
            binding = binding or value
        elif BASE_COLUMN.search(column) or (
            year is not None
            and first_year is not None
            and year < first_year
            and not re.search("目标|规划", column)
        ):
            if year is not None and value:
                base.append((year, value, i))
        elif TARGET_COLUMN.search(column) and value:
            targets.append(read_target(value, cell.column, year))
    return Row(name, number, binding, category, measure, tuple(targets), tuple(base))


def measure_of(name: str) -> str:
    """The unit of measure: the last bracket of a name. “每千名（0-14岁）儿童拥有医疗床位数（张）” → 张; "" for none."""
    value = compact(name)
    if not value.endswith("）"):
        return ""
    depth = 0
    for i in range(len(value) - 1, -1, -1):
        depth += (value[i] == "）") - (value[i] == "（")
        if depth == 0:
            return value[i + 1 : -1]
    return ""


def target_measure(target: Target) -> str:
    """The unit of measure a target itself states: “＜2.5‰” → ‰, “98%以上” → %; "" for none."""
    m = re.search(r"\d\s*([%％‰])", target.text) if target.value is not None else None
    return m[1].replace("％", "%") if m else ""


def _unmarked(value: str) -> str:
    """“一、儿童与健康” → 儿童与健康."""
    mark = read_mark(value)
    return compact(value[mark.end :] if mark else value)


def _binds(node: Node) -> bool:
    """Whether a row has a cell for 属性; a blank one is merged with the one above, as every indicator is one or the other."""
    return any(BINDING_COLUMN.search(compact(c.column)) and not c.text.value.strip() for c in node.cells)


def _part(local: str) -> int | None:
    """The row under one number from the id: b1.11-2 → 2, b1.25 → None. (b1.11 with later rows is part 1.)"""
    m = re.search(r"-(\d+)$", local)
    return int(m[1]) if m else None
