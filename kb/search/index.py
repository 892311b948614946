"""The index, opened: `open_index(folder).search("托育归哪个单位管")`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from kb.problems import BaseMissing, BaseUnusable
from kb.search.analyse import Analyser, Chunk
from kb.search.documents import RESPONSIBLE, SearchDoc, UnitName
from kb.search.engine import AllOf, AnyOf, Condition, Has
from kb.search.lexicon import Lexicon, read_lexicon
from kb.search.lookup import Lookup
from kb.search.messages import say
from kb.search.places import asked_keys
from kb.search.query import BINDING_WORDS, KIND_WORDS, Filter, Query, parse_query
from kb.search.rank import AT_PLACE, BELOW_PLACE, Fields, Weighed, rarity, score_chunk
from kb.search.result import Facet, Hit, Mode, Result
from kb.search.shard import INDEX_VERSION, META_FILE, PLANS_FOLDER, Shard
from kb.search.snippet import find_ranges, make_snippet
from kb.store.manifest import REBUILD, check_files
from kb.words.numerals import han_numeral

TITLE = "title"  # local id of the node that is a plan's title
MOST_SUGGESTED = 5
# A row that is found by a number and its unit, which its cells print apart: …巩固率（%） ≥99 约束性（≥99%，2020年98.7%）.
WITH_VALUES, VALUES_JOINED = "{text}（{values}）", "，"
# How much a word tells of why a node was found, for choosing the passage shown: a word by its length and worth, a run
# or the whole query that is there as typed above any word, a topic's term below them.
MARKED_WORD, MARKED_RUN, MARKED_QUERY, MARKED_TOPIC, MARKED_ASKED = 5, 2000, 3000, 200, 100
CHAPTER_MARKS = re.compile("[第章、.]")
CHAPTER_NUMBERS = tuple(han_numeral(number) for number in range(31))
FEW = 3  # with fewer hits for all words, hits for some of them follow

Place = tuple[int, int]  # a document: shard, line


@dataclass(frozen=True, slots=True)
class Found:
    """A document found. full: met every run. every: of how many runs it met every term. told: met one that
    does more than name units or kinds."""

    place: Place
    score: int
    full: bool
    every: int
    told: bool = True


def open_index(folder: Path | str) -> Index:
    """Open an index folder. Raises BaseMissing or BaseUnusable."""
    return Index(Path(folder))


class Index:
    """An index folder opened for reading. Documents and posting lists are read when a search needs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        check_files(folder.parent, f"{folder.name}/")
        try:
            meta = json.loads((folder / META_FILE).read_text("utf-8"))
            if meta["version"] != INDEX_VERSION:
                raise BaseUnusable(
                    f"{folder} 的索引版本是 {meta['version']}，本程序要的是 {INDEX_VERSION}。{REBUILD}"
                )
            self.plans: tuple[str, ...] = tuple(plan for plan, _ in meta["plans"])
            self.count = sum(count for _, count in meta["plans"])
            self.lexicon: Lexicon = read_lexicon(folder)
        except FileNotFoundError as error:
            raise BaseMissing(f"{folder} 里没有搜索索引。{REBUILD}") from error
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            raise BaseUnusable(f"{folder} 的搜索索引已损坏（{error}）。{REBUILD}") from error
        self._normalise = self.lexicon.normalise
        self.shards = tuple(Shard(folder / PLANS_FOLDER / plan, self._normalise) for plan in self.plans)
        self._fields: dict[Place, Fields] = {}

    def open_all(self) -> None:
        """Open all files now, for a process that stays: later builds clear the folder away while it is in use."""
        for shard in self.shards:
            shard.open()

    def close(self) -> None:
        for shard in self.shards:
            shard.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Sets of documents

    def containing(self, text: str) -> frozenset[Place]:
        """Documents whose normalised text contains a normalised text."""
        return frozenset((i, at) for i, s in enumerate(self.shards) for at in s.containing(text))

    def meeting(self, condition: Condition) -> frozenset[Place]:
        """Documents that meet a condition on whole values."""
        return frozenset((i, at) for i, s in enumerate(self.shards) for at in s.meeting(condition))

    def stands(self, text: str) -> bool:
        """Whether a normalised text stands in any document."""
        return any(shard.containing(text) for shard in self.shards)

    def document(self, place: Place) -> SearchDoc:
        return self.shards[place[0]].document(place[1])

    def documents(self) -> Iterable[SearchDoc]:
        for shard in self.shards:
            yield from shard.documents()

    @cached_property
    def lookup(self) -> Lookup:
        """Documents by id, for answers."""
        return Lookup(self.plans, self.shards)

    @cached_property
    def _analyser(self) -> Analyser:
        return Analyser(
            self.lexicon, self.stands, lambda text: rarity(len(self.containing(text)), self.count)
        )

    def _read(self, place: Place) -> Fields:
        if place not in self._fields:
            doc = self.document(place)
            self._fields[place] = Fields(
                doc,
                self._normalise(doc.title),
                self.shards[place[0]].literal(place[1]),
                self._normalise(doc.text),
                tuple(self._normalise(value) for value in doc.values),
            )
        return self._fields[place]

    # Searching

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        kinds: Sequence[str] = (),
        units: Sequence[str] = (),
        plans: Sequence[str] = (),
        facets: bool = True,
    ) -> Result:
        """Find nodes. `query` in the query language (docs/search.md); never raises for what it says.

        kinds, units, plans: as the filters of the query language, any of each. limit None: all hits.
        """
        read = parse_query(self._normalise(query))
        filters = [Filter("kind", kind) for kind in kinds]
        filters += [
            Filter("unit", unit if unit in self.lexicon.unit_ids else self._normalise(unit)) for unit in units
        ]
        filters += [Filter("plan", plan) for plan in plans]
        notes = list(read.hints)
        allowed = self._allowed((*read.filters, *filters), notes)
        # What stands in the plan as typed is found, though it reads as a filter: “单位：区卫健委）”.
        literal = self._literal(read)
        if filters:
            literal &= self._allowed(filters, []) or frozenset()
        chunks = self._analyser.read_words(read.words)
        chunks += [self._analyser.phrase(phrase) for phrase in read.phrases]
        found = self._find(read, chunks, allowed, literal)
        mode, kept = self._settle(read, chunks, found, notes)
        suggestions = self._suggest(chunks, kept)
        last = None if limit is None else offset + limit
        words = self._marked(chunks, read)
        topic_words = self._topic_words(chunks)
        return Result(
            query=query,
            total=len(kept),
            hits=tuple(self._hit(one, words, topic_words) for one in kept[offset:last]),
            facets=self._facets(kept) if facets else (),
            mode=mode,
            notes=tuple(notes),
            suggestions=suggestions,
            offset=offset,
        )

    def _allowed(self, filters: Sequence[Filter], notes: list[str]) -> frozenset[Place] | None:
        """Documents the filters let through; None where there are no filters. Values of one field are
        alternatives, fields add up."""
        allowed: frozenset[Place] | None = None
        for field in dict.fromkeys((f.field, f.without) for f in filters):
            some: frozenset[Place] = frozenset()
            for one in filters:
                if (one.field, one.without) == field:
                    some |= self._meeting_filter(one, notes)
            if field[1]:
                everything = self.meeting(AllOf(()))
                some = everything - some
            allowed = some if allowed is None else allowed & some
        return allowed

    def _held_by(self, unit: UnitName) -> Condition:
        held = Has("unit", unit.key or unit.name)
        if not unit.key or not self.lexicon.shares_key(unit):
            return held
        return AllOf((held, AnyOf(tuple(Has("plan", plan) for plan in unit.plans))))

    def _meeting_filter(self, one: Filter, notes: list[str]) -> frozenset[Place]:
        value = one.value
        if one.field == "unit":
            units = self.lexicon.units_called(value)
            if not units:
                notes.append(say("no_unit", value=value))
            return self.meeting(AnyOf(tuple(self._held_by(u) for u in units)))
        if one.field == "kind":
            kind = KIND_WORDS.get(value, value)
            if kind not in KIND_WORDS.values():
                notes.append(say("no_kind", value=value, kinds="、".join(KIND_WORDS)))
            return self.meeting(Has("kind", kind))
        if one.field == "binding":
            full = next((b for b in BINDING_WORDS if value and b.startswith(value)), value)
            if full not in BINDING_WORDS:
                notes.append(say("no_binding", value=value, bindings="、".join(BINDING_WORDS)))
            return self.meeting(Has("binding", full))
        if one.field == "chapter":
            number = _han_number(CHAPTER_MARKS.sub("", value))
            return self.meeting(Has("chapter", number))
        if one.field == "plan":
            ids = [plan for plan in self.plans if value in plan]
            ids += [self.plans[i] for i, title in self._titles if value in title and self.plans[i] not in ids]
            if not ids:
                notes.append(say("no_plan", value=value))
            return self.meeting(AnyOf(tuple(Has("plan", plan) for plan in ids)))
        if one.field == "topic":
            topics = dict(self.lexicon.topic_words.get(value, ()))
            if not topics:
                notes.append(say("no_topic", value=value))
            return self._tagged(topics)
        keys = asked_keys(value) or (value,)
        return self.meeting(AnyOf(tuple(Has("place", key) for key in keys)))

    def _tagged(self, topics: Iterable[str]) -> frozenset[Place]:
        asked = {name for topic in topics for name in (topic, *self.lexicon.narrower.get(topic, ()))}
        above = {name for topic in topics for name in self.lexicon.broader.get(topic, ())}
        parts = [Has("topic", f"{where}:{name}") for name in sorted(asked) for where in ("title", "text")]
        parts += [Has("topic", f"title:{name}") for name in sorted(above - asked)]
        return self.meeting(AnyOf(tuple(parts)))

    def _meets(
        self, chunk: Chunk, allowed: frozenset[Place] | None
    ) -> list[tuple[Weighed, frozenset[Place]]]:
        """The run's terms with their rarity, each with the documents that show something of it."""
        out = []
        for term in chunk.terms:
            standing = self.containing(term.forms[0][0]) if term.forms else frozenset()
            shown = standing
            for form, _ in term.forms[1:]:
                shown |= self.containing(form)
            if term.topics:
                shown |= self._tagged(dict(term.topics))
            conditions = []
            if term.unit:
                conditions.append(Has("unit", term.unit))
            if term.kind:
                conditions.append(Has("kind", term.kind))
            if term.binding:
                conditions.append(Has("binding", term.binding))
            if conditions:
                shown |= self.meeting(AnyOf(tuple(conditions)))
            out.append(
                (
                    Weighed(
                        term,
                        rarity(len(shown) if conditions or not standing else len(standing), self.count),
                        bool(standing or len(term.forms) > 1),
                        bool(shown if allowed is None else shown & allowed),
                    ),
                    shown,
                )
            )
        return out

    def _find(
        self,
        read: Query,
        chunks: list[Chunk],
        allowed: frozenset[Place] | None,
        literal: frozenset[Place],
    ) -> list[Found]:
        if not chunks:
            if allowed is None or (not read.filters and not allowed):
                return []
            return [Found(place, 0, True, 0) for place in sorted(self._without(read, allowed) | literal)]
        scores: dict[Place, int] = {}
        full: dict[Place, int] = {}
        every: dict[Place, int] = {}
        told: set[Place] = set()
        for_plans: list[tuple[frozenset[int], set[Place]]] = []
        for chunk in chunks:
            meets = self._meets(chunk, allowed)
            weighed = [one for one, _ in meets]
            places = frozenset().union(*(shown for _, shown in meets)) | self.containing(chunk.text)
            if allowed is not None:
                places &= allowed
            scored = [
                (place, *score_chunk(chunk, weighed, self._read(place), self.lexicon)) for place in places
            ]
            if not any(enough for _, _, enough, _ in scored):
                # A unit named among words that say nothing: what the unit has to do.
                units = {term.unit for term in chunk.terms} - {""}
                scored = [
                    (place, points, bool(units & {*self.document(place).units}), every_term)
                    for place, points, _, every_term in scored
                ]
            if len(chunks) > 1:
                for_plans.append(
                    (self._plans_named(chunk), {place for place, _, enough, _ in scored if enough})
                )
            for place, points, enough, all_terms in scored:
                if enough:
                    scores[place] = scores.get(place, 0) + points
                    full[place] = full.get(place, 0) + 1
                    every[place] = every.get(place, 0) + all_terms
                    if not chunk.narrows:
                        told.add(place)
        for plans, met in for_plans:
            for place in scores.keys() - met:
                if place[0] in plans:
                    full[place] += 1
                    every[place] += 1
        for place in literal:
            scores.setdefault(place, 1)
            full[place] = every[place] = len(chunks)
        asked = dict(self._asked_place(read, allowed))
        if asked:
            scores = {place: score for place, score in scores.items() if place in asked or place in literal}
        for place, bonus in asked.items():
            scores[place] = scores.get(place, 0) + bonus
            full[place] = every[place] = len(chunks)
        kept = self._without(read, frozenset(scores)) | (literal & frozenset(scores))
        return [
            Found(place, scores[place], full[place] == len(chunks), every[place], place in told)
            for place in kept
        ]

    def _plans_named(self, chunk: Chunk) -> frozenset[int]:
        """Of several plans those whose title begins with a run: all in them meets it, 昆明 in “昆明 机场”."""
        named = frozenset(i for i, title in self._titles if title.startswith(chunk.text))
        return named if len(named) < len(self.shards) else frozenset()

    @cached_property
    def _titles(self) -> tuple[tuple[int, str], ...]:
        """The plans' titles, each with its shard."""
        places = sorted(self.meeting(Has("place", TITLE)))
        return tuple((place[0], self._normalise(self.document(place).title)) for place in places)

    def _literal(self, read: Query) -> frozenset[Place]:
        """Documents with the query as it was typed, operators and all."""
        return self.containing(read.text) if read.text else frozenset()

    def _without(self, read: Query, places: frozenset[Place]) -> frozenset[Place]:
        for text in read.without:
            places -= self.containing(text)
        return places

    def _asked_place(self, read: Query, allowed: frozenset[Place] | None) -> list[tuple[Place, int]]:
        """Documents the query names by id, citation or number, and those right below them."""
        named = self.meeting(AnyOf(tuple(Has("place", key) for key in asked_keys(read.text))))
        parents = sorted(self.document(place).id for place in named)
        under = self.meeting(AnyOf(tuple(Has("parent", parent) for parent in parents))) - named
        bonuses = [(place, AT_PLACE) for place in named] + [(place, BELOW_PLACE) for place in under]
        return [(place, bonus) for place, bonus in bonuses if allowed is None or place in allowed]

    def _settle(
        self, read: Query, chunks: list[Chunk], found: list[Found], notes: list[str]
    ) -> tuple[Mode, list[Found]]:
        """The hits to show, in order, and how they were come by."""
        order = sorted(found, key=lambda f: (-f.score, f.place))
        full = [one for one in order if one.full]
        mode: Mode = "all"
        kept = full
        if chunks and len(chunks) > 1 and len(full) < FEW:
            rest = [one for one in order if not one.full]
            rest = [one for one in rest if one.told] or ([] if full else rest)
            rest.sort(key=lambda f: -f.every)
            if rest and not full:
                mode = "any"
                notes.append(say("only_some"))
            elif rest:
                notes.append(say("then_some", n=len(full)))
            kept = full + rest
        elif chunks and kept and not any(one.every == len(chunks) for one in kept):
            mode = "any"
            notes.append(say("only_some"))
        for chunk in chunks:
            if chunk.corrected and kept:
                mode = "fuzzy"
                notes.append(say("taken_for", typed=chunk.typed, corrected=chunk.corrected))
            elif chunk.unknown and kept and kept[0].score < AT_PLACE:
                notes.append(say("unknown", words="、".join(f"“{u}”" for u in chunk.unknown)))
        if read.hints:
            mode = "literal"
        if not kept and chunks:
            notes.append(say("nothing"))
        return mode, kept

    def _suggest(self, chunks: list[Chunk], kept: list[Found]) -> tuple[str, ...]:
        """Queries to offer instead: what was taken for a slip, and words that sound or look the same."""
        out: dict[str, None] = {}
        changed = any(chunk.corrected for chunk in chunks)
        if changed:
            out[" ".join(chunk.corrected or chunk.typed for chunk in chunks)] = None
        for chunk in chunks:
            out.update(dict.fromkeys(chunk.offers))
            if not kept and not chunk.corrected:
                out.update(dict.fromkeys(self._analyser.offers(chunk)))
        return tuple(out)[:MOST_SUGGESTED]

    # Showing

    def hits_of(self, ids: Iterable[str], words: Iterable[str]) -> tuple[Hit, ...]:
        """Hits for nodes that an answer names, with words to mark; score 0."""
        marked = dict.fromkeys(words, MARKED_ASKED)
        places = (self.lookup.place(id_) for id_ in ids)
        return tuple(self._hit(Found(p, 0, False, 0), marked, {}) for p in places if p is not None)

    def _marked(self, chunks: list[Chunk], read: Query) -> dict[str, int]:
        """Words to mark and how much they tell."""
        words: dict[str, int] = {}
        for chunk in chunks:
            terms = [t for t in chunk.terms if not t.loose] or list(chunk.terms)
            if len(chunk.terms) > 1 and self.stands(chunk.text):
                words[chunk.text] = MARKED_RUN
            for term in terms:
                for form, percent in term.forms:
                    words[form] = MARKED_WORD * percent * len(form)
        if len(chunks) > 1 and self.stands(read.text):
            words[read.text] = MARKED_QUERY
        return words

    def _topic_words(self, chunks: list[Chunk]) -> dict[str, int]:
        """Terms of the topics a query leads to: marked where none of its own words stands."""
        topics = dict(pair for chunk in chunks for term in chunk.terms for pair in term.topics)
        terms = [word for topic in topics for word in self.lexicon.terms_of(topic)]
        return dict.fromkeys(terms, MARKED_TOPIC)

    def _hit(self, found: Found, asked: dict[str, int], topic_words: dict[str, int]) -> Hit:
        fields = self._read(found.place)
        doc = fields.doc
        words = asked if any(word in fields.literal for word in asked) else topic_words
        shown, body = doc.text or doc.head, fields.body or self._normalise(doc.head)
        if not any(word in body for word in words) and any(w in v for v in fields.values for w in words):
            shown = WITH_VALUES.format(text=shown, values=VALUES_JOINED.join(doc.values))
            body = self._normalise(shown)
        return Hit(
            id=doc.id,
            plan=doc.plan,
            kind=doc.kind,
            number=doc.number,
            title=doc.title,
            citation=doc.citation,
            snippet=make_snippet(shown, body, words),
            units=doc.units,
            score=found.score,
            title_ranges=find_ranges(fields.title, words),
            roles=doc.roles or (RESPONSIBLE,) * len(doc.units),
            edited=doc.edited,
        )

    def _facets(self, kept: list[Found]) -> tuple[Facet, ...]:
        counts: dict[str, dict[str, int]] = {"kind": {}, "unit": {}, "plan": {}, "binding": {}, "chapter": {}}
        label = self.lexicon.unit_label
        for one in sorted(kept, key=lambda f: f.place):
            doc = self.document(one.place)
            for field, values in (
                ("kind", (doc.kind,)),
                ("unit", tuple(label(key, doc.plan) for key in doc.holders) or doc.units),
                ("plan", (doc.plan,)),
                ("binding", (doc.binding,)),
                ("chapter", (doc.chapter,)),
            ):
                for value in values:
                    if value:
                        counts[field][value] = counts[field].get(value, 0) + 1
        return tuple(
            Facet(field, tuple(sorted(values.items(), key=lambda pair: -pair[1])))
            for field, values in counts.items()
        )


def _han_number(text: str) -> str:
    """A chapter number in Han numerals: 2 → 二; others as they are."""
    return CHAPTER_NUMBERS[int(text)] if text.isdecimal() and 0 < int(text) < len(CHAPTER_NUMBERS) else text
