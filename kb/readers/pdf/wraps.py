"""Where a line of a PDF page is the rest of the one above it, and where a paragraph begins.

A page says it in four ways: a paragraph's first line is indented, its last one ends before the margin, a gap parts it
from the next, a number stands before it. A text set flush to both margins is held to them more strictly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.readers.pdf.lines import Box, PdfLine, is_latin
from kb.words.simple_label import SIMPLE_LABEL

SLACK = 0.4
SLACK_AT_END = 0.1
"""Type sizes by which a full line may end before the right margin, beside what had no room in it; the second where
it ends a sentence, so that it may well be a paragraph's last."""

INDENT = 1.0
"""Type sizes from the left margin from which a line counts as indented: a new paragraph."""

GAP = 1.3
"""Of the distance between lines: a paragraph is set off by more."""

SAME_SIZE = 0.12
"""Of the type size: larger differences part paragraphs."""

FLUSH = 0.3
NEARLY = 1.0
LONG = 4.0
FLUSH_LINES = 20
MAX_NEARLY = 0.05
"""The right margin is straight where at most so many of the long lines (that end less than LONG type sizes from it)
end between FLUSH and NEARLY from it, where one more character had no room. Only lines with Latin letters or digits
can tell: those of Chinese characters alone end where the margin is in any case."""

PADDING = 6
"""Points between the text of a cell or frame and its edge."""

PAGE_LINES = 12
"""A page with so many lines of running text has margins of its own."""

BEGINNING = re.compile(
    r"第[〇一二三四五六七八九十百0-9]+[章节条篇]|[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百0-9]{1,4}[）)]"
    r"|[0-9]{1,3}[．.、](?![0-9])|[0-9]{1,2}([．.][0-9]{1,2}){1,3}\s|专栏|附件|附表|——"
)
LABEL = re.compile(rf"[^，。；：、]{{2,24}}(?:工程|项目|行动|计划)[：:]|{SIMPLE_LABEL}[：:]|完成时限[：:]")
"""`托育机构规范化项目：`, `牵头单位：`: what begins a paragraph behind a full stop or a bracket, and goes on behind `；`."""

NUMBER = re.compile(r"[0-9]{1,2}([．.][0-9]{1,2}){1,3}\s?[^0-9\s%％‰]")
"""`1.2重点任务`; within a sentence `1.2万` may stand at the beginning of a line as well."""

SENTENCE_END = frozenset("。；：！？.;:!?")
FULL_STOPS = frozenset("。！？")
CLOSING = frozenset("）)〕]】》")
ENDS = FULL_STOPS | CLOSING
"""What a paragraph's last line ends in; another one may."""

HANGING = frozenset("，。、；：！？,.;:!?）)》〉」』”’〕】")

NEVER_FIRST = HANGING | frozenset("%％‰")
"""What begins no paragraph, however short the line before is."""

FEW_FULL = 2
"""Full lines of Chinese characters alone that a text of counted lines has at least, with one line that is shorter by digits."""

MOSTLY = 0.7
"""Share of the width that a line cut within a number has at least: digits are half as wide as Chinese characters."""

_OPEN = r"[（(《〈“‘〔【\[+#￥$]"
_ATOM = r"(?:[!-~—–‰…·×]+|.)"
_CLOSE = r"[，。；：！？、）)》〉”’〕】％%‰,;:!?.]"
TOKEN = re.compile(
    rf"(?:{_OPEN}|[”’])*{_ATOM}(?:[“”‘’]+{_OPEN}*{_ATOM}?|{_CLOSE}+(?:[“‘]+{_ATOM}|[!-~×]*))*", re.S
)
"""What is not broken at the end of a line: `2021—2030`, `1.21‰、`, `（%）`, `进“6+4”`, `限:2023`, `会、“候`."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a page or frame begin and end, how far apart they are, their size, and whether the right
    margin is straight. count: characters of a full line where the program that set the page counted them, 0 otherwise."""

    left: float
    right: float
    leading: float
    size: float
    flush: bool = False
    count: int = 0


def measure_pages(pages: Iterable[tuple[int, Sequence[PdfLine]]]) -> dict[int, Margins]:
    """The margins of each page (number, lines): its own where it has enough lines, the document's otherwise.

    Pages with a margin near the usual distance from the left one have exactly that one."""
    found = {number: list(lines) for number, lines in pages}
    document = measure([line for lines in found.values() for line in lines])
    own = {number: measure(lines) for number, lines in found.items() if len(lines) >= PAGE_LINES}
    widths = sorted(m.right - m.left for m in own.values())
    usual = widths[len(widths) * 3 // 4] if widths else document.right - document.left
    for number, m in own.items():
        if abs(m.right - m.left - usual) <= 1.5 * m.size:
            own[number] = replace(m, right=m.left + usual)
    margins = {number: own.get(number, document) for number in found}
    flush = is_flush((line, margins[number]) for number, lines in found.items() for line in lines)
    return {number: replace(m, flush=flush) for number, m in margins.items()}


def measure(lines: Sequence[PdfLine]) -> Margins:
    """Margins of a set of lines. Left: the smallest beginning that a tenth of the lines share; right: where the
    longest lines end, the longest twentieth and punctuation hanging over the margin aside."""
    if not lines:
        return Margins(0.0, 0.0, 20.0, 16.0)
    sizes = sorted(line.size for line in lines)
    body = sizes[len(sizes) // 2]
    of_body = [line for line in lines if abs(line.size - body) <= SAME_SIZE * body]
    ends = sorted(line.x1 - (line.size if line.text[-1] in HANGING else 0) for line in of_body)
    right = ends[min(len(ends) - 1, len(ends) * 19 // 20)]
    steps = [b.top - a.top for a, b in pairwise(of_body) if 0 < b.top - a.top < 6 * body]
    leading = common(steps, 1) if steps else 1.75 * body
    left = common([line.x0 for line in of_body], 2)
    return Margins(left, right, leading, body, count=counted_characters(of_body, left))


def counted_characters(lines: Sequence[PdfLine], left: float) -> int:
    """Return how many characters every full line has, 0 where lines are filled by their width.

    Digits are half as wide as Chinese characters. Filled by width, a line with digits has more characters than one
    without; counted, it has as many and is shorter.
    """
    flush = [line for line in lines if abs(line.x0 - left) < line.size]
    most = max((len(line.text) for line in flush), default=0)
    full = [line for line in flush if len(line.text) == most]
    widths = sorted(line.x1 - line.x0 for line in full)
    wide = sum(width >= (most - 0.5) * full[0].size for width in widths)
    return (
        most
        if wide >= FEW_FULL and len(full) >= FEW_FULL + 1 and widths[0] <= widths[-1] - full[0].size
        else 0
    )


def is_flush(lines: Iterable[tuple[PdfLine, Margins]]) -> bool:
    """Whether a text has a straight right margin."""
    long = nearly = 0
    for line, margins in lines:
        short = (margins.right - line.x1) / line.size
        telling = abs(line.size - margins.size) <= SAME_SIZE * margins.size and any(map(is_latin, line.text))
        if telling and short < LONG:
            long += 1
            nearly += FLUSH < short < NEARLY
    return long >= FLUSH_LINES and nearly <= MAX_NEARLY * long


def measure_frame(lines: Sequence[PdfLine], frame: Box, margins: Margins) -> Margins:
    """Margins of the lines in a frame on a page with these margins: as far from its right edge as from its left."""
    left = min(line.x0 for line in lines)
    right = frame[2] - min(max(left - frame[0], 2), 2 * PADDING)
    return replace(margins, left=left, right=right, flush=False)


def common(values: list[float], near: float) -> float:
    """The smallest of the values that a tenth of them share, two at least; the smallest where none is shared."""
    ordered = sorted(values)
    enough = max(2, len(ordered) / 10)
    counted = Counter(round(x / near) for x in ordered)
    for x in ordered:
        at = round(x / near)
        if counted[at - 1] + counted[at] + counted[at + 1] >= enough:
            return x
    return ordered[0]


def goes_on(last: PdfLine, line: PdfLine, margins: Margins, same_page: bool) -> bool:
    """Whether a line is the rest of the paragraph that the line before it belongs to."""
    size = max(last.size, line.size)
    if abs(last.size - line.size) > SAME_SIZE * size:
        return False
    if line.x0 > margins.left + INDENT * size:
        return False
    if same_page and line.top - last.top > GAP * max(margins.leading, size):
        return False
    end = last.text[-1]
    if line.text[0] in NEVER_FIRST or _within_number(last, line, margins):
        return True
    slack = SLACK_AT_END if end in ENDS else SLACK
    room = SLACK if margins.flush else room_for(line.text) + slack
    counted = margins.count and len(last.text) >= margins.count
    if not counted and last.x1 < margins.right - room * size:
        return False
    if BEGINNING.match(line.text) and (end in SENTENCE_END or end in CLOSING):
        return False
    if LABEL.match(line.text) and end in ENDS:
        return False
    return not (NUMBER.match(line.text) and end in SENTENCE_END)


def _within_number(last: PdfLine, line: PdfLine, margins: Margins) -> bool:
    """Whether a break is within a number: `…，到202` / `5年…`, of programs that count characters instead of their width.

    A column of numbers has lines of their own: there the line before is short, or is a number alone.
    """
    cut = last.text[-1].isdecimal() and line.text[0].isdecimal() and not last.text[:1].isdecimal()
    full = last.x1 - margins.left >= MOSTLY * (margins.right - margins.left)
    return cut and full and not BEGINNING.match(line.text) and not NUMBER.match(line.text)


def room_for(text: str) -> float:
    """Width of what begins a line and can't be broken, in type sizes: the line before may be short by so much."""
    found = TOKEN.match(text)
    return sum(0.7 if ch < "\u2000" else 1.0 for ch in found[0][:40]) if found else 1.0
