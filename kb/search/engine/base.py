"""The boundary between search and an engine: conditions, bounds, and what a retriever does with them.

Search has two stages. A retriever finds the documents that meet a condition and hands them out in the order of a bound, which is
never below the score of the ranking formula. The ranking then scores the documents of a page, and asks for pages until the next
bound is below the last hit's score. So the first ten are exact, and most documents are never read.

A document is numbered by its place in the corpus: plans in their order, documents in reading order, from 0. Its terms are in fields:
`gram` has the characters, pairs of characters and dictionary words of its normalised text, `title` characters and pairs of its
title, `more` those that its body has twice or more; the others (`kind`, `plan`, `unit`, `duty`, `holder`, `topic`, `binding`,
`chapter`, `parent`, `place`) have whole values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from kb.records import dataclass
from kb.search.documents import SearchDoc

TEXT_FIELDS = frozenset({"gram", "near", "title", "more"})


@dataclass(frozen=True, slots=True)
class Has:
    """Documents with this term in this field.

    In the field `gram` the term may be a text of any length: documents whose text contains it, no more and no fewer. `near` is
    `gram` for bounds: a longer text may find some documents too many, as it may in `title` and `more`.
    """

    field: str
    term: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that meet every part; of no parts: all documents."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that meet one part or more; of no parts: none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Documents that meet no part."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """Documents whose parts that they meet weigh `least` or more together. parts: (condition, weight above 0); least: above 0."""

    parts: tuple[tuple[Condition, int], ...]
    least: int


Condition = Has | AllOf | AnyOf | NoneOf | Enough


@dataclass(frozen=True, slots=True)
class Worth:
    """A number of points for documents that meet a condition, 0 for others."""

    where: Condition
    points: int


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the parts."""

    parts: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The greatest part, and `beside` percent of the sum of the others."""

    parts: tuple[Bound, ...]
    beside: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """For documents that meet a condition, points · length // length of the title, and never more than the points.

    An engine that does not know titles' lengths gives the points."""

    where: Condition
    points: int
    length: int


@dataclass(frozen=True, slots=True)
class ByKind:
    """A percentage of the part, rounded up, by the kind of the document; `others` for kinds that are not named.

    An engine that does not know kinds gives the greatest percentage."""

    part: Bound
    percent: tuple[tuple[str, int], ...]
    others: int


Bound = Worth | Sum | Best | Share | ByKind


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the bound and the number of its last row. at: the engine's own word for it, where a page gave one."""

    bound: int
    number: int
    at: Any = None


@dataclass(frozen=True, slots=True)
class Row:
    """A document found. marks: which of the marks of what was asked it meets, by their numbers."""

    number: int
    bound: int
    doc: SearchDoc
    marks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """rows: by falling bound, then by number. next_bound: the bound of the first row after them; None where there is none.
    end: the engine's own word for where the page ended (see Cursor)."""

    rows: tuple[Row, ...]
    next_bound: int | None
    end: Any = None


@dataclass(frozen=True, slots=True)
class Ask:
    """tiers: conditions, the documents of an earlier one before those of a later one; no document meets two of them.
    marks: conditions that are looked at for each row."""

    tiers: tuple[Condition, ...]
    bound: Bound
    marks: tuple[Condition, ...] = ()


class Retriever(Protocol):
    """All documents of a corpus, opened for asking."""

    @property
    def name(self) -> str:
        """The engine as `kb build --engine` calls it."""

    @property
    def size(self) -> int:
        """Return how many documents there are."""

    def count(self, many: Sequence[Condition]) -> Sequence[int]:
        """Return how many documents meet each condition. One round trip."""

    def fetch(self, ask: Ask, tier: int, size: int, after: Cursor | None = None) -> Page:
        """Return `size` documents of a tier, or as many as there are, by falling bound."""

    def facets(self, where: Condition) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """Return field → (value, plan or "") → how many documents have it; values as they first occur.

        Fields: kind, unit, plan, binding, chapter. Of `unit` the plan says how its value is shown.
        """

    def get(self, ids: Sequence[str]) -> Sequence[Row | None]:
        """Return the documents of full ids; None for an id of none."""

    def ids(self, where: Condition) -> Sequence[str]:
        """Return the full ids of the documents that meet a condition, in the order of the corpus."""

    def documents(self, where: Condition) -> Iterator[SearchDoc]:
        """Yield the documents that meet a condition, in the order of the corpus."""

    def open(self) -> None:
        """Open all that asking needs now, for a process that stays."""

    def close(self) -> None:
        """Let go of files and connections."""


class Postings(Protocol):
    """Which documents have a term: all that an engine in files is asked for."""

    def having(self, field: str, term: str) -> Sequence[int]:
        """Return the rising numbers of the documents with a term; empty for a term or field that none has."""

    def close(self) -> None:
        """Let go of files."""


Posting = tuple[str, str, Sequence[int]]
"""One term as an engine's writer takes it: field, term, rising numbers of documents. Fields come in their order, terms in the order
of their code points, each once."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A corpus as an engine's writer takes it. documents: how many; postings, read: yield terms with their lists, or the documents
    in the order of the corpus."""

    documents: int
    postings: Callable[[], Iterable[Posting]]
    read: Callable[[], Iterable[SearchDoc]]


class Writer(Protocol):
    """Writes what an engine keeps in a folder. Engines in files give the same bytes for the same contents."""

    def __call__(self, folder: Path, contents: Contents) -> None: ...
