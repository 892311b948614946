"""Responsibility in the ten real plans, where they are at hand: the aim is 0.98 precision and 0.95 recall."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.score_plans import plan_names, score_plan


@pytest.mark.parametrize("name", plan_names())
def test_aim(name: str, shared: Callable[[str], Path]) -> None:
    shared("plans")
    score = score_plan(name)
    assert score is not None, "the plan is not the one the truth was read from"
    assert score.precision >= 0.98, sorted(score.invented)
    assert score.recall >= 0.95, sorted(score.missed)
    assert score.deadlines[0] == score.deadlines[1]
