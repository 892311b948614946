"""`kb units`: every unit with the number of nodes it is responsible for, named in, or tied to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.answer.facts import Json, standing, unit_dict
from kb.model import OBJECT, STRENGTH

if TYPE_CHECKING:
    from kb.model import Duty, Unit
    from kb.store import Base


@dataclass(frozen=True, slots=True)
class Proposed:
    """An entry for units.toml that a person is to confirm, with the place where the unit first stands and how many
    assigned duties it has."""

    unit: Unit
    citation: str
    line: int
    count: int


def units(base: Base, plan: str | None = None, *, kind: str | None = None) -> Json:
    """{"units": [{"unit", …, "counts": {"assigned", "named", "related", "object"}}]}: most assigned first.

    plan: only duties of that plan and entries that hold for it. kind: 政府部门, 群团, …. Units that no duty names
    come last. One name with two full names is two units, each with the duties of its own plans.
    Raises NotFound for a plan there is none of.
    """
    if plan is not None:
        base.plan(plan)
    seen: dict[str, set[tuple[str, str, str]]] = {}
    for duty in base.duties(plan=plan):
        seen.setdefault(duty.unit, set()).add((duty.plan, duty.node, standing(duty)))
    entries: dict[tuple[str, str], list[Unit]] = {}
    for found in base.units():
        if not (plan and found.plans and plan not in found.plans) and not (kind and found.kind != kind):
            entries.setdefault((found.name, found.full_name), []).append(found)
    rows = []
    for place, ((name, _), same) in enumerate(entries.items()):
        plans = tuple(dict.fromkeys(p for u in same for p in u.plans)) if all(u.plans for u in same) else ()
        counts = dict.fromkeys((*STRENGTH, OBJECT), 0)
        for where, _node, key in seen.get(name, ()):
            counts[key] += not plans or where in plans
        rows.append(
            (
                tuple(-n for n in counts.values()),
                place,
                {**unit_dict(replace(same[0], plans=plans)), "counts": counts},
            )
        )
    rows.sort(key=lambda row: row[:2])
    return {"units": [row for _, _, row in rows]}


def proposed(base: Base, plan: str | None = None) -> tuple[Proposed, ...]:
    """Entries for the units that a plan makes responsible and units.toml lacks, most frequent first, plan by plan.

    Raises NotFound for a plan there is none of.
    """
    from kb.rules.proposals import join_proposed

    plans = [base.plan(plan)] if plan is not None else [base.plan(p) for p in base.plan_ids()]
    out: list[Proposed] = []
    for one in plans:
        duties: dict[str, list[Duty]] = {}
        for duty in base.duties(plan=one.id, basis="assigned"):
            duties.setdefault(duty.unit, []).append(duty)
        met = [u for u in base.units() if not u.registered and one.id in u.plans and u.name in duties]
        met.sort(key=lambda u: (-len(duties[u.name]), u.name))
        for unit in join_proposed(met, one):
            first = duties[unit.name][0]
            node = base.node(first.node)
            out.append(Proposed(unit, node.citation, first.line, len(duties[unit.name])))
    return tuple(out)
