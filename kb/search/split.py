"""The index in parts, for a browser that loads what a query needs: kb.search.export in pieces.

core      what every query needs: as `browser_index`, with the first terms of the blocks in place of the rows
t<n>      a block of posting lists (kb.search.term_blocks)
d<n>      the rows of CHUNK documents, as `browser_index` has them, with whole citations and no parents
p<n>      all rows of a plan and what `who` knows of it (kb.who.browser)
columns   by document: number of the kind, length of the title, where in its text the body begins
facets    by document: chapter, binding, labels of units, topics that a filter finds it by

A term begins with a letter that says what it is of a document:
g  a pair of characters of its text, with places     c  a character of its text, with how often its body has it
n  a character or a pair of its title                v  one of its values as normalised, with and without what is before it
d  a unit it is assigned to    f  the first of them  m  a unit named in it     o  number of a unit that holds it
T  a topic of its title        t  a topic of its text, with the hits of its terms
b  its binding                 h  its chapter        l  what names its place    p  the number of its parent
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.search.documents import RESPONSIBLE
from kb.search.export import Values, lexicon_names, lexicon_value, row_of, rules, unused
from kb.search.places import place_keys
from kb.search.rank import VALUE_LEAD
from kb.search.rows import searchable
from kb.search.term_blocks import TermBlocks

if TYPE_CHECKING:
    from kb.search.documents import SearchDoc
    from kb.search.opened import Index

CHUNK = 16
"""Documents in a part: 2 to 3 KB packed, so that ten hits of ten plans take 30 KB."""
SPAN = 1 << 20
"""More than the characters of any document's text: document · SPAN + place is a number a place, below 2^53."""
MORE_ROWS = 8
"""Documents that are read beyond the hits asked for: where bounds and scores differ, they differ by little."""
MOST_PARTS = 600
"""Parts that stay unpacked, 30 KB each at most, from query to query."""
MOST_ROUNDS = 12
"""Rounds of loading after which a query is given up: each reads on with what the last one loaded, four are usual."""
MOST_PLANS = 5
"""Plans that an answer is worked out of where the question names none: those of the best hits."""
FEW_HITS = 20
"""Hits whose plans are those of the best."""


def threshold_rules() -> dict[str, int]:
    """Return the thresholds as the browser has them."""
    return {
        "chunk": CHUNK, "span": SPAN, "more_rows": MORE_ROWS, "most_parts": MOST_PARTS, "most_rounds": MOST_ROUNDS,
        "most_plans": MOST_PLANS, "few_hits": FEW_HITS,
    }  # fmt: skip


@dataclass(slots=True)
class _Columns:
    """Facts of every document in a row."""

    kinds: array[int] = field(default_factory=lambda: array("B"))
    titles: array[int] = field(default_factory=lambda: array("I"))
    bodies: array[int] = field(default_factory=lambda: array("I"))
    chapters: array[int] = field(default_factory=lambda: array("H"))
    bindings: array[int] = field(default_factory=lambda: array("B"))
    units: array[int] = field(default_factory=lambda: array("I"))
    topics: array[int] = field(default_factory=lambda: array("I"))


class SplitIndex:
    """Writes the parts of an opened index: plans one after the other, then the blocks, then the core.

    folder: an empty one, for lists that do not fit into memory.
    """

    def __init__(self, opened: Index, folder: Path) -> None:
        self._opened = opened
        self._normalise = opened.lexicon.normalise
        self._blocks = TermBlocks(folder)
        self._firsts: list[str] = []
        self._columns = _Columns()
        self._labels = Values()
        self._used: set[str] = set()
        self._count = 0
        self._chunks = 0
        self._starts: list[int] = []
        self._values = {name: Values() for name in ("kinds", "chapters", "bindings")}
        self._values["roles"] = Values((RESPONSIBLE,))
        self._values["topics"] = Values(tuple(t.name for t in opened.lexicon.vocabulary.topics))
        self._values["units"] = Values(tuple(u.name for u in opened.lexicon.vocabulary.units))
        self._plans = {plan: at for at, plan in enumerate(opened.plans)}

    def documents(self, plan: str) -> tuple[SearchDoc, ...]:
        """Return the documents of a plan, in reading order."""
        return tuple(self._opened.lookup.documents((plan,)))

    def rows(self, docs: Sequence[SearchDoc]) -> tuple[str, list[list[Any]]]:
        """Return the rows of a plan's documents with the character that is their mark."""
        mark = unused(chain(*((d.head, d.text, d.citation, *d.values) for d in docs)))
        rows_of = {doc.id: (at, doc.citation) for at, doc in enumerate(docs)}
        return mark, [row_of(doc, self._plans, rows_of, self._values, mark) for doc in docs]

    def add(
        self, docs: Sequence[SearchDoc], indicators: Mapping[str, Sequence[str]]
    ) -> Iterator[tuple[str, str]]:
        """Yield the parts with the documents of a plan, by name, as JSON; take in their terms. Plans come in their order.

        indicators: by id of a document what its row says: category, target, unit of measure, binding.
        """
        self._starts.append(self._count)
        numbers = {doc.id: self._count + at for at, doc in enumerate(docs)}
        for doc in docs:
            self._used.update(doc.head, doc.text, doc.citation, *doc.values)
            self._add(doc, numbers[doc.id], numbers.get(doc.parent or ""))
        # Chunks run over the ends of plans only in number: each begins with a plan, so that it is of one plan.
        for at in range(0, len(docs), CHUNK):
            some = docs[at : at + CHUNK]
            mark = unused(chain(*((d.head, d.text, d.citation, *d.values) for d in some)))
            part = {
                "mark": mark,
                "start": self._count + at,
                "rows": [row_of(doc, self._plans, {}, self._values, mark) for doc in some],
                "said": {d.id: list(indicators[d.id]) for d in some if d.id in indicators},
            }
            yield f"d{self._chunks}", _json(part)
            self._chunks += 1
        self._count += len(docs)

    def _add(self, doc: SearchDoc, at: int, parent: int | None) -> None:
        add, normalise = self._blocks.add, self._normalise
        literal, title = normalise(searchable(doc)), normalise(doc.title)
        places: dict[str, list[int]] = {}
        for place, (left, right) in enumerate(pairwise(literal)):
            places.setdefault(f"g{left}{right}", []).append(place)
        for pair, found in places.items():
            add(pair, at, found)
        body = normalise(doc.text)
        for ch in set(literal):
            add(f"c{ch}", at, (body.count(ch),))
        terms = {f"n{piece}" for piece in (*title, *map("".join, pairwise(title)))}
        for value in map(normalise, doc.values):
            terms |= {f"v{value}", f"v{VALUE_LEAD.sub('', value)}"}
        terms |= {f"d{unit}" for unit in doc.units} | {f"m{unit}" for unit in doc.named}
        terms |= {f"f{unit}" for unit in doc.units[:1]}
        terms |= {f"T{tag.name}" for tag in doc.topics if tag.in_title}
        terms |= {f"o{number}" for number in self._held_by(doc)}
        terms |= {f"l{key}" for key in place_keys(doc, normalise) if key != doc.id}
        terms |= {f"b{doc.binding}"} if doc.binding else set()
        terms |= {f"h{doc.chapter}"} if doc.chapter else set()
        terms |= {f"p{parent}"} if parent is not None else set()
        for term in terms:
            add(term, at)
        for tag in doc.topics:
            if not tag.in_title:
                add(f"t{tag.name}", at, (tag.hits,))
        self._put(doc, literal, title)

    def _put(self, doc: SearchDoc, literal: str, title: str) -> None:
        columns = self._columns
        after = sum(len(f" {value}") for value in doc.values)
        columns.kinds.append(self._values["kinds"](doc.kind))
        columns.titles.append(len(title))
        columns.bodies.append(len(literal) - len(doc.text) - after)
        columns.chapters.append(self._values["chapters"](doc.chapter))
        columns.bindings.append(self._values["bindings"](doc.binding))
        labels = [self._opened.lexicon.unit_label(key, doc.plan) for key in doc.holders] or list(doc.units)
        columns.units.extend((len(labels), *map(self._labels, labels)))
        topics = sorted({at for tag in doc.topics for at in self._found_by[tag.in_title].get(tag.name, ())})
        columns.topics.extend((len(topics), *topics))

    @cached_property
    def _unit_numbers(self) -> dict[tuple[str, str], int]:
        """(key, plan) → the unit's place in the lexicon."""
        units = self._opened.lexicon.vocabulary.units
        return {(unit.key, plan): at for at, unit in enumerate(units) for plan in unit.plans}

    def _held_by(self, doc: SearchDoc) -> set[int]:
        found = (self._unit_numbers.get((key, doc.plan)) for key in doc.holders)
        return {number for number in found if number is not None}

    @cached_property
    def _found_by(self) -> dict[bool, dict[str, set[int]]]:
        """Whether a tag is in a title → its topic → the topics that a filter finds it by, by their place in the lexicon."""
        lexicon = self._opened.lexicon
        text: dict[str, set[int]] = {}
        for at, topic in enumerate(lexicon.vocabulary.topics):
            for name in (topic.name, *lexicon.narrower.get(topic.name, ())):
                text.setdefault(name, set()).add(at)
        title = {name: set(found) for name, found in text.items()}
        for at, topic in enumerate(lexicon.vocabulary.topics):
            for name in lexicon.broader.get(topic.name, ()):
                title.setdefault(name, set()).add(at)
        return {False: text, True: title}

    def parts(self) -> Iterator[tuple[str, str]]:
        """Yield the other parts, once all plans are added: blocks, columns, facets."""
        for number, (first, block) in enumerate(self._blocks.blocks()):
            self._firsts.append(first)
            yield f"t{number}", block
        columns = self._columns
        yield (
            "columns",
            _json({name: getattr(columns, name).tolist() for name in ("kinds", "titles", "bodies")}),
        )
        facets: dict[str, Any] = {
            name: getattr(columns, name).tolist() for name in ("chapters", "bindings", "units", "topics")
        }
        yield "facets", _json({**facets, "labels": self._labels.others})

    def core(self) -> dict[str, Any]:
        """Return the core, once all parts are written."""
        opened = self._opened
        lexicon = opened.lexicon
        mark = unused(chain(lexicon_names(lexicon), self._used))
        known = {*lexicon.words, *lexicon.topic_words, *lexicon.unit_names, *lexicon.vocabulary.names}
        titles: list[str | None] = [None] * len(opened.plans)
        for at, title in opened.titles():
            titles[at] = title
        return {
            "version": 5,
            "mark": mark,
            "plans": list(opened.plans),
            "responsible": RESPONSIBLE,
            "values": {name: numbered.others for name, numbered in self._values.items()},
            "rows": [],
            "lexicon": lexicon_value(lexicon, mark),
            "rules": {**rules(), "split": threshold_rules()},
            "split": {
                "count": self._count,
                "starts": self._starts,
                "titles": titles,
                "firsts": self._firsts,
                "absent": sorted(word for word in known if word and not opened.stands(word)),
            },
        }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
