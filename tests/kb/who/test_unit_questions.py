"""A unit in a question, and nothing else that is a piece of a plan: that unit's duties, however it is put."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.api import Kb, open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
PHRASINGS = [
    "{u}负责什么",
    "{u}都管些啥",
    "{u}在规划里有哪些任务",
    "规划给{u}安排了哪些工作",
    "{u}有什么职责",
    "{u}的职责分工",
    "{u}一共承担几项指标",
    "{u}有多少项任务",
    "{u}名下的指标有几个",
    "{u}头上有哪些指标",
    "写给{u}的有哪些条",
    "归{u}管的是哪些",
    "哪些事归{u}负责",
    "请列出{u}的全部任务",
    "帮我查一下{u}要做什么",
    "请问{u}要干啥",
    "{u}要完成哪些指标",
    "{u}每年要报什么材料",
    "{u}该报哪些数据",
    "我们是{u}，我们该做哪些事",
    "我在{u}工作，要负责哪几项",
    "{u}牵涉哪些任务",
    "{u}参与哪些工作",
    "{u}这边的任务是什么",
    "{u}具体承担什么",
    "{u}今年的任务有哪些",
    "到2030年{u}要完成什么",
    "{u}都有哪些目标",
    "把{u}的任务汇总一下",
    "{u}的指标都是哪些",
]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kb]:
    folder = tmp_path_factory.mktemp("base")
    built = build(Corpus(CORPUS), folder)
    with open_kb(built.folder) as opened:
        yield opened


def assigned(kb: Kb, question: str, unit: str) -> set[str]:
    """Ids of the nodes assigned to a unit by the answer to a question."""
    return {
        e["id"]
        for a in kb.who(question)["answers"]
        if a["unit"] == unit
        for e in a["evidence"]
        if e["basis"] == "assigned"
    }


def test_there_are_thirty_phrasings() -> None:
    assert len(PHRASINGS) == len(set(PHRASINGS)) == 30


@pytest.mark.parametrize("phrasing", PHRASINGS)
def test_every_unit_of_the_first_plan(kb: Kb, phrasing: str) -> None:
    """All that is assigned to a unit in a cell or bracket is in the answer; of indicators alone where these are asked."""
    kinds = {n["id"]: n["kind"] for n in kb.export()["nodes"]}
    due: dict[str, set[str]] = {}
    for d in kb.base.duties(basis="assigned"):
        if kb.base.unit_of(d.unit_id).kind != "集合称谓":
            due.setdefault(d.unit, set()).add(d.node)
    missed = {}
    for unit, nodes in due.items():
        if "指标" in phrasing:
            nodes = {n for n in nodes if kinds[n] == "indicator"}
        found = assigned(kb, phrasing.format(u=unit), unit)
        if not nodes <= found:
            missed[unit] = sorted(nodes - found)
    assert missed == {}
