"""What `who` needs in the browser, in addition to the search index's own rows: duties with their proofs, and expressions.

Documents are given by their row in kb.search.export's rows, units by their place in the lexicon.

collective  units that are collectives (集合称谓)
members     [unit, member, …] of each unit that has members
places      places that ids of units begin with
ids         by unit: the place where its id is place/name; [place, plan] for place/name@plan; else the id. Left out:
            0, and [0, 0] of a collective
kinds       [role, basis, 1 if the duty appears in running text and so speaks for its sentence only]
proofs      [quote, start, line]; a quote that occurs in a row's head + text as [row, offset, length]
whys        reasons of related duties, the first ""
duties      [row, unit, kind, proof, linked row + 1, why, row it was inherited from + 1, deadline, document, last day of the
            deadline, [leader, …]], without the empty ones at the end
lines       source line by row (0: none)
indicators  [row, name or 0 where it is the title, row of the box, number, unit of measure, category, binding,
            [unit, …], [[text, op, value, high, year, column], …], [year, value, unit of measure] of the baseline or 0]
plans       {id, title, doc_number, issuer, issued, period, place, names, sign, number} of each plan
unseen      what is said of pictures nobody read, by plan
unit_plans  plans of the units whose id has no place, by unit
bases       bases, the strongest first
question    tables of kb.question; rules: thresholds of kb.who by module; messages: kb.who.messages
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from kb.model import OBJECT, STRENGTH
from kb.question import reader, words
from kb.who import (
    answer,
    conclusion,
    contract,
    evidence,
    groups,
    nearest,
    nodes,
    passages,
    scope,
    unseen,
    worked,
)
from kb.who.messages import MESSAGES
from kb.who.passages import is_sentence
from kb.who.plans import place_word, plan_name

if TYPE_CHECKING:
    from kb.model import Duty, Indicator, Plan, Unit
    from kb.search import Index
    from kb.search.documents import SearchDoc
    from kb.store import Base


class _Table:
    """Values, each with its number, in the order they come."""

    def __init__(self, *known: Hashable) -> None:
        self.numbers: dict[Hashable, int] = {value: at for at, value in enumerate(known)}

    def __call__(self, value: Hashable) -> int:
        return self.numbers.setdefault(value, len(self.numbers))


def _short_id(unit: Unit, places: _Table, plans: Sequence[str]) -> Any:
    """A unit's id by the numbers of its place and, where it is one plan's own, of the plan."""
    start = f"{unit.place_name}/{unit.name}"
    if unit.id == start:
        return places(unit.place_name)
    plan = unit.id.removeprefix(f"{start}@")
    return [places(unit.place_name), plans.index(plan)] if plan in plans else unit.id


def browser_who(base: Base, index: Index) -> dict[str, Any]:
    """All that `who` in the browser needs beside `kb.search.export.browser_index(index)`. Same base, same value."""
    return {**facts_of(base, tuple(index.documents())), **browser_core(base, index)}


def browser_core(base: Base, index: Index) -> dict[str, Any]:
    """What of it is of no plan: units, collectives, what plans are called, tables."""
    units = base.units()  # the lexicon has them in the same order
    numbers = {unit.id: at for at, unit in enumerate(units)}
    members: dict[int, list[int]] = {}
    for unit_id, collectives in base.memberships().items():
        for collective in collectives:
            members.setdefault(numbers[collective.id], []).append(numbers[unit_id])
    places = _Table()
    ids = {at: _short_id(unit, places, index.plans) for at, unit in enumerate(units)}
    usual = [[0, 0] if unit.kind == reader.COLLECTIVE else 0 for unit in units]
    noted = {plan: unseen.unseen_notes(base, {plan: ""}) for plan in base.plan_ids()}
    return {
        "collective": [at for at, unit in enumerate(units) if unit.kind == reader.COLLECTIVE],
        "members": [[at, *members[at]] for at in sorted(members)],
        "places": list(places.numbers),
        "ids": {at: short for at, short in ids.items() if short != usual[at]},
        "plans": [_plan(plan, index) for plan in base.plans()],
        "unit_plans": {
            at: list(unit.plans) for at, unit in enumerate(units) if not unit.place_name and unit.plans
        },
        "unseen": {plan: notes[0] for plan, notes in noted.items() if notes},
        "bases": sorted(STRENGTH, key=lambda basis: STRENGTH[basis]),
        **browser_tables(),
    }


def facts_of(base: Base, docs: Sequence[SearchDoc], plan: str | None = None) -> dict[str, Any]:
    """Duties with their proofs, source lines and indicators of these documents: all of the base's, or all of a plan's."""
    rows = {doc.id: at for at, doc in enumerate(docs)}
    numbers = {unit.id: at for at, unit in enumerate(base.units())}
    by_id = {node.id: node for node in base.nodes(plan)}
    kinds, proofs, whys = _Table(), _Table(), _Table("")
    quotes: list[Hashable] = []

    def proof_of(duty: Duty) -> int:
        own = docs[rows[duty.node]]
        at = (own.head + own.text).find(duty.quote)
        quote: Hashable = duty.quote if at < 0 else (rows[duty.node], at, len(duty.quote))
        known = proofs.numbers.get((duty.quote, duty.start, duty.line))
        if known is None:
            known = proofs((duty.quote, duty.start, duty.line))
            quotes.append(quote)
        elif isinstance(quotes[known], str):
            quotes[known] = quote
        return known

    duties: list[list[Any]] = []
    for duty in base.duties(plan=plan):
        if duty.node not in rows:
            continue
        row: list[Any] = [
            rows[duty.node],
            numbers[duty.unit_id],
            kinds((duty.role, duty.basis, int(is_sentence(duty, by_id)))),
            proof_of(duty),
            rows[duty.link] + 1 if duty.link in rows else 0,
            whys(duty.why),
            rows[duty.inherited_from] + 1 if duty.inherited_from in rows else 0,
            duty.deadline or 0,
            duty.document or 0,
            duty.due or 0,
            list(duty.leaders) or 0,
        ]
        while row[-1] == 0 and len(row) > 4:
            row.pop()
        duties.append(row)
    titles = [doc.title for doc in docs]
    lines = [0] * len(docs)
    for at, doc in enumerate(docs):
        span = by_id[doc.id].span
        if span is not None:
            lines[at] = span.line
    return {
        "kinds": [list(kind) for kind in kinds.numbers if isinstance(kind, tuple)],
        "proofs": [
            [quote, *proof[1:]]
            for quote, proof in zip(quotes, proofs.numbers, strict=True)
            if isinstance(proof, tuple)
        ],
        "whys": list(whys.numbers),
        "duties": duties,
        "lines": lines,
        "indicators": [_indicator(one, rows, titles) for one in base.indicators(plan) if one.id in rows],
    }


def browser_tables() -> dict[str, Any]:
    """What of it is the same for every base: tables of questions, thresholds, messages."""
    return {"question": _question_tables(), "rules": _rules(), "messages": MESSAGES}


def _indicator(found: Indicator, rows: dict[str, int], titles: list[str]) -> list[Any]:
    stood = found.baseline
    return [
        rows[found.id],
        0 if found.name == titles[rows[found.id]] else found.name,
        rows.get(found.box, -1),
        found.number,
        found.unit_of_measure,
        found.category,
        found.binding,
        list(found.units),
        [[t.text, t.op, t.value, t.value_high, t.year, t.column] for t in found.targets],
        [stood.year, stood.value, stood.unit_of_measure] if stood is not None else 0,
    ]


def _plan(plan: Plan, index: Index) -> dict[str, Any]:
    called = plan_name(plan, index.lexicon.normalise)
    return {
        "id": plan.id, "title": plan.title, "doc_number": plan.doc_number, "issuer": plan.issuer, "issued": plan.issued,
        "period": list(plan.period) if plan.period else None, "place": place_word(plan), "names": list(called.names),
        "sign": called.sign, "number": called.number,
    }  # fmt: skip


def _question_tables() -> dict[str, Any]:
    """The words of questions; sets as words with blanks between them."""
    return {
        "expressions": words.EXPRESSIONS,
        **{name.lower(): " ".join(sorted(getattr(words, name))) for name in ("FILLERS", "GENERAL", "WEAK", "VERBS", "POPULATIONS")},
        "empty": sorted(words.EMPTY),
        "things": words.THINGS,
        "filters": list(words.FILTERS),
        "measures": list(words.MEASURES),
        "plain_filters": sorted(reader.PLAIN_FILTERS),
        "to_whom": words.TO_WHOM,
        "takes_a_piece": words.TAKES_A_PIECE,
        "no_number_before": words.NO_NUMBER_BEFORE,
        "no_number_after": words.NO_NUMBER_AFTER,
        "body_sizes": words.BODY_SIZES,
        "who_filters": words.WHO_FILTERS,
        "roles": words.ROLES_ASKED,
        "denied": words.DENIED,
        "shortest_slip": reader.SHORTEST_SLIP,
    }  # fmt: skip


def _rules() -> dict[str, Any]:
    """Thresholds and expressions of the room, by module, in lower case."""
    named: dict[str, tuple[Any, ...]] = {
        "nodes": (nodes, "UNKNOWN"),
        "scope": (
            scope, "TITLE", "FOCUS", "STRONG", "TEXT", "FOUND", "ASIDE", "GENERIC", "LEAST_SEGMENT", "SHORTENED",
            "SHORTENED_MOST", "SHORTENED_ENDS", "FEW", "SOME", "ENOUGH", "NEAR_BEST", "WHOLE", "LEAST_TOPIC", "MOST_TOPICS",
            "RATE", "GLUE", "TITLED", "LISTED", "LISTED_ON", "OF_ANOTHER", "REASON",
        ),
        "passages": (
            passages, "BRACKETS", "SHORT_TITLE", "LEAST_PART", "LEAST_PAIRS", "FIRST_PART", "BRACKET", "END", "GOES_ON",
        ),
        "evidence": (evidence, "SENTENCE"),
        "contract": (
            contract, "ASSIGNED", "NAMED", "NEAREST", "NOTHING", "LEADING", "HELPING", "OPEN_KINDS", "SAID_KINDS", "OPENING",
        ),
        "conclusion": (conclusion, "FOLD", "LONGEST_SUBJECT", "ABOUT"),
        "nearest": (nearest, "LEAST", "MOST"),
        "groups": (groups, "CLAUSE", "AROUND", "LEVELS", "LONGEST_CLAUSE"),
        "unseen": (unseen, "MOST"),
        "worked": (
            worked, "LABELS", "KINDS", "KIND_WORDS", "COUNTERS", "POINTS", "OF_DISTANCE", "OF_INDICATORS", "YEAR_END", "DATE",
            "BRANCH",
        ),
        "answer": (answer, "HITS_READ", "MOST_PLANS", "MOST_NODES", "VALUES_SHOWN"),
    }  # fmt: skip
    out: dict[str, Any] = {
        room: {name.lower(): _plain(getattr(module, name)) for name in names}
        for room, (module, *names) in named.items()
    }
    out["contract"]["object"] = OBJECT
    out["worked"]["tests"] = worked.BROWSER_TESTS
    out["worked"]["binding_words"] = ["约束性", "预期性"]
    return out


def _plain(value: Any) -> Any:
    """A constant as JSON has it: an expression by its text, a set in order."""
    if isinstance(value, re.Pattern):
        return value.pattern
    return sorted(value) if isinstance(value, frozenset) else value
