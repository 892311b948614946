"""The index as one JSON value for the browser, which searches with the same tables and the same formula.

mark       a character that stands in none of the texts: in head and text it is the title, in a citation that
           of the parent, in the lexicon it parts names
plans      plan ids
values     the lists that rows point into by number: kinds, chapters, bindings, topics and units (those of the
           lexicon in its order, then others)
rows       one a document, in the index's order (so that equal scores stand alike in both):
           [plan, local id, kind, number, title, head, text, citation, parent row or -1, chapter, binding,
            [unit, …], [named unit, …], [topic, topic, …] tagged in the text, with negative numbers ~t for
            the title; after each its hits]
           without the empty lists at the end
lexicon    as kb.search.lexicon.dump_lexicon writes it, the names of a unit in one text, a topic's terms, said and
           narrower in one text each; without "apart": those are the short words of topics, four characters long,
           whose halves are words
rules      tables and expressions of normalising, reading and ranking (see docs/search.md)
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

from kb.search import analyse, places, query, questions, rank, slips, snippet
from kb.search.index import FEW
from kb.search.lexicon import LONGEST_WORD, dump_lexicon
from kb.search.normalise import written_forms

if TYPE_CHECKING:
    from kb.search.documents import SearchDoc
    from kb.search.index import Index
    from kb.search.lexicon import Lexicon


class _Values:
    """Values, each with its number: those known by their place (the first, where one stands twice), others after
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


def browser_index(index: Index) -> dict[str, Any]:
    """All that a search in the browser needs. Same index, same value."""
    values = {name: _Values() for name in ("kinds", "chapters", "bindings")}
    values["topics"] = _Values(tuple(t.name for t in index.lexicon.vocabulary.topics))
    values["units"] = _Values(tuple(u.name for u in index.lexicon.vocabulary.units))
    rows_of = {doc.id: (at, doc.citation) for at, doc in enumerate(index.documents())}
    plans = {plan: at for at, plan in enumerate(index.plans)}
    mark = _unused(chain(*((d.head, d.text, d.citation) for d in index.documents()), _names(index.lexicon)))
    rows = [_row(doc, plans, rows_of, values, mark) for doc in index.documents()]
    return {
        "version": 2,
        "mark": mark,
        "plans": list(index.plans),
        "values": {name: numbered.others for name, numbered in values.items()},
        "rows": rows,
        "lexicon": _lexicon(index.lexicon, mark),
        "rules": rules(),
    }


def _unused(texts: Iterable[str]) -> str:
    """A character that none of the texts has, one byte long if there is one."""
    used = set().union(*texts)
    return next(ch for ch in map(chr, chain(range(0x7F, 0xA0), range(0xE000, 0xF900))) if ch not in used)


def _names(lexicon: Lexicon) -> Iterable[str]:
    for unit in lexicon.vocabulary.units:
        yield from (unit.name, *unit.also)
    for topic in lexicon.vocabulary.topics:
        yield from (topic.name, *topic.terms, *topic.said, *topic.narrower)


def _lexicon(lexicon: Lexicon, mark: str) -> dict[str, object]:
    out = dump_lexicon(lexicon)
    del out["apart"]
    out["units"] = [mark.join((u.name, *u.also)) for u in lexicon.vocabulary.units]
    out["topics"] = [
        [t.name, mark.join(t.terms), mark.join(t.said), mark.join(t.narrower)]
        for t in lexicon.vocabulary.topics
    ]
    return out


def _row(
    doc: SearchDoc,
    plans: dict[str, int],
    rows_of: dict[str, tuple[int, str]],
    values: dict[str, _Values],
    mark: str,
) -> list[Any]:
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
    ]
    while row[-1] == [] and len(row) > 11:
        row.pop()
    return row


def rules() -> dict[str, Any]:
    """The tables and numbers of the code, so that no copy of them has to be kept."""
    forms = written_forms()
    return {
        "written": ["".join(forms), "".join(forms.values())],
        "longest_word": LONGEST_WORD,
        "questions": list(questions.PATTERNS),
        "idle": "".join(sorted(analyse.IDLE)),
        "idle_words": sorted(analyse.IDLE_WORDS),
        "telling": analyse.TELLING,
        "longest_offered_for": analyse.LONGEST_OFFERED_FOR,
        "expressions": {
            "run": analyse.RUN.pattern,
            "letters": analyse.LETTERS.pattern,
            "counted": analyse.COUNTED.pattern,
            "place": places.NAMED.pattern,
            "place_marks": places.MARKS.pattern,
            "sentence_end": snippet.SENTENCE_END.pattern,
            "question_marks": questions.MARKS.pattern,
        },
        "digits": analyse.HAN_DIGITS,
        "longest_run": analyse.LONGEST_RUN,
        "longest_query": query.LONGEST_QUERY,
        "few": FEW,
        "most_words": slips.MOST_WORDS,
        "fields": query.FIELD_NAMES,
        "kinds": query.KIND_WORDS,
        "bindings": list(query.BINDING_WORDS),
        "blurred": [list(pair) for pair in slips.BLURRED],
        "snippet": [snippet.LENGTH, snippet.LEAD],
        "rank": {
            "in_title": rank.IN_TITLE,
            "title_share": rank.TITLE_SHARE,
            "in_body": rank.IN_BODY,
            "body_more": rank.BODY_MORE,
            "body_most": rank.BODY_MOST,
            "is_unit": rank.IS_UNIT,
            "is_first": rank.IS_FIRST,
            "is_named": rank.IS_NAMED,
            "is_kind": rank.IS_KIND,
            "is_binding": rank.IS_BINDING,
            "topic": {role: list(pair) for role, pair in rank.TOPIC_WORTH.items()},
            "said_and_standing": list(rank.SAID_AND_STANDING),
            "narrower": rank.NARROWER,
            "broader": rank.BROADER,
            "besides": rank.BESIDES,
            "run": [rank.RUN_IN_TITLE, rank.RUN_IN_BODY],
            "pair": [rank.PAIR_IN_TITLE, rank.PAIR_IN_BODY],
            "place": [rank.AT_PLACE, rank.BELOW_PLACE],
            "kind": rank.KIND_WORTH,
            "enough": rank.ENOUGH,
            "longest_name": rank.LONGEST_NAME,
        },
    }
