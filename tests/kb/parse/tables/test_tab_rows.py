"""Tables with a row a line, beside their rows and how many lines they take."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.parse.tables.space_rows import read_spaced
from kb.parse.tables.tab_rows import read_rows
from kb.readers.source import Line
from kb.spans import Text
from tests.kb.parse.made import text_source

Read = Callable[[str, list[Line], int], tuple[tuple[tuple[Text, ...], ...], int]]


def lines_of(read: Read, text: str) -> tuple[list[list[str]], int]:
    rows, behind = read(text, [b for b in text_source(text).blocks if isinstance(b, Line)], 0)
    return [[c.value for c in row] for row in rows], behind


def test_tables_of_two_columns() -> None:
    rows = [["任务", "单位"], ["建中心", "办成一所。区卫健委"], ["2.", "区教委"], ["建站点", "区民政局"]]
    assert lines_of(read_rows, "\n".join("\t".join(r) for r in rows)) == (rows, 4)


@pytest.mark.parametrize(
    "text",
    [
        "1.\t完善设施\n2.\t办好讲座\n3.\t培训人员",
        "责任单位：\t区教委\n配合单位：\t区民政局\n完成时限：\t年底",
        "任务\t单位\n建中心\t区卫健委",
        "建好中心。\t区卫健委\n建学校\t区教委\n建站点\t区民政局",
        f"{'字' * 21}\t区卫健委\n建学校\t区教委\n建站点\t区民政局",
    ],
)
def test_two_words_with_a_tab_between_are_no_table(text: str) -> None:
    assert lines_of(read_rows, text) == ([], 0)


def test_three_rows_of_five_tell_the_width() -> None:
    full, short = "项目\t地点\t年份", "合计\t三处"
    assert lines_of(read_rows, "\n".join([full, full, short, full, short])) == (
        [["项目", "地点", "年份"]] * 2
        + [["合计", "三处", ""], ["项目", "地点", "年份"], ["合计", "三处", ""]],
        5,
    )
    assert lines_of(read_rows, "\n".join([full, full, short, short])) == ([], 0)


@pytest.mark.parametrize("group", ["甲", "字" * 30])
def test_name_of_a_group_between_tabbed_rows(group: str) -> None:
    text = f"序号\t指标\t2025年\n1\t死亡率\t3\n{group}\n2\t近视率\t50\n"
    assert lines_of(read_rows, text)[0][2:] == [[group, "", ""], ["2", "近视率", "50"]]


@pytest.mark.parametrize("between", ["", "字" * 31])
def test_tabbed_rows_end_at_an_empty_or_a_long_line(between: str) -> None:
    text = f"序号\t指标\t2025年\n1\t死亡率\t3\n{between}\n2\t近视率\t50\n"
    assert lines_of(read_rows, text) == ([["序号", "指标", "2025年"], ["1", "死亡率", "3"]], 2)


def test_spaced_rows_broken_by_a_long_line_are_no_table() -> None:
    rows = "序号 指标 2025年\n1 死亡率 3\n2 近视率 50\n"
    assert lines_of(read_spaced, rows + "以上为主要指标。") == (
        [["序号", "指标", "2025年"], ["1", "死亡率", "3"], ["2", "近视率", "50"]],
        3,
    )
    assert lines_of(read_spaced, rows + "字" * 31 + "\n3 接种率 95\n") == ([], 0)
