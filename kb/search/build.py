"""Building the index: documents to parts of plans, parts to one index. Jieba and pypinyin load here.

    index/meta.json      version, engine, where each plan's part is
    index/lexicon.json   words of all plans (kb.search.lexicon)
    index/plans.bin      the parts (kb.search.parts): a search reads documents from it
    index/columns.bin    numbers of every document (kb.search.columns)
    index/terms/         the engine's files, over all plans

A part depends on its plan alone. `put_plan` writes it aside, into index/parts/; `finish_index` joins it with the parts of the other
plans and writes the rest, so the bytes are those of a full build.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.search.columns import COLUMNS_FILE, ColumnsWriter
from kb.search.documents import SearchDoc, Vocabulary, documents, read_vocabulary
from kb.search.engine import DEFAULT, Contents, write_contents
from kb.search.lexicon import write_lexicon
from kb.search.meta import META_FILE, PLANS_FILE, TERMS_FOLDER, Meta, read_meta
from kb.search.normalise import Normaliser
from kb.search.parts import Entry, Part, PartsWriter, decode_json, encode, merged, read_part
from kb.search.rows import document_terms, load_document, searchable
from kb.words.traditional import read_traditional

if TYPE_CHECKING:
    from kb.search.lexicon import Lexicon
    from kb.store import Base

ASIDE = "parts"
PART_ENDING = ".part"
Sections = tuple[bytes, ...]


def build_index(folder: Path, base: Base, engine: str = DEFAULT) -> None:
    """Write the index of a base into `folder`, replacing what was there. Same base, same bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    plans = base.plan_ids()
    for plan in plans:
        put_plan(folder, plan, tuple(documents(base, plan)))
    finish_index(folder, plans, read_vocabulary(base), engine=engine)


def index_documents(
    folder: Path, docs: Iterable[SearchDoc], vocabulary: Vocabulary, engine: str = DEFAULT
) -> None:
    """Write the index of documents; plans in the order they first come."""
    shutil.rmtree(folder, ignore_errors=True)
    plans: dict[str, list[SearchDoc]] = {}
    for doc in docs:
        plans.setdefault(doc.plan, []).append(doc)
    for plan, of_plan in plans.items():
        put_plan(folder, plan, of_plan)
    finish_index(folder, plans, vocabulary, engine=engine)


def put_plan(folder: Path, plan: str, docs: Iterable[SearchDoc]) -> None:
    """Write one plan's part aside. The index serves it after `finish_index`."""
    part = make_part(plan, docs)
    aside = folder / ASIDE
    aside.mkdir(parents=True, exist_ok=True)
    head = json.dumps([part.count, [len(section) for section in part.sections]])
    (aside / f"{plan}{PART_ENDING}").write_bytes(b"".join((head.encode(), b"\n", *part.sections)))


def make_part(plan: str, docs: Iterable[SearchDoc]) -> Part:
    """Return what a plan adds to the index."""
    from kb.search.gather import dictionary, plan_words, unusual_readings

    ordered = sorted(docs, key=lambda d: d.order)
    normalise = Normaliser(read_traditional())
    words, titles = plan_words(ordered, normalise)
    characters = sorted(set().union(*(searchable(doc) for doc in ordered)))
    record = {
        "titles": " ".join(sorted(titles)),
        "words": " ".join(sorted(words - titles)),
        "characters": "".join(ch for ch in characters if not ch.isspace()),
        "readings": unusual_readings(words),
    }
    known = dictionary()
    terms = (document_terms(doc, normalise, known) for doc in ordered)
    return encode(plan, ordered, record, terms, [len(doc.title) for doc in ordered])


def remove_plan(folder: Path, plan: str) -> None:
    """Take back a part that was put. A plan is out of the index after a `finish_index` without it."""
    (folder / ASIDE / f"{plan}{PART_ENDING}").unlink(missing_ok=True)


def whole_plans(folder: Path, plans: Iterable[str]) -> frozenset[str]:
    """Return those of the plans whose parts an index has as they were written."""
    meta = read_meta(folder)
    if meta is None:
        return frozenset()
    entries = {entry.plan: entry for entry in meta.plans}
    return frozenset(
        plan
        for plan in plans
        if plan in entries and read_part(folder / PLANS_FILE, entries[plan]) is not None
    )


def finish_index(
    folder: Path,
    plans: Iterable[str],
    vocabulary: Vocabulary,
    *,
    engine: str = DEFAULT,
    earlier: Path | None = None,
) -> None:
    """Make the index of these plans. Parts come from what was put, else from `folder`'s index, else from `earlier`'s.

    Raises KeyError for a plan that has none, or an engine there is none of.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = _Parts(folder, (folder,) if earlier is None else (folder, earlier))
    fresh = folder / f"{PLANS_FILE}.new"
    columns = ColumnsWriter()
    words = _Words()
    terms: list[tuple[Entry, int]] = []
    number = 0
    with fresh.open("wb") as file:
        writer = PartsWriter(file)
        for plan in plans:
            count, sections = parts.of(plan)
            writer.put(plan, count, sections)
            entry = writer.entries[-1]
            columns.put(plan, entry.start, decode_json(sections[2]))
            words.add(decode_json(sections[1]))
            terms.append((entry, number))
            number += count
    (folder / COLUMNS_FILE).write_bytes(columns.dump())
    write_lexicon(folder, words.lexicon(vocabulary))
    shutil.rmtree(folder / TERMS_FOLDER, ignore_errors=True)
    entries = tuple(writer.entries)
    write_contents(engine)(
        folder / TERMS_FOLDER,
        Contents(number, lambda: merged(_terms(fresh, terms)), lambda: _documents(fresh, entries)),
    )
    fresh.replace(folder / PLANS_FILE)
    shutil.rmtree(folder / ASIDE, ignore_errors=True)
    Meta(engine, entries).write(folder / META_FILE)


def _terms(path: Path, terms: Iterable[tuple[Entry, int]]) -> Iterator[tuple[bytes, int]]:
    """Yield each plan's terms with the number of its first document."""
    with path.open("rb") as file:
        for entry, number in terms:
            file.seek(entry.start + sum(entry.lengths[:3]))
            yield file.read(entry.lengths[3]), number


def _documents(path: Path, entries: Iterable[Entry]) -> Iterator[SearchDoc]:
    """Yield the documents of all plans."""
    with path.open("rb") as file:
        for entry in entries:
            file.seek(entry.start)
            for line in file.read(entry.lengths[0]).splitlines():
                yield load_document(line)


class _Parts:
    """Parts of plans, wherever they are."""

    def __init__(self, folder: Path, indexes: Iterable[Path]) -> None:
        self._aside = folder / ASIDE
        self._known: dict[str, tuple[Path, Entry]] = {}
        for index in indexes:
            meta = read_meta(index)
            for entry in meta.plans if meta else ():
                self._known.setdefault(entry.plan, (index / PLANS_FILE, entry))

    def of(self, plan: str) -> tuple[int, Sections]:
        """Return how many documents a plan has, and its sections. Raises KeyError."""
        put = self._aside / f"{plan}{PART_ENDING}"
        if put.is_file():
            head, _, rest = put.read_bytes().partition(b"\n")
            count, lengths = json.loads(head)
            ends = [sum(lengths[: at + 1]) for at in range(len(lengths))]
            return count, tuple(rest[end - length : end] for end, length in zip(ends, lengths, strict=True))
        path, entry = self._known[plan]
        sections = read_part(path, entry)
        if sections is None:
            raise KeyError(plan)
        return entry.count, sections


class _Words:
    """The words of plan after plan."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._titles: set[str] = set()
        self._characters: set[str] = set()
        self._readings: dict[str, str] = {}

    def add(self, record: Mapping[str, Any]) -> None:
        self._titles.update(record["titles"].split())
        self._words.update(record["words"].split())
        self._characters.update(record["characters"])
        self._readings.update(record["readings"])

    def lexicon(self, vocabulary: Vocabulary) -> Lexicon:
        from kb.search.gather import make_lexicon

        return make_lexicon(
            frozenset(self._words | self._titles),
            frozenset(self._titles),
            self._characters,
            vocabulary,
            self._readings,
        )
