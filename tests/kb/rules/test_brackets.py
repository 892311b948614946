"""Assigned duties in brackets, label lines and cells: every notation met in real plans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.kb.rules.small import Row, assigned, duties, plan, task

LEAD, HELP, OWN = "牵头", "配合", "责任"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做好这件事。（责任单位：市教育局、市民政局）", [("市教育局", OWN), ("市民政局", OWN)]),
        ("做好这件事。(责任单位:县财政局、县住建局按职责分工负责)", [("县财政局", OWN), ("县住建局", OWN)]),
        ("做好这件事。（责任部门：市教育局）", [("市教育局", OWN)]),
        ("做好这件事。（责任处室：规划处、社会处）", [("规划处", OWN), ("社会处", OWN)]),
        (
            "做好这件事。（牵头单位：市教育局；责任单位：市民政局、市财政局）",
            [("市教育局", LEAD), ("市民政局", OWN), ("市财政局", OWN)],
        ),
        ("做好这件事。（牵头单位：市教育局，配合单位：市民政局）", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好这件事。〔牵头单位：市教育局；配合单位：市民政局〕", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好这件事。[责任单位：各县（市）区人民政府，市教育局]", [("各县（市）区人民政府", OWN), ("市教育局", OWN)]),
        ("做好这件事。【责任单位：市教育局】", [("市教育局", OWN)]),
        ("做好这件事。(责任单位：市教育局）", [("市教育局", OWN)]),
        (
            "做好这件事。（市教育局牵头，市民政局、市财政局按职责分工负责）",
            [("市教育局", LEAD), ("市民政局", OWN), ("市财政局", OWN)],
        ),
        ("做好这件事。（市教育局牵头，市民政局配合）", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好这件事。（市教育局负责）", [("市教育局", OWN)]),
        ("做好这件事。（市教育局牵头负责）", [("市教育局", LEAD)]),
        ("做好这件事。（市教育局、市民政局按职责分工负责）", [("市教育局", OWN), ("市民政局", OWN)]),
        (
            "做好这件事。（市教育局牵头；市民政局、市财政局等按职责分工负责）",
            [("市教育局", LEAD), ("市民政局", OWN), ("市财政局", OWN)],
        ),
        (
            "做好这件事。（市教育局、市民政局按职责分别牵头；责任单位：市财政局）",
            [("市教育局", LEAD), ("市民政局", LEAD), ("市财政局", OWN)],
        ),
        (
            "做好这件事。（财政部、税务总局等国务院相关部门及各地区按职责分工负责）",
            [("财政部", OWN), ("税务总局", OWN), ("国务院相关部门", OWN), ("各地区", OWN)],
        ),
        ("做好这件事。（责任单位：市教育局，各相关部门）", [("市教育局", OWN), ("各相关部门", OWN)]),
        ("做好这件事。（责任单位：统计局(商务局)、市教育局）", [("统计局(商务局)", OWN), ("市教育局", OWN)]),
        (
            "做好这件事。（牵头单位：市教育局；配合单位：各县（市、区）人民政府）",
            [("市教育局", LEAD), ("各县（市、区）人民政府", HELP)],
        ),
        (
            "做好这件事。（责任单位：市教育局，各市、县〔区〕政府）",
            [("市教育局", OWN), ("各市、县〔区〕政府", OWN)],
        ),
        ("牵头单位：市教育局。责任单位：市民政局。完成时限：2023年6月。", [("市教育局", LEAD), ("市民政局", OWN)]),
        ("做好这件事。（牵头责任单位：市教育局；协办单位：市民政局）", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好这件事。（参与单位：市教育局；监督单位：市审计局）", [("市教育局", "参与"), ("市审计局", "监督")]),
        ("（1）一件。（市教育局牵头）（2）另一件。（市民政局负责）", [("市教育局", LEAD), ("市民政局", OWN)]),
        (
            "做好这件事。（责任单位：市市场监\n督管理局、市自然资源\n和规划局）",
            [("市市场监督管理局", OWN), ("市自然资源和规划局", OWN)],
        ),
        ("做好这件事。〔牵\n头单位：市教育局；配合单\n位：市民政局〕", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好这件事。(牵头单位:市教育局;完成时限:(2023 年6 月)", [("市教育局", LEAD)]),
        ("牵头单位：市教育局 责任单位：市民政局 完成时限：2023年", [("市教育局", LEAD), ("市民政局", OWN)]),
        ("推进托育服务建设\u3000责任单位：市教育局", [("市教育局", OWN)]),
        ("做好这件事。（责任单位：市教育局 市民政局）", [("市教育局", OWN), ("市民政局", OWN)]),
        ("做好这件事。（责任单位：市教育局（牵头）、市民政局）", [("市教育局", LEAD), ("市民政局", OWN)]),
        ("做好这件事。（责任单位：市高院、市税务局等；各区政府）", [("市高院", OWN), ("市税务局", OWN), ("各区政府", OWN)]),
        ("做好这件事。（责任领导：张三；责任单位：市教育局；责任人：李四）", [("市教育局", OWN)]),
        ("由市教育局、市民政局按职责分工负责。", [("市教育局", OWN), ("市民政局", OWN)]),
        ("由市教育局牵头，市民政局、市财政局配合。", [("市教育局", LEAD), ("市民政局", HELP), ("市财政局", HELP)]),
        ("做好这件事。（责任单位：市教育局、市民政局", [("市教育局", OWN), ("市民政局", OWN)]),
    ],
)  # fmt: skip
def test_notations(text: str, expected: list[tuple[str, str]]) -> None:
    assert assigned(task(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "明确“谁审批谁负责”的原则（以下简称负责制），强化落实。",
        "提升网点（含电子社保卡）的服务能力，开展试点（APP）工作。",
        "建立由多部门共同参与的机制，各方密切配合。",
        "支持龙头企业牵头组建创新联合体，健全单个部门牵头的专班推进机制。",
        "逐一明确治理任务、完成时限、责任单位和责任人，并落实具体工程。",
        "建立规章（试行）。各项工作由相关人员组成的小组负责同志落实。",
        "（实际经营场所未改变、经营项目减项且布局流程未发生变化）的不再检查。",
        "（责任单位：——）",
        "“党政同责”的要求要落实（一是负责）。",
    ],
)
def test_nothing_assigned(text: str) -> None:
    assert assigned(task(text)) == []


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("做好这件事。〔牵头单位：市教育局；完成时限：2023 年10 月底前〕", "2023年10月底前"),
        ("做好这件事。（责任单位：市教育局，2023年6月底前完成）", "2023年6月底前完成"),
        ("做好这件事。（责任单位：市教育局；完成时限：长期坚持）", "长期坚持"),
        ("牵头单位：市教育局。完成时限：2023年6月。", "2023年6月"),
        ("2023年底前做好这件事。（责任单位：市教育局）", ""),
    ],
)
def test_deadlines(text: str, deadline: str) -> None:
    assert [d.deadline for d in duties(task(text))] == [deadline]


def test_quote_is_the_bracket_as_printed() -> None:
    (duty,) = duties(task("做好这件事。(责任\n单位:市教\n育局)"))
    assert duty.quote == "(责任\n单位:市教\n育局)"
    assert (duty.unit, duty.printed, duty.line) == ("市教育局", "市教育局", 3)


def test_shared_ending() -> None:
    text = "修路。（责任单位：市交通运输局，官渡区、西山区、寻甸县人民政府，空港经济区、阳宗海风景区管委会，昆明交投公司）"
    found = duties(task(text))
    assert [(d.unit, d.printed) for d in found] == [
        ("市交通运输局", "市交通运输局"),
        ("官渡区人民政府", "官渡区"),
        ("西山区人民政府", "西山区"),
        ("寻甸县人民政府", "寻甸县人民政府"),
        ("空港经济区管委会", "空港经济区"),
        ("阳宗海风景区管委会", "阳宗海风景区管委会"),
        ("昆明交投公司", "昆明交投公司"),
    ]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("市发改委、住建局", ["市发改委", "市住建局"]),
        ("省公安厅、法院、检察院、司法厅", ["省公安厅", "省法院", "省检察院", "省司法厅"]),
        ("省委组织部、宣传部", ["省委组织部", "省委宣传部"]),
        ("省商务厅、人行郑州中心支行、财政厅", ["省商务厅", "人行郑州中心支行", "省财政厅"]),
        ("市教育局、中央商务区管理局、三亚供电局", ["市教育局", "中央商务区管理局", "三亚供电局"]),
        ("市场监管总局、药监局", ["市场监管总局", "药监局"]),
    ],
)
def test_shared_beginning(members: str, expected: list[str]) -> None:
    assert [unit for unit, _ in assigned(task(f"做。（责任单位：{members}）"))] == expected


def test_place_of_its_own_takes_no_level() -> None:
    tree = plan(
        Row(0, "chapter", "一、河南省的任务"),
        Row(1, "task", "1.做。", "做。（省商务厅、河南银保监局、教育厅按职责分工负责）"),
    )
    assert [u for u, _ in assigned(tree)] == ["省商务厅", "河南银保监局", "省教育厅"]


def test_heading_unit_holds_for_all_below() -> None:
    tree = plan(
        Row(0, "section", "（一）修路（牵头单位：市交通运输局）"),
        Row(1, "task", "1.修大路。", "修。（责任单位：市交通运输局、市财政局）"),
        Row(1, "task", "2.修小路。", "修。"),
        Row(0, "section", "（二）架桥"),
        Row(1, "task", "3.架大桥。", "架。"),
    )
    assert assigned(tree, "p/1.1") == [("市交通运输局", LEAD), ("市交通运输局", OWN), ("市财政局", OWN)]
    assert [(d.unit, d.inherited_from) for d in duties(tree, "p/1.2")] == [("市交通运输局", "p/1")]
    assert duties(tree, "p/2.1") == []
    assert [d.inherited_from for d in duties(tree, "p/1")] == [None]


def test_unknown_label_on_a_heading_is_passed_over() -> None:
    tree = plan(
        Row(0, "box", "专栏1（牵头部门：市统计局；目标位置：全省前5）"),
        Row(1, "indicator", cells=(("序号", "1"), ("指标名称（单位）", "增速（%）"), ("2025年", "≥5"))),
    )
    assert assigned(tree, "p/1.1") == [("市统计局", LEAD)]


def test_bracket_in_the_body_is_not_inherited() -> None:
    tree = plan(
        Row(0, "section", "（一）简化手续。", "全面简化。（财政部负责）"),
        Row(1, "task", "1.报到。", "取消。（教育部负责）"),
    )
    assert assigned(tree, "p/1.1") == [("教育部", OWN)]


def test_line_of_its_own_speaks_for_what_is_above() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.做一件事。", "做好。"),
        Row(2, "paragraph", body="牵头单位：市教育局。"),
        Row(2, "paragraph", body="责任单位：市民政局。"),
        Row(2, "paragraph", body="完成时限：2023年6月。"),
    )
    found = duties(tree)
    assert [(d.unit, d.role, d.deadline) for d in found] == [
        ("市教育局", LEAD, "2023年6月"),
        ("市民政局", OWN, "2023年6月"),
    ]


def test_carried_over_units() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(
            1,
            "task",
            "1.甲。",
            "做。（责任单位：省教育厅。以下责任单位中均包含各市、县〔区〕政府，不再列出）",
        ),
        Row(1, "task", "2.乙。", "做。（责任单位：省民政厅）"),
        Row(1, "task", "3.丙。", "做。"),
    )
    assert assigned(tree, "p/1.2") == [("省民政厅", OWN), ("各市、县〔区〕政府", OWN)]
    assert [d.inherited_from for d in duties(tree, "p/1.2")] == [None, "p/1.1"]
    assert assigned(tree, "p/1.3") == []


def test_a_heading_s_units_hold_below_it_and_carry_no_others() -> None:
    rule = "做。（责任单位：省教育厅。以下责任单位中均包含各镇街，不再列出）"
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", rule),
        Row(1, "section", "（一）托育。（责任单位：省卫生健康委）"),
        Row(2, "task", "1.乙。", "做。"),
        Row(1, "task", "2.丙。", "做。（责任单位：省民政厅）"),
    )
    assert assigned(tree, "p/1.2") == [("省卫生健康委", OWN)]
    assert assigned(tree, "p/1.2.1") == [("省卫生健康委", OWN)]
    assert assigned(tree, "p/1.3") == [("省民政厅", OWN), ("各镇街", OWN)]


def test_first_listed_leads_from_here_on() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", "做。（税务总局、财政部负责，排在第一位的部门为牵头部门，下同）"),
        Row(1, "task", "2.乙。", "做。（商务部、海关总署等有关部门负责）"),
    )
    assert assigned(tree, "p/1.1") == [("税务总局", LEAD), ("财政部", OWN)]
    assert assigned(tree, "p/1.2") == [("商务部", LEAD), ("海关总署", OWN), ("有关部门", OWN)]


def test_first_listed_leads_where_the_preamble_says_so() -> None:
    tree = plan(
        Row(0, "paragraph", body="各项任务责任单位中排在首位的为牵头单位。"),
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", "做。（责任单位：市教育局、市民政局）"),
    )
    assert assigned(tree, "p/2.1") == [("市教育局", LEAD), ("市民政局", OWN)]


def test_carried_over_by_another_wording() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务", "各区政府为各项任务的责任单位，以下不再列出。"),
        Row(1, "task", "1.甲。", "做。（责任单位：市教育局）"),
    )
    assert assigned(tree) == [("市教育局", OWN), ("各区政府", OWN)]


def test_first_listed_leads_here_only_without_xiatong() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", "做。（税务总局、财政部负责，排在第一位的为牵头单位）"),
        Row(1, "task", "2.乙。", "做。（商务部、海关总署负责）"),
    )
    assert assigned(tree, "p/1.1") == [("税务总局", LEAD), ("财政部", OWN)]
    assert assigned(tree, "p/1.2") == [("商务部", OWN), ("海关总署", OWN)]


def test_table_columns_give_roles() -> None:
    cells = (
        ("任务", "修路"),
        ("牵头部门", "市交通运输局"),
        ("责任单位", "市财政局\n市住建局"),
        ("完成时限", "2024年"),
    )
    tree = plan(Row(0, "box", "专栏1 分工"), Row(1, "project", cells=cells))
    found = duties(tree, "p/1.1")
    assert [(d.unit, d.role, d.deadline) for d in found] == [
        ("市交通运输局", LEAD, "2024年"),
        ("市财政局", OWN, "2024年"),
        ("市住建局", OWN, "2024年"),
    ]


def test_roles_of_a_second_header_row() -> None:
    tree = plan(
        Row(0, "chapter", "一、分工"),
        Row(1, "task", cells=(("任务", ""), ("责任单位", "牵头"), ("", "配合"))),
        Row(1, "task", cells=(("任务", "修路"), ("责任单位", "市交通局"), ("", "市财政局"))),
    )
    assert assigned(tree, "p/1.2") == [("市交通局", LEAD), ("市财政局", HELP)]


def test_a_cell_merged_with_the_one_above_says_the_same() -> None:
    tree = plan(
        Row(0, "chapter", "一、分工"),
        Row(1, "task", cells=(("任务", "修路"), ("牵头单位", "市交通局"), ("完成时限", "2024年"))),
        Row(1, "task", cells=(("任务", "架桥"), ("牵头单位", ""), ("完成时限", ""))),
        Row(1, "task", cells=(("任务", "植树"), ("牵头单位", ""), ("完成时限", ""))),
    )
    first, second, third = tree.nodes[1:]
    joined = replace(second, cells=(second.cells[0], *(replace(c, merged=True) for c in second.cells[1:])))
    tree = replace(tree, nodes=(tree.nodes[0], first, joined, third))
    (found,) = duties(tree, "p/1.2")
    assert (found.unit, found.role, found.deadline, found.inherited_from) == (
        "市交通局",
        LEAD,
        "2024年",
        "p/1.1",
    )
    assert tree.plan.source[found.start : found.end] == found.quote == "市交通局"
    assert duties(tree, "p/1.3") == []


def test_name_broken_in_a_cell_stays_one() -> None:
    cells = (("序号", "1"), ("指标名称（单位）", "自来水（%）"), ("责任单位", "区农业\n农村委、区住\n建委"))
    tree = plan(Row(0, "box", "专栏1"), Row(1, "indicator", cells=cells))
    assert [u for u, _ in assigned(tree, "p/1.1")] == ["区农业农村委", "区住建委"]


def test_head_over_two_rows_is_no_unit() -> None:
    columns = ("任务", "责任分工牵头单位", "责任分工配合单位")
    rows = [("任务", "责任分工", ""), ("", "牵头单位", "配合单位"), ("修路", "市交通局", "市财政局")]
    tree = plan(
        Row(0, "chapter", "一、分工表"),
        *(Row(1, "paragraph", cells=tuple(zip(columns, row, strict=True))) for row in rows[:2]),
        Row(1, "task", cells=tuple(zip(columns, rows[2], strict=True))),
    )
    assert assigned(tree, "p/q1.1") == assigned(tree, "p/q1.2") == []
    assert assigned(tree, "p/1.3") == [("市交通局", LEAD), ("市财政局", HELP)]


def test_header_rows_are_no_units() -> None:
    columns = ("任务", "牵头单位", "配合单位")
    tree = plan(
        Row(0, "chapter", "一、分工"),
        Row(1, "task", cells=tuple((c, c) for c in columns)),
        Row(1, "task", cells=(("任务", ""), ("责任单位", "牵头"), ("责任单位", "配合"))),
        Row(1, "task", cells=(("任务", "修路"), ("牵头单位", "市交通局"), ("配合单位", "市财政局"))),
    )
    assert assigned(tree, "p/1.1") == assigned(tree, "p/1.2") == []
    assert assigned(tree, "p/1.3") == [("市交通局", LEAD), ("市财政局", HELP)]


def test_units_that_sound_like_roles_stay() -> None:
    text = "做好这件事。（牵头单位：市发展改革委；责任单位：各责任单位、行业主管部门）"
    assert [u for u, _ in assigned(task(text))] == ["市发展改革委", "各责任单位", "行业主管部门"]


def test_names_alone_count_under_a_scope_rule() -> None:
    rule = "各项任务列首位的为牵头单位；各项任务均需各镇街落实，不再单列。"
    tree = plan(
        Row(0, "chapter", "一、任务", rule),
        Row(1, "task", "1.建云。", "全部上云。（区大数据局、区财政局）"),
        Row(1, "task", "2.护网。", "（区委网信办、区公安分局）"),
        Row(1, "task", "3.扩建医院（区人民医院、区中医院）。", "建成三甲。"),
    )
    assert assigned(tree, "p/1.1") == [("区大数据局", LEAD), ("区财政局", OWN), ("各镇街", OWN)]
    assert assigned(tree, "p/1.2") == [("区委网信办", LEAD), ("区公安分局", OWN), ("各镇街", OWN)]
    assert assigned(tree, "p/1.3") == []


def test_names_alone_count_where_three_tasks_end_so() -> None:
    rows = [
        Row(1, "task", f"{i}. 甲事。", f"做好。（区教委，区{x}局）")
        for i, x in enumerate(("财政", "民政", "体育"), 1)
    ]
    tree = plan(Row(0, "chapter", "一、任务"), *rows)
    assert assigned(tree, "p/1.3") == [("区教委", OWN), ("区体育局", OWN)]


def test_names_alone_count_for_nothing_by_themselves() -> None:
    assert assigned(task("做好这件事。（市教育局、市民政局）")) == []


def test_names_alone_count_where_the_other_tasks_have_labels() -> None:
    rows = [Row(1, "task", f"{i}.做事。", "做好。（责任单位：市教育局）") for i in (1, 2, 3)]
    tree = plan(
        Row(0, "chapter", "一、任务"), *rows, Row(1, "task", "4.做事。", "做好。（市民政局，各商业银行）")
    )
    assert assigned(tree, "p/1.4") == [("市民政局", OWN), ("各商业银行", OWN)]


def test_the_others_help() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.做。", "好。（市文旅局、市教育局；列第一位的为牵头单位，其他为配合单位，下同）"),
        Row(1, "task", "2.做。", "好。（市交通局、市文旅局）"),
    )
    assert assigned(tree, "p/1.1") == [("市文旅局", LEAD), ("市教育局", HELP)]
    assert assigned(tree, "p/1.2") == [("市交通局", LEAD), ("市文旅局", HELP)]


@pytest.mark.parametrize(
    ("rule", "unit"),
    [("以下均需各县区政府负责，不再列出", "各县区政府"), ("各项任务均需各镇街落实，不再单列", "各镇街")],
)
def test_carried_over_by_a_sentence(rule: str, unit: str) -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.做。", f"好。（市数据局负责。{rule}）"),
        Row(1, "task", "2.做。", "好。（市公安局负责）"),
        Row(1, "task", "3.做。", "好。"),
    )
    assert assigned(tree, "p/1.2") == [("市公安局", OWN), (unit, OWN)]
    assert assigned(tree, "p/1.3") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("牵头单位为县卫健局，配合单位为县财政局、县人民医院。", [("县卫健局", LEAD), ("县财政局", HELP), ("县人民医院", HELP)]),
        ("加装50部。责任单位是县住建局和各街道办事处。", [("县住建局", OWN), ("各街道办事处", OWN)]),
        ("责任单位是落实工作的主体。", []),
        ("做好。【牵头部门】市工信局【配合部门】市科技局、市财政局", [("市工信局", LEAD), ("市科技局", HELP), ("市财政局", HELP)]),
        ("做好。（县住建局、县城管局共同负责，10月底前完成）", [("县住建局", OWN), ("县城管局", OWN)]),
        (
            "做好。（市粮食局、中储粮临湖直属库、临湖集团公司负责）",
            [("市粮食局", OWN), ("中储粮临湖直属库", OWN), ("临湖集团公司", OWN)],
        ),
        ("做好。（红苹果、绿苹果、临湖集团公司负责）", []),
        ("做好。（市教育局为牵头单位，市民政局为配合单位）", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好。（牵头：市教育局；配合：市民政局）", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好。（责任：市教育局）", [("市教育局", OWN)]),
        ("做好。（责任单位：市教育局/市民政局）", [("市教育局", OWN), ("市民政局", OWN)]),
        ("做好。（责任单位：市教育局市人力资源社会保障局）", [("市教育局", OWN), ("市人力资源社会保障局", OWN)]),
        ("做好。（责任单位：国家税务总局清河市税务局）", [("国家税务总局清河市税务局", OWN)]),
        ("做好。（市教育局负总责，市民政局协助）", [("市教育局", OWN), ("市民政局", HELP)]),
        ("做好。（市教育局；2025年底前）", [("市教育局", OWN)]),
        ("做好。（市教育局）", []),
        (
            "做好。（责任单位：市直各部门，各县（市、区）委、政府）",
            [("市直各部门", OWN), ("各县（市、区）委", OWN), ("各县（市、区）政府", OWN)],
        ),
        ("市教育局牵头，市民政局、市财政局配合。", [("市教育局", LEAD), ("市民政局", HELP), ("市财政局", HELP)]),
        ("由市教育局牵头，会同市民政局制定方案。", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("各县区政府负主体责任，市教育局负监管责任。", [("各县区政府", OWN), ("市教育局", OWN)]),
        ("市教育局要加强管理，市财政局要保障经费。", []),
        ("做好。（市教育局会同市民政局、市财政局负责）", [("市教育局", OWN), ("市民政局", HELP), ("市财政局", HELP)]),
        ("做好。（市教育局牵头，会同市民政局落实）", [("市教育局", LEAD), ("市民政局", HELP)]),
        ("做好。（市教育局、市民政局双牵头）", [("市教育局", LEAD), ("市民政局", LEAD)]),
        ("做好（具体由市教育局负责）。", [("市教育局", OWN)]),
        ("做好。（市教育局牵头，市直各单位按照职责分工抓好落实）", [("市教育局", LEAD), ("市直各单位", OWN)]),
        ("做好。（责任单位：市教育局　市卫健委　市妇联）", [("市教育局", OWN), ("市卫健委", OWN), ("市妇联", OWN)]),
        ("做好。（各县市、区政府及市级有关部门负责）", [("各县市、区政府", OWN), ("市级有关部门", OWN)]),
        ("做好。责任单位：同上。", []),
        ("做好（其中市教育局办10件）。", []),
        ("做好（依托市教育局、市妇联）。", []),
    ],
)  # fmt: skip
def test_more_wordings(text: str, expected: list[tuple[str, str]]) -> None:
    assert assigned(task(text)) == expected


def test_a_date_without_a_year_is_a_deadline() -> None:
    assert {d.deadline for d in duties(task("做好。（县住建局、县城管局共同负责，10月底前完成）"))} == {
        "10月底前完成"
    }


def test_a_label_s_role_holds_where_the_list_ends_in_fuze() -> None:
    text = "做。（牵头单位：市教育局、市民政局负责）"
    assert assigned(task(text)) == [("市教育局", LEAD), ("市民政局", LEAD)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "做。（市教育局、市民政局、中储粮直属库负责）",
            [("市教育局", OWN), ("市民政局", OWN), ("中储粮直属库", OWN)],
        ),
        ("做。（市教育局、中储粮直属库负责）", [("市教育局", OWN), ("中储粮直属库", OWN)]),
        (
            "做。（市教育局、市民政局、中储粮直属库、中储棉直属库负责）",
            [("市教育局", OWN), ("市民政局", OWN), ("中储粮直属库", OWN), ("中储棉直属库", OWN)],
        ),
        ("做。（中储粮直属库、中储棉直属库负责）", []),  # nothing says that these are units
    ],
)
def test_an_unfamiliar_name_among_units(text: str, expected: list[tuple[str, str]]) -> None:
    assert assigned(task(text)) == expected
