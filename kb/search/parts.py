"""What a plan adds to the index, made from that plan alone, and the file that keeps the parts of all plans.

    index/plans.bin    the parts one after another; meta.json says where each begins, how long its sections are, and their CRC-32

A search reads documents from it, line by line. The other sections are for the next build, which takes the parts of unchanged
plans over: words, what columns.bin has of the plan, and its terms. They are compressed, to half their size.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from zlib import compress, crc32, decompress

from kb.records import dataclass
from kb.search.documents import SearchDoc
from kb.search.rows import FIELDS, dump_document

SECTIONS = ("documents", "words", "facts", "terms")
UNIT, HOLDER = 0, 1  # a value of the facet `unit`: a name as the document has it, or a unit's key
TITLE = "title"  # local id of the node that is a plan's title
LONGEST_TITLE = 255  # characters of a title that columns tell apart
LEVEL = 1  # of compression: 2 ms a plan; the most thorough takes four times as long for three percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One plan's sections, encoded."""

    plan: str
    count: int
    documents: bytes
    words: bytes
    facts: bytes
    terms: bytes

    @property
    def sections(self) -> tuple[bytes, ...]:
        return (self.documents, self.words, self.facts, self.terms)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a part is: plan, number of documents, offset of its first byte, lengths and CRCs of its sections."""

    plan: str
    count: int
    start: int
    lengths: tuple[int, ...]
    crcs: tuple[int, ...]

    def row(self) -> list[Any]:
        """Return it as JSON values."""
        return [self.plan, self.count, self.start, list(self.lengths), list(self.crcs)]

    @staticmethod
    def of(row: Sequence[Any]) -> Entry:
        plan, count, start, lengths, crcs = row
        return Entry(str(plan), int(count), int(start), tuple(map(int, lengths)), tuple(map(int, crcs)))


def encode(plan: str, docs: Sequence[SearchDoc], words: Mapping[str, Any], terms: Iterable[Mapping[str, Iterable[str]]],
           titles: Sequence[int]) -> Part:  # fmt: skip
    """Return the part of a plan. docs: in reading order. words: JSON values for the lexicon. terms: of each document.
    titles: lengths of the normalised titles."""
    lines = [(dump_document(doc) + "\n").encode() for doc in docs]
    facts = {
        "title": next((doc.title for doc in docs if doc.id == f"{plan}/{TITLE}"), None),
        "ids": [doc.id.split("/", 1)[-1] for doc in docs],
        "lengths": [len(line) for line in lines],
        "crcs": [crc32(line) for line in lines],
        "titles": [min(length, LONGEST_TITLE) for length in titles],
        "kinds": [doc.kind for doc in docs],
        "bindings": [doc.binding for doc in docs],
        "chapters": [doc.chapter for doc in docs],
        "units": [[HOLDER, *doc.holders] if doc.holders else [UNIT, *doc.units] for doc in docs],
    }
    return Part(
        plan=plan,
        count=len(docs),
        documents=b"".join(lines),
        words=compress(_json(words), LEVEL),
        facts=compress(_json(facts), LEVEL),
        terms=compress(_encode_terms(terms, len(docs)), LEVEL),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


# Terms: a line of JSON, [[field, characters of a term, how many], …]; all terms without anything between, in UTF-16; how many
# documents each has; the documents' numbers within the plan. Both are one byte each where the plan has few documents.
_FEW = 255


def _encode_terms(terms: Iterable[Mapping[str, Iterable[str]]], count: int) -> bytes:
    found: dict[tuple[str, int, str], list[int]] = {}
    for number, of_document in enumerate(terms):
        for field, values in of_document.items():
            for term in set(values):
                if term:
                    found.setdefault((field, len(term), term), []).append(number)
    runs: list[list[Any]] = []
    for field, size, _ in (keys := sorted(found)):
        if runs and runs[-1][:2] == [field, size]:
            runs[-1][2] += 1
        else:
            runs.append([field, size, 1])
    text = "".join(term for _, _, term in keys).encode("utf-16-le", "surrogatepass")
    kind = "B" if count <= _FEW else "I"
    sizes, numbers = array(kind, (len(found[k]) for k in keys)), array(kind)
    for key in keys:
        numbers.extend(found[key])
    head = _json({"runs": runs, "text": len(text), "kind": kind, "terms": len(keys)}) + b"\n"
    return b"".join((head, text, little(sizes), little(numbers)))


def decode_json(data: bytes) -> Any:
    """Return what the section `words` or `facts` holds."""
    return json.loads(decompress(data))


def decode_terms(data: bytes) -> Iterator[tuple[str, list[str], array[int], array[int]]]:
    """Yield the runs of a part's terms: field, terms, how many documents each has, the documents' numbers within the plan."""
    head, _, rest = decompress(data).partition(b"\n")
    about = json.loads(head)
    text = rest[: about["text"]].decode("utf-16-le", "surrogatepass")
    at = about["text"]
    end = at + array(about["kind"]).itemsize * about["terms"]
    sizes = from_little(about["kind"], rest[at:end])
    numbers = from_little(about["kind"], rest[end:])
    character = taken = at = 0
    for field, size, many in about["runs"]:
        end = character + size * many
        terms = [text[start : start + size] for start in range(character, end, size)]
        of_run = sizes[at : at + many]
        total = sum(of_run)
        yield field, terms, of_run, numbers[taken : taken + total]
        character, taken, at = end, taken + total, at + many


def little(values: array[int]) -> bytes:
    """Return the values' bytes, the least significant first on any machine."""
    if sys.byteorder == "big":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def from_little(kind: str, data: bytes) -> array[int]:
    """Return the values of bytes that `little` gave. Raises ValueError for a length that is none of the kind's."""
    values = array(kind)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def merged(terms: Iterable[tuple[bytes, int]]) -> Iterator[tuple[str, str, Sequence[int]]]:
    """Yield the postings of all plans as an engine's writer takes them. terms: each plan's section, first document's number.

    Most terms have one document: such a number is kept as it is, which takes a third of a list's memory.
    """
    found: dict[str, dict[str, int | array[int]]] = {field: {} for field in FIELDS}
    for data, start in terms:
        for field, of_run, sizes, numbers in decode_terms(data):
            _join(found[field], of_run, sizes, array("I", [start + number for number in numbers]))
    for field in FIELDS:
        of_field = found.pop(field)
        for term in sorted(of_field):
            known = of_field.pop(term)
            yield field, term, (known,) if isinstance(known, int) else known


def _join(
    known: dict[str, int | array[int]], terms: Iterable[str], sizes: Iterable[int], numbers: array[int]
) -> None:
    """Add a run of terms with their documents' numbers to those of earlier plans."""
    at = 0
    for term, size in zip(terms, sizes, strict=True):
        before = known.get(term)
        if before is None:
            known[term] = numbers[at] if size == 1 else numbers[at : at + size]
        else:
            if isinstance(before, int):
                before = known[term] = array("I", (before,))
            if size == 1:
                before.append(numbers[at])
            else:
                before.extend(numbers[at : at + size])
        at += size


class PartsWriter:
    """Writes parts one after another into a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self.entries: list[Entry] = []

    def put(self, plan: str, count: int, sections: Sequence[bytes]) -> None:
        self.entries.append(
            Entry(plan, count, self._at, tuple(map(len, sections)), tuple(map(crc32, sections)))
        )
        for section in sections:
            self._file.write(section)
            self._at += len(section)


def read_part(path: Path, entry: Entry) -> tuple[bytes, ...] | None:
    """Return a part's sections; None where one of them is not as it was written, or the file cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(entry.start)
            found = tuple(file.read(length) for length in entry.lengths)
    except OSError:
        return None
    return found if tuple(map(crc32, found)) == entry.crcs else None
