"""Documents by id and by plan, for answers: what `who` needs of the index in addition to searching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kb.search.documents import SearchDoc
from kb.search.engine import AllOf, AnyOf, Condition, Has

if TYPE_CHECKING:
    from kb.search.engine import Retriever
    from kb.search.meta import Meta


class Lookup:
    """The documents of an index by id, by parent, by plan, and by what they contain."""

    def __init__(self, meta: Meta, retriever: Retriever) -> None:
        self._counts = {entry.plan: entry.count for entry in meta.plans}
        self._retriever = retriever

    def find(self, id_: str) -> SearchDoc | None:
        """Return the document of a full id; None where there is none."""
        (row,) = self._retriever.get((id_,))
        return None if row is None else row.doc

    def children(self, id_: str) -> tuple[str, ...]:
        """Return the full ids of the nodes right below a node, in reading order."""
        return tuple(self._retriever.ids(Has("parent", id_)))

    def documents(self, plans: Iterable[str], kinds: Iterable[str] | None = None) -> Iterator[SearchDoc]:
        """Yield the documents of some plans, in reading order. kinds: of these kinds only."""
        where = self._within(tuple(plans))
        if kinds is not None:
            where = AllOf((where, AnyOf(tuple(Has("kind", kind) for kind in sorted(kinds)))))
        return self._retriever.documents(where)

    def count(self, plans: Iterable[str]) -> int:
        return sum(self._counts[plan] for plan in plans)

    def containing(self, text: str, plans: Sequence[str]) -> tuple[str, ...]:
        """Return the ids of the nodes of some plans that contain a normalised text, in reading order."""
        return tuple(self._retriever.ids(AllOf((Has("gram", text), self._within(tuple(plans))))))

    def _within(self, plans: tuple[str, ...]) -> Condition:
        if len(plans) == len(self._counts):
            return AllOf(())
        return AnyOf(tuple(Has("plan", plan) for plan in plans))
