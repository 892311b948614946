"""Headings without a number: labels above items that are counted anew."""

from __future__ import annotations

import pytest

from kb.parse.labels import find_labels
from kb.parse.numbering import Mark, read_mark
from tests.kb.parse.made import check, node, outline, tree

HEAD = "某区妇女发展规划\n（2021—2030年）\n一、发展领域、主要目标和策略措施\n"
TEXT = HEAD + (
    "（一）妇女与健康\n主要目标：\n1.人均预期寿命提高。\n2.服务覆盖面扩大。\n"
    "策略措施：\n1.完善服务体系。建好机构。（责任单位：区卫健委）\n2.普及知识。办好讲座。\n"
    "（二）妇女与教育\n主要目标：\n1.毛入园率提高。\n策略措施：\n1.优化布局。建好学校。\n二、组织实施\n（一）加强领导。成立专班。\n"
)
OUTLINE = [
    "chapter 1 发展领域、主要目标和策略措施",
    "  section 1.1 妇女与健康",
    "    section 1.1.ped9e14 主要目标",
    "      goal 1.1.ped9e14.1 人均预期寿命提高",
    "      goal 1.1.ped9e14.2 服务覆盖面扩大",
    "    section 1.1.p907f7f 策略措施",
    "      task 1.1.p907f7f.1 完善服务体系",
    "      task 1.1.p907f7f.2 普及知识",
    "  section 1.2 妇女与教育",
    "    section 1.2.ped9e14 主要目标",
    "      goal 1.2.ped9e14.1 毛入园率提高",
    "    section 1.2.p907f7f 策略措施",
    "      task 1.2.p907f7f.1 优化布局",
    "chapter 2 组织实施",
    "  section 2.1 加强领导",
]


def shown(text: str) -> list[str]:
    made = tree(text)
    check(made)
    return outline(made, "chapter", "section", "goal", "task", "measure", "principle")


@pytest.mark.parametrize("written", ["{}：", "{}", "【{}】", "◆ {}", "{}:"])
def test_goals_and_measures_counted_anew_under_each(written: str) -> None:
    text = TEXT
    for words in ("主要目标", "策略措施"):
        text = text.replace(f"{words}：", written.format(words))
    assert shown(text) == OUTLINE


def test_citation_of_an_item_below_a_label() -> None:
    assert node(tree(TEXT), "1.1.p907f7f.2").citation == "一、（一）策略措施2"


def test_label_that_stands_once_is_told_by_the_count_that_starts_anew() -> None:
    text = (
        HEAD
        + "（一）健康\n1.看病方便。\n2.费用降低。\n具体措施：\n1.建中心。办好一所。\n2.派医生。每周一次。\n"
    )
    assert shown(text)[1:] == [
        "  section 1.1 健康",
        "    task 1.1.1 看病方便",
        "    task 1.1.2 费用降低",
        "    section 1.1.ped9b8f 具体措施",
        "      task 1.1.ped9b8f.1 建中心",
        "      task 1.1.ped9b8f.2 派医生",
    ]


def test_short_line_above_items_that_are_counted_once_stays_text() -> None:
    text = HEAD + "（一）健康\n有关安排\n1.建中心。办好一所。\n2.派医生。每周一次。\n"
    assert shown(text)[1:] == [
        "  section 1.1 健康",
        "    task 1.1.1 建中心",
        "    task 1.1.2 派医生",
    ]
    assert node(tree(text), "1.1").text == "有关安排"


def test_measures_below_numbered_labels() -> None:
    text = (
        HEAD
        + "（一）健康\n1.主要目标\n（1）寿命提高。\n2.策略措施\n（1）建中心。办好一所。\n（二）教育\n1.主要目标\n（1）入园率提高。\n2.策略措施\n（1）建学校。两所。\n"
    )
    assert shown(text)[1:7] == [
        "  section 1.1 健康",
        "    section 1.1.1 主要目标",
        "      goal 1.1.1.1 寿命提高",
        "    section 1.1.2 策略措施",
        "      task 1.1.2.1 建中心",
        "  section 1.2 教育",
    ]


def test_one_line_with_items_counted_anew_behind_a_label() -> None:
    text = "某区妇女规划 为发展妇女事业，制定本规划。一、健康1.寿命更长。2.费用更低。策略措施：1.建中心。办好一所。2.派医生。每周一次。二、教育1.入学更易。策略措施：1.建学校。办好两所。三、附则。本规划自印发之日起施行，由区妇儿工委负责解释。"
    made = tree(text)
    check(made)
    assert outline(made, "chapter", "section", "task", "goal") == [
        "chapter 1 健康",
        "  task 1.1 寿命更长",
        "  task 1.2 费用更低",
        "  section 1.p907f7f 策略措施",
        "    task 1.p907f7f.1 建中心",
        "    task 1.p907f7f.2 派医生",
        "chapter 2 教育",
        "  task 2.1 入学更易",
        "  section 2.p907f7f 策略措施",
        "    task 2.p907f7f.1 建学校",
        "chapter 3 附则",
    ]


def test_label_beside_others_takes_the_style_below_them() -> None:
    """工作要求 stands above running text; it is a label as it comes twice among labels, and 基本情况, which comes twice
    elsewhere, is none."""
    lines = [
        "一、总则", "基本情况", "依法推进。", "二、现状", "基本情况", "稳步推进。",
        "（一）健康", "主要目标", "1.甲。", "策略措施", "1.乙。", "工作要求", "加强统筹。",
        "（二）教育", "主要目标", "1.丙。", "策略措施", "1.丁。", "工作要求", "抓好落实。",
    ]  # fmt: skip
    label = Mark("label-arabic", 0, "", 0)
    found = find_labels(lines, [read_mark(x) for x in lines])
    assert found == dict.fromkeys((7, 9, 11, 14, 16, 18), label)


def test_label_that_comes_twice_or_above_a_number_given_already() -> None:
    label = Mark("label-arabic", 0, "", 0)
    twice = ["（一）健康", "重点工作", "1.甲。", "（二）教育", "重点工作", "1.乙。"]
    assert find_labels(twice, [read_mark(x) for x in twice]) == {1: label, 4: label}
    again = ["（一）健康", "1.甲。", "重点工作", "1.乙。"]
    assert find_labels(again, [read_mark(x) for x in again]) == {2: label}
    once = ["（一）健康", "重点工作", "1.甲。", "2.乙。"]
    assert find_labels(once, [read_mark(x) for x in once]) == {}
