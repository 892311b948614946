"""Shapes that several answers share: places, nodes, indicators, units, duties, findings.

In `Annotated` a string says in Chinese what a key means, a tuple lists the values it has, a number is the least.
"""

from __future__ import annotations

from typing import Annotated, TypedDict

from kb.who.shapes import (
    BasisName,
    Citation,
    Count,
    Deadline,
    Document,
    Due,
    DutyLine,
    Edited,
    Leaders,
    Line,
    Link,
    NodeId,
    NodeKind,
    PlaceName,
    PlanId,
    Quote,
    UnitId,
    UnitName,
    Why,
)

Role = Annotated[str, "牵头、责任、配合、参与……；object 的，是措施的对象，不是责任单位"]
Op = Annotated[str | None, ("<", "<=", "=", ">=", ">", None)]
Number = Annotated[str, "照印；源文丢失的已补出，此时 repaired 为 true"]
Printed = Annotated[str, "规划写的称谓"]
Repairs = Annotated[list[str], "补了什么：number 编号，place 位置"]
Offset = Annotated[int, "按 source.txt 解码为 UTF-8 后的字符数，半开区间", 0]


class Place(TypedDict):
    """源文的位置"""

    start: Offset
    end: Offset
    line: Line


class NodeBrief(TypedDict):
    """条目的简况"""

    id: NodeId
    plan: PlanId
    kind: NodeKind
    number: Number
    title: Annotated[str, "不带编号和末尾的“。”"]
    citation: Citation
    line: Line | None
    edited: Edited


class TargetValue(TypedDict):
    """指标的目标"""

    text: Annotated[str, "照印"]
    op: Op
    value: float | None
    value_high: Annotated[float | None, "区间的上限"]
    trend: Annotated[str | None, "提高、下降等没有数值的目标"]
    year: int | None
    column: Annotated[str, "表头的栏目"]
    approx: Annotated[bool, "左右、约"]
    cumulative: Annotated[bool, "累计"]


class BaselineValue(TypedDict):
    """文中写明的现状值"""

    year: int | None
    value: float
    unit_of_measure: str
    id: NodeId
    quote: Quote
    line: Line


class IndicatorFacts(TypedDict):
    """一项指标"""

    id: NodeId
    plan: PlanId
    box: NodeId
    number: Number
    part: Annotated[int | None, "分项的序号"]
    name: str
    unit_of_measure: str
    target: TargetValue
    targets: list[TargetValue]
    binding: Annotated[str, ("约束性", "预期性", "")]
    binding_inherited: Annotated[bool, "属性写在与上一行合并的单元格里"]
    category: str
    units: list[str]
    baseline: BaselineValue | None


class UnitFacts(TypedDict):
    """一个单位"""

    unit: UnitName
    unit_id: UnitId
    place: PlaceName
    full_name: str
    aliases: list[str]
    kind: str
    parent: str
    members: Annotated[list[str], "集合称谓包括的单位"]
    plans: list[str]
    registered: Annotated[bool, "units.toml 里有"]


class DutyFacts(TypedDict):
    """一个单位在一个条目上的职责"""

    id: NodeId
    plan: PlanId
    unit: UnitName
    unit_id: UnitId
    place: PlaceName
    role: Role
    basis: BasisName
    printed: Printed
    quote: Quote
    line: DutyLine
    deadline: Deadline
    inherited_from: NodeId | None
    link: Annotated[str | None, "起联系作用的条目的编号"]
    why: Why
    document: Document
    due: Due
    leaders: Leaders


class DutyLinked(TypedDict):
    """一个单位在一个条目上的职责，起联系作用的条目已查出"""

    id: NodeId
    plan: PlanId
    unit: UnitName
    unit_id: UnitId
    place: PlaceName
    role: Role
    basis: BasisName
    printed: Printed
    quote: Quote
    line: DutyLine
    deadline: Deadline
    inherited_from: NodeId | None
    link: Link | None
    why: Why
    document: Document
    due: Due
    leaders: Leaders


class ObligationFacts(TypedDict):
    """规划不点名、对所有责任单位提出的要求（每年报告、列入预算……）"""

    id: NodeId
    plan: PlanId
    kinds: list[str]
    addressee: Printed
    quote: Quote
    line: Line


class ProblemFacts(TypedDict):
    """一处值得核对的地方；编号的意思见 problems.md"""

    path: Annotated[str, "可以修改的文件，多为 plan.md"]
    line: Count
    column: Count
    code: Annotated[str, "KB001 等"]
    level: Annotated[str, ("error", "warning", "note")]
    message: str
    excerpt: str
    hint: str
    id: NodeId | None
    source_line: Annotated[int, "源文（source.txt）的行号，没有则为 0", 0]
    seen: Annotated[bool, "有人在 seen.csv 里标为没问题；kb check 加 --all 才列出"]
    note: Annotated[str, "标的时候写的说明"]


class ValueFacts(TypedDict):
    """年度监测采用的一个值"""

    id: str
    plan: str
    year: Annotated[int, "哪一年的值；补报基期的是基期年"]
    round: Annotated[int, "哪一轮报的"]
    unit: str
    unit_id: str
    value: Annotated[float | None, "没有值的为 null，原因在 note"]
    text: Annotated[str, "格子里的原样，“约95”"]
    numerator: float | None
    denominator: float | None
    nature: Annotated[str, "年报、快报、抽样、测算、学年"]
    source: str
    note: Annotated[str, "无数据原因"]
    digest: Annotated[str, "交回的文件的 SHA-256"]
    cell: Annotated[str, "“指标!I7”"]
