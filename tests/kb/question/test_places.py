"""Places in questions: provinces and cities by name, counties by shape, and what only looks like one."""

from __future__ import annotations

import pytest

from kb.question.places import find_places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("沙坪坝区的医院由谁建", ["沙坪坝区"]),
        ("上海怎么做", ["上海"]),
        ("四川省和贵州的做法", ["四川", "贵州"]),
        ("杭州市西湖区谁管", ["杭州", "西湖区"]),
        ("滨海新区谁负责", ["滨海新区"]),
        ("中山大学招生", []),  # a city's name that is a word too, without 市
        ("中山市谁负责", ["中山"]),
        ("城区和郊区", []),
        ("社区、园区、辖区", []),
        ("各区县", []),
        ("我区的学校", []),
        ("自贸试验区", []),
        ("区县共建", []),
        ("南川市教育局管不管睡眠", ["南川市"]),  # a city of the county level, where a clause begins
        ("义乌市的托育谁管", ["义乌市"]),
        ("农贸市场归哪个局", []),
        ("我们市教育局", []),
        ("6月底前市水务局要完成什么", []),
        ("", []),
    ],
)
def test_places(text: str, names: list[str]) -> None:
    assert [name for _, _, name in find_places(text)] == names


def test_where_they_are() -> None:
    text = "请问成都市的托育"
    ((start, end, name),) = find_places(text)
    assert (text[start:end], name) == ("成都市", "成都")
