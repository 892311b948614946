"""`kb check`: what was found in each plan when the base was built, and what only all plans together show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.codes import problem, urgency
from kb.corpus import SAME_HINT, ink_digest
from kb.problems import Problem

if TYPE_CHECKING:
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
