"""Searching an index: a query is read, weighed, asked of the retriever and ranked. `kb.search.opened` opens it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from kb.records import dataclass
from kb.search.analyse import Analyser, Chunk
from kb.search.ask import EVERYTHING, NOTHING, Asked, Run, Shown, both, tagged, text
from kb.search.documents import RESPONSIBLE, SearchDoc, UnitName
from kb.search.engine import (
    AllOf,
    AnyOf,
    Ask,
    Bound,
    Condition,
    Cursor,
    Has,
    NoneOf,
    Retriever,
    Row,
    Sum,
    Worth,
)
from kb.search.engine.stored import Kept
from kb.search.lexicon import Lexicon
from kb.search.messages import say
from kb.search.places import asked_keys
from kb.search.query import BINDING_WORDS, KIND_WORDS, Filter, Query, parse_query
from kb.search.rank import AT_PLACE, BELOW_PLACE, Fields, Weighed, rarity, score_chunk
from kb.search.result import Facet, Hit, Mode, Result
from kb.search.rows import searchable
from kb.search.snippet import find_ranges, make_snippet
from kb.words.numerals import han_numeral

MOST_SUGGESTED = 5
# A row that is found by a number and its unit, which its cells print apart: …巩固率（%） ≥99 约束性（≥99%，2020年98.7%）.
WITH_VALUES, VALUES_JOINED = "{text}（{values}）", "，"
# How much a word tells of why a node was found, for choosing the passage shown: a word by its length and worth, a run
# or the whole query that is there as typed above any word, a topic's term below them.
MARKED_WORD, MARKED_RUN, MARKED_QUERY, MARKED_TOPIC, MARKED_ASKED = 5, 2000, 3000, 200, 100
CHAPTER_MARKS = re.compile("[第章、.]")
CHAPTER_NUMBERS = tuple(han_numeral(number) for number in range(31))
FEW = 3  # with fewer hits for all words, hits for some of them follow
FACETS = ("kind", "unit", "plan", "binding", "chapter")
MOST_FIELDS = 1024  # documents whose normalised texts are kept for ranking, 6 KB each at most
MORE_ROWS = (
    8  # documents that a page has beyond the hits asked for: the first bounds rarely order hits as scores do
)


@dataclass(frozen=True, slots=True)
class Found:
    """A document found, with its score."""

    number: int
    score: int
    doc: SearchDoc


class Searcher:
    """Searches an opened index. Documents and posting lists are read when a search needs them."""

    def __init__(
        self,
        lexicon: Lexicon,
        retriever: Retriever,
        plans: tuple[str, ...],
        count: int,
        titles: Callable[[], Sequence[tuple[int, str]]],
    ) -> None:
        """plans: ids; count: of all documents; titles: reads the plans' titles in their one form, each with its number."""
        self.lexicon, self.retriever = lexicon, retriever
        self.plans, self.count = plans, count
        self._read_titles = titles
        self._normalise = lexicon.normalise
        self._fields: Kept[int, Fields] = Kept(MOST_FIELDS)

    @cached_property
    def _titles(self) -> Sequence[tuple[int, str]]:
        return self._read_titles()

    def containing(self, value: str) -> int:
        """Return how many documents' normalised texts contain a normalised text."""
        return self.retriever.count((text(value),))[0]

    def stands(self, value: str) -> bool:
        """Whether a normalised text occurs in any document."""
        return bool(self.containing(value))

    @cached_property
    def _analyser(self) -> Analyser:
        return Analyser(self.lexicon, self.stands, lambda value: rarity(self.containing(value), self.count))

    def _read(self, number: int, doc: SearchDoc) -> Fields:
        found = self._fields.get(number)
        if found is None:
            found = Fields(
                doc,
                self._normalise(doc.title),
                self._normalise(searchable(doc)),
                self._normalise(doc.text),
                tuple(self._normalise(value) for value in doc.values),
            )
            self._fields.put(number, found)
        return found

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
        # What a plan prints as typed is found, though it reads as a filter: “单位：区卫健委）”.
        literal = text(read.text) if read.text else NOTHING
        if filters:
            literal = both(literal, self._allowed(filters, []) or EVERYTHING)
        chunks = self._analyser.read_words(read.words)
        chunks += [self._analyser.phrase(phrase) for phrase in read.phrases]
        asked = self._asked(read, chunks, allowed, literal)
        mode, tiers, total = self._settle(asked, notes)
        last = None if limit is None else offset + limit
        kept = self._best(asked, tiers, last)
        for chunk in chunks:
            if chunk.corrected and total:
                mode = "fuzzy"
                notes.append(say("taken_for", typed=chunk.typed, corrected=chunk.corrected))
            elif chunk.unknown and total and kept[0].score < AT_PLACE:
                notes.append(say("unknown", words="、".join(f"“{u}”" for u in chunk.unknown)))
        if read.hints:
            mode = "literal"
        if not total and chunks:
            notes.append(say("nothing"))
        words = self._marked(chunks, read)
        topic_words = self._topic_words(chunks)
        return Result(
            query=query,
            total=total,
            hits=tuple(self._hit(one, words, topic_words) for one in kept[offset:last]),
            facets=self._facets(AnyOf(tiers)) if facets else (),
            mode=mode,
            notes=tuple(notes),
            suggestions=self._suggest(chunks, total),
            offset=offset,
        )

    def _allowed(self, filters: Sequence[Filter], notes: list[str]) -> Condition | None:
        """Documents the filters let through; None where there are no filters. Values of one field are
        alternatives, fields add up."""
        if not filters:
            return None
        allowed: list[Condition] = []
        for field in dict.fromkeys((f.field, f.without) for f in filters):
            some = tuple(
                self._meeting_filter(one, notes) for one in filters if (one.field, one.without) == field
            )
            allowed.append(NoneOf(some) if field[1] else AnyOf(some))
        return both(*allowed)

    def _held_by(self, unit: UnitName) -> Condition:
        held = AnyOf(tuple(Has(field, unit.key or unit.name) for field in ("unit", "holder")))
        if not unit.key or not self.lexicon.shares_key(unit):
            return held
        return AllOf((held, AnyOf(tuple(Has("plan", plan) for plan in unit.plans))))

    def _meeting_filter(self, one: Filter, notes: list[str]) -> Condition:
        value = one.value
        if one.field == "unit":
            units = self.lexicon.units_called(value)
            if not units:
                notes.append(say("no_unit", value=value))
            return AnyOf(tuple(self._held_by(u) for u in units))
        if one.field == "kind":
            kind = KIND_WORDS.get(value, value)
            if kind not in KIND_WORDS.values():
                notes.append(say("no_kind", value=value, kinds="、".join(KIND_WORDS)))
            return Has("kind", kind)
        if one.field == "binding":
            full = next((b for b in BINDING_WORDS if value and b.startswith(value)), value)
            if full not in BINDING_WORDS:
                notes.append(say("no_binding", value=value, bindings="、".join(BINDING_WORDS)))
            return Has("binding", full)
        if one.field == "chapter":
            number = _han_number(CHAPTER_MARKS.sub("", value))
            return Has("chapter", number)
        if one.field == "plan":
            ids = [plan for plan in self.plans if value in plan]
            ids += [self.plans[i] for i, title in self._titles if value in title and self.plans[i] not in ids]
            if not ids:
                notes.append(say("no_plan", value=value))
            return AnyOf(tuple(Has("plan", plan) for plan in ids))
        if one.field == "topic":
            topics = dict(self.lexicon.topic_words.get(value, ()))
            if not topics:
                notes.append(say("no_topic", value=value))
            return tagged(tuple(topics), self.lexicon)
        keys = asked_keys(value) or (value,)
        return AnyOf(tuple(Has("place", key) for key in keys))

    def _runs(self, chunks: Sequence[Chunk], allowed: Condition) -> list[Run]:
        """The runs with their terms weighed, by one count of all of them."""
        shown = [[Shown.of(term, self.lexicon) for term in chunk.terms] for chunk in chunks]
        every = [one for of_chunk in shown for one in of_chunk]
        counts = self.retriever.count(
            [c for one in every for c in (one.standing, one.shown, both(one.shown, allowed))]
        )
        weighed: list[Weighed] = []
        for at, one in enumerate(every):
            standing, meeting, let = counts[3 * at : 3 * at + 3]
            weighed.append(
                Weighed(
                    one.term,
                    rarity(meeting if one.named or not standing else standing, self.count),
                    bool(standing or len(one.term.forms) > 1),
                    bool(let),
                )
            )
        runs: list[Run] = []
        at = 0
        for chunk, of_chunk in zip(chunks, shown, strict=True):
            runs.append(Run.of(chunk, weighed[at : at + len(of_chunk)], of_chunk))
            at += len(of_chunk)
        met = self.retriever.count([both(run.enough, allowed) for run in runs])
        # A unit named among words that say nothing: what the unit has to do.
        return [run if many else run.met_by_unit() for run, many in zip(runs, met, strict=True)]

    def _asked(
        self, read: Query, chunks: list[Chunk], allowed: Condition | None, literal: Condition
    ) -> Asked:
        let = EVERYTHING if allowed is None else allowed
        without = NoneOf(tuple(map(text, read.without)))
        if not chunks:
            found = NOTHING if allowed is None else AnyOf((AllOf((let, without)), literal))
            return Asked((), found, found, (found,), literal, NOTHING, NOTHING, found)
        runs = self._runs(chunks, let)
        scored = both(AnyOf(tuple(run.enough for run in runs)), let)
        full: list[Condition] = []
        every: list[Condition] = []
        for run in runs:
            met: Condition = run.enough
            all_terms: Condition = AllOf((run.enough, run.every))
            plans = self._plans_named(run.chunk) if len(runs) > 1 else ()
            if plans:  # all in a plan that is named meets its name
                inside = AnyOf(tuple(Has("plan", plan) for plan in plans))
                all_terms = AnyOf((all_terms, AllOf((inside, NoneOf((met,))))))
                met = AnyOf((met, inside))
            full.append(met)
            every.append(all_terms)
        named, under = self._asked_place(read)
        named, under = both(named, let), both(under, let)
        sure = AnyOf((literal, named, under))
        by_place = self.retriever.count((AnyOf((named, under)),))[0]
        found = sure if by_place else AnyOf((scored, sure))
        found = AnyOf((both(found, without), literal))
        told = AnyOf(tuple(run.enough for run in runs if not run.chunk.narrows))
        return Asked(
            tuple(runs),
            found,
            both(AnyOf((AllOf((scored, *full)), sure)), found),
            tuple(AnyOf((one, sure)) for one in every),
            literal,
            named,
            under,
            told,
        )

    def _plans_named(self, chunk: Chunk) -> tuple[str, ...]:
        """Of several plans those whose title begins with a run: all in them meets it, 昆明 in “昆明 机场”."""
        named = tuple(self.plans[i] for i, title in self._titles if title.startswith(chunk.text))
        return named if len(named) < len(self.plans) else ()

    def _asked_place(self, read: Query) -> tuple[Condition, Condition]:
        """Documents the query names by id, citation or number, and those right below them."""
        keys = asked_keys(read.text)
        if not keys:
            return NOTHING, NOTHING
        named = AnyOf(tuple(Has("place", key) for key in keys))
        parents = tuple(Has("parent", id_) for id_ in sorted(self.retriever.ids(named)))
        if not parents:
            return NOTHING, NOTHING
        return named, AllOf((AnyOf(parents), NoneOf((named,))))

    def _settle(self, asked: Asked, notes: list[str]) -> tuple[Mode, tuple[Condition, ...], int]:
        """How the hits are come by, the tiers they come in, and how many there are."""
        many, every = self.retriever.count((asked.full, AllOf((asked.full, *asked.every))))
        if len(asked.runs) > 1 and many < FEW:
            rest: Condition = AllOf((asked.found, NoneOf((asked.full,))))
            told = both(rest, asked.told)
            counts = self.retriever.count((told, rest))
            rest, left = (told, counts[0]) if counts[0] else (rest, 0 if many else counts[1])
            if left:
                notes.append(say("then_some", n=many) if many else say("only_some"))
                return "all" if many else "any", (asked.full, *asked.levels(rest)), many + left
        elif asked.runs and many and not every:
            notes.append(say("only_some"))
            return "any", (asked.full,), many
        return "all", (asked.full,), many

    def _best(self, asked: Asked, tiers: tuple[Condition, ...], last: int | None) -> list[Found]:
        """The hits up to number `last`, at least one where there is any: by tier, by falling score, by place."""
        marks = (asked.named, asked.under, asked.literal)
        plain = Ask(tiers, Sum(()), marks)
        bounded: Ask | None = None
        due = None if last is None else max(last, 1)
        out: list[Found] = []
        for tier, many in enumerate(self.retriever.count(tiers)):
            need = None if due is None else due - len(out)
            if need is not None and need <= 0:
                break
            ask = plain
            if asked.runs and self._pays(many, need):
                ask = bounded = bounded or Ask(tiers, self._bound(asked), marks)
            out += self._best_of(asked, ask, tier, need)
        return out

    def _pays(self, many: int, need: int | None) -> bool:
        """Whether bounds pay for a tier of so many documents: not where most of them are read in any case."""
        return need is not None and many > need + 2 * MORE_ROWS

    def _bound(self, asked: Asked) -> Bound:
        places = (Worth(asked.named, AT_PLACE), Worth(asked.under, BELOW_PLACE), Worth(asked.literal, 1))
        return Sum((*(run.bound(self.lexicon) for run in asked.runs), *places))

    def _best_of(self, asked: Asked, ask: Ask, tier: int, need: int | None) -> list[Found]:
        """The best of a tier. Pages are read until no bound can reach the last hit's score."""
        found: list[Found] = []
        plain = ask.bound == Sum(())
        size = self.count if need is None or (plain and asked.runs) else need + MORE_ROWS
        after = None
        while True:
            page = self.retriever.fetch(ask, tier, size, after)
            found += [Found(row.number, self._score(asked, row), row.doc) for row in page.rows]
            found.sort(key=lambda one: (-one.score, one.number))
            if page.next_bound is None or not page.rows:
                return found[:need]
            # Without runs all scores are 0, and the order is that of the plans, which is the page's.
            if (
                need is not None
                and len(found) >= need
                and (not asked.runs or page.next_bound < found[need - 1].score)
            ):
                return found[:need]
            after = Cursor(page.rows[-1].bound, page.rows[-1].number, page.end)

    def _score(self, asked: Asked, row: Row) -> int:
        if not asked.runs:
            return 0
        fields = self._read(row.number, row.doc)
        scores: list[int] = []
        for run in asked.runs:
            points, enough, _ = score_chunk(run.chunk, run.weighed, fields, self.lexicon)
            if run.by_unit:
                enough = points > 0 and bool(run.units & {*row.doc.units})
            if enough:
                scores.append(points)
        named, under, literal = (at in row.marks for at in range(3))
        return (sum(scores) if scores else int(literal)) + AT_PLACE * named + BELOW_PLACE * under

    def _suggest(self, chunks: list[Chunk], total: int) -> tuple[str, ...]:
        """Queries to offer instead: what was taken for a slip, and words that sound or look the same."""
        out: dict[str, None] = {}
        changed = any(chunk.corrected for chunk in chunks)
        if changed:
            out[" ".join(chunk.corrected or chunk.typed for chunk in chunks)] = None
        for chunk in chunks:
            out.update(dict.fromkeys(chunk.offers))
            # What occurs, only not where was asked (规划:三亚), is no slip of another word.
            if not total and not chunk.corrected and not self.stands(chunk.text):
                out.update(dict.fromkeys(self._analyser.offers(chunk)))
        return tuple(out)[:MOST_SUGGESTED]

    # Showing

    def hits_of(self, ids: Iterable[str], words: Iterable[str]) -> tuple[Hit, ...]:
        """Hits for nodes that an answer names, with words to mark; score 0."""
        marked = dict.fromkeys(words, MARKED_ASKED)
        rows = self.retriever.get(tuple(ids))
        return tuple(self._hit(Found(row.number, 0, row.doc), marked, {}) for row in rows if row is not None)

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
        """Terms of the topics a query leads to: marked where none of its own words occurs."""
        topics = dict(pair for chunk in chunks for term in chunk.terms for pair in term.topics)
        terms = [word for topic in topics for word in self.lexicon.terms_of(topic)]
        return dict.fromkeys(terms, MARKED_TOPIC)

    def _hit(self, found: Found, asked: dict[str, int], topic_words: dict[str, int]) -> Hit:
        doc = found.doc
        fields = self._read(found.number, doc)
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

    def _facets(self, where: Condition) -> tuple[Facet, ...]:
        counts = self.retriever.facets(where)
        out = []
        for field in FACETS:
            shown: dict[str, int] = {}
            for (value, plan), many in counts[field].items():
                label = self.lexicon.unit_label(value, plan) if plan else value
                shown[label] = shown.get(label, 0) + many
            out.append(Facet(field, tuple(sorted(shown.items(), key=lambda pair: -pair[1]))))
        return tuple(out)


def _han_number(text: str) -> str:
    """A chapter number in Han numerals: 2 → 二; others as they are."""
    return CHAPTER_NUMBERS[int(text)] if text.isdecimal() and 0 < int(text) < len(CHAPTER_NUMBERS) else text
