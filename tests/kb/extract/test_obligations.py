"""What a plan lays on every responsible unit is found by the shape of the sentence."""

from __future__ import annotations

import pytest

from kb.extract import Gathering
from kb.extract.obligations import find_obligations
from kb.model import Kind, Node
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
    ],
)
def test_not_found(sentence: str) -> None:
    assert find_obligations([node(sentence)], sentence) == ()


def test_a_tasks_own_text_is_no_general_obligation() -> None:
    sentence = "各部门要制定实施方案。"
    assert find_obligations([node(sentence, "task")], sentence) == ()
    assert find_obligations([node(sentence)], sentence, frozenset({"p/3.1"})) == ()
    assert find_obligations([node(sentence, "paragraph", "封面")], sentence) == ()


def test_the_plans_own(gathering: Gathering, seed: Base) -> None:
    plan = seed.plans()[0]
    lines = Lines(plan.source)
    found = gathering.obligations[plan.id]
    assert [(o.citation, o.addressee) for o in found] == [
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
    assert [(o.addressee, o.listed) for o in part.obligations] == [
        ("区级有关部门和人民团体", False),
        ("责任单位", True),
        ("区妇儿工委各成员单位", False),
    ]
    # It receives the reports; it does not owe them.
    assert gathering.sheet("区妇儿工委").parts[0].obligations == ()
    # A hospital that is named in passing is no responsible unit.
    assert gathering.sheet("区人民医院", ("assigned", "named")).parts[0].obligations == ()
    # Not where only what is named or related was asked for.
    assert gathering.sheet("区卫健委", ("related",)).parts[0].obligations == ()
