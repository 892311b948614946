"""Boxes: captions, what is in a box, where it ends, and captions that stand behind their content."""

from __future__ import annotations

import pytest

from kb.parse.boxes import Box, find_boxes
from kb.parse.captions import read_caption
from kb.parse.items import Item, Paragraph, Table
from kb.spans import Text
from tests.kb.parse.made import below, check, node, tree

HEAD = "某区养老服务规划\n（2024—2026年）\n一、重点任务\n（一）优化服务。加强建设。\n"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("专栏一 2021—2030年主要指标", ("专栏一", "2021—2030年主要指标")),
        ("专栏2：重点工程", ("专栏2", "重点工程")),
        ("专 栏 3　重点工程", ("专栏3", "重点工程")),
        ("专栏12", ("专栏12", "")),
        ("表3-1 主要指标", ("表3-1", "主要指标")),
        ("附表2　项目表", ("附表2", "项目表")),
        ("表1所示的指标", None),
        ("表1", None),
        ("专栏一列出了重点工程，各单位要落实。具体见后。", None),
        ("表彰先进", None),
        ("专栏设置", None),
    ],
)
def test_caption(line: str, read: tuple[str, str] | None) -> None:
    assert read_caption(line) == read


def test_box_in_a_frame() -> None:
    made = tree(
        HEAD
        + "专栏一 重点工程\n\t人才项目：加强培训。（责任单位：区教委）\n早教项目：建设基地。\n\n\n（二）加强监管。定期检查。\n"
    )
    check(made)
    box = node(made, "b1")
    assert (box.kind, box.number, box.title, box.parent, box.citation) == (
        "box",
        "专栏一",
        "重点工程",
        "plan/1.1",
        "专栏一",
    )
    assert [(n.kind, n.title, n.citation) for n in below(made, "b1")] == [
        ("project", "人才项目", "专栏一 人才项目"),
        ("project", "早教项目", "专栏一 早教项目"),
    ]
    assert below(made, "b1")[0].text == "加强培训。（责任单位：区教委）"
    assert node(made, "1.2").title == "加强监管"


def test_caption_behind_its_frame() -> None:
    text = HEAD + "\t培训项目：每年一次。\n\n\n专栏一 重点工程\n（二）加强监管。定期检查。\n"
    made = tree(text)
    check(made)
    assert node(made, "b1").repaired == ("place",)
    assert [n.title for n in below(made, "b1")] == ["培训项目"]
    (repair,) = made.repairs
    assert (repair.kind, repair.source, repair.reason) == (
        "moved",
        "专栏一 重点工程",
        "专栏标题排在内容之后，移到内容之前",
    )
    orders = {n.local: n.order for n in made.nodes}
    assert orders["b1"] < orders["1.2"]


def test_caption_between_two_frames_takes_the_one_behind_it() -> None:
    text = (
        HEAD
        + "专栏一 甲工程\n\t甲项目：建设。\n\n\n专栏二 乙工程\n\t乙项目：培训。\n\n\n（二）监管。检查。\n"
    )
    made = tree(text)
    assert [(n.title, n.parent) for n in made.nodes if n.kind == "project"] == [
        ("甲项目", "plan/b1"),
        ("乙项目", "plan/b2"),
    ]


def test_box_without_a_frame_ends_where_the_text_counts_on() -> None:
    text = (
        HEAD
        + "专栏1 重点工程\n1. 建中心。建成一所。\n2. 建站点。建成十个。\n（二）加强监管。定期检查。\n二、保障\n（一）领导。专班。\n"
    )
    made = tree(text)
    check(made)
    assert [(n.local, n.kind, n.title) for n in below(made, "b1")] == [
        ("b1.1", "project", "建中心"),
        ("b1.2", "project", "建站点"),
    ]
    assert below(made, "b1")[0].citation == "专栏1 1. 建中心"
    assert node(made, "1.2").title == "加强监管"


def test_box_with_items_that_count_like_the_sections_around_it() -> None:
    text = (
        HEAD
        + "专栏1 重点工程\n（一）建中心。建成一所。\n（二）建站点。建成十个。\n（二）加强监管。定期检查。\n（三）评估。每年。\n"
    )
    made = tree(text)
    assert [n.title for n in below(made, "b1")] == ["建中心", "建站点"]
    assert [n.title for n in below(made, "1")][:3] == ["优化服务", "加强监管", "评估"]


def test_table_with_notes() -> None:
    text = (
        HEAD
        + "表1 主要指标\n\t序号\n\t指标名称（%）\n\t2026年目标\n\n\t1\n\t覆盖率\n\t≥85\n\n注：覆盖率按户籍人口计算。\n\n（二）监管。检查。\n"
    )
    made = tree(text)
    check(made)
    assert [(n.kind, n.title or n.text) for n in below(made, "t1")] == [
        ("indicator", "覆盖率"),
        ("paragraph", "注：覆盖率按户籍人口计算。"),
    ]


def test_rows_without_an_indicator_are_paragraphs_with_cells() -> None:
    made = tree(HEAD + "表2 建设标准\n\t序号\n\t类型\n\t面积\n\n\t1\n\t中心\n\t不小于二百平方米\n\n")
    (row,) = below(made, "t2")
    assert (row.kind, row.local, row.title) == ("paragraph", "t2.r1", "")
    assert [(c.column, c.text.value) for c in row.cells] == [
        ("序号", "1"),
        ("类型", "中心"),
        ("面积", "不小于二百平方米"),
    ]


def test_rows_with_who_answers_for_them_are_tasks_or_goals() -> None:
    made = tree(
        HEAD
        + "附件\n任务分解表\n序号\t主要目标\t牵头单位\n一\t健康\n1\t死亡率降至2.0‰以下\t区卫健委\n2\t普及健康知识，提高素养。\t区教委\n"
    )
    assert [(n.kind, n.number, n.title) for n in made.nodes if n.cells][1:] == [
        ("paragraph", "一", ""),
        ("goal", "1", "死亡率降至2.0‰以下"),
        ("goal", "2", "普及健康知识"),
    ]
    made = tree(HEAD + "表2 任务分工\n\t序号\n\t工作\n\t责任单位\n\n\t1\n\t建中心\n\t区民政局\n\n")
    (row,) = below(made, "t2")
    assert (row.kind, row.local, row.title, row.citation) == ("task", "t2.r1", "建中心", "表2 1")
    assert [(c.column, c.text.value) for c in row.cells] == [
        ("序号", "1"),
        ("工作", "建中心"),
        ("责任单位", "区民政局"),
    ]


def test_indicator_named_with_brackets_in_it() -> None:
    made = tree(
        HEAD
        + "专栏一 主要指标\n\t序号\n\t指标名称（单位）\n\t2030年规划\n\n\t8\n\t以镇（街道）为单位的接种率（%）\n\t≥95\n\n\t9\n\t保护站数\n\t100\n\n"
    )
    assert [(n.title, n.local) for n in below(made, "b1")] == [
        ("以镇（街道）为单位的接种率", "b1.8"),
        ("保护站数", "b1.9"),
    ]


def test_items_of_a_box_written_unlike_those_outside() -> None:
    made = tree(
        "某区规划\n一、任务\n"
        + "（一）保障\n1、落实政策。\n2、健全制度。\n专栏1 重点项目\n1. 生活补贴：给予补贴。\n2. 护理补贴：给予护理。\n3. 托养服务：每年百人。\n（二）服务\n1、康复。\n2、教育。\n"
    )
    check(made)
    assert [n.title for n in made.nodes if n.kind == "project"] == ["生活补贴", "护理补贴", "托养服务"]
    assert [n.local for n in made.nodes if n.kind == "task"] == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]


def test_indicators_without_a_caption_belong_to_the_section() -> None:
    made = tree(
        "某区规划\n一、任务\n"
        + "（一）健康\n1. 建中心。（区教委负责）\n序号\t指标\t2025年\t责任单位\n1\t死亡率（‰）\t<10\t区卫健委\n2\t筛查率（%）\t80\t区妇联\n3\t接种率（%）\t95\t区卫健委\n"
    )
    check(made)
    assert [(n.local, n.parent) for n in made.nodes if n.kind == "indicator"] == [
        ("1.1.i1", "plan/1.1"), ("1.1.i2", "plan/1.1"), ("1.1.i3", "plan/1.1"),
    ]  # fmt: skip


def paragraphs(*values: str) -> tuple[Item, ...]:
    """ "|" is a table of one cell."""
    return tuple(Table(((Text("值"),),)) if v == "|" else Paragraph(Text(v)) for v in values)


def test_dashes_stay_in_their_box() -> None:
    items = paragraphs("一、任务", "专栏1 重点工程", "——建中心。", "——建学校。", "二、保障")
    assert find_boxes(items) == (Box(1, (2, 3)),)


def test_table_of_one_caption_is_not_that_of_the_next() -> None:
    assert find_boxes(paragraphs("表1 甲", "|", "表2 乙", "数值见正文")) == (Box(0, (1,)), Box(2, (3,)))
    assert find_boxes(paragraphs("正文如下。", "|", "表2 乙", "数值见正文。")) == (Box(2, (1,), behind=True),)


TABLE = Table(((Text("序号"), Text("指标")), (Text("1"), Text("托位数"))))


@pytest.mark.parametrize(
    ("below_table", "notes"),
    [
        (["注：1.甲。", "2.乙。", "3.丙。", "4.丁。"], 4),
        (["注：1.甲。", "3.丙。"], 1),  # it does not count on
        (["1.正文。", "2.正文。"], 0),  # numbers alone are the text's
        (["注：只有一条。", "1.正文。"], 1),
        (["注：只有一条。", "2.正文。"], 1),  # a note without a number counts nothing
        (["注：1.甲。", "备注：2.乙。", "3.丙。"], 3),
    ],
)
def test_notes_below_a_table(below_table: list[str], notes: int) -> None:
    items: list[Item] = [Paragraph(Text("表1 主要指标")), TABLE, *(Paragraph(Text(v)) for v in below_table)]
    (box,) = find_boxes(tuple(items))
    assert box.content == (1, *range(2, 2 + notes))
