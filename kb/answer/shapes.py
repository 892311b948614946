"""Shapes of the answers to questions: search, show, unit, units, plans, topics, tree, matrix, check.

In `Annotated` a string says in Chinese what a key means, a tuple lists the values it has, a number is the least.
"""

from __future__ import annotations

from typing import Annotated, TypedDict

from kb.answer.parts import (
    DutyLinked,
    IndicatorFacts,
    NodeBrief,
    Number,
    ObligationFacts,
    Offset,
    Op,
    Printed,
    ProblemFacts,
    Repairs,
    Role,
    UnitFacts,
    ValueFacts,
)
from kb.rules.holdings import Counts
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
    ProgressFacts,
    Quote,
    UnitId,
    UnitName,
    Why,
)


class SearchHit(TypedDict):
    """一条搜到的"""

    id: NodeId
    plan: PlanId
    kind: NodeKind
    number: Number
    title: str
    citation: Citation
    snippet: str
    snippet_ranges: Annotated[list[list[int]], "要标出的半开区间"]
    title_ranges: Annotated[list[list[int]], "要标出的半开区间"]
    units: list[str]
    roles: Annotated[list[str], "各单位的角色，与 units 一一对应"]
    score: Annotated[float, "只在同一次结果里可比"]
    url: Annotated[str, "相对于站点的根"]
    edited: Edited


class SearchAnswer(TypedDict):
    """搜到的条目，最要紧的在先"""

    query: str
    total: Count
    hits: list[SearchHit]
    offset: Count
    mode: Annotated[
        str,
        "all 词都有，any 有一些，literal 照原样找，fuzzy 换了写法或拼音",
        ("all", "any", "literal", "fuzzy"),
    ]
    notes: list[str]
    suggestions: list[str]
    facets: Annotated[dict[str, dict[str, int]], "按种类、单位等的条数"]


class Crumb(TypedDict):
    """上级条目"""

    id: NodeId
    number: Number
    title: str
    kind: NodeKind


class Child(NodeBrief):
    """下面的条目"""

    target: str | None
    units: list[str]


class ShownCommitment(TypedDict):
    """正文里承诺的数"""

    subject: str
    op: Op
    value: float
    value_high: float | None
    trend: Annotated[str | None, "增减的方向（下降、增长）；此时 value 是增减多少，没有 op"]
    unit_of_measure: str
    quote: Quote
    line: Line


class ShownReference(TypedDict):
    """引用的文件或专名"""

    kind: Annotated[str, ("document", "brand")]
    name: str
    quote: Quote
    line: Line


class ShownSource(TypedDict):
    """源文的位置"""

    file: str
    start: Offset
    end: Offset
    line: Line
    last_line: Line


class ShowAnswer(NodeBrief):
    """一个条目和它的一切"""

    plan_title: str
    breadcrumb: list[Crumb]
    text: str
    indicator: IndicatorFacts | None
    units: Annotated[list[DutyLinked], "依据强的在先"]
    children: list[Child]
    topics: list[str]
    commitments: list[ShownCommitment]
    references: list[ShownReference]
    repaired: bool
    repairs: Repairs
    source: ShownSource | None
    values: Annotated[list[ValueFacts], "年度监测采用的值"]
    progress: Annotated[list[ProgressFacts], "各轮监测的状态"]


class UnitDuty(TypedDict):
    """一个单位的一条职责"""

    id: NodeId
    plan: PlanId
    kind: NodeKind
    number: Number
    title: str
    citation: Citation
    role: Role
    basis: BasisName
    quote: Quote
    target: str | None
    line: DutyLine
    via: Annotated[str | None, "规划写的集合称谓（各镇街），单位是其中之一；规划写单位自己的为 null"]
    printed: Printed
    deadline: Deadline
    why: Why
    document: Document
    due: Due
    leaders: Leaders
    link: Link | None
    edited: Edited


class UnitObligation(ObligationFacts):
    """规划对所有责任单位的要求，本单位在内"""

    citation: Citation
    listed: Annotated[bool, "false 的，规划没有列出名单"]


class UnitCounted(UnitFacts):
    """一个单位和它的条数"""

    counts: Counts


class Totals(TypedDict):
    """按条目计，同一条目同一依据只计一次"""

    basis: Counts
    role: Annotated[dict[str, int], "只计 assigned 和 named"]


class UnitAnswer(TypedDict):
    """一个单位的全部职责。几个地方有同名的单位而没有指明的，choices 逐个列出，unit_id 和 place 为 null"""

    unit: UnitName
    unit_id: UnitId | None
    place: PlaceName | None
    full_name: str
    aliases: list[str]
    kind: str
    parent: str
    members: list[str]
    plans: list[str]
    registered: bool
    collectives: Annotated[list[str], "它所属的集合称谓"]
    totals: Totals
    duties: list[UnitDuty]
    obligations: list[UnitObligation]
    choices: list[UnitCounted]


class UnitsAnswer(TypedDict):
    """各单位和条数，明确责任多的在先"""

    units: list[UnitCounted]


class PlanFacts(TypedDict):
    """一份规划"""

    id: PlanId
    title: str
    doc_number: str
    issuer: str
    issued: str
    adopted: str
    publicity: str
    level: str
    place: Annotated[list[str], "从大到小的一串地方"]
    period: Annotated[list[int] | None, "[首年, 末年]"]
    recipients: list[str]
    cc: list[str]
    basis: list[str]
    source_file: str


class PlansAnswer(TypedDict):
    """各份规划"""

    plans: list[PlanFacts]


class IndicatorsAnswer(TypedDict):
    """各项指标"""

    indicators: list[IndicatorFacts]


class TopicWords(TypedDict):
    """一个主题的词（corpus/topics.toml）"""

    name: str
    terms: list[str]
    said: list[str]
    narrower: list[str]


class TopicCounted(TopicWords):
    """一个主题和它的条数"""

    nodes: Annotated[int, "条数", 0]
    units: Annotated[list[str], "明确负责的单位"]


class TopicsAnswer(TypedDict):
    """各主题"""

    topics: list[TopicCounted]


class TopicNode(NodeBrief):
    """主题的一个条目"""

    place: Annotated[str, "主题的词在标题还是正文", ("title", "text")]
    hits: Annotated[int, "出现几次", 1]
    units: list[str]


class TopicAnswer(TopicWords):
    """一个主题和它的条目"""

    nodes: list[TopicNode]


class Branch(NodeBrief):
    """目录里的一个条目"""

    children: list[Branch]


class PlanTree(TypedDict):
    """一份规划的目录"""

    id: PlanId
    title: str
    nodes: list[Branch]


class TreeAnswer(TypedDict):
    """规划的目录：章、节、任务、专栏、项目和指标"""

    plans: list[PlanTree]


class MatrixSection(TypedDict):
    """一节"""

    id: NodeId
    plan: PlanId
    number: Number
    title: str
    citation: Citation


class MatrixCell(TypedDict):
    """一个单位在一节的条数"""

    section: NodeId
    assigned: Count
    named: Count
    related: Count
    object: Count


class MatrixRow(TypedDict):
    """一个单位在各节的条数"""

    unit: UnitName
    unit_id: UnitId
    place: PlaceName
    counts: Counts
    cells: Annotated[list[MatrixCell], "没有条目的节略去"]


class MatrixAnswer(TypedDict):
    """单位 × 节"""

    sections: list[MatrixSection]
    units: list[MatrixRow]


class CheckAnswer(TypedDict):
    """规划里值得核对的地方，要紧的在先"""

    problems: list[ProblemFacts]


class VerifyAnswer(TypedDict):
    """知识库的文件是否完好"""

    sound: bool
    faults: list[str]
