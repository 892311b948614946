"""SQLite as the engine: one table, a row a term, its documents as steps from number to number.

It needs the standard library alone. The file is checked as a whole when a search first asks it (see kb.store.manifest).
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import accumulate
from operator import sub
from pathlib import Path

from kb.problems import BaseUnusable
from kb.search.engine.base import Contents, Posting
from kb.search.parts import from_little, little
from kb.store.manifest import REBUILD

NAME = "sqlite"
POSTINGS_FILE = "postings.sqlite"
PAGE_SIZE = 4096
_DDL = (
    "CREATE TABLE posting (field TEXT NOT NULL, term TEXT NOT NULL, numbers BLOB NOT NULL,"
    " PRIMARY KEY (field, term)) WITHOUT ROWID"
)
# The first byte of `numbers` says how wide a step is; four bytes with the first number follow, then the steps.
_KINDS = "BHI"
_FIRST = 5


def pack(numbers: Sequence[int]) -> bytes:
    """Return rising numbers, one or more, as a row keeps them."""
    if len(numbers) == 1:  # half of all terms
        return b"\0" + numbers[0].to_bytes(4, "little")
    steps = list(map(sub, numbers[1:], numbers))
    widest = max(steps)
    kind = 0 if widest < 1 << 8 else 1 if widest < 1 << 16 else 2
    return bytes((kind,)) + numbers[0].to_bytes(4, "little") + little(array(_KINDS[kind], steps))


def unpack(data: bytes) -> Sequence[int]:
    """Return the numbers of a row."""
    first = int.from_bytes(data[1:_FIRST], "little")
    return tuple(accumulate(from_little(_KINDS[data[0]], data[_FIRST:]), initial=first))


def write_contents(folder: Path, contents: Contents) -> None:
    """Write postings into an empty or new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / POSTINGS_FILE
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF"):
            db.execute(f"PRAGMA {pragma}")
        db.execute(_DDL)
        db.execute("BEGIN")
        db.executemany("INSERT INTO posting VALUES (?, ?, ?)", _rows(contents.postings()))
        db.execute("COMMIT")


def _rows(postings: Iterable[Posting]) -> Iterator[tuple[str, str, bytes]]:
    return ((field, term, pack(numbers)) for field, term, numbers in postings)


class SqlitePostings:
    """An engine folder opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / POSTINGS_FILE
        uri = self._path.resolve().as_uri() + "?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    def having(self, field: str, term: str) -> Sequence[int]:
        try:
            row = self._db.execute(
                "SELECT numbers FROM posting WHERE field = ? AND term = ?", (field, term)
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise BaseUnusable(f"{self._path} 已损坏（{error}）。{REBUILD}") from error
        return () if row is None else unpack(row[0])

    def close(self) -> None:
        self._db.close()


def open_postings(folder: Path) -> SqlitePostings:
    """Open an engine folder."""
    return SqlitePostings(folder)
