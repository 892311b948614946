"""Every row of the vocabulary reads its samples and leaves alone what only looks like them."""

from __future__ import annotations

import re

import pytest

from kb.words.deadlines import DATES, due_date
from kb.words.endings import ENDINGS, LATE, read_ending
from kb.words.forms import Form
from kb.words.persons import PERSONS
from kb.words.scope_rules import CARRIED, LEADS, MARKED, find_carry_rules

TABLES = {
    "endings": (*ENDINGS, LATE),
    "deadlines": DATES,
    "leads": (*LEADS, MARKED),
    "carried": CARRIED,
    "persons": PERSONS,
}
ROWS = [pytest.param(form, id=f"{table}: {form.name}") for table, forms in TABLES.items() for form in forms]


@pytest.mark.parametrize("form", ROWS)
def test_a_form_reads_its_samples(form: Form) -> None:
    assert form.samples
    for sample in form.samples:
        assert re.search(form.pattern, sample), sample
    for other in form.never:
        assert not re.search(form.pattern, other), other


@pytest.mark.parametrize(
    ("clause", "role", "start", "sure"),
    [
        ("市商务局按职责分工负责", "责任", 4, True),
        ("市民政局牵头负责", "牵头", 4, True),
        ("市民政局、市财政局按职责分别牵头", "牵头", 9, True),
        ("市民政局抓好落实", "责任", 4, False),
        ("市民政局负总责", "责任", 4, False),
        ("市民政局为牵头单位", "牵头", 4, True),
        ("市民政局均为责任单位", "责任", 4, True),
        ("市民政局等按职责分工落实", "责任", 5, True),
        ("市民政局根据各自职责分别组织实施", "责任", 4, True),
        ("市民政局参与配合", "参与", 4, False),
        ("市民政局配合做好相关工作", "配合", 4, False),
        ("安质司分工负责", "责任", 3, True),
    ],
)
def test_the_role_that_ends_a_clause(clause: str, role: str, start: int, sure: bool) -> None:
    ending = read_ending(clause)
    assert ending is not None
    assert (ending.role, ending.start, ending.sure) == (role, start, sure)


@pytest.mark.parametrize(
    "clause", ["负总责", "为牵头单位", "负责", "市民政局", "信用监管", "部门责任", "社会组织"]
)
def test_no_ending(clause: str) -> None:
    assert read_ending(clause) is None


@pytest.mark.parametrize(
    ("text", "units", "word"),
    [
        ("以下责任单位中均包含各市、县〔区〕政府，不再列出", "各市、县〔区〕政府", "责任"),
        ("以下均需试点县政府落实，不再列出", "试点县政府", "落实"),
        ("以下各项任务均涉及各县（市、区）政府，不再做分工", "各县（市、区）政府", ""),
        ("各县（市、区）政府均为责任单位，不再列出", "各县（市、区）政府", "责任"),
    ],
)
def test_units_that_everything_after_has(text: str, units: str, word: str) -> None:
    (m,) = find_carry_rules(text)
    assert (m["units"], m["word"]) == (units, word)


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ("2023年6月底前", "2023-06-30"), ("2024年", "2024-12-31"), ("2023年2月28日前", "2023-02-28"), ("长期坚持", ""),
        ("2024年2月", "2024-02-29"), ("2023年3月—2025年9月", "2025-09-30"), ("2023年上半年", "2023-06-30"),
        ("2025年第三季度完成", "2025-09-30"), ("2023年5月中旬", "2023-05-20"), ("2023年13月", ""), ("2023年2月30日", ""),
        ("2100年2月", "2100-02-28"), ("2023 年12 月31 日", "2023-12-31"),
    ],
)  # fmt: skip
def test_the_last_day_of_a_deadline(deadline: str, day: str) -> None:
    assert due_date(deadline) == day
