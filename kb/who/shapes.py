"""Shapes of the answers of `who` and `list`.

The other answers are typed in `kb.answer.contract`, which makes JSON Schemas and docs/json.md of all of them. In `Annotated`
a string says in Chinese what a key means, a tuple lists the values it has, a number is the least. For the checker of types and
what is made of the contract: asking never imports this module, whose classes take tens of milliseconds.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from kb.model import KINDS, STRENGTH

NodeKind = Annotated[str, KINDS]
RowKind = Annotated[str, (*KINDS, "plan")]
BasisName = Annotated[str, tuple(STRENGTH)]
Line = Annotated[int, "源文（source.txt）的行号，从 1 数起", 1]
DutyLine = Annotated[int, "源文的行号；依据是另一份文件的为 0", 0]
Count = Annotated[int, 0]
NodeId = Annotated[str, "条目的编号：<规划>/<本地编号>"]
PlanId = Annotated[str, "规划的编号"]
Citation = Annotated[str, "公文的引用：二、（四）2"]
Quote = Annotated[str, "源文原样，含换行"]
Edited = Annotated[bool, "有人在 plan.md 里改过它的字（经人工修改）"]
UnitName = Annotated[str, "规划写的单位名称"]
UnitId = Annotated[str, "单位的身份：地方加名称，大渡口区/区卫健委"]
PlaceName = Annotated[str, "单位的地方；不明的为空"]
Deadline = Annotated[str, "规划写的时限"]
Due = Annotated[str, "时限的最后一天，2025-06-30；没有确定的日子为空"]
Leaders = Annotated[list[str], "规划写的责任领导、责任人，照原样"]
Why = Annotated[str, "因何联系；duties.csv 的，是它的备注"]
Document = Annotated[str, "依据是另一份文件（duties.csv）的，是它的引用；此时没有源文位置"]


class Link(TypedDict):
    """起联系作用的指标或项目"""

    id: NodeId
    kind: NodeKind
    title: str
    citation: Citation


class Evidence(TypedDict):
    """一条依据：source[start:end] 就是 quote"""

    id: NodeId
    plan: PlanId
    kind: NodeKind
    title: str
    citation: Citation
    quote: Quote
    line: DutyLine
    start: Count
    end: Count
    basis: BasisName
    role: Annotated[str, "牵头、责任、配合、参与……"]
    deadline: Deadline
    leaders: Leaders
    target: Annotated[str, "指标的目标，照印"]
    inherited_from: Annotated[str | None, "职责由哪一条的标题或沿用规则而来"]
    link: Link | None
    why: Why
    document: Document
    edited: Edited


class Answer(TypedDict):
    """一个单位和它的依据，强的在先"""

    unit: UnitName
    unit_id: UnitId
    place: PlaceName
    basis: BasisName
    role: str
    evidence: list[Evidence]


class ShortNode(TypedDict):
    """问到的条目，没有写责任单位"""

    id: NodeId
    plan: PlanId
    kind: NodeKind
    title: str
    citation: Citation
    line: Line | None
    edited: Edited


class NearNode(ShortNode):
    """最接近的条目，请核对；单位只是关联，不等于负责所问的事"""

    units: list[str]


class GroupDuty(TypedDict):
    """一句引文和它写到的单位"""

    basis: BasisName
    role: str
    units: list[str]
    quote: Annotated[str, "源文原样，每句只出现一次，前面已经有的为空"]
    clause: Annotated[str, "引文里写到这些单位的那一段；同一条目里已经出现过的、关联的为空"]
    line: Annotated[int | None, "源文的行号"]
    deadline: Deadline
    leaders: Leaders
    why: Why
    link: Link | None
    document: Document


class Group(TypedDict):
    """一个条目和它的依据，牵头在配合之前"""

    id: NodeId
    plan: PlanId
    kind: RowKind
    title: str
    citation: Citation
    line: Line | None
    edited: Edited
    target: str
    state: Annotated[str, ("answered", "unassigned", "nearest")]
    duties: list[GroupDuty]


class PlanAnswer(TypedDict):
    """一份规划的结论；知识库有几份规划时才有"""

    plan: PlanId
    place: str
    title: str
    basis: Annotated[str, (*STRENGTH, "")]
    conclusion: str
    units: list[str]


class ProgressFacts(TypedDict):
    """一行指标或一家单位的一项任务，在一轮年度监测里的状态"""

    id: str
    plan: str
    row: Annotated[str, "条目的本地编号；任务分解到句的，`2.4.2#3f9a1c`"]
    kind: Annotated[str, "indicator 指标，measure 任务、项目"]
    year: int
    unit: Annotated[str, "报送的单位；指标为空"]
    unit_id: str
    value: float | None
    base_year: int | None
    base_value: float | None
    status: Annotated[str, "已达标、达进度、欠进度、逾期、未报……见 docs/monitoring.md"]
    colour: Annotated[str, "红、黄、蓝、绿、灰"]
    flag: Annotated[str, "▼ 达标但退步，协 需协调"]
    done: Annotated[float | None, "从基期到目标完成的份额"]
    due: Annotated[float | None, "按序时应完成的份额"]
    forecast: Annotated[str, "预期可达标、达标困难"]
    reason: str
    decided: Annotated[bool, "由人认定"]


class WhoAnswer(TypedDict):
    """谁管：先是结论，再是依据，强的在先"""

    query: str
    conclusion: Annotated[str, "一句话的结论"]
    kind: Annotated[
        str,
        "问什么：who 谁管，what-of-unit 一个单位的职责，value 数值，count 有几个，list 有哪些，yes-no 是不是，document 文号",
    ]
    step: Annotated[
        int, "怎样答上的：1 明确责任，2 文中点名，3 最接近的条目（请核对），4 词义相近，5 规划没有写", 1
    ]
    unread: Annotated[list[str], "问话里规划没有写的字眼：地方、年份、人群等"]
    topic: Annotated[str | None, "认出的第一个主题"]
    topics: list[str]
    answers: list[Answer]
    unassigned: list[ShortNode]
    nearest: list[NearNode]
    groups: Annotated[list[Group], "同样的依据按条目排列；清单和计数的各条也在这里"]
    plans: list[PlanAnswer]
    notes: list[str]
    suggestions: Annotated[list[str], "没有找到时，最接近的主题"]
    progress: NotRequired[Annotated[list[ProgressFacts], "各条最近一轮监测的状态；没有报过的没有"]]


class ListAnswer(TypedDict):
    """按条件选出的指标、项目、任务或规划"""

    thing: Annotated[str, "指标、项目、任务、规划"]
    filters: list[str]
    conclusion: str
    total: Count
    rows: list[Group]
    progress: NotRequired[Annotated[list[ProgressFacts], "各条的状态：所问年度的，或最近一轮的"]]


class Missed(TypedDict):
    """一句没有答上的问话"""

    query: str
    count: Count
    step: Count
    last: Annotated[str, "最近一次的日期"]


class MissingAnswer(TypedDict):
    """没有答上的问话，只记在本机"""

    missing: list[Missed]
    kept: Annotated[bool, "是否记录"]
