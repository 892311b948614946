"""Facts as dicts of the JSON contract: duties, targets, indicators, units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.model import BASIS_NAMES, OBJECT, STRENGTH

if TYPE_CHECKING:
    from kb.answer.parts import (
        DutyFacts,
        IndicatorFacts,
        NodeBrief,
        ObligationFacts,
        ProblemFacts,
        TargetValue,
        UnitFacts,
        ValueFacts,
    )
    from kb.model import Duty, Indicator, Node, Obligation, Target, Unit, Value
    from kb.problems import Problem
    from kb.store import Base
    from kb.who.shapes import Link

STANDING_NAMES: dict[str, str] = {**BASIS_NAMES, OBJECT: "涉及对象"}


def standing(duty: Duty) -> str:
    """How a unit appears to a node: its duty's basis, or "object" where a measure is about the unit."""
    return duty.standing


# How a unit takes part in what it is assigned: it leads, it is responsible, or it helps those who are.
LEAD, ASSIGNED, HELP = "lead", "assigned", "help"
ASSIGNED_PARTS = (LEAD, ASSIGNED, HELP)
PARTS = (*ASSIGNED_PARTS, "named", "related", OBJECT)
# The roles that are more than help.
ROLE_PARTS = {"牵头": LEAD, "责任": ASSIGNED, "": ASSIGNED}


def part(duty: Duty) -> str:
    """Return how a unit takes part in a node, one of PARTS: its standing, of assigned duties by role.

    牵头 is LEAD, 责任 is ASSIGNED; 配合, 参与, 支持, 指导, 监督 and the like are HELP.
    """
    key = standing(duty)
    return part_of_role(duty.role) if key == ASSIGNED else key


def part_of_role(role: str) -> str:
    """Return how a unit with a role takes part in what it is assigned."""
    return ROLE_PARTS.get(role, HELP)


def rank(duty: Duty) -> int:
    """Sorting key: assigned, named, related, then as object."""
    return 3 if duty.role == OBJECT else STRENGTH[duty.basis]


def node_dict(node: Node) -> NodeBrief:
    """The short form of a node that every list uses."""
    return {
        "id": node.id,
        "plan": node.plan,
        "kind": node.kind,
        "number": node.number,
        "title": node.title,
        "citation": node.citation,
        "line": node.span.line if node.span else None,
        "edited": node.edited,
    }


def target_dict(target: Target) -> TargetValue:
    return {
        "text": target.text,
        "op": target.op,
        "value": target.value,
        "value_high": target.value_high,
        "trend": target.trend,
        "year": target.year,
        "column": target.column,
        "approx": target.approx,
        "cumulative": target.cumulative,
    }


def indicator_dict(i: Indicator) -> IndicatorFacts:
    """baseline: {"year", "value", "unit_of_measure", "id", "quote", "line"} or None."""
    b = i.baseline
    return {
        "id": i.id,
        "plan": i.plan,
        "box": i.box,
        "number": i.number,
        "part": i.part,
        "name": i.name,
        "unit_of_measure": i.unit_of_measure,
        "target": target_dict(i.target),
        "targets": [target_dict(t) for t in i.targets],
        "binding": i.binding,
        "binding_inherited": i.binding_inherited,
        "category": i.category,
        "units": list(i.units),
        "baseline": None
        if b is None
        else {
            "year": b.year,
            "value": b.value,
            "unit_of_measure": b.unit_of_measure,
            "id": b.node,
            "quote": b.quote,
            "line": b.line,
        },
    }


def duty_dict(duty: Duty) -> DutyFacts:
    """A duty with nothing looked up; `id` is the node's."""
    return {
        "id": duty.node,
        "plan": duty.plan,
        "unit": duty.unit,
        "unit_id": duty.unit_id,
        "place": duty.place_name,
        "role": duty.role,
        "basis": duty.basis,
        "printed": duty.printed,
        "quote": duty.quote,
        "line": duty.line,
        "deadline": duty.deadline,
        "inherited_from": duty.inherited_from,
        "link": duty.link,
        "why": duty.why,
        "document": duty.document,
        "due": duty.due,
        "leaders": list(duty.leaders),
    }


def obligation_dict(o: Obligation) -> ObligationFacts:
    return {
        "id": o.node,
        "plan": o.plan,
        "kinds": list(o.kinds),
        "addressee": o.addressee,
        "quote": o.quote,
        "line": o.line,
    }


def link_dict(base: Base, duty: Duty) -> Link | None:
    """For a related duty, the indicator or project that ties unit and node: {"id", "kind", "title", "citation"}."""
    if duty.link is None:
        return None
    node = base.node(duty.link)
    return {"id": node.id, "kind": node.kind, "title": node.title, "citation": node.citation}


def unit_dict(unit: Unit) -> UnitFacts:
    return {
        "unit": unit.name,
        "unit_id": unit.id,
        "place": unit.place_name,
        "full_name": unit.full_name,
        "aliases": list(unit.aliases),
        "kind": unit.kind,
        "parent": unit.parent,
        "members": list(unit.members),
        "plans": list(unit.plans),
        "registered": unit.registered,
    }


def problem_dict(problem: Problem) -> ProblemFacts:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "level": problem.level,
        "message": problem.message,
        "excerpt": problem.excerpt,
        "hint": problem.hint,
        "id": problem.node,
        "source_line": problem.source_line,
        "seen": problem.seen,
        "note": problem.note,
    }


def target_texts(base: Base, plan: str | None = None) -> dict[str, str]:
    """Targets as printed, by indicator id."""
    return {i.id: i.target.text for i in base.indicators(plan)}


def value_dict(v: Value) -> ValueFacts:
    return {
        "id": v.node, "plan": v.plan, "year": v.year, "round": v.round, "unit": v.unit, "unit_id": v.unit_id, "value": v.value,
        "text": v.text, "numerator": v.numerator, "denominator": v.denominator, "nature": v.nature, "source": v.source,
        "note": v.note, "digest": v.digest, "cell": v.cell,
    }  # fmt: skip
