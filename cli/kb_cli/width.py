"""Display width and line breaking: a Chinese character takes two columns of a terminal, a combining mark none."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# May not begin a line; may not end one.
_NO_START = frozenset("，。、；：？！）》〉】〕」』”’…%‰℃,.;:?!)]}~·—–")
_NO_END = frozenset("（《〈【〔「『“‘([{")
# Where a character's width is what the East Asian Width table says: Latin letters, general punctuation and
# mathematical signs, Chinese characters and signs, full-width forms.
_PLAIN = (
    ("\xa1", "\u02ff"), ("\u2010", "\u2027"), ("\u2030", "\u205e"), ("\u2100", "\u22ff"), ("\u2e80", "\u30ff"), ("\u3190", "\u4dbf"),
    ("\u4e00", "\u9fff"), ("\uff01", "\uffee"),
)  # fmt: skip
"""Ranges by first and last character; an expression of them would take longer to compile than a line to measure."""


@lru_cache(maxsize=8192)
def char_width(ch: str) -> int:
    """Columns of one character: 0, 1 or 2.

    Plain cases are answered from the Unicode tables that Python has loaded anyway; only what they leave open
    (marks, joiners, controls, emoji) asks wcwidth, whose import costs more than a search.
    """
    if " " <= ch <= "~":
        return 1
    if any(first <= ch <= last for first, last in _PLAIN) and unicodedata.category(ch)[0] in "LNPS":
        return 2 if unicodedata.east_asian_width(ch) in "WF" else 1
    from wcwidth import wcwidth

    return max(0, wcwidth(ch))


def text_width(text: str) -> int:
    """Columns of a text of one line."""
    return sum(char_width(ch) for ch in text)


def pad(text: str, width: int, right: bool = False) -> str:
    """The text filled with blanks to `width` columns, on its right, or on its left for `right`-aligned."""
    blank = " " * max(0, width - text_width(text))
    return blank + text if right else text + blank


def clip(text: str, width: int) -> str:
    """The text, or as much of it as leaves room for “…” within `width` columns."""
    if text_width(text) <= width:
        return text
    room = width - 1
    out = []
    for ch in text:
        room -= char_width(ch)
        if room < 0:
            break
        out.append(ch)
    return "".join(out).rstrip() + "…"


def breaks(text: str, first: int, rest: int, whole: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Where to break a text into lines of at most `first` and then `rest` columns: half-open ranges of it.

    Between Chinese characters anywhere, but no line begins with closing punctuation or ends with opening
    punctuation; Latin words and numbers stay whole where they fit. whole: offsets not to break at. Blanks at a
    break belong to no line.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    room = first
    while start < len(text):
        end = _fill(text, start, max(room, 2))
        if end < len(text):
            end = _retreat(text, start, end, whole)
        lines.append((start, len(text[:end].rstrip(" ")) if end > start else end))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
        room = rest
    return lines or [(0, 0)]


def _fill(text: str, start: int, room: int) -> int:
    """End of the longest run from `start` that fits, at least one character."""
    at = start
    while at < len(text):
        room -= char_width(text[at])
        if room < 0:
            break
        at += 1
    return max(at, start + 1)


def _retreat(text: str, start: int, end: int, whole: frozenset[int]) -> int:
    """The last good place to break at or before `end`; `end` itself where there is none in reach."""
    for at in range(end, max(start, end - 24), -1):
        if at not in whole and _may_break(text, at):
            return at
    return end


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after == " " or before == " ":
        return True
    if after in _NO_START or before in _NO_END or char_width(after) == 0:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(ch: str) -> bool:
    return ch.isascii() and (ch.isalnum() or ch in "-_./%+@#:=")


def columns_for(rows: Sequence[Sequence[str]]) -> list[int]:
    """The widest cell of each column."""
    return [max(text_width(cell) for cell in column) for column in zip(*rows, strict=True)]
