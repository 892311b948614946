"""`kb monitor status`: where a round stands: returns, rows, and what a row's status is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.ledger.folder import Round
from kb.ledger.summary import Counts, count_measures, count_rows
from kb.ledger.tables import shown
from kb.model import Progress
from kb.monitor.desk import Desk

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A round as the office sees it. rows: of the units asked for, in the plan's order. waiting: units whose return did not
    come; back: units whose return was sent back."""

    round: Round
    rows: tuple[Progress, ...]
    indicators: Counts
    measures: Counts
    accepted: tuple[str, ...]
    back: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether every return has come and no error is open."""
        return not self.waiting and not self.back and not self.round.open_errors()


def stand(
    desk: Desk, year: int | None = None, *, unit: str | None = None, colour: str | None = None
) -> Standing:
    """Return how a round stands. unit: rows of that unit only, by the plan's name. colour: rows of that colour only."""
    round_ = desk.round(year)
    every = desk.standing.round_progress(round_)
    rows = [p for p in every if unit is None or unit in responsible(desk, p)]
    states = {s.unit: round_.state_of(s.unit) for s in round_.sent if unit is None or s.unit == unit}
    by_node = {i.id: i for i in desk.indicators.values()}
    return Standing(
        round=round_,
        rows=tuple(p for p in rows if colour is None or p.colour == colour),
        indicators=count_rows(by_node, rows),
        measures=count_measures(rows),
        accepted=tuple(u for u, s in states.items() if s == "accepted"),
        back=tuple(u for u, s in states.items() if s == "rejected"),
        waiting=tuple(u for u, s in states.items() if not s),
    )


def responsible(desk: Desk, row: Progress) -> tuple[str, ...]:
    """Return the units of a row: an indicator's as the plan assigns them, a measure's that which reports it."""
    if row.kind == "measure":
        return (row.unit,)
    own = desk.indicators[row.row].units
    assigned = tuple(d.unit for d in desk.gathering.by_node.get(row.node, ()) if d.basis == "assigned")
    return tuple(dict.fromkeys((*own, *assigned)))


def counts_dict(counts: Counts) -> Json:
    return {
        "rows": counts.rows, "numbers": counts.numbers, "valued": counts.valued, "monitored": counts.monitored,
        "met": counts.met, "rate": counts.rate, "expected": counts.expected, "hard": counts.hard,
        "missing": counts.missing, "unreported": counts.unreported, "colours": dict(counts.colours),
        "statuses": dict(counts.statuses),
    }  # fmt: skip


def status_dict(desk: Desk, found: Standing) -> Json:
    """The answer of `kb monitor status --json`; public and internal rows alike, each says which."""
    return {
        "plan": desk.plan_id,
        "year": found.round.year,
        "due": found.round.info.due,
        "day": desk.standing.day_of(found.round).isoformat(),
        "returns": {
            "sent": len(found.accepted) + len(found.back) + len(found.waiting),
            "accepted": len(found.accepted),
            "back": list(found.back),
            "waiting": list(found.waiting),
            "open_errors": len(found.round.open_errors()),
        },
        "indicators": counts_dict(found.indicators),
        "measures": counts_dict(found.measures),
        "rows": [row_dict(desk, p) for p in found.rows],
    }


def row_dict(desk: Desk, p: Progress) -> Json:
    return {
        "id": p.node, "row": p.row, "kind": p.kind, "title": desk.title(p.row).partition(" ")[2], "year": p.year,
        "units": list(responsible(desk, p)), "value": p.value, "base_year": p.base_year, "base_value": p.base_value,
        "status": p.status, "colour": p.colour, "flag": p.flag, "done": p.done, "due": p.due, "forecast": p.forecast,
        "reason": p.reason, "decided": p.decided, "public": p.public,
    }  # fmt: skip


def value_words(p: Progress, measure: str) -> str:
    """“95.2%”, “—” for none."""
    return "—" if p.value is None else f"{shown(p.value)}{measure}"
