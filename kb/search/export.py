"""The index as one JSON value for the browser, which searches with the same tables and the same formula.

mark       a character that occurs in none of the texts: in head and text it is the title, in a citation that
           of the parent, in the lexicon it parts names
plans      plan ids
values     the lists that rows point into by number: kinds, chapters, bindings, topics and units (those of the
           lexicon in its order, then others)
rows       one a document, in the index's order (so that equal scores stand alike in both):
           [plan, local id, kind, number, title, head, text, citation, parent row or -1, chapter, binding,
            [unit, …], [named unit, …], [topic, topic, …] tagged in the text, with negative numbers ~t for
            the title; after each its hits,
            [value, …] numbers with their units, see SearchDoc.values, [role, …] of the units where
            not all are 责任, which is role 0, [1] for a document whose words a person changed]
           without the empty lists at the end
lexicon    as kb.search.lexicon.dump_lexicon writes it, the names of a unit in one text, a topic's terms, said and
           narrower in one text each; without "apart": those are the short words of topics, four characters long,
           whose halves are words
rules      tables and expressions of normalising, reading and ranking (see docs/search.md)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kb.question import places as question_places
from kb.question import words as question_words
from kb.search import analyse, index, lexicon, parts, places, query, rank, slips, snippet
from kb.search.documents import RESPONSIBLE
from kb.search.lexicon import dump_lexicon
from kb.search.messages import MESSAGES
from kb.search.normalise import written_forms
from kb.words.cutting import LONGEST_WORD

if TYPE_CHECKING:
    from kb.search.documents import SearchDoc
    from kb.search.lexicon import Lexicon
    from kb.search.opened import Index


class Values:
    """Values, each with its number: those known by their place (the first, where one occurs twice), others after
    them in the order they come."""

    def __init__(self, known: tuple[str, ...] = ()) -> None:
        self._known = len(known)
        self._numbers: dict[str, int] = {}
        for at, value in enumerate(known):
            self._numbers.setdefault(value, at)
        self.others: list[str] = []

    def __call__(self, value: str) -> int:
        if value not in self._numbers:
            self._numbers[value] = self._known + len(self.others)
            self.others.append(value)
        return self._numbers[value]


def browser_index(opened: Index) -> dict[str, Any]:
    """All that a search in the browser needs. Same index, same value."""
    values = {name: Values() for name in ("kinds", "chapters", "bindings")}
    values["roles"] = Values((RESPONSIBLE,))
    values["topics"] = Values(tuple(t.name for t in opened.lexicon.vocabulary.topics))
    values["units"] = Values(tuple(u.name for u in opened.lexicon.vocabulary.units))
    rows_of = {doc.id: (at, doc.citation) for at, doc in enumerate(opened.documents())}
    plans = {plan: at for at, plan in enumerate(opened.plans)}
    mark = unused(
        chain(
            *((d.head, d.text, d.citation, *d.values) for d in opened.documents()),
            lexicon_names(opened.lexicon),
        )
    )
    rows = [row_of(doc, plans, rows_of, values, mark) for doc in opened.documents()]
    return {
        "version": 3,
        "mark": mark,
        "plans": list(opened.plans),
        "responsible": RESPONSIBLE,
        "values": {name: numbered.others for name, numbered in values.items()},
        "rows": rows,
        "lexicon": lexicon_value(opened.lexicon, mark),
        "rules": rules(),
    }


def unused(texts: Iterable[str]) -> str:
    """A character that none of the texts has, one byte long if there is one."""
    used = set().union(*texts)
    return next(ch for ch in map(chr, chain(range(0x7F, 0xA0), range(0xE000, 0xF900))) if ch not in used)


def lexicon_names(words: Lexicon) -> Iterable[str]:
    """Yield the names that the lexicon parts by the mark."""
    for unit in words.vocabulary.units:
        yield from (unit.name, *unit.also)
    for topic in words.vocabulary.topics:
        yield from (topic.name, *topic.terms, *topic.said, *topic.narrower)


def lexicon_value(words: Lexicon, mark: str) -> dict[str, object]:
    """Return the lexicon as the browser reads it."""
    out = dump_lexicon(words)
    del out["apart"], out["unit_ids"]
    out["units"] = [mark.join((u.name, *u.also)) for u in words.vocabulary.units]
    out["topics"] = [
        [t.name, mark.join(t.terms), mark.join(t.said), mark.join(t.narrower)]
        for t in words.vocabulary.topics
    ]
    return out


def row_of(
    doc: SearchDoc,
    plans: dict[str, int],
    rows_of: dict[str, tuple[int, str]],
    values: dict[str, Values],
    mark: str,
) -> list[Any]:
    """Return the row of a document. rows_of: the row and the citation of a document by id, for its parent."""

    def marked(text: str) -> str:
        return text.replace(doc.title, mark) if doc.title else text

    parent, above = rows_of.get(doc.parent or "", (-1, ""))
    citation = doc.citation
    if above and citation.startswith(above):
        citation = mark + citation[len(above) :]
    topics: list[int] = []
    for tag in doc.topics:
        at = values["topics"](tag.name)
        topics += [~at if tag.in_title else at, tag.hits]
    row: list[Any] = [
        plans[doc.plan],
        doc.id.split("/", 1)[-1],
        values["kinds"](doc.kind),
        doc.number,
        doc.title,
        marked(doc.head),
        marked(doc.text),
        citation,
        parent,
        values["chapters"](doc.chapter),
        values["bindings"](doc.binding),
        [values["units"](unit) for unit in doc.units],
        [values["units"](unit) for unit in doc.named],
        topics,
        list(doc.values),
        [values["roles"](role) for role in doc.roles],
        [1] if doc.edited else [],
    ]
    while row[-1] == [] and len(row) > 11:
        row.pop()
    return row


def rules() -> dict[str, Any]:
    """The tables, expressions, thresholds and messages of the code, so that the browser keeps no copy of them.

    Python's names in lower case: rules["analyse"]["longest_run"] is kb.search.analyse.LONGEST_RUN.
    """
    forms = written_forms()
    return {
        "messages": MESSAGES,
        "asked": question_words.ASKS_WHO,
        "written": ["".join(forms), "".join(forms.values())],
        "lexicon": {
            **_constants(lexicon, "LONGEST_SPOKEN", "ROLES"),
            "longest_word": LONGEST_WORD,
            "spoken": lexicon.SPOKEN.pattern,
        },
        "query": {
            **_constants(query, "LONGEST_QUERY", "FIELD_NAMES", "FIELDS_OFFERED", "KIND_WORDS", "BINDING_WORDS"),
            "part": _for_browser(query.PART),
        },
        "question_places": {
            "names": " ".join(sorted(question_places.NAMES)),
            "ambiguous": " ".join(sorted(question_places.AMBIGUOUS)),
            "longest": question_places.LONGEST,
            "longest_stem": question_places.LONGEST_STEM,
            "after": question_places.AFTER.pattern,
            "county": question_places.COUNTY,
            "city": question_places.CITY,
            "city_level": question_places.CITY_LEVEL,
            "general": question_places.GENERAL,
            "not_a_name": question_places.NOT_A_NAME.pattern,
        },
        "subject": {"patterns": question_words.SUBJECT_PATTERNS, "marks": question_words.SUBJECT_MARKS},
        "places": {"marks": places.MARKS.pattern, "named": places.NAMED.pattern, "row": places.ROW.pattern},
        "analyse": {
            **_constants(
                analyse, "HAN_DIGITS", "LONGEST_RUN", "ALSO_SPELLED", "MEANT_WORTH", "PART_WORTH", "LONGEST_MENDED",
                "TELLING", "LONGEST_OFFERED_FOR",
            ),
            "idle": "".join(sorted(analyse.IDLE)),
            "idle_words": sorted(analyse.IDLE_WORDS),
            "run": analyse.RUN.pattern,
            "letters": analyse.LETTERS.pattern,
            "counted": analyse.COUNTED.pattern,
            "value": analyse.VALUE.pattern,
            "date_part": analyse.DATE_PART.pattern,
        },
        "slips": _constants(
            slips, "BLURRED", "MOST_WORDS", "SAME", "SAME_SOUND", "NEAR_SOUND", "OTHER_CHARACTER", "ONE_APART",
            "LONG_WORD", "RANK_NAME", "RANK_TITLE", "RANK_WORD",
        ),
        "snippet": {
            **_constants(snippet, "LENGTH", "LEAD", "FIRST", "MOST_TIMES", "SENTENCE"),
            "sentence_end": snippet.SENTENCE_END.pattern,
        },
        "index": {
            **_constants(
                index, "FEW", "MOST_SUGGESTED", "MARKED_WORD", "MARKED_RUN", "MARKED_QUERY", "MARKED_TOPIC", "MARKED_ASKED",
                "CHAPTER_NUMBERS", "WITH_VALUES", "VALUES_JOINED",
            ),
            "title": parts.TITLE,
            "chapter_marks": index.CHAPTER_MARKS.pattern,
        },
        "rank": {
            **_constants(rank, *(name for name in vars(rank) if name.isupper() and name != "VALUE_LEAD")),
            "value_lead": rank.VALUE_LEAD.pattern,
        },
    }  # fmt: skip


def _constants(module: ModuleType, *names: str) -> dict[str, Any]:
    """Constants of a module by their names in lower case."""
    return {name.lower(): getattr(module, name) for name in names}


def _for_browser(pattern: re.Pattern[str]) -> str:
    """An expression as JavaScript writes it: groups are named (?<word>…), not (?P<word>…)."""
    return pattern.pattern.replace("(?P<", "(?<")
