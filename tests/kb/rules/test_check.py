"""What a careful reviewer would want to know, each with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model import Facts, Tree, Unit
from kb.problems import Problem
from kb.rules import check, find_facts
from kb.rules.overlay import Assignment
from tests.kb.rules.small import Row, plan


def findings(
    tree: Tree, code: str, units: tuple[Unit, ...] = (), found: Facts | None = None
) -> list[Problem]:
    found = found or find_facts(tree, units, ())
    return [p for p in check(tree, found, units, ()) if p.code == code]


def indicator(target: str, unit: str, name: str = "覆盖率（%）") -> Row:
    cells = (("序号", "1"), ("指标名称（单位）", name), ("2030年规划", target), ("责任单位", unit))
    return Row(1, "indicator", cells=tuple(c for c in cells if c[1]))


def test_tasks_and_projects_without_unit() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲事。", "做。"),
        Row(1, "task", "2.乙事。", "做。（责任单位：区教委）"),
        Row(0, "box", "专栏一"),
        Row(1, "project", "丙项目：", "建。"),
    )
    assert [str(p) for p in findings(tree, "KB310")] == [
        "p/source.txt:2:1: KB310 第2条：任务没有责任单位：“甲事”"
    ]
    assert [(p.node, p.level) for p in findings(tree, "KB311")] == [("p/2.1", "note")]


def test_a_task_whose_measures_have_units_is_no_finding() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲事。", "做。"),
        Row(2, "measure", "（1）细做。", "做。（责任单位：区教委）"),
    )
    assert findings(tree, "KB310") == []


def test_numbers_that_count_nothing_break_no_row_of_numbers() -> None:
    rows = [
        Row(1, "indicator", cells=(("序号", n), ("指标名称（%）", "率"))) for n in ("1", "²", "9" * 5000, "2")
    ]
    tree = plan(Row(0, "box", "专栏一"), *rows)
    assert all(p.message for p in check(tree, find_facts(tree, (), ()), (), ()))


def test_indicators_without_unit_or_target() -> None:
    tree = plan(
        Row(0, "box", "专栏一"), indicator("≥90", ""), indicator("——", "区卫健委"), indicator("", "区卫健委")
    )
    assert [p.node for p in findings(tree, "KB312")] == ["p/1.1"]
    assert [(p.node, p.message) for p in findings(tree, "KB313")] == [
        ("p/1.2", "第3条：目标值读不出数字或趋势"),
        ("p/1.3", "第4条：指标没有目标值"),
    ]


def test_unregistered_units_once_each() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", "做。（责任单位：区教委、区民政局）"),
        Row(1, "task", "2.乙。", "做。（责任单位：区民政局）"),
    )
    (problem,) = findings(tree, "KB314", (Unit("区教委"),))
    assert (problem.line, problem.message) == (3, "1 家单位没有登记：区民政局 2 处")
    assert problem.hint == "kb units --propose --plan p 列成待核对的条目，登记在 corpus/units.toml"


def test_of_many_unregistered_units_the_five_most_frequent_are_named() -> None:
    rows = [
        Row(1, "task", f"{n}.事。", f"做。（责任单位：区{'甲乙丙丁戊己庚'[n - 1]}局、区民政局）")
        for n in range(1, 8)
    ]
    (problem,) = findings(plan(Row(0, "chapter", "一、任务"), *rows), "KB314")
    assert (
        problem.message
        == "8 家单位没有登记：区民政局 7 处、区甲局 1 处、区乙局 1 处、区丙局 1 处、区丁局 1 处等"
    )


def test_gaps_and_repeats() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", "做。"),
        Row(1, "task", "3.乙。", "做。"),
        Row(1, "task", "3.丙。", "做。"),
        Row(1, "task", "2.丁。", "做。"),
        Row(0, "chapter", "二、保障"),
        Row(1, "task", "3.戊。", "做。"),
    )
    found = [
        (p.code, p.message)
        for p in check(tree, find_facts(tree, (), ()))
        if p.code in ("KB113", "KB114", "KB118")
    ]
    assert found == [
        ("KB113", "第3条：编号从“1”跳到“3”"),
        ("KB114", "第4条：编号“3”重复"),
        ("KB118", "第5条：编号从“3”退回“2”"),
    ]


def test_recovered_numbers_and_moved_boxes() -> None:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "2.甲。", "做。"), Row(0, "box", "专栏一 工程"))
    nodes = (
        tree.nodes[0],
        replace(tree.nodes[1], repaired=("number",)),
        replace(tree.nodes[2], repaired=("place",)),
    )
    tree = Tree(tree.plan, nodes)
    assert [p.message for p in findings(tree, "KB110")] == ["第2条：源文缺少编号，已按前后推定为“2”"]
    assert [p.node for p in findings(tree, "KB111")] == ["p/2"]


def test_likely_misprint() -> None:
    usual = "推进学前教育普及普惠发展。落实学前教育质量提升计划，健全学前教育资助制度。"
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", usual + "加快创建全国学期教育普及普惠区。"),
        Row(1, "task", "2.乙。", "加强学前教育教师队伍建设，加大教师培训。加快教师培训。"),
    )
    assert [(p.excerpt, p.message, p.level) for p in findings(tree, "KB318")] == [
        ("学期教育普及普惠", "第2条：疑为错字，别处作“学前教育普及普惠”", "warning")
    ]


def test_baseline_that_meets_the_target() -> None:
    tree = plan(
        Row(0, "paragraph", body="截至2020年底，新生儿死亡率、贫血率分别下降至1.21‰和6%。"),
        Row(0, "box", "专栏一"),
        indicator("＜1.3", "区卫健委", "新生儿死亡率（‰）"),
        indicator("＜4", "区卫健委", "贫血率（%）"),
    )
    assert [p.message for p in findings(tree, "KB319")] == [
        "第3条：2020年已为1.21‰，达到2030年目标＜1.3（1行）"
    ]


def test_overlay_contradictions() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", "做。（牵头单位：区教委；配合单位：区民政局）"),
        Row(1, "task", "2.乙。", "做。"),
    )
    overlay = (
        Assignment(node="p/1.1", unit="区残联", role="责任", document="甲府办〔2023〕1号"),
        Assignment(node="p/1.1", unit="区民政局", role="牵头", document="甲府办〔2023〕1号"),
        Assignment(node="p/1.2", unit="区残联", role="责任", document="甲府办〔2023〕1号"),
    )
    found = find_facts(tree, (), (), overlay)
    assert [p.message for p in findings(tree, "KB320", found=found)] == [
        "第2条：规划写的是区教委、区民政局，甲府办〔2023〕1号另写区残联",
        "第2条：区民政局在规划里是配合，在甲府办〔2023〕1号里是牵头",
    ]


def test_several_leaders() -> None:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.甲。", "做。（牵头单位：区教委、区民政局）"))
    assert [p.message for p in findings(tree, "KB321")] == ["第2条：牵头单位有 2 家：区教委、区民政局"]


def test_two_ways_of_printing_one_unit() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1. 修路。", "修好。（责任单位：市住建局、市财政局）"),
        Row(1, "task", "2. 架桥。", "架好。（责任单位：市住房和城乡建设局）"),
    )
    found = [str(p) for p in check(tree, find_facts(tree, (), ())) if p.code == "KB323"]
    assert found == [
        "p/source.txt:5:4: KB323 第3条：“市住房和城乡建设局”与“市住建局”疑为同一单位：“市住房和城乡建设局”。"
        "如是，请在 corpus/units.toml 里写成一条的别名"
    ]


def test_another_word_is_no_misprint() -> None:
    usual = "提升城市防洪排涝能力，增强城市防洪排涝能力，补齐城市防洪排涝能力短板，三涝能之一。"
    tree = plan(Row(0, "chapter", "一、任务", usual + "缓解城市防洪排涝压力。"))
    assert [p for p in check(tree, find_facts(tree, (), ())) if p.code == "KB318"] == []


def test_units_of_the_overlay_that_nobody_registered() -> None:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1. 甲事。", "做好。"))
    units = (Unit("区教委"),)
    rows = (
        Assignment(node="p/1.1", unit="区教委", role="牵头", document="甲办〔2023〕1号"),
        Assignment(node="p/1.1", unit="区教位", role="配合", document="甲办〔2023〕1号"),
    )
    found = [p for p in check(tree, find_facts(tree, units, (), rows), units) if p.code == "KB314"]
    assert [p.message for p in found] == ["duties.csv 里有 1 家单位没有登记：区教位 1 处"]


def test_the_first_chapter_is_the_first() -> None:
    assert [p.message for p in findings(plan(Row(0, "chapter", "二、任务")), "KB118")] == [
        "第1条：编号不从一开始"
    ]
    assert findings(plan(Row(0, "chapter", "任务"), Row(1, "task", "2.甲。")), "KB118") == []


def test_indicators_under_one_number_repeat_it() -> None:
    tree = plan(Row(0, "box", "专栏一"), indicator("≥90", "区教委"), indicator("≥80", "区教委"))
    assert findings(tree, "KB118") == []


def test_what_a_merged_cell_says_is_told() -> None:
    cells = [
        (
            ("序号", n),
            ("指标名称（单位）", name),
            ("2030年规划", "≥9"),
            ("指标属性", binding),
            ("责任单位", "区教委"),
        )
        for n, name, binding in (
            ("1", "甲率（%）", "约束性"),
            ("2", "乙率（%）", ""),
            ("3", "丙率（%）", "其他"),
            ("4", "丁率（%）", ""),
        )
    ]
    tree = plan(Row(0, "box", "专栏一"), *(Row(1, "indicator", cells=c) for c in cells))
    assert [(p.message, p.excerpt) for p in findings(tree, "KB322")] == [
        ("第3条：属性从上一行承接：约束性", "乙率")
    ]


def test_a_unit_of_the_prose_that_nobody_registered() -> None:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.甲。", "做好，市民政局标准要执行。"))
    (problem,) = findings(tree, "KB314")
    assert (problem.message, problem.line) == ("1 家单位没有登记：市民政局 1 处", 3)
    assert findings(tree, "KB314", (Unit("市民政局"),)) == []


def test_leaders_of_one_statement_are_counted_together() -> None:
    two = "做。（牵头单位：区教委）再做。（牵头单位：区民政局）"
    assert findings(plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.甲。", two)), "KB321") == []


@pytest.mark.parametrize(
    ("bracket", "codes"),
    [
        ("（责任单位：区教委）", []), ("（按职责分工负责）", []), ("（各部门按职责分工负责）", []), ("（2023年底前）", []),
        ("（由他们牵头）", ["KB333"]), ("（落实情况好的负责）", ["KB333"]), ("（责任单位：区教委、", ["KB334"]),
    ],
)  # fmt: skip
def test_brackets_that_were_not_understood(bracket: str, codes: list[str]) -> None:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.甲。", f"做好{bracket}"))
    found = [p for p in check(tree, find_facts(tree, (), ())) if p.code in ("KB333", "KB334")]
    assert [p.code for p in found] == codes
    assert [p.excerpt for p in found] == [bracket] * len(codes)
