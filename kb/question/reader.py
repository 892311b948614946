"""The one reader of questions, for `kb who`, `kb search`, the API and the browser.

“区教委管不管托育” → unit 区教委, topic 托育, kind yes-no; “区残联负责什么” → that unit's duties;
“2025年底前约束性指标有几个归教委” → a count of indicators with the filters 约束性, 区教委 and the year.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from kb.model import Topic, Unit
from kb.question.places import CITY_LEVEL, find_places
from kb.question.question import Deadline, Number, PlanName, Question
from kb.question.words import (
    BODY_SIZES,
    DENIED,
    EMPTY,
    FILLERS,
    FILTERS,
    GENERAL,
    MEASURES,
    NO_NUMBER_AFTER,
    NO_NUMBER_BEFORE,
    POPULATIONS,
    ROLES_ASKED,
    TAKES_A_PIECE,
    THINGS,
    TO_WHOM,
    WEAK,
    WHO_FILTERS,
    expression,
)
from kb.rules.resolver import Resolver
from kb.words.cutting import cut

T = TypeVar("T")
COLLECTIVE = "集合称谓"
SHORTEST_SLIP = 4
"""Characters of a unit's name from which one wrong character still tells which is meant: 区教委 and 区建委 differ by one."""
PLAIN_FILTERS = frozenset(("约束性", "预期性", "共同", "单独", "牵头", "配合"))
"""Filters that a question may have without naming a kind of node."""
LACKING = WHO_FILTERS[0]
"""The filter by which what names nobody is asked for."""
NEGATIVE_FILTERS = frozenset(("未达标", "无数值", "无单位", "无计量单位"))


class Names(Protocol):
    """Names of units in the form of questions, with the units that each means; read when a text is met."""

    names: dict[str, tuple[Unit, ...]]

    def meet(self, text: str) -> None: ...
    def every(self) -> dict[str, tuple[Unit, ...]]: ...


class Reader:
    """Reads questions against the vocabulary of a base.

    topics, units: of the base. normalise maps character to character (width, traditional forms). words: the lexicon's
    words. prints: whether a normalised text occurs in the base. plans: what its plans are called. names: in the place of
    units, where all of them are too many to read.
    """

    def __init__(
        self,
        topics: Iterable[Topic],
        units: Iterable[Unit],
        normalise: Callable[[str], str],
        *,
        words: Container[str] = frozenset(),
        prints: Callable[[str], bool] = lambda _: False,
        plans: Sequence[PlanName] = (),
        names: Names | None = None,
    ) -> None:
        self._normalise = normalise
        self._words = words
        self._prints = prints
        self._plans = tuple(plans)
        self._by_word: dict[str, list[Topic]] = {}
        for t in topics:
            for w in (t.name, *t.terms, *t.said):
                if w:
                    self._by_word.setdefault("".join(normalise(w).split()), []).append(t)
        self._found = names
        self._names = names.names if names is not None else Resolver(units, normalise).names

    def read(self, query: str) -> Question:
        """Read a question. Blanks separate words; where nothing is recognised so, they are taken for slips (“托 育”)."""
        parts = self._normalise(query).split()
        if self._found is not None:
            self._found.meet("，".join(parts))
            self._found.meet("".join(parts))
        read = self._read(query, "，".join(parts))
        if len(parts) > 1 and not read.topics and not read.units:
            joined = self._read(query, "".join(parts))
            if joined.topics or joined.units:
                return joined
        return read

    def unit_slip(self, typed: str) -> str:
        """The name of a unit that differs from what was typed by one character: 区卫健喂 → 区卫健委; "" for none, or for
        several, or where what was typed occurs in a plan."""
        if len(typed) < SHORTEST_SLIP or self._prints(typed):
            return ""
        names = self._names if self._found is None else self._found.every()
        found = {
            us[0].name: name
            for name, us in names.items()
            if len(name) == len(typed) and sum(a != b for a, b in zip(name, typed, strict=True)) == 1
        }
        return next(iter(found.values())) if len(found) == 1 else ""

    # Cutting

    def cut(self, text: str) -> list[str]:
        """Cut a run into words of the lexicon, fillers, topics and units. Single characters of no word that follow one
        another are one unknown word."""
        out: list[str] = []
        loose = ""
        for word in cut(text, self._is_word):
            if len(word) == 1 and word not in FILLERS and not word.isascii():
                loose += word
                continue
            if loose:
                out.append(loose)
                loose = ""
            out.append(word)
        if loose:
            out.append(loose)
        return out

    def _is_word(self, text: str) -> bool:
        return (
            text in self._words
            or text in FILLERS
            or text in GENERAL
            or text in WEAK
            or text in self._by_word
            or text in self._names
            or text in POPULATIONS
        )

    # Reading

    def _read(self, query: str, text: str) -> Question:
        plain = expression("polite").sub("", text)
        yes_no = expression("yes_no").search(plain) is not None
        asks_who = _asks_who(plain)
        topic_found = _longest(plain, self._by_word)
        unit_found = [
            x
            for x in _longest(plain, self._names)
            if not (
                x[2][0].kind == COLLECTIVE
                and (asks_who or expression("does").fullmatch(plain[x[0] : x[1]]) is not None)
            )
        ]
        # Where a unit's name and a topic's word overlap, the longer one is meant: 医保局, not 医保.
        topic_found = [
            t
            for t in topic_found
            if not any(
                _over(t, u) and _longer(u, t) and not expression("made").match(plain, u[1])
                for u in unit_found
            )
        ]
        if not asks_who and expression("what").search(plain):
            # 监测组有哪些任务: a name that is a topic's word too is the unit where matter is asked.
            taken = {(a, b) for a, b, _ in unit_found}
            topic_found = [t for t in topic_found if (t[0], t[1]) not in taken]
        if unit_found:  # 区教委的职责分工
            topic_found = [t for t in topic_found if plain[t[0] : t[1]] not in GENERAL]
        unit_found = [u for u in unit_found if not any(_over(t, u) for t in topic_found)]
        if asks_who:  # to whom something goes is not asked for: 由谁向区妇儿工委提交
            unit_found = [u for u in unit_found if plain[u[0] - 1 : u[0]] not in TO_WHOM]
        spans = [(a, b) for a, b, _ in unit_found]
        matter, plans, places, document = self._take_places(plain, spans, [(a, b) for a, b, _ in topic_found])
        years, deadline, matter = self._take_times(matter)
        things = _things(plain)
        # “没有责任单位” and no more: whatever has none is asked for.
        lacking = bool(expression(LACKING).fullmatch(plain))
        possible = (
            FILTERS if things or lacking else PLAIN_FILTERS
        )  # an expression is compiled only where it may matter
        filters = tuple(f for f in FILTERS if f in possible and expression(f"filter:{f}").search(plain))
        for negative, positive in DENIED:
            if negative in filters:  # “没有责任单位” reads as “有责任单位” too
                filters = tuple(f for f in filters if f != positive)
        if things or lacking:
            for name in filters:
                matter = expression(f"filter:{name}").sub(lambda m: "，" * len(m[0]), matter)
        segments = self._segments(matter, [])
        without_units = self._segments(matter, spans)
        words = tuple(dict.fromkeys(w for s in segments for w in self._content(s)))
        rest = tuple(dict.fromkeys(w for s in without_units for w in self._content(s)))
        read = Question(
            query=query,
            text=plain,
            segments=tuple(segments),
            words=words,
            topics=tuple(tuple(dict.fromkeys(ts)) for _, _, ts in topic_found),
            topic_words=tuple(plain[a:b] for a, b, _ in topic_found),
            either=_between(plain, [(a, b) for a, b, _ in topic_found]),
            units=tuple(dict.fromkeys(u for _, _, us in unit_found for u in us)),
            unit_words=tuple(plain[a:b] for a, b in spans),
            groups=tuple(tuple(us) for _, _, us in unit_found),
            jointly=len(unit_found) > 1 and expression("jointly").search(plain) is not None,
            bodies=self._bodies(matter, spans),
            places=places,
            plans=plans,
            document=document,
            years=years,
            populations=tuple(w for w in rest if w in POPULATIONS),
            deadline=deadline,
            numbers=self._numbers(matter),
            things=things,
            filters=filters,
            measure=next((m for m in MEASURES if expression(f"measure:{m}").search(plain)), ""),
            counts=expression("counts").search(plain) is not None,
            roles=tuple(r for r, e in ROLES_ASKED if expression(e).search(plain)),
            yes_no=yes_no,
            bare=bool(unit_found)
            and not asks_who
            and expression("what").search(plain) is None
            and not yes_no,
            negated=any(f in NEGATIVE_FILTERS for f in filters),
        )
        return self._settle(read, asks_who, rest)

    def _settle(self, read: Question, asks_who: bool, rest: tuple[str, ...]) -> Question:
        """Decide what the question is after. rest: its content words without units."""
        listing = bool(read.things) and expression("lists").search(read.text) is not None

        def tells() -> bool:
            """Whether any of the words is a piece of a plan; asked only where it decides, since it opens the index."""
            return any(map(self._tells, rest))

        alone = read.units and not read.topics and not read.numbers and (listing or not asks_who)
        # “区检察院在规划里有责任吗” asks for its duties too: it names nothing but the unit.
        if alone and not (read.yes_no and (rest or read.bodies)) and not tells():
            return replace(read, kind="what-of-unit", segments=(), words=())
        if listing and not asks_who and (read.filters or read.units or read.deadline or read.things):
            return replace(read, kind="count" if read.counts else "list")
        if LACKING.removeprefix("filter:") in read.filters and not (read.things or asks_who):
            return replace(read, kind="list")
        if (
            read.deadline is not None
            and expression("due").search(read.text)
            and not read.topics
            and not tells()
        ):
            return replace(read, kind="list")
        if read.document and not read.topics and not tells():
            return replace(read, kind="document")
        if read.yes_no and (read.units or read.bodies):
            return replace(read, kind="yes-no")
        if read.measure:
            return replace(read, kind="value")
        return read

    def _tells(self, word: str) -> bool:
        """Whether a word of a question about a unit is a piece of a plan: it occurs there and is no filler."""
        return word not in WEAK and len(word) > 1 and self._prints(word)

    def _content(self, segment: str) -> list[str]:
        """The content words of a stretch."""
        out = []
        for run in expression("runs").findall(segment):
            if run[0].isascii():
                out.append(run)
                continue
            out += [w for w in self.cut(run) if w not in FILLERS and w not in GENERAL]
        return out

    def _segments(self, text: str, spans: list[tuple[int, int]]) -> list[str]:
        """The stretches of matter of a question: spans, asking words and verbs of responsibility removed."""
        chars = list(text)
        for a, b in spans:
            chars[a:b] = ["，"] * (b - a)
        rest = "".join(chars)
        asked = any(expression(e).search(text) for e in ("who", "what", "yes_no"))
        for name in ("in_plan", "yes_no", "who", "what"):
            rest = expression(name).sub("，", rest)
        apart = expression("apart").search(text) is not None
        out: list[str] = []
        for part in expression("stops").split(rest):
            for piece in self._parts(self._trim(part, asked), apart):
                piece = self._trim(piece, asked)
                if len(piece) >= 2 and piece not in EMPTY:
                    out.append(piece)
        return out

    def _parts(self, part: str, apart: bool) -> list[str]:
        """The matters of a stretch, where they are asked for one by one: “老旧小区改造和加装电梯各归哪家”."""
        pieces = expression("joined").split(part) if apart else []
        whole = len(pieces) < 2 or min(map(len, pieces)) < 2 or self._prints(part)
        return [part] if whole else pieces

    def _trim(self, part: str, asked: bool) -> str:
        """Remove verbs of responsibility and fillers at either end of a stretch; whole words only.

        A single character is removed only where something is asked: 停车位配建 ends in one that belongs to the matter.
        """
        tokens = self.cut(part)
        while tokens and self._removable(tokens[0], asked):
            tokens.pop(0)
        while tokens and self._removable(tokens[-1], asked) and not self._ends_matter(tokens):
            tokens.pop()
        return "".join(tokens)

    def _ends_matter(self, tokens: list[str]) -> bool:
        """Whether the last word belongs to what is before it: where the plan prints the whole (预售资金监管), and where one
        character follows a piece of no word (办 of 企业开办)."""
        if len(tokens) < 2:
            return False
        if len(tokens[-1]) > 1:
            return self._prints("".join(tokens))
        return tokens[-1] in TAKES_A_PIECE and len(tokens[-2]) == 1 and not self._is_word(tokens[-2])

    def _removable(self, token: str, asked: bool) -> bool:
        if token not in FILLERS:
            return False
        return len(token) > 1 or asked

    # Qualifiers

    def _take_places(
        self, text: str, units: list[tuple[int, int]], topics: list[tuple[int, int]]
    ) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
        """Take places and names of plans out of a text: the text without them, plans named, foreign places, and a
        document's number that no plan has."""
        chars = list(text)
        plans: dict[str, None] = {}
        taken: list[tuple[int, int]] = []
        names = sorted({n for p in self._plans for n in p.names if n}, key=lambda n: (-len(n), n))
        for name in names:
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                if not any(a < end and at < b for a, b in taken):
                    plans.update(dict.fromkeys(p.id for p in self._plans if name in p.names))
                    taken.append((at, end))
                    # A place that begins a name of the plan belongs to the matter: 大渡口公园, 昆明轨道集团.
                    held = any(a <= at and end <= b for a, b in (*units, *topics))
                    if not held and not self._prints_more(text, at, end):
                        chars[at:end] = ["，"] * (end - at)
                at = text.find(name, end)
        document = ""
        unknown: list[str] = []
        for found in expression("document").finditer(text):
            meant = [p for p in self._plans if p.number == found[3] and _same_sign(found[1], p.sign)]
            meant = [p for p in meant if not found[2] or not p.sign or found[2] in p.sign] or meant
            if meant:
                plans.update(dict.fromkeys(p.id for p in meant))
                a = found.start() + _sign_start(found[1], meant[0].sign)
                chars[a : found.end()] = ["，"] * (found.end() - a)
                taken.append((a, found.end()))
            elif expression("signed").search(found[1]):
                chars[found.start() : found.end()] = ["，"] * len(found[0])
                taken.append(found.span())
                unknown.append(found[0])
            document = found[0]
        foreign = unknown  # a document that no plan is
        for a, b, name in find_places(text):
            if any(x < b and a < y for x, y in taken) or any(x <= a and b <= y for x, y in (*units, *topics)):
                continue
            if self._prints(text[a:b]) or (name[-1:] == CITY_LEVEL and self._is_word(name[:-1])):
                continue  # 联系市教委
            foreign.append(name)
            chars[a:b] = ["，"] * (b - a)
        return "".join(chars), tuple(plans), tuple(dict.fromkeys(foreign)), document

    def _prints_more(self, text: str, at: int, end: int) -> bool:
        """Whether the place together with what follows it occurs in the base: a name that begins with the place."""
        more = text[at : end + 2]
        return len(more) == end + 2 - at and "，" not in more and self._prints(more)

    def _take_times(self, text: str) -> tuple[tuple[int, ...], Deadline | None, str]:
        deadline = None
        found = expression("before").search(text) or expression("month").search(text)
        if found is not None:
            year = int(found[1]) if found[1] else None
            month = int(found[2]) if found[2] else None
            deadline = Deadline(text=found[0], year=year, month=month)
            text = text[: found.start()] + "，" * len(found[0]) + text[found.end() :]
        years = [int(m[1]) for m in expression("year").finditer(text)]
        text = expression("year").sub(lambda m: "，" * len(m[0]), text)
        if deadline is not None and deadline.year is not None:
            years.append(deadline.year)
        return tuple(dict.fromkeys(years)), deadline, text

    def _numbers(self, text: str) -> tuple[Number, ...]:
        """Numbers that say something by themselves: with a decimal point, two digits, or a measure."""
        out = []
        for found in expression("number").finditer(text):
            before = text[found.start() - 1 : found.start()]
            after = text[found.end() : found.end() + 1]
            if before in NO_NUMBER_BEFORE or after in NO_NUMBER_AFTER:
                continue
            if len(found[1]) >= 2 or found[2]:
                out.append(Number(text=found[0], value=float(found[1]), unit=found[2] or ""))
        return tuple(out)

    def _bodies(self, text: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
        """Bodies by their shape that no plan names."""
        chars = list(text)
        for a, b in spans:
            chars[a:b] = ["，"] * (b - a)
        out = []
        for run in expression("han").findall("".join(chars)):
            tokens = self.cut(run)
            for at, token in enumerate(tokens):
                for name in (token, tokens[at - 1] + token if at else token):
                    if (
                        BODY_SIZES[0] <= len(name) <= BODY_SIZES[1]
                        and expression("body").fullmatch(name)
                        and name not in FILLERS
                        and tokens[at - 1 if name != token else at] not in FILLERS
                        and not self._prints(name)
                    ):
                        out.append(name)
                        break
        return tuple(dict.fromkeys(out))


def _things(text: str) -> tuple[str, ...]:
    """Kinds of nodes a list or count asks for."""
    found = expression("lists").search(text)
    if found is None:
        return ()
    return tuple(dict.fromkeys(THINGS[g] for g in found.groups() if g))


def _same_sign(asked: str, sign: str) -> bool:
    """Whether what precedes a document's number names its sign: 国办发, “文号大渡口府发” for 大渡口府发〔2023〕."""
    stem = expression("sign_end").split(sign)[0]
    return bool(stem) and (asked.endswith(stem) or stem.endswith(asked))


def _sign_start(asked: str, sign: str) -> int:
    stem = expression("sign_end").split(sign)[0]
    return max(0, len(asked) - len(stem)) if asked.endswith(stem) else 0


def _over(a: tuple[int, int, object], b: tuple[int, int, object]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _longer(a: tuple[int, int, object], b: tuple[int, int, object]) -> bool:
    return a[1] - a[0] > b[1] - b[0]


def _between(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether topic words are joined as alternatives: “疫苗和医保分别……”, “睡眠、厕所各归谁”."""
    if expression("apart").search(text):
        return True
    return any(expression("alternatives").search(text[a[1] : b[0]]) for a, b in itertools.pairwise(spans))


def _asks_who(text: str) -> bool:
    """“哪些任务”, “什么” ask what; “谁”, “哪个单位”, “哪些部门” ask who."""
    rest = expression("does_what").sub("", expression("what_things").sub("", text))
    for name in (*WHO_FILTERS, "which_one"):
        rest = expression(name).sub("", rest)
    return expression("who").search(rest) is not None


def _longest(text: str, names: dict[str, T]) -> list[tuple[int, int, T]]:
    """Names in a text, leftmost and longest, not overlapping: (start, end, what it names)."""
    out: list[tuple[int, int, T]] = []
    taken = [False] * len(text)
    longest = max(map(len, names), default=0)
    for size in range(min(longest, len(text)), 0, -1):
        for at in range(len(text) - size + 1):
            name = text[at : at + size]
            if name in names and not any(taken[at : at + size]):
                out.append((at, at + size, names[name]))
                taken[at : at + size] = [True] * size
    return sorted(out, key=lambda x: x[0])
