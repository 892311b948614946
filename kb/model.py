"""What a plan is: the plan, its nodes, and the facts found in them. All frozen; every list a tuple.

A Node comes from the text; facts (Indicator, Duty, …) come from rules over nodes and point back by node id and
source offsets. `start`/`end` of a fact are offsets into the plan's source: `source[start:end] == quote`.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from kb.records import dataclass
from kb.spans import Span, Text

Kind = Literal[
    "chapter", "section", "principle", "goal", "task", "measure", "box", "project", "indicator", "paragraph"
]
KINDS: tuple[Kind, ...] = (
    "chapter", "section", "principle", "goal", "task", "measure", "box", "project", "indicator", "paragraph",
)  # fmt: skip
KIND_NAMES: dict[str, str] = {
    "chapter": "章", "section": "节", "principle": "基本原则", "goal": "主要目标", "task": "重点任务",
    "measure": "保障措施", "box": "专栏", "project": "项目", "indicator": "指标", "paragraph": "段落",
}  # fmt: skip
Basis = Literal["assigned", "named", "related"]
BASIS_NAMES: dict[str, str] = {"assigned": "明确责任", "named": "文中点名", "related": "关联"}
STRENGTH = {"assigned": 0, "named": 1, "related": 2}
NOT_A_UNIT = "不是单位"
"""Kind of an entry of units.toml whose names are no unit: a person says that the text means something else by them."""
Chain = tuple[str, ...]
"""A place from wide to narrow: ("重庆市", "大渡口区")."""
# Role of an organisation that a measure is about: named, but not as the one that acts.
OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Repair:
    """Something import changed, left out or recovered, or a person changed in plan.md.

    kind: "number" (a lost heading number recovered), "moved" (text that stands elsewhere in the tree than in the
    source), "page-mark", "running-head", "contents", "page" (what a web page prints around its document), "reading"
    (the pronunciation over characters): left out of the tree; the only kinds that drop ink are listed in DROPPING.
    "unread" (a picture or the like without text: start == end; reason names it, value its place).
    "control" (the control and format characters of a line, left out one by one: `source` holds just them, and all
    between `start` and `end` that are such are meant; the ink between them stands in the tree).
    "hand": a person put `value` in the place of `source`; either may be "".
    `source` is the source text concerned ("" for a recovered number), `value` what stands in the tree.
    plan_line: for "hand", the line of plan.md where the words are, or after which they are missing; 0: before the first.
    """

    kind: str
    start: int
    end: int
    line: int
    source: str
    value: str
    reason: str
    plan_line: int = 0


DROPPING = frozenset({"page-mark", "contents", "running-head", "page", "reading"})
HAND = "hand"
EDITED = "经人工修改"
"""What every surface says of a node whose words a person changed in plan.md."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: the column's heading (white space removed) and the cell's text.

    merged: the cell is empty because it is one with the cell above, whose text holds for this row too."""

    column: str
    text: Text
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the tree.

    id: `<plan-id>/<local>`; local from official numbering: `2.4.2` is 二、（四）2, `b5` is 专栏五, `b1.25` indicator
    25 of 专栏一, `b1.11-2` the second row of indicator 11, `b5.p3f9a1c` a project (key of its title),
    `4.1.q81c2f0` a paragraph (key of its opening words).
    number: as printed, "二", "（四）", "2", "专栏一", "" where the text has none; recovered where the source lost it.
    title: without number and closing 。 or ：, and for an indicator without its unit of measure.
    head: the heading as printed, number included (not in `pieces` where recovered). body: the text below it, for a
    table row the cells joined by a space. `text` is body's string.
    span: from the first to the last source character of the node and all below it; None only for an empty node.
    repaired: the fields import recovered or moved: "number", "place".
    cells: for a table row, in column order. columns: for a box with a table, its header.
    order: position in reading order within the plan, from 0.
    edited: whether a person changed its words in plan.md, so that they are not all the source's.
    plan_line: 1-based line of plan.md, where a person corrects it; 0 where it was read from no plan.md. A place like
    span, so left out of equality.
    """

    id: str
    plan: str
    kind: Kind
    number: str
    title: str
    parent: str | None
    order: int
    depth: int
    head: Text
    body: Text
    citation: str
    span: Span | None = field(default=None, compare=False)
    repaired: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    columns: tuple[str, ...] = ()
    plan_line: int = field(default=0, compare=False)
    edited: bool = False

    @property
    def text(self) -> str:
        return self.body.value

    @property
    def local(self) -> str:
        """The id without the plan: `2.4.2`."""
        return self.id.split("/", 1)[1]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and its identity, from the front matter of plan.md. Empty string or tuple: the text does not say.

    issued, adopted: as ISO date "2023-02-27" where the day is known. period: (2021, 2030) inclusive years.
    level: 国家 | 省 | 市 | 区县 | 乡镇 | "". place: whose plan it is, from the widest place to the narrowest:
    ("重庆市", "大渡口区"), ("国家",), () unknown. source: the text that spans count in.
    """

    id: str
    title: str
    doc_number: str = ""
    issuer: str = ""
    issued: str = ""
    adopted: str = ""
    publicity: str = ""
    level: str = ""
    recipients: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    period: tuple[int, int] | None = None
    basis: tuple[str, ...] = ()
    source_file: str = "source.txt"
    place: tuple[str, ...] = ()
    source: str = field(default="", compare=False, repr=False)

    @property
    def place_name(self) -> str:
        """The narrowest link of the place, "大渡口区"; "" where the place is unknown."""
        return self.place[-1] if self.place else ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A plan with its nodes in reading order, parents before children, and what import repaired.

    printed: where a person changed plan.md, the same tree in the source's own words; only rules ask it, and a base
    does not keep it.
    """

    plan: Plan
    nodes: tuple[Node, ...]
    repairs: tuple[Repair, ...] = ()
    printed: Tree | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator is to reach: “≥4.5” → op ">=", value 4.5; “增加” → trend "增加"; “3—5” → value 3,
    value_high 5. op is one of "<", "<=", "=", ">=", ">" or None. column: heading of its column.
    approx: ≈ or 左右. cumulative: 〔〕 around the number."""

    text: str
    op: str | None = None
    value: float | None = None
    value_high: float | None = None
    trend: str | None = None
    year: int | None = None
    column: str = ""
    approx: bool = False
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator stood: 新生儿死亡率 2020: 1.21‰. node and offsets: the sentence that says so."""

    year: int | None
    value: float
    unit_of_measure: str
    node: str
    quote: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of an indicator table. part is 1, 2, 3 for the rows under one number, None where it has one row.
    binding: 约束性 | 预期性 | ""; binding_inherited where the cell was merged with the one above.
    target is targets[0]; a plan may give one per year or class."""

    id: str
    plan: str
    box: str
    number: str
    part: int | None
    name: str
    unit_of_measure: str
    target: Target
    targets: tuple[Target, ...]
    binding: str
    binding_inherited: bool
    category: str
    units: tuple[str, ...]
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible or named unit, of one place.

    name: canonical, as the plan prints it. id: identity, place and name (大渡口区/区卫健委, 国家/财政部), "" for an entry
    of units.toml no plan has been read with. place: the chain, () unknown; of an entry what it states. plans: ids the
    entry holds for (empty: all). registered: False where only the text, not units.toml, knows it.
    """

    name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    parent: str = ""
    members: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    registered: bool = True
    id: str = ""
    place: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All it goes by, each once: its own name, then the full name, then aliases."""
        return tuple(n for n in dict.fromkeys((self.name, self.full_name, *self.aliases)) if n)

    @property
    def place_name(self) -> str:
        """The place as ids begin with it, "大渡口区"; "" where the place is unknown."""
        return place_name(self.id)


def same_place(one: Chain, other: Chain) -> bool:
    """Whether two chains can be one place, one of them given with fewer links above.

    >>> same_place(("大渡口区",), ("重庆市", "大渡口区")), same_place(("甲市", "东区"), ("乙市", "东区"))
    (True, False)
    """
    n = min(len(one), len(other))
    return n > 0 and one[-n:] == other[-n:]


def place_name(unit_id: str) -> str:
    """The place of a unit's id: 大渡口区/区卫健委 → 大渡口区; "" where it is unknown."""
    return unit_id.partition("/")[0] if "/" in unit_id else ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit's tie to a node. unit: canonical name; unit_id: identity (see Unit); printed: as the text has it.

    role: 责任, 牵头, 配合, 参与, 协调, 指导, 监督, 依托, … ; object for an organisation a measure is about (basis named).
    basis: assigned | named | related. quote, start, end, line: the proof; `source[start:end] == quote`.
    inherited_from: node id whose heading or carry-over rule gave the duty, or None. link: for related, the id of
    the indicator or project that ties them. why: for related, the topic or words in common; of an overlay, its note.
    document: citation of an overlay (duties.csv), "" when the plan itself says so; then offsets are 0.
    deadline: as printed, "" for none. due: its last day, YYYY-MM-DD, "" where it has none (长期) or no year is known.
    leaders: the persons printed as 责任领导, 责任人, each as printed.
    """

    plan: str
    unit: str
    node: str
    role: str
    basis: Basis
    printed: str
    quote: str
    start: int
    end: int
    line: int
    deadline: str = ""
    inherited_from: str | None = None
    link: str | None = None
    why: str = ""
    document: str = ""
    unit_id: str = ""
    due: str = ""
    leaders: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """How the unit stands to the node: the basis, or "object" where a measure is about the unit."""
        return OBJECT if self.role == OBJECT else self.basis

    @property
    def place_name(self) -> str:
        """The unit's place, "" unknown."""
        return place_name(self.unit_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a plan asks of every responsible unit without naming one: “责任单位每年向区妇儿工委报告落实情况。”

    kinds: what is asked, 报告, 经费, 方案, … addressee: as printed. quote: the sentence, `source[start:end] == quote`.
    said: the sentence as the plan's text reads, page marks of the source left out.
    """

    plan: str
    node: str
    kinds: tuple[str, ...]
    addressee: str
    quote: str
    said: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Topic:
    """Staff vocabulary: terms tag nodes; said are words people type; narrower names other topics."""

    name: str
    terms: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A node of a topic. place: "title" or "text"; hits: how many times a term stands there."""

    plan: str
    node: str
    topic: str
    place: str
    hits: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """A number promised in prose: “集团化办学率达到75%以上” → subject 集团化办学率, op ">=", value 75, unit %.

    trend: the way of a change, “案件数量同比下降5%” → 下降; then `value` is by how much, and there is no op. Otherwise None.
    """

    plan: str
    node: str
    subject: str
    op: str | None
    value: float
    value_high: float | None
    unit_of_measure: str
    quote: str
    start: int
    end: int
    line: int
    trend: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document 《…》 (kind "document") or a brand or quoted term “…” (kind "brand")."""

    plan: str
    node: str
    kind: Literal["document", "brand"]
    name: str
    quote: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a unit returned for a row of a plan and a year, as it was accepted (kb.ledger).

    year: the one it is of, which is the base year where a base was asked for; round: the one it came in.
    value: None where the unit has none and says why in `note`. text: as the cell had it, “约95”.
    nature: 年报, 快报, 抽样, 测算, 学年 or "". digest, cell: SHA-256 of the file and the cell, "指标!I7".
    public: False keeps it out of every public output.
    """

    plan: str
    node: str
    year: int
    round: int
    unit: str
    unit_id: str
    value: float | None
    text: str
    numerator: float | None = None
    denominator: float | None = None
    nature: str = ""
    source: str = ""
    note: str = ""
    digest: str = ""
    cell: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where an indicator row or a measure stood in a round: computed, or decided by a person.

    row: the node's local id, or `<local>#<key>` for a sentence of it that was assigned. unit, unit_id: of a measure, the
    unit that reported; "" for an indicator. status: 达进度, 逾期, …; colour: 绿, 蓝, 黄, 红, 灰. flag: “▼”, “协” or "".
    done, due: share of the way from base to target that is done, and that is due; None where neither can be worked out.
    forecast: 预期可达标, 达标困难 or "". reason: of a decision, otherwise what explains the status.
    """

    plan: str
    node: str
    row: str
    kind: Literal["indicator", "measure"]
    year: int
    status: str
    colour: str
    unit: str = ""
    unit_id: str = ""
    flag: str = ""
    value: float | None = None
    base_year: int | None = None
    base_value: float | None = None
    done: float | None = None
    due: float | None = None
    forecast: str = ""
    reason: str = ""
    decided: bool = False
    public: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """All that rules find in one tree, and what units returned for it."""

    indicators: tuple[Indicator, ...] = ()
    units: tuple[Unit, ...] = ()
    duties: tuple[Duty, ...] = ()
    tags: tuple[Tag, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    references: tuple[Reference, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    values: tuple[Value, ...] = ()
    progress: tuple[Progress, ...] = ()
