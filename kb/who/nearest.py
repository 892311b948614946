"""Step 3: the nodes nearest to a question that nothing answers. They are shown to be checked, never as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.question.question import Question
from kb.who.evidence import short_dict
from kb.who.nodes import Nodes
from kb.who.scope import Finder, coverages

if TYPE_CHECKING:
    from kb.who.shapes import NearNode

MOST = 3
LEAST = 0.2
"""Share of a question's rarity that a node has to print to be shown as near. Below it, of five words one common word is
shared, and what is shown has nothing to do with the question."""


def find_nearest(nodes: Nodes, find: Finder, read: Question) -> list[NearNode]:
    """The nodes that print most of what a question says, best first."""
    shares = coverages(nodes, find, read)
    ids = [
        id_
        for id_, share in shares.items()
        if share >= LEAST and nodes.doc(id_).kind not in ("chapter", "box")
    ]
    nodes.load(ids[:MOST])
    return [near_dict(id_, nodes) for id_ in ids[:MOST]]


def near_dict(id_: str, nodes: Nodes) -> NearNode:
    """A near node with the units assigned to it, which are related to the question and not responsible for it."""
    return {**short_dict(id_, nodes), "units": list(nodes.doc(id_).units)}
