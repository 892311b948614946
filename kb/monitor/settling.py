"""What a round's tables come to together: values of several units compared, parts with their wholes, and what is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.ledger.folder import Round
from kb.ledger.standing import ACCEPTED, HELD, decision
from kb.ledger.tables import IndicatorRow, ProblemRow, ValueRow, number_of
from kb.monitor.checks import units_rows

ACROSS = ("KBM05", "KBM10")
"""Codes that compare rows or units: found anew each time, with what people said of them kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    values: tuple[ValueRow, ...]
    problems: tuple[ProblemRow, ...]


def settle_round(round_: Round, rows: Mapping[str, IndicatorRow], names: Mapping[str, str]) -> Settled:
    """Return the round's values with their state, and its problems. rows: indicators.csv by id. names: of indicators by id.

    A value is accepted where no error that holds it is open; a revision of another year waits for a decision.
    """
    own = [p for p in round_.problems if p.code not in ACROSS]
    known = {(p.code, p.id, p.unit): p for p in round_.problems if p.code in ACROSS}
    found = [*_of_units(round_, names), *_of_parts(round_, rows, names)]
    across = []
    for p in found:
        before = known.get((p.code, p.id, p.unit))
        same = before is not None and before.message == p.message
        across.append(before if before is not None and same else p)
    across = [_closed(p, round_) for p in across]
    problems = [*own, *across]
    held = set(units_rows(problems))
    values = []
    for v in round_.values:
        waits = v.state == HELD and v.year not in (str(round_.year),) and _is_revision(v, round_)
        stopped = (v.id, v.unit) in held or (v.id, "") in held or (not v.value and not v.note)
        said = decision(round_.decisions, v.id, "value", year=v.year)
        if said is not None:
            waits, stopped = said.unit not in ("", v.unit), False
        values.append(replace(v, state=HELD if waits or stopped else ACCEPTED))
    return Settled(values=tuple(values), problems=tuple(problems))


def _closed(p: ProblemRow, round_: Round) -> ProblemRow:
    """A decision on the value closes what was found between the units."""
    said = decision(round_.decisions, p.id, "value")
    if said is None or p.state != "open":
        return p
    return replace(p, state="explained", answer=said.reason, by=said.by, day=said.day)


def _is_revision(v: ValueRow, round_: Round) -> bool:
    return any(
        p.code == "KBM11" and p.id == v.id and p.unit == v.unit and p.state == "open" for p in round_.problems
    )


def _of_units(round_: Round, names: Mapping[str, str]) -> Iterator[ProblemRow]:
    """KBM05: two units, two values."""
    by_row: dict[tuple[str, str], list[ValueRow]] = {}
    for v in round_.values:
        if v.value:
            by_row.setdefault((v.id, v.year), []).append(v)
    for (id_, year), found in by_row.items():
        if len({number_of(v.value) for v in found}) > 1:
            told = "，".join(f"{v.unit}报{v.value}" for v in found)
            when = "" if year == str(round_.year) else f"{year}年："
            yield ProblemRow(
                code="KBM05",
                severity="error",
                id=id_,
                unit="",
                message=f"{id_} {names.get(id_, '')}：{when}{told}",
            )


def _of_parts(
    round_: Round, rows: Mapping[str, IndicatorRow], names: Mapping[str, str]
) -> Iterator[ProblemRow]:
    """KBM10: a part above its whole, a denominator that should be the same."""
    now: dict[str, ValueRow] = {v.id: v for v in round_.values if v.year == str(round_.year) and v.value}
    for id_, row in rows.items():
        part = now.get(id_)
        if part is None:
            continue
        whole = now.get(row.whole)
        a, b = number_of(part.value), number_of(whole.value) if whole is not None else None
        if a is not None and b is not None and a > b + 1e-9:
            message = f"{names.get(id_, id_)}{part.value}高于{names.get(row.whole, row.whole)}{whole.value if whole else ''}"
            yield from _both("KBM10", (id_, row.whole), message)
        other = now.get(row.same_denominator)
        if other is not None and part.denominator and other.denominator:
            x, y = number_of(part.denominator), number_of(other.denominator)
            if x != y:
                message = f"{names.get(id_, id_)}的分母{part.denominator}与{names.get(row.same_denominator, '')}的{other.denominator}不同"
                yield from _both("KBM10", (id_, row.same_denominator), message)


def _both(code: str, ids: Sequence[str], message: str) -> Iterator[ProblemRow]:
    for id_ in ids:
        yield ProblemRow(code=code, severity="error", id=id_, unit="", message=message)
