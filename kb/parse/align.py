"""Where the texts of a plan.md occur in the source.

The ink of the blocks is looked up in the ink of the source, in order. A block found elsewhere was moved. Blocks that
are not found word for word were changed by a person: they are compared with the stretch of the source between their
neighbours that were found, so that words put back or taken out shift nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from kb.model import DROPPING, Repair
from kb.parse.blocks import Block, Draft
from kb.spans import Piece, Text, is_ink

ROOM = 200
"""Ink beyond twice the length of the changed texts within which the next text is still taken as the next one.
A person who puts words back or takes a sentence out moves what follows by less; a caption that is printed after a
long table is moved by more."""
SURE = 8
"""Ink from which a run in common is the same words wherever it occurs in the stretch (“、县人民政府）” has 7)."""
NEAR = 30
"""Ink that may lie between a shorter run and its neighbour: a clause taken out, but no sentence further on."""
MOST_PAIRS = 5_000_000
"""Pairs of equal characters up to which two stretches are compared: about a second. Text of one character repeated
twenty thousand times has 4 × 10⁸."""
CONTEXT = 40
"""Ink of the next text that shows where reading continues."""


@dataclass(slots=True)
class Ink:
    """The ink of a source.

    chars: its characters; at: the offset of each in `source`; taken: which of them a text holds already.
    moved: half-open stretches that import moved to before what they are printed after.
    cursor: how far reading has come, as an index of `chars`.
    """

    source: str
    chars: str
    at: list[int]
    taken: bytearray
    moved: tuple[tuple[int, int], ...] = ()
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class Aligned:
    """A draft with pieces into its source.

    moved: indices of the blocks found out of order. ink: the source's, with what the draft holds taken.
    left_out: the ink that import left out of the tree, with what a person put back taken.
    """

    draft: Draft
    moved: frozenset[int]
    ink: Ink = field(compare=False)
    left_out: Ink = field(compare=False)


def align(draft: Draft, source: str, repairs: tuple[Repair, ...]) -> Aligned:
    """Return the draft with pieces into `source`.

    Ink that `repairs` say was left out of the tree is looked at only for a text that occurs nowhere else: a person
    may put back a paragraph of a web page that was taken for its frame.
    """
    ink, left_out = _ink(source, repairs)
    texts = [t for b in draft.blocks for t in (b.text, *(c for row in b.rows for c in row))]
    wanted = ["".join(filter(is_ink, t.value)) for t in texts]
    strayed = [False] * len(texts)
    waiting: list[int] = []  # texts not found word for word since the last one that was
    for i, text in enumerate(texts):
        if not wanted[i]:
            continue
        following = next((w for w in wanted[i + 1 : i + 12] if w), "")
        while ink.cursor < len(ink.at) and ink.taken[ink.cursor]:
            ink.cursor += 1
        low = ink.cursor
        runs = _continued(ink, wanted[i])
        if runs:
            texts[i] = _of_runs(ink, text.value, runs)
            continue
        spot = _find(ink, wanted[i], following, sum(len(wanted[k]) for k in waiting), bool(waiting))
        if spot is None and len(wanted[i]) >= SURE:
            back = next(_places(left_out, wanted[i], 0, len(left_out.chars)), None)
            if back is not None:
                left_out.taken[back : back + len(wanted[i])] = b"\x01" * len(wanted[i])
                texts[i] = Text(text.value, _pieces(left_out, text.value, _inked(text.value), back))
                continue
        if spot is None:
            waiting.append(i)
            continue
        found, strayed[i] = spot
        ink.taken[found : found + len(wanted[i])] = b"\x01" * len(wanted[i])
        texts[i] = Text(text.value, _pieces(ink, text.value, _inked(text.value), found))
        if waiting and not strayed[i]:
            _compare(ink, texts, waiting, low, found)
            waiting = []
    if waiting:
        _compare(ink, texts, waiting, ink.cursor, len(ink.chars))
    blocks, moved = _put_back(draft.blocks, texts, strayed)
    plan = replace(draft.plan, source=source)
    return Aligned(replace(draft, plan=plan, blocks=blocks, repairs=repairs), moved, ink, left_out)


def _put_back(
    old: tuple[Block, ...], texts: list[Text], strayed: list[bool]
) -> tuple[tuple[Block, ...], frozenset[int]]:
    """Return the blocks with their texts, and the indices of those with a text that was found out of order."""
    moved: set[int] = set()
    blocks: list[Block] = []
    at = 0
    for i, block in enumerate(old):
        size = 1 + sum(len(row) for row in block.rows)
        if any(strayed[at : at + size]):
            moved.add(i)
        cells = iter(texts[at + 1 : at + size])
        rows = tuple(tuple(next(cells) for _ in row) for row in block.rows)
        blocks.append(replace(block, text=texts[at], rows=rows))
        at += size
    return tuple(blocks), frozenset(moved)


def _ink(source: str, repairs: tuple[Repair, ...]) -> tuple[Ink, Ink]:
    """Return the ink that the tree holds, and the ink that import left out of it."""
    shown = {ch for ch in set(source) if is_ink(ch)}
    at: list[int] = []
    out: list[int] = []
    low = 0
    for r in sorted((r for r in repairs if r.kind in DROPPING), key=lambda r: r.start):
        at += [i for i in range(low, r.start) if source[i] in shown]
        out += [i for i in range(max(low, r.start), r.end) if source[i] in shown]
        low = max(low, r.end)
    at += [i for i, ch in enumerate(source[low:], low) if ch in shown]
    moved = tuple((bisect_left(at, r.start), bisect_left(at, r.end)) for r in repairs if r.kind == "moved")
    kept, left_out = ("".join([source[i] for i in which]) for which in (at, out))
    return Ink(source, kept, at, bytearray(len(at)), moved), Ink(source, left_out, out, bytearray(len(out)))


def _find(ink: Ink, wanted: str, following: str, changed: int, waits: bool) -> tuple[int, bool] | None:
    """Return where a text occurs word for word, and whether that is out of order; None where it does not occur.

    changed: ink of the texts that wait before it, whose place in the source lies between the cursor and this one.
    A text further on is out of order, unless what follows it continues there: then a person took out what lies
    between.
    """
    n = len(wanted)
    recorded = _recorded(ink, wanted, following)
    if recorded is not None:
        return recorded, True
    if ink.chars.startswith(wanted, ink.cursor) and not any(ink.taken[ink.cursor : ink.cursor + n]):
        ink.cursor += n
        return ink.cursor - n, False
    if waits:
        for found in _places(ink, wanted, ink.cursor, ink.cursor + 2 * changed + ROOM + n):
            if n >= SURE or ink.chars.startswith(following[:CONTEXT], found + n):
                ink.cursor = found + n
                return found, False
    for low, high in ((ink.cursor, len(ink.chars)), (0, ink.cursor)):
        for found in _places(ink, wanted, low, high):
            if found > ink.cursor and ink.chars.startswith(following[:CONTEXT], found + n):
                ink.cursor = found + n
                return found, False
            if waits and n < SURE:  # a word that occurs everywhere says nothing about its place
                return None
            return found, True
    return None


def _recorded(ink: Ink, wanted: str, following: str) -> int | None:
    """Return where the repairs say a caption was moved from, where what follows it in plan.md is at the cursor."""
    if following and ink.chars.startswith(following[:CONTEXT], ink.cursor):
        for low, high in ink.moved:
            if ink.chars[low:high] == wanted and not any(ink.taken[low:high]):
                return low
    return None


def _continued(ink: Ink, wanted: str) -> list[tuple[int, int]]:
    """Return the runs (start, length) of a text that the repairs say continues further down, () where it does not.

    The cell of a row that a page breaks is at the cursor and, after lines of other cells, on the next page."""
    first = bisect_left(ink.moved, (ink.cursor + 1, 0))
    if first == len(ink.moved) or ink.chars.startswith(wanted, ink.cursor):
        return []
    most = min(len(wanted), ink.moved[first][0] - ink.cursor)
    here = next((n for n in range(most) if ink.chars[ink.cursor + n] != wanted[n]), most)
    for k in range(first, min(first + PARTS, len(ink.moved))):
        rest = ""
        for m in range(k, min(k + PARTS, len(ink.moved))):
            low, high = ink.moved[m]
            rest += ink.chars[low:high]
            n = len(wanted) - len(rest)
            if n <= 0 or ink.taken[low]:
                break
            if n <= here and wanted[n:] == rest:
                runs = [(ink.cursor, n), *((a, b - a) for a, b in ink.moved[k : m + 1])]
                for a, size in runs:
                    ink.taken[a : a + size] = b"\x01" * size
                ink.cursor += n
                return runs
    return []


PARTS = 12
"""Parts of a row after a page break that are tried; measured: at most 5 lines of a cell."""


def _of_runs(ink: Ink, value: str, runs: list[tuple[int, int]]) -> Text:
    """Return a text with pieces of several runs of ink."""
    inked = _inked(value)
    pieces: list[Piece] = []
    at = 0
    for start, size in runs:
        pieces += _pieces(ink, value, inked[at : at + size], start)
        at += size
    return Text(value, tuple(pieces))


def _places(ink: Ink, wanted: str, low: int, high: int) -> Iterator[int]:
    """Yield the free places of `wanted` between two indices, in order."""
    at = ink.chars.find(wanted, low, high)
    while at >= 0:
        if not any(ink.taken[at : at + len(wanted)]):
            yield at
        at = ink.chars.find(wanted, at + 1, high)


def _compare(ink: Ink, texts: list[Text], which: list[int], low: int, high: int) -> int:
    """Give the changed texts pieces: the runs that they have in common with the free ink from `low` to `high`.

    Return the index after the last run. Where there is too much to compare at once (a sign replaced throughout the
    file), each text is compared with the ink that comes next.
    """
    free = [k for k in range(low, high) if not ink.taken[k]]
    places = [(i, k) for i in which for k in _inked(texts[i].value)]
    a = "".join([ink.chars[k] for k in free])
    b = "".join([texts[i].value[k] for i, k in places])
    if len(which) > 1 and _pairs(a, b) > MOST_PAIRS:
        for i in which:
            reach = 2 * sum(map(is_ink, texts[i].value)) + ROOM
            low = _compare(ink, texts, [i], low, min(high, low + reach))
        return low
    last = low
    runs: dict[int, list[tuple[int, int, int]]] = {}  # by text: (index in free, index in places, length)
    for x, y, size in _common(a, b):
        while size:
            i = places[y][0]
            here = next((n for n in range(size) if places[y + n][0] != i), size)
            runs.setdefault(i, []).append((x, y, here))
            x, y, size = x + here, y + here, size - here
    first = {i: y for y, (i, _) in reversed(list(enumerate(places)))}
    for i in which:
        value = texts[i].value
        inked = _inked(value)
        kept = _near(runs.get(i, []))
        if 2 * sum(size for _, _, size in kept) < len(inked):
            continue
        pieces: list[Piece] = []
        for x, y, size in kept:
            at = y - first[i]
            for k in range(size):
                ink.taken[free[x + k]] = 1
            for low_k, high_k in _unbroken(free, x, size):
                where = inked[at + low_k : at + high_k]
                pieces += _pieces(ink, value, where, free[x + low_k])
        texts[i] = Text(value, tuple(pieces))
        if kept:
            x, _, size = kept[-1]
            last = free[x + size - 1] + 1
            ink.cursor = max(ink.cursor, last)
    return last


def _unbroken(free: list[int], x: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield half-open parts of a run whose ink is next to each other in the source."""
    start = 0
    for k in range(1, size + 1):
        if k == size or free[x + k] != free[x + k - 1] + 1:
            yield start, k
            start = k


def _common(a: str, b: str) -> list[tuple[int, int, int]]:
    """Return the runs that two strings have in common, in order: what they begin and end with, and runs of two or
    more between; only the former where there is too much to compare."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    out = [(0, 0, head)] if head else []
    x, y = a[head : len(a) - tail], b[head : len(b) - tail]
    if _pairs(x, y) <= MOST_PAIRS:
        matcher = SequenceMatcher(None, x, y, autojunk=False)
        out += [(head + i, head + k, size) for i, k, size in matcher.get_matching_blocks() if size > 1]
    if tail:
        out.append((len(a) - tail, len(b) - tail, tail))
    return _settled(a, b, out)


def _pairs(a: str, b: str) -> int:
    """Return how many pairs of equal characters two strings have: what comparing them costs."""
    many = Counter(b)
    return sum(n * many[ch] for ch, n in Counter(a).items())


def _settled(a: str, b: str, runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the runs, each as long as it can be before the next one begins.

    Of “甲（A）。乙（B）” without “乙（B）”, the last bracket is A's: what is missing begins after it.
    """
    out: list[tuple[int, int, int]] = []
    for x, y, size in runs:
        if out and sum(out[-1][1:]) == y:
            x0, y0, size0 = out[-1]
            while size and x0 + size0 < x and a[x0 + size0] == b[y]:
                x, y, size, size0 = x + 1, y + 1, size - 1, size0 + 1
            out[-1] = (x0, y0, size0)
        if size:
            out.append((x, y, size))
    return out


def _near(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the runs of a text without short ones that are far from the longest in the source."""
    if not runs:
        return []
    best = max(range(len(runs)), key=lambda n: runs[n][2])
    kept = [runs[best]]
    for x, y, size in runs[best + 1 :]:
        x0, y0, size0 = kept[-1]
        if size >= SURE or (x - x0 - size0) - (y - y0 - size0) <= NEAR:
            kept.append((x, y, size))
    for x, y, size in reversed(runs[:best]):
        x0, y0, _ = kept[0]
        if size >= SURE or (x0 - x - size) - (y0 - y - size) <= NEAR:
            kept.insert(0, (x, y, size))
    return kept


def _inked(value: str) -> list[int]:
    """Return the indices of a text's ink."""
    return [k for k, ch in enumerate(value) if is_ink(ch)]


def _pieces(ink: Ink, value: str, where: list[int], found: int) -> tuple[Piece, ...]:
    """Return the runs of the characters `where` of a text, whose ink is at `found` and on; white space that both have
    the same way between two runs joins them."""
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
