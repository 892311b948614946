"""Every status of a task, by a table. The plan runs from 2023-01-01 to 2026-12-31; a year is 0.25 of it."""

from __future__ import annotations

from datetime import date

import pytest

from kb.ledger.measure_status import MeasureQuestion, judge_measure

END = date(2026, 12, 31)
# name, day asked, 自评, percent, evidence, status, colour, flag
CASES: tuple[tuple[str, str, str, float | None, bool, str, str, str], ...] = (
    ("ahead", "2024-01-01", "推进中", 30, False, "达进度", "绿", ""),
    ("behind", "2024-12-31", "推进中", 30, False, "欠进度", "黄", ""),
    ("no percentage", "2024-12-31", "推进中", None, False, "推进中", "灰", ""),
    ("kept up", "2024-12-31", "长期坚持", None, False, "长期坚持", "绿", ""),
    ("thirty days left", "2026-12-01", "推进中", 95, False, "临近", "蓝", ""),
    ("past", "2027-01-01", "推进中", 95, False, "逾期", "红", ""),
    ("not begun, early", "2024-01-01", "未启动", None, False, "未启动", "灰", ""),
    ("not begun, past half", "2025-06-01", "未启动", None, False, "未启动", "黄", ""),
    ("asks for coordination", "2024-01-01", "需协调", 30, False, "达进度", "绿", "协"),
    ("asks for coordination, behind", "2024-12-31", "需协调", 30, False, "欠进度", "黄", "协"),
    ("says done: nobody decided", "2024-12-31", "已完成", None, True, "达进度", "绿", ""),
    ("says done after the end", "2027-01-01", "已完成", None, True, "达进度", "绿", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "said", "percent", "evidence", "status", "colour", "flag"),
    [c[1:] for c in CASES],
    ids=[c[0] for c in CASES],
)
def test_a_status(
    day: str, said: str, percent: float | None, evidence: bool, status: str, colour: str, flag: str
) -> None:
    found = judge_measure(
        MeasureQuestion(
            day=date.fromisoformat(day), begin=date(2023, 1, 1), end=END, reported=True, said=said, percent=percent,
            evidence=evidence,
        )
    )  # fmt: skip
    assert (found.status, found.colour, found.flag) == (status, colour, flag)


def test_a_task_without_an_end_is_never_late() -> None:
    asked = MeasureQuestion(
        day=date(2099, 1, 1), begin=date(2023, 1, 1), end=None, reported=True, said="推进中", percent=5
    )
    assert judge_measure(asked).status == "推进中"


def test_nothing_reported() -> None:
    asked = MeasureQuestion(day=END, begin=date(2023, 1, 1), end=END, reported=False, missing="逾期未报")
    assert judge_measure(asked).status == "逾期未报"


def test_claiming_to_be_done_without_evidence_is_said() -> None:
    asked = MeasureQuestion(
        day=date(2024, 1, 1), begin=date(2023, 1, 1), end=END, reported=True, said="已完成"
    )
    assert judge_measure(asked).why == "自评已完成，没有佐证材料，待认定"
