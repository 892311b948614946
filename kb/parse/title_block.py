"""Titles at the head of a document: the lines each is set on, and how sure that is.

A title is set on one to six lines, spaced (“几 个 问 题 的 通 知”) or cut anywhere (“…优化营商环 / 境的通知”). A letter has a
title of its own, and the plan that it issues has another one below the signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.parse.numbering import read_mark
from kb.parse.settings import TITLES
from kb.words.official import (
    ADDRESSEES,
    DATE,
    FURNITURE,
    INDEX_LABEL,
    ISSUER,
    KINDS_OF_LETTER,
    KINDS_OF_PLAN,
    NUMBER_LINE,
    PUBLICITY,
)
from kb.words.roles import TASK_LABEL, opens_with_label

# “（2023—2025年）”, “（试行）”, “(2023年5月6日)” at the end of a title.
_BRACKETS = r"(?:[（(〔\[][^（）()〔〕\[\]]{1,40}[）)〕\]])*"
# “（征求意见稿）” above a title is none.
_IN_BRACKETS = re.compile(r"[（(〔\[][^（）()〔〕\[\]]{1,40}[）)〕\]]")
_DATED = re.compile(rf"[（(]\s*{DATE.pattern}\s*[）)]$")
_PLAN = re.compile(rf".{{2,}}(?:{KINDS_OF_PLAN}){_BRACKETS}$")
_LETTER = re.compile(
    rf".*(?:关于|印发|转发|批转|公布|发布|对).+(?:{KINDS_OF_LETTER}|{KINDS_OF_PLAN}){_BRACKETS}$"
)
_ISSUES = re.compile(r"印发|转发|批转")
_ISSUED = re.compile(rf"(?:{KINDS_OF_LETTER}){_BRACKETS}$")
# What begins a title although a line with a name comes before it: 关于…, 印发…
_OPENS = re.compile(r"(?:关于|印发|转发|批转)")
# A kind of document without a name: 行动方案（2025—2027年）, 实施意见.
_KIND_ALONE = (
    rf"(?:行动|工作|实施|总体|专项|发展|建设)?(?:{KINDS_OF_PLAN}|{KINDS_OF_LETTER})(?:{_BRACKETS}$|的)"
)
# What cannot begin a title: the rest of one.
_REST = re.compile(rf"(?:的|和|与|及|、|”|》|）|\)|[（(]|{_KIND_ALONE})")
# The same for the first line of a document, which continues nothing: 和平市… is a place.
_NO_NAME = re.compile(rf"(?:”|》|）|\)|[（(]|{_KIND_ALONE})")
# A kind of document anywhere in a line: 某市发展规划纲要某某某某.
_NAMES_A_KIND = re.compile(rf".{{4,}}(?:{KINDS_OF_PLAN})")
# What cannot end one: 关于开展, “…的”, an open bracket.
_UNFINISHED = re.compile(r"(?:的|和|与|及|、|《|“|（|\(|关于|印发|推进|开展|加强|加快|促进|实施|落实)$")
# 3. 某省…的通知（2023年1月3日）: the number of a compilation.
# “某省政法委印发《…50条措施》”: who issued what, in a headline.
HEADLINE = re.compile(r"(?P<issuer>[^《》，。]{2,30}?)印发《(?P<title>[^《》]{4,})》$")
COMPILED = re.compile(r"\s*\d{1,4}\s*[.．、]\s*(?=[一-鿿《“（(])")
_ANNEX = re.compile(r"附\s*[件表录]")
_HEAD = re.compile(r"(?:特急|加急|急件|机密|秘密|内部|.{2,30}文件|.{2,30}办公[厅室]函)$")
_PAIRS = {"（": "）", "(": "）", "《": "》", "“": "”", "〔": "〕", "[": "〕"}
_SAME = str.maketrans("()[]", "（）〔〕")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBlock:
    """A title among the paragraphs of a cover.

    start, end: its lines, half-open
    text:       the title without white space, number of a compilation and date in brackets
    dated:      that date as printed, "" for none
    letter:     the title of a letter (通知, 批复, …), not of what it issues
    sure:       the lines prove it: one whole line, the name the letter gives, or a rest that cannot begin a title
    """

    start: int
    end: int
    text: str
    dated: str = ""
    letter: bool = False
    sure: bool = True


def compact(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s+", "", text)


def same_title(a: str, b: str) -> bool:
    """Return whether two titles are the same but for white space, dashes, brackets and marks around them."""
    return _bare(a) == _bare(b) != ""


def _bare(text: str) -> str:
    return re.sub(r"[\s—–\-－~～至《》〈〉“”\"（）()〔〕\[\]]+", "", text)


def find_titles(lines: Sequence[str], stop: int) -> list[TitleBlock]:
    """Return the titles above line `stop` (the first heading), in order.

    Lines are paragraphs. Only `TITLES.reach` of them are looked at."""
    stop = min(stop, len(lines), TITLES.reach)
    named = _named(lines[:stop])
    found: list[TitleBlock] = []
    i = 0
    while i < stop:
        if not _part(lines[i], first=not i) or _IN_BRACKETS.fullmatch(compact(lines[i])):
            i += 1
            continue
        end = i + 1
        short = len(compact(lines[i])) <= TITLES.line
        while short and end < stop and end - i < TITLES.run and _part(lines[end], first=False):
            short = len(compact(lines[end])) <= TITLES.line
            end += short
        block = _block(lines, i, end, named)
        if block is None:
            i = end if end - i < TITLES.run else i + 1
            continue
        found.append(block)
        i = block.end
    return found


def is_compiled(lines: Sequence[str]) -> bool:
    """Return whether a document opens with a title that has the number of a compilation: “3. 某省…的通知”."""
    if not lines or not COMPILED.match(lines[0]):
        return False
    found = find_titles(lines, TITLES.run)
    return bool(found) and found[0].start == 0 and bool(found[0].letter or found[0].dated or found[0].end > 1)


def _part(line: str, first: bool) -> bool:
    """Whether a line may be part of a title: short, without the end of a sentence, and no other part of a cover."""
    value = compact(line)
    if not 1 <= len(value) <= TITLES.whole or _HEAD.fullmatch(value):
        return False
    compiled = COMPILED.match(line)
    if first and compiled:
        return _part(line[compiled.end() :], first=False)
    if TASK_LABEL.match(value) or opens_with_label(value):
        return False
    if re.search(r"[。；;！？!?]|[：:]$", value) or FURNITURE.search(value) or _ANNEX.match(value):
        return False
    bare = value.strip("（）()〔〕[]")
    if DATE.fullmatch(bare) or NUMBER_LINE.match(value) or PUBLICITY.search(value) or INDEX_LABEL.match(line):
        return False
    return read_mark(line) is None and not ADDRESSEES.match(line)


def may_be_title(line: str) -> bool:
    """Whether a line above the text can be its title though it ends in no kind of document: 某区人才工作五件事."""
    return (
        len(compact(line)) >= TITLES.least and len(compact(line)) <= TITLES.line and _part(line, first=True)
    )


def is_whole_title(text: str) -> bool:
    """Whether a text can be a whole title by itself: 滨河市促进消费行动方案, and not 各有关单位."""
    return _complete(compact(text), first=True)


def is_lone_title(text: str) -> bool:
    """Whether the only line above the first heading is a title: it has a kind of document and no mark of a sentence."""
    value = compact(text)
    return (
        _part(text, first=True)
        and not _NO_NAME.match(value)
        and bool(_NAMES_A_KIND.match(value))
        and not re.search("[，,：:]", value)
    )


def _named(lines: Sequence[str]) -> tuple[str, ...]:
    """The titles that the sentences of a cover name: 《…》已经…同意, 现将《…》印发给你们."""
    out: list[str] = []
    for line in lines:
        value = compact(line)
        if re.search(r"已|印发|公布|转发|发布|附后", value):
            out += [m.group(1) for m in re.finditer(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》", value)]
    return tuple(_bare(t) for t in out)


def _block(lines: Sequence[str], start: int, end: int, named: tuple[str, ...]) -> TitleBlock | None:
    """The title within a run of lines that may be parts of one."""
    texts = [compact(COMPILED.sub("", lines[k]) if k == 0 else lines[k]) for k in range(start, end)]
    for a in range(len(texts)):  # what the letter names is sure, wherever its lines begin
        for b in range(len(texts), a, -1):
            joined, dated = _undated("".join(texts[a:b]))
            if _bare(joined) in named:
                return _made(start + a, start + b, joined, dated, sure=True)
    best: TitleBlock | None = None
    for b in range(1, len(texts) + 1):
        a = _first(texts, b)
        joined, dated = _undated("".join(texts[a:b]))
        if len(joined) <= TITLES.whole and _complete(joined, first=start + a == 0):
            best = _made(start + a, start + b, joined, dated, sure=_sure(texts, a, b))
            if b == len(texts) or not _continues(joined, texts, b):
                break
    return best


def _made(start: int, end: int, text: str, dated: str, sure: bool) -> TitleBlock:
    letter = bool(_LETTER.match(text)) and bool(_ISSUED.search(text))
    return TitleBlock(start=start, end=end, text=text, dated=dated, letter=letter, sure=sure)


def _undated(text: str) -> tuple[str, str]:
    m = _DATED.search(text)
    return (text[: m.start()], m.group(0)) if m else (text, "")


def _complete(text: str, first: bool = False) -> bool:
    """Whether a text can be a whole title: it ends in a kind of document, and brackets are closed.

    first: nothing comes before it, so it cannot be the rest of a title.
    """
    if len(text) < TITLES.least or _open(text) or (_NO_NAME if first else _REST).match(text):
        return False
    if HEADLINE.match(text):
        return True
    if _ISSUES.search(text.split("《")[0]) and not text.startswith("关于"):
        return bool(_ISSUED.search(text))
    return bool(_PLAN.match(text) or _LETTER.match(text))


def _open(text: str) -> bool:
    depth: dict[str, int] = {}
    for ch in text:
        if ch in _PAIRS:
            depth[_PAIRS[ch]] = depth.get(_PAIRS[ch], 0) + 1
        elif (closed := ch.translate(_SAME)) in depth:
            depth[closed] -= 1
    return any(n > 0 for n in depth.values())


def _continues(joined: str, texts: list[str], b: int) -> bool:
    """Whether the next line continues a text that could already be a title: “…三年行动 / 方案（2023—2025年）”."""
    following = texts[b]
    if _REST.match(following):
        return True
    return bool(_UNFINISHED.search(joined))


def _first(texts: list[str], b: int) -> int:
    """Where the title that ends before line `b` begins: after a name that is alone, unless 关于 follows it."""
    a = b - 1
    while a > 0:
        before, here = texts[a - 1], texts[a]
        if ISSUER.match(before) and not _UNFINISHED.search(before):
            names = [n for n in before.split("、") if n]
            if not (_OPENS.match(here) and names):
                return a
        elif _complete(before) and not _REST.match(here):
            return a
        a -= 1
    return a


def _sure(texts: list[str], a: int, b: int) -> bool:
    """Whether the lines prove that they are one title."""
    if b - a == 1:
        return a == 0 or bool(ISSUER.match(texts[a - 1]) or _complete(texts[a - 1]))
    if any(_OPENS.search(t) for t in texts[a:b]):
        return True
    return all(
        _REST.match(texts[k]) or _UNFINISHED.search(texts[k - 1]) or len(texts[k]) <= TITLES.scrap
        for k in range(a + 1, b)
    )
