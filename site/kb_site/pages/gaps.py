"""Where a plan is weak and what is due, for its first page: 缺口与期限."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb_site.plan_view import PlanView

# A finding of the checks → what it is counted in, of what there are that many.
_FOUND = (
    ("KB310", "task", "项重点任务", "没有写明责任单位"),
    ("KB311", "project", "个项目", "没有写明责任单位"),
    ("KB312", "indicator", "项指标", "没有写明责任单位"),
    ("KB319", "indicator", "项指标", "在基期已经达到目标"),
)
_DATE = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月)?(?:\s*(\d{1,2})\s*日)?")
DEADLINES = 6
YEAR_END = 12


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


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as the plan prints it, and how many nodes have it."""

    text: str
    count: int


def gaps(view: PlanView) -> tuple[Gap, ...]:
    """Return what a plan leaves open, counted as its checks count it, and indicators without a number."""
    out = []
    for code, kind, measure, said in _FOUND:
        nodes = {p.node for p in view.problems if p.code == code}
        total = sum(n.kind == kind for n in view.nodes)
        if nodes:
            out.append(Gap(len(nodes), total, measure, said, view.path("check"), anchor=code))
    vague = sum(i.target.value is None for i in view.indicators)
    if vague:
        out.append(
            Gap(
                vague,
                len(view.indicators),
                "项指标",
                "只有方向，没有数字",
                view.path("indicators"),
                choice="target=none",
            )
        )
    return tuple(out)


def deadlines(view: PlanView) -> tuple[Deadline, ...]:
    """Return the deadlines that the plan gives its units, the earliest first, without those that name no year."""
    nodes: dict[str, set[str]] = {}
    for duties in view.duties.values():
        for duty in duties:
            if duty.deadline and _DATE.search(duty.deadline):
                nodes.setdefault("".join(duty.deadline.split()), set()).add(duty.node)
    ranked = sorted(nodes.items(), key=lambda row: (_when(row[0]), row[0]))
    return tuple(Deadline(text, len(found)) for text, found in ranked)


def _when(text: str) -> tuple[int, int, int]:
    """Return year, month and day of the last date in a deadline; a year alone ends with its last month."""
    year, month, day = list(_DATE.finditer(text))[-1].groups()
    return int(year), int(month or YEAR_END), int(day or 31)
