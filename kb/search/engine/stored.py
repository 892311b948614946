"""Documents as the base itself keeps them, for a retriever of any engine, and what was used last kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from kb.search.columns import Columns
from kb.search.documents import SearchDoc
from kb.search.engine.base import Row

MOST_DOCUMENTS = 2048
"""How many documents are kept as read: 4 KB each at most, with their normalised texts."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The values last used, up to a total weight."""

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Key, value: Value) -> Value:
        with self._lock:
            gone = self._values.pop(key, None)
            self._weight += self._weigh(value) - (0 if gone is None else self._weigh(gone))
            self._values[key] = value
            while self._weight > self._most and len(self._values) > 1:
                _, gone = self._values.popitem(last=False)
                self._weight -= self._weigh(gone)
        return value


class StoredDocuments:
    """The documents of a generation, by number and by id. read: the document of a number."""

    def __init__(self, name: str, columns: Callable[[], Columns], read: Callable[[int], SearchDoc]) -> None:
        self.name = name
        self._columns = columns
        self._read = read
        self._docs: Kept[int, SearchDoc] = Kept(MOST_DOCUMENTS)

    @property
    def size(self) -> int:
        return self._columns().size

    def document(self, number: int) -> SearchDoc:
        found = self._docs.get(number)
        return self._docs.put(number, self._read(number)) if found is None else found

    def get(self, ids: Sequence[str]) -> Sequence[Row | None]:
        numbers = (self._columns().number_of(id_) for id_ in ids)
        return [None if n is None else Row(n, 0, self.document(n)) for n in numbers]
