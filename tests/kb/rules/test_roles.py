"""Labels that open a clause of responsibility."""

from __future__ import annotations

import pytest

from kb.words.roles import Label, read_label

LEAD, HELP, OWN = "牵头", "配合", "责任"


@pytest.mark.parametrize(
    ("clause", "label"),
    [
        ("配合单位：各区人民政府", Label("role", HELP, 5)),
        ("牵头：市民政局", Label("role", LEAD, 3)),
        ("指标牵头单位：市民政局", Label("role", LEAD, 7)),
        ("完成时限：2023年", Label("deadline", None, 5)),
        ("目标位置：前列", Label("other", None, 5)),
        ("责任单位市财政局", Label("role", OWN, 4)),
        ("牵头负责领导：张三", Label("leader", None, 7)),
        ("任务分工：市财政局牵头", Label("role", OWN, 5)),
        ("责任单位联系方式", None),
        ("市民政局", None),
    ],
)
def test_the_label_that_opens_a_clause(clause: str, label: Label | None) -> None:
    assert read_label(clause) == label
