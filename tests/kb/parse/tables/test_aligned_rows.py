"""Tables set with blanks so that columns are below each other."""

from __future__ import annotations

import pytest

from kb.parse.items import Paragraph, Table
from kb.parse.paragraphs import paragraphs
from tests.kb.parse.made import check, text_source, tree

HEAD = "序号  实事项目            牵头单位    配合单位\n"
ONE = "1     改造农贸市场五个    区商务局    区市场监管局、\n                                      区城管局\n"
TWO = "2     加装电梯一百部      区住建局    各街道\n"


def rows(text: str) -> list[list[str]]:
    items = paragraphs(text_source(text)).items
    return [[c.value for c in row] for x in items if isinstance(x, Table) for row in x.rows]


def test_a_wrapped_cell_continues_below_its_head() -> None:
    text = "某区分工表\n" + HEAD + ONE + "\n" + TWO + "以上任务由督查室督办。\n"
    assert rows(text) == [
        ["序号", "实事项目", "牵头单位", "配合单位"],
        ["1", "改造农贸市场五个", "区商务局", "区市场监管局、区城管局"],
        ["2", "加装电梯一百部", "区住建局", "各街道"],
    ]
    made = tree(text)
    check(made)
    assert [n.title for n in made.nodes if n.kind == "task"] == ["改造农贸市场五个", "加装电梯一百部"]


def test_an_empty_cell_stays_empty() -> None:
    text = HEAD + ONE + "2     加装电梯一百部                  各街道\n"
    assert rows(text)[2] == ["2", "加装电梯一百部", "", "各街道"]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ONE,  # one row may be anything
        HEAD + ONE + TWO + "3          错位的一行\n",  # the table continues, and it cannot be told how
        HEAD.replace("序号", "事项") + ONE + TWO,
        HEAD + ONE + TWO.replace("2 ", "3 "),
    ],
)
def test_what_cannot_be_told_stays_text(text: str) -> None:
    assert rows(text) == []
    assert all(isinstance(x, Paragraph) for x in paragraphs(text_source(text)).items)


def test_a_line_of_a_cell_after_one_to_its_right_is_said() -> None:
    text = (
        "某区分工表\n"
        "序号  实事项目            牵头单位    配合单位\n"
        "1     改造农贸市场        区商务局    区市场监管局\n"
        "      和早餐门店五个\n"
        "2     加装电梯一百部      区住建局    各街道\n"
    )
    made = tree(text)
    check(made)
    assert [n.title for n in made.nodes if n.kind == "task"] == [
        "改造农贸市场和早餐门店五个",
        "加装电梯一百部",
    ]
    (moved,) = [r for r in made.repairs if r.kind == "moved"]
    assert (moved.line, moved.source, moved.reason) == (4, "和早餐门店五个", "接在同一格的前半之后")
