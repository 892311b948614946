"""Checks of duties: tasks and projects without units, other documents that contradict, several leaders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Facts
from kb.problems import Problem
from kb.rules.checks.finding import finding
from kb.rules.ground import Ground
from kb.rules.statements.find import statement_spans
from kb.words.normalised import brackets
from kb.words.roles import LABEL_IN_BRACKET
from kb.words.simple_label import SIMPLE_LABEL


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


_SAYS = re.compile(rf"{SIMPLE_LABEL}[：:]|(?:负责|牵头|配合)[）)〕\]】]?$")
"""What a bracket about responsibility has: a label with its colon, or a role as its last word."""
_NOBODY = re.compile(
    r"^[（(〔\[【]?(?:(?:各|有关|相关|责任)?(?:单位|部门|方面)|分别|共同|依法|按照?)*"
    r"(?:职责|职能)?(?:分工)?(?:分别|共同|各自|依法)?负责"
)
"""A bracket that names nobody and is understood: （按职责分工负责）."""


def open_brackets(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield brackets of responsibility that are never closed: “（责任单位：区教委、”, cut off by a page or a line."""
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            openers = {a for a, _ in brackets(text.value)}
            for m in LABEL_IN_BRACKET.finditer(text.value):
                if m.start() not in openers:
                    at = text.bounds(m.start(), m.end())
                    hint = "请对照原文，把漏掉的字补回 plan.md；源文没有的单位写进 duties.csv"
                    said = "写责任单位的括号没有结束，可能漏了单位"
                    shown = text.raw(m.start(), min(len(text.value), m.start() + 40))
                    yield finding(ground, node, "KB334", said, shown, hint, at=at[0] if at else None)


def unread_brackets(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield brackets and label lines that say who is responsible, and of which no unit was read."""
    for node in ground.content:
        if node.cells:
            continue
        for text in (ground.head(node), ground.body(node)):
            read = statement_spans(ground, text)
            for a, b in brackets(text.value):
                value = text.value[a:b]
                if any(x < b and a < y for x, y in read) or _NOBODY.match(value) or not _SAYS.search(value):
                    continue
                at = text.bounds(a, b)
                hint = "请对照原文；单位没有列出的，写进 duties.csv"
                said = "像是写责任单位的括号，没有读出单位"
                yield finding(ground, node, "KB333", said, text.raw(a, b), hint, at=at[0] if at else None)


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
