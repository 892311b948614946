"""Lines of units after the last of several tasks: which of them speak for the heading above."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from kb.model import Node
from kb.rules.ground import INHERITING, Ground
from kb.rules.statements.found import Found

CLOSINGS = 2
"""Sections that end in a line of units, from which on it is the plan's way: one alone may be the last task's own."""


def for_section(ground: Ground, found: list[Found]) -> list[Found]:
    """A 〔责任单位：A〕 on a line of its own after the last of several tasks without units holds for all of them.

    Without its bracket only where no task but the last ones of their sections has units: “牵头部门：A” may be the task's.
    """
    nodes = {id(f): f.node for f in found}
    own = Counter(f.node.id for f in found)
    last = [f for f in found if f.alone and _is_last(ground, f.node, own)]
    everywhere = {f.node.id for f in found if f.node.kind in INHERITING} == {f.node.id for f in last}
    closing = [f for f in last if everywhere or f.quote.text[0] in BRACKETS]
    if len({f.node.id for f in closing}) < CLOSINGS:
        return found
    lifted = {id(f) for f in closing}
    return [
        replace(f, node=ground.nodes[nodes[id(f)].parent or ""], heading=True) if id(f) in lifted else f
        for f in found
    ]


BRACKETS = "（(〔[【［"


def _is_last(ground: Ground, node: Node, own: Counter[str]) -> bool:
    """Whether a task is the last of several below one heading, of which no other has units and neither has the heading."""
    if node.parent is None or node.kind not in INHERITING or own[node.parent]:
        return False
    tasks = [c for c in ground.children(ground.nodes[node.parent]) if c.kind == node.kind]
    return len(tasks) > 1 and tasks[-1].id == node.id and not any(own[t.id] for t in tasks[:-1])


def for_heading(ground: Ground, found: list[Found]) -> list[Found]:
    """Give the heading the label lines after the last of several tasks that each have units of their own.

    “整改措施： / 1.……（A牵头）； / 2.……（B负责）。 / 责任单位：C”: C answers for the whole, and the tasks inherit nothing.
    """
    alone = {f.node.id for f in found if f.alone}
    inside = {f.node.id for f in found if not f.alone}
    ends = {i for i in alone & inside if _ends_list(ground, ground.nodes[i], inside, alone)}
    return [_given_heading(ground, f) if f.alone and f.node.id in ends else f for f in found]


def _ends_list(ground: Ground, node: Node, inside: set[str], alone: set[str]) -> bool:
    """Whether a task is the last of several, all others of which have units in their text and no label line."""
    if node.parent is None or node.kind not in INHERITING:
        return False
    tasks = [c for c in ground.children(ground.nodes[node.parent]) if c.kind == node.kind]
    others = {t.id for t in tasks[:-1]}
    return bool(others) and tasks[-1].id == node.id and others <= inside and not others & alone


def _given_heading(ground: Ground, found: Found) -> Found:
    numbered = (n for n in ground.above(found.node) if n.number)
    return replace(found, node=next(numbered, found.node))
