"""What the parser doubts about a whole document. Each doubt is said once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.codes import problem
from kb.parse.items import Item, Paragraph
from kb.parse.reading import Reading
from kb.parse.settings import GLUED, TITLES, WRAPS
from kb.parse.title_block import is_lone_title, is_whole_title
from kb.problems import Problem
from kb.spans import Lines


def find_doubts(reading: Reading) -> Iterator[Problem]:
    """Yield the doubts about a document as a whole."""
    yield from _title(reading)
    yield from _wraps(reading.items, reading.lines)
    yield from _glued(reading.items, reading.lines)


def _title(r: Reading) -> Iterator[Problem]:
    """A title that nothing proves: lines that may not belong together, a first line, a file's name."""
    chosen, title = r.parts.chosen, r.plan.title
    first = min(r.headings, default=len(r.items))
    above = [v for i, v in zip(r.outside, r.said, strict=True) if v and i < first]
    lone = above == [title] and is_lone_title(title)
    if chosen.sure if chosen is not None else lone or is_whole_title(title):
        return
    others = "、".join(f"“{t.text}”" for t in r.parts.titles if chosen is None or t.text != chosen.text)
    said = "题目拿不准" + (f"，也可能是{others}" if others else "")
    hint = "请核对 plan.md 文件头的 title，写上规划全名"
    yield problem("KB120", "", line=1, message=said, excerpt=title[: TITLES.excerpt], hint=hint)


def _wraps(items: Sequence[Item], lines: Lines) -> Iterator[Problem]:
    """Paragraphs that end in ， or 、 right above another: hard wraps that were not put together."""
    cut = [
        x
        for x, following in pairwise(items)
        if isinstance(x, Paragraph) and isinstance(following, Paragraph) and not following.blanks
        and x.text.value[-1:] in "，、" and len(x.text.value) > 1
    ]  # fmt: skip
    if len(cut) >= max(WRAPS.full_lines, len(items) * WRAPS.paused):
        at = cut[0].text.bounds(0, 1)
        line = lines.line(at[0]) if at else 1
        said = f"本文没有合并断行：{len(cut)} 段停在逗号或顿号上，第 {line} 行起"
        hint = "请换用 Word 或网页原件再导入"
        yield problem(
            "KB121", "", line=line, message=said, excerpt=cut[0].text.value[: TITLES.excerpt], hint=hint
        )


# “序号指标2025年2030年属性1护理型床位占比（%）58≥65约束性2…”: heads, and counted names with their unit of measure.
_HEADS = re.compile(
    r"(?:序\s*号|类\s*别|领\s*域)[^。；，]{0,30}?(?:指\s*标|目\s*标|名\s*称|责\s*任\s*单\s*位|项\s*目)"
)
_COUNTED = re.compile(
    r"(?<![\d.])(?P<serial>\d{1,2})\s*[.．、]?\s*[一-鿿“][^\d。；（()）]{1,30}[（(][^）)]{1,10}[）)]"
)


def _glued(items: Sequence[Item], lines: Lines) -> Iterator[Problem]:
    """Tables whose cells a copy ran together in one paragraph. Figures next to each other (“90100”) cannot be told apart."""
    for x in items:
        if not isinstance(x, Paragraph) or (head := _HEADS.search(x.value)) is None:
            continue
        serials = [int(m["serial"]) for m in _COUNTED.finditer(x.value, head.end())]
        if sum(b == a + 1 for a, b in pairwise(serials)) < GLUED.steps:
            continue
        at = x.text.bounds(0, len(x.value))
        line = lines.line(at[0]) if at else 1
        said = f"第 {line} 行像是表格，各格连成了一段，按段落保留"
        hint = "请改用 Word、Excel 或 PDF 原件导入，或对照原文在 plan.md 里整理成表格"
        yield problem("KB116", "", line=line, message=said, excerpt=x.value[: TITLES.excerpt], hint=hint)
