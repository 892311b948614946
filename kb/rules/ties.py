"""Which other nodes a node is tied to, and why: a topic in common, or an indicator that brings its unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.model import Duty, Node, Tag

MOST = 12
KINDS = frozenset({"goal", "task", "measure", "project", "indicator", "principle", "section"})


@dataclass(frozen=True, slots=True)
class Tie:
    """node: the other one's id. topics: what both are about, the narrowest first."""

    node: str
    topics: tuple[str, ...]


def find_ties(
    id_: str,
    *,
    nodes: Mapping[str, Node],
    tags: Mapping[str, Sequence[Tag]],
    tagged: Mapping[str, Sequence[Tag]],
    duties: Sequence[Duty],
) -> tuple[Tie, ...]:
    """The nodes most closely tied to one, closest first; its own ancestors and children are left out.

    nodes: of its plan, by id. tags: by node; tagged: by topic. duties: the node's. A topic few nodes share ties closer
    than a wide one; one that occurs in both titles twice as close.
    """
    above = _above(id_, nodes)
    shared: dict[str, dict[str, float]] = {}
    for tag in tags.get(id_, ()):
        group = tagged[tag.topic]
        for other in group:
            there = nodes[other.node]
            if other.node in above or there.parent == id_ or there.kind not in KINDS:
                continue
            weight = 1 / (2 + len(group))
            for t in (tag, other):
                weight *= 2 if t.place == "title" else 1
            ties = shared.setdefault(other.node, {})
            ties[tag.topic] = max(weight, ties.get(tag.topic, 0.0))
    for duty in duties:
        if duty.link and duty.link not in above and nodes[duty.link].parent != id_:
            shared.setdefault(duty.link, {})
    ranked = sorted(shared.items(), key=lambda x: (-sum(x[1].values()), nodes[x[0]].order))[:MOST]
    return tuple(
        Tie(other, tuple(sorted(found, key=lambda name: (-found[name], name)))) for other, found in ranked
    )


def _above(id_: str, nodes: Mapping[str, Node]) -> frozenset[str]:
    """A node and all it hangs below."""
    out = {id_}
    parent = nodes[id_].parent
    while parent is not None:
        out.add(parent)
        parent = nodes[parent].parent
    return frozenset(out)
