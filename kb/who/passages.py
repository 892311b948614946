"""Which words of a node speak of what was asked: a bracket for its part of the text, a sentence for itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Protocol

from kb.model import Duty, Node
from kb.question.question import Question
from kb.who.nodes import Nodes
from kb.who.scope import QuestionScope, asked_words, coverage
from kb.words.simple_label import SIMPLE_LABEL

FIRST_PART = re.compile(r"[（(]1[）)]|①|一是")
BRACKET = re.compile(rf"[（(〔\[【][^（(〔\[【]*(?:{SIMPLE_LABEL}|负责|牵头|配合)[^）)〕\]】]*[）)〕\]】]")
"""A bracket that says who is responsible: （责任单位：市税务局）, （市税务局负责）."""
END = re.compile("[。;；!！?？]")
"""Ends of a sentence or clause, as written and as normalised: between semicolons every unit has a clause of its own."""
GOES_ON = re.compile("负责|承担|并|主要负责|具体负责")


BRACKETS = "（〔[【("
SHORT_TITLE = 30
"""Characters below which a title is one: a sentence taken for a title says its own."""
LEAST_PART = 3
"""Characters above which what is before a bracket is a part of its own, not a “和” between two brackets."""
LEAST_PAIRS = 0.34
"""Share of a question's character pairs that the words proving a duty need, where a search found the node."""


class Passages:
    """Whether a duty that appears in running text is about the question."""

    def __init__(self, nodes: Nodes, scope: QuestionScope, read: Question) -> None:
        self._nodes = nodes
        self._asked = "".join(read.segments)
        texts = ["".join(nodes.text(i)) for i in scope.strength]
        printed = [
            w for w in (*read.segments, *read.topic_words) if len(w) >= 2 and any(w in t for t in texts)
        ]
        longest = max((len(w) for w in printed), default=0)
        self._words = tuple(w for w in printed if len(w) == longest or read.either) or scope.terms
        self._loose = scope.loose
        self._content = asked_words(read)
        numbers = {nodes.plain(n.text) for n in read.numbers}
        self._anchored = bool(numbers) and numbers.issuperset(self._words)

    def plain(self, text: str) -> str:
        return self._nodes.plain(text)

    def title(self, id_: str) -> str:
        return self._nodes.text(id_)[0]

    def in_title(self, id_: str) -> bool:
        """A node's title has the words asked."""
        return any(w in self.title(id_) for w in self._words)

    def says(self, duty: Duty) -> bool:
        """The very words that prove a duty have the words asked."""
        quote = self.plain(duty.quote)
        return any(w in quote for w in self._words)

    def own_clause_says(self, duty: Duty) -> bool:
        """The words that prove a duty, or the sentence that continues about the same unit, have the words asked."""
        return self.says(duty) or any(
            w in near for near in self._around(duty)[1:] for w in self._words if duty.basis == "assigned"
        )

    def speaks_of(self, duty: Duty) -> bool:
        """Its node's title says the words asked, or its sentence or one next to it does; of what a mere search found,
        it is the sentence that shares most with the question."""
        title = self.title(duty.node)
        if len(title) < SHORT_TITLE and any(w in title for w in self._words):
            return True
        if (
            self._anchored
        ):  # a number is an anchor: the sentence that prints it speaks of it, not the one next to it
            return self.says(duty)
        for near in self._around(duty):
            if any(w in near for w in self._words):
                return True
        quote = self.plain(duty.quote)
        return self._loose and (
            coverage(self._asked, quote) >= LEAST_PAIRS or all(w in quote for w in self._content)
        )

    def elsewhere(self, id_: str, duties: Sequence[Duty]) -> frozenset[int]:
        """Where a node has several brackets, each after its own part (“（1）……（A负责）（2）……（B负责）”): the starts of
        those whose part has none of the words asked, if another's has them."""
        node = self._nodes[id_]
        quotes = {
            d.start: self.plain(d.quote)
            for d in duties
            if d.basis == "assigned" and not d.inherited_from and not d.document and d.quote[:1] in BRACKETS
        }
        if len(quotes) < 2 - node.edited or any(w in self.title(id_) for w in self._words):
            return frozenset()
        text = self.plain("".join(n.text for n in (node, *self._paragraphs(id_))))
        said: dict[int, bool] = {}
        opening = FIRST_PART.search(text)  # what comes before （1） holds for all
        end, before = opening.start() if opening is not None else 0, False
        changed = (
            False  # the words are before a bracket that a person changed, so nobody is proved responsible
        )
        for start in sorted(quotes):
            at = text.find(quotes[start], end)
            if at < 0:
                return frozenset()
            part = text[end:at]
            if node.edited and (others := list(BRACKET.finditer(part))):
                changed = changed or any(w in part[: others[-1].start()] for w in self._words)
                part = part[others[-1].end() :]
            before = any(w in part for w in self._words) if len(part) > LEAST_PART else before
            said[start] = before
            end = at + len(quotes[start])
        told = changed or any(said.values())
        return frozenset(s for s, has in said.items() if not has) if told else frozenset()

    def _paragraphs(self, id_: str) -> list[Node]:
        return [self._nodes[i] for i in self._nodes.children(id_) if self._nodes.doc(i).kind == "paragraph"]

    def _around(self, duty: Duty) -> list[str]:
        """The sentence a duty appears in and, for a named one, those next to it in its paragraph; for an assigned one, the
        next where it continues about the same unit (“监测组由区统计部门牵头。负责监测工作……”)."""
        quote = self.plain(duty.quote)
        node = self._nodes[duty.node]
        for n in (node, *self._paragraphs(node.id)):
            text = self.plain(n.text)
            at = text.find(quote)
            if at < 0:
                continue
            ends = [0, *(m.end() for m in END.finditer(text)), len(text)]
            first = max(i for i, e in enumerate(ends) if e <= at)
            last = next(i for i, e in enumerate(ends) if e >= at + len(quote))
            spans = list(itertools.pairwise(ends))
            if duty.basis == "assigned":
                goes_on = bool(GOES_ON.match(text, ends[last]))
                return [text[a:b] for a, b in spans[first : last + goes_on]]
            return [text[a:b] for a, b in spans[max(0, first - 1) : last + 1]]
        return [quote]


class ById(Protocol):
    """Nodes by id."""

    def __getitem__(self, id_: str, /) -> Node: ...


def is_sentence(duty: Duty, nodes: ById) -> bool:
    """Whether a duty appears in running text, and so speaks for its sentence only, not for the whole node."""
    if duty.document or duty.inherited_from or nodes[duty.node].cells:
        return False
    return duty.basis == "named" or not re.match(r"[（〔\[【(]|[\u4e00-\u9fff\s]{2,12}[：:]", duty.quote)
