"""The nodes a question means, not every node that mentions its words in passing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field

from kb.model import Topic
from kb.question.question import Question
from kb.question.words import EMPTY, VERBS, expression
from kb.records import dataclass
from kb.who.messages import say
from kb.who.nodes import Nodes

GENERIC = re.compile(r"^(?:加强|推进|做好|开展)|(?:的?(?:建设|管理|工作|问题|情况|推进))+$")
"""Words around a topic that narrow it to nothing: 未成年人保护工作站建设."""
SHORTENED = 5
"""Characters from which a stretch may be a title shortened: 高中毛入学率."""
FEW = 6
"""Nodes that may print a stretch for it to be their own: one printed more often narrows nothing."""
TITLE, FOCUS, STRONG, TEXT, FOUND, ASIDE = 3, 4, 2, 1, 1, 0
ENOUGH = 0.62
"""Share of a question's rarity that a node has to print to be meant without a topic. Sample: “假酒造假谁来查” (造假 is
printed as 假冒) has to stay below it, “居民医保覆盖率是哪个单位的指标” above."""
NEAR_BEST = 0.85
"""Share of the best node's coverage that other nodes need to be meant with it."""
WHOLE = 0.95
"""Share from which a node prints all that is said, and needs no good place among the hits: “组织协调督促”."""
LEAST_SEGMENT = 3
"""Characters of a stretch that may narrow: one of two is a word, which the topics know."""
SHORTENED_MOST, SHORTENED_ENDS = 3, 3
"""A title may be so many times as long as what was asked; the pairs of a stretch but for its last ones are looked up."""
SOME = 4
"""Times FEW nodes that may print a word for all of them to be weighed."""
GLUE = "的|里面|里头|当中"
"""What people say between the words of a title: 抓获的嫌疑人里面未成年人占比."""
LEAST_TOPIC, MOST_TOPICS = 0.5, 5
RATE = "率"
LISTED = re.compile(r"、$")
LISTED_ON = re.compile(r"^[^、，,。;；:：]{0,2}[、等]")
"""Around a word that is one of a list: “教育、养老、医疗”, “文化产业、养老产业、”."""
OF_ANOTHER = re.compile(r"^(?:保险|(?:、[^、，,。;；:：等]{1,4}){2,}等)")
"""After a word that names another matter with it: 养老保险 is no 养老, “失业、工伤、生育等保险” no 失业."""
REASON = re.compile(r"针对[^。;；]*?问题")
"""What a measure is taken for, not what it does: “针对摊位不足、停车需求大等问题”."""
TITLED = frozenset({"chapter", "section", "goal"})

Finder = Callable[[str], Sequence[tuple[str, float]]]
"""Returns the ids of the best nodes for a query with their scores, best first."""


@dataclass(slots=True)
class QuestionScope:
    """The nodes meant: node id → strength. terms: words (matching form) that show a sentence is about the question.

    focus: nodes that print the question's own words, when those say more than a topic word; then duties come from
    these alone. topics: names of the topics asked. notes: Chinese sentences for the reader. aside: node id → topic, for
    nodes of a topic that was asked by one of its terms and that do not print it: what they assign is only related.
    loose: the nodes were found by the share of words they print. roled: nodes that print the role asked for (牵头) next
    to what is asked. passing: nodes that mention the word asked in passing; what they assign is only related.
    """

    strength: dict[str, int] = field(default_factory=dict)
    focus: dict[str, int] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    loose: bool = False
    aside: dict[str, str] = field(default_factory=dict)
    roled: tuple[str, ...] = ()
    passing: frozenset[str] = frozenset()

    def least(self, open_: Callable[[str], bool]) -> int:
        """Return the strength a node without unit (`open_`) needs to be listed: where such a node prints the question's
        own words, what only shares the topic is left out unless the topic is in its title."""
        if any(open_(id_) for id_ in self.focus):
            return TITLE
        return TEXT if any(v > ASIDE for v in self.strength.values()) else ASIDE


def find_scope(nodes: Nodes, find: Finder, read: Question) -> QuestionScope:
    """Find the nodes meant: by topics (two are met at once, or either where they are alternatives), then by the
    question's own words, then by numbers, then by the share of its words that a node prints."""
    scope = QuestionScope()
    groups, terms, wholes = _by_topics(nodes, read, scope)
    scope.strength = _together(groups, read, scope)
    scope.focus = _focus(read, nodes, wholes)
    if scope.focus:
        scope.notes.clear()
    numbers = _by_numbers(nodes, read)
    if numbers and read.topics:
        numbers = {
            i: v for i, v in numbers.items() if i in scope.strength and nodes.doc(i).kind == "indicator"
        }
    scope.focus.update(numbers)
    terms += [*read.segments, *read.topic_words, *(n.text for n in read.numbers)]
    scope.terms = tuple(dict.fromkeys(nodes.plain(t) for t in terms if t))
    scope.roled = _by_roles(nodes, read)
    roled = tuple(
        up if (up := nodes.doc(i).parent) and nodes.doc(i).kind == "paragraph" else i for i in scope.roled
    )
    if not scope.strength and not scope.focus:
        scope.strength = dict.fromkeys(roled, FOUND)
        if roled and len(nodes.plans) > 1:  # a plan that says it without the role is asked as well
            for id_, value in by_coverage(nodes, find, read).items():
                scope.strength.setdefault(id_, value)
    else:
        for id_ in roled:
            scope.strength.setdefault(id_, TEXT)
            if scope.focus:
                scope.focus.setdefault(id_, FOCUS)
    if not scope.strength and not scope.focus:
        scope.strength = by_coverage(nodes, find, read)
        scope.loose = bool(scope.strength)
    for id_, value in scope.strength.items():
        if value > ASIDE:  # another word asked carries it
            scope.aside.pop(id_, None)
    for id_, value in scope.focus.items():
        scope.aside.pop(id_, None)
        scope.strength[id_] = max(scope.strength.get(id_, 0), value)
    scope.passing = _in_passing(nodes, read, scope)
    return scope


def _in_passing(nodes: Nodes, read: Question, scope: QuestionScope) -> frozenset[str]:
    """Nodes meant that mention the one word asked in passing, in a base of several plans where another node assigns
    what it says of the word."""
    if len(nodes.plans) < 2 or read.topics or len(read.segments) != 1:
        return frozenset()
    word = nodes.plain(read.segments[0])
    out = {i for i in (scope.focus or scope.strength) if mentions_in_passing("".join(nodes.text(i)), word)}
    rest = [i for i in scope.strength if i not in out and word in "".join(nodes.text(i))]
    return frozenset(out) if any(nodes.assigns(i) for i in rest) else frozenset()


def mentions_in_passing(text: str, word: str) -> bool:
    """Whether a text (matching form) has a word only as one of a list, in the reason for a measure, or in the name
    of another matter."""
    reasons = [m.span() for m in REASON.finditer(text)]
    found = [m.span() for m in re.finditer(re.escape(word), text)]
    return bool(found) and all(
        any(start <= a and b <= end for start, end in reasons)
        or OF_ANOTHER.match(text[b:]) is not None
        or (LISTED.search(text[:a]) is not None and LISTED_ON.match(text[b:]) is not None)
        for a, b in found
    )


def _by_topics(
    nodes: Nodes, read: Question, scope: QuestionScope
) -> tuple[list[dict[str, int]], list[str], set[str]]:
    """For each topic word the nodes of its topics with their strength; terms of the topics; words that are names."""
    by_name = nodes.topics() if read.topics else {}
    groups: list[dict[str, int]] = []
    terms: list[str] = []
    names: list[str] = []
    wholes: set[str] = set()
    for word, alternatives in zip(read.topic_words, read.topics, strict=True):
        scores: dict[str, int] = {}
        tagged: dict[str, str] = {}
        whole = any(_is_whole(word, topic, nodes.normalise) for topic in alternatives)
        for topic in alternatives:
            broad = word in topic.name or topic.name in word
            for name in (topic.name, *(topic.narrower if broad and word in read.segments else ())):
                for tag in nodes.base.tags(topic=name):
                    if tag.plan in nodes.plans:
                        value = TITLE if tag.place == "title" else STRONG if tag.hits > 1 else TEXT
                        scores[tag.node] = max(scores.get(tag.node, 0), value)
                        tagged.setdefault(tag.node, name)
                found = by_name.get(name)
                terms += [name, *(found.terms if found else ())]
                names.append(name)
        if any(word == "".join(nodes.normalise(topic.name).split()) for topic in alternatives):
            wholes.add(word)
        if not whole and (carriers := {i for i in scores if word in nodes.text(i)[1]}):
            for id_ in scores.keys() - carriers:
                scores[id_] = ASIDE
                scope.aside[id_] = tagged[id_]
        groups.append(scores)
    scope.topics = tuple(dict.fromkeys(names))
    return groups, terms, wholes


def _is_whole(word: str, topic: Topic, normalise: Callable[[str], str]) -> bool:
    """Whether a word asks for the whole topic: its name or what people say. A term asks for the nodes that print it."""
    return any(word == "".join(normalise(w).split()) for w in (topic.name, *topic.said))


def _together(groups: list[dict[str, int]], read: Question, scope: QuestionScope) -> dict[str, int]:
    if not groups:
        return {}
    if len(groups) == 1:
        return groups[0]
    if not read.either:
        common = [id_ for id_ in groups[0] if all(id_ in g for g in groups)]
        if common:
            return {id_: min(g[id_] for g in groups) for id_ in common}
        if "".join(read.topic_words) in read.text:  # one word that holds two: 体育公园
            return {}
        scope.notes.append(say("not_both", words=say("and").join(dict.fromkeys(read.topic_words))))
    out: dict[str, int] = {}
    for g in groups:
        for id_, value in g.items():
            out[id_] = max(out.get(id_, 0), value)
    return out


def _focus(read: Question, nodes: Nodes, wholes: set[str]) -> dict[str, int]:
    """Nodes that print a stretch of the question that is more than a topic word. wholes: topics' names
    among the words.

    Only where the stretch is rarer than the topic word inside it; a stretch that is the topic word itself narrows
    nothing, save what people say for a topic and a node with units prints (“垃圾分类” for 生态环境教育).
    """
    out: dict[str, int] = {}
    for segment in read.segments:
        if segment in read.topic_words:
            topics = read.topics[read.topic_words.index(segment)]
            hits = dict.fromkeys(nodes.containing(segment), FOCUS) if _only_said(segment, topics) else {}
            if len(hits) <= FEW and any(nodes.assigns(i) for i in hits):
                out.update(hits)
            continue
        if len(segment) < LEAST_SEGMENT or GENERIC.sub("", segment) in wholes or segment in read.unit_words:
            continue
        if read.words and not any(w in segment for w in read.words if w not in VERBS):
            continue
        hits = _printing(segment, nodes)
        if not hits and (turned := _turned(segment, read)):
            hits = _printing(turned, nodes)
        if not hits and len(segment) >= SHORTENED:
            hits = dict.fromkeys(_shortened(segment, nodes), FOCUS + 1)
        if 0 < len(hits) <= FEW * max(1, len({i.split("/")[0] for i in hits})):
            out.update(hits)
    if out and not any(nodes.assigns(i) for i in out):
        titled = [i for i in out if nodes.doc(i).kind in TITLED and out[i] > FOCUS]
        for id_ in titled:  # the title of a chapter or section says what its tasks are about
            for below in nodes.below(id_):
                if nodes.doc(below).kind in ("task", "measure"):
                    out.setdefault(below, FOCUS)
    for id_ in list(out):
        up = nodes.doc(id_).parent
        if nodes.doc(id_).kind == "paragraph" and up is not None:
            out.setdefault(up, out[id_])
    return out


def _printing(segment: str, nodes: Nodes) -> dict[str, int]:
    """Nodes that print a stretch. Where it is the whole name of an indicator, indicators that have more in their names are
    others: 海洋生产总值, not 海洋生产总值占比."""
    hits = {i: FOCUS + (segment in nodes.text(i)[0]) for i in nodes.containing(segment)}
    rows = [i for i in hits if nodes.doc(i).kind == "indicator"]
    named = {i for i in rows if nodes.text(i)[0] == segment}
    return {i: v for i, v in hits.items() if not named or i in named or i not in rows}


def _turned(segment: str, read: Question) -> str:
    """A stretch with its last word first: 老旧小区改造, printed as 改造老旧小区; "" where it is one word."""
    words = [w for w in read.words if w in segment]
    return words[-1] + "".join(words[:-1]) if len(words) > 1 and "".join(words) == segment else ""


def _shortened(segment: str, nodes: Nodes) -> list[str]:
    """Nodes whose title is the stretch, only longer: “高中毛入学率” for 高中阶段毛入学率, and for a rate an indicator that
    prints its stem (“未成年人犯罪率”, printed as 比重)."""
    bare = re.sub(GLUE, "", segment)
    asked = [i for i in _candidates(bare, nodes) if _shortens(bare, nodes.text(i)[0])]
    if asked or not segment.endswith(RATE):
        return asked
    stem = segment[:-1]
    return [
        i for i in nodes.containing(stem) if nodes.doc(i).kind == "indicator" and stem in nodes.text(i)[0]
    ]


def _candidates(segment: str, nodes: Nodes) -> list[str]:
    """Nodes that print the first two and the last two characters of a stretch."""
    last = set(nodes.containing(segment[-2:]))
    first = dict.fromkeys(
        i for k in range(len(segment) - SHORTENED_ENDS) for i in nodes.containing(segment[k : k + 2])
    )
    return [i for i in first if i in last]


def _only_said(word: str, topics: Sequence[Topic]) -> bool:
    """Whether a word leads to topics whose names and terms don't have it."""
    return not any(word in known or known in word for t in topics for known in (t.name, *t.terms))


def _shortens(asked: str, title: str) -> bool:
    """Whether a title is what was asked, only longer: “高中毛入学率” for 高中阶段毛入学率, “居民医保覆盖率” for …居民基本医疗保险
    覆盖率. The characters occur in it in order, in few runs, and make up a good part of it."""
    if not len(asked) <= len(title) <= SHORTENED_MOST * len(asked) or title[-2:] != asked[-2:]:
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


def _by_numbers(nodes: Nodes, read: Question) -> dict[str, int]:
    """Nodes a number of the question leads to: indicators with that target or baseline, nodes that print it."""
    out: dict[str, int] = {}
    if not read.numbers:
        return out
    for number in read.numbers:
        found: dict[str, int] = {}
        for plan in nodes.plans:
            for i in nodes.base.indicators(plan):
                values = {v for t in i.targets for v in (t.value, t.value_high) if v is not None}
                if i.baseline is not None:
                    values.add(i.baseline.value)
                if number.value in values and (not number.unit or number.unit in i.unit_of_measure):
                    found[i.id] = FOCUS + 1
        printed = nodes.containing(number.text)
        if len(printed) <= FEW and (number.unit or "." in number.text):
            for id_ in printed:
                found.setdefault(id_, FOCUS)
        if number.unit and not read.topics and len(found) > 1:
            words = [w for w in read.words if w != number.text and nodes.prints(w)]
            narrowed = {i: v for i, v in found.items() if any(w in "".join(nodes.text(i)) for w in words)}
            found = narrowed or found
        out.update(found)
    return out if len(out) <= 2 * FEW else {}


def _by_roles(nodes: Nodes, read: Question) -> tuple[str, ...]:
    """Nodes that print the role asked for and nearly all that the question says: “统计监测由谁牵头” means the paragraph with
    “监测组由区统计部门牵头”."""
    words = asked_words(read)
    if not read.roles or not words:
        return ()
    weights = {w: nodes.rarity(w) for w in words}
    total = sum(weights.values())
    first = max(words, key=lambda w: (bool(nodes.containing(w)), weights[w]))
    role = set(nodes.containing(read.roles[0]))
    return tuple(
        id_
        for id_ in nodes.containing(first)
        if id_ in role and sum(v for w, v in weights.items() if w in nodes.text(id_)[1]) >= ENOUGH * total
    )


def by_coverage(nodes: Nodes, find: Finder, read: Question) -> dict[str, int]:
    """Nodes that print nearly all that a question says, weighed by how rare its words are."""
    shares = coverages(nodes, find, read)
    best = max(shares.values(), default=0.0)
    if best < ENOUGH:
        return {}
    floor = max(ENOUGH, NEAR_BEST * best)
    scores = dict(find(" ".join(read.segments) or read.text))
    most: dict[str, float] = {}
    for id_, score in scores.items():
        plan = id_.split("/", 1)[0]
        most[plan] = max(most.get(plan, 0.0), score)
    return {
        id_: FOUND
        for id_, share in shares.items()
        if share >= floor
        and (
            2 * scores.get(id_, 0.0) >= most.get(id_.split("/", 1)[0], 0.0)
            or (share >= WHOLE and len(asked_words(read)) > 1)
        )
    }


def coverages(nodes: Nodes, find: Finder, read: Question) -> dict[str, float]:
    """For nodes a search finds, the share of the question's rarity that they print, best first."""
    words = [_paired(w, read) for w in asked_words(read)]
    weights = {w: nodes.rarity(w) for w in words}
    total = sum(weights.values())
    if not total:
        return {}
    query = " ".join(read.segments) or read.text
    candidates = dict.fromkeys(id_ for id_, _ in find(query) if id_ in nodes)
    for word in words:
        hits = nodes.containing(word)
        if len(hits) <= SOME * FEW:
            candidates.update(dict.fromkeys(hits))
    shares: dict[str, float] = {}
    for id_ in candidates:
        title, text = nodes.text(id_)
        both = title + text
        share = sum(v for w, v in weights.items() if w in both) / total
        shares[id_] = share
    return dict(sorted(shares.items(), key=lambda x: -x[1]))


def asked_words(read: Question) -> list[str]:
    """The words a question is about, without those everything is about."""
    units = "，".join(read.unit_words)
    words = [w for w in read.words if w not in EMPTY and w not in units]
    telling = [w for w in words if not expression("anyone").fullmatch(w) and w not in VERBS]
    return telling or words or list(read.words)


def _paired(word: str, read: Question) -> str:
    """A word of one character with the one next to it in a stretch that is a word, since a piece of a word that no plan
    prints occurs in others: 开 of 企业开办 asks for 开办, which 开展 is not."""
    if len(word) > 1 or word.isascii():
        return word
    for segment in read.segments:
        at = segment.find(word)
        if at >= 0 and 1 < len(segment) < SHORTENED:
            start = min(at, len(segment) - 2)
            return segment[start : start + 2]
    return word


def by_topic_alone(read: Question, id_: str, nodes: Nodes) -> bool:
    """Whether only a topic leads to a node: what people say for it (垃圾分类 for 生态环境教育) has no word and no character in
    common with the node. Then the node is near, and does not write of it."""
    if not read.topics or not all(map(_only_said, read.topic_words, read.topics)):
        return False
    text = "".join(nodes.text(id_))
    said = [w for w in (*read.words, *read.topic_words) if not expression("anyone").fullmatch(w)]
    return not any(ch in text for w in said for ch in w)


def coverage(asked: str, text: str) -> float:
    """The share of a question's character pairs that a text has; 1.0 for a question too short to have any."""
    runs = re.split(r"[^\w]+", asked)
    pairs = {r[i : i + 2] for r in runs for i in range(len(r) - 1)}
    if not pairs:
        return 1.0 if asked and asked in text else 0.0
    return sum(p in text for p in pairs) / len(pairs)


def nearest_topics(read: Question, topics: Iterable[Topic], limit: int = MOST_TOPICS) -> list[str]:
    """Topics whose words share most characters with the question, best first; [] where none shares two."""
    anyone = expression("anyone")
    asked = set(anyone.sub("", "".join(read.segments) or read.text))
    scored: list[tuple[float, str]] = []
    for t in topics:
        best = 0.0
        for w in (t.name, *t.terms, *t.said):
            w = anyone.sub("", w)
            common = len(asked & set(w))
            if common >= 2 or (common and len(w) <= 2 >= len(asked)):
                best = max(best, common / max(len(set(w)), 2) + common / 100)
        if best >= LEAST_TOPIC:
            scored.append((best, t.name))
    return [name for _, name in sorted(scored, key=lambda x: (-x[0], x[1]))[:limit]]
