"""With more than one plan in the base every line says which plan it is of."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from kb.api import open_kb
from kb.model import Facts, Node, Tree, Unit
from kb.store import SeveralUnits
from tests import made

Run = Callable[..., Result]


@pytest.fixture
def two(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The made plan and 乙区托育规划, of the same nodes, whose own 区卫健委 holds the task."""
    from kb.search import build_index
    from kb.store import open_base, write_base

    def other(node: Node) -> Node:
        parent = node.parent and node.parent.replace("jia/", "yi/")
        return replace(node, id=node.id.replace("jia/", "yi/"), plan="yi", parent=parent)

    yi = Tree(
        replace(made.TREE.plan, id="yi", title="乙区托育规划", place=("乙区",)),
        tuple(other(n) for n in made.NODES),
    )
    unit = Unit("区卫健委", plans=("yi",), id="乙区/区卫健委", place=("乙区",))
    held = replace(
        made.DUTIES[2],
        plan="yi",
        node="yi/1.1.1",
        unit=unit.name,
        unit_id=unit.id,
        basis="assigned",
        role="牵头",
    )
    facts = Facts(units=(unit,), duties=(held,))
    write_base(tmp_path, [(made.TREE, made.FACTS, ()), (yi, facts, ())], made.TOPICS, made.UNITS)
    with open_base(tmp_path) as base:
        build_index(tmp_path / "index", base)
    monkeypatch.setenv("KB_BASE", str(tmp_path))
    return run


def test_a_unit(two: Run) -> None:
    """Two districts' units are two: which one is asked, and then only its duties are shown."""
    both = two("unit", "区卫健委")
    assert both.exit_code == 1
    assert both.stdout == (
        "叫“区卫健委”的单位有 2 个：\n"
        "  甲区  区卫健委  甲区卫生健康委员会  明确责任 2、关联 1\n"
        "  乙区  区卫健委  明确责任 1\n"
        "只看其中一个，请加地方或规划：kb unit 区卫健委 --place 甲区\n"
    )
    first = two("unit", "区卫健委", "--place", "甲区").stdout.splitlines()
    assert "  《甲区托育规划（2024—2030年）》专栏一 指标1  托位数  ≥100" in first
    assert not any("乙区" in line for line in first)
    for chosen in (("--place", "乙"), ("--plan", "yi")):
        alone = two("unit", "区卫健委", *chosen).stdout
        assert "一、（一）1  建设托育机构" in alone
        assert "指标1" not in alone
    refused = two("unit", "区卫健委", "--place", "丙区")
    assert (refused.exit_code, refused.stderr) == (
        1, "没有找到地方“丙区”。您是不是要找：甲区、乙区？\n",
    )  # fmt: skip
    assert [u["unit_id"] for u in json.loads(two("unit", "区卫健委", "--json").stdout)["choices"]] == [
        "甲区/区卫健委", "乙区/区卫健委",
    ]  # fmt: skip


def test_units_of_one_name_are_told_apart(two: Run) -> None:
    rows = [line.split() for line in two("units").stdout.splitlines()]
    assert rows[0][:2] == ["单位", "地方"]
    assert [row[:2] for row in rows if row[0] == "区卫健委"] == [["区卫健委", "甲区"], ["区卫健委", "乙区"]]
    answers = json.loads(two("who", "托位数", "--json").stdout)["answers"]
    for answer in answers:
        assert {e["plan"] for e in answer["evidence"]} <= ({"jia"} if answer["place"] == "甲区" else {"yi"})


def test_a_search(two: Run) -> None:
    lines = two("search", "托位数").stdout.splitlines()
    assert "  《甲区托育规划（2024—2030年）》专栏一 指标1  jia/b1.1" in lines
    assert "  《乙区托育规划》专栏一 指标1  yi/b1.1" in lines
    assert "  专栏一 指标1  b1.1" in two("search", "托位数", "--plan", "yi").stdout.splitlines()


def test_who(two: Run) -> None:
    lines = two("who", "托位数").stdout.splitlines()
    at = lines.index("甲区  甲区托育规划（2024—2030年）")
    assert lines[at + 1].startswith("专栏一 指标1  托位数  ≥100  区卫健委  明确责任")


def test_an_id_of_both_is_refused(two: Run) -> None:
    refused = two("show", "1.1.1")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "“1.1.1”不止一处：jia/1.1.1、yi/1.1.1。请写完整的编号，或用 --plan 指明规划。\n"
    )
    assert two("show", "1.1.1", "--plan", "yi").stdout.startswith("乙区托育规划 › ")


def test_a_place_narrows_a_search_as_it_does_an_answer(two: Run) -> None:
    """With a unit it says whose; without one it says of which plans. Wrong places and names say what there is."""
    several = "“区卫健委”有 2 个单位：甲区、乙区。请加 --place 指明地方，如 --place 甲区。\n"
    none = "没有找到地方“丙区”。您是不是要找：甲区、乙区？\n"
    for command in (("search", "托育"), ("who", "托育"), ("list", "任务")):
        asked = two(*command, "--unit", "区卫健委")
        assert (asked.exit_code, asked.stderr) == (2, several), command
        asked = two(*command, "--place", "丙区")
        assert (asked.exit_code, asked.stderr) == (1, none), command
        asked = two(*command, "--place", "乙区", "--plan", "jia")
        assert (asked.exit_code, asked.stderr) == (2, "规划“jia”不是乙区的。乙区的规划：yi。\n"), command
    found = json.loads(two("search", "托育", "--unit", "区卫健委", "--place", "乙区", "--json").stdout)
    assert [h["id"] for h in found["hits"]] == ["yi/1.1.1"]
    found = json.loads(two("search", "托育", "--place", "乙区", "--json").stdout)
    assert {h["plan"] for h in found["hits"]} == {"yi"}
    found = json.loads(two("who", "托育", "--place", "乙区", "--json").stdout)
    assert {e["plan"] for a in found["answers"] for e in a["evidence"]} == {"yi"}
    found = json.loads(two("list", "任务", "--place", "乙区", "--json").stdout)
    assert {r["plan"] for r in found["rows"]} == {"yi"}


def test_the_api_narrows_alike(two: Run, tmp_path: Path) -> None:
    with open_kb(tmp_path) as kb:
        assert {h["plan"] for h in kb.search("托育", place="乙区")["hits"]} == {"yi"}
        with pytest.raises(SeveralUnits):
            kb.search("托育", units=("区卫健委",))
        hits = kb.search("托育", units=("区卫健委",), place="乙区")["hits"]
        assert [h["id"] for h in hits] == ["yi/1.1.1"]
