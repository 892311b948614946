"""Returned values and statuses as the pages show them: public rows only, and nothing at all where nothing was returned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kb.ledger.summary import Counts, count_measures, count_rows, latest_year
from kb.model import Indicator, Progress, Value
from kb.rules.distance import number, spaced
from kb_site.chart import nice_ceiling
from kb_site.plan_view import PlanView

WIDTH, HEIGHT = 480.0, 180.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 16.0, 18.0, 30.0
_PERCENT = ("%", "％")


@dataclass(frozen=True, slots=True)
class Point:
    """A value on the drawing, with what it is."""

    x: float
    y: float
    year: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The line of an indicator: its values, the target as a level, and 序时, the straight way from base to target.

    words: the drawing in a sentence. due: its two ends, None without base or target year. years: (x, label) of the scale.
    """

    words: str
    points: tuple[Point, ...]
    level: float | None
    level_label: str
    due: tuple[Point, Point] | None
    years: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]

    @property
    def path(self) -> str:
        return " ".join(f"{'M' if n == 0 else 'L'}{p.x} {p.y}" for n, p in enumerate(self.points))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year in the table of an indicator's page."""

    year: int
    value: float | None
    progress: Progress | None
    source: str
    base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeProgress:
    """What a node's page shows. rows: the base first, then year by year. measures: of a task, unit by unit, last round."""

    rows: tuple[YearRow, ...]
    curve: Curve | None
    measures: tuple[Progress, ...]
    year: int


class PlanProgress:
    """All of a plan. year: the last round, None where there is none."""

    def __init__(self, view: PlanView) -> None:
        self.view = view
        self.all: tuple[Progress, ...] = view.base.progress(plan=view.id)
        self.values: tuple[Value, ...] = view.base.values(plan=view.id)
        self.year = latest_year(self.all)

    @cached_property
    def now(self) -> tuple[Progress, ...]:
        """The last round's."""
        return tuple(p for p in self.all if p.year == self.year)

    def of_node(self, node: str) -> NodeProgress | None:
        """Return what a node's page shows; None where nothing was returned for it."""
        own = [p for p in self.all if p.node == node]
        if not own or self.year is None:
            return None
        measures = tuple(p for p in self.now if p.node == node and p.kind == "measure" and "@" not in p.row)
        indicator = self.view.indicator.get(node)
        if indicator is None:
            return NodeProgress(rows=(), curve=None, measures=measures, year=self.year) if measures else None
        rows = self._rows(indicator, [p for p in own if p.kind == "indicator"])
        return (
            NodeProgress(rows=rows, curve=_curve(indicator, rows), measures=measures, year=self.year)
            if rows
            else None
        )

    def _rows(self, indicator: Indicator, own: list[Progress]) -> tuple[YearRow, ...]:
        sources = {(v.year, v.value): v.source or v.nature for v in self.values if v.node == indicator.id}
        last = own[-1] if own else None
        out: list[YearRow] = []
        if last is not None and last.base_year is not None:
            given = sources.get((last.base_year, last.base_value))
            said = "单位补报" if given is not None else "规划"
            out.append(
                YearRow(year=last.base_year, value=last.base_value, progress=None, source=said, base=True)
            )
        for p in own:
            out.append(
                YearRow(year=p.year, value=p.value, progress=p, source=sources.get((p.year, p.value), ""))
            )
        return tuple(out)

    def of_unit(self, name: str) -> tuple[Progress, ...]:
        """Return a unit's rows of the last round: indicators it is responsible for, what it reported of tasks."""
        indicators = self.view.indicator
        return tuple(
            p
            for p in self.now
            if (p.kind == "measure" and p.unit == name and "@" not in p.row)
            or (p.kind == "indicator" and p.node in indicators and name in indicators[p.node].units)
        )

    @cached_property
    def counts(self) -> Counts:
        return count_rows(self.view.indicator, self.now)

    @cached_property
    def measure_counts(self) -> Counts:
        return count_measures([p for p in self.now if "@" not in p.row])

    @cached_property
    def trouble(self) -> tuple[Progress, ...]:
        """The last round's red indicators."""
        return tuple(p for p in self.now if p.kind == "indicator" and p.colour == "红")


def _curve(indicator: Indicator, rows: tuple[YearRow, ...]) -> Curve | None:
    """Return the line; None with fewer than two values."""
    known = [(r.year, r.value) for r in rows if r.value is not None]
    if len(known) < 2:
        return None
    target, unit = indicator.target, indicator.unit_of_measure
    end = target.year or known[-1][0]
    first, last = known[0][0], max(end, known[-1][0])
    heights = [v for _, v in known] + ([target.value] if target.value is not None else [])
    span = max(heights) - min(heights)
    low = min(heights) - (span or abs(max(heights)) or 1.0) * 0.15
    high = max(heights) + (span or abs(max(heights)) or 1.0) * 0.15
    if min(heights) >= 0:
        low = max(low, 0.0)
    if unit in _PERCENT and max(heights) <= 100:
        high = min(high, 100.0)
    if high <= low:
        high = nice_ceiling(low + 1)

    def x(year: int) -> float:
        return round(LEFT + (year - first) / max(last - first, 1) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    points = tuple(Point(x(year), y(value), year, number(value)) for year, value in known)
    base = next((r for r in rows if r.base and r.value is not None), None)
    due = None
    if base is not None and base.value is not None and target.value is not None and target.year:
        due = (
            Point(x(base.year), y(base.value), base.year, number(base.value)),
            Point(x(target.year), y(target.value), target.year, number(target.value)),
        )
    said = "，".join(f"{year}年 {number(value)}{spaced(unit)}" for year, value in known)
    goal = (
        f"；{target.year}年目标 {target.text}{unit if target.value is not None else ''}"
        if target.year
        else ""
    )
    return Curve(
        words=f"{indicator.name}：{said}{goal}。",
        points=points,
        level=y(target.value) if target.value is not None else None,
        level_label=f"目标 {target.text}" if target.value is not None else "",
        due=due,
        years=tuple((x(year), str(year)) for year in dict.fromkeys((first, known[-1][0], last))),
        ticks=tuple((y(v), number(round(v, 4))) for v in dict.fromkeys((min(heights), max(heights)))),
    )
