"""Headings without a number: 主要目标： and 策略措施： above items that are counted again under each.

    （一）儿童与健康 / 主要目标： / 1.覆盖城乡…。 / 2.…。 / 策略措施： / 1.完善…。 / 2.…。

Which words do so is said by the text alone: a short line that comes again and again above a first number, or above
a number that would otherwise be there twice.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.parse.numbering import RANK, Mark

# “主要目标：”, “【策略措施】”, “◆ 主要目标”.
LABEL = re.compile(r"\s*[◆●■★▲◎□○•·]?\s*[【\[（(〔]?\s*(?P<words>[一-鿿]{2,12})\s*[】\]）)〕]?\s*[：:]?\s*")
# Words above numbers that are no heading: what is appended, cited or addressed.
OTHER = re.compile(r"附\s*[件表录注图]|注|备注|目\s*录|抄\s*送|说\s*明|.*(?:单位|部门|处室|时限)")
# Styles of the items a label may appear above.
ITEMS = ("bracket", "named", "named-over", "dotted", "arabic", "paren", "circle", "dash")


@dataclass(slots=True)
class _Line:
    """A line that may be a label. at: its place among the entries. style: of the first number right below it, "" for
    none. again: whether that number, unless the line is a heading, is under its parent a second time."""

    at: int
    words: str
    style: str
    again: bool
    family: int = 0


@dataclass(slots=True)
class _Counted:
    """The last value of each style under the open headings; family: how many headings that may hold labels have opened."""

    last: dict[str, int] = field(default_factory=dict)
    ever: dict[str, int] = field(default_factory=dict)
    family: int = 0

    def note(self, m: Mark) -> None:
        if m.style in ("part", "chapter", "section", "han", "article", "bracket"):
            self.family += 1
        self.last = {s: v for s, v in self.last.items() if RANK[s] < m.rank}
        self.last[m.style] = m.value
        self.ever[m.style] = m.value


def find_labels(texts: Sequence[str], marks: Sequence[Mark | None]) -> dict[int, Mark]:
    """The paragraphs that are headings without a number, each as a mark of the style “label-” + that of the items below.

    marks: None too for what is in a box or after the text."""
    lines = _candidates(texts, marks)
    by_words = defaultdict(list)
    for x in lines:
        by_words[x.words].append(x)
    sure = {
        words
        for words, found in by_words.items()
        if sum(bool(x.style) for x in found) >= 2 or any(x.style and x.again for x in found)
    }
    families = {x.family for x in lines if x.words in sure}
    style_of = {
        words: Counter(x.style for x in found if x.style).most_common(1)[0][0]
        for words, found in by_words.items()
        if any(x.style for x in found)
    }
    usual = Counter(style_of[w] for w in sure if w in style_of).most_common(1)
    out: dict[int, Mark] = {}
    for x in lines:
        beside = x.family in families and (x.style or len(by_words[x.words]) >= 2)
        if x.words in sure or beside:
            style = x.style or style_of.get(x.words) or usual[0][0]
            out[x.at] = Mark(f"label-{style}", 0, "", 0)
    return out


def _candidates(texts: Sequence[str], marks: Sequence[Mark | None]) -> list[_Line]:
    lines: list[_Line] = []
    counted = _Counted()
    for i, text in enumerate(texts):
        m = marks[i]
        if m is not None:
            counted.note(m)
            continue
        found = LABEL.fullmatch(text) if len(text) <= 20 and counted.family else None
        if found is None or OTHER.fullmatch(found.group("words")):
            continue
        below = marks[i + 1] if i + 1 < len(marks) else None
        on = below is not None and below.value == counted.ever.get(below.style, 0) + 1  # through the document
        opens = below is not None and below.style in ITEMS and (below.value <= 1 or on)
        again = opens and below is not None and below.value <= 1 and counted.last.get(below.style, 0) >= 1
        style = below.style if opens and below is not None else ""
        lines.append(_Line(i, found.group("words"), style, again, counted.family))
    return lines
