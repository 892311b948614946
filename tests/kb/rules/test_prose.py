"""Who is assigned and who is named in sentences; what is only the object of a measure."""

from __future__ import annotations

import pytest

from kb.model import Unit
from kb.rules.mentions import OBJECT, acting_verb
from tests.kb.rules.small import Row, assigned, duties, named, plan, task

UNITS = tuple(
    Unit(name)
    for name in (
        "区政府", "区妇儿工委", "区妇儿工委办公室", "区统计部门", "民政部门", "监测组", "评估组", "领导小组", "有关部门", "各镇街",
        "区妇幼保健院", "区人民医院", "区中医院", "托育指导中心", "街道儿童中心", "共青团", "妇联", "学校", "村委会",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("监测组由区统计部门牵头，有关部门负责统计的人员组成。", [("区统计部门", "牵头")]),
        ("区政府负责规划实施工作。", [("区政府", "责任")]),
        ("区政府负责实施，有关部门结合职责承担任务的落实。", [("区政府", "责任"), ("有关部门", "责任")]),
        ("构建由区政府牵头、多部门合作的机制。", [("区政府", "牵头")]),
        ("符合情形的儿童由民政部门代表国家进行监护。", [("民政部门", "责任")]),
        (
            "区妇儿工委设立领导小组，由有关部门负责同志组成，负责评估工作的组织领导。",
            [("领导小组", "责任")],
        ),
        (
            "评估组由区妇儿工委办公室牵头，由有关部门的人员组成。负责评估工作的组织。",
            [("区妇儿工委办公室", "牵头"), ("评估组", "责任")],
        ),
    ],
)
def test_prose_that_assigns(text: str, expected: list[tuple[str, str]]) -> None:
    assert assigned(task(text), units=UNITS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "领导小组由区政府和有关部门负责同志组成。",
        "领导小组由有关部门负责规划实施的人员组成。",
        "定期向区政府报送情况。",
        "加强区妇幼保健院建设，落实区政府的要求。",
        "依托区妇幼保健院建立中心。",
        "引导家长负责照看学校门口的儿童。",
    ],
)
def test_prose_that_assigns_nothing(text: str) -> None:
    assert assigned(task(text), units=UNITS) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依托区妇幼保健院，探索建立托育指导中心。", [("区妇幼保健院", "依托"), ("托育指导中心", OBJECT)]),
        ("加强设施建设，各镇街加快托育点建设。", [("各镇街", "推进")]),
        ("督促各镇街推进工作站建设。", [("各镇街", "推进")]),
        ("推进区人民医院、区妇幼保健院等儿科建设。", [("区人民医院", OBJECT), ("区妇幼保健院", OBJECT)]),
        ("加强区中医院的儿科建设。", [("区中医院", OBJECT)]),
        ("支持街道儿童中心、服务站等平台建设。", [("街道儿童中心", OBJECT)]),
        ("支持共青团、妇联等组织开展活动。", [("共青团", "开展"), ("妇联", "开展")]),
        ("支持区人民医院设立门诊，推动学校建设辅导室。", [("区人民医院", OBJECT), ("学校", OBJECT)]),
        ("督促学校开展自查。", [("学校", "开展")]),
        ("依托县妇幼保健院开设课堂。", [("县妇幼保健院", "依托")]),
        ("发挥共青团、妇联等组织的作用。", [("共青团", "参与"), ("妇联", "参与")]),
        ("责任到人，每年向区妇儿工委报告落实情况。", [("区妇儿工委", "接受报告")]),
        ("村委会指导、帮助和监督父母履行职责。", [("村委会", "指导")]),
        ("建成党史馆、区妇幼保健院、街道儿童中心等项目，加快配套。", [("区妇幼保健院", OBJECT), ("街道儿童中心", OBJECT)]),
        ("推动学校教育、家庭教育融合发展。", []),
        ("按照《区政府关于做好托育的意见》执行。", []),
    ],
)  # fmt: skip
def test_named(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(task(text), units=UNITS) == expected


def test_paragraph_continues_the_section_above() -> None:
    tree = plan(
        Row(0, "section", "（一）完善制度。", "实行年度监测。"),
        Row(1, "paragraph", body="监测组由区统计部门牵头。"),
    )
    (duty,) = [d for d in duties(tree, "p/1", UNITS) if d.basis == "assigned"]
    assert (duty.unit, duty.quote, duty.line) == ("区统计部门", "监测组由区统计部门牵头", 3)


@pytest.mark.parametrize(
    "unit", ["市园林局", "市环卫局", "市港口局", "市物价局", "市文博局", "区慢行系统管理局"]
)
def test_bureaus_of_every_field_answer_in_an_article(unit: str) -> None:
    text = f"{unit}负责养护花木，市财政局负责安排经费。"
    assert assigned(task(text)) == [(unit, "责任"), ("市财政局", "责任")]


def test_items_that_say_what_units_do_in_few_words() -> None:
    tree = plan(
        Row(0, "task", "三、各部门职责如下"),
        Row(1, "task", "（一）市水务局：制定水价；"),
        Row(1, "task", "（二）市公安局：维护治安。"),
    )
    assert [u for n in ("p/1.1", "p/1.2") for u, _ in assigned(tree, n)] == ["市水务局", "市公安局"]


def test_quote_holds_one_units_clauses() -> None:
    text = "区政府负责规划实施工作，有关部门承担任务的落实，区妇儿工委负责组织协调工作。"
    assert [d.quote for d in duties(task(text), units=UNITS)] == [
        "区政府负责规划实施工作",
        "有关部门承担任务的落实",
        "区妇儿工委负责组织协调工作",
    ]


def test_units_by_shape_without_a_registry() -> None:
    text = "由市发展改革委牵头对工作开展情况进行督查，各地区要抓好落实。"
    assert assigned(task(text)) == [("市发展改革委", "牵头")]


@pytest.mark.parametrize(
    "text",
    [
        "坚持以人民为中心，提高服务水平，推进城市管理精细化、办公自动化和社区建设。",
        "加强教育引导，组织部署各项活动，统计分析和规划设计同步开展。",
        "会议指出，市场主体要负责任地经营，消费者参与监督。",
        "我局势稳定，全面部署，委托第三方评估。",
    ],
)
def test_no_unit_is_made_up(text: str) -> None:
    assert duties(task(text)) == []


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("（一）主要成效", "2022年，由市民政局牵头建成养老中心12个，市住建局负责改造小区86个。"),
        ("（二）存在问题", "市教育局负责校舍安全，进展不快。"),
    ],
)
def test_what_was_is_no_duty(heading: str, text: str) -> None:
    tree = plan(Row(0, "chapter", "一、发展现状"), Row(1, "section", heading, text))
    assert duties(tree) == []


def test_form_and_demand_in_one_heading_are_read() -> None:
    tree = plan(
        Row(0, "chapter", "一、发展形势与总体要求"), Row(1, "task", "1.做好。", "由市水利局牵头建设。")
    )
    assert assigned(tree) == [("市水利局", "牵头")]


def test_attributive_fu_ze_de_assigns_nothing() -> None:
    assert assigned(task("改造市教育局负责的校舍，由市旅游局负责的厕所一并移交。")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本方案由市财政局负责组织实施。", [("市财政局", "责任")]),
        ("项目经市发展改革委审批后实施，由市水利局负责验收。", [("市水利局", "责任")]),
    ],
)
def test_a_unit_name_takes_in_no_word_before_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert assigned(task(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由县住建局会同县自然资源局组织实施。", [("县住建局", "责任"), ("县自然资源局", "配合")]),
        ("由县公安局牵头，县教体局配合，落实机制。", [("县公安局", "牵头"), ("县教体局", "配合")]),
        ("县住建局具体负责，县民政局协助认定对象。", [("县住建局", "责任")]),
        (
            "县人民政府妇女儿童工作委员会（以下简称县妇儿工委）负责规划实施的组织工作。县妇儿工委主任由县长担任。",
            [("县妇儿工委", "责任")],
        ),
        (
            "市双碳工作领导小组办公室（设在市发展改革委）负责统筹协调。",
            [("市双碳工作领导小组办公室", "责任")],
        ),
    ],
)
def test_prose_that_assigns_without_a_registry(text: str, expected: list[tuple[str, str]]) -> None:
    assert assigned(task(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各乡镇（街道）要落实责任，组织巡查。", ["各乡镇（街道）"]),
        ("各县（市、区）要健全机制，市直有关部门要密切配合。", ["各县（市、区）", "市直有关部门"]),
        ("县委督查室、县政府督查室要定期开展督导检查。", ["县委督查室", "县政府督查室"]),
        ("县政府教育督导室定期通报情况。", ["县政府教育督导室"]),
        ("县水利局要在危险水域设置警示牌。", ["县水利局"]),
        ("县交通局会同县交警大队开展排查。", ["县交通局", "县交警大队"]),
        ("各乡镇企业要落实责任，各市场主体要加强管理。", []),
    ],
)
def test_named_without_a_registry(text: str, expected: list[str]) -> None:
    assert sorted(u for u, _ in named(task(text))) == sorted(expected)


@pytest.mark.parametrize(
    "text", ["畅通学生参与学校事务的渠道。", "积极参与市人民医院建设。", "引导家长参加学校活动。"]
)
def test_what_is_taken_part_in_is_an_object(text: str) -> None:
    units = (Unit("学校"), Unit("市人民医院"))
    assert [r for _, r in named(task(text), units=units)] == [OBJECT]


@pytest.mark.parametrize(
    ("right", "verb"),
    [
        ("负责落实。", "负责"),
        ("要定期向区政府报送情况。", "报送"),
        ("将托育列入预算。", "列入"),
        ("将托育点建好。", None),
        ("应将托育纳入预算。", "纳入"),
        ("负责同志参加。", None),
        ("负责人参加。", None),
        ("负责统计的人员组成。", None),
        ("负责人员组成，", None),
        ("负责组成，", "负责"),  # nobody of whom it is made up
        ("建设的标准。", None),
        ("建设体系，", None),
        ("建设服务点。", "建设"),
        ("领导，", None),
        ("管理的学校。", None),
        ("监督机制。", None),
        ("协调，", "协调"),
        ("协调", "协调"),
        ("协调机制。", None),
        ("组织力度加大。", None),
        ("组织活动。", "组织"),
        ("结合各自职责开展活动。", "开展"),
        ("和家长共同开展活动。", "开展"),
        ("的学生。", None),
        ("", None),
    ],
)
def test_the_verb_behind_a_unit(right: str, verb: str | None) -> None:
    assert acting_verb(right) == verb


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "区政府负责规划实施工作，" + "完善工作机制并且加强各项要素保障" * 6 + "，做好总结。",
            "区政府负责规划实施工作",
        ),
        (
            "一是" + "完善工作机制并且加强各项要素保障" * 6 + "，由区政府负责规划实施工作。",
            "由区政府负责规划实施工作",
        ),
    ],
)
def test_the_quote_of_a_long_sentence_is_the_unit_s_own_clause(text: str, quote: str) -> None:
    assert [d.quote.rstrip("。") for d in duties(task(text), units=UNITS)] == [quote]


def test_what_a_body_without_a_subject_is_set_up_for_falls_to_who_sets_it_up() -> None:
    text = "区妇儿工委设立领导小组，由有关部门负责同志组成，负责评估工作的组织领导。"
    (duty,) = [d for d in duties(task(text), units=UNITS) if d.basis == "assigned"]
    assert (duty.unit, duty.printed, duty.role) == ("领导小组", "领导小组", "责任")
    assert duty.quote == "领导小组，由有关部门负责同志组成，负责评估工作的组织领导"


def test_a_unit_with_its_short_name_and_its_seat_is_one() -> None:
    text = "区妇儿工委（以下简称民政部门）负责组织工作，区妇儿工委办公室（设在妇联）负责日常工作。"
    assert assigned(task(text), units=UNITS) == [
        ("区妇儿工委", "责任"),
        ("民政部门", "责任"),
        ("区妇儿工委办公室", "责任"),
    ]


def test_a_duty_of_the_prose_shows_the_name_as_printed() -> None:
    units = (Unit("区教委", aliases=("区教育委员会",)),)
    (duty,) = [
        d for d in duties(task("由区教育\n委员会负责组织实施。"), units=units) if d.basis == "assigned"
    ]
    assert (duty.unit, duty.printed) == ("区教委", "区教育委员会")


def test_the_office_of_a_joint_meeting_that_was_named_before() -> None:
    body = "县供水工作联席会议统筹全县工作，联席会议办公室具体负责日常协调。"
    assert assigned(task(body)) == [("联席会议办公室", "责任")]
