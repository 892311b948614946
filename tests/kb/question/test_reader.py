"""What is read of a question, without a base: a small vocabulary and a text that is printed."""

from __future__ import annotations

from typing import Any

import pytest

from kb.model import Topic, Unit
from kb.question.question import PlanName
from kb.question.reader import Reader

PRINTED = (
    "推进河道清淤，城市管网改造率达到85.5%。企业开办全程网办，预售资金监管。青江公园改造。市水务局负责。"
)
READER = Reader(
    (Topic("防汛", ("防汛", "内涝"), ("淹水",)),),
    (Unit("市水务局", "青江市水务局", ("水务局",)), Unit("市财政局")),
    lambda s: s.replace("？", "?").replace("，", ","),
    words=frozenset(
        ["河道", "清淤", "城市", "管网", "改造率", "企业", "开办", "全程", "预售", "资金", "公园", "改造"]
    ),
    prints=lambda w: w in PRINTED,
    plans=(
        PlanName(
            id="qingjiang-water",
            names=("青江市", "青江"),
            sign="青政发(2024)7号",
            number="7",
            years=(2024, 2027),
        ),
        PlanName(id="bai-water", names=("白县",)),
    ),
)


def read(query: str) -> Any:
    return READER.read(query)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("防汛谁管", "who"),
        ("市水务局要做些什么", "what-of-unit"),
        ("水务局管着几项任务", "what-of-unit"),
        ("市水务局管不管防汛", "yes-no"),
        ("城市管网改造率目标是多少", "value"),
        ("管网改造率现在多少", "value"),
        ("哪些指标已经达标", "list"),
        ("有几个约束性指标归市财政局", "what-of-unit"),
        ("有几个约束性指标", "count"),
        ("没写责任单位的任务有哪些", "list"),
        ("2026年底前要完成什么", "list"),
        ("青政发7号是什么文件", "document"),
    ],
)
def test_kinds(query: str, kind: str) -> None:
    assert read(query).kind == kind


@pytest.mark.parametrize(
    ("query", "segments"),
    [
        ("企业开办谁负责", ["企业开办"]),  # 办 is part of its word
        ("企业开办", ["企业开办"]),
        ("预售资金监管谁负责", ["预售资金监管"]),  # the plan prints the whole
        ("河道清淤由哪个部门来管呢", ["河道清淤"]),
        ("请问河道清淤归谁管?", ["河道清淤"]),
        ("河道清淤在规划里怎么说", ["河道清淤"]),
        ("青江公园改造谁负责", ["青江公园改造"]),  # a name that begins with the plan's place
        ("门店开办谁管", ["门店开办"]),  # 开 is no word here, and 办 no filler after it
        ("管网改造率这个指标归谁", ["管网改造率"]),
        ("河道清淤要几月底前完成", ["河道清淤"]),
        ("河道清淤和加装电梯各归哪家", ["河道清淤", "加装电梯"]),
        ("企业开办全程网办和防汛分别由谁负责", ["企业开办全程网办", "防汛"]),
    ],
)
def test_a_word_is_not_cut_off(query: str, segments: list[str]) -> None:
    assert list(read(query).segments) == segments


def test_places_and_plans() -> None:
    asked = read("青江的河道清淤谁负责")
    assert asked.plans == ("qingjiang-water",)
    assert asked.segments == ("河道清淤",)
    assert read("南京的河道清淤谁负责").places == ("南京",)
    assert read("白县的河道清淤谁负责").plans == ("bai-water",)
    assert read("河道清淤谁负责").plans == ()
    assert read("白泉市水务局管不管河道清淤").places == ("白泉市",)  # with a body of that name in a plan
    assert read("河道市水务局").places == ()  # a word before 市 is no city


def test_documents() -> None:
    asked = read("国办发43号里提到的河道清淤谁管")
    assert (asked.places, asked.segments) == (("国办发43号",), ("河道清淤",))
    assert read("青政发7号里提到的河道清淤谁管").plans == ("qingjiang-water",)
    assert read("轨道交通18号线谁建").places == ()  # a line has a number too


def test_times() -> None:
    asked = read("2026年6月底前市水务局要完成什么")
    assert asked.deadline is not None
    assert (asked.deadline.year, asked.deadline.month) == (2026, 6)
    assert read("2040年的管网改造率").years == (2040,)


def test_numbers_are_anchors() -> None:
    assert [(n.value, n.unit) for n in read("85.5是哪个指标").numbers] == [(85.5, "")]
    assert [(n.value, n.unit) for n in read("30分钟应急圈归谁").numbers] == [(30.0, "分钟")]
    assert read("3-6岁儿童归谁").numbers == ()


def test_filters() -> None:
    assert read("哪些任务没有责任单位").filters == ("无单位",)
    for asked, things in (("没有责任单位", ()), ("没写谁负责", ()), ("没有责任单位的任务", ("task",))):
        assert (read(asked).kind, read(asked).filters, read(asked).things) == ("list", ("无单位",), things)
    assert read("哪些指标还没达标").filters == ("未达标",)
    assert read("约束性指标有哪些").filters == ("约束性",)
    assert read("共同建设谁负责").filters == ("共同",)


def test_a_recipient_does_not_filter() -> None:
    assert read("年度报告由谁向市财政局提交").units == ()
    assert [u.name for u in read("市财政局报什么").units] == ["市财政局"]


def test_bodies_that_no_plan_names() -> None:
    assert read("林业局负责防汛吗").bodies == ("林业局",)
    assert read("市水务局负责防汛吗").bodies == ()


def test_a_slip_in_a_units_name() -> None:
    assert READER.unit_slip("市水务菊") == "市水务局"
    assert READER.unit_slip("水务菊") == ""  # too short to tell
    assert READER.unit_slip("市林业菊") == ""
