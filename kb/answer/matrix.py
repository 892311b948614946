"""`kb matrix`: units × sections, how many nodes of a section a unit is responsible for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.rules.holdings import Holding, count, held_by, most_first, total

if TYPE_CHECKING:
    from kb.answer.shapes import MatrixAnswer, MatrixCell, MatrixRow
    from kb.model import Duty, Node
    from kb.store import Base


def matrix(base: Base, plan: str | None = None) -> MatrixAnswer:
    """{"sections": [{"id", "plan", "number", "title", "citation"}], "units": [{"unit", "unit_id",
    "place", "counts", "cells"}]}.

    A section without sections of its own above it: section nodes, or the chapter where a node is in none.
    cells: [{"section", "assigned", "named", "related", "object"}], empty ones left out; a node counts once a
    basis, those a unit has through a collective too. Units: most assigned first. Raises NotFound for a plan there is none of.
    """
    if plan is not None:
        base.plan(plan)
    nodes = {n.id: n for n in base.nodes(plan)}
    home = {id_: _section(node, nodes) for id_, node in nodes.items()}
    place = {id_: n for n, id_ in enumerate(nodes)}
    duties: dict[str, list[Duty]] = {}
    for duty in base.duties(plan=plan):
        duties.setdefault(duty.unit_id, []).append(duty)
    collectives = base.memberships(plan)
    rows = []
    used: set[str] = set()
    for order, one in enumerate(base.units(plan)):
        by_section: dict[str, list[Holding]] = {}
        for held in held_by(one.id, collectives.get(one.id, ()), lambda id_: duties.get(id_, ())):
            section = home[held.duty.node]
            if section is not None:
                by_section.setdefault(section, []).append(held)
        if not by_section:
            continue
        used |= by_section.keys()
        counted = {s: count(by_section[s]) for s in sorted(by_section, key=place.__getitem__)}
        counts = total(counted.values())
        cells: list[MatrixCell] = [{"section": s, **cell} for s, cell in counted.items()]
        line: MatrixRow = {
            "unit": one.name,
            "unit_id": one.id,
            "place": one.place_name,
            "counts": counts,
            "cells": cells,
        }
        rows.append((most_first(counts), order, line))
    rows.sort(key=lambda x: x[:2])
    return {
        "sections": [
            {"id": n.id, "plan": n.plan, "number": n.number, "title": n.title, "citation": n.citation}
            for n in nodes.values()
            if n.id in used
        ],
        "units": [line for _, _, line in rows],
    }


def _section(node: Node, nodes: dict[str, Node]) -> str | None:
    """The nearest section or chapter a node is in, itself included; None for cover matter."""
    at: Node | None = node
    while at is not None:
        if at.kind in ("section", "chapter"):
            return at.id
        at = nodes[at.parent] if at.parent else None
    return None
