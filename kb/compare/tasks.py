"""The same task in two plans: by its title, its topics and the words of its text. Only the same title is sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.compare.pairs import Pair, bigrams, likeness, mutual_best
from kb.model import Node
from kb.words.normalised import compact

KINDS = ("task", "measure", "project")
_SIGNS = re.compile("[，。、；：“”（）《》·—-]+")
# Parts of 100: how like titles are, how like the texts are, whether topics are shared.
TITLE, TEXT, TOPIC = 65, 20, 15
LEAST = 45
"""From so much on a pair is proposed: titles half alike with a shared topic (发展普惠托育服务, 增加普惠托育供给)."""
SAME = 95
SHORTEST = 6
"""Characters of a title that is telling by itself: 加强组织领导 is in most plans, and says the same in them; 保障 says nothing."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A task with what is compared of it."""

    node: Node
    title: str
    title_pairs: frozenset[str]
    text_pairs: frozenset[str]
    topics: frozenset[str]


def read(node: Node, topics: Iterable[str]) -> Titled:
    title = _SIGNS.sub("", compact(node.title))
    text = _SIGNS.sub("", compact(node.body.value))
    return Titled(node, title, bigrams(title), bigrams(text), frozenset(topics))


def align(
    one: Sequence[Titled], other: Sequence[Titled], decided: Mapping[tuple[str, str], bool]
) -> tuple[Pair, ...]:
    """Return the pairs of two plans, with how sure each is. decided: as for indicators."""
    known = [
        Pair(one=a, other=b, standing="by_hand", sure=100, why=("人工核定为同一任务",))
        for (a, b), same in decided.items()
        if same
    ]
    left = [t for t in one if t.node.id not in {p.one for p in known}]
    right = [t for t in other if t.node.id not in {p.other for p in known}]
    many = Counter(t.title for t in one), Counter(t.title for t in other)
    found = [
        _pair(a, b, (many[0][a.title], many[1][b.title]))
        for a in left
        for b in right
        if decided.get((a.node.id, b.node.id)) is not False
    ]
    return (*known, *mutual_best(pair for pair in found if pair is not None))


def _pair(a: Titled, b: Titled, many: tuple[int, int]) -> Pair | None:
    shared = sorted(a.topics & b.topics)
    titles = 1.0 if a.title == b.title else likeness(a.title_pairs, b.title_pairs)
    if TITLE * titles + TEXT + (TOPIC if shared else 0) < LEAST:
        return None
    texts = likeness(a.text_pairs, b.text_pairs)
    why = []
    against = []
    if titles == 1.0:
        why.append("标题相同")
    elif titles:
        why.append(f"标题有{round(100 * titles)}%相同")
    if shared:
        why.append(f"主题相同：{'、'.join(shared)}")
    if texts >= 0.2:
        why.append(f"正文有{round(100 * texts)}%相同")
    if titles < 1.0:
        against.append("标题不全相同")
    if titles == 1.0 and max(many) > 1:
        against.append("同一份规划里有几处同名")
    if titles == 1.0 and len(a.title) < SHORTEST:
        against.append("标题太短，说明不了什么")
    sure = (
        SAME
        if not against
        else min(SAME - 5, round(TITLE * titles + TEXT * texts + (TOPIC if shared else 0)))
    )
    if sure < LEAST:
        return None
    return Pair(
        one=a.node.id, other=b.node.id, standing="proposed" if against else "sure", sure=sure,
        why=tuple(why), against=tuple(against),
    )  # fmt: skip
