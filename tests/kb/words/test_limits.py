"""Limits in words: a 不得 before 超过 turns its sign round."""

from __future__ import annotations

import pytest

from kb.words.limits import BEFORE
from tests.kb.rules.small import Row, facts, plan


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("审批最长时间不得超过7个工作日。", [("审批最长时间", "<=", 7.0, "个工作日")]),
        ("质保金的数额不得高于合同金额的3%。", [("质保金的数额", "<=", 3.0, "%")]),
        ("绿地占比不得低于用地总量的30%。", [("绿地占比", ">=", 30.0, "%")]),
        ("全年演出场次不得少于60场。", [("全年演出场次", ">=", 60.0, "场")]),
        ("单位能耗不应超过8吨。", [("单位能耗", "<=", 8.0, "吨")]),
        ("平均水耗低于8吨。", [("平均水耗", "<", 8.0, "吨")]),
    ],
)
def test_a_limit_in_prose(text: str, promises: list[tuple[str, str, float, str]]) -> None:
    found = facts(plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.做好工作。", text))).commitments
    assert [(c.subject, c.op, c.value, c.unit_of_measure) for c in found] == promises


def test_longer_words_come_first() -> None:
    words = list(BEFORE)
    for i, word in enumerate(words):
        assert not any(later != word and word in later for later in words[i + 1 :]), word
