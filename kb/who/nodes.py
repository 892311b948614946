"""The nodes of the plans a question is about, read when they are asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from kb.model import Duty, Indicator, Node, Topic, Unit
from kb.search.documents import SearchDoc

if TYPE_CHECKING:
    from kb.search import Index
    from kb.store import Base

LEAST_LOADED = 2
"""Nodes from which reading them at once saves a statement."""
UNKNOWN = 0.5
"""How many nodes a word that none prints is taken to have, for its rarity."""


class Nodes:
    """Nodes of some plans, or of all: texts from the index, nodes and duties from the base, each read once.

    Texts are in matching form: normalised, without white space.
    """

    def __init__(self, base: Base, index: Index, plans: Iterable[str] | None = None) -> None:
        self.base = base
        self.index = index
        self.normalise: Callable[[str], str] = index.lexicon.normalise
        self.plans = tuple(index.plans if plans is None else (p for p in index.plans if p in set(plans)))
        self._allowed = frozenset(self.plans)
        self._nodes: dict[str, Node | None] = {}
        self._docs: dict[str, SearchDoc] = {}
        self._texts: dict[str, tuple[str, str]] = {}
        self._duties: dict[str, tuple[Duty, ...]] = {}
        self._containing: dict[str, tuple[str, ...]] = {}
        self._indicators: dict[str, Indicator | None] = {}
        self._units: dict[str, Unit] = {}
        self._topics: dict[str, Topic] | None = None

    # Nodes

    def load(self, ids: Iterable[str]) -> None:
        """Read these nodes with their duties and indicators at once, whatever their number."""
        asked = tuple(i for i in dict.fromkeys(ids) if i not in self._nodes)
        if len(asked) < LEAST_LOADED:
            return
        self._nodes |= self.base.nodes_of(asked)
        self.load_duties(asked)
        indicators = [i for i in asked if i in self and self.doc(i).kind == "indicator"]
        if indicators:
            found = self.base.indicators_of(indicators)
            self._indicators |= {i: found.get(i) for i in indicators}

    def load_duties(self, ids: Iterable[str]) -> None:
        """Read the duties of these nodes at once."""
        asked = tuple(i for i in dict.fromkeys(ids) if i not in self._duties)
        if len(asked) >= LEAST_LOADED:
            found = self.base.duties_of(asked)
            self._duties |= {i: found.get(i, ()) for i in asked}

    def __contains__(self, id_: str) -> bool:
        return id_.split("/", 1)[0] in self._allowed and self.index.lookup.find(id_) is not None

    def __getitem__(self, id_: str) -> Node:
        node = self._nodes.get(id_)
        if node is None:
            node = self._nodes[id_] = self.base.node(id_)
        return node

    def get(self, id_: str) -> Node | None:
        """A node of the plans asked; None for an id that is none of theirs."""
        if id_ not in self:
            return None
        return self[id_]

    def doc(self, id_: str) -> SearchDoc:
        if id_ not in self._docs:
            doc = self.index.lookup.find(id_)
            if doc is None:
                raise KeyError(id_)
            self._docs[id_] = doc
        return self._docs[id_]

    def children(self, id_: str) -> tuple[str, ...]:
        return self.index.lookup.children(id_)

    def below(self, id_: str) -> Iterator[str]:
        """All below a node, in reading order."""
        for child in self.children(id_):
            yield child
            yield from self.below(child)

    def duties(self, id_: str) -> tuple[Duty, ...]:
        if id_ not in self._duties:
            self._duties[id_] = self.base.duties(node=id_)
        return self._duties[id_]

    def assigns(self, id_: str) -> bool:
        """Whether a unit is assigned to a node."""
        return any(d.basis == "assigned" for d in self.duties(id_))

    def indicator(self, id_: str) -> Indicator | None:
        """The indicator a node is."""
        if id_ not in self._indicators:
            self._indicators[id_] = self.base.indicator(id_) if self.doc(id_).kind == "indicator" else None
        return self._indicators[id_]

    def unit(self, unit_id: str) -> Unit:
        """The unit of an id."""
        if unit_id not in self._units:
            self._units[unit_id] = self.base.unit_of(unit_id)
        return self._units[unit_id]

    def load_units(self, ids: Iterable[str]) -> None:
        """Read these units at once."""
        asked = tuple(i for i in dict.fromkeys(ids) if i not in self._units)
        if len(asked) >= LEAST_LOADED:
            self._units |= self.base.units_of(asked)

    def topics(self) -> dict[str, Topic]:
        """Topics by name."""
        if self._topics is None:
            self._topics = {t.name: t for t in self.base.topics()}
        return self._topics

    # Texts

    def text(self, id_: str) -> tuple[str, str]:
        """Title and own text, heading first."""
        if id_ not in self._texts:
            doc = self.doc(id_)
            self._texts[id_] = (self.plain(doc.title), self.plain(doc.head + "\n" + doc.text))
        return self._texts[id_]

    def plain(self, text: str) -> str:
        return "".join(self.normalise(text).split())

    def containing(self, word: str) -> tuple[str, ...]:
        """Ids of the nodes that print a word, in reading order."""
        if word not in self._containing:
            self._containing[word] = self.index.lookup.containing(word, self.plans)
        return self._containing[word]

    def prints(self, word: str) -> bool:
        return bool(self.containing(word))

    @property
    def count(self) -> int:
        return self.index.lookup.count(self.plans)

    def rarity(self, word: str) -> float:
        """How much a word tells: 0 for one that all nodes print; the highest for one that none prints."""
        found = len(self.containing(word)) or UNKNOWN
        return math.log((self.count + 1) / found)
