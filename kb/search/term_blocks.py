"""Posting lists in blocks of a few kilobytes, for a reader that fetches one block at a time.

A list has the rising numbers of the documents with a term, as differences: [3, 2, 7] are the documents 3, 5 and 12. A list with
places has after each document where in its text the term occurs: the first place, and for each further one the way from the one
before as a negative number: [3, 0, -12, 2, 5] is document 3 at 0 and 12, document 5 at 5.

Terms are in the order of their UTF-16 code units, which is how a browser compares texts. So the first term of every block is all
that a reader needs to know where a term is.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

BLOCK = 16_000
"""Characters of JSON in a block: some 8 KB packed. A longer list has a block of its own."""
MOST_HELD = 24_000_000
"""Bytes of lists that are held while they are collected; then they go to a file. 24 MB are some 5 million occurrences."""


@dataclass(slots=True)
class _List:
    """A list that is being collected. first, last: documents; rest: the JSON text after the number of the first document."""

    first: int
    last: int
    rest: bytearray


def unit_order(term: str) -> bytes:
    """Return what terms are sorted by: their UTF-16 code units."""
    return term.encode("utf-16-be", "surrogatepass")


class TermBlocks:
    """Collects lists and hands them out in blocks. folder: where lists wait that are not held, an empty one."""

    def __init__(self, folder: Path, most_held: int = MOST_HELD) -> None:
        self._folder = folder
        self._most = most_held
        self._held: dict[str, _List] = {}
        self._size = 0
        self._runs: list[Path] = []

    def add(self, term: str, document: int, places: Sequence[int] = ()) -> None:
        """Add a document to the list of a term. Documents come in rising order; places: rising, () for a list without."""
        text = ""
        if places:
            ways = (earlier - later for earlier, later in pairwise(places))
            text = "".join(f",{number}" for number in (places[0], *ways))
        found = self._held.get(term)
        if found is None:
            self._held[term] = _List(document, document, bytearray(text, "ascii"))
            self._size += len(text) + 100
        else:
            text = f",{document - found.last}{text}"
            found.rest += text.encode("ascii")
            found.last = document
            self._size += len(text)
        if self._size > self._most:
            self._set_aside()

    def _set_aside(self) -> None:
        path = self._folder / f"run-{len(self._runs)}"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for term, first, last, rest in self._sorted():
                file.write(json.dumps([term, first, last, rest], separators=(",", ":")) + "\n")
        self._runs.append(path)
        self._held, self._size = {}, 0

    def _sorted(self) -> Iterator[tuple[str, int, int, str]]:
        for term in sorted(self._held, key=unit_order):
            found = self._held[term]
            yield term, found.first, found.last, found.rest.decode("ascii")

    def _lists(self) -> Iterator[tuple[str, str]]:
        """Yield every term with its list as JSON, in order."""
        sources = [*map(_read_run, self._runs), self._sorted()]
        term: str | None = None
        parts: list[str] = []
        last = 0
        for each, first, end, rest in heapq.merge(*sources, key=lambda row: (unit_order(row[0]), row[1])):
            if each != term:
                if term is not None:
                    yield term, f"[{''.join(parts)}]"
                term, parts, last = each, [f"{first}{rest}"], end
            else:
                parts.append(f",{first - last}{rest}")
                last = end
        if term is not None:
            yield term, f"[{''.join(parts)}]"

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Yield the first term of every block and the block as JSON: {term: list, …}."""
        return _filled(self._lists())


def _read_run(path: Path) -> Iterator[tuple[str, int, int, str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            term, first, last, rest = json.loads(line)
            yield term, first, last, rest


def _filled(lists: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    begun = ""
    rows: list[str] = []
    size = 0
    for term, found in lists:
        row = f"{json.dumps(term, ensure_ascii=False)}:{found}"
        if rows and size + len(row) > BLOCK:
            yield begun, f"{{{','.join(rows)}}}"
            rows, size = [], 0
        if not rows:
            begun = term
        rows.append(row)
        size += len(row)
    if rows:
        yield begun, f"{{{','.join(rows)}}}"
