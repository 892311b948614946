"""An index folder, opened: `open_index(folder).search("托育归哪个单位管")`.

An answer mostly needs the lexicon and documents by id. What reads and ranks queries is imported when something is searched
for: it would take a third of the time of a short `kb who`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kb.search.documents import SearchDoc
from kb.search.engine import OVER_NETWORK, AllOf, Has, Retriever
from kb.search.engine.sets import SetRetriever
from kb.search.files import IndexFiles
from kb.search.lexicon import Lexicon
from kb.search.lookup import Lookup

if TYPE_CHECKING:
    from kb.search.index import Searcher
    from kb.search.result import Hit, Result


def open_index(folder: Path | str) -> Index:
    """Open an index folder. Raises BaseMissing or BaseUnusable."""
    return Index(Path(folder))


def _retriever(files: IndexFiles) -> Retriever:
    """The retriever of the engine that an index was built with."""
    if files.meta.engine != OVER_NETWORK:
        normalise = files.lexicon.normalise
        return SetRetriever(
            files.meta.engine,
            files.postings,
            files.columns,
            files.document,
            lambda number: normalise(files.text(number)),
        )
    from kb.search.engine.opensearch.retriever import OpenSearchRetriever

    return OpenSearchRetriever(files.terms, files.columns, files.document)


class Index:
    """An index folder opened for reading. Documents and posting lists are read when a search needs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = IndexFiles(folder)
        self.lexicon: Lexicon = self._files.lexicon
        self.plans: tuple[str, ...] = tuple(entry.plan for entry in self._files.meta.plans)
        self.count = sum(entry.count for entry in self._files.meta.plans)
        self.engine = self._files.meta.engine
        self.retriever: Retriever = _retriever(self._files)

    def open_all(self) -> None:
        """Open all files now, for a process that stays: later builds clear the folder away while it is in use."""
        try:
            self._files.open()
            self.retriever.open()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.retriever.close()
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def containing(self, value: str) -> int:
        """Return how many documents' normalised texts contain a normalised text."""
        return self.retriever.count((Has("gram", value),))[0]

    def stands(self, value: str) -> bool:
        """Whether a normalised text occurs in any document."""
        return bool(self.containing(value))

    def documents(self) -> Iterator[SearchDoc]:
        return self.retriever.documents(AllOf(()))

    @cached_property
    def lookup(self) -> Lookup:
        """Documents by id, for answers."""
        return Lookup(self._files.meta, self.retriever)

    def titles(self) -> tuple[tuple[int, str], ...]:
        """The plans' titles in their one form, each with the plan's number."""
        titles = self._files.columns().plan_titles
        return tuple(
            (at, self.lexicon.normalise(title)) for at, title in enumerate(titles) if title is not None
        )

    @cached_property
    def searcher(self) -> Searcher:
        """What searches it."""
        from kb.search.index import Searcher

        return Searcher(self.lexicon, self.retriever, self.plans, self.count, self.titles)

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
        return self.searcher.search(
            query, limit=limit, offset=offset, kinds=kinds, units=units, plans=plans, facets=facets
        )

    def hits_of(self, ids: Iterable[str], words: Iterable[str]) -> tuple[Hit, ...]:
        """Hits for nodes that an answer names, with words to mark; score 0."""
        return self.searcher.hits_of(ids, words)
