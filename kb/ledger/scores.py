"""A unit's score (得分) from the weights of measures.csv, where monitor.toml says `weights = true`; otherwise there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.ledger.tables import MeasureRow, number_of
from kb.model import Progress

NOTHING = frozenset({"未报", "逾期未报", "未启动", "逾期"})
"""Statuses of a task that earns nothing where no share of it is known to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """earned, weight: sums over the rows that can be judged. left_out: rows with a weight whose share is not known."""

    earned: float
    weight: float
    left_out: int = 0

    @property
    def points(self) -> float | None:
        """Of a hundred, with one digit; None where no row can be judged."""
        return round(100 * self.earned / self.weight, 1) if self.weight else None


def score(measures: Iterable[MeasureRow], progress: Iterable[Progress], unit: str) -> Score:
    """Return the score of a unit in a round. progress: of that round; of it the unit's measures are taken."""
    standing = {p.row: p for p in progress if p.kind == "measure" and p.unit == unit}
    earned = total = 0.0
    left_out = 0
    for measure in measures:
        weight = number_of(measure.weight)
        row = standing.get(measure.id)
        if row is None or weight is None or weight <= 0:
            continue
        share = share_of(row)
        if share is None:
            left_out += 1
        else:
            total += weight
            earned += weight * share
    return Score(earned=round(earned, 6), weight=round(total, 6), left_out=left_out)


def share_of(row: Progress) -> float | None:
    """Return the share of its weight that a row earns, from 0 to 1; None where it cannot be determined.

    What is green earns all, what is behind as much as it has done of what was due by then: 30 % where 60 % was due is half.
    """
    if row.colour == "绿":
        return 1.0
    if row.done is not None and row.due:
        return min(max(row.done / row.due, 0.0), 1.0)
    return 0.0 if row.status in NOTHING else None
