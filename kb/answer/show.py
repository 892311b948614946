"""`kb show ID`: one node with all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.facts import duty_dict, indicator_dict, link_dict, node_dict, rank, target_texts, value_dict
from kb.spans import Lines
from kb.who.progress import progress_dict

if TYPE_CHECKING:
    from kb.answer.shapes import ShowAnswer
    from kb.store import Base


def show(base: Base, id_: str, plan: str | None = None) -> ShowAnswer:
    """The node of an id or citation: its place, text, units, children, topics, source lines.

    units: its duties, strongest first. source: the file, half-open characters, and the first and last line.
    Raises NotFound, or KbError where several plans have such a node.
    """
    node = base.node(id_, plan)
    owner = base.plan(node.plan)
    indicator = base.indicator(node.id)
    children = base.children(node.id)
    targets = target_texts(base, node.plan) if any(c.kind == "indicator" for c in children) else {}
    units: dict[str, list[str]] = {}
    for child in children:
        units[child.id] = list(dict.fromkeys(d.unit for d in base.duties(node=child.id, basis="assigned")))
    span = node.span
    return {
        **node_dict(node),
        "plan_title": owner.title,
        "breadcrumb": [
            {"id": a.id, "number": a.number, "title": a.title, "kind": a.kind}
            for a in base.ancestors(node.id)
        ],
        "text": node.text,
        "indicator": indicator_dict(indicator) if indicator else None,
        "units": [
            {**duty_dict(d), "link": link_dict(base, d)} for d in sorted(base.duties(node=node.id), key=rank)
        ],
        "children": [
            {**node_dict(c), "target": targets.get(c.id), "units": units[c.id]} for c in children
        ],
        "topics": list(dict.fromkeys(t.topic for t in base.tags(node=node.id))),
        "commitments": [
            {"subject": c.subject, "op": c.op, "value": c.value, "value_high": c.value_high,
             "trend": c.trend, "unit_of_measure": c.unit_of_measure, "quote": c.quote, "line": c.line}
            for c in base.commitments(node=node.id)
        ],
        "references": [
            {"kind": r.kind, "name": r.name, "quote": r.quote, "line": r.line}
            for r in base.references(node=node.id)
        ],
        "repaired": bool(node.repaired),
        "repairs": list(node.repaired),
        "source": None
        if span is None
        else {
            "file": owner.source_file,
            "start": span.start,
            "end": span.end,
            "line": span.line,
            "last_line": Lines(owner.source).line(max(span.start, span.end - 1)),
        },
        "values": [value_dict(v) for v in base.values(node=node.id)],
        "progress": [progress_dict(p) for p in base.progress(node=node.id)],
    }  # fmt: skip
