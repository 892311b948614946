"""`kb unit NAME`: all duties of a unit, those it has through a collective marked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kb.answer.facts import Json, link_dict, rank, standing, target_texts, unit_dict
from kb.model import OBJECT, STRENGTH

if TYPE_CHECKING:
    from kb.model import Duty, Node
    from kb.store import Base


def unit(base: Base, name: str, *, plan: str | None = None, basis: str | None = None) -> Json:
    """A unit's duties by canonical name, full name or alias: assigned, named, related, then as object.

    via: the collective (各镇街) whose duty it is, None where it is the unit's own. totals: nodes by basis (an
    organisation a measure is about counts as "object") and, of assigned and named ones, by role; a node counts
    once in each. link: for related, the indicator or project that ties unit and node.
    Raises NotFound with the nearest names.
    """
    found = base.unit(name, plan)
    collectives = [c for c in base.collectives(found.name) if plan is None or not c.plans or plan in c.plans]
    held: list[tuple[Duty, str | None]] = [(d, None) for d in base.duties(unit=found.name, plan=plan)]
    for collective in collectives:
        held += [(d, collective.name) for d in base.duties(unit=collective.name, plan=plan)]
    if basis is not None:
        held = [(d, via) for d, via in held if standing(d) == basis]
    nodes: dict[str, Node] = {d.node: base.node(d.node) for d, _ in held}
    places = {p: i for i, p in enumerate(base.plan_ids())}
    held.sort(key=lambda x: (rank(x[0]), x[1] is not None, places[x[0].plan], nodes[x[0].node].order))
    targets = target_texts(base, plan)
    return {
        **unit_dict(found),
        "collectives": [c.name for c in collectives],
        "totals": {"basis": _by_basis(held), "role": _by_role(held)},
        "duties": [
            {**_duty(d, via, nodes[d.node], targets.get(d.node)), "link": link_dict(base, d)}
            for d, via in held
        ],
    }


def _by_basis(held: list[tuple[Duty, str | None]]) -> dict[str, int]:
    counts = Counter(key for _, key in {(d.node, standing(d)) for d, _ in held})
    return {key: counts[key] for key in (*STRENGTH, OBJECT)}


def _by_role(held: list[tuple[Duty, str | None]]) -> dict[str, int]:
    pairs = dict.fromkeys((d.node, d.role) for d, _ in held if standing(d) in ("assigned", "named"))
    return dict(sorted(Counter(role for _, role in pairs).items(), key=lambda x: (-x[1], x[0])))


def _duty(duty: Duty, via: str | None, node: Node, target: str | None) -> Json:
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
        "target": target or None,
        "line": duty.line,
        "via": via,
        "printed": duty.printed,
        "deadline": duty.deadline,
        "why": duty.why,
        "document": duty.document,
    }
