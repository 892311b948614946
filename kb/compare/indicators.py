"""The same indicator in two plans: by its name, its unit of measure, which way it is to go, and its topics.

Two are aligned without asking only where all that both print agrees: 新生儿死亡率（‰） ≤3 of a city and 新生儿死亡率（‰） ≤3.5 of
its district. One more word in the name (城镇新增就业人数, 新增就业人数), another unit (所, 万人) or the other way (≥ and ≤) makes
it a proposal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.compare.pairs import Pair, bigrams, likeness, mutual_best
from kb.model import Cell, Indicator, Plan, Target
from kb.words.normalised import compact

# Whose figure it is, printed before a name: 全市常住人口, 我区, 本县; the plan's own place is taken off too.
_WHOSE = re.compile("^(?:全|我|本)(?:国|省|市|区|县|州|旗|镇|乡)")
_UNIT_SIGNS = {"％": "%", "百分比": "%", "百分之": "%", "‰": "‰", "千分之": "‰"}
# A unit printed with the number of a target where the table has no column for it: 95%以上, ≥4.5所.
_PRINTED_UNIT = re.compile(r"[0-9.]+\s*(%|％|‰|/10万|[\u4e00-\u9fff]{1,3})")
_NOT_A_UNIT = ("以上", "以下", "以内", "左右", "年")
NEAR = 0.6
"""Likeness of two names from which they are proposed: 普惠性幼儿园覆盖率 and 普惠幼儿园覆盖率 have 0.80; 婴儿死亡率 and 儿童近视率 0.25."""
SAME, NEARLY = 95, 60  # how sure: all agrees, and the most that a name that is only near can reach


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator with what is compared of it. way: 1 is to rise, -1 to stay under a limit, 0 neither is printed."""

    indicator: Indicator
    name: str
    unit: str
    way: int
    topics: frozenset[str]
    pairs: frozenset[str]


def read(indicator: Indicator, plan: Plan, topics: Iterable[str], cells: Iterable[Cell] = ()) -> Named:
    """Return what of an indicator is compared with others'. cells: of its row, where its name is printed whole."""
    name = core_name(printed_name(indicator, cells), plan)
    return Named(
        indicator, name, unit_of(indicator), _way(indicator.targets), frozenset(topics), bigrams(name)
    )


def printed_name(indicator: Indicator, cells: Iterable[Cell]) -> str:
    """Return the name as its cell prints it, without the unit of measure: 婴儿死亡率（农村） is not 婴儿死亡率."""
    name, unit = compact(indicator.name), compact(indicator.unit_of_measure)
    for cell in cells:
        printed = compact(cell.text.value)
        if name and printed.startswith(name):
            return printed.replace(f"（{unit}）", "") if unit else printed
    return name


def core_name(name: str, plan: Plan) -> str:
    """Return a name without whose figure it is: 全市新生儿死亡率 → 新生儿死亡率."""
    out = compact(name)
    for place in plan.place:
        out = out.removeprefix(place)
    return _WHOSE.sub("", out) or out


def unit_of(indicator: Indicator) -> str:
    """Return the unit of measure: of the row, or the one that its targets print; "" for none."""
    unit = compact(indicator.unit_of_measure)
    if not unit:
        printed = {m[1] for t in indicator.targets if (m := _PRINTED_UNIT.search(t.text))}
        unit = next(iter(printed)) if len(printed) == 1 else ""
        unit = "" if unit.startswith(_NOT_A_UNIT) else unit
    return _UNIT_SIGNS.get(unit, unit)


def _way(targets: Sequence[Target]) -> int:
    ops = {t.op[0] for t in targets if t.op and t.op[0] in "<>"}
    return 0 if len(ops) != 1 else 1 if ops == {">"} else -1


def align(
    one: Sequence[Named], other: Sequence[Named], decided: Mapping[tuple[str, str], bool]
) -> tuple[Pair, ...]:
    """Return the pairs of two plans. decided: what a person said of pairs, by ids in this order.

    A pair that a person refused is not returned, and takes part in nothing.
    """
    known = [
        Pair(one=a, other=b, standing="by_hand", sure=100, why=("人工核定为同一指标",))
        for (a, b), same in decided.items()
        if same
    ]
    ones = {n.indicator.id for n in one} - {p.one for p in known}
    others = {n.indicator.id for n in other} - {p.other for p in known}
    left = [n for n in one if n.indicator.id in ones]
    right = [n for n in other if n.indicator.id in others]
    many = Counter(n.name for n in one), Counter(n.name for n in other)
    found = [
        _pair(a, b, many[0][a.name], many[1][b.name])
        for a in left
        for b in right
        if decided.get((a.indicator.id, b.indicator.id)) is not False
    ]
    every = [pair for pair in found if pair is not None]
    sure = [pair for pair in every if pair.standing == "sure"]
    taken = {p.one for p in sure}, {p.other for p in sure}
    rest = mutual_best(
        p for p in every if p.standing != "sure" and p.one not in taken[0] and p.other not in taken[1]
    )
    return (*known, *sure, *rest)


def _pair(a: Named, b: Named, many_a: int, many_b: int) -> Pair | None:
    like = 1.0 if a.name == b.name else likeness(a.pairs, b.pairs)
    inside = bool(a.name and b.name) and (a.name in b.name or b.name in a.name)
    if like < NEAR and not (inside and min(len(a.name), len(b.name)) >= 4):
        return None
    why: list[str] = []
    against: list[str] = []
    if like == 1.0:
        why.append("名称相同")
    else:
        against.append(f"名称不全相同：{a.name}、{b.name}")
        why.append("一个名称含在另一个里" if inside else "名称相近")
    _unit(a, b, why, against)
    if a.way and b.way:
        (why if a.way == b.way else against).append("方向相同" if a.way == b.way else "方向相反")
    shared = sorted(a.topics & b.topics)
    if shared:
        why.append(f"主题相同：{'、'.join(shared)}")
    for many, whose in ((many_a, "前一份"), (many_b, "后一份")):
        if many > 1:
            against.append(f"{whose}规划里有 {many} 个同名的指标")
    if a.indicator.category and b.indicator.category and a.indicator.category == b.indicator.category:
        why.append(f"类别相同：{a.indicator.category}")
    sure = SAME if not against else max(10, round(NEARLY * like) - 10 * (len(against) - 1) + 5 * len(shared))
    return Pair(
        one=a.indicator.id, other=b.indicator.id, standing="proposed" if against else "sure", sure=sure,
        why=tuple(why), against=tuple(against),
    )  # fmt: skip


def _unit(a: Named, b: Named, why: list[str], against: list[str]) -> None:
    if a.unit == b.unit:
        why.append(f"单位相同：{a.unit}" if a.unit else "都没有印计量单位")
    elif not a.unit or not b.unit:
        against.append(f"只有一份印了计量单位：{a.unit or b.unit}")
    else:
        against.append(f"计量单位不同：{a.unit}、{b.unit}")


# Targets side by side

_WORDS = {1: ("高于", "低于"), -1: ("宽于", "严于")}
"""Which way an indicator goes → words for a number that is greater, and for one that is smaller, than the other's."""


def say(one: Named, other: Named, plans: tuple[Plan, Plan], called: Callable[[Plan], str]) -> tuple[str, ...]:
    """Return what can be said of two aligned indicators' targets: “甲区目标（≥80%）低于乙市目标（≥85%）。”

    Only numbers for the same year are compared, and of plans of two places only rates: a district has fewer 儿童之家 than its
    city. The narrower place comes first."""
    if _width(plans[0]) < _width(plans[1]):
        one, other, plans = other, one, (plans[1], plans[0])
    mine, its = _by_year(one.indicator, plans[0]), _by_year(other.indicator, plans[1])
    years = sorted(mine.keys() & its.keys())
    if years and plans[0].place != plans[1].place and not (_is_rate(one) and _is_rate(other)):
        return ("是总数，不是比率，两地不比高低。",)
    out = []
    for year in years:
        a, b = mine[year], its[year]
        if a.value is None or b.value is None:
            continue
        when = f"{year}年" if len(years) > 1 else ""
        left = f"{called(plans[0])}{when}目标（{a.text}）"
        right = f"{called(plans[1])}目标（{b.text}）"
        words = _WORDS.get(one.way or other.way)
        if a.value == b.value:
            out.append(f"{left}与{right}相同。")
        elif words is None:
            out.append(f"{left}与{right}不同。")
        else:
            out.append(f"{left}{words[a.value < b.value]}{right}。")
    if not years and mine and its:
        when = "、".join(
            f"{called(p)} {'、'.join(map(str, sorted(t)))}" for p, t in zip(plans, (mine, its), strict=True)
        )
        out.append(f"目标的年份不同（{when}），不比高低。")
    return tuple(out)


_LEVELS = ("国家", "省", "市", "区县", "乡镇")
_RATE = re.compile("率|比例|比重|占比|人均|每[百千万]|平均|年限|寿命|指数|满意度")
_RATE_UNIT = re.compile("[%‰/]|每")


def _width(plan: Plan) -> tuple[int, int]:
    """Return how narrow a plan's place is: by its level, then by the links of its place."""
    return _LEVELS.index(plan.level) if plan.level in _LEVELS else -1, len(plan.place)


def _is_rate(named: Named) -> bool:
    return bool(_RATE_UNIT.search(named.unit) or _RATE.search(named.name))


def _by_year(indicator: Indicator, plan: Plan) -> dict[int, Target]:
    """Targets that are one number, by the year they are for; of two for a year the first."""
    out: dict[int, Target] = {}
    for target in indicator.targets:
        year = target.year or (plan.period[1] if plan.period else None)
        if (
            year is not None
            and target.value is not None
            and target.value_high is None
            and not target.cumulative
        ):
            out.setdefault(year, target)
    return out
