"""The plainest label of responsibility, apart from the other forms: what only asks does not load those."""

from __future__ import annotations

from kb.words.role_words import BODIES, either, words_in

SIMPLE_LABEL = rf"(?:{either(words_in('label'))})(?:{either(BODIES)})"
"""A role word and a body, and nothing more: 责任单位."""
