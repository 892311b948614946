"""With more than one plan in the base every line says which plan it is of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from kb.model import Facts, Node, Tree, Unit
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

    yi = Tree(replace(made.TREE.plan, id="yi", title="乙区托育规划"), tuple(other(n) for n in made.NODES))
    held = replace(made.DUTIES[2], plan="yi", node="yi/1.1.1", unit="区卫健委", basis="assigned", role="牵头")
    facts = Facts(units=(Unit("区卫健委", plans=("yi",)),), duties=(held,))
    write_base(tmp_path, [(made.TREE, made.FACTS, ()), (yi, facts, ())], made.TOPICS, made.UNITS)
    with open_base(tmp_path) as base:
        build_index(tmp_path / "index", base)
    monkeypatch.setenv("KB_BASE", str(tmp_path))
    return run


def test_a_unit(two: Run) -> None:
    lines = two("unit", "区卫健委").stdout.splitlines()
    assert "  《甲区托育规划（2024—2030年）》专栏一 指标1  托位数  ≥100" in lines
    assert "  《乙区托育规划》一、（一）1  建设托育机构" in lines
    assert lines[-1] == "不同规划里的“区卫健委”不一定是同一个单位；加 --plan 只看一份规划。"
    alone = two("unit", "区卫健委", "--plan", "yi").stdout.splitlines()
    assert "  一、（一）1  建设托育机构" in alone
    assert not any("不一定" in line for line in alone)


def test_a_search(two: Run) -> None:
    lines = two("search", "托位数").stdout.splitlines()
    assert "  《甲区托育规划（2024—2030年）》专栏一 指标1  jia/b1.1" in lines
    assert "  《乙区托育规划》专栏一 指标1  yi/b1.1" in lines
    assert "  专栏一 指标1  b1.1" in two("search", "托位数", "--plan", "yi").stdout.splitlines()


def test_who(two: Run) -> None:
    lines = two("who", "托位数").stdout.splitlines()
    assert "  《甲区托育规划（2024—2030年）》专栏一 指标1  托位数  ≥100" in lines


def test_an_id_of_both_is_refused(two: Run) -> None:
    refused = two("show", "1.1.1")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "“1.1.1”不止一处：jia/1.1.1、yi/1.1.1。请写完整的编号，或用 --plan 指明规划。\n"
    )
    assert two("show", "1.1.1", "--plan", "yi").stdout.startswith("乙区托育规划 › ")
