"""What `who` needs in the browser, beside the search index's own rows: duties with their proofs, and expressions.

Documents are given by their row in kb.search.export's rows, units by their place in the lexicon.

collective  units that are collectives (集合称谓)
members     [unit, member, …] of each unit that has members
places      places that ids of units begin with
ids         by unit: the place where its id is place/name; [place, plan] for place/name@plan; else the id. Left out:
            0, and [0, 0] of a collective
kinds       [role, basis, 1 if the duty stands in running text and so speaks for its sentence only]
proofs      [quote, start, line]; a quote that stands in a row's head + text as [row, offset, length]
whys        reasons of related duties, the first ""
duties      [row, unit, kind, proof, linked row + 1, why, row it was inherited from + 1, deadline, document], without
            the empty ones at the end
lines       source line by row (0: none), for rows that may be listed as without unit
targets     indicators' targets as printed, by row
open, empty, expressions   tables of kb.who.answer and kb.question.reader
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from kb.question import words
from kb.question.reader import COLLECTIVE
from kb.who.contract import OPEN_KINDS, SAID_KINDS
from kb.who.passages import is_sentence

if TYPE_CHECKING:
    from kb.model import Duty, Unit
    from kb.search import Index
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
    docs = tuple(index.documents())
    rows = {doc.id: at for at, doc in enumerate(docs)}
    units = base.units()  # the lexicon has them in the same order
    numbers = {unit.id: at for at, unit in enumerate(units)}
    members: dict[int, list[int]] = {}
    for unit_id, collectives in base.memberships().items():
        for collective in collectives:
            members.setdefault(numbers[collective.id], []).append(numbers[unit_id])
    nodes = {node.id: node for node in base.nodes()}
    kinds, proofs, whys, places = _Table(), _Table(), _Table(""), _Table()

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

    quotes: list[Hashable] = []
    duties: list[list[Any]] = []
    for duty in base.duties():
        if duty.node not in rows:
            continue
        row: list[Any] = [
            rows[duty.node],
            numbers[duty.unit_id],
            kinds((duty.role, duty.basis, int(is_sentence(duty, nodes)))),
            proof_of(duty),
            rows[duty.link] + 1 if duty.link in rows else 0,
            whys(duty.why),
            rows[duty.inherited_from] + 1 if duty.inherited_from in rows else 0,
            duty.deadline or 0,
            duty.document or 0,
        ]
        while row[-1] == 0 and len(row) > 4:
            row.pop()
        duties.append(row)
    lines = [0] * len(docs)
    for at, doc in enumerate(docs):
        span = nodes[doc.id].span
        if doc.kind in OPEN_KINDS | SAID_KINDS and span is not None:
            lines[at] = span.line
    ids = {at: _short_id(unit, places, index.plans) for at, unit in enumerate(units)}
    usual = [[0, 0] if unit.kind == COLLECTIVE else 0 for unit in units]
    return {
        "collective": [at for at, unit in enumerate(units) if unit.kind == COLLECTIVE],
        "members": [[at, *members[at]] for at in sorted(members)],
        "places": list(places.numbers),
        "ids": {at: short for at, short in ids.items() if short != usual[at]},
        "kinds": [list(kind) for kind in kinds.numbers if isinstance(kind, tuple)],
        "proofs": [
            [quote, *proof[1:]]
            for quote, proof in zip(quotes, proofs.numbers, strict=True)
            if isinstance(proof, tuple)
        ],
        "whys": list(whys.numbers),
        "duties": duties,
        "lines": lines,
        "targets": {rows[i.id]: i.target.text for i in base.indicators() if i.id in rows},
        "open": sorted(OPEN_KINDS),
        "empty": sorted(words.EMPTY),
        "expressions": dict(words.EXPRESSIONS),
    }
