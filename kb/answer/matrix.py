"""`kb matrix`: units × sections, how many nodes of a section a unit is responsible for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.facts import Json, standing
from kb.model import OBJECT, STRENGTH

if TYPE_CHECKING:
    from kb.model import Node
    from kb.store import Base


def matrix(base: Base, plan: str | None = None) -> Json:
    """{"sections": [{"id", "plan", "number", "title", "citation"}], "units": [{"unit", "counts", "cells"}]}.

    A section without sections of its own above it: section nodes, or the chapter where a node stands in none.
    cells: [{"section", "assigned", "named", "related", "object"}], empty ones left out; a node counts once a
    basis. Units: most assigned first. Raises NotFound for a plan there is none of.
    """
    if plan is not None:
        base.plan(plan)
    nodes = {n.id: n for n in base.nodes(plan)}
    home = {id_: _section(node, nodes) for id_, node in nodes.items()}
    seen = dict.fromkeys((d.unit, d.node, standing(d)) for d in base.duties(plan=plan))
    cells: dict[str, dict[str, dict[str, int]]] = {}
    for unit, node, key in seen:
        section = home[node]
        if section is not None:
            cell = cells.setdefault(unit, {}).setdefault(section, dict.fromkeys((*STRENGTH, OBJECT), 0))
            cell[key] += 1
    used = {section for row in cells.values() for section in row}
    order = {u.name: i for i, u in enumerate(base.units())}
    rows = []
    for unit, row in cells.items():
        counts = {key: sum(cell[key] for cell in row.values()) for key in (*STRENGTH, OBJECT)}
        line = {
            "unit": unit,
            "counts": counts,
            "cells": [{"section": s, **row[s]} for s in nodes if s in row],
        }
        rows.append((tuple(-n for n in counts.values()), order[unit], line))
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
    """The nearest section or chapter a node stands in, itself included; None for cover matter."""
    at: Node | None = node
    while at is not None:
        if at.kind in ("section", "chapter"):
            return at.id
        at = nodes[at.parent] if at.parent else None
    return None
