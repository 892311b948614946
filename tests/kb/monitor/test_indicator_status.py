"""Every status of an indicator, by a table: target, base, values, and what is expected, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.ledger.indicator_status import Question, judge
from kb.rules.targets import read_target

# name, target, base (2020), values by year, year asked, expected status, colour; end of the plan 2030.
Y = 2024
CASES: tuple[tuple[str, str, float | None, dict[int, float], str, str], ...] = (
    # no value
    ("nothing came", "≥70", 50, {}, "未报", "灰"),
    # met
    ("met, base not", "≥70", 50, {2024: 70}, "已达标", "绿"),
    ("met, no base", "≥70", None, {2024: 71}, "已达标", "绿"),
    ("met, base met, better", "≥70", 75, {2024: 80}, "达标（守底）", "绿"),
    ("met, base met, the same", "≥70", 75, {2024: 75}, "达标（守底）", "绿"),
    ("met, base met, worse", "≥70", 75, {2024: 71}, "达标但退步", "绿"),
    ("down: met, base met, better", "＜1.3", 1.21, {2024: 1.1}, "达标（守底）", "绿"),
    ("down: met, base met, worse", "＜1.3", 1.21, {2024: 1.29}, "达标但退步", "绿"),
    ("strict < just below", "＜1.3", 1.5, {2024: 1.29}, "已达标", "绿"),
    ("strict < at the bound", "＜1.3", 1.5, {2024: 1.3}, "达进度", "绿"),
    ("≤ at the bound", "≤1.3", 1.5, {2024: 1.3}, "已达标", "绿"),
    ("strict > at the bound", "＞5", 4, {2024: 5}, "达进度", "绿"),
    ("= 100 reached", "100", 90, {2024: 100}, "已达标", "绿"),
    ("= 100, base 100, kept", "100", 100, {2024: 100}, "达标（守底）", "绿"),
    ("range reached", "3—5", 1, {2024: 4}, "已达标", "绿"),
    # lost again
    ("target met in 2020, lost", "≥99", 100, {2024: 98.9}, "退出达标", "红"),
    ("met last year, lost", "≥70", 50, {2023: 72, 2024: 69}, "退出达标", "红"),
    ("met two years ago without a base, lost", "≥70", None, {2022: 70, 2024: 60}, "退出达标", "红"),
    # not met, no base
    ("not met, no base", "≥70", None, {2024: 60}, "未达标（缺基期）", "灰"),
    # on the way: 2024 of 2020 to 2030 is 0.4
    ("exactly on the line", "≥70", 50, {2024: 58}, "达进度", "绿"),
    ("ahead", "≥70", 50, {2024: 65}, "达进度", "绿"),
    ("a little behind", "≥70", 50, {2024: 57}, "略欠进度", "黄"),
    ("behind by exactly 0.10", "≥70", 50, {2024: 56}, "略欠进度", "黄"),
    ("behind", "≥70", 50, {2024: 55.9}, "欠进度", "黄"),
    ("behind two years running", "≥70", 50, {2023: 53, 2024: 55}, "欠进度", "红"),
    ("behind, last year a little", "≥70", 50, {2023: 55, 2024: 55}, "欠进度", "黄"),
    ("no way at all", "≥70", 50, {2024: 50}, "倒退", "红"),
    ("backwards", "≥70", 50, {2024: 49}, "倒退", "红"),
    ("down: on the line", "＜38", 50, {2024: 45.2}, "达进度", "绿"),
    ("down: behind", "＜38", 50, {2024: 48.8}, "欠进度", "黄"),
    ("down: backwards", "＜38", 50, {2024: 51}, "倒退", "红"),
    ("strict <, base at the bound, nothing moved", "＜60", 60, {2024: 60}, "倒退", "红"),
    ("strict <, base at the bound, worse", "＜60", 60, {2024: 61}, "倒退", "红"),
    ("strict <, base at the bound, better is met", "＜60", 60, {2024: 59.9}, "已达标", "绿"),
    ("strict >, base at the bound, nothing moved", "＞60", 60, {2024: 60}, "倒退", "红"),
    ("strict >, base at the bound, worse", "＞60", 60, {2024: 59}, "倒退", "红"),
    ("strict <, base beyond the bound, back at it", "＜60", 50, {2024: 60}, "退出达标", "红"),
    ("strict <, base at the bound, met last year, back at it", "＜60", 60, {2023: 59, 2024: 60}, "退出达标", "红"),
    ("range, base above it, nothing moved", "3—5", 7, {2024: 7}, "倒退", "红"),
    ("range, base below it, nothing moved", "3—5", 1, {2024: 1}, "倒退", "红"),
    ("base 0, on the line", "≥10", 0, {2024: 4}, "达进度", "绿"),
    ("base 0, behind", "≥10", 0, {2024: 1}, "欠进度", "黄"),
    ("base 0, value 0", "≥10", 0, {2024: 0}, "倒退", "红"),
    ("= 100 on the line", "100", 90, {2024: 94}, "达进度", "绿"),
    ("range from below, past its far side", "3—5", 1, {2024: 5.5}, "越过目标", "黄"),
    ("range from above, past its far side", "3—5", 7, {2024: 2}, "越过目标", "黄"),
    ("range from below, on the way", "3—5", 1, {2024: 1.8}, "达进度", "绿"),
    ("range from above, on the way", "3—5", 7, {2024: 6.2}, "达进度", "绿"),
    ("range met in 2020, past its far side", "3—5", 4, {2024: 6}, "退出达标", "红"),
    ("range met in 2020, lower inside it", "3—5", 4, {2024: 3}, "达标（守底）", "绿"),
    ("range past without a base", "3—5", None, {2024: 6}, "未达标（缺基期）", "灰"),
    ("a bare number passed is more than was asked", "4.5", 2, {2024: 4.6}, "已达标", "绿"),
    # direction only
    ("up, no base", "提高", None, {2024: 5}, "缺基期", "灰"),
    ("up, better", "提高", 80, {2024: 81}, "趋势向好", "绿"),
    ("up, equal", "提高", 80, {2024: 80}, "持平", "黄"),
    ("kept up, equal", "巩固提高", 96, {2024: 96}, "持平", "绿"),
    ("up, worse", "提高", 80, {2024: 79}, "趋势背离", "黄"),
    ("down, better", "下降", 0.05, {2024: 0.03}, "趋势向好", "绿"),
    ("down, worse", "减少", 0.4, {2024: 0.42}, "趋势背离", "黄"),
    ("clearly up, no threshold", "明显提高", 60, {2024: 61}, "趋势向好", "绿"),
)  # fmt: skip


def asked(target: str, base: float | None, values: dict[int, float]) -> Question:
    return Question(target=read_target(target), year=Y, values=values, base_year=2020, base=base, end=2030)


@pytest.mark.parametrize(
    ("target", "base", "values", "status", "colour"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_status(
    target: str, base: float | None, values: dict[int, float], status: str, colour: str
) -> None:
    found = judge(asked(target, base, values))
    assert (found.status, found.colour) == (status, colour)


def test_there_are_forty_cases_and_more() -> None:
    assert len(CASES) >= 40


def test_a_binding_row_that_is_behind_is_red() -> None:
    assert judge(replace(asked("≥70", 50, {2024: 55}), binding=True)).colour == "红"
    assert judge(replace(asked("降低", 0.5, {2024: 0.6}), binding=True)).colour == "红"


def test_the_flag_of_a_step_back() -> None:
    assert judge(asked("≥70", 75, {2024: 71})).flag == "▼"
    assert judge(asked("≥70", 75, {2024: 75})).flag == ""


def test_milestones_bend_the_line() -> None:
    # 2025: 66 → by 2024 four fifths of the way from 50 to 66 is 62.8
    late = judge(replace(asked("≥70", 50, {2024: 58}), milestones={2025: 66}))
    assert (late.status, round(late.due or 0, 3)) == ("欠进度", 0.64)
    assert judge(replace(asked("≥70", 50, {2024: 62.8}), milestones={2025: 66})).status == "达进度"


def test_in_the_base_year_itself_nothing_is_due() -> None:
    for target, base in (("＜60", 60.0), ("≥70", 50.0)):
        question = replace(asked(target, base, {2020: base}), year=2020)
        assert (judge(question).status, judge(question).due) == ("达进度", 0.0)


def test_from_a_base_at_the_bound_no_share_is_done_and_that_of_the_time_is_due() -> None:
    found = judge(asked("＜60", 60, {2024: 60}))
    assert (found.done, found.due) == (0.0, 0.4)


def test_what_counts_as_clearly_is_a_threshold() -> None:
    assert judge(replace(asked("明显提高", 60, {2024: 61}), threshold=5)).status == "提高不明显"
    assert judge(replace(asked("明显提高", 60, {2024: 65}), threshold=5)).status == "趋势向好"
    assert judge(asked("明显提高", 60, {2024: 61})).why == "目标要求明显变化，没有定幅度"


def test_a_forecast_needs_three_values() -> None:
    assert judge(asked("≥70", 50, {2024: 58})).forecast == ""
    # 50, 56, 58: the line reaches 70.7 in 2030
    assert judge(asked("≥70", 50, {2023: 56, 2024: 58})).forecast == "预期可达标"
    assert judge(asked("≥70", 50, {2023: 51, 2024: 52})).forecast == "达标困难"


def test_few_cases_have_no_colour_of_one_year_and_the_mean_of_three() -> None:
    one = judge(replace(asked("＜2", 3, {2024: 2.8}), few=True))
    assert (one.colour, one.why) == ("灰", "例数少，一年的值不定颜色")
    three = judge(replace(asked("＜2", 3, {2022: 1.0, 2023: 1.5, 2024: 2.8}), few=True))
    assert (three.status, three.why) == ("已达标", "例数少，按2022—2024年三年平均1.767判定")


def test_the_words_of_what_is_missing_are_the_callers() -> None:
    for word in ("未报", "逾期未报", "无数据", "待定"):
        assert judge(replace(asked("≥70", 50, {}), missing=word)).status == word


def test_what_indicators_csv_says_of_the_direction_holds() -> None:
    assert judge(replace(asked("稳定", 80, {2024: 81}), way="up")).status == "趋势向好"
    assert judge(asked("稳定", 80, {2024: 81})).status == "趋势背离"


def test_a_bare_number_is_met_from_its_good_side() -> None:
    down = replace(asked("107", 112, {2024: 106}), way="down")
    assert judge(down).status == "已达标"
    assert judge(replace(down, values={2024: 108})).status == "达进度"
    level = replace(asked("107", 112, {2024: 106}), way="level")
    assert judge(level).status == "越过目标"
    assert judge(replace(level, binding=True)).colour == "红"


def test_the_forecast_of_a_range_is_that_of_its_near_side() -> None:
    # 7, 6.7, 6.6: the line comes to 6.0 in 2030; 7, 6, 5.6: to 3.55
    assert judge(asked("3—5", 7, {2023: 6.7, 2024: 6.6})).forecast == "达标困难"
    assert judge(asked("3—5", 7, {2023: 6, 2024: 5.6})).forecast == "预期可达标"
