"""Whoosh as the embedded engine, what it writes: one segment for the corpus, terms without frequencies or positions.

Ranking is ours, so Whoosh's part is the dictionary of terms and the posting lists. They come sorted from all plans' parts, so its
pool of postings is not used: each list is written whole, short ones next to their term. Segment names are random in Whoosh; here
they are fixed, and the files stay apart (a compound file notes their times), so that the same postings give the same bytes.
whoosh_files.py reads them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter, W3Segment, W3TermInfo
from whoosh.formats import Existence

from kb.search.engine.base import Contents, Posting
from kb.search.rows import FIELDS

NAME = "whoosh"
INLINE = 64
"""Lists of so many documents are kept with their term: a block of its own takes 90 bytes before its first number."""
BLOCK = 8192
"""Numbers in a block. Lists are always read whole, so blocks only bound what is unpickled at once."""


class Terms(fields.FieldType):  # type: ignore[misc]  # Whoosh publishes no types
    """A field whose terms come already cut."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)


class WholeLists(W3FieldWriter):  # type: ignore[misc]  # Whoosh publishes no types
    """Whoosh's writer of terms, given lists rather than one posting at a time."""

    def __init__(self, codec: FixedNames, storage: object, segment: object) -> None:
        super().__init__(codec, storage, segment)
        self._lists, codec.lists = codec.lists, ()  # the codec is pickled into the index
        self._postfile.write(b"lists\n")  # never empty, so that what damages it is seen

    def add_postings(self, schema: Any, lengths: object, items: object) -> None:
        field = ""
        for name, term, numbers in self._lists:
            if name != field:
                if field:
                    self.finish_field()
                field = name
                self.start_field(field, schema[field])
            self._add(term.encode(), array("I", numbers))
        if field:
            self.finish_field()

    def _add(self, term: bytes, numbers: array[int]) -> None:
        self.start_term(term)
        writer: Any = self._postwriter
        if len(numbers) <= INLINE:
            info = W3TermInfo()
            info._df = len(numbers)
            info.set_inlined(numbers, (), ())
            writer._terminfo = None
            self._tindex.add(self._fieldid.to_bytes(2, "big") + term, info.to_bytes())
            return
        for at in range(0, len(numbers), BLOCK):
            writer._ids = numbers[at : at + BLOCK]
            writer._weights = array("f", (1.0,)) * len(writer._ids)
            writer._maxweight = 1.0
            if at + BLOCK < len(numbers):
                writer._write_block()
        self.finish_term()


class FixedNames(W3Codec):  # type: ignore[misc]  # Whoosh publishes no types
    """Whoosh's codec with a segment name that does not change from build to build, and no compression."""

    def __init__(self, lists: Iterable[Posting] = ()) -> None:
        super().__init__(blocklimit=BLOCK, compression=0)
        self.lists = lists

    def field_writer(self, storage: object, segment: object) -> WholeLists:
        return WholeLists(self, storage, segment)

    def postings_writer(self, dbfile: object, byteids: bool = False) -> W3PostingsWriter:
        return W3PostingsWriter(dbfile, BLOCK, byteids, 0, 1)

    def new_segment(self, storage: object, indexname: str) -> W3Segment:
        return W3Segment(self, indexname, segid="terms")


def write_contents(folder: Path, contents: Contents) -> None:
    """Write postings into an empty or new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = fields.Schema(**{name: Terms() for name in FIELDS})
    found = index.create_in(str(folder), schema)
    writer = found.writer(codec=FixedNames(contents.postings()), compound=False)
    writer.perdocwriter._doccount = contents.documents
    writer.newsegment.set_doc_count(contents.documents)
    writer._added = True
    writer.commit(merge=False)
    found.close()
    for lock in folder.glob("*_WRITELOCK"):
        lock.unlink()
