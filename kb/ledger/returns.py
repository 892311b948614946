"""Returned values on their way into the base: a plan's facts with what its monitoring folder holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.codes import BY_CODE, problem
from kb.ledger.folder import Ledger, read_ledger
from kb.ledger.standing import Facts as JudgedFacts
from kb.ledger.standing import Standing
from kb.ledger.tables import ProblemRow
from kb.model import Facts, Tree
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
    judged = JudgedFacts(
        plan=tree.plan,
        indicators=facts.indicators,
        nodes=frozenset(n.local for n in tree.nodes),
        unit_ids={u.name: u.id for u in facts.units},
        deadlines={(d.node.split("/", 1)[1], d.unit): d.deadline for d in facts.duties if d.deadline},
    )
    standing = Standing(ledger, judged)
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


def _whose(p: ProblemRow) -> str:
    return "，".join(w for w in (p.unit, p.id) if w)


def standing_of(base: Base, ledger: Ledger, day: date | None) -> Standing:
    """Return the judge of a plan's rounds, for a day, with the plan's facts from a base."""
    plan = base.plan(ledger.plan)
    return Standing(
        ledger,
        JudgedFacts(
            plan=plan,
            indicators=base.indicators(plan.id),
            nodes=frozenset(n.local for n in base.nodes(plan.id)),
            unit_ids={u.name: u.id for u in base.units(plan.id)},
            deadlines={
                (d.node.split("/", 1)[1], d.unit): d.deadline for d in base.duties(plan=plan.id) if d.deadline
            },
        ),
        day,
    )
