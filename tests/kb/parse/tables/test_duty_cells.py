"""Tables of duties whose cells are lines or stand between bars: what is printed, and the rows it makes."""

from __future__ import annotations

import pytest

from kb.parse import parse_draft
from kb.rules import find_facts
from tests.kb.parse.made import check, text_source, tree

HEADS = "序号\n重点任务\n主要内容\n牵头部门\n责任单位\n"
WRAPPED = (
    "某市2024 年托育责任清单\n" + HEADS
    + "1\n1.优化托育机\n构备案\n推进电子备案在全市政务服务\n平台中的应用。\n市卫生健康委\n市政务服务办、市\n委编办、市大数据\n中心\n"
    "2\n试点托育备案信息与电子证照\n相关联，\n拓展\n电子证照服务功能。\n市卫生健康委\n市公安局、市大数\n据中心，各区管委\n会\n"
    "3\n2.提高托育建\n设效率\n持续实施托育用地审批改革。执\n行《某市托育建设项目\n市住房城乡建\n设委、市发展\n改革委\n市规划资源局、市\n财政局、市水\n"
    "\n# Page 12:\n" + HEADS + "设计变更办法》\n和审批优化措施，提升效率。\n务局\n"
    "4\n持续推进托育数据共享。市委网信办\n市级有关单位\n5\n提升托育热线服务质量。\n市政务服务办\n—\n"
)  # fmt: skip


def rows(text: str) -> list[list[str]]:
    """The cells of all tables of a text."""
    check(tree(text))
    blocks = parse_draft(text_source(text), "plan").blocks
    return [[c.value for c in row] for b in blocks for row in b.rows]


def duties(text: str) -> list[tuple[str, str, str]]:
    """(title of the task, unit, role) of what is assigned."""
    made = tree(text)
    titles = {n.id: n.title for n in made.nodes}
    return [
        (titles[d.node], d.unit, d.role) for d in find_facts(made, (), ()).duties if d.basis == "assigned"
    ]


def test_wrapped_cells_over_a_page_break() -> None:
    assert rows(WRAPPED) == [
        ["序号", "重点任务", "主要内容", "牵头部门", "责任单位"],
        ["1", "1.优化托育机构备案", "推进电子备案在全市政务服务平台中的应用。", "市卫生健康委", "市政务服务办、市委编办、市大数据中心"],
        ["2", "", "试点托育备案信息与电子证照相关联，拓展电子证照服务功能。", "市卫生健康委", "市公安局、市大数据中心，各区管委会"],
        ["3", "2.提高托育建设效率", "持续实施托育用地审批改革。执行《某市托育建设项目设计变更办法》和审批优化措施，提升效率。", "市住房城乡建设委、市发展改革委", "市规划资源局、市财政局、市水务局"],
        ["4", "", "持续推进托育数据共享。", "市委网信办", "市级有关单位"],
        ["5", "", "提升托育热线服务质量。", "市政务服务办", "—"],
    ]  # fmt: skip


def test_repeated_head_is_left_out_and_the_group_is_merged() -> None:
    made = parse_draft(text_source(WRAPPED), "plan")
    assert [r.source for r in made.repairs if r.kind == "running-head"] == HEADS.split()
    assert [sorted(b.merged) for b in made.blocks if b.rows] == [[(2, 1), (4, 1), (5, 1)]]
    assert ("推进电子备案在全市政务服务平台中的应用", "市卫生健康委", "牵头") in duties(WRAPPED)
    assert ("持续推进托育数据共享", "市委网信办", "牵头") in duties(WRAPPED)


def test_piece_of_a_table_begins_with_any_number() -> None:
    text = (
        HEADS
        + "地备案服务。\n11\n扩大托育备案范围。\n市卫生健康委\n市公安局\n12\n推进数据共享。\n市委网信办\n市民政局\n"
    )
    assert rows(text)[1:] == [
        ["", "", "地备案服务。", "", ""],
        ["11", "", "扩大托育备案范围。", "市卫生健康委", "市公安局"],
        ["12", "", "推进数据共享。", "市委网信办", "市民政局"],
    ]


def test_figures_groups_and_names_one_a_line() -> None:
    text = (
        "某县托育考核细则\n序号\n考核项目\n各项分值\n考核指标\n负责考核部门\n总分\n100\n一、\n夯实基础\n31\n1\n完善制度\n5\n健全托育制度。\n县卫健委\n"
        "2\n深化培训\n7\n1.利用媒体宣传，得2分。\n2.开展进社区活动。\n县委宣传部\n县教育局\n二、\n对标任务\n2\n3\n健全体系\n2\n建立名单。\n县卫健委\n"
    )
    assert rows(text)[2:] == [
        ["1", "完善制度", "5", "健全托育制度。", "县卫健委"],
        ["2", "深化培训", "7", "1.利用媒体宣传，得2分。2.开展进社区活动。", "县委宣传部 县教育局"],
        ["二、", "对标任务", "2", "", ""],
        ["3", "健全体系", "2", "建立名单。", "县卫健委"],
    ]
    assert duties(text) == [
        ("完善制度", "县卫健委", "责任"),
        ("深化培训", "县委宣传部", "责任"),
        ("深化培训", "县教育局", "责任"),
        ("健全体系", "县卫健委", "责任"),
    ]


def test_rows_without_numbers() -> None:
    text = (
        "某省托育规划目标责任分解书\n\n领域\n\n主要目标\n\n主要责任单位\n\n责任单位\n\n1.托育服务得到保障。\n\n\n——每千人口托位数达到4.6个。\n\n"
        "省卫生健康委\n\n省财政厅\n\n省教育厅\n\n2.人才队伍壮大。\n\n\n——培训率达到90%。\n\n省卫生健康\n\n省人社厅\n\n——持证率达到80%。\n\n省人社厅\n\n省教育厅\n"
    )
    assert rows(text)[1:] == [
        ["1.托育服务得到保障。", "——每千人口托位数达到4.6个。", "省卫生健康委", "省财政厅 省教育厅"],
        ["2.人才队伍壮大。", "——培训率达到90%。", "省卫生健康", "省人社厅"],
        ["", "——持证率达到80%。", "省人社厅", "省教育厅"],
    ]
    assert ("每千人口托位数达到4.6个", "省卫生健康委", "牵头") in duties(text)


def test_rows_between_bars() -> None:
    text = "某区任务表\n| 序号 | 重点任务 | 责任单位 |\n|---|---|---|\n| 1 | 建托育中心 | 区卫健委 |\n| 2 | 办培训 | |\n"
    assert rows(text) == [
        ["序号", "重点任务", "责任单位"],
        ["1", "建托育中心", "区卫健委"],
        ["2", "办培训", ""],
    ]


def test_cells_between_lone_bars() -> None:
    cells = [
        "工作任务",
        "具体要求",
        "责任科室",
        "时限要求",
        "健全档案",
        "1",
        "补录信息。",
        "信用科",
        "6月底前",
        "2",
        "发布提醒。",
    ]
    cells += ["信用科、法规科", "持续推进", "加强培训", "3", "组织活动。", "各科室", "年底前"]
    assert rows("\n|\n".join(cells) + "\n|\n") == [
        ["工作任务", "", "具体要求", "责任科室", "时限要求"],
        ["健全档案", "1", "补录信息。", "信用科", "6月底前"],
        ["", "2", "发布提醒。", "信用科、法规科", "持续推进"],
        ["加强培训", "3", "组织活动。", "各科室", "年底前"],
    ]


def test_text_after_the_table_is_not_in_it() -> None:
    made = tree(WRAPPED + "三、保障措施\n（一）加强领导。落实责任。\n")
    assert [n.citation for n in made.nodes if n.kind in ("chapter", "measure")][-1:] == ["三、（一）"]


def test_table_that_cannot_be_divided_stays_together_and_is_named_once() -> None:
    body = "".join(f"{k}\n甲乙丙丁戊己庚辛\n壬癸子丑\n寅卯\n辰巳午未\n" for k in range(1, 6))
    made = parse_draft(text_source("某市任务清单\n" + HEADS + body), "plan")
    assert [(p.code, p.message) for p in made.problems] == [
        ("KB116", "第 2 行起像是表格，行列认不准，5 行各按一段保留")
    ]
    assert [b.text.value for b in made.blocks if b.kind == "para"][
        2
    ] == "1 甲乙丙丁戊己庚辛 壬癸子丑 寅卯 辰巳午未"


@pytest.mark.parametrize(
    "text",
    [
        "序号\n名称\n数量\n1\n茶杯\n3\n2\n茶壶\n4\n",  # nobody answers
        "责任单位\n牵头单位\n配合单位\n市民政局\n",  # nothing to do
        "一、重点任务\n责任单位\n市民政局\n",
    ],
)
def test_no_table_of_duties(text: str) -> None:
    assert not any("责任单位" in row for row in rows(text))


@pytest.mark.slow
def test_heads_over_and_over_end() -> None:
    made = parse_draft(text_source("某市任务清单\n" + HEADS * 4000), "plan")
    assert not any(b.rows for b in made.blocks)
