"""What a cell holds, what belongs to one cell, and heading rows put together, beside what is expected."""

from __future__ import annotations

import pytest

from kb.parse.tables.cell_fit import joint, kind_of
from kb.parse.tables.header_row import fit_header, merge_brackets
from kb.spans import Text

KINDS = [
    ("95", "figure"), ("3～5", "figure"), ("113%", "figure"), ("〔3000〕", "figure"), ("2021-2022", "years"),
    ("2021年", "years"), ("——", "none"), ("无", "none"), ("≥30", "bound"), ("重点城市≥30", "bound"), ("93左右", "bound"),
    ("逐步提高", "bound"), ("约束性", "word"), ("区卫健委", "word"), ("婴儿死亡率", "text"), ("字" * 24, "text"), ("字" * 25, "long"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "kind"), KINDS)
def test_kind_of_a_cell(value: str, kind: str) -> None:
    assert kind_of(value) == kind


JOINTS = [
    ("总投资", "（万元）", 0.1), ("投资（万", "元）", 0.1), ("城市", "、县城", 0.1),
    ("重点城市≥30", "一般城市≥15", 0.3), ("95", "98", 1.5), ("——", "95", 1.5), ("达标率甲乙", "95", 1.2), ("95", "区教委", 1.2),
    ("综合", "治理", 0.3), ("数字赋能", "治理工程", 0.3), ("数字赋能类", "工程", 0.5), ("工程", "数字赋能类", 0.8),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "cost"), JOINTS)
def test_cost_of_taking_two_paragraphs_for_one_cell(a: str, b: str, cost: float) -> None:
    assert joint(a, b) == cost


def texts(*values: str) -> list[Text | None]:
    """ "" is an empty cell."""
    return [Text(v) if v else None for v in values]


HEADINGS = [
    (("序号", "指标", "属性", "单位"), 3, ["序号", "指标属性", "单位"]),
    (("城镇类型", "设施类型", "标准"), 2, ["城镇类型设施类型", "标准"]),
    (("“十四五”", "目标", "单位"), 2, ["“十四五”目标", "单位"]),
    (("城区排涝水", "平", "方式", "说明"), 3, ["城区排涝水平", "方式", "说明"]),
    (("指标", "属性", "单位", "备注"), 2, None),  # 指标属性 is whole, and so is 单位
    (("序号", "地市"), 3, None),
    (("序号", "地市", "整治计划", "", "", "2020年", "2021年"), 4, ["序号", "地市", "整治计划 2020年", "2021年"]),
    (("序号", "地市", "整治计划", "", "", "2020年", "2021年"), 5, None),
]  # fmt: skip


@pytest.mark.parametrize(("slots", "width", "row"), HEADINGS)
def test_heading_row_at_a_width(slots: tuple[str, ...], width: int, row: list[str] | None) -> None:
    found = fit_header(texts(*slots), width)
    assert (None if found is None else [c.value for c in found]) == row


def test_brackets_go_with_the_words_before_them() -> None:
    merged = merge_brackets(texts("序号", "总投资", "（万元）", "面积（平方", "公里）", "", "备注"))
    assert [s and s.value for s in merged] == ["序号", "总投资（万元）", "面积（平方公里）", None, "备注"]
