"""Commitments, references, topics, related units, the registry and the overlay."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Topic, Unit
from kb.rules import find_facts
from kb.rules.overlay import read_overlay
from kb.rules.proposals import propose_units
from kb.rules.references import titles
from kb.rules.registry import Registry, load_units
from kb.rules.topics import load_topics
from tests.kb.rules.small import Row, facts, plan, task


@pytest.mark.parametrize(
    ("text", "subject", "op", "value", "high", "unit"),
    [
        ("集团化办学率达到75%以上，扩大覆盖面。", "集团化办学率", ">=", 75, None, "%"),
        ("建设3—5所智慧校园示范校。", "智慧校园示范校", "=", 3, 5, "所"),
        ("构建15分钟托育服务圈。", "托育服务圈", "=", 15, None, "分钟"),
        ("建成2个市级托育服务示范机构。", "市级托育服务示范机构", "=", 2, None, "个"),
        ("新增主题事项不少于20项。", "主题事项", ">=", 20, None, "项"),
        ("农业产值达160亿元。", "农业产值", "=", 160, None, "亿元"),
        ("到2025年，粮食总产量持续稳定在650亿斤。", "粮食总产量", "=", 650, None, "亿斤"),
        ("培育10个以上国家级示范县。", "国家级示范县", ">=", 10, None, "个"),
    ],
)
def test_commitments(text: str, subject: str, op: str, value: float, high: float | None, unit: str) -> None:
    (x,) = facts(task(text)).commitments
    assert x.subject.endswith(subject)
    assert (x.op, x.value, x.value_high, x.unit_of_measure) == (op, value, high, unit)


def test_commitments_that_share_a_verb() -> None:
    text = "口岸货物运输量、货值分别突破600万吨、500亿元，力争达到700亿元。"
    assert [(x.subject, x.op, x.value, x.unit_of_measure) for x in facts(task(text)).commitments] == [
        ("口岸货物运输量", ">", 600, "万吨"),
        ("货值", ">", 500, "亿元"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "扩大3—6岁学前教育资源供给，对0-3岁婴幼儿开展服务。",
        "2023年6月底前完成，深入实施“十四五”规划。",
        "经第30次常务会议审议，按照第12条执行。",
        "建设24小时自助图书馆。",
        "按照二级甲等建设标准建成医院。",
    ],
)
def test_no_commitment(text: str) -> None:
    assert facts(task(text)).commitments == ()


def test_references() -> None:
    text = "依据《关于印发〈实施纲要（2017—2030）〉的通知》和“阳光助苗”工程，落实《托育\n办法》。"
    assert [(r.kind, r.name) for r in facts(task(text)).references] == [
        ("document", "关于印发〈实施纲要（2017—2030）〉的通知"),
        ("brand", "阳光助苗"),
        ("document", "托育办法"),
    ]


TOPICS = (Topic("托育", ("托育服务", "托育服务机构", "托位"), ("带娃",)), Topic("供水", ("供水",)))


def _nursery(body: str) -> tuple[Row, ...]:
    cells = (
        ("序号", "25"),
        ("指标名称（单位）", "托育服务机构数量（个）"),
        ("2030年", "增加"),
        ("责任单位", "区卫健委"),
    )
    return (
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.发展托育服务体系。", body),
        Row(0, "box", "专栏一"),
        Row(1, "indicator", cells=cells),
    )


def test_tags_count_overlapping_terms_once() -> None:
    tree = plan(*_nursery("增加托育服务机构，扩大托位。带娃不难。"))
    tags = [(t.node, t.topic, t.place, t.hits) for t in find_facts(tree, (), TOPICS).tags]
    assert tags == [("p/1.1", "托育", "title", 3), ("p/2.1", "托育", "title", 1)]


@pytest.mark.parametrize(
    ("head", "body", "hits"),
    [
        ("1.发展托育服务。", "做好。", 1),
        ("1.发展托育服务。", "做好托育服务。", 2),
        ("发展托育服务。", "发展托育服务。做好。", 1),
    ],
)
def test_a_heading_that_opens_the_text_counts_once(head: str, body: str, hits: int) -> None:
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", head, body))
    assert [(t.place, t.hits) for t in facts(tree, topics=TOPICS).tags] == [("title", hits)]


def test_related_units_show_link_and_reason() -> None:
    tree = plan(*_nursery("增加机构。"))
    (duty,) = [d for d in find_facts(tree, (), TOPICS).duties if d.basis == "related"]
    assert (duty.unit, duty.node, duty.link, duty.why) == ("区卫健委", "p/1.1", "p/2.1", "同一主题：托育")
    assert tree.plan.source[duty.start : duty.end] == duty.quote == "区卫健委"


def test_a_task_with_a_unit_of_its_own_has_none_related() -> None:
    tree = plan(*_nursery("增加机构。（责任单位：区民政局）"))
    assert [d for d in find_facts(tree, (), TOPICS).duties if d.basis == "related"] == []


def test_related_by_words_without_topics() -> None:
    tree = plan(*_nursery("办好一批托育服务机构，扩大供给。"))
    (duty,) = [d for d in find_facts(tree, (), ()).duties if d.basis == "related"]
    assert duty.why == "共有词语：托育服务机构"


def test_registry_resolves_aliases_per_plan() -> None:
    units = (
        Unit("区教委", "甲区教育委员会", ("教育局",), plans=("jia",)),
        Unit("县教育局", "乙县教育局", ("教育局",), plans=("yi",)),
        Unit("有关部门"),
    )
    registry = Registry.of(units)
    assert registry.resolve("教育局", "jia") == units[0]
    assert registry.resolve("教 育\n局", "yi") == units[1]
    assert registry.resolve("甲区教育委员会", "yi") is None
    assert registry.resolve("有关部门", "bing") == units[2]


def test_printed_alias_becomes_the_canonical_unit() -> None:
    units = (Unit("区教委", "区教育委员会", plans=("p",)),)
    (duty,) = find_facts(task("做。（责任单位：区教育委员会）"), units, ()).duties
    assert (duty.unit, duty.printed) == ("区教委", "区教育委员会")


def test_facts_list_registered_then_met_units() -> None:
    units = (Unit("区教委", plans=("p",)), Unit("别处", plans=("q",)))
    found = find_facts(task("做。（责任单位：区教委、区民政局）"), units, ()).units
    assert [(u.name, u.registered, u.kind) for u in found] == [
        ("区教委", True, ""),
        ("区民政局", False, "政府部门"),
    ]


def test_proposed_entries() -> None:
    tree = task("做。（责任单位：区教委、市中医院、各镇街）")
    found = propose_units(tree, (Unit("区教委", plans=("p",)),))
    assert [(u.name, u.kind, u.plans) for u in found] == [
        ("各镇街", "集合称谓", ("p",)),
        ("市中医院", "医疗机构", ("p",)),
    ]


def test_bad_units_are_reported_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text(
        '[[unit]]\nname = "区教委"\naliases = ["教委"]\n\n[[unit]]\nname = "区卫健委"\naliases = ["教委"]\n\n'
        '[[unit]]\nkind = "政府部门"\n\n[[unit]]\nname = "区残联"\naliases = "残联"\n',
        "utf-8",
    )
    units, problems = load_units(path)
    assert [u.name for u in units] == ["区教委", "区卫健委"]
    assert [str(p).removeprefix(str(path)) for p in problems] == [
        ":5:1: KB302 “教委”已经是“区教委”的名称或别名，又写给了“区卫健委”：“教委”",
        ":9:1: KB301 这一条没有 name",
        ":12:1: KB301 “区残联”的 aliases 应是文字的列表：“区残联”",
    ]


def test_bad_toml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text('[[topic]]\nname = "托育\nterms = []\n', "utf-8")
    topics, (problem,) = load_topics(path)
    assert topics == ()
    assert (problem.line, problem.code, problem.level) == (2, "KB300", "error")
    assert problem.hint == "请检查引号、方括号和逗号"


def test_topics_problems(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text('[[topic]]\nname = "托育"\nterms = ["托育服务"]\nnarrower = ["早教"]\n', "utf-8")
    topics, problems = load_topics(path)
    assert topics == (Topic("托育", ("托育服务",), (), ("早教",)),)
    assert [(p.line, p.message) for p in problems] == [(1, "“托育”的下位主题“早教”没有这一条")]


def test_overlay(tmp_path: Path) -> None:
    tree = plan(*_nursery("增加机构。"))
    path = tmp_path / "duties.csv"
    path.write_text(
        "id,unit,role,document,note\n1.1,区民政局,牵头,甲府办〔2023〕1号,\n9.9,区教委,责任,甲府办〔2023〕1号,\n1.1,,责任,甲,\n"
        "p/2.1,区教委,,,\n1.1,区教委,管,甲府办〔2023〕1号,\n",
        "utf-8-sig",
    )
    rows, problems = read_overlay(path, tree)
    assert [(p.line, p.message) for p in problems] == [
        (3, "规划里没有编号“9.9”"),
        (4, "这一行没有写单位"),
        (5, "这一行没有写依据文件"),
        (6, "不认识的角色“管”"),
    ]
    found = [d for d in find_facts(tree, (), (), rows).duties if d.document]
    assert [(d.node, d.unit, d.role, d.basis, d.quote, d.line) for d in found] == [
        ("p/1.1", "区民政局", "牵头", "assigned", "", 0)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the last subject holds within its sentence
        ("货值突破600亿元，力争达到700亿元。", [("货值", ">", 600), ("货值", "=", 700)]),
        ("货值突破600亿元。力争达到700亿元。", [("货值", ">", 600)]),
        ("货值突破600亿元；力争达到700亿元。", [("货值", ">", 600)]),
        ("办学率、入园率达到75%。", [("入园率", "=", 75)]),
        ("推进托育、改善条件，到2025年全市入园率持续提高到90%。", [("入园率", "=", 90)]),
        ("入园率达到90%左右。", [("入园率", "=", 90)]),
        ("入园率不低于90%。", [("入园率", ">=", 90)]),
        ("入园率控制在90%以内。", [("入园率", "<=", 90)]),
        ("建设约3所小学。", [("小学", "=", 3)]),
        ("建设1,200个托位。", [("托位", "=", 1200)]),
        ("新增“一刻钟”的3所", []),
        ("率达到90%。", []),  # one character is no subject
        ("做好" + "很" * 39 + "入园率达到90%。", []),  # nor is a clause of more than forty
        ("ABC达到90%。", []),
        ("入园率达到第3名。", []),
        (
            "入园率、办学率分别达到90%、80%，货值突破600亿元。",
            [("入园率", "=", 90), ("办学率", "=", 80), ("货值", ">", 600)],
        ),
        ("入园率、办学率、巩固率分别达到90%、80%。", []),
        ("入园率、率分别超过90%、80%。", [("入园率", ">", 90)]),
        ("货运量与货值分别达到600万吨和500亿元。", [("货运量", "=", 600), ("货值", "=", 500)]),
    ],
)
def test_what_is_promised(text: str, expected: list[tuple[str, str, float]]) -> None:
    assert [(x.subject, x.op, x.value) for x in facts(task(text)).commitments] == expected


def test_the_quote_of_a_commitment_begins_with_its_subject() -> None:
    (one,) = facts(task("力争到2025年，全市入园率持续提高到90%以上。")).commitments
    assert one.quote == "入园率持续提高到90%以上"
    (made,) = facts(task("深入推进，建设3—5所智慧校园，做好。")).commitments
    assert (made.quote, made.subject, made.value, made.value_high) == ("建设3—5所智慧校园", "智慧校园", 3, 5)


def test_the_preamble_and_tables_promise_nothing() -> None:
    tree = plan(
        Row(0, "paragraph", body="入园率达到90%。"),
        Row(0, "chapter", "一、任务", "办学率达到80%。"),
        Row(1, "indicator", cells=(("序号", "1"), ("指标", "建设3所小学"))),
        Row(1, "task", "1.建设5所学校。", "做好。"),
        Row(1, "task", "建设7所中学。", "建设7所中学。做好。"),
    )
    assert [(x.node, x.subject) for x in facts(tree).commitments] == [
        ("p/2", "办学率"),
        ("p/2.2", "学校"),
        ("p/2.3", "中学"),
    ]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("《甲》", ["《甲》"]),
        ("《》", []),
        ("《甲《乙》丙》和《丁》", ["《甲《乙》丙》", "《丁》"]),
        ("甲》《乙》", ["《乙》"]),
        ("《甲", []),
        ("《" + "长" * 118 + "》", ["《" + "长" * 118 + "》"]),
        ("《" + "长" * 119 + "》", []),
    ],
)
def test_titles(value: str, found: list[str]) -> None:
    assert [value[a:b] for a, b in titles(value)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“阳光”和《办法》", [("brand", "阳光"), ("document", "办法")]),
        ("《“阳光”办法》", [("document", "“阳光”办法")]),
        ("“长”", []),
        ("“" + "长" * 20 + "”", [("brand", "长" * 20)]),
        ("“" + "长" * 21 + "”", []),
        ("“一，二”", []),
    ],
)
def test_brands_and_documents_in_order(text: str, found: list[tuple[str, str]]) -> None:
    assert [(r.kind, r.name) for r in facts(task(text)).references] == found


def test_a_topic_of_the_title_ties_before_one_of_the_text() -> None:
    rows = (
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.发展托育。", "供水供水供水，供水。"),
        Row(1, "project", "供水项目：", "建。（责任单位：区水利局、区住建委）"),
        Row(1, "project", "托育项目：", "建。（责任单位：区卫健委、区住建委）"),
    )
    topics = (Topic("供水", ("供水",)), Topic("托育", ("托育",)))
    found = [
        d for d in find_facts(plan(*rows), (), topics).duties if d.basis == "related" and d.node == "p/1.1"
    ]
    assert [(d.unit, d.why) for d in found] == [
        ("区卫健委", "同一主题：托育"),
        ("区住建委", "同一主题：托育"),
        ("区水利局", "同一主题：供水"),
    ]


@pytest.mark.parametrize(("body", "units"), [("供水。", []), ("供水，供水。", ["区水利局"])])
def test_a_topic_of_the_text_ties_where_it_stands_twice(body: str, units: list[str]) -> None:
    rows = (
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.发展。", body),
        Row(1, "project", "供水项目：", "建。（责任单位：区水利局）"),
    )
    found = find_facts(plan(*rows), (), (Topic("供水", ("供水",)),)).duties
    assert [d.unit for d in found if d.basis == "related"] == units


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("托育服务机构（个）", "托育服务机构", "托育服务机构"),
        ("托育服务机构数量比例（个）", "托育服务机", "托育服务机"),  # half of ten characters
        ("托育服务机构数量比例值（个）", "托育服务机", None),  # less than half
        ("托育服务（个）", "托育服务", None),  # four characters
        ("托育3服务机构（个）", "托育3服务机构", None),
        ("甲乙丙丁戊3托育服务机构（个）", "托育服务机构", "托育服务机构"),
    ],
)
def test_words_in_common(name: str, body: str, why: str | None) -> None:
    cells = (("序号", "1"), ("指标名称（单位）", name), ("2030年", "增加"), ("责任单位", "区卫健委"))
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.办好。", body),
        Row(0, "box", "专栏一"),
        Row(1, "indicator", cells=cells),
    )
    found = [d.why for d in find_facts(tree, (), ()).duties if d.basis == "related"]
    assert found == ([f"共有词语：{why}"] if why else [])


def test_words_that_three_tasks_have_say_nothing() -> None:
    cells = (
        ("序号", "1"),
        ("指标名称（单位）", "托育服务机构（个）"),
        ("2030年", "增加"),
        ("责任单位", "区卫健委"),
    )
    for many, nodes in ((2, ["p/1.1", "p/1.2"]), (3, [])):
        tasks = (Row(1, "task", f"{i}.办好。", "托育服务机构。") for i in range(1, many + 1))
        tree = plan(
            Row(0, "chapter", "一、任务"), *tasks, Row(0, "box", "专栏一"), Row(1, "indicator", cells=cells)
        )
        assert [d.node for d in find_facts(tree, (), ()).duties if d.basis == "related"] == nodes


def test_a_change_by_a_number_is_no_level() -> None:
    found = facts(
        task("受理投诉数量同比下降5%，平均办理时间压缩到3天，民营企业占比较上年提高2个百分点以上。")
    ).commitments
    assert [(c.subject, c.op, c.value, c.trend) for c in found] == [
        ("受理投诉数量", None, 5.0, "下降"),
        ("平均办理时间", "=", 3.0, None),
        ("民营企业占比", ">=", 2.0, "提高"),
    ]
