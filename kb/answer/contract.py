"""The JSON contract: the type of every answer that the command line, the HTTP API, MCP and the Python API give.

One table, ANSWERS, names them. `kb.answer.schema` makes JSON Schemas of it, `kb.answer.docs` docs/json.md, `kb.service.openapi`
the OpenAPI document. Keys are never renamed and never change their meaning; new ones may be added.

In `Annotated` a string says in Chinese what a key means, a tuple lists the values it has, a number is the least. The shapes of
`who` and `list` are in `kb.who.shapes`, since kb.who makes them.
Asking never imports this module: making its classes takes tens of milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypedDict

from kb.rules.holdings import Counts
from kb.who.shapes import (
    BasisName,
    Citation,
    Count,
    Deadline,
    Document,
    DutyLine,
    Edited,
    Line,
    Link,
    ListAnswer,
    MissingAnswer,
    NodeId,
    NodeKind,
    PlaceName,
    PlanId,
    Quote,
    UnitId,
    UnitName,
    WhoAnswer,
    Why,
)

Role = Annotated[str, "牵头、责任、配合、参与……；object 的，是措施的对象，不是责任单位"]
Op = Annotated[str | None, ("<", "<=", "=", ">=", ">", None)]
Number = Annotated[str, "照印；源文丢失的已补出，此时 repaired 为 true"]
Printed = Annotated[str, "规划写的称谓"]
Repairs = Annotated[list[str], "补了什么：number 编号，place 位置"]
Offset = Annotated[int, "按 source.txt 解码为 UTF-8 后的字符数，半开区间", 0]


# Parts ----------------------------------------------------------------------------------------------------------------


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


# Answers --------------------------------------------------------------------------------------------------------------


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
    workers: Count
    nodes: Count
    duties: Count
    problems: Annotated[dict[str, int], "各级问题的个数"]


class ImportFigures(TypedDict):
    """规划的数字，供核对"""

    headings: Annotated[list[int], "各级标题的个数"]
    indicator_numbers: Count
    duties_of: Annotated[int, "任务、措施和项目", 0]
    with_units: Annotated[int, "其中写了责任单位的", 0]
    units: list[str]


class ImportReport(TypedDict):
    """导入的结果"""

    plan: PlanId
    title: str
    folder: str
    written: bool
    counts: Annotated[dict[str, int], "各种条目的个数"]
    repairs: Count
    problems: list[str]
    proposed_units: list[str]
    report: Annotated[ImportFigures | None, "写了 --report 才有"]


class SiteReport(TypedDict):
    """生成站点的结果"""

    index: str
    pages: Count
    bytes: Count


# The table ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """One answer. name: of its JSON Schema file. shape: its TypedDict. command: what prints it, "" where only the API gives it."""

    name: str
    shape: type
    command: str


ANSWERS: tuple[AnswerForm, ...] = (
    AnswerForm(name="who", shape=WhoAnswer, command="kb who 问题 --json"),
    AnswerForm(name="list", shape=ListAnswer, command="kb list 种类 --json"),
    AnswerForm(name="search", shape=SearchAnswer, command="kb search 词 --json"),
    AnswerForm(name="show", shape=ShowAnswer, command="kb show 编号 --json"),
    AnswerForm(name="unit", shape=UnitAnswer, command="kb unit 名称 --json"),
    AnswerForm(name="units", shape=UnitsAnswer, command="kb units --json"),
    AnswerForm(name="plans", shape=PlansAnswer, command=""),
    AnswerForm(name="indicators", shape=IndicatorsAnswer, command=""),
    AnswerForm(name="topics", shape=TopicsAnswer, command="kb topics --json"),
    AnswerForm(name="topic", shape=TopicAnswer, command="kb topics 主题 --json"),
    AnswerForm(name="missing", shape=MissingAnswer, command="kb topics --missing --json"),
    AnswerForm(name="tree", shape=TreeAnswer, command="kb tree --json"),
    AnswerForm(name="matrix", shape=MatrixAnswer, command="kb matrix --json"),
    AnswerForm(name="check", shape=CheckAnswer, command="kb check --json"),
    AnswerForm(name="verify", shape=VerifyAnswer, command="kb check --base-files --json"),
    AnswerForm(name="export", shape=ExportAnswer, command="kb export --format json"),
    AnswerForm(name="extract", shape=ExtractAnswer, command="kb extract 名称 --format json --stdout"),
    AnswerForm(name="import", shape=ImportReport, command="kb import 文件 --json"),
    AnswerForm(name="build", shape=BuildReport, command="kb build --json"),
    AnswerForm(name="site", shape=SiteReport, command="kb site --json"),
)
"""In the order of docs/json.md."""
BY_NAME: dict[str, AnswerForm] = {row.name: row for row in ANSWERS}
