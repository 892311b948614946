"""Kinds of units by the head noun at the end of the name, never by a place or field inside it."""

from __future__ import annotations

import pytest

from kb.rules.registry import guess_kind
from kb.words.unit_kinds import KINDS, ROWS, unit_kind

SAMPLES = [(name, row.kind) for row in ROWS for name in row.samples]
OTHERS = [(name, kind) for row in ROWS for name, kind in row.others]


@pytest.mark.parametrize(("name", "kind"), SAMPLES + OTHERS)
def test_rows_say_what_their_samples_are(name: str, kind: str) -> None:
    assert unit_kind(name) == kind


def test_every_row_has_samples_and_a_kind_of_the_list() -> None:
    assert {row.kind for row in ROWS} <= set(KINDS)
    assert all(row.samples for row in ROWS)


# Places whose names hold the head noun of another kind, each before heads of every kind.
PLACES = ("镇江市", "景德镇市", "新乡市", "萍乡市", "宁乡市", "桐乡市", "驻马店市", "北镇市", "中山市", "石河子市", "东乡区", "上街区",
          "龙港区", "局子街", "湖州市", "社旗县", "西乡县", "大院乡", "医巫闾山景区")  # fmt: skip
HEADS = (
    ("科技局", "政府部门"), ("教育局", "政府部门"), ("农业农村局", "政府部门"), ("住房和城乡建设局", "政府部门"), ("乡村振兴局", "政府部门"),
    ("人民政府", "政府"), ("人民法院", "司法机关"), ("人民检察院", "司法机关"), ("中医院", "医疗机构"), ("妇联", "群团"), ("图书馆", "事业单位"),
    ("疾控中心", "事业单位"), ("委宣传部", "党委部门"), ("第一中学", "学校"), ("城投集团", "企业"), ("房地产业协会", "社会组织"),
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_place_name_never_decides(place: str) -> None:
    found = [(head, guess_kind(place + head)) for head, _ in HEADS]
    if place.endswith("乡"):
        found = [f for f in found if f[0] != "人民政府"]  # a township's government is its 镇街
    if not place.endswith(("市", "区", "县")):
        found = [f for f in found if f[0] != "委宣传部"]
    assert found == [h for h in HEADS if h[0] in dict(found)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("各区人民政府(管委会)", "集合称谓"),
        ("市直机关工委", "党委部门"),
        ("省直机关工委", "党委部门"),
        ("市直有关部门", "集合称谓"),
        ("驻市各国有银行", "集合称谓"),
        ("驻区单位", "集合称谓"),
        ("驻马店市公安局", "政府部门"),
    ],
)
def test_names_for_many(name: str, kind: str) -> None:
    assert guess_kind(name) == kind
