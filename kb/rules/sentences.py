"""Units in running text: who is mentioned, in what sentence, and in what part of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Node
from kb.rules.ground import Ground, Quote
from kb.rules.registry import find_mentions
from kb.rules.statements.find import statement_spans
from kb.words.normalised import Normalised
from kb.words.unit_names import LEVELS, OPENING, is_unit_shape, prose_units


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit's name in a text: value[start:end]; unit: canonical name."""

    start: int
    end: int
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions that appear together (“共青团、少先队、妇联等组织”) with their sentence.

    left: the sentence up to them, without the number that opens the text
    right: from them (and a closing “等组织”) to the end of the sentence
    earlier, later: where the group before ends and the one after begins within the sentence, -1 for none
    """

    node: Node
    text: Normalised
    mentions: tuple[Mention, ...]
    start: int
    end: int
    sentence: int
    stop: int
    earlier: int = -1
    later: int = -1

    @property
    def left(self) -> str:
        opening = OPENING.match(self.text.value) if self.sentence == 0 else None
        first = max(self.sentence, self.start - FAR, opening.end() if opening else 0)
        return self.text.value[min(first, self.start) : self.start]

    @property
    def right(self) -> str:
        return self.text.value[self.end : min(self.stop, self.end + FAR)]


FAR = 300
"""A group's sentence is read no further than this to either side."""
_JOINT = re.compile(r"^(?:、|和|及其|及|与|以及)$")
_CLOSING = re.compile(
    r"^(?:）|”)*等?(?:[省市区县州](?:直|级)?)?(?:多?个|有关|相关|各类)?(?:组织|部门|单位|机构|平台|团体|项目|场所|载体|主体|力量|工程|设施)?(?:）|”)*"
)
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?")
_TITLE = re.compile(r"《(?:[^《》]|《[^《》]{0,80}》){0,120}》")
_NAMING = re.compile(r"^（(?:以下)?简称[^）]*）")
_SEAT = re.compile(r"^（(?:办公室)?设在[^）]*）")
_SHORTENED = re.compile(
    r"(?P<full>[^，。；：、！？“”《》（）]{4,30})（(?:以下)?简称[“”]?(?P<short>[^“”）]{2,14})[“”]?）"
)


def mentions_in(ground: Ground, text: Normalised) -> list[Mention]:
    """Return the units mentioned in one of a node's texts, outside titles 《…》 and statements of responsibility, in order.

    Several rules and a check ask for the same text, so what was found is kept with the ground."""
    memo: dict[int, list[Mention]] = ground.memo.setdefault("mentions", {})
    if id(text) not in memo:
        memo[id(text)] = _mentions_in(ground, text)
    return memo[id(text)]


def _mentions_in(ground: Ground, text: Normalised) -> list[Mention]:
    value = text.value
    taken = bytearray(len(value))
    for a, b in [*(m.span() for m in _TITLE.finditer(value)), *statement_spans(ground, text)]:
        taken[a:b] = b"\1" * (b - a)
    out: list[Mention] = []
    by_shape = [*_shortened(value), *((a, b, value[a:b]) for a, b in prose_units(value))]
    for a, b, unit in (
        *((a, b, u.name) for a, b, u in find_mentions(ground.names_by_first, value)),
        *by_shape,
    ):
        if not any(taken[a:b]):
            out.append(Mention(a, b, unit))
            taken[a:b] = b"\1" * (b - a)
    return sorted([*out, *_listed(value, out, taken)], key=lambda m: m.start)


_NEXT = re.compile(
    r"(?:、|和)([\u4e00-\u9fff]{1,7}?(?:局|委|办|会|联|厅))"
    r"(?=[、，。；]|等|和|及|负责|牵头|配合|协调|组织|推动|推进|参与|落实|具体|按|共同|分别)"
)


def _listed(value: str, known: list[Mention], taken: bytearray) -> Iterator[Mention]:
    """Bare bodies that continue a list: after a name with its level, or after two units: “省台办、港澳办、侨联”."""
    ends = {m.end for m in known}
    starts = {m.start for m in known}
    for m in known:
        if m.unit[0] not in LEVELS and (m.start - 1 not in ends or value[m.start - 1] != "、"):
            continue
        at = m.end
        while (found := _NEXT.match(value, at)) and not any(taken[found.start(1) : found.end(1)]):
            if found.start(1) in starts:
                break
            yield Mention(found.start(1), found.end(1), found[1])
            at = found.end(1)


def _shortened(value: str) -> Iterator[tuple[int, int, str]]:
    """Units introduced with their short name: “县人民政府妇女儿童工作委员会（以下简称县妇儿工委）负责……”."""
    for m in _SHORTENED.finditer(value):
        full, short = m["full"], m["short"]
        if is_unit_shape(full) and is_unit_shape(short) and (full[0] in LEVELS or full[:2] == short[:2]):
            yield *m.span("full"), short


def groups_in(ground: Ground, node: Node) -> Iterator[Group]:
    """Every group of mentions in a node's heading and body, sentence by sentence."""
    if node.cells:
        return
    head, body = ground.head(node), ground.body(node)
    for text in (head, body) if head.value != body.value else (body,):
        mentions = mentions_in(ground, text)
        if not mentions:
            continue
        for m in _SENTENCE.finditer(text.value):
            first, last = (bisect_left(mentions, at, key=lambda x: x.start) for at in m.span())
            inside = [x for x in mentions[first:last] if x.end <= m.end()]
            stop = m.end() - (1 if m.end() > m.start() and text.value[m.end() - 1] in "。；！？" else 0)
            runs = list(_runs(text.value, inside, m.end()))
            for i, (some, end) in enumerate(runs):
                yield Group(
                    node, text, some, some[0].start, end, m.start(), max(stop, end),
                    runs[i - 1][1] if i else -1, runs[i + 1][0][0].start if i + 1 < len(runs) else -1,
                )  # fmt: skip


def _runs(value: str, inside: list[Mention], stop: int) -> Iterator[tuple[tuple[Mention, ...], int]]:
    """Mentions of one sentence that appear together, with where each group ends, its “等组织” included."""
    i = 0
    while i < len(inside):
        j = i
        while j + 1 < len(inside) and _JOINT.match(value[inside[j].end : inside[j + 1].start]):
            j += 1
        end = inside[j].end
        if naming := _NAMING.match(value[end : min(stop, end + FAR)]):
            end += naming.end()
            while j + 1 < len(inside) and inside[j + 1].start < end:
                j += 1
        met, after = tuple(inside[i : j + 1]), j + 1
        if seat := _SEAT.match(
            value[end:stop]
        ):  # “……办公室（设在区发展改革委）负责”: the seat is not who acts
            end += seat.end()
            while after < len(inside) and inside[after].start < end:
                after += 1
        closing = _CLOSING.match(value[end : min(stop, end + FAR)])
        if closing and "等" in closing[0]:
            end += closing.end()
        yield met, end
        i = after


def quote_of(ground: Ground, group: Group) -> Quote | None:
    """The words that prove what a group does: its sentence; of one with several subjects, its own clauses."""
    value = group.text.value
    a, b = group.sentence, group.stop
    if group.earlier >= 0 and value[group.start - 1] in "，：":
        a = group.start
    if group.later >= 0 and value[group.later - 1] == "，":
        b = group.later - 1
    if b - a > 90:
        comma = max(value.rfind(x, a, group.start) for x in "，：")
        a = comma + 1 if comma >= a else a
        at = value.find("，", group.end + 4, b)
        b = at if at >= 0 else b
    while a < b and value[a] in "，。；：、":
        a += 1
    return ground.quote(group.text, a, b)
