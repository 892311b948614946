"""Checks of indicators: units, targets, baselines, merged attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Facts
from kb.problems import Problem
from kb.rules.checks.finding import finding
from kb.rules.distance import met
from kb.rules.ground import Ground
from kb.rules.targets import has_value


def indicators_without_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    for x in facts.indicators:
        if not x.units:
            yield finding(ground, ground.nodes[x.id], "KB312", "指标没有责任单位", x.name)


def indicators_without_target(ground: Ground, facts: Facts) -> Iterator[Problem]:
    for x in facts.indicators:
        if not any(has_value(t) for t in x.targets):
            said = "目标值读不出数字或趋势" if x.target.text else "指标没有目标值"
            yield finding(ground, ground.nodes[x.id], "KB313", said, x.target.text or x.name)


def baselines_already_met(ground: Ground, facts: Facts) -> Iterator[Problem]:
    for x in facts.indicators:
        if x.baseline is None or not met(x):
            continue
        year = f"{x.baseline.year}年" if x.baseline.year else "基期"
        goal = f"{x.target.year}年" if x.target.year else ""
        value = f"{x.baseline.value:g}{x.baseline.unit_of_measure}"
        said = f"{year}已为{value}，达到{goal}目标{x.target.text}（{ground.lines.line(x.baseline.start)}行）"
        yield finding(ground, ground.nodes[x.id], "KB319", said, x.name)


def columns_inherited(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Indicators whose 属性 came from the row above (a merged cell)."""
    for x in facts.indicators:
        if x.binding_inherited and re.search("约束|预期", x.binding):
            yield finding(ground, ground.nodes[x.id], "KB322", f"属性从上一行承接：{x.binding}", x.name)
