"""Written forms as rows: an expression with the lines it reads and the lines it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way a plan writes something, over the matching form of a text (`kb.words.normalised`).

    name:    what the form says, for the reader of the table
    pattern: regular expression with the named groups its table documents
    samples: texts it is found in
    never:   texts that look like it and are something else
    """

    name: str
    pattern: str
    samples: tuple[str, ...]
    never: tuple[str, ...] = ()


def compiled(forms: Iterable[Form]) -> tuple[re.Pattern[str], ...]:
    """Return the expressions of a table, in order."""
    return tuple(re.compile(form.pattern) for form in forms)


def search_first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """Return the match of the first expression of a table that is found in the text, or None."""
    for pattern in patterns:
        if (m := pattern.search(text)) is not None:
            return m
    return None


def match_first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """Return the match of the first expression of a table that fits the start of the text, or None."""
    for pattern in patterns:
        if (m := pattern.match(text)) is not None:
            return m
    return None
