"""A person changes plan.md: nothing is proved by words that do not say it, and every difference is told."""

from __future__ import annotations

import re
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, example, given, settings

from kb.model import HAND, Duty, Tree
from kb.parse import parse_draft, read_plan, write_plan
from kb.problems import DocumentError
from kb.rules import check, find_facts
from kb.rules.overlay import check_struck, read_overlay
from kb.rules.registry import Registry
from kb.spans import is_ink
from kb.words.normalised import compact
from tests.kb.parse.made import corrected, text_source

PLAN = """滨河市促进养老服务行动方案（2025—2027年）

一、总体要求
以需求为导向，到2027年建成服务网络。
二、重点任务
1. 建设服务中心。建成一所中心。（责任单位：市民政局）给予运营补贴。（责任单位：市财政局）
2. 培训护理人员。每年培训百人。（牵头单位：市卫健委；配合单位：市人社局、各区〔县〕政府；完成时限：2026年6月底前）
3. 发放高龄补贴。由市民政局牵头，市残联配合，做到应发尽发。
三、保障措施
1. 加强领导。市发展改革委负责统筹推进各项工作。
附件
专栏一 主要指标
序号\t指标名称（单位）\t2027年目标\t责任单位
1\t床位数（张）\t≥900\t市民政局
2\t护理员数（人）\t≥300\t市卫健委
"""


def assigned(tree: Tree) -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for d in find_facts(tree, (), ()).duties:
        if d.basis == "assigned":
            out.setdefault(d.node.partition("/")[2], []).append((d.unit, d.role))
    return out


def told(tree: Tree, *codes: str) -> list[tuple[str, str, int]]:
    found = check(tree, find_facts(tree, (), ()))
    return [(p.code, p.message, p.source_line) for p in found if p.code in codes or not codes]


DIFFERENCES = ("KB330", "KB331", "KB332")


def test_an_untouched_plan_has_no_difference() -> None:
    tree = corrected(PLAN)
    assert told(tree, *DIFFERENCES) == []
    assert not [n for n in tree.nodes if n.edited]
    assert tree.printed is None


def test_another_unit_typed_over_the_printed_one_is_not_responsible() -> None:
    tree = corrected(PLAN, ("（责任单位：市财政局）", "（责任单位：市审计局）"))
    assert assigned(tree)["2.1"] == [("市民政局", "责任")]
    assert told(tree, *DIFFERENCES) == [
        ("KB330", "二、1：源文“责任单位：市财政局）”改成了“责任单位：市审计局）”", 6),
        (
            "KB332",
            "二、1：责任单位与源文不同：plan.md 写了市审计局（责任），源文没有；源文写了市财政局（责任），plan.md 没有。"
            "都不作明确责任",
            6,
        ),
    ]
    assert [n.local for n in tree.nodes if n.edited] == ["2.1"]


def test_another_role_typed_over_the_printed_one_is_no_duty() -> None:
    tree = corrected(
        PLAN, ("牵头单位：市卫健委；配合单位：市人社局", "配合单位：市卫健委；牵头单位：市人社局")
    )
    assert "2.2" not in assigned(tree)


def test_another_deadline_is_none() -> None:
    tree = corrected(PLAN, ("2026年6月底前", "2029年6月底前"))
    duties = [d for d in find_facts(tree, (), ()).duties if d.node == "plan/2.2"]
    assert {(d.unit, d.deadline) for d in duties if d.basis == "assigned"} == {
        ("市卫健委", ""),
        ("市人社局", ""),
        ("各区〔县〕政府", ""),
    }


def test_a_deleted_task_is_named_as_missing() -> None:
    task = "### 2. 培训护理人员。\n\n每年培训百人。（牵头单位：市卫健委；配合单位：市人社局、各区〔县〕政府；完成时限：2026年6月底前）\n\n"
    tree = corrected(PLAN, (task, ""))
    ((code, message, line),) = told(tree, *DIFFERENCES)
    assert (code, line) == ("KB331", 7)
    assert message.startswith("二、1：源文的这一条没有了：“2. 培训护理人员。每年培训百人。")
    assert not [n for n in tree.nodes if n.edited]


def test_an_added_task_has_nobody() -> None:
    tree = corrected(
        PLAN,
        (
            "### 3. 发放高龄补贴。",
            "### 4. 建食堂。\n\n每区一所。（责任单位：市商务局）\n\n### 3. 发放高龄补贴。",
        ),
    )
    assert "2.4" not in assigned(tree)
    found = [p for p in check(tree, find_facts(tree, (), ())) if p.code in DIFFERENCES]
    assert [(p.code, p.message, p.hint) for p in found] == [
        ("KB330", "二、4：加上了源文没有的“4. 建食堂。”", "引文只取源文有的字"),
        (
            "KB330",
            "二、4：加上了源文没有的“每区一所。（责任单位：市商务局）”",
            "责任单位有变动的，请在同一文件夹的 duties.csv 里增加或划去，写明依据文件",
        ),
    ]


def test_a_number_and_a_cell() -> None:
    tree = corrected(PLAN, ("到2027年建成", "到2030年建成"), ("| ≥900 | 市民政局 |", "| ≥900 | 市审计局 |"))
    assert [(code, line) for code, _, line in told(tree, *DIFFERENCES)] == [
        ("KB330", 4),
        ("KB330", 14),
        ("KB332", 14),
    ]
    assert told(tree, "KB330")[0][1] == "一、：源文“导向，到2027年建成服务网”改成了“导向，到2030年建成服务网”"
    assert "b1.1" not in assigned(tree)
    assert assigned(tree)["b1.2"] == [("市卫健委", "责任")]


# A lost number inside a text: what a person puts back is found where it belongs, and the units follow.
LOST = """某省营商环境任务清单
一、重点任务
1.归集数据。完成归集。(牵头单位：省民政厅，责任单位：省统计局，各市〔州〕、推进监管。梳理事项。(牵头单位：省教育厅，责任单位：省财政厅，各市〔州〕、各县〔市、区〕政府)
3.公开信息。推动公开。(责任单位：省能源局)
4.加强领导。落实责任。(责任单位：省政府办公厅)
"""


def test_words_put_back_are_found_and_the_units_follow() -> None:
    back = "各市〔州〕、各县〔市、区〕政府)\n\n{.repaired}\n### 2.推进监管。\n\n梳理"
    tree = corrected(LOST, ("各市〔州〕、推进监管。梳理", back))
    found = assigned(tree)
    assert found["1.1"] == [("省民政厅", "牵头"), ("省统计局", "责任"), ("各市〔州〕", "责任")]
    assert found["1.2"] == [
        ("省教育厅", "牵头"),
        ("省财政厅", "责任"),
        ("各市〔州〕", "责任"),
        ("各县〔市、区〕政府", "责任"),
    ]
    quotes = {d.node: d.quote for d in find_facts(tree, (), ()).duties}
    assert quotes["plan/1.1"].startswith("(牵头单位：省民政厅，责任单位：省统计局，各市〔州〕")
    assert "推进监管" not in quotes["plan/1.1"]
    assert quotes["plan/1.2"] == "(牵头单位：省教育厅，责任单位：省财政厅，各市〔州〕、各县〔市、区〕政府)"
    assert [(n.local, n.repaired) for n in tree.nodes if n.repaired] == [("1.2", ("number",))]
    assert [n.local for n in tree.nodes if n.edited] == ["1.1"]


# What holds for any edit --------------------------------------------------------------------------------------------

UNITS = ("市民政局", "市财政局", "市审计局", "市卫健委", "各区〔县〕政府", "市残联", "省商务厅")
WORDS = (
    "牵头",
    "配合",
    "负责",
    "2030年",
    "（责任单位：市审计局）",
    "、市水务局",
    "。",
    "\n\n",
    "### 5. 新任务。\n\n",
    "| x | y |",
    "由市公安局牵头",
)
CUTS = re.compile(r"[。；：、，（）|\n ]")


@st.composite
def edits(draw: st.DrawFn) -> str:
    """A plan.md with words changed, deleted, added and moved at random places."""
    text = draw(st.sampled_from((PLAN, LOST)))
    made = parse_draft(text_source(text), "plan")
    head, _, body = write_plan(made).partition("\n# ")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        end = min(len(body), at + draw(st.integers(0, 30)))
        how = draw(st.integers(0, 4))
        if how == 0:
            body = body[:at] + body[end:]
        elif how == 1:
            body = body[:at] + draw(st.sampled_from(UNITS + WORDS)) + body[at:]
        elif how == 2:
            old = draw(st.sampled_from([u for u in UNITS if u in body] or [""]))
            body = body.replace(old, draw(st.sampled_from(UNITS)), 1) if old else body
        elif how == 3:
            to = draw(st.integers(0, len(body)))
            taken, rest = body[at:end], body[:at] + body[end:]
            body = rest[:to] + taken + rest[to:]
        else:
            lines = body.split("\n")
            del lines[draw(st.integers(0, len(lines) - 1))]
            body = "\n".join(lines)
    return f"{text}\0{head}\n# {body}"


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits())
@example(PLAN + "\0---\nid: plan\n---\n\n# x\n\n（责任单位：市审计局）\n")
@example(
    PLAN + "\0---\nid: plan\n---\n\n# x\n卫\n" + PLAN.partition("\n\n")[2].replace("市卫健委", "市健委", 1)
)
def test_no_edit_makes_a_duty_that_the_source_does_not_print(made: str) -> None:
    source, _, md = made.partition("\0")
    repairs = parse_draft(text_source(source), "plan").repairs
    try:
        tree = read_plan(md, source, repairs)
    except DocumentError:
        return
    facts = find_facts(tree, (), ())
    for d in facts.duties:
        if d.basis != "related":
            holds(d, source)
    for i in facts.indicators:
        assert i.baseline is None or source[i.baseline.start : i.baseline.end] == i.baseline.quote
    every_character_once(tree)
    check(tree, facts)


def holds(duty: Duty, source: str) -> None:
    assert source[duty.start : duty.end] == duty.quote
    assert compact(duty.printed) in compact(duty.quote), duty


def every_character_once(tree: Tree) -> None:
    """Each ink character of the source is in one text of the tree or in one repair by hand."""
    source = tree.plan.source
    count = [0] * len(source)
    texts = [t for n in tree.nodes for t in (n.head, *([c.text for c in n.cells] or [n.body]))]
    for start, end in [(p.start, p.end) for t in texts for p in t.pieces] + [
        (r.start, r.end) for r in tree.repairs if r.kind == HAND
    ]:
        for i in range(start, end):
            count[i] += 1
    twice = [i for i, ch in enumerate(source) if is_ink(ch) and count[i] > 1]
    assert not twice, source[twice[0] - 10 : twice[0] + 10]


# duties.csv: add and strike -----------------------------------------------------------------------------------------


def overlay(tmp_path: Path, *rows: str) -> tuple[Tree, list[tuple[str, str, str]], list[tuple[str, str]]]:
    """The duties (node, unit, document) of PLAN under a duties.csv, and what is said of its rows."""
    tree = corrected(PLAN)
    path = tmp_path / "duties.csv"
    path.write_text("\n".join(("id,unit,role,document,note", *rows)), "utf-8")
    read, wrong = read_overlay(path, tree)
    struck = check_struck(tree, find_facts(tree, (), ()), read, Registry.of(()), str(path))
    found = [
        (d.node, d.unit, d.document)
        for d in find_facts(tree, (), (), read).duties
        if d.node == "plan/2.1" and d.basis != "related"
    ]
    return tree, found, [(p.code, p.message) for p in (*wrong, *struck)]


def test_a_duty_is_struck_out_and_another_added(tmp_path: Path) -> None:
    _, found, said = overlay(
        tmp_path, "2.1,市财政局,划去,滨府办〔2026〕3号,职能调整", "2.1,市审计局,责任,滨府办〔2026〕3号,"
    )
    assert found == [("plan/2.1", "市民政局", ""), ("plan/2.1", "市审计局", "滨府办〔2026〕3号")]
    assert said == [("KB324", "二、1：市财政局的责任已按“滨府办〔2026〕3号”划去：职能调整")]


def test_striking_out_takes_a_reason_and_a_duty(tmp_path: Path) -> None:
    _, found, said = overlay(
        tmp_path, "2.1,市财政局,划去,滨府办〔2026〕3号,", "2.1,市残联,划去,滨府办〔2026〕3号,笔误"
    )
    assert found == [("plan/2.1", "市民政局", ""), ("plan/2.1", "市财政局", "")]
    assert said == [
        ("KB305", "划去职责没有写原因"),
        ("KB325", "二、1：要划去的“市残联”，规划没有写它负责这一条"),
    ]


def test_a_sign_replaced_throughout_changes_no_duty_and_is_listed_once() -> None:
    made = parse_draft(text_source(PLAN), "plan")
    md = write_plan(made)
    assert md.count("；") == 2
    tree = read_plan(md.replace("；", ";"), PLAN, made.repairs)
    assert assigned(tree) == assigned(corrected(PLAN))
    ((_, message, _),) = told(tree, *DIFFERENCES)
    assert message.endswith("，同样的改动共 2 处")
