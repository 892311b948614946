"""What asking costs the base: it does not grow with plans that have nothing to do with the question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kb.answer.unit import unit
from kb.search import open_index
from kb.store import open_base
from kb.who.answer import who
from tests.bench.ask_growth import OF_ALL, QUESTIONS, counted, made_base

FEW, MANY = 3, 6
MOST_STATEMENTS = 12
"""What “none” takes: after the nodes nearest to the question, what import could not read is looked up."""


@pytest.fixture(scope="module")
def cost(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, str], tuple[int, int]]:
    """(plans, what is asked) → statements and rows."""
    out: dict[tuple[int, str], tuple[int, int]] = {}
    for plans in (FEW, MANY):
        place: Path = made_base(tmp_path_factory.mktemp("cost"), plans)
        for name in ("unit", "units of a name", *QUESTIONS):
            with open_base(place) as base, open_index(place / "index") as index:
                asked = {"unit": "区卫健委", "units of a name": OF_ALL}
                ask: Callable[[], Any] = (
                    partial(unit, base, asked[name])
                    if name in asked
                    else partial(who, base, index, QUESTIONS[name])
                )
                statements, rows, _ = counted(base, ask)
                out[plans, name] = statements, rows
    return out


def test_a_units_sheet_reads_its_own_duties_and_nothing_else(
    cost: dict[tuple[int, str], tuple[int, int]],
) -> None:
    assert cost[MANY, "unit"] == cost[FEW, "unit"]


@pytest.mark.parametrize("name", [*QUESTIONS, "units of a name"])
def test_statements_do_not_grow_with_plans(cost: dict[tuple[int, str], tuple[int, int]], name: str) -> None:
    """Not with plans that the question is not about, and not with those it is about."""
    assert cost[MANY, name][0] == cost[FEW, name][0]
    assert cost[MANY, name][0] <= MOST_STATEMENTS


def test_an_answer_takes_as_many_statements_however_many_plans_there_are(
    cost: dict[tuple[int, str], tuple[int, int]],
) -> None:
    """Rows grow by the names of units and plans alone, which a question may have, not by nodes."""
    assert cost[MANY, "who"][0] == cost[FEW, "who"][0]
    added = (cost[MANY, "who"][1] - cost[FEW, "who"][1]) / (MANY - FEW)
    assert added <= 63  # a made plan's 61 units and its title
