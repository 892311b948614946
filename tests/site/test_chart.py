"""The indicator's chart is to scale and to direction."""

from __future__ import annotations

import pytest

from kb_site.chart import EDGE, WIDTH, make_chart, nice_ceiling
from kb_site.plan_view import PlanView

PLAN = "dadukou-children-2021-2030"


def at(view: PlanView, local: str):  # type: ignore[no-untyped-def]
    return make_chart(view.indicator[f"{PLAN}/{local}"])


def test_a_percentage_stands_on_a_scale_of_a_hundred(view: PlanView) -> None:
    chart = at(view, "b1.3")  # 6个月内婴儿纯母乳喂养率 ≥70
    assert [t.label for t in chart.ticks] == ["0", "100%"]
    assert chart.target is not None
    assert chart.target.x == pytest.approx(EDGE + 0.70 * (WIDTH - 2 * EDGE), abs=0.1)
    assert chart.band == (chart.target.x, pytest.approx(WIDTH - EDGE - chart.target.x, abs=0.1))
    assert not chart.open_end


def test_a_ceiling_is_met_below_it(view: PlanView) -> None:
    chart = at(view, "b1.1")  # 新生儿死亡率 ＜1.3‰, 2020: 1.21‰
    assert chart.target is not None
    assert chart.baseline is not None
    assert chart.band == (EDGE, pytest.approx(chart.target.x - EDGE, abs=0.1))
    assert chart.baseline.x < chart.target.x
    span = WIDTH - 2 * EDGE
    assert (chart.baseline.x - EDGE) / (chart.target.x - EDGE) == pytest.approx(1.21 / 1.3, abs=0.01)
    assert chart.ticks[1].x == EDGE + span
    assert chart.words == "到 2030 年低于 1.3‰。2020 年为 1.21‰，已在 2030 年目标之内，余 0.09 个千分点。"


def test_a_trend_has_only_a_way(view: PlanView) -> None:
    up, down = at(view, "b1.25"), at(view, "b1.18")  # 增加, 下降
    assert (up.way, up.target, up.band) == ("up", None, None)
    assert (down.way, down.target) == ("down", None)
    assert up.words == "到 2030 年增加（原文没有定数）。"


@pytest.mark.parametrize(
    ("value", "ceiling"), [(0, 1), (1.625, 2), (2.9, 3), (12.5, 15), (100, 100), (101, 150), (0.125, 0.15)]
)
def test_round_scales(value: float, ceiling: float) -> None:
    assert nice_ceiling(value) == pytest.approx(ceiling)
