"""Where rows stood in the last round of monitoring, for answers: public rows only, nothing where nothing was returned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.model import Progress
    from kb.store import Base
    from kb.who.shapes import ProgressFacts

REACHED, NOT_REACHED = "已达标", "未达标"


def progress_of(base: Base, nodes: Iterable[str], year: int | None = None) -> list[ProgressFacts]:
    """Return the standing of these nodes, in their order, in a year or each in its last round."""
    if not base.counts().get("progress"):
        return []
    out: list[ProgressFacts] = []
    for node in dict.fromkeys(nodes):
        found = [p for p in base.progress(node=node) if year is None or p.year == year]
        last = max((p.year for p in found), default=None)
        out += [progress_dict(p) for p in found if p.year == last]
    return out


def progress_dict(p: Progress) -> ProgressFacts:
    return {
        "id": p.node, "plan": p.plan, "row": p.row, "kind": p.kind, "year": p.year, "unit": p.unit, "unit_id": p.unit_id,
        "value": p.value, "base_year": p.base_year, "base_value": p.base_value, "status": p.status, "colour": p.colour,
        "flag": p.flag, "done": p.done, "due": p.due, "forecast": p.forecast, "reason": p.reason, "decided": p.decided,
    }  # fmt: skip


def of_year(base: Base, year: int, filters: Iterable[str], plan: str | None = None) -> frozenset[str]:
    """Return the indicators that had a status in a year and, where asked, had reached their target or not.

    未达标 is what has a value and has not reached a numeric target: a row without a value is neither.
    """
    from kb.words.monitoring import MET

    asked = set(filters)
    out = set()
    for p in base.progress(plan=plan):
        if p.year != year or p.kind != "indicator":
            continue
        reached = p.status in MET
        behind = p.value is not None and not reached and base_target(base, p.node)
        if (REACHED not in asked or reached) and (NOT_REACHED not in asked or behind):
            out.add(p.node)
    return frozenset(out)


def base_target(base: Base, node: str) -> bool:
    """Return whether an indicator has a numeric target."""
    indicator = base.indicator(node)
    return indicator is not None and indicator.target.value is not None
