"""`kb topics`: the vocabulary, and how much of the plans each topic covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.facts import node_dict
from kb.store.lookup import not_found
from kb.who.passages import is_sentence
from kb.words.normalised import compact

if TYPE_CHECKING:
    from kb.answer.shapes import TopicAnswer, TopicCounted, TopicNode, TopicsAnswer, TopicWords
    from kb.model import Duty, Node, Topic
    from kb.store import Base


def topics(base: Base, plan: str | None = None) -> TopicsAnswer:
    """{"topics": [{"name", "terms", "said", "narrower", "nodes", "units"}]}: nodes is how many are tagged, units
    the units assigned to them, most often first. Raises NotFound for a plan there is none of."""
    if plan is not None:
        base.plan(plan)
    assigned: dict[str, list[Duty]] = {}
    for duty in base.duties(plan=plan, basis="assigned"):
        assigned.setdefault(duty.node, []).append(duty)
    by_id = {n.id: n for n in base.nodes(plan)}
    tagged: dict[str, list[str]] = {}
    for tag in base.tags(plan=plan):
        tagged.setdefault(tag.topic, []).append(tag.node)
    rows: list[TopicCounted] = []
    for topic in base.topics():
        nodes = dict.fromkeys(tagged.get(topic.name, ()))
        counts: dict[str, int] = {}
        for node in nodes:
            for duty in assigned.get(node, ()):
                if _for_topic(duty, topic, by_id):
                    counts[duty.unit] = counts.get(duty.unit, 0) + 1
        rows.append({
            **_words(topic), "nodes": len(nodes), "units": sorted(counts, key=lambda u: -counts[u]),
        })  # fmt: skip
    return {"topics": rows}


def topic(base: Base, name: str, plan: str | None = None) -> TopicAnswer:
    """One topic by its name or a word of it, with its nodes: those that have it in the title first.

    Raises NotFound with the nearest topics.
    """
    found = find_topic(base, name)
    rows: list[TopicNode] = []
    for tag in base.tags(topic=found.name, plan=plan):
        node = base.node(tag.node)
        duties = base.duties(node=tag.node, basis="assigned")
        units = dict.fromkeys(d.unit for d in duties if _for_topic(d, found, {node.id: node}))
        rows.append({**node_dict(node), "place": tag.place, "hits": tag.hits, "units": list(units)})
    rows.sort(key=lambda r: r["place"] != "title")
    return {**_words(found), "nodes": rows}


def _for_topic(duty: Duty, topic: Topic, nodes: dict[str, Node]) -> bool:
    """Whether a duty of a tagged node is about the topic: a sentence's only where the sentence prints a term of it."""
    if not is_sentence(duty, nodes):
        return True
    return any(compact(term) in compact(duty.quote) for term in topic.terms)


def find_topic(base: Base, name: str) -> Topic:
    """The topic of that name, or the first that has the word among its terms or said words."""
    asked = name.strip()
    all_topics = base.topics()
    for words in ("name", "terms", "said"):
        for found in all_topics:
            own = getattr(found, words)
            if asked and (asked == own if words == "name" else asked in own):
                return found
    raise not_found(
        "主题", asked, {w: t.name for t in reversed(all_topics) for w in (*t.said, *t.terms, t.name)}
    )


def _words(topic: Topic) -> TopicWords:
    return {
        "name": topic.name,
        "terms": list(topic.terms),
        "said": list(topic.said),
        "narrower": list(topic.narrower),
    }
