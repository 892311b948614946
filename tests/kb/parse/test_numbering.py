"""Numbering marks beside what they are read as, and how lost ones are written."""

from __future__ import annotations

import pytest

from kb.parse.numbering import print_mark, read_mark
from kb.words.numerals import han_numeral, han_value

MARKS = [
    ("一、总体思路", ("han", 1, "一", "总体思路")),
    ("一 、总体思路", ("han", 1, "一", "总体思路")),
    ("二十一、附则", ("han", 21, "二十一", "附则")),
    ("（四）推进儿童普惠福利体系建设。", ("bracket", 4, "（四）", "推进儿童普惠福利体系建设。")),
    ("(十二) 加强监管", ("bracket", 12, "（十二）", " 加强监管")),
    ("（ 三 ）实施", ("bracket", 3, "（三）", "实施")),
    ("1．优化服务。", ("arabic", 1, "1", "优化服务。")),
    ("6. 将健康教育", ("arabic", 6, "6", " 将健康教育")),
    ("3、推进", ("arabic", 3, "3", "推进")),
    ("3﹒推进", ("arabic", 3, "3", "推进")),
    ("（1）持续优化", ("paren", 1, "（1）", "持续优化")),
    ("(61)加强", ("paren", 61, "（61）", "加强")),
    ("1.1 完善设施", ("dotted", 1, "1.1", " 完善设施")),
    ("2.3.4完善", ("dotted", 4, "2.3.4", "完善")),
    ("第三章 主要任务", ("chapter", 3, "第三章", " 主要任务")),
    ("第四条 主管部门按职责开展工作", ("article", 4, "第四条", " 主管部门按职责开展工作")),
    ("第二十一条完善制度", ("article", 21, "第二十一条", "完善制度")),
    ("第十节　保障", ("section", 10, "第十节", "　保障")),
    ("第一部分 总体要求", ("part", 1, "第一部分", " 总体要求")),
    ("——内需规模稳步跃升。", ("dash", 0, "", "内需规模稳步跃升。")),
]
NONE = [
    "2021年以来",
    "3.5%的增长",
    "1.21‰、1.51‰",
    "十四五",
    "一是加强",
    "第一，加强",
    "（责任单位：区教委）",
    "—— ",
    "零、",
    "",
    "（一",
    "12",
]


@pytest.mark.parametrize(("text", "read"), MARKS, ids=[m[0] for m in MARKS])
def test_mark(text: str, read: tuple[str, int, str, str]) -> None:
    mark = read_mark(text)
    assert mark is not None
    assert (mark.style, mark.value, mark.printed, text[mark.end :]) == read


@pytest.mark.parametrize("text", NONE)
def test_no_mark(text: str) -> None:
    assert read_mark(text) is None


def test_numerals_there_and_back() -> None:
    assert [han_numeral(v) for v in (1, 10, 11, 20, 21, 100, 103, 110, 121)] == [
        "一", "十", "十一", "二十", "二十一", "一百", "一百零三", "一百一十", "一百二十一",
    ]  # fmt: skip
    assert all(han_value(han_numeral(v)) == v for v in range(1, 1000))
    assert [han_value(d) for d in ("12", "１２", "1２", "〇", "二〇")] == [12, 12, 12, 0, 20]
    with pytest.raises(ValueError, match="²"):
        han_value("²")


@pytest.mark.parametrize(
    ("style", "value", "like", "written"),
    [
        ("bracket", 7, "（六）优化环境", "（七）"),
        ("bracket", 7, "(六)优化环境", "(七)"),
        ("arabic", 4, "5. 优化", "4."),
        ("arabic", 4, "5．优化", "4．"),
        ("arabic", 4, "5、优化", "4、"),
        ("han", 3, "四、监测", "三、"),
        ("paren", 2, "（3）加强", "（2）"),
        ("chapter", 2, "第三章 任务", "第二章"),
        ("arabic", 4, "没有编号", "4."),
    ],
)
def test_lost_number_is_written_as_its_neighbour(style: str, value: int, like: str, written: str) -> None:
    assert print_mark(style, value, like) == written
