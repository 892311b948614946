"""A retriever that asks OpenSearch. Which documents, how many and in what order is the cluster's part; documents themselves are
read from the base, so that what is shown is of the generation that was opened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.problems import BaseUnusable
from kb.search.columns import Columns
from kb.search.documents import SearchDoc
from kb.search.engine.base import AllOf, Ask, Condition, Cursor, Has, Page, Row
from kb.search.engine.opensearch.client import Client, Refused, told, whole
from kb.search.engine.opensearch.mapping import APART, COUNTED, NUMBER, SHOWN
from kb.search.engine.opensearch.query import (
    ALL,
    NONE,
    Query,
    bound_of,
    condition,
    long_texts,
    long_texts_of,
    named,
    scoring,
)
from kb.search.engine.opensearch.record import read_record
from kb.search.engine.opensearch.settings import read_settings
from kb.search.engine.opensearch.write import check
from kb.search.engine.stored import Kept, StoredDocuments
from kb.store.manifest import REBUILD

MOST_ROWS = 10_000
"""Hits of one request: the index's max_result_window."""
MOST_SEARCHES = 200
"""Searches of one `_msearch`."""
MOST_NAMED = 1000
"""Documents of a long text that are asked for by their numbers; where there are more the text is asked for as it is."""
KEPT_TEXTS = 200
MOST_VALUES = 10_000
"""Values of a facet in one answer; where there are more they are asked for in pages."""
KEPT_COUNTS = 20_000
"""Counts that are kept: an index never changes."""


class OpenSearchRetriever(StoredDocuments):
    """The index of a generation. folder: gives the folder of its record; columns, read: of the base."""

    def __init__(
        self, folder: Callable[[], Path], columns: Callable[[], Columns], read: Callable[[int], SearchDoc]
    ) -> None:
        super().__init__("opensearch", columns, read)
        self._folder = folder
        self._opened: Client | None = None
        self._opening = threading.Lock()
        self._index = ""
        self._counts: Kept[Condition, int] = Kept(KEPT_COUNTS)
        self._texts: Kept[Has, Query] = Kept(KEPT_TEXTS)

    def open(self) -> None:
        """See that the index is there and whole. Raises EngineFault, BaseUnusable."""
        _ = self._client, self._columns()

    @property
    def _client(self) -> Client:
        """The cluster, opened when first asked for."""
        if self._opened is None:
            with self._opening:
                self._opened = self._opened or self._open()
        return self._opened

    def _open(self) -> Client:
        folder = self._folder()
        try:
            record = read_record(folder)
        except (OSError, ValueError) as error:
            raise BaseUnusable(f"{folder} 的搜索索引已损坏（{error}）。{REBUILD}") from error
        client = Client(read_settings(record.urls))
        try:
            check(client, record.index, record.documents)
        except BaseException:
            client.close()
            raise
        self._index = record.index
        return client

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    # Asking

    def _search(self, query: Query) -> Any:
        client = self._client  # opened first: it sets the index
        return client.search(self._index, query)

    def count(self, many: Sequence[Condition]) -> Sequence[int]:
        found = {where: self._counts.get(where) for where in dict.fromkeys(many)}
        left = [where for where, count in found.items() if count is None]
        known = self._known(text for where in left for text in long_texts(where))
        unknown = {where: condition(where, known) for where in left}
        asked: list[tuple[Condition, Query]] = []
        for where, query in unknown.items():
            if query in (ALL, NONE):
                found[where] = self.size if query == ALL else 0
            else:
                asked.append((where, query))
        bodies = [{"size": 0, "track_total_hits": True, "query": _filtered(query)} for _, query in asked]
        for (where, _), answer in zip(asked, self._searches(bodies), strict=True):
            found[where] = self._counts.put(where, int(answer["hits"]["total"]["value"]))
        return [found[where] or 0 for where in many]

    def _searches(self, bodies: Sequence[Query]) -> Iterator[Any]:
        """Yield the answers to many searches, in round trips of many. A search that a full queue refused is asked again by itself,
        which waits for its turn."""
        client = self._client
        head = {"index": self._index, "allow_partial_search_results": False}
        for at in range(0, len(bodies), MOST_SEARCHES):
            lot = bodies[at : at + MOST_SEARCHES]
            answers = client.ask("POST", "/_msearch", [part for body in lot for part in (head, body)])
            for body, answer in zip(lot, answers["responses"], strict=True):
                try:
                    yield whole(answer)
                except Refused as refused:
                    if not refused.busy:
                        raise told(refused) from refused
                    yield self._search(body)

    def _known(self, texts: Iterable[Has]) -> Mapping[Has, Query]:
        """Return what long texts are asked by: the numbers of the few documents that have them."""
        found = {text: self._texts.get(text) for text in dict.fromkeys(texts)}
        left = [text for text, query in found.items() if query is None]
        bodies = [
            {
                "size": MOST_NAMED + 1,
                "query": _filtered(condition(text)),
                "sort": [NUMBER],
                "track_total_hits": False,
            }
            for text in left
        ]
        for text, answer in zip(left, self._searches(bodies), strict=True):
            numbers = [hit["sort"][0] for hit in answer["hits"]["hits"]]
            query = {"terms": {NUMBER: numbers}} if numbers else NONE
            found[text] = self._texts.put(text, query if len(numbers) <= MOST_NAMED else condition(text))
        return {text: query for text, query in found.items() if query is not None}

    def numbers(self, where: Condition) -> Iterator[int]:
        """Yield the rising numbers of the documents that meet a condition."""
        query: Query = {
            "size": MOST_ROWS,
            "query": _filtered(condition(where, self._known(long_texts(where)))),
            "sort": [NUMBER],
            "track_total_hits": False,
        }
        while True:
            hits = self._search(query)["hits"]["hits"]
            yield from (int(hit["sort"][0]) for hit in hits)
            if len(hits) < MOST_ROWS:
                return
            query["search_after"] = hits[-1]["sort"]

    def ids(self, where: Condition) -> Sequence[str]:
        columns = self._columns()
        return [columns.id_of(number) for number in self.numbers(where)]

    def documents(self, where: Condition) -> Iterator[SearchDoc]:
        if where == AllOf(()):
            return (self._read(number) for number in range(self.size))
        return (self._read(number) for number in self.numbers(where))

    # Pages

    def fetch(self, ask: Ask, tier: int, size: int, after: Cursor | None = None) -> Page:
        """As the protocol says. One row more is asked for: its bound is the next one."""
        where = ask.tiers[tier]
        texts = [text for one in (where, *ask.marks) for text in long_texts(one)]
        known = self._known((*texts, *long_texts_of(ask.bound)))
        score = scoring(ask.bound, known)
        marks = [condition(mark, known) for mark in ask.marks]
        should = [named(mark, str(at)) for at, mark in enumerate(marks) if mark != NONE]
        should += [] if score is None else [score]
        query: Query = {
            "query": {"bool": {"filter": [condition(where, known)], "should": should}},
            "sort": [NUMBER] if score is None else [{"_score": "desc"}, NUMBER],
            "track_total_hits": False,
        }
        hits: list[Any] = []
        cursor = (
            None if after is None else after.at or ([] if score is None else [after.bound]) + [after.number]
        )
        while len(hits) <= size:
            query["size"] = min(size + 1 - len(hits), MOST_ROWS)
            if cursor is not None:
                query["search_after"] = cursor
            found = self._search(query)["hits"]["hits"]
            hits += found
            if len(found) < query["size"]:
                break
            cursor = found[-1]["sort"]
        rows = tuple(map(self._row, hits[:size]))
        more = _bound(hits[size]) if len(hits) > size else None
        return Page(rows, more, hits[len(rows) - 1]["sort"] if rows else None)

    def _row(self, hit: Any) -> Row:
        number = int(hit["sort"][-1])
        marks = frozenset(map(int, hit.get("matched_queries", ())))
        return Row(number, _bound(hit), self.document(number), marks)

    # Facets

    def facets(self, where: Condition) -> Mapping[str, Mapping[tuple[str, str], int]]:
        fields = (*COUNTED, SHOWN)
        query: Query = {
            "size": 0,
            "track_total_hits": False,
            "query": _filtered(condition(where, self._known(long_texts(where)))),
            "aggs": {
                field: {"terms": {"field": field, "size": MOST_VALUES}, "aggs": _FIRST} for field in fields
            },
        }
        found = self._search(query)["aggregations"]
        values: dict[str, list[tuple[int, str, int]]] = {}
        for field in fields:
            buckets = found[field]["buckets"]
            if found[field]["sum_other_doc_count"]:
                buckets = self._all_values(query["query"], field)
            values[field] = [(int(one["first"]["value"]), one["key"], one["doc_count"]) for one in buckets]
        out: dict[str, dict[tuple[str, str], int]] = {
            field: {(value, ""): many for _, value, many in sorted(values[field])} for field in COUNTED
        }
        out["unit"] = self._units(values[SHOWN])
        return out

    def _all_values(self, query: Query, field: str) -> list[Any]:
        """All values of a field, in pages."""
        out: list[Any] = []
        pages: Query = {"size": MOST_VALUES, "sources": [{"value": {"terms": {"field": field}}}]}
        while True:
            asked = {"size": 0, "query": query, "aggs": {field: {"composite": pages, "aggs": _FIRST}}}
            found = self._search(asked)["aggregations"][field]
            out += [{**one, "key": one["key"]["value"]} for one in found["buckets"]]
            if len(found["buckets"]) < MOST_VALUES:
                return out
            pages["after"] = found["after_key"]

    def _units(self, values: list[tuple[int, str, int]]) -> dict[tuple[str, str], int]:
        """Units in the order of their first document, and within it in the document's own."""
        columns = self._columns()
        placed: list[tuple[int, int, tuple[str, str], int]] = []
        for first, value, many in values:
            plan, key = value.split(APART, 1)
            placed.append((first, columns.units_of(first).index(key), (key, plan), many))
        return {shown: many for _, _, shown, many in sorted(placed)}


def _filtered(query: Query) -> Query:
    return {"constant_score": {"filter": query}}


_FIRST = {"first": {"min": {"field": NUMBER}}}


def _bound(hit: Any) -> int:
    """The bound of a hit; 0 where no bound was asked for."""
    return bound_of(float(hit["sort"][0])) if len(hit["sort"]) > 1 else 0
