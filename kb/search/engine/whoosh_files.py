"""Whoosh's files of terms and posting lists, read without Whoosh: importing it takes longer than most answers.

embedded.py writes them, so their form is known: one segment, terms in order, lists of document numbers alone, no compression.

    terms     "HSH3", then pairs: two lengths, key, value; hash tables; a pickle with the numbers of the fields; where each pair
              begins, as one array; the length of pickle and array
    key       the number of the field in two bytes, the term in UTF-8
    value     what Whoosh knows of a term in 23 bytes, of which the first says whether the list follows as a pickle; otherwise
              where it begins among the lists, and its length
    lists     "W3Bl", then blocks: length (negative for the last), a pickle about it, a pickle with the steps from number to number

Integers are big-endian. A key is looked up by halving the ordered pairs, so no hash is worked out.
"""

from __future__ import annotations

import pickle
from bisect import bisect_left
from collections.abc import Sequence
from io import BytesIO
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct

TERMS_FILE, LISTS_FILE = "MAIN_terms.trm", "MAIN_terms.pst"
"""As Whoosh names the files of the segment `terms`."""
MAGIC, LIST_MAGIC = b"HSH3", b"W3Bl"
_LENGTHS, _INT, _EXTENT = Struct("!ii"), Struct("!i"), Struct("!qi")
_KNOWN = 23
"""Bytes of a term's value before its list."""
_WIDTHS = {"B": 1, "H": 2, "i": 4, "I": 4, "q": 8}


class WhooshFiles:
    """An engine folder opened for reading. Raises OSError or ValueError for files that are none of embedded.py's."""

    def __init__(self, folder: Path) -> None:
        self._terms = _mapped(folder / TERMS_FILE)
        self._lists = _mapped(folder / LISTS_FILE)
        terms = self._terms
        end = len(terms) - _INT.size
        if terms[: len(MAGIC)] != MAGIC:
            raise ValueError(folder / TERMS_FILE)
        (length,) = _INT.unpack_from(terms, end)
        about = BytesIO(terms[end - length : end])
        known = pickle.load(about)  # the file is sealed: kb.store.manifest
        self._fields: dict[str, int] = known["fieldmap"]
        self._count: int = known["indexlen"]
        self._width = _WIDTHS[known["indextype"]]
        self._begins = end - length + about.tell()

    def having(self, field: str, term: str) -> Sequence[int]:
        number = self._fields.get(field)
        if number is None:
            return ()
        key = number.to_bytes(2, "big") + term.encode()
        at = bisect_left(range(self._count), key, key=self._key)
        if at == self._count or self._key(at) != key:
            return ()
        value = self._value(at)
        if value[0]:
            numbers: Sequence[int] = pickle.loads(value[_KNOWN:])[0]
            return numbers
        return tuple(self._list(*_EXTENT.unpack_from(value, _KNOWN)))

    def _start(self, at: int) -> int:
        """Where the pair number `at` begins."""
        place = self._begins + at * self._width
        return int.from_bytes(self._terms[place : place + self._width], "big")

    def _key(self, at: int) -> bytes:
        start = self._start(at)
        length, _ = _LENGTHS.unpack_from(self._terms, start)
        start += _LENGTHS.size
        return self._terms[start : start + length]

    def _value(self, at: int) -> bytes:
        start = self._start(at)
        key, length = _LENGTHS.unpack_from(self._terms, start)
        start += _LENGTHS.size + key
        return self._terms[start : start + length]

    def _list(self, start: int, length: int) -> list[int]:
        """The numbers of a list with blocks of its own."""
        end = start + length
        if self._lists[start : start + len(LIST_MAGIC)] != LIST_MAGIC:
            raise ValueError(LISTS_FILE)
        at = start + len(LIST_MAGIC)
        out: list[int] = []
        while at < end:
            (size,) = _INT.unpack_from(self._lists, at)
            at += _INT.size
            block = BytesIO(self._lists[at : at + abs(size)])
            pickle.load(block)  # what Whoosh knows of the block
            out += accumulate(pickle.load(block)[0])
            at += abs(size)
        return out

    def close(self) -> None:
        self._terms.close()
        self._lists.close()


def _mapped(path: Path) -> mmap:
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def open_postings(folder: Path) -> WhooshFiles:
    """Open an engine folder."""
    return WhooshFiles(folder)
