"""Checks of duties: tasks and projects without units, other documents that contradict, several leaders."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import Facts
from kb.problems import Problem
from kb.rules.checks.finding import finding
from kb.rules.ground import Ground
from kb.rules.unread import find_unread


def _unassigned(ground: Ground, facts: Facts, kind: str, code: str, word: str) -> Iterator[Problem]:
    having = {d.node for d in facts.duties if d.basis == "assigned"}
    for node in ground.content:
        if node.kind == kind and node.id not in having:
            if kind == "task" and any(
                c.id in having for c in ground.below(node) if c.kind in ("task", "measure")
            ):
                continue
            yield finding(ground, node, code, f"{word}没有责任单位", node.title)


def tasks_without_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    return _unassigned(ground, facts, "task", "KB310", "任务")


def projects_without_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    return _unassigned(ground, facts, "project", "KB311", "项目")


def overlay_contradictions(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Nodes for which another document names other units than the plan itself does, or another leader."""
    own: dict[str, dict[str, str]] = {}
    other: dict[str, dict[str, tuple[str, str]]] = {}
    for d in facts.duties:
        if d.basis != "assigned":
            continue
        if d.document:
            other.setdefault(d.node, {})[d.unit] = (d.role, d.document)
        else:
            own.setdefault(d.node, {})[d.unit] = d.role
    for id_, units in other.items():
        if id_ not in own:
            continue
        strange = [u for u in units if u not in own[id_]]
        if strange:
            document = units[strange[0]][1]
            said = f"规划写的是{'、'.join(own[id_])}，{document}另写{'、'.join(strange)}"
            yield finding(ground, ground.nodes[id_], "KB320", said, ground.nodes[id_].title)
        for u, (role, document) in units.items():
            if u in own[id_] and own[id_][u] != role and "牵头" in (role, own[id_][u]):
                said = f"{u}在规划里是{own[id_][u]}，在{document}里是{role}"
                yield finding(ground, ground.nodes[id_], "KB320", said, ground.nodes[id_].title)


def open_brackets(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield brackets of responsibility that are never closed: “（责任单位：区教委、”, cut off by a page or a line."""
    for one in find_unread(ground):
        if one.kind == "open":
            hint = "请对照原文，把漏掉的字补回 plan.md；源文没有的单位写进 duties.csv"
            said = "写责任单位的括号没有结束，可能漏了单位"
            yield finding(ground, one.node, "KB334", said, one.printed, hint, at=one.at)


def unread_brackets(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield brackets and label lines that say who is responsible, and of which no unit was read."""
    for one in find_unread(ground):
        if one.kind in ("label", "ending"):
            hint = "请对照原文；单位没有列出的，写进 duties.csv"
            said = "像是写责任单位的括号，没有读出单位"
            yield finding(ground, one.node, "KB333", said, one.printed, hint, at=one.at)


def several_leaders(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Tasks whose statement names more than one leading unit."""
    leaders: dict[tuple[str, int], list[str]] = {}
    for d in facts.duties:
        if d.basis == "assigned" and d.role == "牵头" and d.inherited_from is None and not d.document:
            leaders.setdefault((d.node, d.start), []).append(d.unit)
    for (id_, _), names in leaders.items():
        if len(names) > 1:
            node = ground.nodes[id_]
            yield finding(
                ground, node, "KB321", f"牵头单位有 {len(names)} 家：{'、'.join(names)}", node.title
            )
