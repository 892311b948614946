"""A question's topic: what is left without the words that ask."""

from __future__ import annotations

import pytest

from kb.search.questions import strip_question


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("谁管托育", "托育"),
        ("托育谁管", "托育"),
        ("托育由谁来管", "托育"),
        ("托育归哪个单位管", "托育"),
        ("托育该归哪个部门负责", "托育"),
        ("托育是谁的", "托育"),
        ("托育找谁", "托育"),
        ("托育的责任单位是谁", "托育"),
        ("托育的责任单位", "托育"),
        ("哪个部门负责校园食品安全", "校园食品安全"),
        ("学生视力谁负责?", "学生视力"),
        ("儿童自杀由哪些部门负责", "儿童自杀"),
        ("儿童自杀有哪些部门负责", "儿童自杀"),
        ("请问孤儿由谁牵头", "孤儿"),
        ("校园欺凌怎么办", "校园欺凌"),
        ("医保报销找哪个", "医保报销"),
        ("疫苗有哪些要求", "疫苗"),
        ("区妇联负责什么", "区妇联"),
        ("区教委主要管哪些指标", "区教委"),
        ("家庭教育由哪几个部门管", "家庭教育"),
        ("自来水是什么单位在管", "自来水"),
        ("经费预算", "经费预算"),
        ("责任单位每年报告", "责任单位每年报告"),
        ("部门协作", "部门协作"),
        ("谁管", ""),
        ("哪个单位负责", ""),
    ],
)
def test_strip_question(question: str, topic: str) -> None:
    assert strip_question(question) == topic
