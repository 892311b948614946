"""What belongs to the page and not to the text, and what stands behind it: made-up texts beside what is left."""

from __future__ import annotations

from kb.parse.back_matter import find_tail
from kb.parse.items import Paragraph, Table
from kb.spans import Text
from tests.kb.parse.made import below, check, node, tree

HEAD = "某区养老服务规划\n（2024—2026年）\n"
BODY = "一、总体要求\n以人为本，统筹推进。\n二、重点任务\n（一）建设设施。建成一所。\n（二）培训人员。每年两次。\n三、保障措施\n加强领导。\n"


def dropped(text: str) -> list[tuple[str, int, str]]:
    made = tree(text)
    check(made)
    return [(r.kind, r.line, r.source) for r in made.repairs if r.kind != "moved"]


def headings(text: str) -> list[str]:
    return [n.local for n in tree(text).nodes if n.head]


CLEAN = ["1", "2", "2.1", "2.2", "3"]


def test_contents_with_dotted_leaders() -> None:
    text = (
        HEAD
        + "目  录\n一、总体要求………………1\n二、重点任务……………………2\n（一）建设设施...........3\n三、保障措施\t12\n"
        + BODY
    )
    assert dropped(text) == [
        ("contents", 3, "目  录"), ("contents", 4, "一、总体要求………………1"), ("contents", 5, "二、重点任务……………………2"),
        ("contents", 6, "（一）建设设施...........3"), ("contents", 7, "三、保障措施\t12"),
    ]  # fmt: skip
    assert headings(text) == CLEAN
    assert {r.reason for r in tree(text).repairs} == {"目录，不是正文"}


def test_contents_with_page_numbers_only() -> None:
    text = HEAD + "目录\n一、总体要求 1\n二、重点任务 2\n三、保障措施 12\n" + BODY
    assert [k for k, _, _ in dropped(text)] == ["contents"] * 4
    assert headings(text) == CLEAN


def test_contents_without_page_numbers() -> None:
    text = HEAD + "目录\n一、总体要求\n二、重点任务\n三、保障措施\n" + BODY
    assert [k for k, _, _ in dropped(text)] == ["contents"] * 4
    assert headings(text) == CLEAN


def test_leaders_without_a_title_above() -> None:
    text = HEAD + "一、总体要求……1\n二、重点任务……2\n三、保障措施……9\n" + BODY
    assert [k for k, _, _ in dropped(text)] == ["contents"] * 3
    assert headings(text) == CLEAN


def test_text_that_speaks_of_contents_stays() -> None:
    text = HEAD + BODY.replace("建成一所。", "编制服务目录\n目录\n按目录提供服务，不得收费。")
    assert dropped(text) == []


def test_running_heads_beside_page_marks() -> None:
    text = HEAD
    for page, part in enumerate(BODY.split("\n")[:6], 1):
        text += f"{part}\n— {page} —\n某区养老服务规划\n"
    text += "三、保障措施\n加强领导。\n"
    kinds = [k for k, _, _ in dropped(text)]
    assert (kinds.count("running-head"), kinds.count("page-mark")) == (6, 6)
    assert headings(text)[0] == "1"
    assert node(tree(text), "title").text == "某区养老服务规划（2024—2026年）"


def test_page_marks_glued_to_text() -> None:
    text = HEAD + BODY.replace("二、重点", "— 2 —二、重点").replace("每年两次。", "每年两次。第3页共9页")
    assert dropped(text) == [("page-mark", 5, "— 2 —"), ("page-mark", 7, "第3页共9页")]
    assert headings(text) == CLEAN
    assert node(tree(text), "2.2").text == "每年两次。"


def test_years_between_dashes_are_no_page_mark() -> None:
    assert dropped(HEAD + BODY.replace("每年两次。", "规划期为2024—2026年，分3—5批实施。")) == []


def test_lone_page_numbers_that_count_on() -> None:
    filler = "".join(f"（{han}）建设设施。建成一所。\n" for han in "一二三四五六七八")
    text = (
        HEAD + "一、甲\n" + filler + "1\n二、乙\n" + filler + "2\n三、丙\n" + filler + "3\n四、丁\n" + filler
    )
    assert [(k, s) for k, _, s in dropped(text)] == [
        ("page-mark", "1"),
        ("page-mark", "2"),
        ("page-mark", "3"),
    ]


def test_lone_numbers_that_do_not_count_are_text() -> None:
    assert dropped(HEAD + BODY + "7\n3\n12\n") == []


def test_footnotes_move_behind_the_text() -> None:
    text = HEAD + BODY.replace("建成一所。", "建成一所①，\n① 指区级中心。\n— 2 —\n覆盖全区。")
    made = tree(text)
    check(made)
    note = [n for n in made.nodes if n.citation.startswith("附注")]
    assert [(n.text, n.parent, n.local.split(".")[0]) for n in note] == [("① 指区级中心。", None, "notes")]
    assert [(r.kind, r.reason) for r in made.repairs if r.kind == "moved"] == [("moved", "页下注，移到文末")]


def test_glossary_stands_by_itself() -> None:
    text = HEAD + BODY + "名词解释\n1. 托位：指托育机构可收托的名额。\n2. 助浴：指上门协助洗浴。\n"
    made = tree(text)
    check(made)
    assert [n.text[:6] for n in made.nodes if n.citation.startswith("附注")] == [
        "名词解释",
        "1. 托位：",
        "2. 助浴：",
    ]
    assert headings(text) == CLEAN
    assert not below(made, "3")


ANNEXED = (
    HEAD + BODY
    + "附件：1．重点任务分工表\n2．指标解释\n某区人民政府\n2024年3月5日\n附件1\n重点任务分工表\n一、建设设施\n1. 选址。区民政局负责。\n2. 开工。区住建委负责。\n附件2：指标解释\n一、托位\n1. 口径。按实有数。\n"
)  # fmt: skip


def test_annexes_are_chapters_of_their_own() -> None:
    made = tree(ANNEXED)
    check(made)
    assert headings(ANNEXED) == [*CLEAN, "a1", "a1.1", "a1.1.1", "a1.1.2", "a2", "a2.1", "a2.1.1"]
    assert (node(made, "a1").kind, node(made, "a1").number, node(made, "a1").citation) == (
        "chapter",
        "附件1",
        "附件1",
    )
    assert node(made, "a1").title == "重点任务分工表"
    assert node(made, "a2").title == "指标解释"
    assert node(made, "a1.1.2").citation == "附件1一、2"


def test_list_of_annexes_and_signature_do_not_hang_below_the_last_section() -> None:
    made = tree(ANNEXED)
    assert not below(made, "3")
    assert [n.text for n in made.nodes if n.citation.startswith("附注")] == [
        "附件：1．重点任务分工表",
        "2．指标解释",
    ]
    assert [n.text for n in made.nodes if n.citation.startswith("版记")] == ["某区人民政府", "2024年3月5日"]
    assert made.plan.issued == "2024-03-05"


def test_annex_of_the_notice_is_the_plan() -> None:
    text = (
        "某区人民政府关于印发养老规划的通知\n各镇街，各部门：\n现印发给你们。\n附件：某区养老服务规划\n某区人民政府\n2024年3月5日\n附件\n某区养老服务规划\n"
        + BODY
    )
    made = tree(text)
    check(made)
    assert headings(text) == CLEAN
    assert made.plan.title == "某区养老服务规划"


def test_annex_named_in_a_sentence_is_none() -> None:
    text = HEAD + BODY.replace("加强领导。", "按附件1所列任务推进。\n附件1 列出了各项任务。各单位要落实。")
    assert headings(text) == CLEAN


def test_parts_of_annexes_read_back_from_plan_md() -> None:
    from kb.parse import read_plan_md, write_plan
    from kb.parse.plan_md import same_words
    from tests.kb.parse.made import draft

    md = write_plan(draft(ANNEXED))
    assert "\n::: notes\n\n附件：1．重点任务分工表\n\n2．指标解释\n\n:::\n" in md.replace("2．", "2．")
    assert "\n## 附件2：指标解释\n" in md
    assert same_words(draft(ANNEXED), read_plan_md(md))


def test_footnote_behind_the_last_heading() -> None:
    made = tree(
        "某区规划\n一、任务\n1.教育。办好基础教育①。\n2.健康。办好医院。\n①基础教育包括学前教育。\n附件：任务清单\n"
    )
    check(made)
    assert [n.text for n in made.nodes if n.local.startswith("notes")] == [
        "①基础教育包括学前教育。",
        "附件：任务清单",
    ]


def test_annex_behind_a_glossary_is_a_chapter() -> None:
    text = (
        HEAD
        + BODY
        + "名词解释\n1. 托位：指名额。\n附件1\n任务分工表\n1. 选址。区民政局负责。\n2. 开工。区住建委负责。\n"
    )
    check(tree(text))
    assert headings(text) == [*CLEAN, "a1", "a1.1", "a1.2"]


def test_list_of_annexes_in_a_frame_but_not_in_a_table() -> None:
    head, listed, row = (Text(v) for v in ("一、任务", "附件：任务清单", "甲"))
    assert find_tail((Paragraph(head), Table(((listed,),)))) == {1: "notes"}
    assert find_tail((Paragraph(head), Table(((listed,), (row,))))) == {}


def test_footnote_whose_sign_stands_behind_one_character() -> None:
    items = tuple(Paragraph(Text(v)) for v in ("一、教育", "学①", "①指学前教育。", "②指他项。"))
    assert find_tail(items) == {2: "notes"}


def test_end_of_a_bracket_on_the_next_page_is_no_running_head() -> None:
    page = "{}.拓展托育数据。完成归集。(牵头单位：省民政厅，责任单位：省统计局，各市、\n\n# Page {}:\n县人民政府)\n"
    made = tree("某省托育清单\n一、重点任务\n" + "".join(page.format(k, 10 + k) for k in range(1, 5)))
    check(made)
    assert [r.kind for r in made.repairs] == ["page-mark"] * 4
    assert all(n.text.endswith("各市、县人民政府)") for n in made.nodes if n.kind == "task")


def test_contents_with_long_leaders() -> None:
    dots = "." * 150
    made = tree(
        f"某市规划\n\n目 录\n一、要求{dots}1\n1.1 思想{dots}1\n二、任务{dots}2\n\n一、要求\n\n1.1 思想\n\n以人为本。\n\n二、任务\n\n落实。\n"
    )
    check(made)
    assert [n.citation for n in made.nodes if n.number] == ["一、", "一、1.1", "二、"]
    assert made.plan.title == "某市规划"
