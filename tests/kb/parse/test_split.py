"""Text that runs on in one line, and where it is cut; where a heading's title ends."""

from __future__ import annotations

import pytest

from kb.parse.heading_text import title_end
from kb.parse.items import Item, Paragraph, Table
from kb.parse.node_builder import first_clause, key_of
from kb.parse.split import split_running
from kb.spans import Text

LONG = "完善服务体系，建好机构和队伍" * 4 + "。"
TABLE = Table(((Text("值"),),))


def split(*items: Item) -> list[str]:
    return [x.text.value if isinstance(x, Paragraph) else "|" for x in split_running(items)]


def test_three_numbers_are_cut_apart_behind_a_table() -> None:
    parts = [
        "某区规划。",
        f"一、健康。{LONG}",
        f"二、教育。{LONG}落实“双减”和“双增”。",
        "三、附则。由区政府解释。",
    ]
    assert split(TABLE, Paragraph(Text("".join(parts)))) == ["|", *parts]


def test_two_numbers_are_not_enough() -> None:
    text = f"某区规划。一、健康。{LONG}二、教育。{LONG}"
    assert split(Paragraph(Text(text))) == [text]


def test_document_with_more_headings_on_lines_of_their_own_is_not_cut() -> None:
    text = f"某区规划。一、健康。{LONG * 8}二、教育。{LONG}三、附则。"
    headed = [f"{n}.建好机构" for n in range(1, 5)]
    assert split(*(Paragraph(Text(v)) for v in (text, *headed))) == [text, *headed]


@pytest.mark.parametrize(
    "text", ["见“一、健康。二、教育。三、附则。”。", "见《一、健康。二、教育。三、附则。》。"]
)
def test_numbers_in_a_quotation_are_not_cut(text: str) -> None:
    assert split(Paragraph(Text(LONG * 3 + text))) == [LONG * 3 + text]


TITLES = [
    ("（一）指导思想：以人为本，统筹推进。", 3, "（一）指导思想："),
    ("（一）指导思想：见上。", 3, "（一）指导思想：见上。"),
    ("1．优化服务和管理。落实责任。", 2, "1．优化服务和管理。"),
    ("1．优化服务（含托育。）和管理。落实责任。", 2, "1．优化服务（含托育。）和管理。"),
    ("1．" + "字" * 60 + "。落实责任。", 2, "1．" + "字" * 60 + "。"),
    ("1．" + "字" * 61 + "。落实责任。", 2, "1．"),
    ("1．优化服务", 2, "1．优化服务"),
]


@pytest.mark.parametrize(("text", "start", "title"), TITLES)
def test_where_a_title_ends(text: str, start: int, title: str) -> None:
    assert text[: title_end(text, start)] == title


def test_title_of_an_item_without_one_is_its_first_clause() -> None:
    assert first_clause("完善设施，办好讲座。") == "完善设施"
    assert first_clause("儿童项目（一期，试点）：办好讲座。") == "儿童项目（一期，试点）"
    assert first_clause("字" * 50) == "字" * 40


def test_key_is_the_same_whatever_white_space_stands_between() -> None:
    assert key_of("主要 目标") == key_of("主要目标") != key_of("主要目的")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("建设（一期）工程。明年完工。", 9),  # what a bracket opened it closes
        ("）优化服务。落实。", 6),  # a bracket that nothing opened
        ("优" * 60 + "。做好。", 61),  # as long as a title may be
        ("优" * 61 + "。做好。", 0),
        ("优" * 120, 120),  # all title
        ("优" * 121, 0),
        ("推进（一期工程。", 0),  # a bracket that is never closed
    ],
)
def test_how_long_a_title_may_be(text: str, end: int) -> None:
    assert title_end(text) == end
