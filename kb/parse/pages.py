"""What belongs to the page, not to the text: page marks, running heads, contents pages, footnotes.

All but footnotes are left out of the tree and listed as repairs; footnotes move to the end.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kb.model import Repair
from kb.parse.numbering import read_mark
from kb.parse.settings import PAGES
from kb.readers.source import Block, Grid, Line, Source
from kb.spans import is_ink

# Marks of a page that conversion left in the text: “# Page 1020:”, “— 12 —”, “- 3 -”, “第 3 页 共 12 页”.
PAGE_MARK = re.compile(
    r"\s*(?:#\s*Page\s+\d+\s*:?|[—–－-]\s*\d{1,4}\s*[—–－-]|第\s*\d+\s*页(?:[，,/\s]*共\s*\d+\s*页)?)\s*",
    re.I,
)
# The same, glued to the text of its line: “— 12 —三、保障措施”, “落实责任。第3页共12页”.
GLUED = r"(?:[—–－]\s?\d{1,4}\s?[—–－]|第\s*\d+\s*页[，,/\s]*共\s*\d+\s*页)"
GLUED_BEFORE = re.compile(rf"\s*{GLUED}(?![—–－\d])\s*(?=\S)")
GLUED_BEHIND = re.compile(rf"(?<![—–－\d\s])\s*{GLUED}\s*$")
CONTENTS = re.compile(r"\s*目\s*[录次]\s*")
LEADER = re.compile(
    r"\s*\S.*?(?:[.．…·⋯‥_]{3,}|[…⋯]{1,}|\t|[.·…\s]{4,})[\s.．…·]*[（(]?\d{1,3}[)）]?\s*"
)  # 一、总体要求……1
NUMBERED = re.compile(r"\s*\S.*?\s\d{1,3}\s*")  # 第一章 总则 1
FOOTNOTE = re.compile(r"\s*([①-⑳]|\[\d{1,2}\]|〔\d{1,2}〕)\s*\S")
LONG_LEADER = re.compile(r"[.．·…⋯‥_]{12}")
SERIAL = re.compile(r"序\s*号|编\s*号|项\s*次")
REASONS = {
    "page-mark": "页码或分页标记，不是正文",
    "running-head": "页眉或页脚，不是正文",
    "contents": "目录，不是正文",
}


@dataclass(frozen=True, slots=True)
class Pages:
    """blocks: what is left. notes: the lines of footnotes, in order. repairs: what was left out."""

    blocks: tuple[Block, ...]
    notes: tuple[Line, ...]
    repairs: tuple[Repair, ...]


def leave_out(source: Source) -> Pages:
    """A source's blocks without what belongs to its pages."""
    text = source.text
    repairs: list[Repair] = []

    def drop(kind: str, line: Line) -> None:
        shown = text[line.start : line.end]
        repairs.append(Repair(kind, line.start, line.end, line.number, shown, "", REASONS[kind]))

    blocks: list[Block | None] = []
    marks: list[int] = []  # where in `blocks` a page ends
    for block in source.blocks:
        if isinstance(block, Grid):
            blocks.append(block)
        elif PAGE_MARK.fullmatch(text, block.start, block.end):
            drop("page-mark", block)
            marks.append(len(blocks))
            blocks.append(None)
        else:
            line = block
            for part, rest in _glued(text, line):
                drop("page-mark", part)
                line = rest
            blocks.append(line)
    for k in _counted(text, blocks):
        drop("page-mark", blocks[k])  # type: ignore[arg-type]  # only lines are counted
        marks.append(k)
        blocks[k] = None
    marks.sort()
    for k in _heads(text, blocks, marks):
        drop("running-head", blocks[k])  # type: ignore[arg-type]
        blocks[k] = None
    for k in _contents(text, blocks):
        drop("contents", blocks[k])  # type: ignore[arg-type]
        blocks[k] = None
    notes: list[Line] = []
    for k in _footnotes(text, blocks, marks):
        notes.append(blocks[k])  # type: ignore[arg-type]
        blocks[k] = None
    return Pages(_without(text, blocks, set(marks)), tuple(notes), tuple(repairs))


def _without(text: str, blocks: list[Block | None], marks: set[int]) -> tuple[Block, ...]:
    """What is left, without the empty lines that appeared before a page mark."""
    out: list[Block] = []
    for k, block in enumerate(blocks):
        if block is not None:
            out.append(block)
        elif k in marks:
            while out and isinstance(out[-1], Line) and _blank(text, out[-1]):
                out.pop()
    return tuple(out)


def _blank(text: str, block: Block | None) -> bool:
    return isinstance(block, Line) and not any(map(is_ink, text[block.start : block.end]))


def _glued(text: str, line: Line) -> list[tuple[Line, Line]]:
    """The page marks glued to a line, each with what is left of the line."""
    out: list[tuple[Line, Line]] = []
    m = GLUED_BEFORE.match(text, line.start, line.end)
    if m:
        rest = Line(m.end(), line.end, line.number)
        out.append((Line(line.start, m.end(), line.number), rest))
        line = rest
    if line.end - line.start < PAGES.line:
        m = GLUED_BEHIND.search(text, line.start, line.end)
        if m and m.start() > line.start:
            out.append((Line(m.start(), line.end, line.number), Line(line.start, m.start(), line.number)))
    return out


def _counted(text: str, blocks: list[Block | None]) -> list[int]:
    """Lines that are page numbers and nothing else: all the lone numbers of the text, counting on one by one."""
    lone: list[tuple[int, int]] = []
    between = 0
    for k, block in enumerate(blocks):
        if not isinstance(block, Line):
            between += 1
            continue
        shown = text[block.start : block.end].strip() if block.end - block.start < PAGES.number else ""
        if SERIAL.fullmatch(shown) or shown in ("|", "｜"):
            return []  # they count the rows of a table
        if shown.isascii() and shown.isdecimal() and len(shown) <= PAGES.digits:
            if lone and (int(shown) != lone[-1][1] + 1 or between < PAGES.apart):
                return []
            lone.append((k, int(shown)))
            between = 0
        elif not _blank(text, block):
            between += 1
    return [k for k, _ in lone] if len(lone) >= PAGES.pages else []


def _heads(text: str, blocks: list[Block | None], marks: list[int]) -> list[int]:
    """Lines next to page marks that come again on most pages."""
    near: list[int] = []
    for mark in marks:
        for step in (-1, 1):
            k = mark + step
            while (
                0 <= k < len(blocks)
                and abs(k - mark) <= PAGES.near
                and (blocks[k] is None or _blank(text, blocks[k]))
            ):
                k += step
            if 0 <= k < len(blocks) and isinstance(blocks[k], Line) and k not in near[-2:]:
                near.append(k)

    def shown(k: int) -> str:
        block = blocks[k]
        assert isinstance(block, Line)
        return (
            re.sub(r"\s+", "", text[block.start : block.end]) if block.end - block.start <= PAGES.head else ""
        )

    again = Counter(shown(k) for k in near)
    often = max(3, len(marks) // 3)
    return [
        k
        for k in near
        if shown(k)
        and again[shown(k)] >= often
        and not read_mark(shown(k))
        and not _text_goes_on(text, blocks, k)
    ]


def _text_goes_on(text: str, blocks: list[Block | None], at: int) -> bool:
    """Whether a line at the top of a page ends what the page before left open: a bracket, or a list after 、."""
    block = blocks[at]
    assert isinstance(block, Line)
    shown = text[block.start : block.end]
    if sum(map(shown.count, "）)〕]")) > sum(map(shown.count, "（(〔[")):
        return True
    k = at - 1
    while k >= 0 and (blocks[k] is None or _blank(text, blocks[k])):
        k -= 1
    above = blocks[k] if k >= 0 else None
    return isinstance(above, Line) and text[above.start : above.end].rstrip()[-1:] in tuple("、，,（(")


def _contents(text: str, blocks: list[Block | None]) -> list[int]:
    """The lines of contents pages: below 目录, or three lines and more that lead to page numbers."""
    lines = [
        (k, text[b.start : b.end])
        for k, b in enumerate(blocks)
        if isinstance(b, Line) and not _blank(text, b)
    ]
    out: list[int] = []
    n = len(lines)
    i = 0
    later: Counter[str] | None = None
    while i < n:
        value = lines[i][1]
        titled = len(value) < PAGES.number and CONTENTS.fullmatch(value) is not None
        if not titled and not _leads(value):
            i += 1
            continue
        if titled and later is None:
            later = Counter(_opening(v) for _, v in lines)
        j = i + 1 if titled else i
        found = 0
        while j < n:
            here = lines[j][1]
            if _leads(here):
                found += 1
            elif titled and later is not None and _listed(here, later):
                found += 1
                if not NUMBERED.fullmatch(here):
                    later[_opening(here)] -= 1
            elif not (
                j + 1 < n
                and found
                and len(here) <= PAGES.head
                and _leads(lines[j + 1][1])
                and "。" not in here
            ):
                break
            j += 1
        if found >= (PAGES.titled if titled else PAGES.untitled):
            out += [at for at, _ in lines[i:j]]
            i = j
        else:
            i += 1
    return out


def _leads(value: str) -> bool:
    dotted = len(value) <= PAGES.entry or (
        len(value) <= PAGES.leader and LONG_LEADER.search(value) is not None
    )
    return dotted and value[:1] != "\t" and LEADER.fullmatch(value) is not None


def _opening(value: str) -> str:
    return re.sub(r"\s+", "", re.split(r"[。：:]", value[: PAGES.listed], maxsplit=1)[0])


def _listed(value: str, later: Counter[str]) -> bool:
    """Whether a line below 目录 is an entry: a numbered heading with a page, or one that comes again in the text."""
    if len(value) > PAGES.listed or "。" in value:
        return False
    if NUMBERED.fullmatch(value) and read_mark(value) is not None:
        return True
    return later[_opening(value)] >= PAGES.again


def _footnotes(text: str, blocks: list[Block | None], marks: list[int]) -> list[int]:
    """Lines at the foot of a page from the first that opens with a sign (①, [1]) that the text above refers to."""
    out: list[int] = []
    for mark in marks:
        k, seen, first = mark - 1, 0, -1
        while k >= 0 and seen < PAGES.footnote and isinstance(blocks[k], Line):
            block = blocks[k]
            assert isinstance(block, Line)
            if not _blank(text, block):
                seen += 1
                m = FOOTNOTE.match(text, block.start, block.end)
                if m:
                    above = text[max(0, block.start - PAGES.referred) : block.start]
                    if re.search(rf"[^\n]{re.escape(m.group(1))}", above):
                        first = k
            k -= 1
        if first >= 0:
            out += [
                k for k in range(first, mark) if isinstance(blocks[k], Line) and not _blank(text, blocks[k])
            ]
    return out
