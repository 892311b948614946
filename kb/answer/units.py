"""`kb units`: every unit with the number of nodes it is responsible for, named in, or tied to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.answer.facts import unit_dict
from kb.rules.holdings import count, held_by, most_first

if TYPE_CHECKING:
    from kb.answer.shapes import UnitCounted, UnitsAnswer
    from kb.model import Duty, Unit
    from kb.store import Base


@dataclass(frozen=True, slots=True)
class Proposed:
    """An entry for units.toml that a person is to confirm, with the place where the unit first appears and how many
    assigned duties it has."""

    unit: Unit
    citation: str
    line: int
    count: int


def units(
    base: Base, plan: str | None = None, *, kind: str | None = None, place: str | None = None
) -> UnitsAnswer:
    """{"units": [{"unit", "unit_id", "place", …, "counts": {"assigned", "named", "related", "object"}}]}: most
    assigned first.

    plan: units of that plan, as it has them, and only its duties. kind: 政府部门, 群团, …. place: units of a place that
    has these characters in its name. Duties that a unit has through a collective are counted (see kb.rules.holdings).
    Units that no duty names come last. Raises NotFound for a plan there is none of.
    """
    if plan is not None:
        base.plan(plan)
    duties: dict[str, list[Duty]] = {}
    for duty in base.duties(plan=plan):
        duties.setdefault(duty.unit_id, []).append(duty)
    collectives = base.memberships(plan)
    rows: list[tuple[tuple[int, ...], int, UnitCounted]] = []
    for order, one in enumerate(base.units(plan)):
        if (kind and one.kind != kind) or (place and place not in "".join(one.place)):
            continue
        counts = count(held_by(one.id, collectives.get(one.id, ()), lambda id_: duties.get(id_, ())))
        rows.append((most_first(counts), order, {**unit_dict(one), "counts": counts}))
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
