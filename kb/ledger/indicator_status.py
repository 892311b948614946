"""Where an indicator stands in a year: from its target, its base and the values of the years up to it.

No value is estimated; what is missing is a status of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kb.model import Target
from kb.rules.distance import direction as target_direction
from kb.rules.distance import is_met
from kb.words.monitoring import STATUS_COLOURS

EVEN = 1e-9
"""Two shares or values so near are the same: they come from decimals with at most ten digits."""
KEEP_UP = "巩固"
CLEARLY = ("明显", "显著", "大幅")
FEW_MEAN = 3
"""Years whose mean stands for a rate with few cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that a status depends on.

    values: year → value, of the years up to `year` that have one. base_year, base: None where unknown. end: the target's
    year. missing: 未报, 逾期未报, 无数据 or 待定, said where the year has no value. way: up, down or level, "" as the
    target says. milestones: year → value on the way. threshold: what counts as 明显. few: whether the year's numerator is
    too small for a colour of its own.
    """

    target: Target
    year: int
    values: Mapping[int, float]
    base_year: int | None = None
    base: float | None = None
    end: int | None = None
    binding: bool = False
    missing: str = "未报"
    way: str = ""
    milestones: Mapping[int, float] = field(default_factory=dict)
    threshold: float | None = None
    few: bool = False
    slightly: float = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """status and colour as kb.words.monitoring has them. flag: “▼” for a target still met but worse than the base.
    done, due: shares of the way; forecast: 预期可达标, 达标困难 or ""; why: a note, "" for none."""

    status: str
    colour: str
    flag: str = ""
    done: float | None = None
    due: float | None = None
    forecast: str = ""
    why: str = ""


def judge(asked: Question) -> Status:
    """Return the status of an indicator in a year."""
    value = asked.values.get(asked.year)
    if value is None:
        return _of(asked.missing)
    if not asked.few:
        return _judged(asked, value)
    years = [asked.year - n for n in range(FEW_MEAN)]
    known = [asked.values[y] for y in years if y in asked.values]
    if len(known) == FEW_MEAN:
        mean = sum(known) / FEW_MEAN
        found = _judged(replace(asked, values={**asked.values, asked.year: mean}), mean)
        return replace(found, why=f"例数少，按{years[-1]}—{asked.year}年三年平均{mean:.4g}判定")
    found = _judged(asked, value)
    return replace(found, colour="灰", why="例数少，一年的值不定颜色")


def way_of(asked: Question) -> str:
    """Return which way is good: up, down, level, or "" where nothing says so.

    A bare number (“4.5”) is reached from below, a range (“3—5”) from the side on which its base lies.
    """
    target = asked.target
    if asked.way or target.value is None:
        return asked.way or target_direction(target)
    if target.value_high is not None:
        return "down" if asked.base is not None and asked.base > target.value_high else "up"
    return target_direction(target) or "up"


def reached(target: Target, value: float, way: str = "") -> bool:
    """Return whether a value meets a target, as a year's return is judged.

    A bare number (“达到4.5个”) is met from its good side on: 4.6 is more than was asked, not a miss. A range is met inside it.
    way: up, down or level, as `way_of` returns it; level asks for the number itself.
    """
    bare = target.value is not None and target.value_high is None and target.op in ("=", None)
    if bare and way != "level":
        return is_met(replace(target, op="<=" if way == "down" else ">="), value)
    return is_met(target, value)


def _of(status: str) -> Status:
    return Status(status=status, colour=STATUS_COLOURS[status])


def _judged(asked: Question, value: float) -> Status:
    if asked.target.value is None:
        return _trend(asked, value)
    forecast = _forecast(asked)
    found = _number(asked, value)
    return found if found.status in ("已达标", "达标（守底）") else replace(found, forecast=forecast)


def _number(asked: Question, value: float) -> Status:
    target, base, way = asked.target, asked.base, way_of(asked)
    earlier = [v for y, v in asked.values.items() if y < asked.year]
    if reached(target, value, way):
        if base is None or not reached(target, base, way):
            return _of("已达标")
        # Inside a range no number is better than another.
        worse = target.value_high is None and _gain(base, value, way) < -EVEN
        return replace(_of("达标但退步"), flag="▼") if worse else _of("达标（守底）")
    if (base is not None and reached(target, base, way)) or any(reached(target, v, way) for v in earlier):
        return _of("退出达标")
    if base is None:
        return _of("未达标（缺基期）")
    if _passed(asked, base, value):
        found = _of("越过目标")
        return replace(found, colour="红") if asked.binding else found
    goal = _goal(asked)
    done = _share(base, value, goal)
    due = _due(asked, asked.year, goal)
    if due is None:
        return replace(_of("未达标（缺年限）"), done=done)
    found = replace(_of(_pace(done, due, asked.slightly)), done=done, due=due)
    if found.status == "欠进度":
        before = asked.values.get(asked.year - 1)
        due_before = _due(asked, asked.year - 1, goal)
        twice = (
            before is not None
            and due_before is not None
            and _pace(_share(base, before, goal), due_before, asked.slightly) == "欠进度"
        )
        if asked.binding or twice:
            return replace(found, colour="红", why="连续两年欠进度" if twice else "约束性指标欠进度")
    return found


def _pace(done: float, due: float, slightly: float) -> str:
    if done >= due - EVEN:
        return "达进度"
    if done <= EVEN:
        return "倒退"
    return "略欠进度" if done >= due - slightly - EVEN else "欠进度"


def _passed(asked: Question, base: float, value: float) -> bool:
    """Return whether a value lies beyond the far side of a target with two sides: 5.5 on the way from 1 to “3—5”."""
    target = asked.target
    if target.value is None or target.op not in ("=", None):
        return False
    low, high = target.value, target.value if target.value_high is None else target.value_high
    return value > high if base < low else value < low if base > high else False


def _goal(asked: Question) -> float:
    """Return the bound of the target that has to be reached: the near one of a range."""
    target = asked.target
    assert target.value is not None
    if target.value_high is not None and asked.base is not None and asked.base > target.value_high:
        return target.value_high
    return target.value


def _share(base: float, value: float, goal: float) -> float:
    """Return how much of the way from base to goal is done, negative where the value is worse than the base.

    From a base at the very bound of a strict target it is none: whatever passes the bound meets the target.
    """
    if abs(goal - base) <= EVEN:
        return 0.0
    return (value - base) / (goal - base)


def _gain(base: float, value: float, way: str) -> float:
    """Return how much better a value is than the base, negative where it is worse."""
    if way == "level":
        return -abs(value - base)
    return base - value if way == "down" else value - base


def _due(asked: Question, year: int, goal: float) -> float | None:
    """Return the share that is due in a year: a straight line, bent where there are milestones; None without years."""
    if asked.base_year is None or asked.base is None or asked.end is None or asked.end <= asked.base_year:
        return None
    points = {asked.base_year: asked.base, asked.end: goal}
    points.update({y: v for y, v in asked.milestones.items() if asked.base_year < y < asked.end})
    if year >= asked.end:
        return 1.0
    if year <= asked.base_year:
        return 0.0
    before = max(y for y in points if y <= year)
    after = min(y for y in points if y > year)
    expected = points[before] + (points[after] - points[before]) * (year - before) / (after - before)
    if abs(goal - asked.base) <= EVEN:  # the bound itself: there is no way to divide, but time passes
        return (year - asked.base_year) / (asked.end - asked.base_year)
    return (expected - asked.base) / (goal - asked.base)


def _trend(asked: Question, value: float) -> Status:
    way = way_of(asked)
    if not way:
        return _of("没有目标")
    if asked.base is None:
        return _of("缺基期")
    gain = _gain(asked.base, value, way)
    words = asked.target.trend or ""
    if way == "level":
        return replace(_of("持平"), why="目标是保持") if abs(gain) <= EVEN else _worse(asked)
    if abs(gain) <= EVEN:
        found = _of("持平")
        return replace(found, colour="绿") if KEEP_UP in words else found
    if gain < 0:
        return _worse(asked)
    if any(w in words for w in CLEARLY):
        if asked.threshold is None:
            return replace(_of("趋势向好"), why="目标要求明显变化，没有定幅度")
        if gain < asked.threshold - EVEN:
            return _of("提高不明显")
    return _of("趋势向好")


def _worse(asked: Question) -> Status:
    found = _of("趋势背离")
    return replace(found, colour="红") if asked.binding else found


def _forecast(asked: Question) -> str:
    """Return whether the line through base and last two years meets the target in its year; "" with fewer than three
    values."""
    if asked.end is None or asked.base is None or asked.base_year is None or asked.year >= asked.end:
        return ""
    last = sorted((y, v) for y, v in asked.values.items() if asked.base_year < y <= asked.year)[-2:]
    if len(last) < 2:
        return ""
    points = [(asked.base_year, asked.base), *last]
    mean_x = sum(x for x, _ in points) / 3
    mean_y = sum(y for _, y in points) / 3
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    at_end = round(mean_y + slope * (asked.end - mean_x), 9)
    bound = asked.target
    if bound.op not in ("<", "<=", ">", ">="):
        goal = _goal(asked)
        bound = replace(bound, value=goal, value_high=None, op="<=" if asked.base > goal else ">=")
    return "预期可达标" if is_met(bound, at_end) else "达标困难"
