"""`kb export --format json`: everything the base holds, as one dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.checked import problems
from kb.answer.facts import duty_dict, indicator_dict, obligation_dict, problem_dict, unit_dict, value_dict
from kb.rules.holdings import members_of
from kb.who.progress import progress_dict

if TYPE_CHECKING:
    from kb.answer.documents import ExportAnswer, ExportedNode, TaggedNode, ValuesAnswer
    from kb.answer.shapes import PlanFacts
    from kb.model import Node, Plan
    from kb.store import Base


def export(base: Base, plan: str | None = None) -> ExportAnswer:
    """All plans, or one: plans, nodes, indicators, units, duties, topics, commitments, references, obligations, repairs,
    problems. Offsets are half-open characters of the plan's source.txt, lines 1-based; a duty that another
    document assigns (duties.csv) has no source here. holders: ids of all units that have the duty, the unit itself and,
    of a collective, its members; a unit's page, its extract and the filter of search count by it.

    Raises NotFound for a plan there is none of.
    """
    plans = base.plans() if plan is None else (base.plan(plan),)
    tagged: dict[str, list[TaggedNode]] = {}
    for tag in base.tags(plan=plan):
        tagged.setdefault(tag.topic, []).append({"id": tag.node, "place": tag.place, "hits": tag.hits})
    members = members_of(base.memberships(plan))
    return {
        "plans": [plan_dict(p) for p in plans],
        "nodes": [_node(n) for n in base.nodes(plan)],
        "indicators": [indicator_dict(i) for i in base.indicators(plan)],
        "units": [
            unit_dict(u) for u in base.units(plan)
        ],
        "duties": [
            {
                **duty_dict(d),
                "holders": [d.unit_id, *members.get(d.unit_id, ())],
                "source": None if d.document else {"start": d.start, "end": d.end, "line": d.line},
            }
            for d in base.duties(plan=plan)
        ],
        "topics": [
            {
                "name": t.name, "terms": list(t.terms), "said": list(t.said), "narrower": list(t.narrower),
                "nodes": tagged.get(t.name, []),
            }
            for t in base.topics()
        ],
        "commitments": [
            {
                "id": c.node, "plan": c.plan, "subject": c.subject, "op": c.op, "value": c.value,
                "value_high": c.value_high, "trend": c.trend, "unit_of_measure": c.unit_of_measure, "quote": c.quote,
                "source": {"start": c.start, "end": c.end, "line": c.line},
            }
            for c in base.commitments(plan=plan)
        ],
        "references": [
            {
                "id": r.node, "plan": r.plan, "kind": r.kind, "name": r.name, "quote": r.quote,
                "source": {"start": r.start, "end": r.end, "line": r.line},
            }
            for r in base.references(plan=plan)
        ],
        "obligations": [
            {**obligation_dict(o), "source": {"start": o.start, "end": o.end, "line": o.line}}
            for o in base.obligations(plan=plan)
        ],
        "repairs": [
            {
                "plan": p.id, "kind": r.kind, "text": r.source, "value": r.value, "reason": r.reason,
                "source": {"start": r.start, "end": r.end, "line": r.line},
            }
            for p in plans
            for r in base.repairs(p.id)
        ],
        "problems": [problem_dict(p) for p in problems(base, plan)],
        "values": [value_dict(v) for v in base.values(plan=plan)],
        "progress": [progress_dict(p) for p in base.progress(plan=plan)],
    }  # fmt: skip


def values(base: Base, plan: str | None = None, year: int | None = None) -> ValuesAnswer:
    """What units returned and where it stood, of a plan and a year where they are given; only what is for the public.
    Raises NotFound for a plan there is none of."""
    if plan is not None:
        base.plan(plan)
    return {
        "values": [value_dict(v) for v in base.values(plan=plan) if year in (None, v.year)],
        "progress": [progress_dict(p) for p in base.progress(plan=plan) if year in (None, p.year)],
    }


def plan_dict(plan: Plan) -> PlanFacts:
    """A plan's identity. period: [first, last] inclusive years, or None."""
    return {
        "id": plan.id,
        "title": plan.title,
        "doc_number": plan.doc_number,
        "issuer": plan.issuer,
        "issued": plan.issued,
        "adopted": plan.adopted,
        "publicity": plan.publicity,
        "level": plan.level,
        "place": list(plan.place),
        "period": list(plan.period) if plan.period else None,
        "recipients": list(plan.recipients),
        "cc": list(plan.cc),
        "basis": list(plan.basis),
        "source_file": plan.source_file,
    }


def _node(node: Node) -> ExportedNode:
    """repaired: whether import recovered or moved any of it; repairs: which fields."""
    span = node.span
    return {
        "id": node.id,
        "plan": node.plan,
        "kind": node.kind,
        "number": node.number,
        "title": node.title,
        "text": node.text,
        "parent": node.parent,
        "order": node.order,
        "depth": node.depth,
        "citation": node.citation,
        "source": {"start": span.start, "end": span.end, "line": span.line} if span else None,
        "repaired": bool(node.repaired),
        "repairs": list(node.repaired),
        "edited": node.edited,
    }
