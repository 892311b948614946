"""The reader of a base: its vocabulary and the names of its plans, made once for a process."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from kb.question.question import Question
from kb.question.reader import Reader
from kb.who.plans import plan_names

if TYPE_CHECKING:
    from kb.search import Index
    from kb.store import Base

_READERS: weakref.WeakKeyDictionary[Base, dict[str | None, Reader]] = weakref.WeakKeyDictionary()


def read_question(base: Base, index: Index, query: str, plan: str | None = None) -> Question:
    """Read a question against the vocabulary of a base, or of one of its plans."""
    return reader_of(base, index, plan).read(query)


def reader_of(base: Base, index: Index, plan: str | None = None) -> Reader:
    """The reader of a base, or of one of its plans; made once."""
    readers = _READERS.setdefault(base, {})
    if plan not in readers:
        units = [u for u in base.units() if plan is None or not u.plans or plan in u.plans]
        normalise = index.lexicon.normalise
        readers[plan] = Reader(
            base.topics(),
            units,
            normalise,
            words=index.lexicon.words,
            prints=index.stands,
            plans=plan_names(base, normalise),
        )
    return readers[plan]
