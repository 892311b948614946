"""What a person changed in plan.md: words that the source does not have, and words of the source that are gone.

Each difference is a repair of kind "hand", so that every character of a source is in the tree or in a repair, whoever
edited. Import never makes one: what it writes holds the whole source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kb.model import DROPPING, HAND, Repair, Tree
from kb.parse.align import Ink, align
from kb.parse.blocks import Block, Draft
from kb.parse.tree import build_tree
from kb.spans import Lines, Piece, Text, is_ink, join_texts


@dataclass(frozen=True, slots=True)
class _Part:
    """One text of a draft. block, row, cell: where it belongs; row and cell are -1 for anything but a table."""

    block: int
    row: int
    cell: int
    line: int
    text: Text


@dataclass(slots=True)
class _Found:
    """What differs. touched: parts whose words are not all the source's, with their words as the source prints them."""

    repairs: list[Repair] = field(default_factory=list)
    touched: dict[tuple[int, int, int], list[Text]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edited:
    """A plan.md against its source. blocks: as it has them, with pieces into the source."""

    tree: Tree
    blocks: tuple[Block, ...]


def build_edited_tree(draft: Draft, source: str, repairs: tuple[Repair, ...]) -> Tree:
    """Return the tree of `build_edited` alone."""
    return build_edited(draft, source, repairs).tree


def build_edited(draft: Draft, source: str, repairs: tuple[Repair, ...]) -> Edited:
    """Return the tree of a plan.md, aligned with its source, with what a person changed marked and listed; and its blocks.

    Where something was changed, `tree.printed` is the same tree in the source's own words: what both say is proved.
    """
    done = align(draft, source, repairs)
    repairs = _without_restored(repairs, done.left_out)
    done = replace(done, draft=replace(done.draft, repairs=repairs))
    found = _differences(done.draft.blocks, done.ink)
    if not found.repairs:
        return Edited(build_tree(done.draft, done.moved), done.draft.blocks)
    rows: dict[int, set[int]] = {}
    for block, row, _ in found.touched:
        rows.setdefault(block, set()).add(max(row, 0))
    marked = tuple(
        replace(b, edited=frozenset(rows[i])) if i in rows else b for i, b in enumerate(done.draft.blocks)
    )
    printed = tuple(_as_printed(i, b, found.touched) for i, b in enumerate(done.draft.blocks))
    tree = build_tree(replace(done.draft, blocks=marked, repairs=(*repairs, *found.repairs)), done.moved)
    beside = build_tree(replace(done.draft, blocks=printed), done.moved)
    return Edited(replace(tree, printed=beside), done.draft.blocks)


def _without_restored(repairs: tuple[Repair, ...], left_out: Ink) -> tuple[Repair, ...]:
    """Return the repairs without the ink that a person put back; what else they leave out stays left out."""
    back = [left_out.at[k] for k, taken in enumerate(left_out.taken) if taken]
    if not back:
        return repairs
    lines = Lines(left_out.source)
    out: list[Repair] = []
    for r in repairs:
        cuts = back[bisect_left(back, r.start) : bisect_left(back, r.end)] if r.kind in DROPPING else []
        if not cuts:
            out.append(r)
            continue
        at = r.start
        for cut in (*cuts, r.end):
            if any(map(is_ink, left_out.source[at:cut])):
                words = left_out.source[at:cut]
                out.append(replace(r, start=at, end=cut, line=lines.line(at), source=words))
            at = cut + 1
    return tuple(out)


def _as_printed(i: int, block: Block, touched: dict[tuple[int, int, int], list[Text]]) -> Block:
    """Return a block in the source's own words."""
    rows = tuple(
        tuple(_joined(touched, (i, n, k), cell) for k, cell in enumerate(row))
        for n, row in enumerate(block.rows)
    )
    return replace(block, text=_joined(touched, (i, -1, -1), block.text), rows=rows)


def _joined(touched: dict[tuple[int, int, int], list[Text]], key: tuple[int, int, int], text: Text) -> Text:
    return join_texts(touched[key]).strip() if key in touched else text


def _differences(blocks: tuple[Block, ...], ink: Ink) -> _Found:
    """Return the differences in the order of plan.md, then of the source."""
    gone = dict(_gone(ink))
    lines = Lines(ink.source)
    out = _Found()
    owner: dict[int, tuple[_Part, list[Text]]] = {}  # by index of ink: the text that ends right before it
    after = 0  # index of the ink after the last that was placed

    def differs(part: _Part, words: list[Text], added: str) -> None:
        stretch = gone.pop(after, None)
        out.touched[(part.block, part.row, part.cell)] = words
        out.repairs.append(_repair(ink, lines, stretch or (after, after), added, part.line))
        if stretch is not None:
            words.append(_source(ink, stretch))

    for part in _parts(blocks):
        words: list[Text] = []
        first = True
        for start, end, placed in _stretches(part.text):
            value = part.text.value[start:end]
            if placed is None and any(map(is_ink, value)):
                differs(part, words, value.strip())
            elif placed is None:
                words.append(Text(value))
            elif (at := bisect_left(ink.at, placed[0])) == len(ink.at) or ink.at[at] != placed[0]:
                words.append(part.text.slice(start, end))  # put back from what import left out
            else:
                if not first and at != after and after in gone:
                    differs(part, words, "")
                first = False
                words.append(part.text.slice(start, end))
                after = bisect_left(ink.at, placed[1] - 1) + 1
                owner[after] = part, words
    for start, end in sorted(gone.values()):
        part_before, words = owner.get(start, (None, []))
        if part_before is not None and lines.line(ink.at[start]) == lines.line(ink.at[start - 1]):
            # the rest of a paragraph that is still there
            out.touched[(part_before.block, part_before.row, part_before.cell)] = words
            words.append(_source(ink, (start, end)))
        line = part_before.line if part_before is not None else 0
        out.repairs.append(_repair(ink, lines, (start, end), "", line))
    return out


def _source(ink: Ink, stretch: tuple[int, int]) -> Text:
    """Return a stretch of ink as the source prints it."""
    start, end = ink.at[stretch[0]], ink.at[stretch[1] - 1] + 1
    return Text(ink.source[start:end], (Piece(0, start, end),))


def _parts(blocks: tuple[Block, ...]) -> Iterator[_Part]:
    for i, block in enumerate(blocks):
        yield _Part(i, -1, -1, block.line, block.text)
        for n, row in enumerate(block.rows):
            for k, cell in enumerate(row):
                yield _Part(i, n, k, block.row_line(n), cell)


def _stretches(text: Text) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
    """Yield the parts of a text in order: (start, end, source offsets), None for what the source does not have."""
    at = 0
    for p in text.pieces:
        if at < p.at:
            yield at, p.at, None
        at = p.at + p.end - p.start
        yield p.at, at, (p.start, p.end)
    if at < len(text.value):
        yield at, len(text.value), None


def _gone(ink: Ink) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the stretches of ink that no text holds, by where they begin: half-open indices."""
    start = ink.taken.find(0)
    while start >= 0:
        end = ink.taken.find(1, start)
        end = len(ink.taken) if end < 0 else end
        yield start, (start, end)
        start = ink.taken.find(0, end)


def _repair(ink: Ink, lines: Lines, stretch: tuple[int, int], added: str, plan_line: int) -> Repair:
    """Return the repair for ink that is gone (an empty stretch: none) and words that were added."""
    a, b = stretch
    if a < b:
        start, end = ink.at[a], ink.at[b - 1] + 1
    else:
        start = end = ink.at[a - 1] + 1 if a else 0
    line = lines.line(start if a < b else max(0, start - 1))
    return Repair(HAND, start, end, line, ink.source[start:end], added, "plan.md 经人工修改", plan_line)
