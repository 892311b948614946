"""`kb check`: what was found in each plan when the base was built, and what only all plans together show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.facts import problem_dict
from kb.codes import LEVEL_NAMES, problem, urgency
from kb.corpus import SAME_HINT, ink_digest
from kb.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.answer.shapes import CheckAnswer
    from kb.store import Base


def problems(base: Base, plan: str | None = None) -> tuple[Problem, ...]:
    """Return the findings of a plan, or of all, what matters first."""
    return tuple(sorted((*same_documents(base, plan), *base.problems(plan)), key=urgency))


def same_documents(base: Base, plan: str | None = None) -> tuple[Problem, ...]:
    """Return a finding for each plan whose source is that of one before it, white space aside."""
    first: dict[str, str] = {}
    out = []
    for id_ in base.plan_ids():
        other = first.setdefault(ink_digest(base.plan(id_).source), id_)
        if other != id_ and plan in (None, id_, other):
            out.append(
                problem("KB119", f"{id_}/source.txt", message=f"与 {other} 是同一份文件", hint=SAME_HINT)
            )
    return tuple(out)


def chosen(
    base: Base, plans: Sequence[str] = (), level: str = "note", codes: Sequence[str] = ()
) -> tuple[Problem, ...]:
    """Return the findings of some plans (() for all) down to a level, of some codes (() for all), what matters first.

    Raises NotFound for a plan there is none of."""
    for name in plans:
        base.plan(name)
    shown = tuple(LEVEL_NAMES)[: tuple(LEVEL_NAMES).index(level) + 1]
    asked: tuple[str | None, ...] = tuple(dict.fromkeys(plans)) or (None,)
    found = [p for name in asked for p in problems(base, name)]
    found = [p for p in found if p.level in shown and (not codes or p.code in codes)]
    return tuple(sorted(found, key=urgency))


def check(
    base: Base, *, plans: Sequence[str] = (), level: str = "note", codes: Sequence[str] = ()
) -> CheckAnswer:
    """The findings that `chosen` chooses."""
    return {"problems": [problem_dict(p) for p in chosen(base, plans, level, codes)]}
