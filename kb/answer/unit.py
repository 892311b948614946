"""`kb unit NAME`: all duties of a unit, those it has through a collective marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.answer.facts import obligation_dict, rank, unit_dict
from kb.rules.holdings import Holding, count, held_by
from kb.rules.obligations import assign
from kb.store.lookup import SeveralUnits

if TYPE_CHECKING:
    from kb.answer.shapes import UnitAnswer, UnitCounted, UnitDuty, UnitObligation
    from kb.model import Duty, Indicator, Node, Unit
    from kb.store import Base


def unit(
    base: Base, name: str, *, plan: str | None = None, basis: str | None = None, place: str | None = None
) -> UnitAnswer:
    """A unit's duties by id, canonical name, full name or alias: assigned, named, related, then as object.

    via: the collective (各镇街) whose duty it is, None where it is the unit's own. totals: nodes by basis (an
    organisation a measure is about counts as "object") and, of assigned and named ones, by role; a node counts
    once in each. link: for related, the indicator or project that ties unit and node. choices: where the name is that
    of several units, each of them; then there are no duties. obligations: what its plans ask of every responsible
    unit. Raises NotFound with the nearest names.
    """
    try:
        found = base.one_unit(name, plan, place)
    except SeveralUnits as several:
        return _several(base, several)
    collectives = [c for c in base.collectives(found.id) if plan is None or plan in c.plans]
    of_units = base.duties_of_units((found.id, *(c.id for c in collectives)))
    held = held_by(
        found.id, collectives, lambda id_: (d for d in of_units.get(id_, ()) if plan in (None, d.plan))
    )
    if basis is not None:
        held = tuple(h for h in held if h.duty.standing == basis)
    links = [h.duty.link for h in held if h.duty.link is not None]
    nodes = base.nodes_of([*(h.duty.node for h in held), *links])
    indicators = base.indicators_of(h.duty.node for h in held)
    places = {p: i for i, p in enumerate(base.plan_ids())}
    ordered = sorted(
        held, key=lambda h: (rank(h.duty), h.via != "", places[h.duty.plan], nodes[h.duty.node].order)
    )
    return {
        **unit_dict(found),
        "collectives": list(dict.fromkeys(c.name for c in collectives)),
        "totals": {"basis": count(held), "role": _by_role(held)},
        "duties": [_duty(h.duty, h.via or None, nodes, indicators) for h in ordered],
        "obligations": _obligations(base, found, ordered, plan) if basis in (None, "assigned") else [],
        "choices": [],
    }


def _obligations(base: Base, unit: Unit, held: Sequence[Holding], plan: str | None) -> list[UnitObligation]:
    """What the unit's plans ask of every responsible unit, the unit among them; listed: see kb.rules.obligations."""
    out: list[UnitObligation] = []
    found_in = base.obligations_of(unit.plans if plan is None else (plan,))
    units = base.units_by_plan(found_in)
    nodes = base.nodes_of(o.node for asked in found_in.values() for o in asked)
    for plan_id, asked in found_in.items():
        local = units[plan_id]
        own = next((u for u in local if u.id == unit.id), None)
        pairs = [(h.duty, h.via) for h in held if h.duty.plan == plan_id]
        found = [assign(o, own, plan_id, local, pairs) for o in asked] if own is not None else []
        out += [
            {
                **obligation_dict(laid.obligation),
                "citation": nodes[laid.obligation.node].citation,
                "listed": laid.listed,
            }
            for laid in found
            if laid is not None
        ]
    return out


def _several(base: Base, several: SeveralUnits) -> UnitAnswer:
    collectives = base.collectives_of(u.id for u in several.units)
    ids = [*(u.id for u in several.units), *(c.id for found in collectives.values() for c in found)]
    duties = base.duties_of_units(ids)
    choices: list[UnitCounted] = [
        {
            **unit_dict(u),
            "counts": count(held_by(u.id, collectives.get(u.id, ()), lambda i: duties.get(i, ()))),
        }
        for u in several.units
    ]
    return {
        "unit": several.name,
        "unit_id": None,
        "place": None,
        "full_name": "",
        "aliases": [],
        "kind": "",
        "parent": "",
        "members": [],
        "plans": [],
        "registered": False,
        "collectives": [],
        "totals": {"basis": count(()), "role": {}},
        "duties": [],
        "obligations": [],
        "choices": choices,
    }


def _by_role(held: Iterable[Holding]) -> dict[str, int]:
    pairs = {(h.duty.node, h.duty.role) for h in held if h.duty.standing in ("assigned", "named")}
    return dict(sorted(Counter(role for _, role in pairs).items(), key=lambda x: (-x[1], x[0])))


def _duty(duty: Duty, via: str | None, nodes: dict[str, Node], indicators: dict[str, Indicator]) -> UnitDuty:
    node = nodes[duty.node]
    indicator = indicators.get(duty.node)
    tie = nodes[duty.link] if duty.link is not None else None
    return {
        "id": duty.node,
        "plan": duty.plan,
        "kind": node.kind,
        "number": node.number,
        "title": node.title,
        "citation": node.citation,
        "role": duty.role,
        "basis": duty.basis,
        "quote": duty.quote,
        "target": (indicator.target.text if indicator else "") or None,
        "line": duty.line,
        "via": via,
        "printed": duty.printed,
        "deadline": duty.deadline,
        "why": duty.why,
        "document": duty.document,
        "due": duty.due,
        "leaders": list(duty.leaders),
        "link": None
        if tie is None
        else {"id": tie.id, "kind": tie.kind, "title": tie.title, "citation": tie.citation},
        "edited": node.edited,
    }
