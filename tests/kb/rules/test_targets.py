"""Targets, indicators and baselines as data."""

from __future__ import annotations

import pytest

from kb.rules.baselines import IndicatorNames, match_indicator, past_values
from kb.rules.indicators import measure_of
from kb.rules.targets import read_target
from kb.spans import Piece, Text
from kb.words.normalised import normalise
from tests.kb.rules.small import Row, facts, plan


@pytest.mark.parametrize(
    ("text", "op", "value", "high"),
    [
        ("＜1.3", "<", 1.3, None), ("<1.3", "<", 1.3, None), ("≤38", "<=", 38, None), ("≥4.5", ">=", 4.5, None),
        ("＞60", ">", 60, None), ("100", "=", 100, None), ("3—5", "=", 3, 5), ("3-5", "=", 3, 5), ("95%以上", ">=", 95, None),
        ("不低于60", ">=", 60, None), ("控制在25以内", "<=", 25, None), ("90%", "=", 90, None), ("1,200", "=", 1200, None),
        ("90左右", "=", 90, None), ("≈90", "=", 90, None), ("〔100〕", "=", 100, None), ("≥ 98.5", ">=", 98.5, None),
    ],
)  # fmt: skip
def test_numbers(text: str, op: str, value: float, high: float | None) -> None:
    t = read_target(text)
    assert (t.op, t.value, t.value_high, t.trend) == (op, value, high, None)


@pytest.mark.parametrize(
    "text",
    ["下降", "减少", "降低", "提高", "增加", "巩固提高", "明显提高", "巩固\n\n提高", "逐步下降", "保持稳定"],
)
def test_trends(text: str) -> None:
    t = read_target(text)
    assert (t.trend, t.op, t.value) == ("".join(text.split()), None, None)


@pytest.mark.parametrize("text", ["——", "—", "", "/", "按上级要求", "待定"])
def test_no_value(text: str) -> None:
    t = read_target(text)
    assert (t.op, t.value, t.trend) == (None, None, None)


def test_marks() -> None:
    assert read_target("90左右").approx
    assert read_target("≈90").approx
    assert read_target("〔100〕").cumulative
    assert read_target("[100]").cumulative
    assert read_target("【100】").cumulative
    assert not read_target("（100）").cumulative
    assert not read_target("100").cumulative
    assert read_target("≥5", "2030年\n规划").year == 2030


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("新生儿死亡率（‰）", "‰"),
        ("每千名（0-14岁）儿童拥有医疗床位数（张）", "张"),
        ("面积(万平方米（累计）)", "万平方米（累计）"),
        ("托位数", ""),
        ("（城区）托位数", ""),
    ],
)
def test_unit_of_measure(name: str, unit: str) -> None:
    assert measure_of(name) == unit


def _row(number: str, name: str, target: str, binding: str, **more: str) -> Row:
    cells = (
        ("类别", more.get("category", "")),
        ("序号", number),
        ("指标名称（单位）", name),
        ("2030年规划", target),
    )
    return Row(1, "indicator", cells=(*cells, ("指标属性", binding), ("责任单位", "区卫健委")))


def test_rows_inherit_what_a_merged_cell_says() -> None:
    tree = plan(
        Row(0, "box", "专栏一"),
        _row("11", "小学生近视率（%）", "＜38", "预期性", category="儿童\n与健康"),
        _row("12", "龋患率（%）", "＜25", "约束性"),
    )
    one, two = facts(tree).indicators
    assert (one.name, one.unit_of_measure, one.target.op, one.target.year) == ("小学生近视率", "%", "<", 2030)
    assert (one.binding, one.binding_inherited, one.units) == ("预期性", False, ("区卫健委",))
    assert (two.category, two.binding) == ("儿童与健康", "约束性")


def test_several_targets_and_a_column_of_the_present() -> None:
    cells = (("指标", "覆盖率"), ("单位", "%"), ("2020年", "60"), ("2022年", "≥70"), ("2025年目标", "≥80"))
    tree = plan(Row(0, "box", "专栏一"), Row(1, "indicator", cells=cells))
    (x,) = facts(tree).indicators
    assert [(t.year, t.value) for t in x.targets] == [(2022, 70), (2025, 80)]
    assert x.unit_of_measure == "%"
    assert x.baseline is not None
    assert (x.baseline.year, x.baseline.value, x.baseline.quote) == (2020, 60, "60")


def test_baselines_by_fenbie() -> None:
    text = "截至2020年底，新生儿死亡率、婴儿死亡率和5岁以下儿童死亡率等指标分别下降至1.21‰、1.51‰和2.12‰，优于平均水平。"
    tree = plan(
        Row(0, "paragraph", body=text),
        Row(0, "box", "专栏一"),
        _row("1", "新生儿死亡率（‰）", "＜1.3", "约束性"),
        _row("2", "婴儿死亡率（‰）", "＜2.3", "约束性"),
        _row("4", "5岁以下儿童死亡率（‰）", "＜3.5", "约束性"),
        _row("5", "5岁以下儿童贫血率（%）", "＜4", "约束性"),
    )
    found = [(x.baseline.value, x.baseline.year) if x.baseline else None for x in facts(tree).indicators]
    assert found == [(1.21, 2020), (1.51, 2020), (2.12, 2020), None]
    first = facts(tree).indicators[0].baseline
    assert first is not None
    assert (first.unit_of_measure, first.node) == ("‰", "p/q1")
    assert (
        first.quote.startswith("新生儿死亡率")
        or first.quote.startswith("截至")
        or "分别下降至" in first.quote
    )


def test_baseline_alone_and_of_another_unit() -> None:
    text = "2020年，农村自来水普及率达到88%，贫血率下降到3‰。"
    tree = plan(
        Row(0, "paragraph", body=text),
        Row(0, "box", "专栏一"),
        _row("1", "农村自来水普及率（%）", "≥90", ""),
        _row("2", "贫血率（%）", "＜4", ""),
    )
    one, two = facts(tree).indicators
    assert one.baseline is not None
    assert one.baseline.value == 88
    assert two.baseline is None


def test_numbers_that_do_not_pair_give_no_baseline() -> None:
    text = "截至2020年底，甲死亡率、乙死亡率分别下降至1.2‰、1.5‰和2.1‰。"
    tree = plan(
        Row(0, "paragraph", body=text), Row(0, "box", "专栏一"), _row("1", "甲死亡率（‰）", "＜1", "")
    )
    assert facts(tree).indicators[0].baseline is None


def test_names_that_nearly_match() -> None:
    tree = plan(
        Row(0, "box", "专栏一"),
        _row("1", "学前三年毛入园率（%）", "≥93", ""),
        _row("2", "5岁以下儿童贫血率（%）", "＜4", ""),
    )
    indicators = IndicatorNames.of(list(facts(tree).indicators))
    near = match_indicator("学前教育毛入园率", indicators)
    assert near is not None
    assert near.number == "1"
    assert match_indicator("5岁以下儿童死亡率", indicators) is None


def test_the_year_is_what_is_said_before_what_the_column_says() -> None:
    assert read_target("≥90", "2030年规划").year == 2030
    assert read_target("≥90", "2030年规划", 2025).year == 2025
    nothing = read_target("见附表", "2030年规划")
    assert (nothing.text, nothing.value, nothing.year, nothing.column) == ("见附表", None, 2030, "2030年规划")


def test_thousands_on_both_sides_of_a_range() -> None:
    found = read_target("1,200—1，500", "")
    assert (found.value, found.value_high) == (1200.0, 1500.0)


def test_values_of_the_past() -> None:
    value = "2020年，甲死亡率、乙死亡率分别下降至1.2‰、1.5‰，到2021年底我市入园率达到88%。今年办学率达到90%。2019年巩固率达95%。"
    text = normalise(Text(value, (Piece(0, 0, len(value)),)))
    assert [(*x[:3], value[x[3] : x[4]]) for x in past_values(text)] == [
        ("甲死亡率", "1.2‰", 2020, "甲死亡率、乙死亡率分别下降至1.2‰、1.5‰"),
        ("乙死亡率", "1.5‰", 2020, "甲死亡率、乙死亡率分别下降至1.2‰、1.5‰"),
        ("到2021年底我市入园率", "88%", 2021, "到2021年底我市入园率达到88%"),
        ("2019年巩固率", "95%", 2019, "2019年巩固率达95%"),
    ]


def test_where_the_past_is_told() -> None:
    text = "2020年，农村自来水普及率达到88%。"
    row = _row("1", "农村自来水普及率（%）", "≥90", "")
    for told, period, value in (
        (Row(0, "paragraph", body=text), (2021, 2030), 88),
        (Row(0, "paragraph", body=text), None, 88),
        (Row(0, "chapter", "一、现状", text), (2021, 2030), 88),
        (Row(0, "chapter", "一、现状", text.replace("2020", "2021")), (2021, 2030), None),
        (Row(0, "box", "专栏", text), (2021, 2030), None),
    ):
        (x,) = facts(plan(told, Row(0, "box", "专栏一"), row, period=period)).indicators
        assert (x.baseline and x.baseline.value) == value
    for period, value in (((2021, 2030), 88), (None, None)):
        tree = plan(
            Row(0, "chapter", "一、现状"),
            Row(1, "section", "（一）水。", text),
            Row(0, "box", "专栏一"),
            row,
            period=period,
        )
        (x,) = facts(tree).indicators
        assert (x.baseline and x.baseline.value) == value


def test_a_line_over_some_rows_is_their_category() -> None:
    tree = plan(
        Row(0, "box", "专栏一"),
        Row(1, "paragraph", cells=(("序号", "一、儿童与健康"), ("指标", ""))),
        _row("1", "甲率（%）", "≥9", ""),
        _row("2", "乙率（%）", "≥9", "", category="儿童与教育"),
        Row(1, "paragraph", cells=(("序号", "二、儿童与安全"), ("指标", ""))),
        _row("3", "丙率（%）", "≥9", ""),
        Row(0, "box", "专栏二"),
        _row("4", "丁率（%）", "≥9", ""),
    )
    assert [x.category for x in facts(tree).indicators] == ["儿童与健康", "儿童与教育", "儿童与安全", ""]


def test_a_column_of_remarks_is_no_target() -> None:
    cells = (("指标", "覆盖率"), ("备注", "共12项"), ("2025年目标", "≥80"))
    (x,) = facts(plan(Row(0, "box", "专栏一"), Row(1, "indicator", cells=cells))).indicators
    assert [t.text for t in x.targets] == ["≥80"]
