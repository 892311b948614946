"""Indicator tables of one cell a line, a row a line or one cell a paragraph: the same rows from each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.parse.tables.numbered_cells import even_width, numbered_rows
from kb.rules import find_facts
from kb.spans import Text
from tests.kb.parse.made import check, outline, tree

HEAD = "某区儿童规划\n（2021—2030年）\n一、总体要求\n（一）思路。以人为本，统筹推进。\n专栏1 主要指标\n"
TAIL = "\n二、重点任务\n（一）健康\n1.建中心。办好一所。\n2.建学校。办好两所。\n"
Rows = list[list[str]]

YEARS: Rows = [
    ["序号", "指标", "2020年", "2025年", "2030年", "属性", "责任部门"],
    ["1", "婴儿死亡率（‰）", "3.2", "≤3.0", "≤2.8", "约束性", "区卫健委"],
    ["2", "毛入园率（%）", "90", "93左右", ">98%", "预期性", "区教委、区财政局"],
    ["3", "托位数（个）", "1.8", "3—5", "≥4.5", "预期性", "区卫健委"],
    ["4", "新增学位（个）", "—", "〔3000〕", "[6000]", "预期性", "区教委"],
    ["5", "阅读率（%）", "—", "逐步提高", "持续提高", "预期性", "区文旅委"],
]
OPENED: Rows = [
    ["类别", "指标名称", "单位", "2020年基期值", "2025年目标值", "指标属性"],
    ["健康", "1.婴儿死亡率", "‰", "3.2", "3.0左右", "约束性"],
    ["", "2.孕产妇死亡率", "1/10万", "12", "<10", "约束性"],
    ["教育", "3.毛入园率", "%", "90", ">93", "预期性"],
    ["", "4.巩固率", "%", "100%", "100%", "约束性"],
]
CATEGORY_FIRST: Rows = [
    ["领域", "序号", "主要指标", "2030年目标", "责任单位"],
    ["儿童与健康", "1", "婴儿死亡率", "<2.5‰", "区卫健委"],
    ["", "2", "纯母乳喂养率", "≥50%", "区卫健委"],
    ["儿童与安全", "3", "伤害死亡率", "下降", "区公安分局"],
    ["", "4", "食品抽检合格率", "98%以上", "区市场监管局"],
]
GROUPS: Rows = [
    ["指标", "单位", "2020年", "2025年", "属性"],
    ["一、健康", "", "", "", ""],
    ["婴儿死亡率", "‰", "3.2", "≤3.0", "约束性"],
    ["近视率", "%", "55", "下降", "预期性"],
    ["二、教育", "", "", "", ""],
    ["毛入园率", "%", "90", "93", "预期性"],
]


def tabbed(rows: Rows) -> str:
    return "\n".join("\t" + c for r in rows for c in r)


def row_a_line(rows: Rows) -> str:
    return "\n".join("\t".join(r) for r in rows)


def paragraphs(rows: Rows) -> str:
    return "\n".join(c for r in rows for c in r if c)


def spaced(rows: Rows) -> str:
    return "\n\n".join(c for r in rows for c in r)


def shown(rows: str) -> list[str]:
    made = tree(HEAD + rows + TAIL)
    check(made)
    assert outline(made, "chapter", "task") == [
        "chapter 1 总体要求",
        "chapter 2 重点任务",
        "    task 2.1.1 建中心",
        "    task 2.1.2 建学校",
    ]
    return [
        " ".join(
            [
                i.number or "-",
                i.category or "-",
                f"{i.name}/{i.unit_of_measure}",
                *(f"{t.year}:{t.text}" for t in i.targets),
                i.binding or "-",
                "、".join(i.units) or "-",
            ]
        )
        for i in find_facts(made, (), ()).indicators
    ]


ALL = pytest.mark.parametrize("written", [tabbed, row_a_line, paragraphs, spaced])


@ALL
def test_several_years(written: Callable[[Rows], str]) -> None:
    assert shown(written(YEARS)) == [
        "1 - 婴儿死亡率/‰ 2025:≤3.0 2030:≤2.8 约束性 区卫健委",
        "2 - 毛入园率/% 2025:93左右 2030:>98% 预期性 区教委、区财政局",
        "3 - 托位数/个 2025:3—5 2030:≥4.5 预期性 区卫健委",
        "4 - 新增学位/个 2025:〔3000〕 2030:[6000] 预期性 区教委",
        "5 - 阅读率/% 2025:逐步提高 2030:持续提高 预期性 区文旅委",
    ]


def test_a_last_column_is_no_category_of_the_row_below() -> None:
    rows = [
        ["序号", "任务", "内容", "责任单位", "配合单位", "完成时间"],
        ["1", "绿色社区", "六成社区达标", "县住建局", "各镇街", "2025年12月"],
        ["2", "公园绿地", "新增公园20个", "县城管局", "县自然资源局", "2026年6月"],
        ["3", "停车设施", "新增泊位3000个", "县交运集团", "县公安局", "2026年12月"],
    ]
    facts = find_facts(tree(HEAD + paragraphs(rows) + TAIL), (), ())
    assert [(d.unit, d.role, d.deadline) for d in facts.duties] == [
        ("县住建局", "责任", "2025年12月"), ("各镇街", "配合", "2025年12月"),
        ("县城管局", "责任", "2026年6月"), ("县自然资源局", "配合", "2026年6月"),
        ("县交运集团", "责任", "2026年12月"), ("县公安局", "配合", "2026年12月"),
    ]  # fmt: skip


@ALL
def test_number_that_opens_the_name(written: Callable[[Rows], str]) -> None:
    assert shown(written(OPENED)) == [
        "1 健康 婴儿死亡率/‰ 2025:3.0左右 约束性 -",
        "2 健康 孕产妇死亡率/1/10万 2025:<10 约束性 -",
        "3 教育 毛入园率/% 2025:>93 预期性 -",
        "4 教育 巩固率/% 2025:100% 约束性 -",
    ]


@ALL
def test_category_before_the_number(written: Callable[[Rows], str]) -> None:
    assert shown(written(CATEGORY_FIRST)) == [
        "1 儿童与健康 婴儿死亡率/‰ 2030:<2.5‰ - 区卫健委",
        "2 儿童与健康 纯母乳喂养率/% 2030:≥50% - 区卫健委",
        "3 儿童与安全 伤害死亡率/ 2030:下降 - 区公安分局",
        "4 儿童与安全 食品抽检合格率/% 2030:98%以上 - 区市场监管局",
    ]


@pytest.mark.parametrize("written", [tabbed, row_a_line])
def test_lines_that_open_groups_of_rows(written: Callable[[Rows], str]) -> None:
    assert shown(written(GROUPS)) == [
        "- 健康 婴儿死亡率/‰ 2025:≤3.0 约束性 -",
        "- 健康 近视率/% 2025:下降 预期性 -",
        "- 教育 毛入园率/% 2025:93 预期性 -",
    ]


def test_rows_under_one_number() -> None:
    rows = [
        ["序号", "指标", "2025年", "属性"],
        ["1", "近视率（%）", "下降", "预期性"],
        ["2", "小学生睡眠（小时）", "≥10", "预期性"],
        ["", "初中生睡眠（小时）", "≥9", ""],
        ["3", "接种率（%）", "≥95", "约束性"],
    ]
    assert shown(tabbed(rows)) == [
        "1 - 近视率/% 2025:下降 预期性 -",
        "2 - 小学生睡眠/小时 2025:≥10 预期性 -",
        "2 - 初中生睡眠/小时 2025:≥9 预期性 -",
        "3 - 接种率/% 2025:≥95 约束性 -",
    ]


def test_frame_of_several_paragraphs_is_no_table() -> None:
    made = tree(
        HEAD.replace("专栏1 主要指标", "专栏1 重点工程")
        + "\t医务人员项目：配备医生。\n\t早期发展项目：办好讲座。\n\n"
        + TAIL.strip()
    )
    check(made)
    assert [(n.kind, n.title, n.text) for n in made.nodes if n.local.startswith("b1")] == [
        ("box", "重点工程", ""),
        ("project", "医务人员项目", "配备医生。"),
        ("project", "早期发展项目", "办好讲座。"),
    ]


def test_decimals_are_no_numbers_of_headings() -> None:
    made = tree(HEAD + "托位\n3.0左右\n" + TAIL.strip())
    check(made)
    assert [n.local for n in made.nodes if n.kind == "task"] == ["2.1.1", "2.1.2"]


def test_table_without_a_caption() -> None:
    rows = paragraphs(CATEGORY_FIRST)
    made = tree(HEAD.replace("专栏1 主要指标\n", "") + TAIL.strip() + f"\n附件\n某区主要指标表\n{rows}\n")
    check(made)
    assert [(i.number, i.category, i.name) for i in find_facts(made, (), ()).indicators] == [
        ("1", "儿童与健康", "婴儿死亡率"),
        ("2", "儿童与健康", "纯母乳喂养率"),
        ("3", "儿童与安全", "伤害死亡率"),
        ("4", "儿童与安全", "食品抽检合格率"),
    ]


def in_a_line(rows: Rows) -> str:
    return "\n".join(" ".join(c for c in r if c) for r in rows)


def test_row_a_line_with_spaces_between_the_cells() -> None:
    assert shown(in_a_line(YEARS)) == shown(row_a_line(YEARS))
    assert shown(in_a_line(CATEGORY_FIRST)) == shown(row_a_line(CATEGORY_FIRST))
    grouped = [YEARS[0], ["儿童与健康"], *YEARS[1:3], ["儿童与教育"], *YEARS[3:]]
    assert [s.split()[1] for s in shown(in_a_line(grouped))] == [
        "儿童与健康",
        "儿童与健康",
        "儿童与教育",
        "儿童与教育",
        "儿童与教育",
    ]


def test_row_a_line_with_a_wrapped_cell_stays_text() -> None:
    text = in_a_line(YEARS).replace("2 毛入园率（%）", "2 毛入园\n率（%）")
    assert shown(text) == []


# Rows told by their numbers; "" is an empty cell ---------------------------------------------------------------------


def numbered(*cells: str, explicit: bool) -> list[list[str]] | None:
    found = numbered_rows([Text(c) if c else None for c in cells], explicit)
    return None if found is None else [[c.value for c in row] for row in found[0]]


def test_what_stands_before_the_number_heads_the_categories() -> None:
    cells = "人群 序号 指标 2025年 儿童 1 死亡率 3 2 近视率 50 妇女 3 筛查率 95"
    assert numbered(*cells.split(), explicit=False) == [
        ["人群", "序号", "指标", "2025年"],
        ["儿童", "1", "死亡率", "3"], ["", "2", "近视率", "50"], ["妇女", "3", "筛查率", "95"],
    ]  # fmt: skip


def test_two_numbers_do_not_count_on() -> None:
    assert (
        numbered(*["序号", "指标", "2025年", "1", "死亡率", "3", "2", "近视率", "50"], explicit=False) is None
    )


def test_rows_whose_empty_cells_are_all_there() -> None:
    cells = ("类别", "序号", "指标", "健康", "1", "死亡率", "", "2", "近视率", "", "3", "接种率")
    assert numbered(*cells, explicit=True) == [list(cells[k : k + 3]) for k in (0, 3, 6, 9)]
    assert numbered(*cells, "教育", explicit=True) is None


def test_width_of_a_heading_row_and_one_row() -> None:
    assert even_width(["城镇", "中心城区甲", "面积数", "大城", "3", "5"]) == 3
