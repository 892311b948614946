"""Where a plan is weak, for its first page: 缺口与期限. What is due comes from deadlines.py."""

from __future__ import annotations

from dataclasses import dataclass

from kb.rules.distance import met
from kb_site.plan_view import PlanView

# A finding of the checks → what it is counted in, of what there are that many.
_FOUND = (
    ("KB310", "task", "项重点任务", "没有写明责任单位"),
    ("KB311", "project", "个项目", "没有写明责任单位"),
    ("KB312", "indicator", "项指标", "没有写明责任单位"),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A line of the block: “39 项重点任务中 37 项没有写明责任单位”, and the page (with anchor or choice) it leads to."""

    count: int
    total: int
    measure: str
    said: str
    path: str
    anchor: str = ""
    choice: str = ""


def gaps(view: PlanView) -> tuple[Gap, ...]:
    """Return what a plan leaves open, counted as its checks count it, and indicators without a number."""
    out = []
    for code, kind, measure, said in _FOUND:
        nodes = {p.node for p in view.problems if p.code == code}
        total = sum(n.kind == kind for n in view.nodes)
        if nodes:
            out.append(Gap(len(nodes), total, measure, said, view.path("check"), anchor=code))
    table = view.path("indicators")
    whole = len(view.indicators)
    reached = sum(met(i) is True for i in view.indicators)
    if reached:
        out.append(Gap(reached, whole, "项指标", "在基期已经达到目标", table, choice="target=met"))
    vague = sum(i.target.value is None for i in view.indicators)
    if vague:
        out.append(Gap(vague, whole, "项指标", "只有方向，没有数字", table, choice="target=none"))
    return tuple(out)
