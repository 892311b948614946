"""The index of a generation: its settings, its fields, and a document as it has it. All of it is here.

A text field is kept as overlapping pairs of characters with their positions, so that a phrase of pairs is a substring, and its
subfield `one` as single characters, for texts of one character. Texts come normalised. Nothing is stored as it came: documents
are read from the base, by their number.
"""

from __future__ import annotations

from typing import Any

from kb.search.documents import SearchDoc
from kb.search.normalise import Normaliser
from kb.search.parts import LONGEST_TITLE
from kb.search.rows import FIELDS, document_facts, searchable

TEXTS = ("gram", "title")
"""Fields of whole texts. `more` has pieces, the others values, as kb.search.engine.base says."""
COUNTED = ("binding", "chapter", "kind", "plan")
"""Fields that facets count."""
SHOWN = "shown"
"""Units as the facet counts them: how the value is known, its plan or "", and the value (see `shown_units`)."""
NUMBER, SIZE = "number", "size"
"""Fields of numbers: the document's, by which hits are ordered and read; characters of its title, up to 255."""
APART = "\t"

SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "refresh_interval": "-1",
    "sort.field": NUMBER,
    "sort.order": "asc",
    "analysis": {
        "tokenizer": {
            "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2},
            "characters": {"type": "ngram", "min_gram": 1, "max_gram": 1},
        },
        "analyzer": {name: {"type": "custom", "tokenizer": name} for name in ("pairs", "characters")},
    },
}
"""While it is loaded; `READY` follows."""
READY: dict[str, Any] = {"auto_expand_replicas": "0-1", "blocks.write": True}
"""Of a loaded index: a copy where there is a second node, and nobody writes to it any more."""

_VALUE = {"type": "keyword", "norms": False, "index_options": "docs", "doc_values": False}
_COUNTED = {"type": "keyword", "norms": False, "index_options": "docs"}
_TEXT = {
    "type": "text",
    "analyzer": "pairs",
    "norms": False,
    "fields": {
        "one": {"type": "text", "analyzer": "characters", "norms": False, "index_options": "docs"},
    },
}


def mappings() -> dict[str, Any]:
    """Return the fields of the index."""
    properties: dict[str, Any] = {
        field: _TEXT if field in TEXTS else _COUNTED if field in COUNTED else _VALUE for field in FIELDS
    }
    properties[SHOWN] = {"type": "keyword", "index": False}
    properties[NUMBER] = {"type": "integer"}
    properties[SIZE] = {"type": "short", "index": False}
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": properties}


def source(number: int, doc: SearchDoc, normalise: Normaliser) -> dict[str, Any]:
    """Return a document as it is sent."""
    facts = document_facts(doc, normalise)
    title = normalise(doc.title)
    return {
        **{field: sorted(values) for field, values in facts.items() if values},
        "gram": normalise(searchable(doc)),
        "title": title,
        NUMBER: number,
        SIZE: min(max(len(title), 1), LONGEST_TITLE),
        SHOWN: shown_units(doc),
    }


def shown_units(doc: SearchDoc) -> list[str]:
    """Return a document's units as the facet counts them: units' keys with the plan they are of, or names with "".

    As kb.search.parts.encode does for columns: `p1⇥区/卫健委`, or `⇥区卫健委` where no unit's key is known.
    """
    if doc.holders:
        return [f"{doc.plan}{APART}{key}" for key in doc.holders]
    return [f"{APART}{name}" for name in doc.units]
