"""The score of a unit from weights, worked out by hand."""

from __future__ import annotations

import pytest

from kb.ledger.scores import Score, score, share_of
from kb.ledger.tables import MeasureRow
from kb.model import Progress


def row(
    id_: str,
    status: str,
    colour: str,
    done: float | None = None,
    due: float | None = None,
    unit: str = "甲局",
) -> Progress:
    return Progress(
        plan="p", node=f"p/{id_}", row=id_, kind="measure", year=2024, status=status, colour=colour, unit=unit, done=done, due=due,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "colour", "done", "due", "share"),
    [
        ("已完成", "绿", None, None, 1.0),
        ("长期坚持", "绿", None, 0.4, 1.0),
        ("达进度", "绿", 0.5, 0.4, 1.0),
        ("欠进度", "黄", 0.3, 0.6, 0.5),
        ("逾期", "红", 0.8, 1.0, 0.8),
        ("临近", "蓝", 0.9, 0.9, 1.0),
        ("逾期", "红", None, 1.0, 0.0),
        ("未报", "灰", None, None, 0.0),
        ("未启动", "黄", None, 0.6, 0.0),
        ("推进中", "灰", None, 0.4, None),
        ("无数据", "灰", None, None, None),
    ],
)
def test_the_share_of_a_row(
    status: str, colour: str, done: float | None, due: float | None, share: float | None
) -> None:
    assert share_of(row("2.1#a", status, colour, done, due)) == share


def test_a_score_is_earned_by_weight() -> None:
    measures = [
        MeasureRow(id="2.1#a", node="2.1", weight="20"),
        MeasureRow(id="2.1#b", node="2.1", weight="10"),
        MeasureRow(id="2.1#c", node="2.1", weight="10"),  # another unit's
        MeasureRow(id="2.1#d", node="2.1"),  # no weight
        MeasureRow(id="2.1#e", node="2.1", weight="5"),  # cannot be determined
    ]
    progress = [
        row("2.1#a", "达进度", "绿", 0.5, 0.4),
        row("2.1#b", "欠进度", "黄", 0.3, 0.6),
        row("2.1#c", "达进度", "绿", 0.5, 0.4, unit="乙局"),
        row("2.1#d", "逾期", "红"),
        row("2.1#e", "推进中", "灰"),
    ]
    found = score(measures, progress, "甲局")
    assert found == Score(earned=25, weight=30, left_out=1)  # 20 + 10 × 0.3 ÷ 0.6
    assert found.points == 83.3
    assert score(measures, progress, "丙局").points is None
