"""How people name a place of a plan: “二、（四）2”, “专栏五”, “指标25”, 2.4.2, a document number."""

from __future__ import annotations

import re

from kb.search.documents import SearchDoc
from kb.search.normalise import Normaliser, strip_spaces

MARKS = re.compile(r"[\s、.()·]+")
# The row's name after the number that several rows share: 指标11(小学生近视率).
ROW = re.compile(r"(?<=[0-9])\(.*\)$")
# What can name a place; anything else need not be looked up.
NAMED = re.compile("[a-z]?[0-9][0-9a-z.-]*|.+/.+|.*号|[专栏指标第章节项0-9一二三四五六七八九十()、.-]+")


def place_key(text: str) -> str:
    """A citation or number, normalised, without its marks: “二、(四)2” → 二四2."""
    return MARKS.sub("", text)


def place_keys(doc: SearchDoc, normalise: Normaliser) -> frozenset[str]:
    """All that names a document: its id with and without the plan, its citation and the last part of it (“专栏一
    指标25”, “指标25”), the number of a box, the document number of a plan."""
    citation = normalise(doc.citation)
    shared = ROW.sub("", citation)
    keys = {
        doc.id,
        doc.id.split("/", 1)[-1],
        place_key(citation),
        place_key(shared),
        shared.rsplit(" ", 1)[-1],
    }
    if doc.kind in ("box", "paragraph"):
        keys.add(place_key(normalise(doc.number)))
    return frozenset(keys - {""})


def asked_keys(text: str) -> tuple[str, ...]:
    """What to look a normalised query up by among the keys; () where it names no place."""
    text = strip_spaces(text)
    if not NAMED.fullmatch(text):
        return ()
    return tuple(dict.fromkeys(key for key in (text, place_key(text)) if key))
