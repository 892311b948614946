"""Whoosh as the embedded engine: one segment a folder, terms without frequencies or positions.

Ranking is ours, so of Whoosh it needs the term dictionary and the posting lists. Segment names are random in
Whoosh; here they are fixed, terms are written in order, and the files stay apart (a compound file notes their
times), so that the same documents give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
from whoosh.formats import Existence

FIELDS = ("binding", "chapter", "gram", "kind", "parent", "place", "plan", "topic", "unit")


class Terms(fields.FieldType):  # type: ignore[misc]  # Whoosh publishes no types
    """A field whose value is its terms, already cut."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)

    def index(self, value: tuple[str, ...], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term in value:
            yield term.encode(), 1, 1.0, b""


class NoLengths(W3FieldWriter):  # type: ignore[misc]  # Whoosh publishes no types
    """Whoosh's writer of terms, not asking for field lengths there are none of: at each posting it would look
    for a file."""

    def add_postings(self, schema: object, lengths: object, items: object) -> None:
        super().add_postings(schema, None, items)


class FixedNames(W3Codec):  # type: ignore[misc]  # Whoosh publishes no types
    """Whoosh's codec with a segment name that does not change from build to build."""

    def field_writer(self, storage: object, segment: object) -> NoLengths:
        return NoLengths(self, storage, segment)

    def new_segment(self, storage: object, indexname: str) -> W3Segment:
        return W3Segment(self, indexname, segid="terms")


def write_engine(folder: Path, documents: Iterable[Mapping[str, Iterable[str]]]) -> None:
    """Write the documents' terms into an empty or new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = fields.Schema(**{name: Terms() for name in FIELDS})
    found = index.create_in(str(folder), schema)
    writer = found.writer(codec=FixedNames(), limitmb=512, compound=False)
    for document in documents:
        writer.add_document(**{name: tuple(sorted(set(terms))) for name, terms in document.items()})
    writer.commit(optimize=True)
    found.close()
    for lock in folder.glob("*_WRITELOCK"):
        lock.unlink()


class EmbeddedEngine:
    """An engine folder opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._index: Any = index.open_dir(str(folder), readonly=True)
        self._reader: Any = self._index.reader()
        self._found: dict[tuple[str, str], frozenset[int]] = {}

    def count(self) -> int:
        return int(self._reader.doc_count_all())

    def having(self, field: str, term: str) -> frozenset[int]:
        key = (field, term)
        if key not in self._found:
            if len(self._found) > 4096:
                self._found.clear()
            self._found[key] = self._read(field, term)
        return self._found[key]

    def _read(self, field: str, term: str) -> frozenset[int]:
        if field not in FIELDS or (field, term.encode()) not in self._reader:
            return frozenset()
        return frozenset(self._reader.postings(field, term.encode()).all_ids())

    def close(self) -> None:
        self._reader.close()
        self._index.close()


def open_engine(folder: Path) -> EmbeddedEngine:
    """Open an engine folder."""
    return EmbeddedEngine(folder)
