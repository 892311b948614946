"""The passage of a node that shows best why it was found, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.search.result import Snippet

LENGTH = 90  # characters shown, about two lines
LEAD = 20  # characters kept before the first mark where a passage is cut
# The worth of a passage: for each word in it what the word tells, times FIRST and as many more as it occurs, up to
# MOST_TIMES; a passage that begins with a sentence wins over an equal one that does not.
FIRST, MOST_TIMES, SENTENCE = 4, 3, 5
SENTENCE_END = re.compile("[。；！？;!?]")


def find_ranges(normalised: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of all the words in a normalised text, those that touch or overlap made one."""
    marked: list[tuple[int, int]] = []
    for word in words:
        at = normalised.find(word) if word else -1
        while at >= 0:
            marked.append((at, at + len(word)))
            at = normalised.find(word, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marked):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def make_snippet(text: str, normalised: str, words: dict[str, int]) -> Snippet:
    """The best passage of `text`, whose one form is `normalised` (same length). words: word → how much it
    tells.

    A passage begins at a sentence where one fits; what is left out shows as …
    """
    present = {word: value for word, value in words.items() if word and word in normalised}
    if not present:
        cut = text[:LENGTH].rstrip()
        return Snippet(cut + ("…" if len(text) > LENGTH else ""))
    best_start, best_value = 0, -1
    starts = {0, *(m.end() for m in SENTENCE_END.finditer(normalised))}
    for word in present:
        at = normalised.find(word)
        while at >= 0:
            starts.add(max(0, at - LEAD))
            at = normalised.find(word, at + 1)
    sentences = {0, *(m.end() for m in SENTENCE_END.finditer(normalised))}
    for start in sorted(starts):
        window = normalised[start : start + LENGTH]
        value = sum(v * (FIRST + min(window.count(w), MOST_TIMES)) for w, v in present.items() if w in window)
        value = value * 10 + (SENTENCE if start in sentences else 0)
        if value > best_value:
            best_start, best_value = start, value
    start, end = best_start, min(len(text), best_start + LENGTH)
    while start < end and text[start].isspace():
        start += 1
    stop = max((m.end() for m in SENTENCE_END.finditer(normalised, start, end)), default=0)
    last = max((b for _, b in find_ranges(normalised[start:end], present)), default=0)
    if end < len(text) and stop > start + LENGTH // 2 and stop >= start + last:
        end = stop
    shown = text[start:end].rstrip()
    before = "…" if start > 0 and start not in sentences else ""
    after = "…" if start + len(shown) < len(text.rstrip()) and not SENTENCE_END.match(shown[-1:]) else ""
    ranges = find_ranges(normalised[start : start + len(shown)], present)
    return Snippet(before + shown + after, tuple((a + len(before), b + len(before)) for a, b in ranges))
