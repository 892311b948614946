"""Nodes and units by what people type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.model import Facts, Node, Tree
from kb.problems import KbError
from kb.store import Base, NotFound, open_base, write_base
from tests import made


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    made.write_made(tmp_path)
    with open_base(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "local"),
    [
        ("jia/1.1.1", "1.1.1"),
        ("1.1.1", "1.1.1"),
        (" B1.1 ", "b1.1"),
        ("一、（一）1", "1.1.1"),
        ("一 (一) 1.", "1.1.1"),
        ("专栏一 指标2", "b1.2"),
        ("专栏一指标2", "b1.2"),
        ("指标2", "b1.2"),
        ("专栏一", "b1"),
        ("一、", "1"),
    ],
)
def test_a_node_by_id_or_citation(base: Base, asked: str, local: str) -> None:
    assert base.node(asked).local == local


def test_unknown_id_offers_near_ones(base: Base) -> None:
    with pytest.raises(NotFound) as caught:
        base.node("1.1.2")
    assert str(caught.value) == "没有找到编号“1.1.2”。您是不是要找：1.1、1.1.1、1.2？"
    assert caught.value.nearest == ("1.1", "1.1.1", "1.2")


def test_unknown_id_like_no_other(base: Base) -> None:
    with pytest.raises(NotFound) as caught:
        base.node("龘龘龘")
    assert str(caught.value) == "没有找到编号“龘龘龘”。编号见 kb tree 或 kb search。"


@pytest.mark.parametrize("name", ["区卫健委", "甲区卫生健康委员会", "卫健局", " 卫健委 "])
def test_a_unit_by_any_of_its_names(base: Base, name: str) -> None:
    assert base.unit(name).name == "区卫健委"


def test_unknown_unit_offers_near_ones(base: Base) -> None:
    with pytest.raises(NotFound) as caught:
        base.unit("区卫计委")
    assert str(caught.value) == "没有找到单位“区卫计委”。您是不是要找：区卫健委、区教委？"


def test_unknown_plan(base: Base) -> None:
    with pytest.raises(NotFound) as caught:
        base.plan("jai")
    assert str(caught.value) == "没有找到规划“jai”。您是不是要找：jia？"


def other(node: Node) -> Node:
    parent = node.parent and node.parent.replace("jia/", "yi/")
    return replace(node, id=node.id.replace("jia/", "yi/"), plan="yi", parent=parent)


def test_a_local_id_of_two_plans_has_to_be_written_in_full(tmp_path: Path) -> None:
    plan = replace(made.TREE.plan, id="yi")
    yi = Tree(plan, tuple(other(n) for n in made.NODES))
    write_base(tmp_path, [(made.TREE, made.FACTS, ()), (yi, Facts(), ())], made.TOPICS, made.UNITS)
    with open_base(tmp_path) as base:
        for asked in ("1.1.1", "一、（一）1"):
            with pytest.raises(KbError) as caught:
                base.node(asked)
            assert str(caught.value) == (
                f"“{asked}”不止一处：jia/1.1.1、yi/1.1.1。请写完整的编号，或用 --plan 指明规划。"
            )
        assert base.node("1.1.1", "yi").id == "yi/1.1.1"
        assert base.node("yi/1.1.1").id == "yi/1.1.1"
        assert [p.id for p in base.plans()] == ["jia", "yi"]


def test_a_plan_whose_id_begins_like_anothers_keeps_its_own_cells(tmp_path: Path) -> None:
    def renamed(node: Node) -> Node:
        parent = node.parent and node.parent.replace("jia/", "jia-2/")
        return replace(node, id=node.id.replace("jia/", "jia-2/"), plan="jia-2", parent=parent)

    second = Tree(replace(made.TREE.plan, id="jia-2"), tuple(renamed(n) for n in made.NODES))
    write_base(tmp_path, [(made.TREE, made.FACTS, ()), (second, Facts(), ())], made.TOPICS, made.UNITS)
    with open_base(tmp_path) as base:
        assert base.nodes("jia") == made.NODES
        assert base.nodes("jia-2") == second.nodes
        assert base.nodes() == (*made.NODES, *second.nodes)
        assert base.indicators("jia") == made.INDICATORS
        assert base.indicators("jia-2") == ()
