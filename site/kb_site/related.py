"""Which other nodes a node is tied to, and why: a topic in common, or an indicator that brings its unit."""

from __future__ import annotations

from dataclasses import dataclass

from kb_site.plan_view import PlanView

MOST = 12
KINDS = frozenset({"goal", "task", "measure", "project", "indicator", "principle", "section"})


@dataclass(frozen=True, slots=True)
class Tie:
    """node: the other one's id. topics: what both are about, the narrowest first."""

    node: str
    topics: tuple[str, ...]


def find_ties(view: PlanView, id_: str) -> tuple[Tie, ...]:
    """The nodes most closely tied to one, closest first; its own ancestors and children are left out.

    A topic few nodes share ties closer than a wide one; one that stands in both titles twice as close.
    """
    node = view.node[id_]
    family = {a.id for a in view.ancestors(node)} | {c.id for c in view.children.get(id_, ())} | {id_}
    shared: dict[str, dict[str, float]] = {}
    for tag in view.tags.get(id_, ()):
        group = view.tagged[tag.topic]
        for other in group:
            if other.node in family or view.node[other.node].kind not in KINDS:
                continue
            weight = 1 / (2 + len(group))
            for t in (tag, other):
                weight *= 2 if t.place == "title" else 1
            ties = shared.setdefault(other.node, {})
            ties[tag.topic] = max(weight, ties.get(tag.topic, 0.0))
    for duty in view.duties.get(id_, ()):
        if duty.link and duty.link not in family:
            shared.setdefault(duty.link, {})
    ranked = sorted(shared.items(), key=lambda x: (-sum(x[1].values()), view.node[x[0]].order))[:MOST]
    return tuple(
        Tie(other, tuple(sorted(found, key=lambda name: (-found[name], name)))) for other, found in ranked
    )
