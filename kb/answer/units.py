"""`kb units`: every unit with the number of nodes it is responsible for, named in, or tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.facts import OBJECT, STRENGTH, Json, standing, unit_dict

if TYPE_CHECKING:
    from kb.store import Base


def units(base: Base, plan: str | None = None, *, kind: str | None = None) -> Json:
    """{"units": [{"unit", …, "counts": {"assigned", "named", "related", "object"}}]}: most assigned first.

    plan: only duties of that plan and entries that hold for it. kind: 政府部门, 群团, …. Units that no duty names
    come last. Raises NotFound for a plan there is none of.
    """
    if plan is not None:
        base.plan(plan)
    seen: dict[str, set[tuple[str, str]]] = {}
    for duty in base.duties(plan=plan):
        seen.setdefault(duty.unit, set()).add((duty.node, standing(duty)))
    rows = []
    for place, found in enumerate(base.units()):
        if (plan and found.plans and plan not in found.plans) or (kind and found.kind != kind):
            continue
        counts = dict.fromkeys((*STRENGTH, OBJECT), 0)
        for _node, key in seen.get(found.name, ()):
            counts[key] += 1
        rows.append((tuple(-n for n in counts.values()), place, {**unit_dict(found), "counts": counts}))
    rows.sort(key=lambda row: row[:2])
    return {"units": [row for _, _, row in rows]}
