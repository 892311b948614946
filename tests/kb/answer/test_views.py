"""show, tree, unit, units, matrix, topics and export as Python calls on the made plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.answer.export import export
from kb.answer.links import node_url
from kb.answer.matrix import matrix
from kb.answer.show import show
from kb.answer.topics import find_topic, topics
from kb.answer.tree import tree
from kb.answer.unit import unit
from kb.answer.units import units
from kb.model import Duty, Facts, Node, Plan, Tree, Unit
from kb.spans import Span, Text
from kb.store import Base, NotFound, open_base, write_base
from tests import made


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """The made plan, and a second one, yi, of the same nodes in which 区教委 holds the task."""

    def other(node: Node) -> Node:
        parent = node.parent and node.parent.replace("jia/", "yi/")
        return replace(node, id=node.id.replace("jia/", "yi/"), plan="yi", parent=parent)

    yi = Tree(replace(made.TREE.plan, id="yi", title="乙区托育规划"), tuple(other(n) for n in made.NODES))
    held = replace(
        made.DUTIES[2],
        plan="yi",
        node="yi/1.1.1",
        unit="区教委",
        unit_id="甲区/区教委",
        basis="assigned",
        role="牵头",
    )
    write_base(
        tmp_path, [(made.TREE, made.FACTS, ()), (yi, Facts(duties=(held,)), ())], made.TOPICS, made.UNITS
    )
    with open_base(tmp_path) as opened:
        yield opened


def test_a_units_duties_of_all_plans_or_one(base: Base) -> None:
    both = unit(base, "教委")
    assert [(d["id"], d["role"]) for d in both["duties"]] == [("jia/b1.p1", "牵头"), ("yi/1.1.1", "牵头")]
    assert both["totals"] == {
        "basis": {"assigned": 2, "named": 0, "related": 0, "object": 0}, "role": {"牵头": 2},
    }  # fmt: skip
    assert [d["id"] for d in unit(base, "教委", plan="yi")["duties"]] == ["yi/1.1.1"]


def test_an_object_is_not_counted_as_named(base: Base) -> None:
    found = unit(base, "示范机构")
    assert found["totals"] == {
        "basis": {"assigned": 0, "named": 0, "related": 0, "object": 1}, "role": {},
    }  # fmt: skip
    assert unit(base, "示范机构", basis="named")["duties"] == []
    assert len(unit(base, "示范机构", basis="object")["duties"]) == 1


def test_a_unit_of_another_plan_has_nothing_here(base: Base) -> None:
    assert unit(base, "区卫健委", plan="yi")["duties"] == []


def test_units_of_one_plan(base: Base) -> None:
    found = {u["unit"]: u["counts"]["assigned"] for u in units(base, "yi")["units"]}
    assert found == {"区教委": 1}
    assert [u["unit"] for u in units(base, kind="镇街")["units"]] == ["东街道"]


def test_one_name_in_several_plans(tmp_path: Path) -> None:
    """A unit of one place is one row however many plans name it; one name in two places is two units."""
    trees = []
    for id_ in ("jia", "yi", "bing"):
        task = Node(
            f"{id_}/1.1",
            id_,
            "task",
            "1",
            "办学",
            None,
            0,
            0,
            Text(""),
            Text("办学。"),
            "一、1",
            Span(0, 3, 1),
        )
        district = "甲区" if id_ == "jia" else "乙区"
        found_units = (
            Unit("市商务局", "市商务局", plans=(id_,), registered=False, id="丙市/市商务局", place=("丙市",)),
            Unit(
                "区教委",
                f"{district}教育委员会",
                plans=(id_,),
                id=f"{district}/区教委",
                place=("丙市", district),
            ),
        )
        duties = tuple(
            Duty(id_, u.name, task.id, "责任", "assigned", u.name, "句", 0, 1, 1, unit_id=u.id)
            for u in found_units
        )
        trees.append(
            (Tree(Plan(id_, id_, source="句" * 3), (task,)), Facts(units=found_units, duties=duties), ())
        )
    registry = [
        Unit("区教委", "甲区教育委员会", plans=("jia",)),
        Unit("区教委", "乙区教育委员会", plans=("yi", "bing")),
    ]
    write_base(tmp_path, trees, (), registry, "0" * 16)
    with open_base(tmp_path) as base:
        found = [
            (u["unit"], u["full_name"], u["counts"]["assigned"], u["plans"]) for u in units(base)["units"]
        ]
    assert found == [
        ("市商务局", "市商务局", 3, ["jia", "yi", "bing"]),
        ("区教委", "乙区教育委员会", 2, ["yi", "bing"]),
        ("区教委", "甲区教育委员会", 1, ["jia"]),
    ]


def test_the_matrix_of_two_plans_keeps_their_sections_apart(base: Base) -> None:
    found = matrix(base)
    assert [s["id"] for s in found["sections"]] == ["jia/1.1", "yi/1.1"]
    rows = {u["unit"]: [(c["section"], c["assigned"]) for c in u["cells"]] for u in found["units"]}
    assert rows["区教委"] == [("jia/1.1", 1), ("yi/1.1", 1)]
    assert [s["id"] for s in matrix(base, "yi")["sections"]] == ["yi/1.1"]


def test_a_tree_of_one_plan(base: Base) -> None:
    assert [p["title"] for p in tree(base)["plans"]] == ["甲区托育规划（2024—2030年）", "乙区托育规划"]
    assert [n["id"] for n in tree(base, "yi", depth=1)["plans"][0]["nodes"]] == ["yi/1"]
    with pytest.raises(NotFound):
        tree(base, "bing")


def test_show_takes_the_plan_into_account(base: Base) -> None:
    assert [u["unit"] for u in show(base, "1.1.1", "yi")["units"]] == ["区教委"]
    assert show(base, "yi/b1.1")["indicator"] is None


def test_a_topic_by_name_term_or_said_word(base: Base) -> None:
    for word in ("托育", "托位", "早托"):
        assert find_topic(base, word).name == "托育"
    assert [(t["name"], t["nodes"], t["units"]) for t in topics(base)["topics"]] == [
        ("托育", 2, ["区卫健委"]), ("托育机构", 1, []),
    ]  # fmt: skip


def test_export_of_one_plan_holds_nothing_of_the_other(base: Base) -> None:
    found = export(base, "yi")
    assert [p["id"] for p in found["plans"]] == ["yi"]
    assert {n["plan"] for n in found["nodes"]} == {"yi"}
    assert [d["unit"] for d in found["duties"]] == ["区教委"]
    assert [t["nodes"] for t in found["topics"]] == [[], []]


def test_export_tells_what_was_repaired(base: Base) -> None:
    repaired = [(n["id"], n["repairs"]) for n in export(base, "jia")["nodes"] if n["repaired"]]
    assert repaired == [("jia/1.1.1", ["number"])]


@pytest.mark.parametrize(
    ("id_", "kind", "url"),
    [("jia/2.4.2", "task", "jia/2.4.2.html"), ("jia/2.4.q81c2f0", "paragraph", "jia/text.html#2.4.q81c2f0")],
)
def test_where_a_node_stands_on_the_site(id_: str, kind: str, url: str) -> None:
    assert node_url(id_, kind) == url
