"""Cutting a run of text into words: for the index, for searches and for questions."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_WORD = 8
"""Characters of the longest word that is looked for: 未成年人保护工作 has eight; what is longer is cut."""


def cut(text: str, is_word: Callable[[str], object]) -> list[str]:
    """Return the cut with the greatest sum of squared word lengths, the first word longest where two are equal.

    Characters of no word appear alone.

    >>> cut("幼儿园普惠", {"幼儿", "幼儿园", "普惠"}.__contains__)
    ['幼儿园', '普惠']
    """
    n = len(text)
    best = [0] * (n + 1)
    step = [1] * (n + 1)
    for at in range(n - 1, -1, -1):
        best[at] = best[at + 1] + 1
        for size in range(2, min(LONGEST_WORD, n - at) + 1):
            value = size * size + best[at + size]
            if value >= best[at] and is_word(text[at : at + size]):
                best[at], step[at] = value, size
    out = []
    at = 0
    while at < n:
        out.append(text[at : at + step[at]])
        at += step[at]
    return out
