"""Reading the query language; what can't be read is looked up as written, with a hint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.query import Filter, Query, parse_query


def test_words_phrases_exclusions_and_filters() -> None:
    assert parse_query('单位:区卫健委 类型:指标 托育 "整句 话" -排除 -"不要这句" -kind:box') == Query(
        '单位:区卫健委 类型:指标 托育 "整句 话" -排除 -"不要这句" -kind:box',
        words=("托育",),
        phrases=("整句 话",),
        without=("排除", "不要这句"),
        filters=(Filter("unit", "区卫健委"), Filter("kind", "指标"), Filter("kind", "box", True)),
    )


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("unit:区教委", (Filter("unit", "区教委"),)),
        ("部门:区教委", (Filter("unit", "区教委"),)),
        ("属性:约束性", (Filter("binding", "约束性"),)),
        ("章:二", (Filter("chapter", "二"),)),
        ('规划:"a b"', (Filter("plan", "a b"),)),
        ("主题:托育", (Filter("topic", "托育"),)),
        ("编号:二、(四)2", (Filter("number", "二、(四)2"),)),
    ],
)
def test_fields(text: str, filters: tuple[Filter, ...]) -> None:
    assert parse_query(text).filters == filters


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ('"托育', ('"', "托育"), "引号没有成对，按原样查找。"),
        ("-托育", ("-托育",), "只有要排除的词，按原样查找。"),
        ("单位:", ("单位:",), "“单位:”后面没有值，按原样查找。"),
        (
            "颜色:红",
            ("颜色:红",),
            "没有“颜色”这个条件，按原样查找。可用的条件：单位、类型、属性、章、规划、主题、编号。",
        ),
    ],
)
def test_bad_syntax(text: str, words: tuple[str, ...], hint: str) -> None:
    query = parse_query(text)
    assert query.words == words
    assert query.hints == (hint,)


def test_a_dash_inside_a_word_excludes_nothing() -> None:
    assert parse_query("0-6岁儿童 3-5所").words == ("0-6岁儿童", "3-5所")


@given(st.text(alphabet='托育:-" ab1:单位"', max_size=30))
def test_anything_can_be_read(text: str) -> None:
    query = parse_query(text)
    assert bool(
        query.words or query.phrases or query.without or query.filters or query.hints
    ) or not text.strip(' "-')
