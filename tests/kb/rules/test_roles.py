"""Labels that open a clause of responsibility, and endings that close one."""

from __future__ import annotations

import pytest

from kb.rules.roles import read_ending, read_label

LEAD, HELP, OWN = "牵头", "配合", "责任"


@pytest.mark.parametrize(
    ("clause", "ending"),
    [
        ("市商务局按职责分工负责", (OWN, "负责", 4)),
        ("市民政局牵头负责", (LEAD, "牵头负责", 4)),
        ("市民政局抓好落实", (OWN, "抓好落实", 4)),
        ("市民政局负总责", (OWN, "负责", 4)),
        ("负总责", None),
        ("市民政局为牵头单位", (LEAD, "牵头", 4)),
        ("为牵头单位", None),
        ("负责", None),
        ("市民政局", None),
    ],
)
def test_the_role_that_ends_a_clause(clause: str, ending: tuple[str, str, int] | None) -> None:
    assert read_ending(clause) == ending


@pytest.mark.parametrize(
    ("clause", "label"),
    [
        ("配合单位：各区人民政府", ("role", HELP, 5)),
        ("牵头：市民政局", ("role", LEAD, 3)),
        ("指标牵头单位：市民政局", ("role", LEAD, 7)),
        ("完成时限：2023年", ("deadline", None, 5)),
        ("目标位置：前列", ("other", None, 5)),
        ("市民政局", None),
    ],
)
def test_the_label_that_opens_a_clause(clause: str, label: tuple[str, str | None, int] | None) -> None:
    assert read_label(clause) == label
