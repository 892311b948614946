"""Headings, levels, lost numbers: made-up texts beside their outline."""

from __future__ import annotations

import pytest

from tests.kb.parse.made import check, draft, node, outline, tree

HEAD = "某区养老服务规划\n（2024—2026年）\n"


def shown(text: str, *kinds: str) -> list[str]:
    made = tree(HEAD + text)
    check(made)
    return outline(made, *(kinds or ("chapter", "section", "principle", "goal", "task", "measure")))


def test_nesting() -> None:
    assert shown("一、总体要求\n（一）指导思想。以人为本。\n二、重点任务\n（一）强化服务。\n1．建设中心。建成一所。\n2．培训人员。每年一次。\n3．评估服务。两轮。\n（1）自评。\n（2）复评。\n三、保障措施\n（一）加强领导。成立专班。\n") == [
        "chapter 1 总体要求",
        "  section 1.1 指导思想",
        "chapter 2 重点任务",
        "  section 2.1 强化服务",
        "    task 2.1.1 建设中心",
        "    task 2.1.2 培训人员",
        "    task 2.1.3 评估服务",
        "      task 2.1.3.1 自评",
        "      task 2.1.3.2 复评",
        "chapter 3 保障措施",
        "  section 3.1 加强领导",
    ]  # fmt: skip


def test_principles_goals_tasks_measures() -> None:
    assert shown("一、总体要求\n（一）基本原则。\n1．坚持公平。人人享有。\n（二）主要目标。\n1．服务更优。更方便。\n二、重点任务\n（一）健全体系。\n1．建设中心。建成一所。\n三、保障措施\n（一）强化组织。\n1．建立专班。定期开会。\n") == [
        "chapter 1 总体要求",
        "  section 1.1 基本原则",
        "    principle 1.1.1 坚持公平",
        "  section 1.2 主要目标",
        "    goal 1.2.1 服务更优",
        "chapter 2 重点任务",
        "  section 2.1 健全体系",
        "    task 2.1.1 建设中心",
        "chapter 3 保障措施",
        "  section 3.1 强化组织",
        "    measure 3.1.1 建立专班",
    ]  # fmt: skip


def test_numbers_that_run_on_through_the_document() -> None:
    assert shown("一、扩大消费\n（一）促进消费。\n1. 办好展会。每年一次。\n2. 发放券。分批。\n（二）提升消费。\n3. 改造街区。两条。\n二、扩大投资\n（一）加快项目。\n4. 开工。尽快。\n", "task") == [
        "    task 1.1.1 办好展会",
        "    task 1.1.2 发放券",
        "    task 1.2.3 改造街区",
        "    task 2.1.4 开工",
    ]  # fmt: skip


def test_parts_chapters_articles() -> None:
    assert shown("第一章 总则\n第一节 背景\n说明背景。\n第二节 目标\n说明目标。\n第二章 重点任务\n第一节 建设\n一、建中心\n建成一所。\n二、建站点\n建成十个。\n第二节 培训\n办好培训。\n") == [
        "chapter 1 总则",
        "  section 1.1 背景",
        "  section 1.2 目标",
        "chapter 2 重点任务",
        "  section 2.1 建设",
        "    task 2.1.1 建中心",
        "    task 2.1.2 建站点",
        "  section 2.2 培训",
    ]  # fmt: skip


def test_dotted_numbers() -> None:
    made = tree(HEAD + "一、重点任务\n1.1 建设设施。完善布局。\n1.2 培训人员。办好培训。\n")
    assert [(n.local, n.citation) for n in made.nodes if n.kind == "task"] == [
        ("1.1-1", "一、1.1"),
        ("1.1-2", "一、1.2"),
    ]


def test_dotted_numbers_through_the_document() -> None:
    text = "1 总体目标\n到2026年建成。\n2 重点任务\n各项任务如下。\n2.1 夯实底座\n2.1.1 建设政务云。完善体系。\n2.1.2 升级外网。提升带宽。\n2.2 提升服务。办好实事。\n3 保障措施\n3.1 加强统筹。成立专班。\n"
    made = tree(HEAD + text)
    check(made)
    assert [(n.local, n.number, n.citation, n.title) for n in made.nodes if n.head] == [
        ("1", "1", "1", "总体目标"),
        ("2", "2", "2", "重点任务"),
        ("2.1", "2.1", "2.1", "夯实底座"),
        ("2.1.1", "2.1.1", "2.1.1", "建设政务云"),
        ("2.1.2", "2.1.2", "2.1.2", "升级外网"),
        ("2.2", "2.2", "2.2", "提升服务"),
        ("3", "3", "3", "保障措施"),
        ("3.1", "3.1", "3.1", "加强统筹"),
    ]
    assert node(made, "2").text == "各项任务如下。"


def test_single_numbers_with_a_point_over_dotted_ones() -> None:
    made = tree(HEAD + "1. 总则\n1.1 目的。规范管理。\n1.2 范围。全区适用。\n2. 任务\n2.1 建设。建成一所。\n")
    assert [n.local for n in made.nodes if n.head] == ["1", "1.1", "1.2", "2", "2.1"]


def test_a_number_and_a_space_is_no_heading_without_dotted_ones() -> None:
    made = tree(HEAD + "一、重点任务\n1. 建中心。建成一所。\n2 个项目已经开工\n2. 培训。办班。\n")
    assert [n.local for n in made.nodes if n.head] == ["1", "1.1", "1.2"]


def test_dashes_are_items_without_a_number() -> None:
    made = tree(
        HEAD
        + "一、总体要求\n（一）主要目标。到2026年：\n——服务网络更加健全。每街一所。\n——人才队伍更加壮大。每所十人。\n"
    )
    goals = [n for n in made.nodes if n.kind == "goal"]
    assert [(n.title, n.number) for n in goals] == [("服务网络更加健全", ""), ("人才队伍更加壮大", "")]
    assert goals[0].citation == "一、（一）——服务网络更加健全"
    assert goals[0].local.startswith("1.1.p")


def test_gap_between_two_numbers_is_filled() -> None:
    made = tree(
        HEAD
        + "一、重点任务\n（一）优化服务。\n1. 建设中心。建成一所。\n培训护理人员。每年一次，全员参加。\n3. 发放补贴。按月。\n"
    )
    lost = node(made, "1.1.2")
    assert (lost.number, lost.title, lost.repaired) == ("2", "培训护理人员", ("number",))
    (repair,) = made.repairs
    assert (repair.kind, repair.value, repair.line, repair.source) == ("number", "2.", 6, "")
    assert repair.reason == "自动编号在转换中丢失，按前后编号补出：培训护理人员。"


def test_items_that_all_have_parts_are_sections() -> None:
    text = "一、重点任务\n（一）优化服务。\n1．建设中心。如下。\n（1）选址。尽快。\n（2）开工。尽快。\n2．培训。如下。\n（1）护理员。每年。\n"
    assert shown(text, "section", "task") == [
        "  section 1.1 优化服务",
        "    section 1.1.1 建设中心",
        "      task 1.1.1.1 选址",
        "      task 1.1.1.2 开工",
        "    section 1.1.2 培训",
        "      task 1.1.2.1 护理员",
    ]


RESTART = "一、重点任务\n（一）优化服务。\n1. 建设中心。建成一所。\n2. 建设站点。建成十个。\n3. 建设食堂。建成五个。\n培育人才队伍。\n培训护理人员。每年一次，全员参加。\n"


def test_section_and_its_first_item_are_recovered_where_the_count_starts_anew() -> None:
    made = tree(HEAD + RESTART + "2. 表彰先进。每年评选。\n3. 慰问。每年一次。\n")
    assert [(n.local, n.number, n.title) for n in made.nodes if "number" in n.repaired] == [
        ("1.2", "（二）", "培育人才队伍"),
        ("1.2.1", "1", "培训护理人员"),
    ]
    # with three numbers missing and only two sentences to carry them, none is made up
    made = tree(HEAD + RESTART + "7. 表彰先进。每年评选。\n8. 慰问。每年一次。\n")
    assert not [n for n in made.nodes if n.repaired]


def test_paragraph_below_an_item_is_no_heading() -> None:
    made = tree(
        HEAD
        + "一、监测评估\n（一）完善制度。每年监测。\n监测组由统计部门牵头，相关部门参加。负责监测。\n评估组由办公室牵头。负责评估。\n（二）开展监测。按年。\n"
    )
    assert [(n.text[:3], n.parent) for n in made.nodes if n.kind == "paragraph" and n.depth] == [
        ("监测组", "plan/1.1"),
        ("评估组", "plan/1.1"),
    ]


def test_number_inside_prose_is_no_heading() -> None:
    made = tree(
        HEAD
        + "一、重点任务\n（一）建设中心。建成一所。\n12. 这一句的编号前后都不相连，不是标题。\n（二）培训。办班。\n"
    )
    assert [n.local for n in made.nodes if n.kind != "paragraph"] == ["1", "1.1", "1.2"]
    assert node(made, "1.1").text == "建成一所。"


def test_title_keeps_neither_number_nor_closing_mark_nor_the_unit_in_charge() -> None:
    made = tree(
        HEAD + "一、重点任务（牵头单位：区民政局）\n（一）建设中心（区民政局负责）\n1. 选址：\n尽快选址。\n"
    )
    assert [n.title for n in made.nodes if n.kind != "paragraph"] == ["重点任务", "建设中心", "选址"]
    assert node(made, "1").head.value == "一、重点任务（牵头单位：区民政局）"


def test_long_first_sentence_is_no_title() -> None:
    long = "加强设施建设" * 12
    made = tree(HEAD + f"一、重点任务\n1. {long}。再加强。\n2. 培训。办班。\n")
    n = node(made, "1.1")
    assert n.head.value == "1."
    assert n.text == f"{long}。再加强。"
    assert n.title == long[:40]


def test_whole_document_in_one_line_is_cut_at_its_numbers() -> None:
    filler = "各级各部门要提高认识，加强协作，落实责任，确保任务按时完成。" * 6
    text = (
        f"某县住房若干措施一、总体要求（一）提高认识。{filler}（二）明确目标。{filler}"
        f"二、重点任务1．建设房源。{filler}（责任单位：县住建局）2．发放补贴。{filler}三、保障措施{filler}"
    )
    made = tree(text)
    check(made)
    numbered = [(n.local, n.title[:8]) for n in made.nodes if n.number]
    assert numbered == [
        ("1", "总体要求"), ("1.1", "提高认识"), ("1.2", "明确目标"), ("2", "重点任务"), ("2.1", "建设房源"), ("2.2", "发放补贴"),
        ("3", "保障措施各级各部"),
    ]  # fmt: skip


def test_recovered_numbers_are_marked_in_plan_md() -> None:
    from kb.parse import write_plan

    md = write_plan(
        draft(
            HEAD
            + "一、重点任务\n（一）优化服务。\n1. 建设中心。建成一所。\n培训护理人员。每年一次。\n3. 发放补贴。按月。\n"
        )
    )
    assert "{.repaired}\n#### 2.培训护理人员。\n" in md


def test_sections_among_dotted_numbers() -> None:
    assert shown("1 总体要求\n1.1 思路\n以人为本。\n1.2 目标\n更好。\n2 重点任务\n2.1 扩大供给\n2.1.1 建机构。办好一所。\n2.1.2 办班。办好两个。\n3 保障措施\n3.1 加强领导\n成立专班。\n") == [
        "chapter 1 总体要求",
        "chapter 2 重点任务",
        "  section 2.1 扩大供给",
        "    task 2.1.1 建机构",
        "    task 2.1.2 办班",
        "chapter 3 保障措施",
        "  measure 3.1 加强领导",
    ]  # fmt: skip


def test_principles_stay_though_items_elsewhere_have_items_below() -> None:
    found = shown(
        "一、总体要求\n（一）基本原则\n1.坚持公平。人人享有。\n2.坚持统筹。一起办。\n二、重点任务\n（一）健康\n1.主要目标\n（1）寿命提高。\n2.策略措施\n（1）建中心。\n（二）教育\n1.主要目标\n（1）入学率提高。\n2.策略措施\n（1）建学校。\n"
    )
    assert found[:4] == [
        "chapter 1 总体要求",
        "  section 1.1 基本原则",
        "    principle 1.1.1 坚持公平",
        "    principle 1.1.2 坚持统筹",
    ]  # fmt: skip
    assert "    section 2.2.2 策略措施" in found


def test_list_of_annexes_below_a_line_of_its_own() -> None:
    made = tree(
        HEAD
        + "一、重点任务\n1. 建中心。建成一所。\n2. 培训。办班。\n附件\n1.某市主要指标\n2.名词解释\n附件1\n某市主要指标\n1.寿命。提高。\n2.健康。改善。\n"
    )
    check(made)
    assert [n.text for n in made.nodes if n.local.startswith("notes")] == [
        "附件",
        "1.某市主要指标",
        "2.名词解释",
    ]
    assert outline(made, "chapter", "task")[3:] == [
        "chapter a1 某市主要指标",
        "  task a1.1 寿命",
        "  task a1.2 健康",
    ]


def test_all_numbers_below_a_heading_lost() -> None:
    text = "一、重点群体\n促进高校毕业生就业。实施见习计划。\n做好退役军人保障。推进创业。\n二、服务质效\n（一）完善服务。建成市场。\n（二）强化培训。开展订单培训。\n三、组织实施\n各区要健全机制，形成合力。\n"
    assert shown(text) == [
        "chapter 1 重点群体",
        "  task 1.1 促进高校毕业生就业",
        "  task 1.2 做好退役军人保障",
        "chapter 2 服务质效",
        "  task 2.1 完善服务",
        "  task 2.2 强化培训",
        "chapter 3 组织实施",
    ]
    assert [(r.kind, r.value) for r in draft(HEAD + text).repairs] == [
        ("number", "（一）"),
        ("number", "（二）"),
    ]


def test_title_before_a_colon() -> None:
    made = tree(
        HEAD
        + "第一章 数字赋能：打造智慧服务\n一、总体要求\n（一）指导思想：以人民为中心，统筹推进各项工作。\n（二）工作目标：到2025年，建成社区20个。\n"
    )
    check(made)
    assert [(n.title, n.text) for n in made.nodes if n.head] == [
        ("数字赋能：打造智慧服务", ""),
        ("总体要求", ""),
        ("指导思想", "以人民为中心，统筹推进各项工作。"),
        ("工作目标", "到2025年，建成社区20个。"),
    ]


def test_a_stray_number_is_no_lost_one() -> None:
    """22 between 1 and 3 has a number of its own: it stays where it stands, and the import does not fail."""
    text = "一、任务\n1. 甲工作。做好甲。\n22. 乙工作。做好乙。\n3. 丁工作。做好丁。\n二、保障\n"
    assert shown(text) == [
        "chapter 1 任务",
        "  task 1.1 甲工作",
        "  task 1.3 丁工作",
        "chapter 2 保障",
    ]


# Articles and pieces -------------------------------------------------------------------------------------------------


def test_articles_are_tasks_with_their_items_below() -> None:
    found = tree(
        "某市托育服务二十条\n\n第一条完善托育网络。新建托育点。（责任单位：市卫健委）\n\n第二条 扩大供给。\n\n（一）新建托育点。\n\n"
        "（二）改建托育点。\n\n第三条 加强监管。每季度检查。\n"
    )
    assert [(n.kind, n.citation, n.title) for n in found.nodes if n.number] == [
        ("task", "第一条", "完善托育网络"),
        ("task", "第二条", "扩大供给"),
        ("task", "第二条（一）", "新建托育点"),
        ("task", "第二条（二）", "改建托育点"),
        ("task", "第三条", "加强监管"),
    ]


def test_article_cited_at_the_head_of_a_paragraph_is_no_heading() -> None:
    found = tree("某市办法\n\n第一条 总则。\n\n第三条的规定适用于本办法。\n\n第二条 分则。\n")
    assert [n.citation for n in found.nodes if n.number] == ["第一条", "第二条"]


def test_piece_begins_with_any_number() -> None:
    found = tree("（六）扩大托育供给。新建托育点。\n\n（七）加强托育监管。开展检查。\n")
    assert [(n.citation, n.title) for n in found.nodes if n.number] == [
        ("（六）", "扩大托育供给"),
        ("（七）", "加强托育监管"),
    ]
    below = tree("五、强化组织实施\n\n43.加强组织领导。落实责任。\n\n44.强化考核。每年一次。\n")
    assert [n.citation for n in below.nodes if n.number] == ["五、", "五、43", "五、44"]


def test_number_of_a_compilation_is_no_heading() -> None:
    found = tree("3. 某省信用体系建设2023年工作要点（2023年4月10日）\n\n一、总体要求\n\n二、重点任务\n")
    assert [n.citation for n in found.nodes if n.number] == ["一、", "二、"]


# Numbers before digits, decimal outlines ------------------------------------------------------------------------------


def citations(text: str) -> list[str]:
    made = tree(text)
    check(made)
    return [f"{n.citation} {n.title}" for n in made.nodes if n.number]


def test_number_right_before_a_digit() -> None:
    text = (
        "某市2025年托育方案\n\n一、重点任务\n\n（一）办好实事\n\n1．建设托育中心。建成20个。（牵头单位：市民政局）\n\n2．2026年6月底前，完成改造。（牵头单位：市住建局）\n\n"
        "（二）加强保障\n\n1.100个托育点完成改造。（牵头单位：市住建局）\n\n2.5G托育平台建成。（牵头单位：市工信局）\n\n3.12345热线接诉即办。（牵头单位：市政务办）\n\n"
        "4.加强宣传。开展宣传。\n"
    )
    assert citations(text)[2:] == [
        "一、（一）1 建设托育中心",
        "一、（一）2 2026年6月底前，完成改造",
        "一、（二） 加强保障",
        "一、（二）1 100个托育点完成改造",
        "一、（二）2 5G托育平台建成",
        "一、（二）3 12345热线接诉即办",
        "一、（二）4 加强宣传",
    ]


@pytest.mark.parametrize(
    "value",
    ["3.5左右的比例下降。", "2.69 万亿元上升到3.87万亿元。", "8.5 平方米。岸线开放。", "1.20个百分点以上。"],
)
def test_value_at_the_head_of_a_paragraph_is_no_heading(value: str) -> None:
    text = f"某市规划\n\n一、基础\n\n1.1 成效\n\n1.1.1 总量提升。总量从2015年的\n\n{value}\n\n1.1.2 环境改善。改善环境。\n\n1.2 形势\n"
    assert citations(text) == [
        "一、 基础",
        "一、1.1 成效",
        "一、1.1.1 总量提升",
        "一、1.1.2 环境改善",
        "一、1.2 形势",
    ]


def test_paragraphs_below_the_last_decimal_number_get_no_number() -> None:
    text = (
        "某市规划\n\n一、提升品质\n\n1.1 优化布局\n\n1.1.1 建设新城。加快建设。\n\n1.2 提升服务\n\n1.2.1 发展托育。办好托育。\n\n"
        "推进托育优质均衡。到2025年达到99%。\n\n鼓励普惠托育发展。到2025年达到90%。\n\n深化医育融合。建设基地。\n\n1.5 加强管理\n\n1.5.1 精细管理。加强管理。\n"
    )
    assert citations(text)[-3:] == ["一、1.2.1 发展托育", "一、1.5 加强管理", "一、1.5.1 精细管理"]
    assert not [r for r in tree(text).repairs if r.kind == "number"]


def test_digits_of_a_page_glued_to_a_number_are_no_reason_to_recover_one() -> None:
    made = tree("10.2.1 推进新城托育。某城：成为中心。\n8410.2.2 加大支持。加强标准。\n10.3 建设承载区\n")
    check(made)
    assert not [r for r in made.repairs if r.kind == "number"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("㈠完善制度。", "㈡加强监管。"), ["一、（一） 完善制度", "一、（二） 加强监管"]),
        (("⒈完善制度。", "⒉加强监管。"), ["一、1 完善制度", "一、2 加强监管"]),
        (("⑴完善制度。", "⑵加强监管。"), ["一、（1） 完善制度", "一、（2） 加强监管"]),
        (("１．完善制度。", "２．加强监管。"), ["一、1 完善制度", "一、2 加强监管"]),
    ],
)
def test_numbers_of_one_character(lines: tuple[str, ...], found: list[str]) -> None:
    assert citations("某市规划\n\n一、任务\n\n" + "\n\n".join(lines) + "\n")[1:] == found


def test_labels_above_tasks_that_count_on() -> None:
    text = (
        "某市托育方案\n\n一、重点任务\n\n1.提升备案水平。\n\n提升任务：\n\n（1）统一标准。\n\n（2）完善目录。\n\n争优任务：\n\n（3）试点智慧托育。\n\n"
        "2.加强监管。\n\n提升任务：\n\n（4）一件事办理。\n\n争优任务：\n\n（5）推行一个码。\n"
    )
    assert [c for c in citations(text) if "（" in c] == [
        "一、1提升任务（1） 统一标准",
        "一、1提升任务（2） 完善目录",
        "一、1争优任务（3） 试点智慧托育",
        "一、2提升任务（4） 一件事办理",
        "一、2争优任务（5） 推行一个码",
    ]


def test_section_after_the_items_of_a_piece() -> None:
    text = "3.优化托育。全面实施。\n\n4.便利托育。建立机制。\n\n（二）便利企业（牵头单位：市卫健委）\n\n5.加强监管。检查。\n"
    assert [n.citation for n in tree(text).nodes if n.number][:3] == ["3", "4", "（二）"]


def test_lone_annex_hangs_below_no_section() -> None:
    text = "某市规划\n\n一、任务\n\n（一）建设。落实。\n\n附件2\n\n某市主要指标\n\n1.托位数达到4.6个。\n"
    assert citations(text)[2] == "附件2 某市主要指标"
