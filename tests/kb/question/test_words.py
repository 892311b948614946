"""The tables of words: every sample is read as it says, and every expression is one that JavaScript reads alike."""

from __future__ import annotations

import re

import pytest

from kb.question.words import EXPRESSIONS, FILLERS, GENERAL, SAMPLES, WEAK, expression


@pytest.mark.parametrize(("name", "text", "found"), SAMPLES)
def test_samples(name: str, text: str, found: bool) -> None:
    assert (expression(name).search(text) is not None) is found


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_use_what_python_and_javascript_share(name: str) -> None:
    """No lookbehind, no named group in Python's spelling, no possessive quantifier, no inline flag."""
    assert not re.search(r"\(\?<[=!]|\(\?P|\(\?[aiLmsux]|[*+?}]\+", EXPRESSIONS[name])


def test_a_word_is_in_one_table_only() -> None:
    assert set() == FILLERS & GENERAL
    assert set() == FILLERS & WEAK
    assert set() == GENERAL & WEAK
