"""Deadlines as days, and the persons who answer for a task."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Duty
from kb.parse import parse_source
from kb.readers import read_source
from kb.rules import find_facts
from kb.words.deadlines import due_date

PLAN = """临江县2025年重点项目推进安排
一、重点项目
1.改造水厂两座。
牵头领导：周某某
责任单位：县水利局
完成时限：6月底前
2.新建停车场。（责任领导：吴某，郑某；责任单位：县住建局；完成时限：长期）
3.整修县道。（县交通局负责，2026年第一季度完成）
"""


def duties_of(folder: Path, text: str) -> tuple[Duty, ...]:
    (folder / "plan.txt").write_text(text, "utf-8")
    return find_facts(parse_source(read_source(folder / "plan.txt"), "p"), (), ()).duties


def test_days_and_leaders_of_duties(tmp_path: Path) -> None:
    duties = duties_of(tmp_path, PLAN)
    assert [(d.unit, d.deadline, d.due, d.leaders) for d in duties] == [
        ("县水利局", "6月底前", "2025-06-30", ("周某某",)),
        ("县住建局", "长期", "", ("吴某", "郑某")),
        ("县交通局", "2026年第一季度完成", "2026-03-31", ()),
    ]


def test_a_plan_of_several_years_gives_a_month_no_year(tmp_path: Path) -> None:
    several = PLAN.replace("2025年重点项目推进安排", "重点项目推进安排（2025—2027年）")
    assert [d.due for d in duties_of(tmp_path, several)] == ["", "", "2026-03-31"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("上半年", "2025-06-30"),
        ("三季度", "2025-09-30"),
        ("11月15日前", "2025-11-15"),
        ("4月上旬", "2025-04-10"),
        ("年底前完成", "2025-12-31"),
        ("3月启动，10月底前完成", "2025-10-31"),
        ("2024年5月", "2024-05-31"),
        ("每月5日前", ""),
        ("全年", ""),
        ("13月", ""),
        ("2月30日", ""),
    ],
)
def test_a_deadline_without_a_year_is_of_the_plans_year(printed: str, day: str) -> None:
    assert due_date(printed, 2025) == day
