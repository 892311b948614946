"""What remains of a question when its question words are removed: “托育归哪个单位管” → 托育.

The expressions are in `kb.question.words`; they are compiled when a question is first read.
"""

from __future__ import annotations

import re
from functools import cache

from kb.question.words import SUBJECT_MARKS, SUBJECT_PATTERNS


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    return tuple(map(re.compile, SUBJECT_PATTERNS)), re.compile(SUBJECT_MARKS)


def strip_question(text: str) -> str:
    """A normalised text without its question words; "" where nothing else is left."""
    patterns, marks = _compiled()
    text = marks.sub("", text)
    before = None
    while before != text:
        before = text
        for pattern in patterns:
            text = pattern.sub("", text)
        text = marks.sub("", text)
    return text
