"""What of a node's text speaks of a unit, and which other units share it: by bracket and by sentence.

“（1）编制规划。（区城管局负责）（2）开展试点。（区商务局负责）”: each bracket speaks for the part before it. A sentence
(“监测组由区统计局牵头”) speaks for the paragraph it is in. A heading, a table row, a carried-over rule and
another document speak for the whole node.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.model import Duty, Node
from kb.spans import Text, join_texts

Range = tuple[int, int]

# “（责任单位：…）”, “牵头单位：…”, “【责任部门】…”: a label; any other proof is a sentence.
_LABEL = re.compile(r"^\s*(?:[（(〔【\[]|[\u4e00-\u9fff\s]{2,12}[：:])")
# Between labels of one statement: “（牵头单位：甲局）（完成时限：2025年）（责任单位：乙局）”.
_SAME_STATEMENT = re.compile(
    r"[\s，、；。,;]*(?:[（(【][^（）()【】]{0,30}(?:时限|时间|期限)[^（）()【】]{0,30}[）)】][\s，、；。,;]*)?"
)
# “（1）”, “①”, “一是”: the first part begins; what precedes it holds for all parts.
_FIRST_PART = re.compile(r"[（(]1[）)]|①|⑴|(?<![\u4e00-\u9fff])一是|1[.．、](?!\d)")
# A part has words of its own. “（责任单位：甲局）” at the start of a text speaks for what follows it.
_FEWEST = 4  # characters before a label; “增设窗口（甲局负责）” has 4


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a proof occurs. whole: it speaks for the whole node; at: its own characters; part: what it speaks for."""

    whole: bool
    at: Range = (0, 0)
    part: Range = (0, 0)
    label: bool = False


class Passages:
    """The text of one node with the paragraphs that continue it, cut by its labels.

    continued: in reading order; with a title, a node's heading is a paragraph too. duties: all duties of the node, of
    every unit.
    """

    def __init__(self, node: Node, continued: Sequence[Node], duties: Iterable[Duty]) -> None:
        self.node = node
        texts = (node.body, *(t for n in continued for t in (n.head, n.body)))
        self.text = join_texts([t for t in texts if t.value], "\n")
        self.labels = self._labels(duties)
        self.parts = self._parts()

    def printed(self, duties: Sequence[Duty]) -> tuple[str, ...]:
        """Return the paragraphs to print for these duties: their parts of the text, or all of it."""
        places = [self.place(d) for d in duties]
        value = self.text.value
        chosen: list[Range] = []
        for place in places:
            if place.whole:
                chosen = [(0, len(value))]
                break
            chosen.append(place.part if place.label else self._paragraph(place))
        if len(self.parts) > 1 and any(p.label for p in places) and min(chosen)[0] > 0:
            lead = _FIRST_PART.search(value, 0, self.parts[0][1])
            if lead is not None and lead.start() > 0:
                chosen.append((0, lead.start()))
        out = []
        for start, end in _merge(chosen):
            out += [line.strip() for line in value[start:end].split("\n") if line.strip()]
        if any(self._in_head(d) for d in duties):
            out.insert(0, self.node.head.value)
        return tuple(out)

    def share(self, mine: Duty, other: Duty) -> bool:
        """Return whether another unit's duty is in the same statement."""
        return self._same(self.place(mine), self.place(other))

    def has(self, duty: Duty) -> bool:
        """Return whether the proof of a duty of this node is in its text or heading, or has no place in them."""
        if duty.document or duty.inherited_from or duty.link or self.node.cells or duty.end <= duty.start:
            return True
        return any(_locate(t, duty.start, duty.end) is not None for t in (self.text, self.node.head))

    def place(self, duty: Duty) -> _Place:
        if duty.document or duty.inherited_from or duty.link or self.node.cells:
            return _Place(whole=True)
        at = _locate(self.text, duty.start, duty.end)
        if at is None:
            return _Place(whole=True)
        part = next((p for p in self.parts if p[0] <= at[0] < p[1]), (0, len(self.text.value)))
        return _Place(False, at, part, at in self.labels)

    def _same(self, mine: _Place, other: _Place) -> bool:
        if mine.whole or other.whole:
            return True
        if mine.label or other.label:
            return mine.part == other.part
        return mine.at == other.at

    def _in_head(self, duty: Duty) -> bool:
        if duty.document or duty.inherited_from or duty.link or self.node.cells:
            return False
        return _locate(self.text, duty.start, duty.end) is None and (
            _locate(self.node.head, duty.start, duty.end) is not None
        )

    def _labels(self, duties: Iterable[Duty]) -> list[Range]:
        found = set()
        for d in duties:
            if d.basis == "assigned" and not d.inherited_from and not d.document and _LABEL.match(d.quote):
                at = _locate(self.text, d.start, d.end)
                if at is not None:
                    found.add(at)
        return sorted(found)

    def _parts(self) -> list[Range]:
        """Return what each statement speaks for: from the end of the one before to its own end."""
        value = self.text.value
        if not self.labels or self.node.cells:
            return [(0, len(value))]
        groups = [self.labels[0]]
        for a, b in self.labels[1:]:
            start, end = groups[-1]
            if _SAME_STATEMENT.fullmatch(value, min(end, a), a):
                groups[-1] = (start, max(b, end))
            else:
                groups.append((a, b))
        before, parts = 0, []
        for a, b in groups:
            if len("".join(value[before:a].split())) < _FEWEST:
                return [(0, len(value))]
            parts.append((before, b))
            before = b
        return parts if len(parts) > 1 else [(0, len(value))]

    def _paragraph(self, place: _Place) -> Range:
        """Return the paragraph a sentence is in, within its part."""
        value = self.text.value
        start = value.rfind("\n", 0, place.at[0]) + 1
        end = value.find("\n", place.at[1])
        end = len(value) if end < 0 else end
        return max(start, place.part[0]) if len(self.parts) > 1 else start, end


def _locate(text: Text, start: int, end: int) -> Range | None:
    """Return where source[start:end] occurs in a text, None where it does not begin and end there."""
    if end <= start:
        return None
    inside = [p for p in text.pieces if p.start < end and start < p.end]
    if not inside or inside[0].start > start or inside[-1].end < end:
        return None
    first, last = inside[0], inside[-1]
    return first.at + start - first.start, last.at + end - last.start


def said_within(text: Text, start: int, end: int) -> str:
    """Return the part of a text that source[start:end] became, "" where it begins or ends elsewhere."""
    at = _locate(text, start, end)
    return text.value[at[0] : at[1]] if at is not None else ""


def _merge(ranges: Iterable[Range]) -> list[Range]:
    out: list[Range] = []
    for a, b in sorted(ranges):
        if out and a < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out
