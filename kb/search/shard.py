"""One plan's part of the index: its documents as lines of JSON, and its engine folder.

    index/plans/<plan-id>/documents.jsonl   one document a line, in reading order
    index/plans/<plan-id>/words.json        its words, for making the lexicon again without its texts
    index/plans/<plan-id>/terms/            the engine's

Adding or replacing a plan writes its folder alone; the lexicon is then made anew from all words.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from kb.problems import BaseMissing
from kb.search.documents import SearchDoc, TopicTag
from kb.search.engine import AllOf, Condition, Engine, Has, evaluate
from kb.search.normalise import Normaliser
from kb.search.places import place_keys

INDEX_VERSION = 4
META_FILE = "meta.json"
PLANS_FOLDER = "plans"
DOCUMENTS_FILE = "documents.jsonl"
WORDS_FILE = "words.json"
TERMS_FOLDER = "terms"

# Order of a document's values in its line.
_FIELDS = (
    "id", "plan", "kind", "number", "title", "head", "text", "citation", "order", "parent", "chapter", "units",
    "named", "topics", "binding", "values", "roles", "edited",
    "holders",
)  # fmt: skip


def dump_document(doc: SearchDoc) -> str:
    """A document as one line of JSON."""
    values = [getattr(doc, name) for name in _FIELDS]
    values[_FIELDS.index("topics")] = [[t.name, int(t.in_title), t.hits] for t in doc.topics]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load_document(line: str | bytes) -> SearchDoc:
    """The document of a line."""
    values: dict[str, Any] = dict(zip(_FIELDS, json.loads(line), strict=True))
    values["units"] = tuple(values["units"])
    values["named"] = tuple(values["named"])
    values["values"] = tuple(values["values"])
    values["roles"] = tuple(values["roles"])
    values["holders"] = tuple(values["holders"])
    values["topics"] = tuple(TopicTag(name, bool(titled), hits) for name, titled, hits in values["topics"])
    return SearchDoc(**values)


def searchable(doc: SearchDoc) -> str:
    """A node's own text as a reader sees it: heading and body joined, the title before them where the heading
    lacks it, and after them the numbers with their units that a table prints in two cells."""
    text = doc.head + doc.text
    whole = text if doc.title in text else f"{doc.title} {text}"
    return " ".join((whole, *doc.values))


def gram_terms(literal: str, words: Iterable[str]) -> set[str]:
    """Terms of a normalised text: its characters, its pairs of characters, the longer words that stand in
    it."""
    grams = {ch for ch in literal if ch != " "}
    grams.update(a + b for a, b in pairwise(literal) if a != " " and b != " ")
    grams.update(word for word in words if len(word) > 2 and word in literal)
    return grams


def document_terms(doc: SearchDoc, normalise: Normaliser, words: Iterable[str]) -> dict[str, set[str]]:
    """What the engine is told of a document."""
    return {
        "gram": gram_terms(normalise(searchable(doc)), words),
        "kind": {doc.kind},
        "plan": {doc.plan},
        "unit": {*doc.units, *doc.named, *doc.holders},
        "topic": {f"{'title' if t.in_title else 'text'}:{t.name}" for t in doc.topics},
        "binding": {doc.binding} - {""},
        "chapter": {doc.chapter} - {""},
        "parent": {doc.parent or ""} - {""},
        "place": set(place_keys(doc, normalise)),
    }


class Shard:
    """A plan's part of the index, opened for reading."""

    def __init__(self, folder: Path, normalise: Normaliser) -> None:
        self.folder = folder
        self._normalise = normalise
        self._documents: dict[int, SearchDoc] = {}
        self._literals: dict[int, str] = {}
        self._containing: dict[str, frozenset[int]] = {}

    @cached_property
    def _engine(self) -> Engine:
        from kb.search.engine.embedded import open_engine

        self._stands()
        return open_engine(self.folder / TERMS_FOLDER)

    @cached_property
    def _lines(self) -> list[bytes]:
        self._stands()
        return (self.folder / DOCUMENTS_FILE).read_bytes().splitlines()

    def _stands(self) -> None:
        """Raises BaseMissing where builds have cleared the folder away since the index was opened."""
        if not self.folder.is_dir():
            raise BaseMissing(f"{self.folder} 不在了：知识库刚刚重建过。请再试一次。")

    def open(self) -> None:
        """Open all files now."""
        _ = self._engine, self._lines

    def __len__(self) -> int:
        return len(self._lines)

    def document(self, at: int) -> SearchDoc:
        if at not in self._documents:
            self._documents[at] = load_document(self._lines[at])
        return self._documents[at]

    def documents(self) -> Iterator[SearchDoc]:
        return (self.document(at) for at in range(len(self)))

    def literal(self, at: int) -> str:
        """Normalised searchable text of a document."""
        if at not in self._literals:
            self._literals[at] = self._normalise(searchable(self.document(at)))
        return self._literals[at]

    def meeting(self, condition: Condition) -> frozenset[int]:
        """Documents that meet a condition on whole values."""
        return evaluate(self._engine, condition)

    def containing(self, text: str) -> frozenset[int]:
        """Documents whose normalised searchable text contains a normalised text; exact for any text."""
        if text not in self._containing:
            if len(self._containing) > 1024:
                self._containing.clear()
            self._containing[text] = self._find(text)
        return self._containing[text]

    def _find(self, text: str) -> frozenset[int]:
        if not text or (len(text) <= 2 and " " not in text):
            return self._engine.having("gram", text)
        if len(text) > 2:
            whole = self._engine.having("gram", text)
            if whole:
                return whole
        grams = [text[i : i + 2] for i in range(len(text) - 1)]
        parts = {gram for gram in grams if " " not in gram} or {ch for ch in text if ch != " "}
        found = evaluate(self._engine, AllOf(tuple(Has("gram", part) for part in sorted(parts))))
        return frozenset(at for at in found if text in self.literal(at))

    def close(self) -> None:
        if "_engine" in self.__dict__:
            self._engine.close()
