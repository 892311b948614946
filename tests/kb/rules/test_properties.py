"""Whatever the text: every fact stands where it says, and no unit comes from a text that has none."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Commitment, Duty, Reference, Unit
from kb.rules import check, find_facts
from tests.kb.rules.small import Row, plan

UNITS = (
    "市教育局",
    "区卫健委",
    "各县（市、区）人民政府",
    "市发改委、住建局",
    "统计局(商务局)",
    "各相关部门",
    "财政部等有关部门",
)
ROLES = ("责任单位", "牵头单位", "配合单位", "参与部门", "完成时限")
WORDS = (
    "建设", "推进托育服务", "加强", "3—5所",
    "达到75%以上", "“一站式”", "《托育办法》", "由", "牵头", "负责", "依托", "、", "，", "。", "；",
    "等", "\n", " ", "（", "）", "(", ")", "〔", "〕", "[", "]", "：", ":", "下同", "排在第一位的部门为牵头部门", "以下责任单位中均包含",
    "不再列出", "截至2020年底", "分别下降至", "1.21‰", "和", "2023年6月底前完成",
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS + UNITS + ROLES) | st.text(max_size=3), max_size=25).map("".join)
cells = st.lists(
    st.tuples(st.sampled_from(("序号", "指标名称（单位）", "2030年\n规划", "指标属性", "责任\n单位", "牵头部门", "x")), texts),
    min_size=1, max_size=5,
)  # fmt: skip
rows = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("chapter", "section", "task", "measure", "box", "project", "paragraph")), texts, texts),
        cells,
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def build(drawn: list[object]) -> list[Row]:
    out: list[Row] = []
    for i, row in enumerate(drawn):
        depth = min(i, 2)
        if isinstance(row, tuple):
            out.append(Row(depth, row[0], row[1], row[2]))
        else:
            assert isinstance(row, list)
            out.append(Row(depth, "indicator", cells=tuple((c, v) for c, v in row)))
    return out


@settings(max_examples=150, deadline=None)
@given(rows)
def test_every_fact_stands_where_it_says(drawn: list[object]) -> None:
    tree = plan(*build(drawn))
    units = (Unit("区卫健委", aliases=("托育服务",)),)
    facts = find_facts(tree, units, ())
    source = tree.plan.source
    ids = {n.id for n in tree.nodes}
    names = {u.name for u in facts.units}
    quoted: list[Duty | Commitment | Reference] = [*facts.duties, *facts.commitments, *facts.references]
    for f in quoted:
        assert f.plan == tree.plan.id
        assert source[f.start : f.end] == f.quote != ""
        assert f.line == source.count("\n", 0, f.start) + 1 or "\r" in source or "\x0b" in source
        assert f.node in ids
    for x in facts.indicators:
        if x.baseline is not None:
            assert source[x.baseline.start : x.baseline.end] == x.baseline.quote
    for d in facts.duties:
        assert d.unit in names
        assert d.basis != "related" or (d.link in ids and d.why)
    for p in check(tree, facts, units, ()):
        assert p.line >= 0
        assert p.message


PLAIN = st.text(
    st.sampled_from(
        "发展建设推进加强服务体系质量水平提升全面深入开展活动宣传教育健康安全环境资源能力儿童家庭，。、；（）“”"
    ),
    max_size=120,
)


@settings(max_examples=150, deadline=None)
@given(PLAIN)
def test_no_unit_where_the_text_has_none(text: str) -> None:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.做。", text))
    assert [d.unit for d in find_facts(tree, (), ()).duties] == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(("市教育局", "区卫健委", "财政部", "各镇街", "市中医院")),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_listed_units_are_found_in_order(units: list[str]) -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"), Row(1, "task", "1.做。", f"做。（责任单位：{'、'.join(units)}）")
    )
    assert [d.unit for d in find_facts(tree, (), ()).duties] == units
