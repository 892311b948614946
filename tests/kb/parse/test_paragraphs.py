"""Lines to paragraphs and tables: wraps, page marks, cells of Word tables."""

from __future__ import annotations

import pytest

from kb.parse.items import Paragraph, Table
from kb.parse.paragraphs import paragraphs
from kb.parse.source_text import text_of
from tests.kb.parse.made import check, outline, text_source, tree


def items(text: str) -> list[str | list[list[str]]]:
    return [
        x.text.value if isinstance(x, Paragraph) else [[c.value for c in row] for row in x.rows]
        for x in paragraphs(text_source(text)).items
    ]


def test_a_line_is_a_paragraph() -> None:
    assert items("一、总体\n\n  首行缩进。\r\n　　全角缩进。\r末行") == [
        "一、总体",
        "首行缩进。",
        "全角缩进。",
        "末行",
    ]


WRAPPED = """某市营商环境实施方案
一、总体要求
为深入贯彻落实优化营商环境条例，持续打造一流的营商环境，结合本市
实际，制定本方案。坚持问题导向，聚焦企业和群众办事中的堵点难点，推
动各项改革举措落地见效，不断提升企业和群众的获得感与满意度，为高质
量发展提供有力支撑。
二、重点任务
（一）优化政务服务。推进政务服务事项集成办理，实现更多事项“一件事
一次办”，全面推行告知承诺制，压减办理时限，提升网上办理深度，做到应
上尽上、能办尽办。（牵头单位：市政务局；配合单位：市大
数据局）
1.推进“跨省通办”。扩大通办事项范围，建立健全协同机制，推动更多高
频事项异地可办。
2.规范中介服务。建立中介服务超市，公开服务事项、流程、时限和收费标
准。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建站。\n牵头\n单位：甲局\n配合单\n位：乙局", ["建站。", "牵头单位：甲局", "配合单位：乙局"]),
        ("建站。\n牵\n头单位：甲局", ["建站。", "牵头单位：甲局"]),
        ("建站。（责任单位：甲局、\n乙局）", ["建站。（责任单位：甲局、乙局）"]),
        ("建站。（责任单位：甲局\n二、保障措施", ["建站。（责任单位：甲局", "二、保障措施"]),
        ("明确责任\n单位要落实", ["明确责任", "单位要落实"]),
    ],
)
def test_labels_and_brackets_of_responsibility_are_put_together(text: str, expected: list[str]) -> None:
    assert items(text) == expected


def test_hard_wraps_are_undone() -> None:
    shown = items(WRAPPED)
    assert [str(x)[:6] for x in shown] == [
        "某市营商环境",
        "一、总体要求",
        "为深入贯彻落",
        "二、重点任务",
        "（一）优化政",
        "1.推进“跨",
        "2.规范中介",
    ]
    assert str(shown[2]).endswith("为高质量发展提供有力支撑。")
    assert str(shown[4]).endswith("（牵头单位：市政务局；配合单位：市大数据局）")
    check(tree(WRAPPED))


@pytest.mark.parametrize(
    "mark", ["# Page 1020:", "— 12 —", "- 3 -", "－ 3 －", "第 3 页 共 12 页", "第3页", "—12—", "–7–"]
)
def test_page_marks_are_left_out_and_listed(mark: str) -> None:
    text = f"一、总体要求\n加强领导，\n{mark}\n落实责任。\n二、任务\n1. 甲。\n"
    made = tree(text)
    check(made)
    (repair,) = [r for r in made.repairs if r.kind == "page-mark"]
    assert (repair.source, repair.line, repair.value) == (mark, 3, "")
    assert repair.reason == "页码或分页标记，不是正文"
    assert not any(mark in n.text for n in made.nodes)


TABLE = "表1 主要指标\n\t序号\n\t指标名称（%）\n\t2030年\n规划\n\n\t1\n\t入园率\n\t巩固\n\n提高\n\n\t\n\t普惠率\n\t≥85\n\n后文。\n"


def test_cells_one_a_line_make_a_table() -> None:
    assert items(TABLE) == [
        "表1 主要指标",
        [["序号", "指标名称（%）", "2030年规划"], ["1", "入园率", "巩固提高"], ["", "普惠率", "≥85"]],
        "后文。",
    ]


def test_category_in_single_characters_over_blank_lines() -> None:
    text = "\t类别\n\t序号\n\t指标\n\n\t儿\n\n童\n与\n\n健\n\n康\n\t1\n\t死亡率\n\n\t\n\t2\n\t患病率\n\n"
    assert items(text) == [[["类别", "序号", "指标"], ["儿童与健康", "1", "死亡率"], ["", "2", "患病率"]]]


def test_frame_of_one_cell_is_its_lines() -> None:
    text = "专栏二 重点工程\n\t人才项目：加强培训。（责任单位：区教委）\n早教项目：建设基地。\n\n安全项目：开展宣传。\n\n\n（二）后文。\n"
    assert items(text)[1] == [
        ["人才项目：加强培训。（责任单位：区教委）"],
        ["早教项目：建设基地。"],
        ["安全项目：开展宣传。"],
    ]
    assert items(text)[2] == "（二）后文。"


def test_table_does_not_take_in_what_follows_it() -> None:
    text = "\t序号\n\t名称\n\n\t1\n\t甲\n\n抄送：区委办公室。\n"
    assert items(text) == [[["序号", "名称"], ["1", "甲"]], "抄送：区委办公室。"]


def test_characters_that_leave_no_mark_are_no_part_of_a_paragraph() -> None:
    (paragraph,) = paragraphs(text_source("\ufeff加强\u200b领导\x0b落实")).items
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.value == "加强领导落实"


def test_ragged_cells_stay_lines() -> None:
    (table,) = paragraphs(text_source("\ta\n\tb\n\tc\n\n\td\n\te\n\n")).items
    assert isinstance(table, Table)
    assert [[c.value for c in row] for row in table.rows] == [["a"], ["b"], ["c"], ["d"], ["e"]]


def test_short_document_in_one_line() -> None:
    text = (
        "某县2023年重点任务分工方案 为确保完成任务，现提出以下方案。一、扩大投资 1.推进项目建设，完成投资50亿元。（县发改局牵头，各乡镇配合） 2.争取债券。（县财政局负责） "
        "二、改善民生 3.新建幼儿园2所。（责任单位：县教体局） 三、有关要求 （一）提高认识。各单位要高度重视。 （二）强化督查。定期通报。"
    )
    made = tree(text)
    check(made)
    assert made.plan.title == "某县2023年重点任务分工方案"
    assert outline(made, "chapter", "task", "measure") == [
        "chapter 1 扩大投资",
        "  task 1.1 推进项目建设，完成投资50亿元",
        "  task 1.2 争取债券",
        "chapter 2 改善民生",
        "  task 2.3 新建幼儿园2所",
        "chapter 3 有关要求",
        "  measure 3.1 提高认识",
        "  measure 3.2 强化督查",
    ]


def test_wrapped_lines_behind_a_table() -> None:
    wrapped = "".join(
        f"这是一段很长的文字用来说明各项工作怎样统筹推进{k}并且在行末折断不加标点\n继续写到这里为止。\n"
        for k in range(8)
    )
    rows = "序号 指标 2025年\n1 死亡率 ≤3.0\n2 入园率 93\n"
    last = "最后一段也是很长的文字用来说明各项工作怎样统筹推进并且在行末折断不加标点\n继续写到这里为止。\n"
    made = tree(f"某区规划\n一、任务\n{wrapped}{rows}{last}")
    check(made)
    assert [n.text for n in made.nodes if n.text.startswith("最后一段")] == [last.replace("\n", "")]


def test_text_between_control_characters_keeps_its_places() -> None:
    found = text_of("甲：\x9b\u200b建设\x9b托育\u200b。", 2, 11)
    assert found.value == "建设托育。"
    assert [(p.at, p.start, p.end) for p in found.pieces] == [(0, 4, 6), (2, 7, 9), (4, 10, 11)]
