"""A document as a line of JSON, and as the terms that an engine keeps of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from kb.search.documents import SearchDoc, TopicTag
from kb.search.normalise import Normaliser
from kb.search.places import place_keys

# Fields that a document has terms in (see kb.search.engine.base).
FIELDS = (
    "binding", "chapter", "duty", "gram", "holder", "kind", "more", "parent", "place", "plan", "title", "topic", "unit",
)  # fmt: skip
LONGEST_GRAM = 8  # characters of a dictionary word that is a term of its own

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
    return _joined(doc.title, doc.head + doc.text, doc.values)


def load_searchable(line: str | bytes) -> str:
    """What `searchable` gives for the document of a line, in a third of the time."""
    values = json.loads(line)
    return _joined(values[_TITLE], values[_HEAD] + values[_TEXT], values[_VALUES])


_TITLE, _HEAD, _TEXT, _VALUES = map(_FIELDS.index, ("title", "head", "text", "values"))


def _joined(title: str, text: str, values: Iterable[str]) -> str:
    return " ".join((text if title in text else f"{title} {text}", *values))


def pieces(text: str) -> set[str]:
    """Return the characters and the pairs of characters of a normalised text; none with a space."""
    found = {ch for ch in text if ch != " "}
    found.update(a + b for a, b in pairwise(text) if a != " " and b != " ")
    return found


def known_words(text: str, dictionary: Mapping[str, int]) -> set[str]:
    """Return the words of a dictionary, of three characters and more, that a text contains anywhere.

    dictionary: word → frequency; the beginnings of words are in it with frequency 0, as jieba has them.
    A word that is a term of one document is a term of every document that contains it, whatever its plan.
    """
    found = set()
    for at in range(len(text)):
        for end in range(at + 1, min(len(text), at + LONGEST_GRAM) + 1):
            word = text[at:end]
            frequency = dictionary.get(word)
            if frequency is None:
                break
            if frequency and end - at > 2:
                found.add(word)
    return found


def repeated(body: str) -> set[str]:
    """Return the characters and pairs that a text has twice or more, not overlapping."""
    return {piece for piece in pieces(body) if body.count(piece) > 1}


def document_terms(
    doc: SearchDoc, normalise: Normaliser, dictionary: Mapping[str, int]
) -> dict[str, set[str]]:
    """Return what an engine keeps of a document: field → terms (see kb.search.engine.base)."""
    literal = normalise(searchable(doc))
    return {
        "gram": pieces(literal) | known_words(literal, dictionary),
        "title": pieces(normalise(doc.title)),
        **document_facts(doc, normalise),
    }


def document_facts(doc: SearchDoc, normalise: Normaliser) -> dict[str, set[str]]:
    """Return the terms of a document that are not those of its whole text and title: field → terms."""
    return {
        "more": repeated(normalise(doc.text)),
        "kind": {doc.kind},
        "plan": {doc.plan},
        "unit": {*doc.units, *doc.named},
        "duty": {*doc.units},
        "holder": {*doc.holders},
        "topic": {f"{'title' if t.in_title else 'text'}:{t.name}" for t in doc.topics},
        "binding": {doc.binding} - {""},
        "chapter": {doc.chapter} - {""},
        "parent": {doc.parent or ""} - {""},
        "place": set(place_keys(doc, normalise)),
    }
