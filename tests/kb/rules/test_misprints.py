"""Likely misprints: which stretches are suspected, and why not others."""

from __future__ import annotations

import pytest

from kb.model import Tree
from kb.rules.ground import Ground
from kb.rules.misprints import _alike, find_misprints
from tests.kb.rules.small import Row, plan

ONCE = "推进学前教育普及普惠发展。"
USUAL = ONCE + "落实学前教育质量提升计划，健全学前教育资助制度。"
"""学前 and 前教 three times."""


def found(tree: Tree) -> list[tuple[str, str, str]]:
    """(node, suspected, likely)."""
    return [(node.id, text.value[a:b], likely) for node, text, a, b, likely in find_misprints(Ground(tree))]


def suspects(*texts: str) -> list[tuple[str, str]]:
    rows = (Row(1, "task", f"{i}.。", text) for i, text in enumerate(texts, 1))
    return [(a, b) for _, a, b in found(plan(Row(0, "chapter", "一、任务"), *rows))]


SUSPECT = [("学期教育普及普惠", "学前教育普及普惠")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加快创建学期教育普及普惠区。", SUSPECT),
        ("学期教育普及普惠。", SUSPECT),  # at the beginning of a text
        ("加快创建学期教育普及普惠", SUSPECT),  # at its end
        ("加快创建学期教育，普及普惠区。", []),  # a comma in between
        ("加快创建学期教育普及普A区。", []),
        ("加快创建学期教育普及普众区。", []),  # a second character differs
        ("加快创建学历教育普及普惠区。", []),  # 历 neither sounds nor looks like 前
    ],
)
def test_one_character_of_eight(text: str, expected: list[tuple[str, str]]) -> None:
    assert suspects(USUAL, text) == expected


def test_how_often_the_two_have_to_stand() -> None:
    text = "加快创建学期教育普及普惠区。"
    assert suspects(ONCE, "学前，前教，学前，前教。", text) == SUSPECT  # three times is usual
    assert suspects(ONCE, "学前，前教，学前。", text) == []  # 前教 twice is not
    assert suspects(ONCE, "学前，前教，前教。", text) == []
    assert suspects(USUAL, text, "学期。") == SUSPECT  # 学期 twice, 期教 once: still strange
    assert suspects(USUAL, text, "学期，学期。") == []  # four times together: a word of this plan
    assert suspects(USUAL, text, "期教，期教。") == []


def test_the_ends_of_the_stretch_have_to_agree() -> None:
    assert suspects("统计学前教育普及，学前教育，学前教育。", "统计学期教育普及。") == [
        ("统计学期教育普及", "统计学前教育普及")
    ]
    assert (
        suspects("前教育普及普惠区，前教，前教。", "期教育普及普惠区。") == []
    )  # what stands before it is not known


def test_the_commonest_of_several_is_meant() -> None:
    text = "普及学起教育普及普惠。"
    usual = USUAL + "学期教育普及普惠。学期教育。学期教育。学期教育。" + ONCE
    assert suspects(usual, text) == [("学起教育普及普惠", "学前教育普及普惠")]
    first = "学期教育普及普惠。学期教育。学期教育。学期教育。" + USUAL + ONCE
    assert suspects(first, text) == [("学起教育普及普惠", "学前教育普及普惠")]


def test_each_place_is_told_once() -> None:
    text = "加快创建学期教育普及普惠发展。"  # three windows of eight hold it
    assert suspects(USUAL, text) == SUSPECT
    far = "推进基层医疗卫生机构建设。基层医疗卫生机构，基层医疗卫生机构。"
    both = "学期教育普及普惠发展，推进基层医辽卫生机构。"
    assert suspects(USUAL + far, both) == [*SUSPECT, ("推进基层医辽卫生", "推进基层医疗卫生")]


def test_headings_and_cells_are_looked_at_and_lists_of_units_are_not() -> None:
    first = Row(0, "chapter", "一、任务", USUAL)
    heading = plan(first, Row(1, "task", "1.创建学期教育普及普惠区。", "做。"))
    assert [id_ for id_, *_ in found(heading)] == ["p/1.1"]
    cells = (("序号", "1"), ("指标名称（单位）", "学期教育普及普惠率（%）"))
    row = plan(first, Row(0, "box", "专栏一"), Row(1, "indicator", cells=cells))
    assert [id_ for id_, *_ in found(row)] == ["p/2.1"]
    assert suspects(USUAL, "设立市学期教育普及普惠办公室。") == SUSPECT
    assert suspects(USUAL, "做。（责任单位：市学期教育普及普惠办公室）") == []


def test_each_window_counts_however_often_it_stands() -> None:
    text = "学期教育普及普惠。"
    assert suspects(USUAL, text, text) == []  # 学期 and 期教 twice each
    assert suspects(text, USUAL) == SUSPECT


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [("期", "前", True), ("未", "末", True), ("己", "巳", True), ("育", "盲", True), ("历", "前", False), ("未", "土", False), ("一", "安", False)],
)  # fmt: skip
def test_alike(a: str, b: str, alike: bool) -> None:
    assert _alike(a, b) is _alike(b, a) is alike
