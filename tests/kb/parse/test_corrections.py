"""A person corrects plan.md: texts still know where they stand in the source, and ids stay what they were."""

from __future__ import annotations

from kb.model import Repair, Tree
from kb.parse import read_plan, write_plan
from tests.kb.parse.made import corrected, draft, node, tree

TEXT = """某区养老服务规划
（2024—2026年）
一、重点任务
（一）优化服务。统筹推进各项工作。
1. 建设服务中心。到2026年建成一所区级服务中心，覆盖全部街道。
2. 培训护理人员。每年组织两次集中培训，参训人员不少于百人。
经费由区财政局保障，纳入年度预算。
3. 发放高龄补贴。按月发放，做到应发尽发。
（二）加强监管。定期检查。
专栏1 重点工程
\t助餐项目：建设食堂十个。

\t助浴项目：配备助浴车两辆。

二、保障措施
（一）加强领导。成立专班。
"""


def stands(t: Tree, local: str) -> str:
    """What stands in the source where a node's body says it does."""
    body = node(t, local).body
    return "".join(t.plan.source[p.start : p.end] for p in body.pieces)


def true(t: Tree) -> None:
    for n in t.nodes:
        for text in (n.head, n.body, *(c.text for c in n.cells)):
            for p in text.pieces:
                assert text.value[p.at : p.at + p.end - p.start] == t.plan.source[p.start : p.end]


def test_nothing_changed() -> None:
    assert corrected(TEXT) == tree(TEXT)
    assert not [n for n in corrected(TEXT).nodes if n.repaired]


def test_changed_word() -> None:
    t = corrected(TEXT, ("建成一所区级服务中心", "建成两所区级养老服务中心"))
    true(t)
    n = node(t, "1.1.1")
    assert n.text == "到2026年建成两所区级养老服务中心，覆盖全部街道。"
    assert stands(t, "1.1.1") == "到2026年建成所区级服务中心，覆盖全部街道。"
    i = n.text.index("覆盖全部街道")
    bounds = n.body.bounds(i, i + 6)
    assert bounds is not None
    assert TEXT[slice(*bounds)] == "覆盖全部街道"
    assert stands(t, "1.1.2") == "每年组织两次集中培训，参训人员不少于百人。"
    assert not n.repaired


def test_added_sentence_stands_nowhere() -> None:
    t = corrected(TEXT, ("覆盖全部街道。", "覆盖全部街道。另设分中心。"))
    true(t)
    n = node(t, "1.1.1")
    i = n.text.index("另设分中心")
    assert n.body.bounds(i, i + 5) is None
    assert stands(t, "1.1.1") == "到2026年建成一所区级服务中心，覆盖全部街道。"


def test_deleted_paragraph_moves_nothing() -> None:
    t = corrected(TEXT, ("经费由区财政局保障，纳入年度预算。\n\n", ""))
    true(t)
    assert not [n for n in t.nodes if "财政" in n.text]
    assert not [n for n in t.nodes if n.repaired]
    assert stands(t, "1.1.3") == "按月发放，做到应发尽发。"
    assert stands(t, "2.1") == "成立专班。"


def test_moved_block_is_marked() -> None:
    t = corrected(
        TEXT,
        ("经费由区财政局保障，纳入年度预算。\n\n", ""),
        ("成立专班。\n", "成立专班。\n\n经费由区财政局保障，纳入年度预算。\n"),
    )
    true(t)
    (moved,) = [n for n in t.nodes if "财政" in n.text]
    assert moved.parent == "plan/2.1"
    assert moved.repaired == ("place",)
    assert moved.span is not None
    assert moved.span.line == 7


def test_added_number() -> None:
    text = TEXT.replace("2. 培训", "培训").replace("3. 发放", "发放")
    assert not [n for n in tree(text).nodes if n.repaired]
    t = corrected(text, ("培训护理人员。每年", "{.repaired}\n#### 2. 培训护理人员。\n\n每年"))
    true(t)
    n = node(t, "1.1.2")
    assert (n.number, n.title, n.repaired) == ("2", "培训护理人员", ("number",))
    assert n.text == "每年组织两次集中培训，参训人员不少于百人。"
    assert n.span is not None
    assert n.span.line == 6


def test_number_added_without_the_mark_is_not_in_the_source() -> None:
    text = TEXT.replace("2. 培训", "培训").replace("3. 发放", "发放")
    t = corrected(text, ("培训护理人员。每年", "#### 2. 培训护理人员。\n\n每年"))
    true(t)
    n = node(t, "1.1.2")
    assert n.head.bounds(0, 2) is None
    assert n.title == "培训护理人员"


def test_corrected_misprint_in_a_title() -> None:
    t = corrected(TEXT, ("发放高龄补贴", "发放高龄津贴"))
    true(t)
    assert node(t, "1.1.3").title == "发放高龄津贴"
    span = node(t, "1.1.3").span
    assert span is not None
    assert span.line == 8


def ids(text: str) -> set[str]:
    return {n.local for n in tree(text).nodes}


def test_added_sentence_changes_no_id() -> None:
    assert ids(TEXT.replace("覆盖全部街道。", "覆盖全部街道。另设分中心。")) == ids(TEXT)


def test_added_paragraph_adds_one_id() -> None:
    longer = TEXT.replace("经费由区", "场地由各街道提供，免收租金。\n经费由区")
    assert len(ids(longer) - ids(TEXT)) == 1
    assert ids(TEXT) < ids(longer)


def test_added_item_changes_only_the_numbers_behind_it() -> None:
    longer = TEXT.replace("3. 发放", "3. 建设家庭床位。五十张。\n4. 发放")
    assert ids(longer) - ids(TEXT) == {"1.1.4"}
    assert ids(TEXT) < ids(longer)


def test_added_project_adds_one_id() -> None:
    longer = TEXT.replace("\t助浴项目", "\t助医项目：签约医生百名。\n\n\t助浴项目")
    assert ids(TEXT) < ids(longer)
    assert len(ids(longer) - ids(TEXT)) == 1


def test_added_row_adds_one_id() -> None:
    table = TEXT.replace(
        "专栏1 重点工程\n",
        "表1 主要指标\n\t序号\n\t指标名称（%）\n\t2026年\n\n\t1\n\t覆盖率\n\t≥85\n\n\t2\n\t满意率\n\t≥90\n\n专栏1 重点工程\n",
    )
    longer = table.replace("\t2\n\t满意率", "\t\n\t（其中农村）覆盖率\n\t≥70\n\n\t2\n\t满意率")
    assert ids(longer) - ids(table) == {"t1.1-2"}


def test_key_of_a_project_is_that_of_its_title() -> None:
    first = [n.local for n in tree(TEXT).nodes if n.title == "助浴项目"]
    other = [
        n.local for n in tree(TEXT.replace("配备助浴车两辆", "配备助浴车三辆")).nodes if n.title == "助浴项目"
    ]
    assert first == other
    assert first[0].startswith("b1.p")


def test_plan_md_of_a_correction_reads_the_same_twice() -> None:
    from kb.parse import read_plan, read_plan_md, write_plan

    md = write_plan(draft(TEXT)).replace("应发尽发", "应发必发")
    assert write_plan(read_plan_md(md)) == md
    assert read_plan(md, TEXT) == read_plan(write_plan(read_plan_md(md)), TEXT)


def test_what_import_left_out_is_found_when_it_is_put_back() -> None:
    left = "经费由区财政局保障，纳入年度预算。"
    made = draft(TEXT)
    at = TEXT.index(left)
    page = Repair("page", at, at + len(left), 7, left, "", "网页栏目")
    md = write_plan(made)
    assert md.count(left + "\n\n") == 1
    without = read_plan(md.replace(left + "\n\n", ""), TEXT, (page,))
    assert without.repairs == (page,)
    assert not [n for n in without.nodes if left in n.text]
    back = read_plan(md, TEXT, (page,))
    true(back)
    (found,) = [n for n in back.nodes if left in n.text]
    assert found.body.bounds(0, len(left)) == (at, at + len(left))
    assert back.repairs == ()
    assert not found.edited
