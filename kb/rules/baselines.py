"""Baselines (现状): the value of an indicator at a date, from the preamble or a column of its table.

The general pattern is “A、B和C……分别……x、y和z”: “截至2020年底，新生儿死亡率、婴儿死亡率和5岁以下儿童死亡率等指标分别
下降至1.21‰、1.51‰和2.12‰”; or one alone: “农村自来水普及率达到88%”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kb.model import Baseline, Indicator, Node
from kb.rules.ground import Ground
from kb.rules.indicators import read_row
from kb.rules.targets import NUMBER, read_target
from kb.words.normalised import Normalised, compact

_VALUE = rf"(?:约|近|超过|仅|为)?(?P<n>{NUMBER})(?P<u>%|％|‰|[\u4e00-\u9fff]{{0,3}})?"
VALUES = rf"{NUMBER}[^\d，。；、和]{{0,4}}(?:(?:、|，|和|及|与|以及){NUMBER}[^\d，。；、和]{{0,4}})+"
REACHED = r"(?:下降|降低|提高|提升|增长|增加|上升|达|控制|稳定|保持|缩小|减少|突破|超过|超|升|降|为|是|在)+(?:到|至|在|了|为)*"
SHARED = re.compile(
    rf"(?P<names>[^，。；]{{2,120}}?)(?:等(?:指标|项指标)?)?分别(?:{REACHED})?(?P<values>{VALUES})"
)
ALONE = re.compile(
    rf"(?P<name>[^，。；、]{{3,30}}?){REACHED}(?P<value>{NUMBER})(?P<u>%|％|‰|[\u4e00-\u9fff]?)"
)
MANY = 50
YEAR = re.compile(r"(?:截至|截止|到|至)?((?:19|20)\d{2})年(?:底|末|年底)?")


def find_baselines(ground: Ground, indicators: list[Indicator]) -> list[Indicator]:
    """The indicators, each with the baseline its plan states, where it states one."""
    period = ground.tree.plan.period
    found: dict[str, Baseline] = {}
    names = IndicatorNames.of(indicators)
    for node in ground.content:
        if node.kind in ("indicator", "box") or (node.parent is not None and not period):
            continue
        if not _speaks_of_the_past(ground, node):
            continue
        for name, value, year, a, b in past_values(ground.body(node)):
            indicator = match_indicator(name, names)
            quote = ground.quote(ground.body(node), a, b)
            if indicator is None or quote is None or indicator.id in found:
                continue
            number = read_target(value)
            unit = re.sub(rf"^{NUMBER}", "", value)
            if number.value is None or (
                unit in "%‰" and unit and indicator.unit_of_measure not in ("", unit)
            ):
                continue
            found[indicator.id] = Baseline(
                year, number.value, unit or indicator.unit_of_measure, node.id, quote.text, quote.start, quote.end,
                quote.line,
            )  # fmt: skip
    for x in indicators:
        node = ground.nodes[x.id]
        for year, text, i in read_row(ground, node).base:
            target = read_target(text)
            cell = ground.cell(node, i)
            quote = ground.quote(cell, 0, len(cell.value))
            if x.id not in found and target.value is not None and quote is not None:
                found[x.id] = Baseline(
                    year,
                    target.value,
                    x.unit_of_measure,
                    x.id,
                    quote.text,
                    quote.start,
                    quote.end,
                    quote.line,
                )
    return [replace(x, baseline=found[x.id]) if x.id in found else x for x in indicators]


def _speaks_of_the_past(ground: Ground, node: Node) -> bool:
    """Whether a text names a year before the plan's period: the preamble or a chapter on the present state."""
    period = ground.tree.plan.period
    years = [int(y) for y in YEAR.findall(ground.body(node).value)]
    if not years:
        return False
    return min(years) < period[0] if period else node.parent is None


def past_values(text: Normalised) -> list[tuple[str, str, int | None, int, int]]:
    """(name, value with unit, year, start, end of the sentence) for every value a text states of the past."""
    out: list[tuple[str, str, int | None, int, int]] = []
    at = 0
    for sentence in re.split(r"(?<=。)", text.value):
        a, b = at, at + len(sentence)
        at = b
        years = [(m.start(), int(m[1])) for m in YEAR.finditer(sentence)]
        if not years:
            continue
        taken: list[tuple[int, int]] = []
        for m in SHARED.finditer(sentence):
            names = [n for n in re.split(r"、|以及|及|和|与", m["names"]) if n]
            values = [v for v in re.split(r"、|，|以及|及|和|与", m["values"]) if v]
            taken.append(m.span())
            if len(names) != len(values):
                continue
            for n, v in zip(names, values, strict=True):
                out.append((_bare(n), v, _year(years, m.start()), a + m.start(), a + m.end()))
        for m in ALONE.finditer(sentence):
            if any(s < m.end() and m.start() < e for s, e in taken):
                continue
            out.append(
                (_bare(m["name"]), m["value"] + m["u"], _year(years, m.end()), a + m.start(), a + m.end())
            )
    return out


def _year(years: list[tuple[int, int]], before: int) -> int:
    """The year last named before a place in a sentence, else the first."""
    known = [y for i, y in years if i <= before]
    return known[-1] if known else years[0][1]


def _bare(name: str) -> str:
    return re.sub(r"^(?:我国|我省|我市|我区|我县|全国|全省|全市|全区|全县|其中|目前)", "", name)


@dataclass(slots=True)
class IndicatorNames:
    """Indicators by name and by the last four characters of it."""

    same: dict[str, list[Indicator]] = field(default_factory=dict)
    tails: dict[str, list[Indicator]] = field(default_factory=dict)

    @staticmethod
    def of(indicators: list[Indicator]) -> IndicatorNames:
        names = IndicatorNames()
        for x in indicators:
            name = compact(x.name)
            names.same.setdefault(name, []).append(x)
            names.tails.setdefault(name[-4:], []).append(x)
        return names


def match_indicator(name: str, names: IndicatorNames) -> Indicator | None:
    """The indicator a name in prose means: the same name; else the only one with the same end (four characters or
    more) and the same two first characters: “学前教育毛入园率” is 学前三年毛入园率. None where none or several fit.
    """
    wanted = compact(name)
    same = names.same.get(wanted, [])
    if same:
        return same[0] if len(same) == 1 else None
    ending = names.tails.get(wanted[-4:], [])
    near: list[Indicator] = []
    for x in ending[:MANY]:
        other = compact(x.name)
        tail = 4
        while tail < min(len(wanted), len(other)) and wanted[-1 - tail] == other[-1 - tail]:
            tail += 1
        if sum(compact(y.name).endswith(wanted[-tail:]) for y in ending[:MANY]) != 1:
            continue
        if wanted[:2] == other[:2] and not re.search(r"\d", wanted + other):
            near.append(x)
    return near[0] if len(near) == 1 and len(ending) <= MANY else None
