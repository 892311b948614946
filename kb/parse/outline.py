"""Which paragraphs are headings, and at what level.

A number counts as a heading's when it continues: one more than its elder, or one at the start (`CONTINUES`). Numbers that
were lost come back in `kb.parse.lost_numbers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kb.parse.framed import mark_framed, mark_named
from kb.parse.heading_text import is_short
from kb.parse.items import Entry
from kb.parse.labels import find_labels
from kb.parse.lost_numbers import recover_numbers
from kb.parse.numbering import RANK, Mark, rank, read_bare, read_joined
from kb.parse.settings import OUTLINE

MAX_LEVEL = OUTLINE.levels


def find_headings(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Mark the entries that are headings, with level and recovered number."""
    counted = _count(_dotted(mark_framed(_labelled(tuple(_joined(mark_named(entries)))))))
    return tuple(_levels(recover_numbers(counted)))


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
    for e in entries[at + 1 : at + OUTLINE.ahead]:
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
        following = next((x.mark for x in entries[i + 1 : i + OUTLINE.below] if x.mark is not None), None)
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
    if e.frame or len(e.text.value) > OUTLINE.title or "。" in e.text.value[:-1]:
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
        if m is None or e.frame or not _may_head(entries, position, m, ever):
            out.append(e)
            continue
        uncounted = m.style == "dash" or m.uncounted
        if not uncounted and not _fits(_Number(entries, position, m, last.get(m.style), ever, path)):
            out.append(e)
            continue
        out.append(replace(e, heading=True))
        if m.style == "dash":
            continue
        last = {s: v for s, v in last.items() if RANK[s] < m.rank}
        if not uncounted:
            last[m.style] = ever[m.style] = m.value
            path = m.path if m.style == "dotted" else path
    return out


def _may_head(entries: list[Entry], at: int, m: Mark, ever: dict[str, int]) -> bool:
    """Whether what is behind a mark can be a heading, whatever the number."""
    return _plausible(entries[at], m) and (m.style != "annex" or _annex(entries, at, ever))


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that may be a heading's. here: the last value of its style under the open parent, None before the first.
    ever: style → last value anywhere. path: the last of the dotted numbers."""

    entries: list[Entry]
    at: int
    mark: Mark
    here: int | None
    ever: dict[str, int]
    path: tuple[int, ...]

    @property
    def more_follow(self) -> bool:
        return _more_follow(self.entries, self.at, self.mark)


def _fits(n: _Number) -> bool:
    """Whether a number continues what was counted before it."""
    if n.mark.style == "dotted":
        return _next_path(n.path, n.mark.path)
    return any(rule(n) for rule in CONTINUES)


def _is_first(n: _Number) -> bool:
    return n.mark.value == 1 and (n.mark.style != "circle" or n.more_follow)


def _counts_on(n: _Number) -> bool:
    return n.here is not None and n.here <= n.mark.value <= n.here + OUTLINE.gap


def _runs_on(n: _Number) -> bool:
    before = n.ever.get(n.mark.style)
    return n.here is None and before is not None and before < n.mark.value <= before + OUTLINE.gap


def _is_low(n: _Number) -> bool:
    new = n.here is None or n.mark.value < n.here
    return new and n.mark.value <= OUTLINE.gap and n.more_follow


def _is_annex(n: _Number) -> bool:
    return n.mark.style == "annex"


def _is_far(n: _Number) -> bool:
    if n.mark.style != "bracket" or n.here is None or not is_short(n.entries[n.at]):
        return False
    return n.here < n.mark.value <= n.here + OUTLINE.far


def _is_piece(n: _Number) -> bool:
    return _opens_piece(n.entries, n.at, n.mark, n.ever)


CONTINUES: tuple[Callable[[_Number], bool], ...] = (
    _is_first,  # 1.; ① only before ②, as ① is a footnote's, too
    _counts_on,  # 3. after 2., and after 1. where two lost theirs; 2. again after 2.
    _runs_on,  # 8. under （二） after 7. under （一）
    _is_low,  # 3. before 4. where 1. and 2. are lost, also after another count
    _is_annex,  # a lone 附件2
    _is_far,  # “（十二）健全机制。” after （三）
    _is_piece,  # （六） at the head of a piece
)
"""What makes a number a heading's, in order; 1.1.2 is told by its path alone."""


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
    return 0 < step <= OUTLINE.gap and all(p == 1 for p in deeper)


def _opens_piece(entries: list[Entry], at: int, m: Mark, ever: dict[str, int]) -> bool:
    """Whether a number above 1 begins a piece of a document: “（六）…” at its head, or “43.…” at the head of its style.

    ever: style → last value so far. A style that was counted before has its first number elsewhere."""
    if m.style in ever or m.style in ("dotted", "annex"):
        return False
    if ever and min(ever.values()) > 1 and m.rank < min(map(RANK.__getitem__, ever)):
        return True  # “（二）” after the last items of （一）
    if not ever:  # “3. 某省2023年工作要点（2023年4月10日）” has the number of a compilation
        return m.style != "arabic" or "。" in entries[at].text.value or _more_follow(entries, at, m)
    return min(ever.values()) > 1 and _more_follow(entries, at, m)


def _plausible(e: Entry, m: Mark) -> bool:
    rest = e.text.value[m.end :].strip()
    if not rest:
        return m.style not in ("dotted", "dash")
    if m.style == "annex":
        return len(rest) <= OUTLINE.annex and "。" not in rest
    return not (m.style in ("chapter", "section", "part") and len(rest) > OUTLINE.chapter)


def _annex(entries: list[Entry], at: int, ever: dict[str, int]) -> bool:
    """Whether 附件1 opens an annex: the plan's own headings come before it, and something other than 附件2 after."""
    following = entries[at + 1].mark if at + 1 < len(entries) else None
    listed = at + 1 == len(entries) or (following is not None and following.style == "annex")
    return bool(ever) and not listed


def _more_follow(entries: list[Entry], at: int, m: Mark) -> bool:
    """Whether the number one higher of the same style comes before a number of a higher style."""
    for e in entries[at + 1 : at + OUTLINE.ahead]:
        if e.mark is None or e.frame:
            continue
        if e.mark.rank < m.rank and e.mark.style != "dash":
            return False
        if e.mark.style == m.style:
            return e.mark.value == m.value + 1
    return False


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
