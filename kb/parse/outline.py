"""Which paragraphs are headings, at what level, and which headings lost their number.

A number counts as a heading's when it continues: one more than its elder, or one at the start. Numbers that Word
set automatically are lost when text is copied; they are inferred from the neighbours that kept theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kb.parse.boxes import TITLED
from kb.parse.framed import RUN_IN_FRAME, mark_framed, mark_named
from kb.parse.items import Entry
from kb.parse.labels import find_labels
from kb.parse.numbering import RANK, Mark, print_mark, rank, read_bare, read_joined, read_mark

# A heading is cut from its running text at the first full stop within this many characters.
TITLE_LIMIT = 60
MAX_LEVEL = 5
FAR = 30  # the same for （八） on a line of its own: bracketed Han numerals open nothing but headings
GAP = 4  # numbers that may be missing between two that count on
NEAR = 60  # entries in which the numbers around a paragraph are looked for
AHEAD = 12  # entries after a number among which the next one has to come
RUN_IN = 6  # characters after “（一）指导思想：” that are running text


def title_end(text: str, start: int = 0) -> int:
    """Where a heading's title ends in a paragraph, closing 。 included; `start` if no short title opens it.

    “1．优化儿童公共卫生服务和管理。落实…” is cut after 管理。; a paragraph without a full stop is all title. The
    first sentence of running text is none: it is long, or no other sentence follows and it has commas.
    """
    depth = 0
    framed = RUN_IN_FRAME.match(text) if not start else None
    if framed is not None:
        return framed.end()
    titled = TITLED.match(text, start)
    if (
        titled is not None
        and len(text) - titled.end() > RUN_IN
        and _item(text)
        and "。" in text[titled.end() :]
    ):
        return titled.end()
    for i in range(start, len(text)):
        ch = text[i]
        if ch in "（(《“〔[":
            depth += 1
        elif ch in "）)》”〕]":
            depth = max(0, depth - 1)
        elif ch in "。！？" and not depth:
            return i + 1 if i - start <= TITLE_LIMIT else start
    return len(text) if len(text) - start <= TITLE_LIMIT * 2 and not depth else start


def _item(text: str) -> bool:
    mark = read_mark(text)
    return mark is not None and mark.style not in ("annex", "part", "chapter", "section", "han")


def find_headings(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Mark the entries that are headings, with level and recovered number."""
    counted = _count(_dotted(mark_framed(_labelled(tuple(_joined(mark_named(entries)))))))
    counted = _recover(counted)
    return tuple(_levels(counted))


def _joined(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """Give the entries whose number is right before a digit their mark, where it continues: “2.5G基站…” after “1.…”."""
    before = 0
    for at, e in enumerate(entries):
        mark = e.mark
        if mark is None and not e.frame:
            joined = read_joined(e.text.value)
            if joined is not None and (joined.value == before + 1 > 1 or _first_joined(entries, at, joined)):
                mark = joined
        if mark is not None and mark.style == "arabic" and not e.frame:
            before = mark.value
        yield e if mark is e.mark else replace(e, mark=mark)


def _first_joined(entries: tuple[Entry, ...], at: int, joined: Mark) -> bool:
    """Whether a “1.” before a digit is the first of several: “2.” follows before a number of a higher style."""
    if joined.value != 1:
        return False
    for e in entries[at + 1 : at + AHEAD]:
        mark = e.mark or read_joined(e.text.value)
        if mark is not None and mark.style == "arabic":
            return mark.value == 2
        if mark is not None and mark.rank < joined.rank and mark.style != "dotted":
            return False
    return False


def _labelled(entries: tuple[Entry, ...]) -> list[Entry]:
    """Headings without a number (主要目标：) marked as such."""
    labels = find_labels([e.text.value for e in entries], [None if e.frame else e.mark for e in entries])
    return [replace(e, mark=labels[i]) if i in labels and not e.frame else e for i, e in enumerate(entries)]


def _dotted(entries: list[Entry]) -> list[Entry]:
    """Take “2 重点任务” and “2. 重点任务” for the heading of 2.1, where at least one such number has its “.1” below it
    and they count on from 1."""
    if not any(e.mark is not None and e.mark.style == "dotted" for e in entries):
        return entries
    chain: list[int] = []
    counted = 0
    confirmed = False
    for i, e in enumerate(entries):
        m = _single(e)
        if m is None or m.value != counted + 1:
            continue
        following = next((x.mark for x in entries[i + 1 : i + 8] if x.mark is not None), None)
        opened = following is not None and following.printed == f"{m.value}.1"
        if e.mark is not None and not opened:
            continue
        confirmed = confirmed or opened
        counted = m.value
        chain.append(i)
    if not confirmed:
        return entries
    out = list(entries)
    for i in chain:
        out[i] = replace(out[i], mark=_single(out[i]))
    return out


def _single(e: Entry) -> Mark | None:
    """The single number a paragraph opens with, “2 …” or “2. …”, as the first part of a dotted one."""
    if e.frame or len(e.text.value) > TITLE_LIMIT or "。" in e.text.value[:-1]:
        return None
    if e.mark is None:
        return read_bare(e.text.value)
    return Mark("dotted", e.mark.value, str(e.mark.value), e.mark.end) if e.mark.style == "arabic" else None


def _count(entries: list[Entry]) -> list[Entry]:
    """Take a mark as a heading's when it continues within its parent, or runs on through the document."""
    last: dict[str, int] = {}  # style → last value under the open parent
    ever: dict[str, int] = {}  # style → last value anywhere
    path: tuple[int, ...] = ()  # the last of the dotted numbers
    out: list[Entry] = []
    for position, e in enumerate(entries):
        m = e.mark
        if (
            m is None
            or e.frame
            or not _plausible(e, m)
            or (m.style == "annex" and not _annex(entries, position, ever))
        ):
            out.append(e)
            continue
        if m.style == "dash":
            out.append(replace(e, heading=True))
            continue
        if _labels(m):
            out.append(replace(e, heading=True))
            last = {s: v for s, v in last.items() if _rank(s) < m.rank}
            continue
        here = last.get(m.style)
        fits = (
            (m.value == 1 and (m.style != "circle" or _more_follow(entries, position, m)))
            or (here is not None and here < m.value <= here + 4)
            or (here is None and m.style in ever and ever[m.style] < m.value <= ever[m.style] + 4)
            or (here is not None and m.value == here)
            or (here is None and m.value <= 4 and _more_follow(entries, position, m))
            or m.style == "annex"  # a lone 附件2
            or (m.style == "bracket" and here is not None and here < m.value <= here + FAR and _short(e))
            or _opens_piece(entries, position, m, ever)
            or (here is not None and m.value < here and m.value <= 4 and _more_follow(entries, position, m))
            or (m.style == "dotted" and _next_path(path, _path(m)))
        )
        if m.style == "dotted":
            fits = _next_path(path, _path(m))
        if not fits:
            out.append(e)
            continue
        out.append(replace(e, heading=True))
        last = {s: v for s, v in last.items() if _rank(s) < m.rank}
        last[m.style] = m.value
        ever[m.style] = m.value
        path = _path(m) if m.style == "dotted" else path
    return out


def _short(e: Entry) -> bool:
    """Whether an entry is a heading and nothing else: one sentence, no longer than a title."""
    value = e.text.value
    return len(value) <= TITLE_LIMIT and "。" not in value.rstrip()[:-1]


def _path(m: Mark) -> tuple[int, ...]:
    """1.1.2 as (1, 1, 2)."""
    return tuple(int(p) for p in m.printed.split("."))


def _next_path(before: tuple[int, ...], path: tuple[int, ...]) -> bool:
    """Whether a dotted number can follow another: below it, next to it, or next to one above it, with a small gap.

    After 1.4.1: 1.4.2, 1.5, 2.1, 1.4.1.1. Before all others any number can come: a document may be a piece."""
    if not before:
        return True
    if path == before:
        return True
    shared = next(
        (k for k, (a, b) in enumerate(zip(before, path, strict=False)) if a != b), min(len(before), len(path))
    )
    if shared == len(path):
        return False
    step = path[shared] - (before[shared] if shared < len(before) else 0)
    deeper = path[shared + 1 :]
    return 0 < step <= GAP and all(p == 1 for p in deeper)


def _opens_piece(entries: list[Entry], at: int, m: Mark, ever: dict[str, int]) -> bool:
    """Whether a number above 1 begins a piece of a document: “（六）…” at its head, or “43.…” at the head of its style.

    ever: style → last value so far. A style that was counted before has its first number elsewhere."""
    if m.style in ever or m.style in ("dotted", "annex"):
        return False
    if ever and min(ever.values()) > 1 and m.rank < min(map(_rank, ever)):
        return True  # “（二）” after the last items of （一）
    if not ever:  # “3. 某省2023年工作要点（2023年4月10日）” has the number of a compilation
        return m.style != "arabic" or "。" in entries[at].text.value or _more_follow(entries, at, m)
    return min(ever.values()) > 1 and _more_follow(entries, at, m)


def _rank(style: str) -> float:
    return RANK[style]


def _labels(m: Mark) -> bool:
    return m.style.startswith("label-")


def _plausible(e: Entry, m: Mark) -> bool:
    rest = e.text.value[m.end :].strip()
    if not rest:
        return m.style not in ("dotted", "dash")
    if m.style == "annex":
        return len(rest) <= 50 and "。" not in rest
    return not (m.style in ("chapter", "section", "part") and len(rest) > 80)


def _annex(entries: list[Entry], at: int, ever: dict[str, int]) -> bool:
    """Whether 附件1 opens an annex: the plan's own headings come before it, and something other than 附件2 after."""
    following = entries[at + 1].mark if at + 1 < len(entries) else None
    listed = at + 1 == len(entries) or (following is not None and following.style == "annex")
    return bool(ever) and not listed


def _more_follow(entries: list[Entry], at: int, m: Mark) -> bool:
    """Whether the number one higher of the same style comes before a number of a higher style."""
    for e in entries[at + 1 : at + 12]:
        if e.mark is None or e.frame:
            continue
        if e.mark.rank < m.rank and e.mark.style != "dash":
            return False
        if e.mark.style == m.style:
            return e.mark.value == m.value + 1
    return False


def looks_headed(text: str) -> bool:
    """Whether a paragraph without a number opens like a heading that lost it: a short sentence without commas,
    then more; or a short sentence alone. “完善落实儿童监护制度。督促落实监护责任，…”"""
    end = text.find("。")
    if end < 0 or not 4 <= end <= 32:
        return False
    return not any(ch in "，；：,;:！？“" for ch in text[:end])


def _recover(entries: list[Entry]) -> list[Entry]:
    """Give lost numbers back: in a gap between two numbers of a style, and before a first number above 1.

    Where the count starts again without a heading of the style above, that heading lost its number as well.
    """
    out = list(entries)
    headed = [i for i, e in enumerate(out) if e.heading and e.mark is not None and e.mark.style != "dash"]
    elders: dict[str, int] = {}  # style → position of its last heading under the open parents
    ever: dict[str, int] = {}  # style → value of its last heading anywhere
    before = -1  # position of the heading before
    for i in headed:
        m = out[i].mark
        assert m is not None
        if _labels(m):
            elders = {s: p for s, p in elders.items() if _rank(s) < m.rank}
            before = i
            continue
        previous = elders.get(m.style)
        value = out[previous].mark.value if previous is not None else 0  # type: ignore[union-attr]
        restart = previous is not None and value >= m.value and m.style != "dotted"
        if previous is not None and not restart:
            if m.value > value + 1 and _side_by_side(out[previous].mark, m):
                _fill(out, previous, i, m, value + 1, m.value)
        elif m.style not in ("dotted", "part", "chapter", "section", "article", "annex"):
            floor = previous if previous is not None else before
            runs_on = ever.get(m.style, -1) + 1 == m.value  # from under an earlier parent
            taken = _fill(out, floor, i, m, 1, m.value) if m.value > 1 and not runs_on else i
            parent = max((p for s, p in elders.items() if _rank(s) < m.rank), default=None)
            if restart and taken is not None and parent is not None:
                _parent(out, parent, taken, floor)
        elders = {s: p for s, p in elders.items() if _rank(s) <= m.rank}
        elders[m.style] = i
        ever[m.style] = m.value
        before = i
    return _all_lost(out)


def _side_by_side(a: Mark | None, b: Mark) -> bool:
    """Whether two numbers of a style are under one parent: 1.4 and 1.7, not 1.4 and 2.7."""
    return b.style != "dotted" or (a is not None and _path(a)[:-1] == _path(b)[:-1])


def _all_lost(entries: list[Entry]) -> list[Entry]:
    """Number the paragraphs below a heading that lost all their numbers: each opens with a title, there are two at
    least, and the headings next to it have numbered ones below them."""
    headed = [i for i, e in enumerate(entries) if e.heading and e.mark is not None]
    below: dict[str, Counter[str]] = {}
    for i, j in pairwise(headed):
        above, under = entries[i].mark, entries[j].mark
        if above is not None and under is not None and above.rank < under.rank and under.value == 1:
            below.setdefault(above.style, Counter())[under.style] += 1
    for i, j in pairwise([*headed, len(entries)]):
        above = entries[i].mark
        usual = below.get(above.style) if above is not None else None
        run = list(range(i + 1, j))
        if above is None or not usual or len(run) < 2 or not all(_titled(entries[k]) for k in run):
            continue
        if above.style == "han" and title_end(entries[i].text.value, above.end) == len(entries[i].text.value):
            style = usual.most_common(1)[0][0]
            for value, k in enumerate(run, 1):
                mark = Mark(style, value, _printed(style, value), 0)
                recovered = print_mark(style, value, "")
                entries[k] = replace(entries[k], heading=True, recovered=recovered, mark=mark)
    return entries


def _titled(e: Entry) -> bool:
    value = e.text.value
    return not e.heading and not e.frame and looks_headed(value) and value.find("。") + 1 < len(value)


def _fill(entries: list[Entry], low: int, high: int, m: Mark, first: int, stop: int) -> int | None:
    """Number the unnumbered headings between two positions with first … stop-1; the position of the first, or None
    where not all of them can be determined."""
    candidates = [
        k
        for k in range(low + 1, high)
        if not entries[k].heading
        and entries[k].mark is None
        and not entries[k].frame
        and not entries[k].text.value[:1].isdigit()  # the digits of a page, or of a value
        and looks_headed(entries[k].text.value)
        and not _counts_across(entries, k, low, high, m)
        and not _is_body(entries, k, m)
    ]
    need = stop - first
    if len(candidates) < need:
        return None
    full = [k for k in candidates if len(entries[k].text.value) > entries[k].text.value.find("。") + 1]
    chosen = (full if len(full) >= need else candidates)[-need:]
    for value, k in zip(range(first, stop), chosen, strict=True):
        entries[k] = replace(
            entries[k],
            heading=True,
            recovered=print_mark(m.style, value, entries[high].text.value),
            mark=Mark(m.style, value, _printed(m.style, value), 0),
        )
    return chosen[0]


def _counts_across(entries: list[Entry], at: int, low: int, high: int, m: Mark) -> bool:
    """Whether numbers of a lower style count on over a paragraph, so that no heading above them lost its number there.

    Between “3.增强能力。” and “4.加强队伍。” there is no 三、."""

    def near(where: Iterable[int]) -> Mark | None:
        found = (entries[k].mark for k in where if entries[k].heading)
        return next((x for x in found if x is not None and x.style != "dash"), None)

    before, after = near(range(at - 1, max(low, at - NEAR), -1)), near(range(at + 1, min(high, at + NEAR)))
    if before is None or after is None or before.rank <= m.rank:
        return False
    return before.style == after.style and after.value == before.value + 1


def _is_body(entries: list[Entry], at: int, m: Mark) -> bool:
    """Whether a paragraph is the text of the item right above it, as the items before or after that one have text.

    “3.增强能力。 / 建成一批实验室。 / 4.加强队伍。 / 加强教育。”: the last one has not lost 三、."""
    item = entries[at - 1] if at else entries[at]
    if item.mark is None or not item.heading or item.mark.rank <= m.rank or not _short(item):
        return False
    for k in range(at - 2, max(-1, at - 2 - AHEAD), -1):
        other = entries[k]
        if other.heading and other.mark is not None and other.mark.rank < item.mark.rank:
            break
        if other.heading and other.mark is not None and other.mark.style == item.mark.style:
            return other.mark.value < item.mark.value and _short(other) and not entries[k + 1].heading
    for k in range(at + 1, min(len(entries) - 1, at + AHEAD)):  # the first item: as the one after it has
        other = entries[k]
        if other.heading and other.mark is not None and other.mark.rank <= item.mark.rank:
            same = other.mark.style == item.mark.style and other.mark.value > item.mark.value
            return same and item.mark.value == 1 and _short(other) and not entries[k + 1].heading
    return False


def _printed(style: str, value: int) -> str:
    mark = read_mark(print_mark(style, value, ""))
    return mark.printed if mark else str(value)


def _parent(entries: list[Entry], elder: int, first: int, floor: int) -> None:
    """The heading above a count that starts again: the short sentence on its own right before it.

    `elder`: position of the last heading of a higher style; the lost one continues from it."""
    pm = entries[elder].mark
    assert pm is not None
    for c in range(first - 1, floor, -1):
        e = entries[c]
        if e.heading or e.frame or e.mark is not None:
            continue
        value = e.text.value
        if looks_headed(value) and value.find("。") == len(value) - 1:
            n = pm.value + 1
            entries[c] = replace(
                e,
                heading=True,
                recovered=print_mark(pm.style, n, entries[elder].text.value),
                mark=Mark(pm.style, n, _printed(pm.style, n), 0),
            )
        return


def _levels(entries: list[Entry]) -> list[Entry]:
    """Level by nesting: a style met inside another is one below it; ranks keep a stray number from turning the
    order round. What would hang deeper than MAX_LEVEL stays a paragraph."""
    out: list[Entry] = []
    stack: list[str] = []
    for e in entries:
        if not e.heading or e.mark is None:
            out.append(e)
            continue
        style = e.mark.level
        while stack and rank(stack[-1]) > rank(style):
            stack.pop()
        if not stack or stack[-1] != style:
            stack.append(style)
        if len(stack) > MAX_LEVEL:
            stack.pop()
            out.append(replace(e, heading=False))
            continue
        out.append(replace(e, level=len(stack)))
    return out
