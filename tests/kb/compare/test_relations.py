"""How plans belong together, and what changed between two texts."""

from __future__ import annotations

import pytest

from kb.compare.changes import changes
from kb.compare.references import Cited
from kb.compare.relations import matter, relations
from kb.model import Plan

CITY = ("江省", "北川市")


def plan(
    id_: str,
    title: str,
    period: tuple[int, int] | None = None,
    issued: str = "",
    place: tuple[str, ...] = CITY,
) -> Plan:
    return Plan(id_, title, issued=issued, period=period, place=place)


@pytest.mark.parametrize(
    "title",
    [
        "北川市儿童发展规划（2021—2030年）",
        "江省北川市儿童发展规划(2011-2020年)",
        "北川市“十四五”儿童发展规划",
        "北川市人民政府关于印发北川市儿童发展规划（2021—2030年）的通知",
        "北川市儿童发展规划（2021—2030年）（修订）",
    ],
)
def test_a_matter_is_the_title_without_place_and_years(title: str) -> None:
    assert matter(plan("a", title)) == "儿童发展规划"


def test_plans_of_one_place_follow_or_revise_one_another() -> None:
    old = plan("old", "北川市儿童发展规划（2011—2020年）", (2011, 2020))
    now = plan("now", "北川市儿童发展规划（2021—2030年）", (2021, 2030), "2021-05-01")
    again = plan("again", "北川市儿童发展规划（2021—2030年）（修订）", (2021, 2030), "2024-05-01")
    women = plan("women", "北川市妇女发展规划（2021—2030年）", (2021, 2030))
    elsewhere = plan("elsewhere", "南川市儿童发展规划（2021—2030年）", (2021, 2030), place=("江省", "南川市"))
    found = {(r.one, r.other, r.kind) for r in relations((again, women, now, old, elsewhere), {})}
    assert found == {("old", "now", "follows"), ("old", "again", "follows"), ("now", "again", "revises")}


def test_what_a_plan_names_as_its_basis_is_above_it() -> None:
    above, below = plan("above", "江省儿童发展规划", place=("江省",)), plan("below", "北川市儿童发展规划")
    cited = [
        Cited(name="江省儿童发展规划", node="below/1", leads="above", basis=True),
        Cited(name="江省卫生条例", node="below/2", leads="", basis=True),
    ]
    (found,) = relations((above, below), {"below": cited})
    assert (found.one, found.other, found.kind, found.node) == ("above", "below", "implements", "below/1")


def test_changes_are_whole_sentences_and_white_space_is_none() -> None:
    one = "建成3所机构。\n加强 管理；开展培训。"
    other = "建成5所机构。加强管理；"
    assert (changes(one, other).gone, changes(one, other).new) == (
        ("建成3所机构。", "开展培训。"),
        ("建成5所机构。",),
    )
    assert changes(one, "建成3所机构。加强管理；开展培训。") == changes("", "")
