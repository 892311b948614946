"""General obligations are facts: in the base, the export, the answer for a unit and its extract, the same everywhere."""

from __future__ import annotations

from pathlib import Path

from kb.answer.export import export
from kb.answer.unit import unit
from kb.extract import Gathering
from kb.rules import find_facts
from kb.rules.obligations import find_obligations
from kb.store import Base, open_base, write_base
from tests.kb.extract.test_shared_duties import base as base  # the fixture


def test_one_fact_on_every_surface(base: Base) -> None:
    (plan,) = base.plans()
    told = export(base)["obligations"]
    assert [(o["kinds"], o["addressee"]) for o in told] == [(["方案", "责任落实"], "各有关部门")]
    for o in told:
        assert plan.source[o["source"]["start"] : o["source"]["end"]] == o["quote"]
    tree = base.tree(plan.id)
    assert base.obligations() == find_obligations(tree.nodes, plan.source, base.duties())
    gathering = Gathering(base)
    for one in base.units():
        sheet = gathering.sheet(one.id)
        mine = [(r.obligation.node, r.listed) for p in sheet.parts for r in p.obligations]
        assert [(o["id"], o["listed"]) for o in unit(base, one.id)["obligations"]] == mine
    assert [o["listed"] for o in unit(base, "区税务局")["obligations"]] == [False]
    assert unit(base, "东山街道")["obligations"] == []
    assert unit(base, "区税务局", basis="named")["obligations"] == []


def test_a_base_keeps_them(tmp_path: Path) -> None:
    from tests import made

    facts = find_facts(made.TREE, (), ())
    write_base(tmp_path, [(made.TREE, facts, ())])
    with open_base(tmp_path) as opened:
        assert opened.facts(made.PLAN).obligations == facts.obligations
