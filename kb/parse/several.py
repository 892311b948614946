"""Several plans under one notice: where each begins, and the document as one source a plan.

关于印发《某县妇女发展规划》和《某县儿童发展规划》的通知 / … / 某县妇女发展规划 / 一、… / 某县儿童发展规划 / 一、…

Every plan's source is the notice, the plan and the imprint; the document itself is kept byte for byte next to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.parse.blocks import Block, Draft
from kb.parse.numbering import Mark, read_mark
from kb.parse.settings import TITLES
from kb.parse.title_block import TitleBlock, compact, find_titles, same_title
from kb.problems import Problem
from kb.readers.source import Block as SourceBlock
from kb.readers.source import Line, Source
from kb.spans import Lines, Text
from kb.words.official import KINDS_OF_PLAN

CHAPTERS = ("part", "chapter", "han")
"""Styles that count the chapters of a plan. （一） and 1. count from one again under every chapter."""
NAMED = re.compile(r"《([^《》]{4,}?)》")
_KIND = re.compile(rf"({KINDS_OF_PLAN})(?:[（(][^（）()]{{1,40}}[）)])?$")


@dataclass(frozen=True, slots=True)
class Division:
    """Where the plans of a document are, as offsets into the source.

    starts: of each plan, with the 附件1 above its title; what comes before the first is the notice's.
    titles: their titles, without white space. end: where the last one ends and the imprint (抄送) of all begins.
    """

    starts: tuple[int, ...]
    titles: tuple[str, ...]
    end: int


def find_division(draft: Draft) -> Division | None:
    """Return where the plans of a draft begin; None for a document that holds one plan.

    Proof is that chapters count from one again, to two at least, and that a plan's title comes before each 一、.
    The notice names all of these titles, or they are of one kind (规划 and 规划).
    """
    firsts = list(_first_chapters(draft.blocks))
    if len(firsts) < 2:
        return None
    below = [0, *firsts]
    heads = [_head(draft.blocks, low, at) for low, at in zip(below, firsts, strict=False)]
    if not all(heads):
        return None
    found = [h for h in heads if h is not None]
    titles = tuple(h.title for h in found)
    notice = [b.text.value for b in draft.blocks[: found[0].block]]
    if any(same_title(a, b) for i, a in enumerate(titles) for b in titles[:i]) or not _belong(titles, notice):
        return None
    if any(h.annexed != found[0].annexed for h in found):
        return None  # an annex to a plan belongs to it
    last = len(draft.blocks)
    while last > firsts[-1] and draft.blocks[last - 1].region == "imprint":
        last -= 1
    tail = [s for b in draft.blocks[last:] if (s := _start(b.text)) is not None]
    starts = tuple(h.start for h in found)
    return Division(starts, titles, min(tail, default=len(draft.plan.source)))


def divide(source: Source, division: Division) -> tuple[Source, ...]:
    """Return one source a plan: the notice, the plan and the imprint, with the whole document as its original."""
    ends = (*division.starts[1:], division.end)
    parts = list(zip(division.starts, ends, strict=True))
    return tuple(_without(source, [p for p in parts if p is not own]) for own in parts)


def titled(draft: Draft, title: str) -> Draft:
    """Return the draft of a part under its own title, where the notice's was taken for it (关于印发两个规定的通知)."""
    plan = draft.plan
    return draft if same_title(plan.title, title) else replace(draft, plan=replace(plan, title=title))


class _Cut:
    """A text without some stretches, given in order as (start, end), and where its characters are afterwards."""

    def __init__(self, text: str, stretches: Sequence[tuple[int, int]]) -> None:
        self._stretches = stretches
        ends = (0, *(end for _, end in stretches))
        starts = (*(start for start, _ in stretches), len(text))
        self.text = "".join(text[a:b] for a, b in zip(ends, starts, strict=True))
        self._before, self._after = Lines(text), Lines(self.text)

    def holds(self, offset: int) -> bool:
        """Whether what begins at an offset of the whole text is kept."""
        return not any(start <= offset < end for start, end in self._stretches)

    def offset(self, offset: int) -> int:
        """Return where an offset of the whole text is in what is kept; inside a stretch, where that was."""
        return offset - sum(min(end, offset) - start for start, end in self._stretches if start < offset)

    def line(self, line: int) -> int:
        """Return the 1-based line of what is kept for a line of the whole text."""
        return self._after.line(self.offset(self._before.start(line)))

    def problem(self, found: Problem) -> Problem | None:
        """Return what a reader was unsure of, on its line now; None for a line that is gone. Line 0 is the whole."""
        if not found.line:
            return found
        if not self.holds(self._before.start(found.line)):
            return None
        return replace(found, line=self.line(found.line))


def _without(source: Source, others: Sequence[tuple[int, int]]) -> Source:
    """Return a source without the other plans' stretches."""
    cut = _Cut(source.text, others)
    blocks = list(source.blocks)
    for other in others:
        blocks = [kept for block in blocks for kept in _outside(block, other)]
    return replace(
        source,
        text=cut.text,
        blocks=tuple(_moved(block, cut) for block in blocks),
        repairs=tuple(
            replace(r, start=cut.offset(r.start), end=cut.offset(r.end), line=cut.line(r.line))
            for r in source.repairs
            if cut.holds(r.start)
        ),
        original=source.text.encode() if source.original is None else source.original,
        problems=tuple(kept for found in source.problems if (kept := cut.problem(found)) is not None),
    )


def _moved(block: SourceBlock, cut: _Cut) -> SourceBlock:
    """Return a block of the whole text as one of what is kept."""
    if isinstance(block, Line):
        return Line(cut.offset(block.start), cut.offset(block.end), cut.line(block.number))
    rows = (
        tuple(replace(c, start=cut.offset(c.start), end=cut.offset(c.end)) for c in row) for row in block.rows
    )
    return replace(block, rows=tuple(rows))


def _outside(block: SourceBlock, stretch: tuple[int, int]) -> Iterator[SourceBlock]:
    """Yield what of a block is not in a stretch. A line that holds both is cut, a table is in one of them."""
    low, high = stretch
    start, end = _bounds(block)
    if start >= high or max(end, start + 1) <= low:  # an empty line has a place, too
        yield block
    elif isinstance(block, Line):
        if start < low:
            yield Line(start, low, block.number)
        if high < end:
            yield Line(high, end, block.number)


def _bounds(block: SourceBlock) -> tuple[int, int]:
    if isinstance(block, Line):
        return block.start, block.end
    cells = [c for row in block.rows for c in row]
    return min(c.start for c in cells), max(c.end for c in cells)


def _first_chapters(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the indices of the chapters that count one, of the style of the first chapter, with a second one below."""
    boxed = False
    marks: list[tuple[int, Mark]] = []
    for i, block in enumerate(blocks):
        if block.kind in ("box", "end"):
            boxed = block.kind == "box"
        mark = read_mark(block.number or block.text.value) if block.kind == "heading" and not boxed else None
        if mark is not None and mark.style in CHAPTERS:
            marks.append((i, mark))
    if not marks:
        return
    style = min((m.rank, m.style) for _, m in marks)[1]
    chapters = [(i, m) for i, m in marks if m.style == style]
    for (i, mark), (_, following) in pairwise(chapters):
        if mark.value == 1 and following.value == 2:
            yield i


@dataclass(frozen=True, slots=True)
class _Head:
    """The title above a plan's first chapter. block: its index; start: its offset, that of 附件1 above it where
    `annexed`."""

    block: int
    start: int
    title: str
    annexed: bool


def _head(blocks: Sequence[Block], low: int, first: int) -> _Head | None:
    """Return the plan's title among the paragraphs right above its first chapter; None where there is none."""
    at = first
    while at > low and first - at < TITLES.reach and blocks[at - 1].kind == "para":
        at -= 1
    values = [b.text.value for b in blocks[at:first]]
    found = [t for t in find_titles(values, len(values)) if not t.letter and _kind(t.text)]
    if not found:
        return None
    title = _whole(found[-1], values)
    index = at + title.start
    start = _start(blocks[index].text)
    above = blocks[index - 1] if index else None
    mark = read_mark(above.text.value) if above is not None else None
    annexed = mark is not None and mark.style == "annex"
    if annexed and above is not None:
        start = _start(above.text)
    return _Head(index, start, title.text, annexed) if start is not None else None


def _whole(title: TitleBlock, values: Sequence[str]) -> TitleBlock:
    """Return a title with the bracket on the line below it: 某县妇女发展规划 / （2021—2030年）."""
    following = compact(values[title.end]) if title.end < len(values) else ""
    if re.fullmatch(r"[（(]\d{4}[^（）()]{1,12}[）)]", following):
        return replace(title, text=title.text + following, end=title.end + 1)
    return title


def _belong(titles: Sequence[str], notice: Sequence[str]) -> bool:
    """Whether titles are those of plans that one document issues: its notice names all, or they are of one kind."""
    named = [m.group(1) for line in notice for m in NAMED.finditer(compact(line))]
    if all(any(same_title(t, n) or t.startswith(n) for n in named) for t in titles):
        return True
    return len({_kind(t) for t in titles}) == 1


def _kind(title: str) -> str:
    """Return the kind of document that a title ends in: 规划, 实施方案; "" for none."""
    m = _KIND.search(title)
    return m.group(1) if m else ""


def _start(text: Text) -> int | None:
    at = text.bounds(0, len(text.value))
    return at[0] if at else None
