"""A retriever over postings in files: conditions by sets of numbers, bounds by splitting sets, documents read line by line."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count as counter

from kb.search.columns import Columns
from kb.search.documents import SearchDoc
from kb.search.engine.base import (
    TEXT_FIELDS,
    AllOf,
    AnyOf,
    Ask,
    Best,
    Bound,
    ByKind,
    Condition,
    Cursor,
    Enough,
    Has,
    NoneOf,
    Page,
    Postings,
    Row,
    Share,
    Sum,
    Worth,
)
from kb.search.engine.stored import Kept, StoredDocuments

MOST_NUMBERS = 600_000
"""How many numbers of documents the sets that are kept have together: 60 bytes each, 36 MB."""
MOST_LITERALS = 8192
"""How many normalised texts are kept, to look for texts of no dictionary in them: 1 KB each at most."""
ONE_BY_ONE = 48
"""A set of so many documents is split no more: each document's bound is worked out on its own."""

EVERYTHING = AllOf(())


class SetRetriever(StoredDocuments):
    """Postings, columns and documents as one retriever. read: the document of a number. text: its normalised searchable text."""

    def __init__(
        self,
        name: str,
        postings: Callable[[], Postings],
        columns: Callable[[], Columns],
        read: Callable[[int], SearchDoc],
        text: Callable[[int], str],
    ) -> None:
        super().__init__(name, columns, read)
        self._open = postings
        self._opened: Postings | None = None
        self._text = text
        self._sets: Kept[Condition, frozenset[int]] = Kept(MOST_NUMBERS, lambda found: len(found) + 8)
        self._literals: Kept[int, str] = Kept(MOST_LITERALS)
        self._walk: _Walk | None = None
        self._opening = threading.Lock()

    @property
    def postings(self) -> Postings:
        """The engine's files, opened when first asked for."""
        if self._opened is None:
            with self._opening:
                self._opened = self._opened or self._open()
        return self._opened

    def open(self) -> None:
        """Open all files now."""
        _ = self.postings, self._columns()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    # Documents

    def literal(self, number: int) -> str:
        """Return the normalised searchable text of a document."""
        found = self._literals.get(number)
        if found is None:
            found = self._literals.put(number, self._text(number))
        return found

    def ids(self, where: Condition) -> Sequence[str]:
        columns = self._columns()
        return [columns.id_of(number) for number in sorted(self.meeting(where))]

    def documents(self, where: Condition) -> Iterator[SearchDoc]:
        return (self._read(number) for number in sorted(self.meeting(where)))

    # Conditions

    def count(self, many: Sequence[Condition]) -> Sequence[int]:
        return [len(self.meeting(condition)) for condition in many]

    def facets(self, where: Condition) -> Mapping[str, Mapping[tuple[str, str], int]]:
        return self._columns().facets(sorted(self.meeting(where)))

    def meeting(self, condition: Condition) -> frozenset[int]:
        """Return the numbers of the documents that meet a condition."""
        found = self._sets.get(condition)
        if found is None:
            found = self._sets.put(condition, self._evaluate(condition))
        return found

    def _evaluate(self, condition: Condition) -> frozenset[int]:
        if isinstance(condition, Has):
            return self._having(condition.field, condition.term)
        if isinstance(condition, AnyOf):
            return frozenset().union(*map(self.meeting, condition.parts))
        if isinstance(condition, NoneOf):
            return frozenset(range(self.size)) - self.meeting(AnyOf(condition.parts))
        if isinstance(condition, Enough):
            return self._weighing(condition)
        found: frozenset[int] | None = None
        parts = [part for part in condition.parts if part != EVERYTHING]
        without = [part for part in parts if isinstance(part, NoneOf)]
        sets = sorted((self.meeting(part) for part in parts if not isinstance(part, NoneOf)), key=len)
        for met in sets:
            found = met if found is None else found & met
        if found is None:
            found = frozenset(range(self.size))
        for part in without:
            found = found - self.meeting(AnyOf(part.parts)) if found else found
        return found

    def _weighing(self, condition: Enough) -> frozenset[int]:
        """Parts heaviest first. A document that no heavier part has seen is left out once the rest cannot weigh enough."""
        parts = sorted(condition.parts, key=lambda part: -part[1])
        left = sum(weight for _, weight in parts)
        weights: dict[int, int] = {}
        done: set[int] = set()
        for where, weight in parts:
            met = self.meeting(where)
            if weight >= condition.least:
                done |= met
            elif left >= condition.least:
                for number in met - done:
                    weights[number] = weights.get(number, 0) + weight
            else:
                for number in weights.keys() & met:
                    weights[number] += weight
            left -= weight
        return frozenset(done.union(n for n, weight in weights.items() if weight >= condition.least))

    def _having(self, field: str, term: str) -> frozenset[int]:
        if field not in TEXT_FIELDS:
            return frozenset(self.postings.having(field, term))
        if not term or (len(term) <= 2 and " " not in term):
            return frozenset(self.postings.having("gram" if field == "near" else field, term))
        exact = field == "gram"
        field = "gram" if field == "near" else field
        if field == "gram":
            whole = self.postings.having(field, term)
            if whole:  # a word of the dictionary: every document that contains it has it as a term
                return frozenset(whole)
        grams = {term[i : i + 2] for i in range(len(term) - 1)}
        parts = {gram for gram in grams if " " not in gram} or {ch for ch in term if ch != " "}
        found = self.meeting(AllOf(tuple(Has(field, part) for part in sorted(parts))))
        if not exact:
            return found
        return frozenset(number for number in found if term in self.literal(number))

    # Pages

    def fetch(self, ask: Ask, tier: int, size: int, after: Cursor | None = None) -> Page:
        walk, self._walk = self._walk, None
        if walk is None or walk.ask is not ask or (walk.tier, walk.end) != (tier, after):
            walk = _Walk(ask, tier, self._in_order(self.meeting(ask.tiers[tier]), ask.bound))
            while (
                after is not None and walk.more and (-walk.bound, walk.number) <= (-after.bound, after.number)
            ):
                walk.step()
        marks = [self.meeting(mark) for mark in ask.marks]
        rows: list[Row] = []
        while walk.more and len(rows) < size:
            number = walk.number
            met = frozenset(at for at, found in enumerate(marks) if number in found)
            rows.append(Row(number, walk.bound, self.document(number), met))
            walk.step()
        if not walk.more:
            return Page(tuple(rows), None)
        walk.end = Cursor(rows[-1].bound, rows[-1].number) if rows else after
        self._walk = walk
        return Page(tuple(rows), walk.bound)

    def _in_order(self, found: frozenset[int], bound: Bound) -> Iterator[tuple[int, int]]:
        """Yield bound and number of documents, by falling bound and then by number.

        A set whose documents cannot be told apart yet is split by one part of the bound after another, the set with the highest
        bound first. So only the sets at the top are ever worked through.
        """
        tree = _Tree(bound)
        worths = [(at, self.meeting(where)) for at, where in tree.conditions]
        order = counter()
        queue: list[tuple[int, int, frozenset[int], int, int, _Class | None]] = []

        def put(numbers: frozenset[int], depth: int, out: int, same: _Class | None = None) -> None:
            if numbers:
                value = tree.value(out, same)
                heapq.heappush(queue, (-value, next(order), numbers, depth, out, same))

        put(found, 0, 0)
        level: list[int] = []
        highest = 0
        while queue or level:
            if level and (not queue or -queue[0][0] < highest):
                yield from ((highest, number) for number in sorted(level))
                level = []
                continue
            negative, _, numbers, depth, out, same = heapq.heappop(queue)
            if depth == len(worths):
                if same is None and tree.by_class:
                    for each, of_class in self._classes(numbers).items():
                        put(frozenset(of_class), depth, out, each)
                else:
                    highest = -negative
                    level += numbers
            elif len(numbers) <= ONE_BY_ONE:
                apart: dict[int, list[int]] = {}
                for number in numbers:
                    without = out
                    for at, met in worths[depth:]:
                        if number not in met:
                            without |= 1 << at
                    apart.setdefault(without, []).append(number)
                for without, alike in apart.items():
                    put(frozenset(alike), len(worths), without)
            else:
                at, met = worths[depth]
                inside = numbers & met
                put(inside, depth + 1, out)
                put(numbers - met if inside else numbers, depth + 1, out | 1 << at)

    def _classes(self, numbers: frozenset[int]) -> dict[_Class, list[int]]:
        columns = self._columns()
        out: dict[tuple[int, int], list[int]] = {}
        for number in numbers:
            out.setdefault((columns.titles[number], columns.kinds[number]), []).append(number)
        return {(title, columns.kind_names[kind]): alike for (title, kind), alike in out.items()}


_Class = tuple[int, str]
"""What bounds know of a document in addition to its conditions: the length of its title, up to 255, and its kind."""


class _Walk:
    """Where a fetch stopped, for the next one to continue. bound, number: of the row that comes next, while there is more."""

    def __init__(self, ask: Ask, tier: int, coming: Iterator[tuple[int, int]]) -> None:
        self.ask = ask
        self.tier = tier
        self.end: Cursor | None = None
        self._coming = coming
        self.step()

    def step(self) -> None:
        found = next(self._coming, None)
        self.more = found is not None
        self.bound, self.number = found if found is not None else (-1, 0)


class _Tree:
    """A bound with its conditions numbered, those of most points first, so that what documents lack is a number's bits."""

    def __init__(self, bound: Bound) -> None:
        parts = sorted(_leaves(bound), key=lambda part: -part.points)
        self.conditions = tuple(enumerate(dict.fromkeys(part.where for part in parts)))
        self.by_class = any(isinstance(part, Share) for part in parts) or _has_kinds(bound)
        self._numbers = {where: at for at, where in self.conditions}
        self._evaluate = self._compiled(bound)
        self._known: dict[tuple[int, _Class | None], int] = {}

    def value(self, out: int, same: _Class | None) -> int:
        """Return the bound of documents that lack the conditions of these bits and meet all others.

        same: the class they are of; None: the bound of the class that has the highest."""
        key = (out, same)
        if key not in self._known:
            self._known[key] = self._evaluate(out, same)
        return self._known[key]

    def _compiled(self, bound: Bound) -> Callable[[int, _Class | None], int]:
        if isinstance(bound, Worth):
            bit, points = 1 << self._numbers[bound.where], bound.points
            return lambda out, same: 0 if out & bit else points
        if isinstance(bound, Share):
            bit, points, length = 1 << self._numbers[bound.where], bound.points, bound.length
            return lambda out, same: (
                0 if out & bit else points if same is None else points * length // max(same[0], length)
            )
        if isinstance(bound, ByKind):
            return self._by_kind(bound)
        parts = tuple(map(self._compiled, bound.parts))
        if isinstance(bound, Sum):
            return lambda out, same: sum(part(out, same) for part in parts)
        beside = bound.beside

        def best(out: int, same: _Class | None) -> int:
            values = [part(out, same) for part in parts]
            most = max(values, default=0)
            return most + (sum(values) - most) * beside // 100

        return best

    def _by_kind(self, bound: ByKind) -> Callable[[int, _Class | None], int]:
        percent = dict(bound.percent)
        others = bound.others
        most = max(others, *percent.values())
        part = self._compiled(bound.part)

        def scaled(out: int, same: _Class | None) -> int:
            by = most if same is None else percent.get(same[1], others)
            return -(-part(out, same) * by // 100)

        return scaled


def _leaves(bound: Bound) -> Iterator[Worth | Share]:
    if isinstance(bound, Worth | Share):
        yield bound
    else:
        for part in (bound.part,) if isinstance(bound, ByKind) else bound.parts:
            yield from _leaves(part)


def _has_kinds(bound: Bound) -> bool:
    if isinstance(bound, ByKind):
        return True
    return isinstance(bound, Sum | Best) and any(map(_has_kinds, bound.parts))
