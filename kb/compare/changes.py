"""What changed between two texts of one entry, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from kb.words.normalised import compact

_SENTENCE = re.compile("[^。；！？]+[。；！？]?")


@dataclass(frozen=True, slots=True)
class Changed:
    """Sentences of the earlier text that are gone, and of the later one that are new, each in order."""

    gone: tuple[str, ...]
    new: tuple[str, ...]


def changes(one: str, other: str) -> Changed:
    """Return what two texts do not share. White space and line ends make no difference."""
    before, after = _sentences(one), _sentences(other)
    match = SequenceMatcher(None, before, after, autojunk=False)
    gone: list[str] = []
    new: list[str] = []
    for tag, a, b, c, d in match.get_opcodes():
        if tag != "equal":
            gone += before[a:b]
            new += after[c:d]
    return Changed(tuple(gone), tuple(new))


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(compact(text)) if found]
