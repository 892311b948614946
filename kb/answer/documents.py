"""Shapes of what is written whole: the export, a unit's extract, and the reports of import, build and site.

In `Annotated` a string says in Chinese what a key means, a tuple lists the values it has, a number is the least.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from kb.answer.parts import (
    DutyFacts,
    IndicatorFacts,
    Number,
    ObligationFacts,
    Op,
    Place,
    Printed,
    ProblemFacts,
    Repairs,
    Role,
    UnitFacts,
    ValueFacts,
)
from kb.answer.shapes import (
    PlanFacts,
    TopicWords,
)
from kb.who.shapes import (
    BasisName,
    Citation,
    Count,
    Deadline,
    Document,
    DutyLine,
    Edited,
    Leaders,
    Line,
    NodeId,
    NodeKind,
    PlaceName,
    PlanId,
    ProgressFacts,
    Quote,
    UnitId,
    UnitName,
    Why,
)


class ExportedNode(TypedDict):
    """一个条目"""

    id: NodeId
    plan: PlanId
    kind: NodeKind
    number: Number
    title: str
    text: str
    parent: NodeId | None
    order: Count
    depth: Count
    citation: Citation
    source: Place | None
    repaired: bool
    repairs: Repairs
    edited: Edited


class ExportedDuty(DutyFacts):
    """一条职责；另有文件写明的没有源文位置"""

    holders: Annotated[list[UnitId], "计入哪些单位：单位自己，集合称谓的还有它的成员"]
    source: Place | None


class TaggedNode(TypedDict):
    """主题的一个条目"""

    id: NodeId
    place: Annotated[str, ("title", "text")]
    hits: Annotated[int, 1]


class ExportedTopic(TopicWords):
    """一个主题"""

    nodes: list[TaggedNode]


class ExportedCommitment(TypedDict):
    """正文里承诺的一个数"""

    id: NodeId
    plan: PlanId
    subject: str
    op: Op
    value: float
    value_high: float | None
    trend: Annotated[str | None, "增减的方向（下降、增长）；此时 value 是增减多少，没有 op"]
    unit_of_measure: str
    quote: Quote
    source: Place


class ExportedReference(TypedDict):
    """引用的一份文件或一个专名"""

    id: NodeId
    plan: PlanId
    kind: Annotated[str, ("document", "brand")]
    name: str
    quote: Quote
    source: Place


class ExportedObligation(ObligationFacts):
    """对所有责任单位的一项要求"""

    source: Place


class ExportedRepair(TypedDict):
    """导入时的一处修复"""

    plan: PlanId
    kind: str
    text: str
    value: str
    reason: str
    source: Place


class ExportAnswer(TypedDict):
    """知识库里的一切"""

    plans: list[PlanFacts]
    nodes: list[ExportedNode]
    indicators: list[IndicatorFacts]
    units: list[UnitFacts]
    duties: list[ExportedDuty]
    topics: list[ExportedTopic]
    commitments: list[ExportedCommitment]
    references: list[ExportedReference]
    obligations: list[ExportedObligation]
    repairs: list[ExportedRepair]
    problems: list[ProblemFacts]
    values: Annotated[list[ValueFacts], "年度监测采用的值，只有可以公开的"]
    progress: Annotated[list[ProgressFacts], "各轮监测的状态，只有可以公开的"]


class ValuesAnswer(TypedDict):
    """年度监测采用的值和各轮的状态，只有可以公开的"""

    values: list[ValueFacts]
    progress: list[ProgressFacts]


class SheetPartner(TypedDict):
    """同一条目的另一个单位"""

    unit: UnitName
    unit_id: UnitId
    roles: list[str]


class SheetDuty(TypedDict):
    """单位在一个条目上的一条依据"""

    role: Role
    basis: BasisName
    printed: Printed
    quote: Quote
    line: DutyLine
    via: str | None
    deadline: Deadline
    leaders: Leaders
    link: str | None
    why: Why
    document: Document


class SheetEntry(TypedDict):
    """职责清单里的一个条目"""

    id: NodeId
    kind: NodeKind
    number: Number
    title: str
    citation: Citation
    edited: Edited
    text: str
    line: Line | None
    indicator: IndicatorFacts | None
    partners: list[SheetPartner]
    duties: list[SheetDuty]


class SheetSection(TypedDict):
    """职责清单的一栏"""

    key: str
    name: str
    entries: list[SheetEntry]


class SheetObligation(TypedDict):
    """对所有责任单位的一项要求"""

    id: NodeId
    citation: Citation
    kinds: list[str]
    addressee: Printed
    quote: Quote
    line: Line
    listed: bool
    via: Annotated[str | None, "这句话同时是哪个集合称谓的职责，单位是其中之一；不是职责的为 null"]


class SheetTotals(TypedDict):
    """一份规划给单位的条数"""

    indicator_rows: Count
    indicator_numbers: Count
    binding_rows: Count
    projects: Count
    tasks: Count
    others: Count


class SheetPlan(TypedDict):
    """一份规划给单位的职责"""

    id: PlanId
    title: str
    doc_number: str
    totals: SheetTotals
    plan_tasks: Annotated[int, "规划的任务", 0]
    open_tasks: Annotated[int, "其中没有写责任单位的", 0]
    related_open_tasks: Annotated[int, "其中因同一主题与单位有关的", 0]
    sections: list[SheetSection]
    obligations: list[SheetObligation]


class ExtractAnswer(TypedDict):
    """一个单位的职责清单，与 Word、Excel 的清单内容相同"""

    unit: UnitName
    unit_id: UnitId
    place: PlaceName
    full_name: str
    aliases: list[str]
    kind: str
    parent: str
    members: list[str]
    registered: bool
    bases: Annotated[list[str], "列了哪些依据"]
    plans: list[SheetPlan]


class BuildReport(TypedDict):
    """建库的结果"""

    folder: str
    unchanged: Annotated[bool, "语料没有改动"]
    plans: Count
    kept: Annotated[int, "没有改动、沿用原来的规划", 0]
    again: Annotated[int, "文字没有改动、只重新认定职责或主题的规划", 0]
    workers: Count
    nodes: Count
    duties: Count
    engine: Annotated[str, "搜索引擎", ("whoosh", "sqlite", "opensearch")]
    problems: Annotated[dict[str, int], "各级问题的个数"]


class UnreadBracket(TypedDict):
    """没有读懂的一个括号"""

    line: Line
    text: Annotated[str, "括号的原文"]


class UnreadKind(TypedDict):
    """没有读懂的一类括号"""

    said: Annotated[str, "为什么没有读懂"]
    brackets: list[UnreadBracket]


class ImportFigures(TypedDict):
    """规划的数字，供核对"""

    headings: Annotated[list[int], "各级标题的个数"]
    indicator_numbers: Count
    duties_of: Annotated[int, "任务、措施和项目", 0]
    with_units: Annotated[int, "其中写了责任单位的", 0]
    units: list[str]
    unread: Annotated[list[UnreadKind], "没有读懂的括号，最要紧的一类在前"]


class ImportedPlan(TypedDict):
    """导入的一份规划"""

    plan: PlanId
    title: str
    folder: str
    written: bool
    counts: Annotated[dict[str, int], "各种条目的个数"]
    repairs: Count
    problems: list[str]
    proposed_units: list[str]
    report: Annotated[ImportFigures | None, "写了 --report 才有"]


class ImportReport(ImportedPlan):
    """导入的结果"""

    others: Annotated[NotRequired[list[ImportedPlan]], "一个通知印发几份规划时，其余各份"]


class SiteReport(TypedDict):
    """生成站点的结果"""

    index: str
    pages: Count
    bytes: Count
