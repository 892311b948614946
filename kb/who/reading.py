"""The reader of a base: its vocabulary and the names of its plans, made once for a process."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from kb.question.question import Question
from kb.question.reader import Reader
from kb.who.plans import plan_names
from kb.who.unit_names import UnitNames

if TYPE_CHECKING:
    from kb.search import Index
    from kb.store import Base

# A reader asks the index it was made with, so another index opened for the same base gets readers of its own.
_READERS: weakref.WeakKeyDictionary[Base, tuple[Index, dict[str | None, Reader]]] = (
    weakref.WeakKeyDictionary()
)


def read_question(base: Base, index: Index, query: str, plan: str | None = None) -> Question:
    """Read a question against the vocabulary of a base, or of one of its plans."""
    return reader_of(base, index, plan).read(query)


def reader_of(base: Base, index: Index, plan: str | None = None) -> Reader:
    """The reader of a base, or of one of its plans; made once."""
    known = _READERS.get(base)
    if known is None or known[0] is not index:
        known = _READERS[base] = (index, {})
    readers = known[1]
    if plan not in readers:
        normalise = index.lexicon.normalise
        readers[plan] = Reader(
            base.topics(),
            (),
            normalise,
            words=index.lexicon.words,
            prints=index.stands,
            plans=plan_names(base, normalise),
            names=UnitNames(base, normalise, plan),
        )
    return readers[plan]
