"""How far an indicator is from its target, in words."""

from __future__ import annotations

import pytest

from kb.model import Baseline, Indicator, Target
from kb.rules.distance import direction, distance_words, is_met, target_words


def indicator(target: Target, unit: str = "%", baseline: tuple[int, float, str] | None = None) -> Indicator:
    stood = None
    if baseline:
        year, value, measured = baseline
        stood = Baseline(year, value, measured, "p/preamble.q1", "…", 0, 1, 20)
    return Indicator(
        "p/b1.1", "p", "p/b1", "1", None, "率", unit, target, (target,), "约束性", False, "健康", (), stood
    )


def test_a_ceiling_already_kept() -> None:
    found = indicator(Target("＜1.3", "<", 1.3, year=2030), "‰", (2020, 1.21, "‰"))
    assert target_words(found) == "到 2030 年低于 1.3‰"
    assert distance_words(found) == "2020 年为 1.21‰，已在 2030 年目标之内，余 0.09 个千分点。"


def test_a_floor_not_yet_reached() -> None:
    found = indicator(Target("≥95", ">=", 95.0, year=2030), "%", (2020, 87.5, "%"))
    assert target_words(found) == "到 2030 年不低于 95%"
    assert distance_words(found) == "2020 年为 87.5%，距 2030 年目标还差 7.5 个百分点。"


def test_a_floor_met_to_the_point() -> None:
    found = indicator(Target("≥100", ">=", 100.0, year=2030), "%", (2020, 100.0, "%"))
    assert distance_words(found) == "2020 年为 100%，已在 2030 年目标之内。"


def test_words_of_a_unit_stand_off_from_the_number() -> None:
    found = indicator(Target("≥10", ">=", 10.0, year=2030), "小时", (2020, 8.5, "小时"))
    assert target_words(found) == "到 2030 年不低于 10 小时"
    assert distance_words(found) == "2020 年为 8.5 小时，距 2030 年目标还差 1.5 小时。"


def test_a_trend_has_no_distance() -> None:
    found = indicator(Target("增加", trend="增加", year=2030), "个", (2020, 3.0, "个"))
    assert target_words(found) == "到 2030 年增加（原文没有定数）"
    assert distance_words(found) == "2020 年为 3 个。"


def test_two_measures_are_not_compared() -> None:
    found = indicator(Target("＜1.3", "<", 1.3, year=2030), "‰", (2020, 12.0, "人"))
    assert distance_words(found) == "2020 年为 12 人。"


def test_no_baseline_no_words() -> None:
    assert distance_words(indicator(Target("≥70", ">=", 70.0))) == ""


@pytest.mark.parametrize(
    ("target", "way"),
    [
        (Target("≥70", ">=", 70.0), "up"),
        (Target("＜38", "<", 38.0), "down"),
        (Target("100", "=", 100.0), ""),
        (Target("明显提高", trend="明显提高"), "up"),
        (Target("减少", trend="减少"), "down"),
        (Target("保持稳定", trend="保持稳定"), "level"),
        (Target("另行下达", trend="另行下达"), ""),
    ],
)
def test_which_way_is_good(target: Target, way: str) -> None:
    assert direction(target) == way


@pytest.mark.parametrize(
    ("op", "value", "met"),
    [
        ("<", 5.0, False), ("<", 4.9, True), ("<=", 5.0, True), (">=", 5.0, True), (">", 5.0, False),
        ("=", 5.0, True), ("=", 6.0, False), (None, 5.0, True),
    ],
)  # fmt: skip
def test_met(op: str | None, value: float, met: bool) -> None:
    assert is_met(Target("5", op, 5.0), value) is met


def test_a_range_is_met_within() -> None:
    target = Target("3—5", None, 3.0, 5.0)
    assert [is_met(target, v) for v in (2.0, 3.0, 5.0, 6.0)] == [False, True, True, False]


def test_a_target_is_met_by_one_rule() -> None:
    """kb check, answers and pages say the same: a bare number is met by itself, a trend by no number."""
    assert is_met(Target("＜1.3", "<", 1.3), 1.21)
    assert not is_met(Target("＜1.3", "<", 1.3), 1.3)
    assert is_met(Target("≤1.3", "<=", 1.3), 1.3)
    assert is_met(Target("100", "=", 100.0), 100.0)
    assert not is_met(Target("100", "=", 100.0), 99.9)
    assert not is_met(Target("提高", trend="提高"), 5.0)
