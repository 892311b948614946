"""Titles, quotations and numbers as pages write them."""

from __future__ import annotations

import pytest

from kb.model import Node
from kb.spans import Text
from kb_site.pages.home import taken_in_turn
from kb_site.pages.node import BESIDE, nearest
from kb_site.wording import brief, left_out_of, number_width, one_line, said, title_parts


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("某区儿童发展规划（2021—2030年）", ("某区儿童发展规划", "（2021—2030年）", "")),
        ("某省三年行动方案(2023-2025年)", ("某省三年行动方案", "(2023-2025年)", "")),
        ("印发《战略规划纲要（2022—2035年）》的通知", ("印发《战略规划纲要", "（2022—2035年）", "》的通知")),
        ("某市若干措施（试行）", ("某市若干措施（试行）", "", "")),
        ("某市2023年工作任务", ("某市2023年工作任务", "", "")),
        ("（2021—2030年）", ("（2021—2030年）", "", "")),
    ],
)
def test_a_title_and_its_years(title: str, parts: tuple[str, str, str]) -> None:
    assert title_parts(title) == parts
    assert "".join(parts) == title


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("责任单位：市商务局、市\n投资促进局", "责任单位：市商务局、市投资促进局"),
        ("牵\n  头\n单位", "牵头单位"),
        ("建成 5G\nbase station", "建成 5G\nbase station"),
        ("共\n15 所", "共\n15 所"),
    ],
)
def test_a_quotation_in_one_line(quote: str, shown: str) -> None:
    assert one_line(quote) == shown


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("责任单位：中国联通清\n# Page 12:\n江分公司", "责任单位：中国联通清江分公司"),
        ("责任单位：市教委\n12\n市财政局", "责任单位：市教委市财政局"),
        ("服务 12 个社区\n和 3 个街道", "服务 12 个社区和 3 个街道"),
        ("12\n所学校", "12\n所学校"),  # its own first line
    ],
)
def test_a_page_mark_is_no_part_of_a_quotation(quote: str, shown: str) -> None:
    assert said(quote, ("# Page 12:", "12")) == shown


def test_which_marks_a_quotation_has() -> None:
    assert left_out_of("甲\n# Page 12:\n乙", ("# Page 12:", "# Page 13:")) == ("# Page 12:",)
    assert left_out_of("12\n甲", ("12",)) == ()


def section(number: str) -> Node:
    return Node("p/1", "p", "section", number, "一", None, 1, 0, Text("", ()), Text("", ()), "")


@pytest.mark.parametrize(
    ("numbers", "width"),
    [
        (("（一）", "1"), ""),
        (("（九）", "（十一）"), "no-4"),
        (("（二十一）",), "no-5"),
        (("专栏二十一之一",), "no-6"),
        ((), ""),
    ],
)
def test_the_column_of_numbers_is_as_wide_as_they_are(numbers: tuple[str, ...], width: str) -> None:
    assert number_width(section(n) for n in numbers) == width


def test_examples_come_from_every_plan_in_turn() -> None:
    assert taken_in_turn((("甲", "乙"), ("丙",), (), ("甲", "丁"))) == ("甲", "丙", "乙", "丁")


def test_the_siblings_beside_a_node() -> None:
    nodes = tuple(section(str(n)) for n in range(100))
    assert nearest(nodes[:5], 4) == nodes[:5]
    assert nearest(nodes, 0) == nodes[:BESIDE]
    assert nearest(nodes, 50) == nodes[50 - BESIDE // 2 : 50 + BESIDE // 2]
    assert nearest(nodes, 99) == nodes[100 - BESIDE :]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("建成智慧校园。", "建成智慧校园。"),
        ("推进\n智慧校园建设。", "推进智慧校园建设。"),
        ("推进智慧校园建设，" + "完善平台功能，" * 4 + "全部上线。" + "开展培训，" * 20, "推进智慧校园建设，" + "完善平台功能，" * 4 + "全部上线。" + "开展培训，" * 9 + "开展培…"),
        ("推进智慧校园建设，" * 6 + "全部上线。" + "开展培训，" * 20, "推进智慧校园建设，" * 6 + "全部上线。"),
    ],
)  # fmt: skip
def test_what_is_to_be_done_in_short(text: str, shown: str) -> None:
    assert brief(text) == shown
