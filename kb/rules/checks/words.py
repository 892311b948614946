"""Checks of single words: likely misprints."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import Facts
from kb.problems import Problem
from kb.rules.checks.finding import finding
from kb.rules.ground import Ground
from kb.rules.misprints import find_misprints


def misprints(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield words that differ in one character from words that occur elsewhere in the same company."""
    for node, text, a, b, likely in find_misprints(ground):
        quote = ground.quote(text, a, b)
        if quote is not None:
            yield finding(ground, node, "KB318", f"疑为错字，别处作“{likely}”", quote.text, at=quote.start)
