"""What was written comes back equal, and the same facts make the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.model import Facts, Node, Plan, Tree
from kb.problems import KbError
from kb.spans import Piece, Span, Text
from kb.store import Base, open_base, write_base
from tests import made


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    made.write_made(tmp_path)
    with open_base(tmp_path) as opened:
        yield opened


def test_the_tree_comes_back_equal(base: Base) -> None:
    assert base.tree("jia") == made.TREE
    assert base.plan("jia").source == made.SOURCE


def test_spans_and_pieces_come_back_too(base: Base) -> None:
    """They are left out of equality, so they are compared on their own."""
    for found, due in zip(base.nodes(), made.NODES, strict=True):
        assert found.span == due.span
        assert found.head.pieces == due.head.pieces
        assert found.body.pieces == due.body.pieces
        assert [c.text.pieces for c in found.cells] == [c.text.pieces for c in due.cells]
    task = base.node("jia/1.1.1")
    assert task.body.bounds(9, 19) == made.at("各镇街加快\n托育点建设")


def test_facts_come_back_equal(base: Base) -> None:
    found = base.facts("jia")
    assert found.indicators == made.INDICATORS
    assert found.duties == made.DUTIES
    assert found.units == made.FOUND_UNITS
    assert found.tags == made.FACTS.tags
    assert found.commitments == made.FACTS.commitments
    assert found.references == made.FACTS.references
    assert base.problems() == made.PROBLEMS
    assert base.repairs("jia") == made.TREE.repairs
    assert base.topics() == made.TOPICS


def test_units_are_the_registry_and_then_those_only_the_text_knows(base: Base) -> None:
    assert base.units() == made.FOUND_UNITS


def test_same_facts_same_bytes(tmp_path: Path) -> None:
    first = made.write_made(tmp_path / "a").read_bytes()
    assert made.write_made(tmp_path / "b").read_bytes() == first
    assert made.write_made(tmp_path / "a").read_bytes() == first


def test_any_sqlite_tool_reads_who_does_what(tmp_path: Path) -> None:
    with sqlite3.connect(made.write_made(tmp_path)) as db:
        rows = db.execute("SELECT unit, basis, citation, quote FROM duties LIMIT 3").fetchall()
    db.close()
    assert rows == [
        ("区卫健委", "assigned", "专栏一 指标1", "区卫健委"),
        ("区卫健委", "assigned", "专栏一 指标2", "区卫健委"),
        ("区妇幼保健院", "named", "一、（一）1", "依托区妇幼保健院"),
    ]


def test_a_fact_about_no_node_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    stray = replace(made.DUTIES[0], node="jia/9.9")
    with pytest.raises(KbError, match=r"^知识库写不成：有事实指向不存在的条目或主题"):
        write_base(tmp_path, [(made.TREE, Facts(duties=(stray,)), ())])
    assert list(tmp_path.iterdir()) == []


def test_duties_are_narrowed_by_unit_node_and_basis(base: Base) -> None:
    assert [d.node for d in base.duties(unit="区卫健委")] == ["jia/b1.1", "jia/b1.2", "jia/1.1.1"]
    assert [d.unit for d in base.duties(node="jia/1.1.1", basis="named")] == [
        "区妇幼保健院",
        "各镇街",
        "示范机构",
    ]
    assert base.duties(unit="没有这个单位") == ()
    assert base.duties(plan="yi") == ()


def test_children_and_ancestors(base: Base) -> None:
    assert [n.local for n in base.children("jia/b1")] == ["b1.1", "b1.2", "b1.p1"]
    assert [n.local for n in base.ancestors("jia/b1.1")] == ["1", "1.1", "b1"]
    assert base.ancestors("jia/1") == ()


def test_kinds_narrow_nodes(base: Base) -> None:
    assert [n.title for n in base.nodes(kind="indicator")] == ["托位数", "托育服务满意度"]
    assert base.indicator("jia/b1.1") == made.INDICATORS[0]
    assert base.indicator("jia/1") is None


def test_a_sound_base_passes_the_full_check(base: Base) -> None:
    assert base.check() == ()


def test_the_full_check_finds_a_changed_quote(tmp_path: Path) -> None:
    db = sqlite3.connect(made.write_made(tmp_path))
    with db:
        db.execute("UPDATE duty SET quote = '依托区人民医院' WHERE quote = '依托区妇幼保健院'")
        db.execute("DELETE FROM tag WHERE no = 0")
    db.close()
    with open_base(tmp_path) as base:
        assert base.check() == (
            "tag 应有 3 行，实有 2 行。",
            "jia/1.1.1：区妇幼保健院 的引文与源文第 4 行不符。",
        )


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(words=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back(tmp_path: Path, words: list[tuple[str, str]]) -> None:
    """Quotes, controls, NUL and characters beyond the basic plane included."""
    source = "".join(head + body for head, body in words)
    nodes, offset = [], 0
    for place, (head, body) in enumerate(words):
        a, b, c = offset, offset + len(head), offset + len(head) + len(body)
        offset = c
        nodes.append(
            Node(
                f"p/{place}", "p", "paragraph", "", head, None, place, 0, Text(head, (Piece(0, a, b),)),
                Text(body, (Piece(0, b, c),)), body, Span(a, c, 1),
            )
        )  # fmt: skip
    tree = Tree(Plan("p", source[:5], source=source), tuple(nodes))
    write_base(tmp_path, [(tree, Facts(), ())])
    with open_base(tmp_path) as base:
        assert base.tree("p") == tree
        assert base.plan("p").source == source
        assert [n.head.pieces for n in base.nodes()] == [n.head.pieces for n in nodes]
