"""From terms to what a retriever is asked: which documents meet a run of the query, and how much they can score at most.

A document shows something of a term exactly where its worth is above 0 (kb.search.rank), and that can be said in conditions. So
which documents are found, how many, and whether they met every word is known before any is read. How much is bounded from above:
every number below is the greatest that the formula gives to a document that meets the condition.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kb.records import dataclass
from kb.search import rank
from kb.search.analyse import Chunk, Term
from kb.search.engine import (
    AllOf,
    AnyOf,
    Best,
    Bound,
    ByKind,
    Condition,
    Enough,
    Has,
    NoneOf,
    Share,
    Sum,
    Worth,
)
from kb.search.lexicon import Lexicon
from kb.search.rank import Weighed

NOTHING = AnyOf(())
EVERYTHING = AllOf(())


def both(*parts: Condition) -> Condition:
    """Return the condition that all of these make, without those that everything meets."""
    kept = tuple(part for part in parts if part != EVERYTHING)
    return kept[0] if len(kept) == 1 else AllOf(kept)


def text(value: str, field: str = "gram") -> Condition:
    """Documents whose normalised text contains a normalised text."""
    return Has(field, value)


def tagged(topics: Sequence[str], lexicon: Lexicon) -> Condition:
    """Documents that have a topic, one that it includes, or in the title one that includes it."""
    asked = {name for topic in topics for name in (topic, *lexicon.narrower.get(topic, ()))}
    above = {name for topic in topics for name in lexicon.broader.get(topic, ())}
    parts = [Has("topic", f"{where}:{name}") for name in sorted(asked) for where in ("title", "text")]
    parts += [Has("topic", f"title:{name}") for name in sorted(above - asked)]
    return AnyOf(tuple(parts))


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a term shows: printed as it is, named as a unit, kind or binding, or by a topic; shown: in any of these ways."""

    term: Term
    standing: Condition
    named: tuple[Condition, ...]
    led: Condition | None
    shown: Condition

    @staticmethod
    def of(term: Term, lexicon: Lexicon) -> Shown:
        forms = tuple(text(form) for form, _ in term.forms)
        named = tuple(
            Has(field, value)
            for field, value in (("unit", term.unit), ("kind", term.kind), ("binding", term.binding))
            if value
        )
        led = tagged(tuple(dict(term.topics)), lexicon) if term.topics else None
        every = (*forms, *named, *(() if led is None else (led,)))
        return Shown(term, forms[0] if forms else NOTHING, named, led, AnyOf(every))


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the query with its terms weighed. places: documents that show anything of it; enough: that meet it; every: that
    show all of its terms. by_unit: met by what the unit named in it has to do, and by nothing else."""

    chunk: Chunk
    weighed: tuple[Weighed, ...]
    terms: tuple[Shown, ...]
    places: Condition
    enough: Condition
    every: Condition
    by_unit: bool = False

    @staticmethod
    def of(chunk: Chunk, weighed: Sequence[Weighed], terms: Sequence[Shown]) -> Run:
        stands = text(chunk.text)
        total = sum(one.rarity for one in weighed)
        known = sum(one.rarity for one in weighed if one.known)
        due = rank.ENOUGH * (known if len(chunk.text) > rank.LONGEST_NAME else total)
        weights = tuple((one.shown, w.rarity) for one, w in zip(terms, weighed, strict=True))
        parts: list[Condition] = [stands, Enough(weights, max(1, -(-due // 100)))]
        if chunk.leads:
            parts += [one.led for one in terms if one.led is not None]
        firm = tuple(one.shown for one in terms if not one.term.loose)
        return Run(
            chunk,
            tuple(weighed),
            tuple(terms),
            AnyOf((*(one.shown for one in terms), stands)),
            AnyOf(tuple(parts)),
            AnyOf((stands, AllOf(firm))),
        )

    @property
    def units(self) -> frozenset[str]:
        return frozenset(term.term.unit for term in self.terms) - {""}

    def met_by_unit(self) -> Run:
        """Return the run as it is met where nothing meets it: by the documents that its units are assigned to."""
        assigned = AnyOf(tuple(Has("duty", unit) for unit in sorted(self.units)))
        enough = AllOf((self.places, assigned)) if self.units else NOTHING
        return Run(self.chunk, self.weighed, self.terms, self.places, enough, self.every, True)

    def bound(self, lexicon: Lexicon) -> Bound:
        """Return what the run adds to a document's score at most."""
        kinds = tuple(rank.KIND_WORTH.items())
        return ByKind(self._points(lexicon), kinds, rank.OTHER_KINDS)

    def _points(self, lexicon: Lexicon) -> Bound:
        parts: list[Bound] = [
            term_bound(one, weighed, lexicon) for one, weighed in zip(self.terms, self.weighed, strict=True)
        ]
        chunk = self.chunk
        stands = text(chunk.text)
        total = sum(one.rarity for one in self.weighed)
        pairs: list[Bound] = []
        for left, right in pairwise(self.weighed):
            pair, rarity = left.term.text + right.term.text, left.rarity + right.rarity
            pairs.append(
                Best(
                    (
                        Worth(text(pair, "title"), rarity * rank.PAIR_IN_TITLE),
                        Worth(text(pair, "near"), rarity * rank.PAIR_IN_BODY),
                    )
                )
            )
        if len(self.terms) > 1 or chunk.exact or chunk.text != self.terms[0].term.text:
            in_title = AllOf((stands, text(chunk.text, "title")))
            run = Best(
                (
                    Worth(in_title, total * rank.RUN_IN_TITLE),
                    Worth(stands, total * rank.RUN_IN_BODY),
                    Sum(tuple(pairs)),
                )
            )
            parts.append(run)
        else:
            parts += pairs
        if not any(form in chunk.text for one in self.terms for form, _ in one.term.forms):
            parts.append(Worth(stands, 100 * rank.IN_BODY))
        return Sum(tuple(parts))


def term_bound(shown: Shown, weighed: Weighed, lexicon: Lexicon) -> Bound:
    """Return what a term adds to a document's score at most."""
    rarity = weighed.rarity
    titles: list[Bound] = []
    bodies: list[Bound] = []
    for form, percent in shown.term.forms:
        in_title = text(form, "title")
        share = Share(in_title, -(-rarity * rank.TITLE_SHARE * percent // 100), len(form))
        titles.append(Sum((Worth(in_title, rarity * rank.IN_TITLE * percent // 100), share)))
        bodies.append(Worth(text(form), rarity * (rank.IN_BODY * percent // 100)))
        often = AllOf((text(form), text(form, "more")))
        bodies.append(Worth(often, rarity * (rank.BODY_MOST * percent // 100)))
    ways: list[Bound] = [Best((Best(tuple(titles)), Best(tuple(bodies))), rank.BESIDES)]
    most = {"unit": rank.IS_FIRST, "kind": rank.IS_KIND, "binding": rank.IS_BINDING}
    for named in shown.named:
        if isinstance(named, Has):
            ways.append(Worth(named, rarity * most[named.field]))
    if any(ch.isdigit() for ch in shown.term.text):
        ways.append(Worth(text(shown.term.text), rarity * rank.IS_VALUE))
    led: list[Bound] = []
    for topic, role in shown.term.topics:
        title, body = rank.SAID_AND_STANDING if role == "said" and weighed.stands else rank.TOPIC_WORTH[role]
        narrower, broader = lexicon.narrower.get(topic, ()), lexicon.broader.get(topic, ())
        led += [
            Worth(Has("topic", f"title:{topic}"), rarity * title),
            Worth(Has("topic", f"text:{topic}"), rarity * (body + rank.MOST_HITS * rank.MORE_HITS)),
            Worth(_topics("title", narrower), rarity * (title * rank.NARROWER // 100)),
            Worth(_topics("text", narrower), rarity * (body * rank.NARROWER // 100)),
            Worth(_topics("title", broader), rarity * rank.BROADER),
        ]
    return Best((Best(tuple(ways)), Best(tuple(led))), rank.BESIDES)


def _topics(where: str, topics: Sequence[str]) -> Condition:
    return AnyOf(tuple(Has("topic", f"{where}:{topic}") for topic in topics))


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as conditions. found: all its documents; full: those that met every run; every: for each run, that met each of its
    terms; literal: with the query as typed; named, under: named by a citation, and right below; told: met a run that does more
    than name units or kinds."""

    runs: tuple[Run, ...]
    found: Condition
    full: Condition
    every: tuple[Condition, ...]
    literal: Condition
    named: Condition
    under: Condition
    told: Condition

    def levels(self, rest: Condition) -> tuple[Condition, ...]:
        """Cut documents into tiers by how many runs they met every term of, the most first."""
        parts = tuple((one, 1) for one in self.every)
        out: list[Condition] = []
        for least in range(len(parts), -1, -1):
            more = NoneOf((Enough(parts, least + 1),)) if least < len(parts) else EVERYTHING
            out.append(both(rest, Enough(parts, least) if least else EVERYTHING, more))
        return tuple(out)
