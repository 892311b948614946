"""Headings and texts of kinds that documents of other governments showed."""

from __future__ import annotations

import pytest

from tests.kb.parse.made import tree as parsed


def test_the_text_of_a_first_item_is_no_lost_chapter() -> None:
    tree = parsed(
        "青山县治水规划\n一、形势\n（一）成绩。\n水质改善。\n二、目标\n（一）指导思想。\n坚持节水优先方针。\n（六）强化监测能力。\n"
        "努力提高监测水平。\n1.建设站网。\n新建水文站9座。\n2.建设平台。\n汇集水质数据。\n四、保障\n加强领导。\n"
    )
    assert [(n.number, n.title) for n in tree.nodes if n.kind in ("chapter", "section")] == [
        ("一", "形势"), ("（一）", "成绩"), ("二", "目标"), ("（一）", "指导思想"), ("（六）", "强化监测能力"), ("四", "保障"),
    ]  # fmt: skip
    assert not any(n.repaired for n in tree.nodes)


def test_a_value_at_the_start_of_a_line_belongs_to_the_words_before_it() -> None:
    tree = parsed(
        "青山县“十四五”规划\n\n一、基础\n\n1.1 成效\n\n1.1.1 经济增长。地区生产总值由2015年的\n\n46.8 亿元上升到81.2亿元。\n\n"
        "1.1.2 环境改善。人均公园绿地面积提高到\n\n9.5 平方米。\n"
    )
    assert [n.text for n in tree.nodes if n.number.startswith("1.1.")] == [
        "地区生产总值由2015年的46.8 亿元上升到81.2亿元。", "人均公园绿地面积提高到9.5 平方米。",
    ]  # fmt: skip


def test_a_first_line_above_the_first_heading_is_the_title() -> None:
    tree = parsed("青山县人才工作五件事\n一、引才\n举办招聘会10场。\n二、留才\n建设公寓60套。\n")
    assert [(n.local, n.title) for n in tree.nodes][:2] == [("title", "青山县人才工作五件事"), ("1", "引才")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "一、任务\n任务一：扩大供给\n（一）新建站点。\n（二）改造站点。\n任务二：提升质量\n（一）培训人员。\n",
            ["一", "任务一", "（一）", "（二）", "任务二", "（一）"],
        ),
        (
            "一、任务\n（一）供给\n●举措1：新建站点。\n●举措2：改造站点。\n",
            ["一", "（一）", "举措1", "举措2"],
        ),
        (
            "【总体要求】\n坚持节水。\n【重点任务】\n【任务一】新建站点\n【任务二】改造站点\n",
            ["", "", "任务一", "任务二"],
        ),
    ],
)
def test_headings_by_a_word_or_a_frame(lines: str, expected: list[str]) -> None:
    tree = parsed("青山县节水方案\n" + lines)
    assert [n.number for n in tree.nodes if n.kind not in ("paragraph",)] == expected
