"""Shapes of `kb compare`."""

from __future__ import annotations

from typing import Annotated, TypedDict

from kb.answer.parts import IndicatorFacts, NodeBrief
from kb.who.shapes import Citation, NodeId, PlanId

Sure = Annotated[int, "把握，0 到 100", 0]
Why = Annotated[list[str], "为什么说是同一个"]
Against = Annotated[list[str], "哪里不一样；没有的才不问就对上"]
Standing = Annotated[
    str,
    "sure 名称、单位、方向都一致，直接对上；by_hand 人工核定；proposed 只是提议，等人核定",
    ("sure", "by_hand", "proposed"),
]


class ComparedPlan(TypedDict):
    """对照的一份规划"""

    id: PlanId
    title: str
    place: list[str]
    level: str
    period: Annotated[list[int] | None, "起止年"]
    called: Annotated[str, "对照里怎么称呼它"]


class AlignedPair(TypedDict):
    """两份规划里的一对"""

    ids: Annotated[list[NodeId], "前一份的、后一份的"]
    standing: Standing
    sure: Sure
    why: Why
    against: Against


class ComparedIndicator(TypedDict):
    """对上的一项指标"""

    name: str
    cells: Annotated[list[IndicatorFacts | None], "各份规划的，按 plans 的次序；null：没有对上的"]
    pairs: list[AlignedPair]
    said: Annotated[list[str], "目标高低：同一年的才比"]


class ProposedIndicators(TypedDict):
    """一对提议：未经核定，不算同一个指标"""

    pair: AlignedPair
    cells: Annotated[list[IndicatorFacts], "前一份的、后一份的"]


class AlignedTask(TypedDict):
    """两份规划里的一对任务"""

    pair: AlignedPair
    nodes: list[NodeBrief]


class CitedPlan(TypedDict):
    """一份规划引用的一个文件"""

    plan: Annotated[PlanId, "引用它的规划"]
    name: Annotated[str, "书名号里的名称"]
    id: Annotated[NodeId, "最先引用的条目"]
    citation: Citation
    leads: Annotated[str, "库里的哪一份；没有的为空"]
    basis: Annotated[bool, "规划说是它的依据"]


class CompareAnswer(TypedDict):
    """几份规划的对照"""

    plans: list[ComparedPlan]
    indicators: list[ComparedIndicator]
    proposed: list[ProposedIndicators]
    only: Annotated[dict[str, list[IndicatorFacts]], "各份规划独有（没有对上）的指标，按规划编号"]
    tasks: list[AlignedTask]
    references: list[CitedPlan]
    notes: Annotated[list[str], "align.csv 里没有采用的行"]
