"""Where the texts of a plan.md stand in the source.

The ink of the blocks is looked up in the ink of the source, in order. A block found elsewhere was moved; a block a
person changed is aligned as far as its words are still those of the source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from kb.model import DROPPING, Repair
from kb.parse.blocks import Block, Draft
from kb.spans import Piece, Text, is_ink


@dataclass(slots=True)
class _Ink:
    """The ink of a source: its characters, where each stands, which are taken, and how far reading has come. moved:
    half-open stretches of it that import moved to before what they stood behind."""

    source: str
    chars: str
    at: list[int]
    taken: bytearray
    moved: tuple[tuple[int, int], ...] = ()
    cursor: int = 0


def align(draft: Draft, source: str, repairs: tuple[Repair, ...]) -> tuple[Draft, frozenset[int]]:
    """The draft with pieces into `source`, and the indices of the blocks that were moved.

    Ink that `repairs` say was left out of the tree is not looked at."""
    ink = _ink(source, repairs)
    texts = [t for b in draft.blocks for t in (b.text, *(c for row in b.rows for c in row))]
    wanted = ["".join(filter(is_ink, t.value)) for t in texts]
    placed: list[Text] = []
    strayed: list[bool] = []
    for i, text in enumerate(texts):
        following = next((w for w in wanted[i + 1 : i + 12] if w), "")
        new, away = _place(ink, text, wanted[i], following)
        placed.append(new)
        strayed.append(away)
    moved: set[int] = set()
    blocks: list[Block] = []
    at = 0
    for i, block in enumerate(draft.blocks):
        size = 1 + sum(len(row) for row in block.rows)
        if any(strayed[at : at + size]):
            moved.add(i)
        cells = iter(placed[at + 1 : at + size])
        rows = tuple(tuple(next(cells) for _ in row) for row in block.rows)
        blocks.append(replace(block, text=placed[at], rows=rows))
        at += size
    plan = replace(draft.plan, source=source)
    return replace(draft, plan=plan, blocks=tuple(blocks), repairs=repairs), frozenset(moved)


def _ink(source: str, repairs: tuple[Repair, ...]) -> _Ink:
    shown = {ch for ch in set(source) if is_ink(ch)}
    at: list[int] = []
    low = 0
    for r in sorted((r for r in repairs if r.kind in DROPPING), key=lambda r: r.start):
        at += [i for i in range(low, r.start) if source[i] in shown]
        low = max(low, r.end)
    at += [i for i, ch in enumerate(source[low:], low) if ch in shown]
    moved = tuple((bisect_left(at, r.start), bisect_left(at, r.end)) for r in repairs if r.kind == "moved")
    return _Ink(source, "".join([source[i] for i in at]), at, bytearray(len(at)), moved)


def _place(ink: _Ink, text: Text, wanted: str, following: str) -> tuple[Text, bool]:
    """The text with its pieces, and whether it was found out of order.

    A text further on is out of order, unless what follows it goes on there: then a person took out what lies
    between."""
    if not wanted:
        return text, False
    while ink.cursor < len(ink.at) and ink.taken[ink.cursor]:
        ink.cursor += 1
    n = len(wanted)
    strayed = False
    recorded = _recorded(ink, wanted, following)
    if recorded is not None:
        found, strayed = recorded, True
    elif ink.chars.startswith(wanted, ink.cursor) and not any(ink.taken[ink.cursor : ink.cursor + n]):
        found = ink.cursor
        ink.cursor += n
    else:
        found = _search(ink, wanted)
        if found < 0:
            return _nearest(ink, text, wanted), False
        if found > ink.cursor and ink.chars.startswith(following[:40], found + n):
            ink.cursor = found + n
        else:
            strayed = True
    ink.taken[found : found + n] = b"\x01" * n
    where = [k for k, ch in enumerate(text.value) if is_ink(ch)]
    return Text(text.value, _pieces(ink, text.value, where, found)), strayed


def _recorded(ink: _Ink, wanted: str, following: str) -> int | None:
    """Where the repairs say a caption was moved from, where what follows it in plan.md goes on at the cursor."""
    if following and ink.chars.startswith(following[:40], ink.cursor):
        for low, high in ink.moved:
            if ink.chars[low:high] == wanted and not any(ink.taken[low:high]):
                return low
    return None


def _search(ink: _Ink, wanted: str) -> int:
    """The nearest free place of `wanted` behind the cursor, else before it; -1 where there is none."""
    for low, high in ((ink.cursor, len(ink.chars)), (0, ink.cursor)):
        at = ink.chars.find(wanted, low, high)
        while at >= 0 and any(ink.taken[at : at + len(wanted)]):
            at = ink.chars.find(wanted, at + 1, high)
        if at >= 0:
            return at
    return -1


def _nearest(ink: _Ink, text: Text, wanted: str) -> Text:
    """Align a changed text with the source around the cursor, by the runs they have in common."""
    low = ink.cursor
    high = min(len(ink.chars), low + 2 * len(wanted) + 200)
    where = [k for k, ch in enumerate(text.value) if is_ink(ch)]
    pieces: list[Piece] = []
    last = low
    if high - low <= 20000:
        matcher = SequenceMatcher(None, ink.chars[low:high], wanted, autojunk=False)
        for a, b, size in matcher.get_matching_blocks():
            if size < 2 or any(ink.taken[low + a : low + a + size]):
                continue
            pieces += _pieces(ink, text.value, where[b : b + size], low + a)
            last = low + a + size
    if sum(p.end - p.start for p in pieces) * 2 < len(wanted):
        return text
    for p in pieces:
        a, b = bisect_right(ink.at, p.start - 1), bisect_right(ink.at, p.end - 1)
        ink.taken[a:b] = b"\x01" * (b - a)
    ink.cursor = max(ink.cursor, last)
    return Text(text.value, tuple(pieces))


def _pieces(ink: _Ink, value: str, where: list[int], found: int) -> tuple[Piece, ...]:
    """Runs of the characters `where` of a text, whose ink stands at `found` and on; white space that both have
    alike between two runs joins them."""
    pieces: list[Piece] = []
    at = k0 = start = -1
    for offset, k in enumerate(where):
        here = ink.at[found + offset]
        if start >= 0 and value[k0 + at - start : k] == ink.source[at:here] and k - k0 == here - start:
            at = here + 1
            continue
        if start >= 0:
            pieces.append(Piece(k0, start, at))
        k0, start, at = k, here, here + 1
    if start >= 0:
        pieces.append(Piece(k0, start, at))
    return tuple(pieces)
