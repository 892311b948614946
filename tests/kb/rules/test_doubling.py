"""A task that is longer takes its share of time and no more: patterns drawn by a seed, in one line, through all rules and checks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.model import Unit
from kb.rules import check, find_facts
from tests.kb.doubling import drawn, quadratic
from tests.kb.rules.small import Row, plan

SIZE = 2_000
"""Characters of the shorter task; a paragraph of a real plan has 1,000 at most."""
SIZE_OF_PAIRS = 700
"""The same for patterns of two: many of them in the time that single ones take."""

SEEDS = (
    "达到", "不低于", "《", "提高", "不得超过", "》", "“", "”", "（", "）", "〔", "〈", "（责任单位：", "责任单位：", "牵头单位：市民政局；", "市民政局、",
    "等", "和", "会同", "联合", "由", "市", "各市（州）、", "县（市、区）", "负责", "按职责分工", "（市民政局负责）", "（甲负责", "、", "，", "；", "。", "：",
    "★", "以下各项", "均", "2023年", "一是", "专栏", "简称", "（以下简称", "各县", "到", "的", "突破600万吨、", "分别", "以及", "市教育局市民政局",
    "第一位", "排在", "1234", "人民政府", "市发展", "改革委", "第三条", "各市、县",
)  # fmt: skip
PAIRS = 145
UNITS = (Unit("市民政局"), Unit("市教育局"), Unit("市发展改革委"))


def rules(text: str) -> Callable[[], object]:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.做好工作。", text))
    return lambda: check(tree, find_facts(tree, UNITS, ()), UNITS)


@pytest.mark.slow
def test_a_longer_line_takes_its_share_of_time() -> None:
    assert len(SEEDS) + PAIRS >= 200
    assert quadratic(SEEDS, SIZE, rules) == []


@pytest.mark.slow
def test_a_longer_line_of_two_takes_its_share_of_time() -> None:
    assert quadratic(drawn(SEEDS, PAIRS, 2), SIZE_OF_PAIRS, rules) == []
