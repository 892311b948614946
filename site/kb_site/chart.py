"""The small chart of an indicator: a scale, the stretch that meets the target, the target, the baseline.

Only positions are worked out here, in the drawing's own units; the template draws them as inline SVG.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kb.model import Indicator
from kb.rules.distance import direction, distance_words, number, spaced, target_words

WIDTH = 240.0
EDGE = 8.0
_PERCENT = ("%", "％")


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the scale."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """target: None for a trend without a number; then way ("up", "down", "") is all there is to draw.

    band: the stretch (x, width) of values that meet the target. words: the chart in a sentence.
    """

    words: str
    way: str
    ticks: tuple[Tick, ...] = ()
    band: tuple[float, float] | None = None
    target: Tick | None = None
    open_end: bool = False
    baseline: Tick | None = None
    year: str = ""


def make_chart(indicator: Indicator) -> Chart:
    """The chart of an indicator's first target."""
    target, baseline = indicator.target, indicator.baseline
    words = (
        "。".join(w.rstrip("。") for w in (target_words(indicator), distance_words(indicator)) if w) + "。"
    )
    way = direction(target)
    if target.value is None:
        return Chart(words, way)
    unit = indicator.unit_of_measure
    values = [target.value, target.value_high or 0.0]
    stood = baseline.value if baseline and baseline.unit_of_measure == unit else None
    if stood is not None:
        values.append(stood)
    low = min(0.0, *values)
    high = 100.0 if unit in _PERCENT and max(values) <= 100 else nice_ceiling(max(values) * 1.25)

    def x(value: float) -> float:
        return round(EDGE + (value - low) / (high - low) * (WIDTH - 2 * EDGE), 1)

    at = x(target.value)
    if way == "down":
        band = (x(low), round(at - x(low), 1))
    elif way == "up":
        band = (at, round(x(high) - at, 1))
    else:
        band = (at, round(x(target.value_high or target.value) - at, 1))
    return Chart(
        words,
        way,
        (Tick(x(low), number(low)), Tick(x(high), number(high) + spaced(unit))),
        band,
        Tick(at, target.text),
        way == "up" and high != 100.0,
        None if stood is None else Tick(x(stood), number(stood) + spaced(unit)),
        str(baseline.year) if baseline and baseline.year else "",
    )


def nice_ceiling(value: float) -> float:
    """The next of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × 10ⁿ at or above a value."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0):
        if value <= step * power * (1 + 1e-9):
            return round(step * power, 10)
    return 10 * power
