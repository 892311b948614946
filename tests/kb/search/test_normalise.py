"""One form of a text, and of the same text written otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.normalise import Normaliser, bake, strip_spaces, written_forms
from kb.words.lookalikes import mutual_groups
from kb.words.traditional import read_traditional

NORMALISE = Normaliser(read_traditional())


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("３—５所", "3-5所"),
        ("0～6岁", "0-6岁"),
        ("0–6岁", "0-6岁"),
        ("７５％", "75%"),
        ("託育", "托育"),
        ("兒童發展規劃", "儿童发展规划"),
        ("大渡口府发〔2023〕7号", "大渡口府发(2023)7号"),
        ("“义渡＋”", '"义渡+"'),
        ("「清朗」", '"清朗"'),
        ("ＡＩ Kb", "ai kb"),
        ("城镇　居民\t保险", "城镇 居民 保险"),
        ("有义方•家庭", "有义方·家庭"),
        ("单位：区教委", "单位:区教委"),
        ("≥4.5‰", "≥4.5‰"),
    ],
)
def test_one_form(written: str, plain: str) -> None:
    assert NORMALISE(written) == plain


@given(st.text())
def test_length_and_idempotence(text: str) -> None:
    once = NORMALISE(text)
    assert len(once) == len(text)
    assert NORMALISE(once) == once or any(ch in read_traditional().values() for ch in once)


def test_every_written_form_is_final() -> None:
    forms = written_forms()
    assert all(len(a) == 1 == len(b) for a, b in forms.items())
    assert not set(forms.values()) & set(forms)


def test_bake_keeps_what_a_corpus_needs() -> None:
    table = {"託": "托", "兒": "儿", "龍": "龙"}
    assert bake(table, set("托儿")) == {"託": "托", "兒": "儿"}
    assert bake(table, {"龍"}) == {"龍": "龙"}


def test_strip_spaces() -> None:
    assert strip_spaces(" 二、 （四）\u30002 ") == "二、（四）2"


def test_no_group_of_look_alikes_says_what_one_before_it_says() -> None:
    groups = mutual_groups()
    assert "育肓盲" in groups
    assert [b for i, b in enumerate(groups) if any(set(b) <= set(a) for a in groups[:i])] == []
