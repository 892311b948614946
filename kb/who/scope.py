"""The nodes a question means, not every node that mentions its words in passing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kb.model import Basis, Duty, Node, Plan, Tag, Topic, Unit
from kb.question.reader import Ask

_ANYONE = re.compile(r"[小女男]?孩[子儿]?|娃[儿娃]?|儿童|小朋友|未成年人|学生|青少年")
"""Whom everything is about: says nothing on the topic."""
_GENERIC = re.compile(r"^(?:加强|推进|做好|开展)|(?:的?(?:建设|管理|工作|问题|情况|推进))+$")
"""Words around a topic that narrow it to nothing: 未成年人保护工作站建设."""
SHORTENED = 5
"""A stretch of so many characters may be a title shortened."""
TITLE, FOCUS, STRONG, TEXT, FOUND, ASIDE = 3, 4, 2, 1, 1, 0


class Base(Protocol):
    """What answering needs of a built base."""

    def plan(self, id_: str) -> Plan: ...
    def nodes(self, plan: str | None = None) -> tuple[Node, ...]: ...
    def topics(self) -> tuple[Topic, ...]: ...
    def units(self) -> tuple[Unit, ...]: ...
    def collectives(self, unit: str) -> tuple[Unit, ...]: ...
    def tags(
        self, topic: str | None = None, node: str | None = None, plan: str | None = None
    ) -> tuple[Tag, ...]: ...
    def duties(
        self,
        unit: str | None = None,
        node: str | None = None,
        plan: str | None = None,
        basis: Basis | None = None,
    ) -> tuple[Duty, ...]: ...


Finder = Callable[[str], Sequence[tuple[str, float]]]
"""The ids of the best nodes for a query with their scores, best first: the search index behind a small door."""


@dataclass(slots=True)
class Meant:
    """The nodes meant: node id → strength. terms: words (matching form) that show a sentence is about the question.

    focus: nodes that print the question's own words, when those say more than a topic word; then duties come from
    these alone. topics: names of the topics asked. notes: Chinese sentences for the reader. aside: node id → topic, for
    nodes of a topic that was asked by one of its terms and that do not print it: what they assign is only related.
    """

    strength: dict[str, int] = field(default_factory=dict)
    focus: dict[str, int] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    loose: bool = False
    aside: dict[str, str] = field(default_factory=dict)

    def least(self, open_: Callable[[str], bool]) -> int:
        """The strength a node without unit (`open_`) needs to be listed: where such a node prints the question's own
        words, what only shares the topic is left out unless the topic stands in its title."""
        if any(open_(id_) for id_ in self.focus):
            return TITLE
        return TEXT if any(v > ASIDE for v in self.strength.values()) else ASIDE


def find_meant(
    base: Base, find: Finder, ask: Ask, nodes: dict[str, Node], normalise: Callable[[str], str]
) -> Meant:
    """Topics first (two are met at once, or either where they are alternatives), then the question's own words, then
    what a search finds."""
    meant = Meant()
    by_name = {t.name: t for t in base.topics()}
    groups: list[dict[str, int]] = []
    terms: list[str] = []
    names: list[str] = []
    wholes: set[str] = set()
    spell = _Texts(nodes, normalise)
    for word, alternatives in zip(ask.words, ask.topics, strict=True):
        scores: dict[str, int] = {}
        tagged: dict[str, str] = {}
        whole = any(_is_whole(word, topic, normalise) for topic in alternatives)
        for topic in alternatives:
            broad = word in topic.name or topic.name in word
            for name in (topic.name, *(topic.narrower if broad and word in ask.segments else ())):
                for tag in base.tags(topic=name):
                    if tag.node in nodes:
                        value = TITLE if tag.place == "title" else STRONG if tag.hits > 1 else TEXT
                        scores[tag.node] = max(scores.get(tag.node, 0), value)
                        tagged.setdefault(tag.node, name)
                found = by_name.get(name)
                terms += [name, *(found.terms if found else ())]
                names.append(name)
        if any(word == "".join(normalise(topic.name).split()) for topic in alternatives):
            wholes.add(word)
        if not whole and (carriers := {i for i in scores if word in spell(i)[1]}):
            for id_ in scores.keys() - carriers:
                scores[id_] = ASIDE
                meant.aside[id_] = tagged[id_]
        groups.append(scores)
    meant.topics = tuple(dict.fromkeys(names))
    meant.strength = _together(groups, ask, meant)
    meant.focus = _focus(ask, nodes, spell, lambda id_: bool(base.duties(node=id_, basis="assigned")), wholes)
    if meant.focus:
        meant.notes.clear()
    terms += list(ask.segments) + list(ask.words)
    meant.terms = tuple(dict.fromkeys("".join(normalise(t).split()) for t in terms if t))
    if not meant.strength and not meant.focus:
        meant.strength = _found(find, ask, nodes, spell)
        meant.loose = bool(meant.strength)
    for id_, value in meant.strength.items():
        if value > ASIDE:  # another word asked carries it
            meant.aside.pop(id_, None)
    for id_, value in meant.focus.items():
        meant.aside.pop(id_, None)
        meant.strength[id_] = max(meant.strength.get(id_, 0), value)
    return meant


def _is_whole(word: str, topic: Topic, normalise: Callable[[str], str]) -> bool:
    """Whether a word asks for the whole topic: its name or what people say. A term asks for the nodes that print it."""
    return any(word == "".join(normalise(w).split()) for w in (topic.name, *topic.said))


def _together(groups: list[dict[str, int]], ask: Ask, meant: Meant) -> dict[str, int]:
    if not groups:
        return {}
    if len(groups) == 1:
        return groups[0]
    if not ask.either:
        common = [id_ for id_ in groups[0] if all(id_ in g for g in groups)]
        if common:
            return {id_: min(g[id_] for g in groups) for id_ in common}
        if "".join(ask.words) in ask.text:  # one word that holds two: 体育公园
            return {}
        meant.notes.append(f"没有同时写到“{'”和“'.join(dict.fromkeys(ask.words))}”的条目，以下分别列出。")
    out: dict[str, int] = {}
    for g in groups:
        for id_, value in g.items():
            out[id_] = max(out.get(id_, 0), value)
    return out


class _Texts:
    """Titles and texts of nodes in matching form, made when asked for."""

    def __init__(self, nodes: dict[str, Node], normalise: Callable[[str], str]) -> None:
        self._nodes = nodes
        self._normalise = normalise
        self._made: dict[str, tuple[str, str]] = {}

    def __call__(self, id_: str) -> tuple[str, str]:
        if id_ not in self._made:
            node = self._nodes[id_]
            title = "".join(self._normalise(node.title).split())
            text = "".join(self._normalise(node.head.value + "\n" + node.text).split())
            self._made[id_] = (title, text)
        return self._made[id_]


def _focus(
    ask: Ask, nodes: dict[str, Node], texts: _Texts, assigns: Callable[[str], bool], wholes: set[str]
) -> dict[str, int]:
    """Nodes that print a stretch of the question that is more than a topic word. wholes: topics' names
    among the words.

    Only where the stretch is rarer than the topic word inside it; a stretch that is the topic word itself narrows
    nothing, save what people say for a topic and a node with units prints (“垃圾分类” for 生态环境教育).
    """
    out: dict[str, int] = {}
    for segment in ask.segments:
        if segment in ask.words:
            topics = ask.topics[ask.words.index(segment)]
            hits = (
                {id_: FOCUS for id_ in nodes if segment in texts(id_)[1]}
                if _only_said(segment, topics)
                else {}
            )
            if len(hits) <= 6 and any(assigns(id_) for id_ in hits):
                out.update(hits)
            continue
        if len(segment) < 3 or _GENERIC.sub("", segment) in wholes:
            continue
        hits = {id_: FOCUS + (segment in texts(id_)[0]) for id_ in nodes if segment in texts(id_)[1]}
        if not hits and len(segment) >= SHORTENED:
            hits = {id_: FOCUS + 1 for id_ in nodes if _shortens(segment, texts(id_)[0])}
        if (
            not hits and len(segment) >= SHORTENED and segment.endswith("率")
        ):  # “未成年人犯罪率”: printed as 比重
            rates = (id_ for id_, n in nodes.items() if n.kind == "indicator")
            hits = {id_: FOCUS + 1 for id_ in rates if segment[:-1] in texts(id_)[0]}
        if 0 < len(hits) <= 6:
            out.update(hits)
    if out and not any(assigns(id_) for id_ in out):
        titled = {i for i in out if nodes[i].kind in ("section", "goal") and out[i] > FOCUS}
        for node in nodes.values():  # a section's title says what its tasks are about
            if node.parent in titled and node.kind in ("task", "measure"):
                out.setdefault(node.id, FOCUS)
    for id_ in list(out):
        up = nodes[id_].parent
        if nodes[id_].kind == "paragraph" and up in nodes:
            out.setdefault(up, out[id_])
    return out


def _only_said(word: str, topics: Sequence[Topic]) -> bool:
    """Whether a word leads to topics whose names and terms don't have it."""
    return not any(word in known or known in word for t in topics for known in (t.name, *t.terms))


def _shortens(asked: str, title: str) -> bool:
    """Whether a title is what was asked, only longer: “高中毛入学率” for 高中阶段毛入学率, “居民医保覆盖率” for …居民基本医疗保险
    覆盖率. The characters stand in it in order, in few runs, and make up a good part of it."""
    if not len(asked) <= len(title) <= 3 * len(asked) or title[-2:] != asked[-2:]:
        return False
    at = runs = 0
    last = -2
    for ch in asked:
        at = title.find(ch, at)
        if at < 0:
            return False
        runs += at != last + 1
        last, at = at, at + 1
    return 2 * runs <= len(asked)


def _found(find: Finder, ask: Ask, nodes: dict[str, Node], texts: _Texts) -> dict[str, int]:
    """What a search finds above a floor: half the best score, half of the question's character pairs, and nearly as
    many as the best."""
    query = " ".join(ask.segments) or ask.text
    hits = [(id_, score) for id_, score in find(query) if id_ in nodes]
    if not hits:
        return {}
    best = hits[0][1]
    near = [(id_, coverage(query, texts(id_)[1])) for id_, score in hits if score * 2 >= best]
    floor = max(0.5, 0.75 * max(share for _, share in near))
    return {id_: FOUND for id_, share in near if share >= floor}


def coverage(asked: str, text: str) -> float:
    """The share of a question's character pairs that a text has; 1.0 for a question too short to have any."""
    runs = re.split(r"[^\w]+", asked)
    pairs = {r[i : i + 2] for r in runs for i in range(len(r) - 1)}
    if not pairs:
        return 1.0 if asked and asked in text else 0.0
    return sum(p in text for p in pairs) / len(pairs)


def nearest_topics(ask: Ask, topics: Iterable[Topic], limit: int = 5) -> list[str]:
    """Topics whose words share most characters with the question, best first; [] where none shares two."""
    asked = set(_ANYONE.sub("", "".join(ask.segments) or ask.text))
    scored: list[tuple[float, str]] = []
    for t in topics:
        best = 0.0
        for w in (t.name, *t.terms, *t.said):
            w = _ANYONE.sub("", w)
            common = len(asked & set(w))
            if common >= 2 or (common and len(w) <= 2 >= len(asked)):
                best = max(best, common / max(len(set(w)), 2) + common / 100)
        if best >= 0.5:
            scored.append((best, t.name))
    return [name for _, name in sorted(scored, key=lambda x: (-x[0], x[1]))[:limit]]
