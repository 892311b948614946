"""`kb check`: what was found in each plan when the base was built, and what only all plans together show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answer.facts import problem_dict
from kb.codes import LEVEL_NAMES, problem, urgency
from kb.corpus import SAME_HINT, ink_digest
from kb.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.answer.shapes import CheckAnswer
    from kb.store import Base

SAME = "KB119"


def problems(base: Base, plan: str | None = None) -> tuple[Problem, ...]:
    """Return the findings of a plan, or of all, what matters first; `seen` are those that a person marked as right."""
    own = (p for p in base.problems(plan) if p.code != SAME)
    return tuple(sorted((*same_documents(base, plan), *own), key=urgency))


def open_problems(base: Base, plan: str | None = None) -> tuple[Problem, ...]:
    """Return the findings that nobody marked as seen."""
    return tuple(p for p in problems(base, plan) if not p.seen)


def same_documents(base: Base, plan: str | None = None) -> tuple[Problem, ...]:
    """Return a finding for each plan whose source is that of one before it, white space aside."""
    marks = {(p.path.partition("/")[0], p.said): p.note for p in base.problems() if p.code == SAME}
    first: dict[str, str] = {}
    out = []
    for id_ in base.plan_ids():
        other = first.setdefault(ink_digest(base.plan(id_).source), id_)
        if other != id_ and plan in (None, id_, other):
            one = problem(SAME, f"{id_}/source.txt", message=f"与 {other} 是同一份文件", hint=SAME_HINT)
            note = marks.get((id_, one.said))
            out.append(one if note is None else replace(one, seen=True, note=note))
    return tuple(out)


def chosen(
    base: Base, plans: Sequence[str] = (), level: str = "note", codes: Sequence[str] = (), line: int | None = None
) -> tuple[Problem, ...]:  # fmt: skip
    """Return the findings of some plans (() for all) down to a level, of some codes (() for all), what matters first.

    line: 1-based, of the file that a finding points at; None for all. Those marked as seen are among them.
    Raises NotFound for a plan there is none of."""
    for name in plans:
        base.plan(name)
    shown = tuple(LEVEL_NAMES)[: tuple(LEVEL_NAMES).index(level) + 1]
    asked: tuple[str | None, ...] = tuple(dict.fromkeys(plans)) or (None,)
    found = [p for name in asked for p in problems(base, name)]
    found = [p for p in found if p.level in shown and (not codes or p.code in codes)]
    found = [p for p in found if line is None or p.line == line]
    return tuple(sorted(found, key=urgency))


def check(
    base: Base, *, plans: Sequence[str] = (), level: str = "note", codes: Sequence[str] = ()
) -> CheckAnswer:
    """The findings that `chosen` chooses, without those that a person marked as seen."""
    return {"problems": [problem_dict(p) for p in chosen(base, plans, level, codes) if not p.seen]}
