"""A tree made ready: who speaks for whom, what looks back, what proves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model import Tree
from kb.rules.ground import Ground, Quote
from kb.spans import Text
from kb.words.normalised import normalise
from tests.kb.rules.small import Row, plan

TREE = plan(
    Row(0, "chapter", "一、任务"),
    Row(1, "section", "（一）托育。", "说明。"),
    Row(2, "task", "1.建点。", "建设托育点。"),
    Row(3, "paragraph", body="由街道办理。"),
    Row(2, "paragraph", body="另有规定。"),
    Row(1, "section", "（二）制度。", "建立制度。"),
    Row(2, "paragraph", body="监测组负责。"),
    Row(1, "section", "（三）组织。"),
    Row(2, "paragraph", body="各部门负责。"),
    Row(0, "chapter", "二、保障", "做好保障。"),
    Row(1, "paragraph", body="落实经费。"),
    Row(0, "paragraph", body="附则。"),
)


@pytest.mark.parametrize(
    ("node", "speaks_for"),
    [
        ("p/q1.1.1.1", "p/1.1.1"),  # a task's paragraph continues the task
        ("p/q1.1.2", "p/q1.1.2"),  # a section with tasks has paragraphs of their own
        ("p/q1.2.1", "p/1.2"),  # a section with a text and paragraphs alone
        ("p/q1.3.1", "p/q1.3.1"),  # one cut into paragraphs from its start
        ("p/q2.1", "p/q2.1"),  # a chapter
        ("p/q3", "p/q3"),
        ("p/1.1.1", "p/1.1.1"),
        ("p/1.1", "p/1.1"),
    ],
)
def test_who_speaks_for_whom(node: str, speaks_for: str) -> None:
    ground = Ground(TREE)
    assert ground.speaks_for(ground.nodes[node]).id == speaks_for


def test_above_and_below() -> None:
    ground = Ground(TREE)
    paragraph = next(n for n in TREE.nodes if n.body.value == "由街道办理。")
    assert [n.id for n in ground.above(paragraph)] == ["p/1.1.1", "p/1.1", "p/1"]
    assert [n.head.value or n.body.value for n in ground.below(ground.nodes["p/1.1"])] == [
        "1.建点。",
        "由街道办理。",
        "另有规定。",
    ]
    assert ground.children(paragraph) == []
    assert list(ground.above(ground.nodes["p/1"])) == []


@pytest.mark.parametrize(
    ("title", "back"),
    [
        ("发展现状", True), ("主要成效", True), ("存在问题", True), ("主要成效和存在问题", True), ("“十三五”时期发展回顾", True),
        ("2020年工作成效", True), ("面临的形势与挑战", True), ("取得的历史性成就", True), ("规划基础", True),
        ("发展形势与总体要求", False), ("总体要求", False), ("解决突出问题", False), ("现状分析", False),
    ],
)  # fmt: skip
def test_what_looks_back(title: str, back: bool) -> None:
    tree = plan(
        Row(0, "chapter", f"一、{title}"), Row(1, "section", "（一）规模。"), Row(2, "task", "1.建点。")
    )
    ground = Ground(tree)
    assert [ground.looks_back(n) for n in tree.nodes] == [back] * 3


def test_cover_and_imprint_are_no_content() -> None:
    tree = plan(*(Row(0, "paragraph", body=x) for x in ("规划", "各镇街：", "2024年", "正文")))
    locals_ = ("title", "cover.q1", "imprint.q1", "q1")
    nodes = tuple(replace(n, id=f"p/{x}") for n, x in zip(tree.nodes, locals_, strict=True))
    assert [n.id for n in Ground(Tree(tree.plan, nodes)).content] == ["p/q1"]


def test_a_quote_is_the_source_with_its_line() -> None:
    ground = Ground(TREE)
    node = ground.nodes["p/1.1.1"]
    at = TREE.plan.source.index("托育点")
    assert ground.quote(ground.body(node), 2, 5) == Quote("托育点", at, at + 3, 5)
    assert ground.quote(ground.body(node), 2, 2) is None
    assert ground.quote(normalise(Text("没有出处")), 0, 2) is None


def test_a_duty_of_this_plan() -> None:
    quote = Quote("由街道办理", 3, 8, 2)
    duty = Ground(TREE).duty("街道", "p/1.1.1", "责任", "named", "各街道", quote)
    assert (duty.plan, duty.unit, duty.node, duty.role, duty.basis) == (
        "p",
        "街道",
        "p/1.1.1",
        "责任",
        "named",
    )
    assert (duty.printed, duty.quote, duty.start, duty.end, duty.line) == ("各街道", "由街道办理", 3, 8, 2)
