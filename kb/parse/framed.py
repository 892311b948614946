"""Headings by a word or a frame: 任务一：扩大供给, 【总体要求】, 【资金保障】每年安排600万元。"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from kb.parse.items import Entry
from kb.parse.numbering import SIGNS, Mark
from kb.parse.settings import FRAMED
from kb.words.deadlines import DEADLINE_LABEL
from kb.words.role_words import BODIES, either, words_in

_ROLE_NAME = (
    rf"(?:主要)?(?:{either(words_in('label'))})+(?:{either(BODIES)})|{DEADLINE_LABEL}"
    r"|(?:责任|牵头|分管|包保|包抓|挂钩|联系)(?:领导|人)"
)
# 【重点任务】; 【责任单位】 is a label, 【打印】 is a website's.
FRAME = re.compile(
    rf"\s*[{SIGNS}]?\s*【(?!\s*(?:{_ROLE_NAME})|打印|关闭|返回|字体|大中小)[一-鿿、，（）]{{3,20}}】\s*[：:]?\s*"
)
RUN_IN_FRAME = re.compile(FRAME.pattern + r"(?=[^\s】][^】]{5})")


def mark_named(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Put 任务一 over （一） where （一） begins below one of them; elsewhere it is below （一） and over 1."""
    marked = [e.mark for e in entries if e.mark is not None and not e.frame]
    over = any(a.style == "named" and b.style == "bracket" and b.value == 1 for a, b in pairwise(marked))
    if not over:
        return entries
    return tuple(
        replace(e, mark=replace(e.mark, style="named-over")) if e.mark and e.mark.style == "named" else e
        for e in entries
    )


def mark_framed(entries: list[Entry]) -> list[Entry]:
    """Mark 【重点任务】 on lines of their own as chapters, 【资金保障】 with text after it as an item.

    Only where two or more paragraphs have one, and the former only where no chapter has a number.
    """
    counted = any(
        e.mark is not None and e.mark.style in ("part", "chapter", "section", "han") for e in entries
    )
    lines = [
        i for i, e in enumerate(entries) if e.mark is None and not e.frame and FRAME.fullmatch(e.text.value)
    ]
    items = [
        i
        for i, e in enumerate(entries)
        if e.mark is None and not e.frame and RUN_IN_FRAME.match(e.text.value)
    ]
    out = list(entries)
    for found, style in (([] if counted else lines, "label-frame"), (items, "dash")):
        if len(lines) + len(items) >= FRAMED.frames:
            for i in found:
                out[i] = replace(out[i], mark=Mark(style, 0, "", 0))
    return out
