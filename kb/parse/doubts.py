"""What the parser doubts about a whole document. Each doubt is said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.codes import problem
from kb.parse.items import Item, Paragraph
from kb.parse.settings import WRAPS
from kb.problems import Problem
from kb.spans import Lines


def find_doubts(items: Sequence[Item], lines: Lines) -> Iterator[Problem]:
    """Yield the doubts about a document as a whole."""
    yield from _wraps(items, lines)


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
        yield problem("KB121", "", line=line, message=said, excerpt=cut[0].text.value[:40], hint=hint)
