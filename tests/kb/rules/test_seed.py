"""The Dadukou plan: every indicator and project with its units, and nothing else called assigned but what prose assigns."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.model import Commitment, Duty, Facts, Reference, Tree
from kb.rules import check, find_facts
from kb.rules.mentions import OBJECT

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
PLAN = "dadukou-children-2021-2030"
HEALTH, SCHOOL, POLICE, FARM, WOMEN, DISABLED = (
    "区卫健委",
    "区教委",
    "区公安分局",
    "区农业农村委",
    "区妇联",
    "区残联",
)

# The table of 专栏一, read by hand: number → units, and how many rows the number has.
TABLE: dict[int, tuple[str, ...]] = {
    **dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 25, 26), (HEALTH,)),
    11: (SCHOOL, HEALTH),
    **dict.fromkeys((13, 17, 21, 22, 23, 24), (SCHOOL,)),
    **dict.fromkeys((18, 19, 20), (POLICE, SCHOOL, HEALTH)),
    27: ("区医保局",),
    **dict.fromkeys((28, 29), (DISABLED,)),
    **dict.fromkeys((30, 31), (WOMEN, SCHOOL)),
    **dict.fromkeys((32, 33, 34, 35, 36), (FARM,)),
    37: ("区法院",),
    38: (POLICE,),
    39: ("区民政局",),
}
ROWS = {11: 3, 15: 3, 17: 3}
PROJECTS = {"儿童医务人员提升项目": HEALTH, "儿童早期发展服务促进项目": HEALTH, "智慧教育提升项目": SCHOOL}
PROSE = {
    ("二、（二）1", "区政府", "牵头"),
    ("二、（七）2", "民政部门", "责任"),
    ("三、（一）", "区政府", "责任"),
    ("三、（一）", "有关部门", "责任"),
    ("三、（一）", "相关机构", "责任"),
    ("三、（一）", "各人民团体", "责任"),
    ("三、（一）", "区妇儿工委", "责任"),
    ("四、（一）", "监测评估领导小组", "责任"),
    ("四、（一）", "区统计部门", "牵头"),
    ("四、（一）", "监测组", "责任"),
    ("四、（一）", "监测组成员", "责任"),
    ("四、（一）", "区妇儿工委办公室", "牵头"),
    ("四、（一）", "评估组", "责任"),
}


@pytest.fixture(scope="module")
def seed() -> tuple[Tree, Facts]:
    corpus = Corpus(CORPUS)
    if PLAN not in corpus.plan_ids():
        pytest.skip("the plan is not in the corpus")
    tree = corpus.read_plan(PLAN)
    return tree, find_facts(tree, corpus.units(), corpus.topics())


def test_every_assigned_pair_and_no_other(seed: tuple[Tree, Facts]) -> None:
    tree, facts = seed
    nodes = {n.id: n for n in tree.nodes}
    table: dict[int, list[tuple[str, ...]]] = {}
    for x in facts.indicators:
        table.setdefault(int(x.number), []).append(x.units)
    assert table == {n: [units] * ROWS.get(n, 1) for n, units in TABLE.items()}
    assigned = [d for d in facts.duties if d.basis == "assigned"]
    projects = {nodes[d.node].title: d.unit for d in assigned if nodes[d.node].kind == "project"}
    assert projects == PROJECTS
    rows = sum(len(u) * ROWS.get(n, 1) for n, u in TABLE.items())
    rest = [d for d in assigned if nodes[d.node].kind not in ("project", "indicator")]
    assert {(nodes[d.node].citation, d.unit, d.role) for d in rest} == PROSE
    assert len(assigned) == rows + len(PROJECTS) + len(PROSE)


def test_quotes_stand_in_the_source(seed: tuple[Tree, Facts]) -> None:
    tree, facts = seed
    source = tree.plan.source
    quoted: list[Duty | Commitment | Reference] = [*facts.duties, *facts.commitments, *facts.references]
    for f in quoted:
        assert source[f.start : f.end] == f.quote
        assert source.count("\n", 0, f.start) + 1 == f.line


def test_objects_are_not_responsible(seed: tuple[Tree, Facts]) -> None:
    tree, facts = seed
    nodes = {n.id: n for n in tree.nodes}
    objects = {(nodes[d.node].local, d.unit) for d in facts.duties if d.role == OBJECT}
    assert {("2.1.1", u) for u in ("区妇幼保健院", "重钢总医院", "区人民医院", "区中医院")} <= objects
    assert ("2.4.4", "九宫庙街道儿童保护发展中心") in objects
    acting = {
        (nodes[d.node].local, d.unit, d.role) for d in facts.duties if d.basis == "named" and d.role != OBJECT
    }
    assert {
        ("2.4.2", "区妇幼保健院", "依托"),
        ("2.4.2", "各镇街", "推进"),
        ("2.4.5", "各镇街", "推进"),
    } <= acting


def test_baselines(seed: tuple[Tree, Facts]) -> None:
    found = {x.number: x.baseline.value for x in seed[1].indicators if x.baseline}
    assert found == {"1": 1.21, "2": 1.51, "4": 2.12, "21": 99, "23": 100, "24": 99.2}


def test_commitments(seed: tuple[Tree, Facts]) -> None:
    found = {(x.subject, x.op, x.value, x.value_high, x.unit_of_measure) for x in seed[1].commitments}
    assert found == {
        ("运动技能", "=", 1, 2, "项"),
        ("集团化办学率", ">=", 75, None, "%"),
        ("智慧校园示范校", "=", 3, 5, "所"),
        ("托育服务圈", "=", 15, None, "分钟"),
        ("市级托育服务示范机构", "=", 2, None, "个"),
    }


def test_review(seed: tuple[Tree, Facts]) -> None:
    tree, facts = seed
    corpus = Corpus(CORPUS)
    found = check(tree, facts, corpus.units(), corpus.topics())
    count = {code: sum(p.code == code for p in found) for code in {p.code for p in found}}
    assert count["KB310"] == 39 - 2  # of 39 tasks, prose assigns 二、（二）1 and 二、（七）2
    assert count["KB311"] == 11 - 3
    assert "KB312" not in count
    assert "KB313" not in count
    assert count["KB110"] == 4
    assert count["KB111"] == 1
    assert [p.excerpt for p in found if p.code == "KB318"] == ["学期教育普及普惠"]
    assert "专栏一 指标1：2020年已为1.21‰，达到2030年目标＜1.3（20行）" in [p.message for p in found]
