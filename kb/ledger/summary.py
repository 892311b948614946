"""Counts of a round: how many rows have values, met their targets, are behind. Rows and numbers are both counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kb.model import Indicator, Progress
from kb.words.monitoring import COLOURS, MET

UNREPORTED = ("未报", "逾期未报", "待定")
NO_DATA = "无数据"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of indicator rows. numbers: by their printed number, an indicator of three rows once. valued: with a value this year.
    monitored (可监测): with a value and a numeric target. expected, hard: of those not met, by forecast. missing: 无数据;
    unreported: not come, or come and not accepted. colours, statuses: how many of each."""

    rows: int = 0
    numbers: int = 0
    valued: int = 0
    monitored: int = 0
    met: int = 0
    expected: int = 0
    hard: int = 0
    missing: int = 0
    unreported: int = 0
    colours: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float | None:
        """达标率 in per cent with one digit; None where nothing can be monitored."""
        return round(100 * self.met / self.monitored, 1) if self.monitored else None


def count_rows(indicators: Mapping[str, Indicator], progress: Iterable[Progress]) -> Counts:
    """Return the counts of some indicator rows of one round. indicators: by node id."""
    rows = [p for p in progress if p.kind == "indicator" and p.node in indicators]
    numeric = [p for p in rows if indicators[p.node].target.value is not None]
    monitored = [p for p in numeric if p.value is not None]
    met = [p for p in monitored if p.status in MET]
    found = Counter(p.status for p in rows)
    colours = Counter(p.colour for p in rows)
    return Counts(
        rows=len(rows),
        numbers=len({(indicators[p.node].box, indicators[p.node].number or p.node) for p in rows}),
        valued=sum(p.value is not None for p in rows),
        monitored=len(monitored),
        met=len(met),
        expected=sum(p.forecast == "预期可达标" for p in monitored if p not in met),
        hard=sum(p.forecast == "达标困难" for p in monitored if p not in met),
        missing=found[NO_DATA],
        unreported=sum(found[s] for s in UNREPORTED),
        colours={c: colours[c] for c in COLOURS if colours[c]},
        statuses=dict(sorted(found.items(), key=lambda x: (-x[1], x[0]))),
    )


def count_measures(progress: Iterable[Progress]) -> Counts:
    """Return the counts of reported tasks and projects: rows, colours and statuses."""
    rows = [p for p in progress if p.kind == "measure"]
    found = Counter(p.status for p in rows)
    colours = Counter(p.colour for p in rows)
    return Counts(
        rows=len(rows),
        unreported=sum(found[s] for s in UNREPORTED),
        met=found["已完成"],
        colours={c: colours[c] for c in COLOURS if colours[c]},
        statuses=dict(sorted(found.items(), key=lambda x: (-x[1], x[0]))),
    )


def latest_year(progress: Sequence[Progress]) -> int | None:
    """Return the last round's year; None where there is none."""
    return max((p.year for p in progress), default=None)
