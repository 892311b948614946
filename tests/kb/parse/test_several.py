"""Several plans under one notice: where each begins, and that nothing is lost or read twice."""

from __future__ import annotations

import pytest

from kb.parse import parse_draft, parse_source
from kb.parse.several import Division, divide, find_division
from kb.readers.source import Grid, GridCell, Line, Source
from tests.kb.parse.made import check, outline, text_source

NOTICE = """云岭县人民政府关于印发《云岭县老年规划》和《云岭县青年计划》的通知
云府发〔2021〕18号
各乡镇人民政府：
《云岭县老年规划》和《云岭县青年计划》已经县政府常务会议审议通过，现印发给你们。
云岭县人民政府
2021年12月6日
"""
OLD = """云岭县老年规划
为发展养老事业，制定本规划。
一、总体要求
（一）思路。以人为本。
二、重点任务
1. 建中心。建成一所。（责任单位：县民政局）
"""
YOUNG = """云岭县青年计划
一、总体要求
（一）思路。服务青年。
二、重点任务
1. 办夜校。办好两个。（责任单位：团县委）
"""
IMPRINT = "抄送：县委办公室，县政协办公室。\n云岭县人民政府办公室 2021年12月6日印发\n"


def division(text: str) -> Division | None:
    return find_division(parse_draft(text_source(text), "plan"))


def titles(text: str) -> tuple[str, ...]:
    found = division(text)
    return found.titles if found else ()


def test_plans_that_the_notice_names() -> None:
    text = NOTICE + OLD + YOUNG + IMPRINT
    found = division(text)
    assert found is not None
    assert found.titles == ("云岭县老年规划", "云岭县青年计划")
    assert found.starts == (len(NOTICE), len(NOTICE + OLD))
    assert found.end == len(NOTICE + OLD + YOUNG)


def test_each_plan_is_the_notice_its_text_and_the_imprint() -> None:
    source = text_source(NOTICE + OLD + YOUNG + IMPRINT)
    found = find_division(parse_draft(source, "plan"))
    assert found is not None
    first, second = (parse_source(s, "plan") for s in divide(source, found))
    for tree, title in ((first, "云岭县老年规划"), (second, "云岭县青年计划")):
        check(tree)
        plan = tree.plan
        assert (plan.title, plan.doc_number) == (title, "云府发〔2021〕18号")
        assert (plan.issuer, plan.issued) == ("云岭县人民政府", "2021-12-06")
        assert plan.adopted == "已经县政府常务会议审议通过"
        assert plan.cc == ("县委办公室", "县政协办公室")
    assert first.plan.source == NOTICE + OLD + IMPRINT
    assert second.plan.source == NOTICE + YOUNG + IMPRINT
    assert outline(first, "chapter", "task") == [
        "chapter 1 总体要求",
        "chapter 2 重点任务",
        "  task 2.1 建中心",
    ]
    assert outline(second, "chapter", "task") == [
        "chapter 1 总体要求",
        "chapter 2 重点任务",
        "  task 2.1 办夜校",
    ]
    assert [one.original for one in divide(source, found)] == [source.text.encode()] * 2


def test_annexes_are_plans_where_each_is_one() -> None:
    text = NOTICE + "附件1\n" + OLD + "附件2\n" + YOUNG
    found = division(text)
    assert found is not None
    assert found.starts == (len(NOTICE), len(NOTICE + "附件1\n" + OLD))
    source = text_source(text)
    for part in divide(source, found):
        tree = parse_source(part, "plan")
        check(tree)
        assert [n.local for n in tree.nodes if n.kind == "chapter"] == ["1", "2"]


def test_three_plans_and_a_title_with_its_years_below() -> None:
    years = "（2021—2025年）"
    plans = "".join(OLD.replace("老年规划\n", f"{who}规划\n{years}\n") for who in ("老年", "青年", "残疾人"))
    assert titles(plans) == tuple(f"云岭县{who}规划{years}" for who in ("老年", "青年", "残疾人"))


@pytest.mark.parametrize(
    "text",
    [
        NOTICE + OLD,
        # an annex to a plan is the plan's
        NOTICE + OLD + "附件1\n" + YOUNG,
        # nothing says what the second part is
        OLD + "工作保障\n" + YOUNG.split("\n", 1)[1],
        # a plan and rules that it brings along: of another kind, named by nobody
        OLD + YOUNG.replace("青年计划", "青年工作规则"),
        # a list within a chapter counts one thing only
        OLD + "云岭县青年规划\n一、办夜校。\n",
        # the same title again: a contents page, or the text twice
        OLD + OLD,
        # （一） counts anew in every chapter
        "云岭县老年规划\n第一章 总则\n一、目的。服务老年。\n二、原则。公平。\n第二章 任务\n云岭县青年规划\n一、建中心。\n二、办班。\n",
    ],
)
def test_one_plan(text: str) -> None:
    assert titles(text) == ()


def test_a_line_that_holds_the_end_of_one_plan_and_the_next_is_cut() -> None:
    text = "ABCDEF\nG"
    blocks = (Line(0, 6, 1), Line(7, 8, 2))
    source = Source("x.txt", text, blocks)
    first, second = divide(source, Division((2, 4), ("甲", "乙"), 6))
    assert (first.text, first.blocks) == ("ABCD\nG", (Line(0, 4, 1), Line(5, 6, 2)))
    assert (second.text, second.blocks) == ("ABEF\nG", (Line(0, 2, 1), Line(2, 4, 1), Line(5, 6, 2)))


def test_a_table_goes_with_its_plan() -> None:
    text = "A\nb c\nD\n"
    grid = Grid(((GridCell(2, 3), GridCell(4, 5)),))
    source = Source("x.docx", text, (Line(0, 1, 1), grid, Line(6, 7, 3)))
    first, second = divide(source, Division((0, 6), ("甲", "乙"), 8))
    assert (first.text, first.blocks) == ("A\nb c\n", (Line(0, 1, 1), grid))
    assert (second.text, second.blocks) == ("D\n", (Line(0, 1, 1),))
    moved, _ = divide(source, Division((2, 6), ("甲", "乙"), 8))
    assert moved.blocks == (Line(0, 1, 1), grid)
    first, second = divide(source, Division((0, 2), ("甲", "乙"), 8))
    assert second.blocks == (Grid(((GridCell(0, 1), GridCell(2, 3)),)), Line(4, 5, 2))


def test_what_a_reader_said_of_a_line_goes_with_its_plan() -> None:
    from kb.codes import problem
    from kb.model import Repair

    text = "A\nB\nC\n"
    blocks = (Line(0, 1, 1), Line(2, 3, 2), Line(4, 5, 3))
    said = tuple(problem("KB014", "", line=n) for n in (0, 1, 2, 3))
    repairs = tuple(Repair("unread", at, at, at // 2 + 1, "", "", "图片") for at in (0, 2, 4))
    source = Source("x.docx", text, blocks, repairs=repairs, problems=said)
    first, second = divide(source, Division((2, 4), ("甲", "乙"), 6))
    assert [p.line for p in first.problems] == [0, 1, 2]
    assert [p.line for p in second.problems] == [0, 1, 2]
    assert [(r.kind, r.start, r.line) for r in first.repairs] == [("unread", 0, 1), ("unread", 2, 2)]
    assert [(r.kind, r.start, r.line) for r in second.repairs] == [("unread", 0, 1), ("unread", 2, 2)]
