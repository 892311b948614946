"""Duties that answer a question: those of a whole node where the node is meant, those of a sentence where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.model import OBJECT, STRENGTH, Duty, Node
from kb.question.question import Question
from kb.question.words import expression
from kb.who.contract import HELPING, LEADING, OPEN_KINDS, SAID_KINDS, opening
from kb.who.messages import say
from kb.who.nodes import Nodes
from kb.who.passages import Passages, is_sentence
from kb.who.scope import FOCUS, TEXT, TITLE, QuestionScope, asked_words, coverage

if TYPE_CHECKING:
    from kb.who.shapes import Answer, Evidence, Link, ShortNode

Piece = tuple[str, Duty, float]
"""A unit's id, a duty that proves it, and how well the duty fits the question."""
SENTENCE = re.compile(r"[^。；！？\n]+")


def find_evidence(read: Question, scope: QuestionScope, nodes: Nodes) -> list[Piece]:
    """Duties of the nodes meant: those of a whole node where the node is about the question, those of a sentence
    where the sentence is."""
    out: list[Piece] = []
    asked = "".join(read.segments)
    passages = Passages(nodes, scope, read)
    whole = 0
    words = asked_words(read) if scope.topics else []
    roled = [nodes.text(i)[1] for i in scope.roled]
    strongest = max(scope.strength.values(), default=0)
    nodes.load(scope.focus or scope.strength)
    for id_ in scope.focus or scope.strength:
        strength = scope.strength[id_]
        title = passages.title(id_)
        duties = [d for d in nodes.duties(id_) if d.role != OBJECT]
        elsewhere = passages.elsewhere(id_, duties)
        own = [d for d in duties if not d.inherited_from]
        roles = roles_asked(read, own or duties)  # who leads a whole chapter does not hide a task's own units
        for duty in duties:
            if duty.start in elsewhere or (roles and duty.basis != "related" and duty.role not in roles):
                continue
            if id_ in scope.aside:
                if duty.basis != "assigned" or is_sentence(duty, nodes):
                    continue
                why = say("same_topic", topic=scope.aside[id_])
                duty = replace(duty, basis="related", inherited_from=None, link=id_, why=why)
            if id_ in scope.passing and duty.basis != "related":
                if duty.basis != "assigned" or is_sentence(duty, nodes):
                    continue
                why = say("in_passing", word=asked)
                duty = replace(duty, basis="related", inherited_from=None, link=id_, why=why)
            quote = passages.plain(duty.quote)
            fit = strength + coverage(asked, quote) + 0.5 * coverage(asked, title)
            if duty.basis == "related":
                if not _tied(duty, nodes[id_], scope, nodes):
                    continue
            elif duty.role in roles and any(quote in text for text in roled):
                pass
            elif is_sentence(duty, nodes):
                if not passages.speaks_of(duty) or (
                    strength == TEXT and strongest > TEXT and not passages.says(duty)
                ):
                    continue
                if (
                    duty.basis == "assigned"
                    and words
                    and not any(w in "".join(nodes.text(id_)) for w in words)
                ):
                    # Only the topic leads here: prose that assigns something of the topic does not assign what is asked.
                    why = say("same_topic", topic=scope.topics[0])
                    duty = replace(duty, basis="related", inherited_from=None, link=id_, why=why)
            elif duty.basis == "assigned":
                whole = max(whole, strength)
            out.append((duty.unit_id, duty, fit))
    # Of several units of one sentence those whose own clause says what is asked.
    clauses = {
        d.node
        for _, d, _ in out
        if d.basis == "assigned" and is_sentence(d, nodes) and passages.own_clause_says(d)
    }
    out = [
        p
        for p in out
        if p[1].node not in clauses
        or p[1].basis != "assigned"
        or not is_sentence(p[1], nodes)
        or passages.own_clause_says(p[1])
    ]
    if asked_roles := _roles_of(read):  # 谁牵头: a plan that says so is not asked for its others
        leads = [
            p[1]
            for p in out
            if p[1].role in asked_roles and p[1].basis != "related" and not p[1].inherited_from
        ]
        plans = {d.plan for d in leads}
        titled = {d.plan for d in leads if passages.in_title(d.node)}
        out = [
            p
            for p in out
            if p[1].plan not in plans
            or p[1].basis == "related"
            or p[1].role in asked_roles
            or (p[1].plan not in titled and passages.in_title(p[1].node))
        ]
    if whole >= TITLE:  # what only mentions the matter once gives way to what is about it
        out = [
            p
            for p in out
            if p[1].basis != "assigned" or is_sentence(p[1], nodes) or scope.strength[p[1].node] > TEXT
        ]
    return out


def _roles_of(read: Question) -> frozenset[str]:
    """The roles a question is after: leading (谁牵头) or helping (谁配合); none for all, and where both are asked."""
    lead = expression("leads").search(read.text) is not None
    help_ = expression("helps").search(read.text) is not None
    if lead == help_:
        return frozenset()
    return LEADING if lead else HELPING


def roles_asked(read: Question, duties: Sequence[Duty]) -> frozenset[str]:
    """The roles a question is after, where these duties have one of them; none for all roles."""
    roles = _roles_of(read)
    return roles if any(d.role in roles and d.basis != "related" for d in duties) else frozenset()


def _tied(duty: Duty, node: Node, scope: QuestionScope, nodes: Nodes) -> bool:
    """Whether a related unit is tied through what was asked: by its topic, by one that includes it (意外伤害 for 溺水), or
    by words in one sentence with it."""
    why = duty.why.split("：", 1)[-1]
    topics = nodes.topics()
    if why in scope.topics or (why in topics and set(topics[why].narrower) & set(scope.topics)):
        return True
    words = [why, *topics[why].terms] if why in topics else [why]
    words = [nodes.plain(w) for w in words]
    text = nodes.plain(node.title + "。" + node.text)
    return any(
        any(t in sentence for t in scope.terms) and any(w in sentence for w in words)
        for sentence in SENTENCE.findall(text)
    )


def group_by_unit(
    pieces: list[Piece], basis: str | None, limit: int | None
) -> list[tuple[str, list[tuple[Duty, float]]]]:
    """Ids of units with their duties: strongest basis first, then best fit, then most duties."""
    by_unit: dict[str, list[tuple[Duty, float]]] = {}
    for unit, duty, fit in pieces:
        if basis is None or duty.basis == basis:
            by_unit.setdefault(unit, []).append((duty, fit))
    for duties in by_unit.values():
        duties.sort(key=lambda x: (STRENGTH[x[0].basis], -x[1], x[0].line))

    def key(item: tuple[str, list[tuple[Duty, float]]]) -> tuple[int, float, int, int]:
        best = item[1][0]
        same = [x for x in item[1] if x[0].basis == best[0].basis]
        return STRENGTH[best[0].basis], -round(best[1], 2), -len(same), best[0].start

    ordered = sorted(by_unit.items(), key=key)
    return ordered if limit is None else ordered[:limit]


def answer_dict(item: tuple[str, list[tuple[Duty, float]]], nodes: Nodes) -> Answer:
    """One unit's answer."""
    unit_id, duties = item
    unit = nodes.unit(unit_id)
    best: Duty = duties[0][0]
    evidence: list[Evidence] = []
    seen: set[tuple[str, str, str]] = set()
    for duty, _ in duties:
        key = (duty.node, duty.basis, duty.role)
        if key not in seen:
            seen.add(key)
            evidence.append(_piece(duty, nodes))
    return {
        "unit": unit.name,
        "unit_id": unit.id,
        "place": unit.place_name,
        "basis": best.basis,
        "role": best.role,
        "evidence": evidence,
    }


def _piece(duty: Duty, nodes: Nodes) -> Evidence:
    node = nodes[duty.node]
    link: Link | None = None
    if duty.link is not None and duty.link in nodes:
        tie = nodes.doc(duty.link)
        link = {"id": tie.id, "kind": tie.kind, "title": tie.title, "citation": tie.citation}
    indicator = nodes.indicator(node.id)
    return {
        "id": node.id,
        "plan": node.plan,
        "kind": node.kind,
        "title": node.title,
        "citation": node.citation,
        "quote": duty.quote,
        "line": duty.line,
        "start": duty.start,
        "end": duty.end,
        "basis": duty.basis,
        "role": duty.role,
        "deadline": duty.deadline,
        "leaders": list(duty.leaders),
        "target": indicator.target.text if indicator is not None else "",
        "inherited_from": duty.inherited_from,
        "link": link,
        "why": duty.why,
        "document": duty.document,
        "edited": node.edited,
    }


def unassigned(read: Question, scope: QuestionScope, nodes: Nodes, answered: bool) -> list[ShortNode]:
    """Tasks and projects meant that no unit is assigned to: the title's before the text's, then in reading order."""

    def is_open(id_: str) -> bool:
        return nodes.doc(id_).kind in OPEN_KINDS and not nodes.assigns(id_)

    nodes.load_duties(i for i in scope.strength if nodes.doc(i).kind in (*OPEN_KINDS, *SAID_KINDS))
    least = scope.least(is_open)
    listed = [i for i, strength in scope.strength.items() if strength >= least and is_open(i)]
    if not listed and not answered:
        asked = [w for w in read.topic_words if nodes.prints(w)]
        # A plan may say what is to be done in no task: its sections and paragraphs then.
        listed = [i for i in scope.strength if nodes.doc(i).kind in SAID_KINDS and not nodes.assigns(i)]
        own = [i for i in listed if scope.strength[i] >= FOCUS or any(t in nodes.text(i)[1] for t in asked)]
        listed = own if own or not asked else []
    rows = [(-scope.strength[i], nodes.doc(i).plan, nodes.doc(i).order, i) for i in listed]
    nodes.load(i for *_, i in rows)
    return [short_dict(i, nodes) for *_, i in sorted(rows)]


def short_dict(id_: str, nodes: Nodes) -> ShortNode:
    """A node as lists show it."""
    node = nodes[id_]
    return {
        "id": node.id,
        "plan": node.plan,
        "kind": node.kind,
        "title": node.title or opening(node.text),
        "citation": node.citation,
        "line": node.span.line if node.span else None,
        "edited": node.edited,
    }
