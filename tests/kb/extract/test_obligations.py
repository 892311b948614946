"""What a plan lays on every responsible unit is found by the shape of the sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.extract import Gathering
from kb.model import Duty, Kind, Node, Unit
from kb.rules.obligations import Laid, assign, find_obligations
from kb.spans import Lines, Piece, Span, Text
from kb.store import Base


def node(source: str, kind: Kind = "section", citation: str = "三、（一）") -> Node:
    text = Text(source, (Piece(0, 0, len(source)),))
    return Node(
        "p/3.1",
        "p",
        kind,
        "（一）",
        "组织实施",
        "p/3",
        1,
        1,
        Text(""),
        text,
        citation,
        Span(0, len(source), 1),
    )


@pytest.mark.parametrize(
    ("sentence", "addressee", "kinds"),
    [
        ("责任单位每年向区妇儿工委报告规划落实情况。", "责任单位", ("报告",)),
        ("健全报告制度，各责任单位要于每年12月底前报送工作总结。", "各责任单位", ("报告",)),
        ("各地各部门要在每月底前将工作进展情况报送至市行政审批局。", "各地各部门", ("报告",)),
        ("各有关部门将所需经费纳入本级财政预算。", "各有关部门", ("经费",)),
        ("区妇儿工委各成员单位将本规划实施所需经费列入年度财政预算。", "区妇儿工委各成员单位", ("经费",)),
        (
            "区级有关部门和人民团体按照任务分工，制订规划实施方案并报送区妇儿工委办公室。",
            "区级有关部门和人民团体",
            ("报告", "方案", "责任落实"),
        ),
        ("各任务牵头部门在本方案印发之日起1个月内要制定专项领域工作方案。", "各任务牵头部门", ("方案",)),
        (
            "各地、各部门要将规划任务纳入年度工作计划，认真抓好落实。",
            "各地、各部门",
            ("纳入规划和考核", "责任落实"),
        ),
        ("地方各级政府要结合实际制定本地区政策措施。", "地方各级政府", ("方案",)),
        ("国务院有关部门要增强大局意识，认真落实任务分工。", "国务院有关部门", ("责任落实",)),
        (
            "各级各有关部门要将规划主要目标任务纳入本部门工作规划和年度计划。",
            "各级各有关部门",
            ("纳入规划和考核",),
        ),
        (
            "中央及地方承担规划目标任务的有关部门、相关机构和人民团体结合职责，按照任务分工，制定实施方案。",
            "中央及地方承担规划目标任务的有关部门、相关机构和人民团体",
            ("方案", "责任落实"),
        ),
        ("承担规划目标任务的单位每年向本级妇儿工委报告。", "承担规划目标任务的单位", ("报告",)),
        ("目标责任单位每年向本级妇儿工委报告规划实施情况。", "目标责任单位", ("报告",)),
        ("各单位要于每年1月15日前将上一年度落实情况书面报区妇儿工委办公室。", "各单位", ("报告",)),
        (
            "各县（市、区）政府、市政府各部门要结合实际，制定具体实施方案。",
            "各县（市、区）政府、市政府各部门",
            ("方案",),
        ),
        ("市直各部门、各县（市、区）要按照职责分工抓好落实。", "市直各部门、各县（市、区）", ("责任落实",)),
        ("各级党委和政府要把规划任务纳入目标管理。", "各级党委和政府", ("纳入规划和考核",)),
        ("各级、各部门要加大宣传力度。", "各级、各部门", ("宣传",)),
        ("各成员单位要明确一名分管领导和联络员。", "各成员单位", ("责任落实",)),
        ("各成员单位之间要强化横向沟通，主动担当。", "各成员单位", ("协作配合",)),
        ("各地区,各部门要认真落实本方案,加强协作.", "各部门", ("责任落实", "协作配合")),
        (
            "各地要加强组织领导，责任到位；要严格考核，将任务纳入年度目标责任考核范围。",
            "各地",
            ("纳入规划和考核", "责任落实"),
        ),
        ("各有关部门要加强统筹;定期编制实施方案。", "各有关部门", ("方案",)),
    ],
)
def test_found(sentence: str, addressee: str, kinds: tuple[str, ...]) -> None:
    found = find_obligations([node(sentence)], sentence)
    assert [(o.addressee, o.kinds, o.quote) for o in found] == [(addressee, kinds, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "将规划目标分解到责任单位并纳入目标管理。",
        "督促各地区、各部门制定实施方案。",
        "监测组由区统计部门牵头，相关部门负责规划统计监测的人员组成。",
        "监测评估领导小组定期向区政府及相关部门报送监测评估情况。",
        "全省各地结合排查发现的问题，科学编制内涝解决方案。",
        "各有关单位要提高政治站位，深刻认识重要意义。",
        "将实施规划所需经费纳入财政预算。",
        "区教委每年向区政府报告工作。",
        "各责任单位落实情况纳入年度考核。",
        "对责任单位落实情况每年通报。",
    ],
)
def test_not_found(sentence: str) -> None:
    assert find_obligations([node(sentence)], sentence) == ()


def label(source: str, words: str, at: str = "p/3.1") -> Duty:
    start = source.index(words)
    return Duty("p", "甲局", at, "责任", "assigned", "甲局", words, start, start + len(words), 1)


def test_a_tasks_own_text_is_no_general_obligation() -> None:
    sentence = "各部门要制定实施方案。"
    assert find_obligations([node(sentence, "task")], sentence) == ()
    assert find_obligations([node(sentence, "paragraph", "封面")], sentence) == ()
    labelled = sentence + "（责任单位：甲局）"
    assert find_obligations([node(labelled)], labelled, [label(labelled, "（责任单位：甲局）")]) == ()


def test_a_sentence_that_gives_a_duty_lays_it_on_all() -> None:
    """A duty of prose holds for its sentence: “有关部门承担……落实” stays an obligation of every department."""
    source = "区政府负责实施工作，有关部门结合职责承担目标任务的落实。"
    duty = label(source, "有关部门结合职责承担目标任务的落实")
    assert [o.kinds for o in find_obligations([node(source)], source, [duty])] == [("责任落实",)]


def test_the_closing_words_behind_the_last_label() -> None:
    source = "有关部门要制定方案。（责任单位：甲局）各地各部门要在每月底前报送进展。"
    found = find_obligations([node(source, "task")], source, [label(source, "（责任单位：甲局）")])
    assert [o.quote for o in found] == ["各地各部门要在每月底前报送进展。"]
    more = replace(node(source, "task"), id="p/3.2", order=2)
    assert find_obligations([node(source, "task"), more], source, [label(source, "（责任单位：甲局）")]) == ()


def test_of_leading_units_only_those_that_lead() -> None:
    source = "各牵头单位于每季度末形成总结报送市政府。"
    (o,) = find_obligations([node(source)], source)
    duty = label(source, "各牵头单位")
    unit = Unit("甲局", kind="政府部门")
    assert assign(o, unit, "p", (), [(duty, "")]) is None
    assert assign(o, unit, "p", (), [(replace(duty, role="牵头"), "")]) == Laid(o, True)


def test_who_receives_owes_nothing() -> None:
    source = "甲局、乙局等责任单位每年向丙局报告。"
    o = replace(find_obligations([node("责任单位每年向丙局报告。")], source)[0], said=source)
    held = [(label(source, "甲局"), "")]
    assert assign(o, Unit("甲局", kind="政府部门"), "p", (), held) is not None
    assert assign(o, Unit("丙局", kind="政府部门"), "p", (), held) is None


def test_the_plans_own(gathering: Gathering, seed: Base) -> None:
    plan = seed.plans()[0]
    lines = Lines(plan.source)
    found = gathering.obligations[plan.id]
    assert [(seed.node(o.node).citation, o.addressee) for o in found] == [
        ("三、（一）", "有关部门、相关机构和人民团体"),
        ("三、（二）", "区级有关部门和人民团体"),
        ("三、（三）", "责任单位"),
        ("三、（四）", "区妇儿工委各成员单位"),
    ]
    for o in found:
        assert plan.source[o.start : o.end] == o.quote
        assert lines.line(o.start) == o.line


def test_whose_they_are(gathering: Gathering) -> None:
    """“责任单位” has its list of nine; who the 成员单位 are the plan leaves open."""
    part = gathering.sheet("区卫健委").parts[0]
    assert [(r.obligation.addressee, r.listed) for r in part.obligations] == [
        ("有关部门、相关机构和人民团体", False),
        ("区级有关部门和人民团体", False),
        ("责任单位", True),
        ("区妇儿工委各成员单位", False),
    ]
    # A people's organisation is among those the sentence names.
    assert [o.listed for o in gathering.sheet("区妇联").parts[0].obligations] == [True, True, True, False]
    # It receives the reports; it does not owe them.
    assert gathering.sheet("区妇儿工委").parts[0].obligations == ()
    # A hospital that is named in passing is no responsible unit.
    assert gathering.sheet("区人民医院", ("assigned", "named")).parts[0].obligations == ()
    # Not where only what is named or related was asked for.
    assert gathering.sheet("区卫健委", ("related",)).parts[0].obligations == ()
