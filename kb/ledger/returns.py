"""Returned values on their way into the base: a plan's facts with what its monitoring folder holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.codes import BY_CODE, problem
from kb.ledger.folder import Ledger, read_ledger
from kb.ledger.standing import Facts as JudgedFacts
from kb.ledger.standing import Standing
from kb.model import Duty, Facts, Indicator, Node, Plan, Tree, Unit
from kb.problems import Problem

if TYPE_CHECKING:
    from datetime import date

    from kb.store import Base


def with_returns(facts: Facts, tree: Tree, folder: Path) -> tuple[Facts, tuple[Problem, ...]]:
    """Return a plan's facts with accepted values and statuses, and what is wrong with its monitoring files.

    folder: the plan's in the corpus; without a folder `monitor` the facts stay as they are.
    """
    ledger = read_ledger(folder)
    if ledger is None:
        return facts, ()
    standing = Standing(ledger, _judged(tree.plan, facts.indicators, tree.nodes, facts.units, facts.duties))
    values, gone = standing.values()
    return replace(facts, values=values, progress=standing.progress()), (
        *ledger.problems,
        *gone,
        *open_problems(ledger),
    )


def open_problems(ledger: Ledger) -> tuple[Problem, ...]:
    """Return the open errors of the last round as findings of `kb check` (KB342).

    They say which row of which unit, and no value: a base's problems are on the site's pages.
    """
    if ledger.last is None:
        return ()
    path = f"{ledger.plan}/monitor/rounds/{ledger.last.year}/problems.csv"
    return tuple(
        problem(
            "KB342",
            path,
            message=f"{ledger.last.year}年：{p.code} {BY_CODE[p.code].title}（{'，'.join(filter(None, (p.unit, p.id)))}）",
        )
        for p in ledger.last.open_errors()
    )


def standing_of(base: Base, ledger: Ledger, day: date | None) -> Standing:
    """Return the judge of a plan's rounds, for a day, with the plan's facts from a base."""
    plan = base.plan(ledger.plan)
    judged = _judged(
        plan, base.indicators(plan.id), base.nodes(plan.id), base.units(plan.id), base.duties(plan=plan.id)
    )
    return Standing(ledger, judged, day)


def _judged(
    plan: Plan,
    indicators: Sequence[Indicator],
    nodes: Iterable[Node],
    units: Iterable[Unit],
    duties: Iterable[Duty],
) -> JudgedFacts:
    return JudgedFacts(
        plan=plan,
        indicators=tuple(indicators),
        nodes=frozenset(n.local for n in nodes),
        unit_ids={u.name: u.id for u in units},
        deadlines={(d.node.split("/", 1)[1], d.unit): d.deadline for d in duties if d.deadline},
    )
