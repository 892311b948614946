"""A text that is longer takes its share of time and no more: patterns drawn by a seed, through the parser, plan.md and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.parse import parse_source
from kb.readers.source import Source, split_lines
from tests.kb.doubling import drawn, quadratic

SIZE = 1_500
"""Characters of the shorter text."""
SIZE_OF_MIXED = 1_000
"""The same for patterns of one to three."""

HEAD = "西河县托育规划\n\n一、任务\n"
SEEDS = (
    "达到", "不低于", "《", "提高", "》", "“", "”", "（", "）", "〔", "一、", "一、甲\n", "（一）甲\n", "1.甲\n", "（1）甲\n", "①甲\n", "第一章 甲\n", "第一节\n", "第一条 甲。", "——甲。\n",
    "专栏1 甲\n", "专栏", "附件1\n", "附件", "附表2\n", "|", "|甲|乙|\n", "甲\t乙\n", "甲  乙\n", "责任单位：", "责任单位：市教育局\n", "（责任单位：", "甲。",
    "甲\n", "\n", "目录\n", "甲………1\n", "…", "1", "2023年", "- 1 -\n", "★", "● 甲\n", "：", "；", "，", "、", "。", " ", "　", "其中：", "一是",
    "序号\t指标\t单位\n", "| 序号 | 任务 | 责任单位 |\n", "%", "㈠", "1.1", "1.1.1甲\n", "http://a", "印发", "抄送：", "索引号：", "*", "# ", "<", "&", "\\",
)  # fmt: skip
MIXED = 135


def parser(text: str) -> Callable[[], object]:
    text = HEAD + text
    source = Source(name="规划.txt", text=text, blocks=tuple(split_lines(text)), original=None)
    return lambda: parse_source(source, "p")


@pytest.mark.slow
def test_a_longer_text_takes_its_share_of_time() -> None:
    assert len(SEEDS) + MIXED >= 200
    assert quadratic(SEEDS, SIZE, parser) == []


@pytest.mark.slow
def test_a_longer_text_of_several_takes_its_share_of_time() -> None:
    assert quadratic(drawn(SEEDS, MIXED), SIZE_OF_MIXED, parser) == []
