"""`kb who`: who is responsible, with the words that prove it.

Units are answered by the strength of what the plan says: assigned (明确责任) before named (文中点名) before related
(关联). An organisation that a measure is about (object) is never an answer. What is meant but has no unit is listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kb.model import OBJECT, STRENGTH, Basis, Duty, Node
from kb.question.reader import HELPS, LEADS, Ask, read_ask
from kb.who.passages import Passages, is_sentence
from kb.who.scope import TEXT, TITLE, Base, Meant, coverage, find_meant, nearest_topics

if TYPE_CHECKING:
    from kb.search import Index

Json = dict[str, Any]

LEADING, HELPING = frozenset({"牵头"}), frozenset({"配合", "参与"})
OPEN_KINDS = frozenset({"task", "project"})
SAID_KINDS = frozenset({"section", "goal", "measure", "paragraph"})
_SENTENCE = re.compile(r"[^。；！？\n]+")


def who(
    base: Base,
    index: Index,
    query: str,
    *,
    basis: str | None = None,
    unit: str | None = None,
    plan: str | None = None,
    limit: int | None = None,
) -> Json:
    """Who is responsible for what a word or a question means.

    {"query", "topic", "topics", "answers": [{"unit", "basis", "role", "evidence": [{"id", "plan", "kind", "title",
    "citation", "quote", "line", "start", "end", "basis", "role", "deadline", "target", "inherited_from", "link", "why",
    "document"}]}], "unassigned": [{"id", "plan", "kind", "title", "citation", "line"}], "notes", "suggestions"}

    Answers best first. basis: only that strength. unit: only that unit (a name or alias), as a unit named in the
    query does. limit: at most so many answers. topic: the first topic recognised, None for none. suggestions: nearest
    topics where nothing was found. `source[start:end] == quote` for evidence without document.
    """
    normalise = _normaliser(index)
    units = [u for u in base.units() if plan is None or not u.plans or plan in u.plans]
    ask = read_ask(query, base.topics(), units, normalise)
    nodes = {n.id: n for n in base.nodes(plan)}
    wanted = _wanted(base, ask, unit)
    notes: list[str] = []
    if ask.after == "what" or (wanted and not ask.topics and not ask.segments):
        found = _of_unit(base, query, ask, wanted, nodes, basis, plan, limit)
        if found["answers"] or unit is not None or not ask.bare:
            return found
        # A name alone, of a body that has no duties: who is responsible for it is asked.
        notes, wanted = found["notes"], ()
        ask = replace(ask, segments=ask.unit_words, units=(), after="who")

    def find(text: str) -> Sequence[tuple[str, float]]:
        found = index.search(text, limit=12, plans=(plan,) if plan else ())
        return [] if found.mode == "fuzzy" and ask.topics else [(h.id, float(h.score)) for h in found.hits]

    meant = find_meant(base, find, ask, nodes, normalise)
    pieces = _evidence(base, ask, meant, nodes, normalise)
    notes += meant.notes
    if wanted:
        mine = [p for p in pieces if p[0] in wanted]
        if mine:
            pieces = mine
        elif unit is not None:
            pieces = []
            notes.append(f"规划没有把这件事写给{wanted[0]}。")
        elif pieces:
            notes.append(f"规划没有把这件事写给{wanted[0]}，写的是以下单位。")
    answers = _answers(pieces, ask, basis, limit)
    targets = _targets(base, answers)
    out: Json = {
        "query": query,
        "topic": meant.topics[0] if meant.topics else None,
        "topics": list(meant.topics),
        "answers": [_answer(a, nodes, targets) for a in answers],
        "unassigned": _unassigned(base, meant, nodes, bool(answers)),
        "notes": notes,
        "suggestions": [],
    }
    if not out["answers"] and not out["unassigned"]:
        spelt = index.search(" ".join(ask.segments) or ask.text, limit=1, plans=(plan,) if plan else ())
        if spelt.mode == "fuzzy" and spelt.suggestions and spelt.suggestions[0] != query:  # tuoyu, 近示
            mended = who(base, index, spelt.suggestions[0], basis=basis, unit=unit, plan=plan, limit=limit)
            if mended["answers"] or mended["unassigned"]:
                return {**mended, "query": query, "notes": [*spelt.notes, *mended["notes"]]}
        tagged = {t.topic for t in base.tags(plan=plan)}
        out["suggestions"] = nearest_topics(ask, [t for t in base.topics() if t.name in tagged])
    return out


def _normaliser(index: Index) -> Callable[[str], str]:
    """The index's own character table (width, traditional forms); one character to one."""
    table: Callable[[str], str] = index.lexicon.normalise
    return table


def _wanted(base: Base, ask: Ask, unit: str | None) -> tuple[str, ...]:
    """Canonical names of the units to keep; () for all."""
    if unit is None:
        return tuple(dict.fromkeys(u.name for u in ask.units))
    names = [u.name for u in base.units() if unit in (u.name, u.full_name, *u.aliases)]
    return tuple(dict.fromkeys(names)) or (unit,)


Piece = tuple[str, Duty, float]
"""A unit, a duty that proves it, and how well the duty fits the question."""


def _evidence(
    base: Base, ask: Ask, meant: Meant, nodes: dict[str, Node], normalise: Callable[[str], str]
) -> list[Piece]:
    """Duties of the nodes meant: those of a whole node where the node is about the question, those of a sentence
    where the sentence is."""
    out: list[Piece] = []
    asked = "".join(ask.segments)
    passages = Passages(nodes, normalise, meant, ask)
    whole = 0
    strongest = max(meant.strength.values(), default=0)
    for id_ in meant.focus or meant.strength:
        strength = meant.strength[id_]
        title = passages.title(id_)
        duties = [d for d in base.duties(node=id_) if d.role != OBJECT]
        elsewhere = passages.elsewhere(id_, duties)
        roles = _roles_asked(ask, duties)
        for duty in duties:
            if duty.start in elsewhere or (roles and duty.basis != "related" and duty.role not in roles):
                continue
            if id_ in meant.aside:
                if duty.basis != "assigned" or is_sentence(duty, nodes):
                    continue
                why = f"同一主题：{meant.aside[id_]}"
                duty = replace(duty, basis="related", inherited_from=None, link=id_, why=why)
            quote = passages.plain(duty.quote)
            fit = strength + coverage(asked, quote) + 0.5 * coverage(asked, title)
            if duty.basis == "related":
                if not _tied(duty, nodes[id_], meant, base, normalise):
                    continue
            elif is_sentence(duty, nodes):
                if not passages.speaks_of(duty) or (
                    strength == TEXT and strongest > TEXT and not passages.says(duty)
                ):
                    continue
            elif duty.basis == "assigned":
                whole = max(whole, strength)
            out.append((duty.unit, duty, fit))
    if whole >= TITLE:  # what only mentions the matter once gives way to what is about it
        out = [
            p
            for p in out
            if p[1].basis != "assigned" or is_sentence(p[1], nodes) or meant.strength[p[1].node] > TEXT
        ]
    return out


def _roles_asked(ask: Ask, duties: Sequence[Duty]) -> frozenset[str]:
    """The roles a question is after (“哪个单位牵头……”), where a node gives one of them; none for all roles."""
    for pattern, roles in ((LEADS, LEADING), (HELPS, HELPING)):
        if pattern.search(ask.text) and any(d.role in roles and d.basis != "related" for d in duties):
            return roles
    return frozenset()


def _tied(duty: Duty, node: Node, meant: Meant, base: Base, normalise: Callable[[str], str]) -> bool:
    """Whether a related unit is tied through what was asked: by its topic, by one that includes it (意外伤害 for 溺水), or
    by words in one breath with it."""
    why = duty.why.split("：", 1)[-1]
    if why in meant.topics or any(
        t.name == why and set(t.narrower) & set(meant.topics) for t in base.topics()
    ):
        return True
    words = next(([t.name, *t.terms] for t in base.topics() if t.name == why), [why])
    words = ["".join(normalise(w).split()) for w in words]
    text = "".join(normalise(node.title + "。" + node.text).split())
    return any(
        any(t in sentence for t in meant.terms) and any(w in sentence for w in words)
        for sentence in _SENTENCE.findall(text)
    )


def _answers(
    pieces: list[Piece], ask: Ask, basis: str | None, limit: int | None
) -> list[tuple[str, list[tuple[Duty, float]]]]:
    """Units with their duties: strongest basis first, then best fit, then most duties."""
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


def _answer(
    item: tuple[str, list[tuple[Duty, float]]], nodes: dict[str, Node], targets: dict[str, str]
) -> Json:
    unit, duties = item
    best: Duty = duties[0][0]
    evidence: list[Json] = []
    seen: set[tuple[str, str, str]] = set()
    for duty, _ in duties:
        key = (duty.node, duty.basis, duty.role)
        if key in seen:
            continue
        seen.add(key)
        evidence.append(_piece(duty, nodes, targets))
    return {"unit": unit, "basis": best.basis, "role": best.role, "evidence": evidence}


def _piece(duty: Duty, nodes: dict[str, Node], targets: dict[str, str]) -> Json:
    node = nodes[duty.node]
    link: Any = None
    if duty.link is not None and duty.link in nodes:
        tie = nodes[duty.link]
        link = {"id": tie.id, "kind": tie.kind, "title": tie.title, "citation": tie.citation}
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
        "target": targets.get(node.id, ""),
        "inherited_from": duty.inherited_from,
        "link": link,
        "why": duty.why,
        "document": duty.document,
    }


def _targets(base: Base, answers: list[tuple[str, list[tuple[Duty, float]]]]) -> dict[str, str]:
    """Targets as printed, by node id, of the indicators among the evidence."""
    read = getattr(base, "indicators", None)
    if read is None or not answers:
        return {}
    return {i.id: i.target.text for i in read()}


def opening(text: str) -> str:
    """The first words of a text without title."""
    words = "".join(text.split())
    return words if len(words) <= 24 else words[:24] + "…"


def _unassigned(base: Base, meant: Meant, nodes: dict[str, Node], answered: bool) -> list[Json]:
    """Tasks and projects meant that no unit is assigned to: the title's before the text's, then in reading order."""

    def is_open(id_: str) -> bool:
        return nodes[id_].kind in OPEN_KINDS and not any(d.basis == "assigned" for d in base.duties(node=id_))

    out: list[tuple[int, int, Json]] = []
    least = meant.least(is_open)
    listed = [i for i, strength in meant.strength.items() if strength >= least and is_open(i)]
    if (
        not listed and not answered
    ):  # a plan may say what is to be done in no task: its sections and paragraphs then
        listed = [
            i
            for i in meant.strength
            if nodes[i].kind in SAID_KINDS and not base.duties(node=i, basis="assigned")
        ]
    for id_ in listed:
        node, strength = nodes[id_], meant.strength[id_]
        row = {
            "id": node.id,
            "plan": node.plan,
            "kind": node.kind,
            "title": node.title or opening(node.text),
            "citation": node.citation,
            "line": node.span.line if node.span else None,
        }
        out.append((-strength, node.order, row))
    return [row for _, _, row in sorted(out, key=lambda x: (x[0], x[2]["plan"], x[1]))]


def _shared_nodes(base: Base, ask: Ask, plan: str | None) -> set[str]:
    """Nodes that are assigned to a unit of every name asked."""
    sets = [
        {d.node for u in group for d in base.duties(unit=u.name, plan=plan, basis="assigned")}
        for group in ask.groups
    ]
    return set.intersection(*sets)


def _of_unit(
    base: Base,
    query: str,
    ask: Ask,
    wanted: tuple[str, ...],
    nodes: dict[str, Node],
    basis: str | None,
    plan: str | None,
    limit: int | None,
) -> Json:
    """A unit's own duties, those it has as a member of a collective, and where it is only named."""
    pieces: list[Piece] = []
    notes: list[str] = []
    strengths: tuple[Basis, ...] = ("assigned", "named")
    shared = _shared_nodes(base, ask, plan) if ask.jointly else None
    if shared is not None and not shared:
        notes.append("规划没有同时写给这几个单位的任务。")
    for name in wanted:
        mine = [d for s in strengths for d in base.duties(unit=name, plan=plan, basis=s)]
        mine = [d for d in mine if d.role != OBJECT and d.node in nodes]
        roles = _roles_asked(ask, mine)
        for duty in mine:
            if (not roles or duty.role in roles) and (shared is None or duty.node in shared):
                pieces.append((name, duty, -nodes[duty.node].order / 1_000_000))
        if len(wanted) == 1 and not any(d.basis == "assigned" for d in mine):
            notes.append(f"规划没有明确写给{name}的任务。")
        collectives = [
            c.name for c in base.collectives(name) if base.duties(unit=c.name, plan=plan, basis="assigned")
        ]
        if collectives:
            notes.append(f"另见它所在的集合称谓：{'、'.join(collectives)}。")
    answers = _answers(pieces, ask, basis, limit)
    targets = _targets(base, answers)
    return {
        "query": query,
        "topic": None,
        "topics": [],
        "answers": [_answer(a, nodes, targets) for a in answers],
        "unassigned": [],
        "notes": notes,
        "suggestions": [],
    }


__all__ = ["Base", "Meant", "is_sentence", "who"]
