"""Paragraphs that lost their line breaks: what the text itself shows."""

from __future__ import annotations

import pytest

from kb.parse.items import Paragraph
from kb.parse.split_inside import split_inside
from kb.spans import Text
from tests.kb.parse.made import check, draft, tree


def shown(text: str) -> list[str]:
    made = tree(text)
    check(made)
    return [f"{n.kind} {n.citation} {n.title}" for n in made.nodes if n.number]


def test_indent_inside_a_line_begins_a_paragraph() -> None:
    text = (
        "某国托育规划\n一、形势\n（一）取得进展。\n二、目标\n（一）思想。\n1.建设体系。\n推进标准。\n2.加强队伍。\n加强思想工作。专栏4　重点内容　　三、重点工程\n"
        "以规划为依据。\n（一）工程。\n实施10项工程。专栏5　工程　　（二）投资。\n投资占1.35%。\n四、保障\n"
    )
    assert shown(text) == [
        "chapter 一、 形势", "section 一、（一） 取得进展", "chapter 二、 目标", "section 二、（一） 思想", "goal 二、（一）1 建设体系",
        "goal 二、（一）2 加强队伍", "box 专栏4 重点内容", "chapter 三、 重点工程", "section 三、（一） 工程", "box 专栏5 工程",
        "section 三、（二） 投资", "chapter 四、 保障",
    ]  # fmt: skip
    assert not [r for r in tree(text).repairs if r.kind == "number"]


def test_blanks_between_a_name_and_its_office_are_no_indent() -> None:
    text = (
        "某国通知\n一、组成人员\n主　任：张三　　国务院副总理\n副主任：李四　　教育部部长\n二、工作\n落实。\n"
    )
    assert "主　任：张三　　国务院副总理" in [b.text.value for b in draft(text).blocks]


def test_document_in_one_line() -> None:
    text = (
        "某市关于托育市场环境的意见某政发〔2024〕14号各区人民政府，市政府各部门：　　托育是民生。现提出以下意见：　　一、目标　　（一）主要目标。　　"
        "1.机制完善。托育增加。　　2.环境优化。托育便利。　　二、任务　　（二）减负。落实减负。"
    )
    made = draft(text).plan
    assert (made.title, made.doc_number) == ("某市关于托育市场环境的意见", "某政发〔2024〕14号")
    assert made.recipients == ("各区人民政府", "市政府各部门")
    assert [x.split(" ")[1] for x in shown(text)] == [
        "一、",
        "一、（一）",
        "一、（一）1",
        "一、（一）2",
        "二、",
        "二、（二）",
    ]


def test_missing_number_is_cut_where_it_is_printed() -> None:
    text = (
        "某省托育清单\n\n一、重点任务\n\n1.拓展数据。完成归集。(牵头单位：省民政厅，责任单位：省统计局，各市、2.推进监管。梳理事项。(牵头单位：省卫健委)\n\n"
        "3.加强公开。推动公开。\n\n4.加强领导。落实责任。\n"
    )
    assert shown(text)[1:] == [
        "task 一、1 拓展数据",
        "task 一、2 推进监管",
        "task 一、3 加强公开",
        "task 一、4 加强领导",
    ]


def test_number_is_recovered_only_where_it_is_printed_nowhere() -> None:
    text = "某市规划\n\n一、任务\n\n（一）完善制度。加强保障。（二）加强监管。每季检查。\n\n完善设施建设。新建托育中心。\n\n（三）宣传。\n"
    assert shown(text)[1:] == ["task 一、（一） 完善制度", "task 一、（二） 加强监管", "task 一、（三） 宣传"]


def test_box_in_one_line() -> None:
    text = "某国规划\n\n一、任务\n\n（一）减排\n\n改革制度。\n\n专栏3　推动减排（一）造纸行业。力争改造。（二）印染行业。实施处理。（三）味精行业。提高水平。\n\n（二）设施\n"
    assert shown(text)[2:6] == [
        "box 专栏3 推动减排",
        "project 专栏3 （一）造纸行业 造纸行业",
        "project 专栏3 （二）印染行业 印染行业",
        "project 专栏3 （三）味精行业 味精行业",
    ]


def test_chapter_is_not_recovered_between_items_that_count_on() -> None:
    text = "某国规划\n\n一、形势\n\n总体向好。\n\n二、目标\n\n1.建设体系。\n\n建成一批实验室。初步建成基地。\n\n2.加强队伍。\n\n加强教育。\n\n四、保障\n\n落实。\n"
    assert [x for x in shown(text) if x.startswith("chapter")] == [
        "chapter 一、 形势",
        "chapter 二、 目标",
        "chapter 四、 保障",
    ]


# One stage alone -----------------------------------------------------------------------------------------------------


def cut(*texts: str) -> list[tuple[str, int]]:
    items = tuple(Paragraph(Text(t), 2) for t in texts)
    return [(i.text.value, i.blanks) for i in split_inside(items) if isinstance(i, Paragraph)]


def test_only_the_first_part_keeps_the_empty_lines_above() -> None:
    assert cut("落实制度。\u3000\u3000二、加强监管") == [("落实制度。", 2), ("二、加强监管", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "主任：张三\u3000\u3000部长",  # an office
        "落实\u3000制度。\u3000乙",  # single blanks
        "\u3000\u3000二、加强监管",  # the indent of a line
        "落实——\u3000\u3000——加强",  # dashes
        "专栏3 重点项目（二）甲。（三）乙。",  # not from 1
        "专栏3 重点项目（一）甲。",  # one item
        "本专栏3 重点（一）甲。（二）乙。",  # no caption
        "参见专栏3 重点（一）甲（二）乙",
    ],
)
def test_what_is_not_cut(text: str) -> None:
    assert cut(text) == [(text, 2)]


def test_caption_after_the_end_of_a_sentence() -> None:
    assert [t for t, _ in cut("加强教育。专栏4\u3000重点内容")] == ["加强教育。", "专栏4\u3000重点内容"]
    assert [t for t, _ in cut("加强教育见专栏4\u3000重点内容")] == ["加强教育见专栏4\u3000重点内容"]


def test_box_with_plain_numbers() -> None:
    text = "专栏5 重点工程（一）甲工程。建设。（二）乙工程。改造。"
    assert [t for t, _ in cut(text)] == ["专栏5 重点工程", "（一）甲工程。建设。", "（二）乙工程。改造。"]


@pytest.mark.parametrize(
    ("between", "parts"),
    [
        ("1.甲项工作要按时完成并报告。2.乙项工作。", ["1.甲项工作要按时完成并报告。", "2.乙项工作。"]),
        (
            "1.甲项工作要按时完成并报告至2.乙项工作。",
            ["1.甲项工作要按时完成并报告至2.乙项工作。"],
        ),  # no break before it
        ("1.甲项工作要按时完成“报告：2.乙项工作”。", ["1.甲项工作要按时完成“报告：2.乙项工作”。"]),  # quoted
        ("1.甲项工作要按时完成并报告。2.5万人。", ["1.甲项工作要按时完成并报告。2.5万人。"]),  # a value
    ],
)
def test_missing_number(between: str, parts: list[str]) -> None:
    assert [t for t, _ in cut(between, "3.丙项工作。")] == [*parts, "3.丙项工作。"]


def test_missing_numbers_two_in_a_row_and_none_past_a_gap() -> None:
    text = "（一）甲项工作按时完成。（二）乙项工作按时完成。（三）丙项工作。"
    assert [t for t, _ in cut(text, "（四）丁。")] == [
        "（一）甲项工作按时完成。",
        "（二）乙项工作按时完成。",
        "（三）丙项工作。",
        "（四）丁。",
    ]
    far = "（一）甲项工作按时完成。（二）乙项工作按时完成。"
    assert [t for t, _ in cut(far, "（七）丁。")] == [far, "（七）丁。"]


def test_number_of_another_parent_is_not_missing() -> None:
    text = "1.甲项工作按时完成并报告。2.乙项工作。"
    assert [t for t, _ in cut(text, "二、丙", "3.丁。")] == [text, "二、丙", "3.丁。"]
