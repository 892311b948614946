"""How a node is cited: title first, number after it, unique in its plan, one form for all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.citation import Cited, full_citation, place, place_beside, unique_citations
from kb.corpus import Corpus
from kb.model import Plan
from kb.pipeline.importer import import_file

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("plan", "citation", "cited"),
    [
        (
            Plan("p", "清江区托育服务规划（2023—2025年）", "清江府发〔2023〕7号"), "二、（二）5",
            "《清江区托育服务规划（2023—2025年）》（清江府发〔2023〕7号）二、（二）5",
        ),
        (Plan("p", "清江区托育服务规划"), "九、", "《清江区托育服务规划》九"),
        (Plan("p", "清江区\n托育服务规划"), "", "《清江区托育服务规划》"),
    ],
)  # fmt: skip
def test_title_first_then_number(plan: Plan, citation: str, cited: str) -> None:
    assert full_citation(plan, citation) == cited


@pytest.mark.parametrize(
    ("nodes", "citations"),
    [
        # Rows that share a number have their names; a row alone has none.
        (
            [Cited("专栏一 指标11", "小学生近视率"), Cited("专栏一 指标11", "初中生近视率"), Cited("专栏一 指标12", "视力")],
            ["专栏一 指标11（小学生近视率）", "专栏一 指标11（初中生近视率）", "专栏一 指标12"],
        ),
        # A heading's first paragraph is its own; those below it are counted on from there.
        (
            [Cited("四、（一）", "领导", body=True), Cited("四、（一）", paragraph=True), Cited("四、（一）", paragraph=True)],
            ["四、（一）", "四、（一） 第2段", "四、（一） 第3段"],
        ),
        ([Cited("一、", "总则"), Cited("一、", paragraph=True)], ["一、", "一 第1段"]),
        ([Cited("序言", paragraph=True)], ["序言"]),
        ([Cited("序言", paragraph=True), Cited("序言", paragraph=True)], ["序言 第1段", "序言 第2段"]),
        # A number printed twice, with the same words too.
        ([Cited("三、2", "养老"), Cited("三、2", "托育")], ["三、2（养老）", "三、2（托育）"]),
        ([Cited("三、2", "养老"), Cited("三、2", "养老")], ["三、2（养老）", "三、2（养老）（第2处）"]),
        ([Cited("专栏五 托育项目", "托育项目")] * 2, ["专栏五 托育项目", "专栏五 托育项目（第2处）"]),
    ],
)  # fmt: skip
def test_each_is_unique(nodes: list[Cited], citations: list[str]) -> None:
    assert unique_citations(nodes) == citations


_NODES = st.builds(
    Cited, st.sampled_from(["一、", "一、1", "专栏一", "一、1（甲）", "一、1（第2处）"]), st.sampled_from(["", "甲", "乙"]),
    st.booleans(), st.booleans(),
)  # fmt: skip


@given(st.lists(_NODES, max_size=12))
def test_whatever_a_plan_prints_twice(nodes: list[Cited]) -> None:
    assert max(Counter(unique_citations(nodes)).values(), default=1) == 1


@pytest.mark.parametrize(
    ("citation", "title", "shown"),
    [
        ("专栏五 托育服务机构规范化项目", "托育服务机构规范化项目", "专栏五"),
        ("专栏一 指标11（小学生近视率）", "小学生近视率", "专栏一 指标11"),
        ("二、（四）2", "发展普惠托育服务体系", "二、（四）2"),
        ("九、", "附则", "九"),
    ],
)
def test_next_to_its_own_title(citation: str, title: str, shown: str) -> None:
    assert place_beside(citation, title) == shown
    assert place(citation) == citation.rstrip("、")


def test_every_node_of_every_plan_at_hand(tmp_path: Path) -> None:
    corpus = Corpus(ROOT / "corpus")
    trees = [corpus.read_plan(plan) for plan in corpus.plan_ids()]
    made = Corpus(tmp_path / "corpus")
    for path in sorted(
        (ROOT / "tests" / "golden" / "made").glob("[!r]*.txt")
    ):  # but those that import refuses
        trees.append(made.read_plan(import_file(path, made.folder).plan.id))
    for tree in trees:
        counted = Counter(node.citation for node in tree.nodes)
        assert [citation for citation, n in counted.items() if n > 1 or not citation] == [], tree.plan.id
