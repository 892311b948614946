"""Headings that run on in one line: a chapter, or a whole document, without a line break is cut at its numbers.

“…精准性（一）研究将…负责）具体措施：1．及时…” becomes one paragraph a heading, where the numbers count on without a gap.
"""

from __future__ import annotations

import re
from collections import Counter

from kb.parse.items import Item, Paragraph
from kb.parse.numbering import Mark, read_mark
from kb.parse.settings import SPLITS
from kb.words.numerals import HAN
from kb.words.official import KINDS_OF_PLAN

_CANDIDATE = re.compile(
    rf"(?P<han>(?<=[。）)\]〕：:；;]|[一-鿿”])(?<!第)\s*[{HAN}]{{1,4}}、)|(?P<bracket>[（(][{HAN}]{{1,4}}[）)])"
    r"|(?P<arabic>(?<=[。）)\]〕：:；;])\s*\d{1,3}(?:[．﹒、]|\.(?!\d)))|(?P<first>(?<=[一-鿿])1(?:[．﹒]|\.(?!\d)))"
    r"|(?P<spaced>(?<=[一-鿿])[ \t\u3000]+\d{1,3}(?:[．﹒、]|\.(?!\d)))"
)
# “某县2023年重点任务分工方案 为确保…”: the title at the head of a document in one line.
TITLED = re.compile(rf"\s*[^。；，：,;:\s]{{4,60}}(?:{KINDS_OF_PLAN})(?:[（(][^）)]{{2,30}}[）)])?(?=\s+\S)")
# “…。策略措施：1.完善…”: words after which items are counted again are a line of their own.
LABEL = re.compile(r"(?<=[。；）)\]〕])\s*(?P<label>[一-鿿]{2,8}[：:])\s*(?=1(?:[．﹒、]|\.(?!\d)))")


def split_running(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Cut long paragraphs at numbers that count on from the ones before; others stay as they are.

    A document is looked into only where it has long paragraphs with at least three such numbers.
    """
    long = SPLITS.long if len(items) > SPLITS.few else SPLITS.long_few
    marks = [i.mark for i in items if isinstance(i, Paragraph)]
    headed = sum(1 for m in marks if m is not None and m.style in ("han", "bracket", "arabic"))
    inside = sum(
        len(_CANDIDATE.findall(i.text.value))
        for i in items
        if isinstance(i, Paragraph) and len(i.text.value) >= long
    )
    if inside < SPLITS.inside or inside < headed:
        return items
    out: list[Item] = []
    state: dict[str, int] = {}
    for item in items:
        if not isinstance(item, Paragraph):
            out.append(item)
            continue
        _note(state, item.mark)
        if len(item.text.value) < long:
            out.append(item)
            continue
        blanks = item.blanks
        titled = TITLED.match(item.text.value) if not out else None
        at = titled.end() if titled else 0
        if titled:
            out.append(Paragraph(item.text.slice(0, at).strip(), blanks))
        for cut, mark in _cuts(item.text.value, state):
            piece = item.text.slice(at, cut).strip()
            if piece:
                out.append(Paragraph(piece, blanks))
            at, blanks = cut, 0
            _note(state, mark)
        rest = item.text.slice(at, len(item.text.value)).strip()
        if rest:
            out.append(Paragraph(rest, blanks))
    return tuple(out)


def _labelled(value: str) -> dict[int, int]:
    """Where a first number comes after a label that comes twice at least, and where the label begins."""
    found = list(LABEL.finditer(value))
    again = Counter(m["label"] for m in found)
    return {m.end(): m.start("label") for m in found if again[m["label"]] >= SPLITS.again}


def _note(state: dict[str, int], mark: Mark | None) -> None:
    if mark is None or mark.style == "dash":
        return
    state[mark.style] = mark.value
    for style in {"han": ("bracket", "arabic"), "bracket": ("arabic",)}.get(mark.style, ()):
        state[f"{style}.before"] = state.get(style, state.get(f"{style}.before", 0))
        state.pop(style, None)


def _cuts(value: str, state: dict[str, int]) -> list[tuple[int, Mark | None]]:
    """Where to cut, and at which mark: its value is one more than the last of its style, counted on or again; None: at
    the label of items that are counted again."""
    cuts: list[tuple[int, Mark | None]] = []
    seen = dict(state)
    labelled = _labelled(value)
    for m in _CANDIDATE.finditer(value):
        at = m.start() + len(m.group(0)) - len(m.group(0).lstrip())
        mark = read_mark(value[at : at + 24])
        if mark is None or at == 0 or _quoted(value, at):
            continue
        style = mark.style
        if m.lastgroup in ("first", "spaced") and not (cuts and at - cuts[-1][0] <= SPLITS.short):
            continue  # “二、重点任务1．…”: right after a heading, else a number in a name
        if style not in seen and style != "han" and "han" not in seen:
            continue
        last = seen.get(style)
        runs_on = seen.get(f"{style}.before", 0)
        anew = last is not None and mark.value == 1 and at in labelled
        if (
            anew
            or (last is not None and mark.value == last + 1)
            or (last is None and mark.value in (1, runs_on + 1))
        ):
            before = value[max(0, at - 8) : at].rstrip()[-1:]
            if style == "bracket" and before not in "。）)]〕：:；;" and last is not None:
                continue
            if anew:
                cuts.append((labelled[at], None))
            cuts.append((at, mark))
            _note(seen, mark)
    return cuts


def _quoted(value: str, at: int) -> bool:
    """Whether the place is inside quotation marks or 《》."""
    near = value[max(0, at - SPLITS.near) : at]
    return near.rfind("“") > near.rfind("”") or near.rfind("《") > near.rfind("》")
