"""Paragraphs that lost their line breaks, cut where the text itself shows the break.

Three signs, none of them a guess: the indent of a paragraph inside a line (two ideographic blanks after the end of a
sentence or before a number), the number that is missing between two headings, and a box with its counted items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.parse.captions import read_caption
from kb.parse.items import Item, Paragraph
from kb.parse.numbering import Mark, opens_with_value, print_mark, read_mark
from kb.parse.settings import SPLITS
from kb.spans import join_texts
from kb.words.numerals import HAN
from kb.words.official import DOC_NUMBER

# “…廉政建设。专栏4　重点内容　　四、重点工程”: an indent, or a caption after the end of a sentence.
_INDENT = re.compile(r"(?<=\S)\u3000{2,}(?=\S)")
_CAPTION = re.compile(rf"(?<=[。；）)])(?=专\s*栏\s*[\d{HAN}]{{1,3}}[\s\u3000])")
_ENDS = "。！？；：:;”）)〕】"
# “…的意见国发〔2014〕14号各省…：”: number and addressees at the head of a document in one line.
_NUMBER = re.compile(rf"(?<=通知|意见|方案|计划|措施|决定|批复|复函|规划|纲要)(?={DOC_NUMBER.pattern})")
_BOX_ITEM = re.compile(
    rf"[（(](?P<value>[{HAN}]{{1,3}})[）)]|(?<=[。；])(?P<plain>\d{{1,2}})[.．、](?=[一-鿿“])"
)
_STYLES = ("han", "bracket", "arabic", "paren")


_OPEN_VALUE = re.compile(r"[的到至为达约近超由从]$")


def join_values(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Put a value that begins a paragraph back to the words it belongs to: “提高到 / 8.5平方米。岸线贯通。”."""
    out: list[Item] = []
    for item in items:
        last = out[-1] if out else None
        if (
            isinstance(item, Paragraph)
            and isinstance(last, Paragraph)
            and len(last.text.value) > SPLITS.value
            and _OPEN_VALUE.search(last.text.value.rstrip())
            and opens_with_value(item.text.value)
        ):
            out[-1] = Paragraph(join_texts([last.text, item.text]), last.blanks)
        else:
            out.append(item)
    return tuple(out)


def split_inside(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the items, paragraphs cut where they hold several."""
    cut = [part for item in items for part in _indents(item)]
    cut = [part for item in cut for part in _boxes(item)]
    return tuple(_missing(cut))


def _at(item: Paragraph, places: Sequence[int]) -> Iterator[Paragraph]:
    """The parts of a paragraph between places."""
    blanks = item.blanks
    bounds = [0, *places, len(item.text.value)]
    for a, b in pairwise(bounds):
        part = item.text.slice(a, b).strip()
        if part:
            yield Paragraph(part, blanks)
            blanks = 0


def _indents(item: Item) -> Iterator[Item]:
    if not isinstance(item, Paragraph):
        yield item
        return
    value = item.text.value
    places: list[int] = []
    for m in _INDENT.finditer(value):
        above = value[places[-1] if places else 0 : m.start()]
        if above[-1:] in _ENDS or _headed(value, m.end()) or _heads(above):
            places.append(m.end())
    places += [m.start() for m in _CAPTION.finditer(value)]
    if places and (after := _NUMBER.search(value, 0, places[0])) is not None:
        number = DOC_NUMBER.match(value, after.end())
        places += [after.start(), *([number.end()] if number else [])]
    yield from _at(item, sorted(set(places))) if places else (item,)


def _headed(value: str, at: int) -> bool:
    mark = read_mark(value[at : at + 24])
    return mark is not None and mark.style not in ("dash", "dotted", "circle")


def _heads(above: str) -> bool:
    """Whether the words before an indent are a heading and nothing else: “一、发展基础　　全县…”."""
    mark = read_mark(above)
    if mark is None or mark.style not in ("part", "chapter", "section", "han", "bracket"):
        return False
    return mark.end < len(above) <= SPLITS.heading and not re.search(
        r"[，。；：\u3000]", above[mark.end :].strip()
    )


def _boxes(item: Item) -> Iterator[Item]:
    """“专栏3　推动减排（一）造纸行业。…（二）印染行业。…”: the caption, then the items that count on from 1."""
    if not isinstance(item, Paragraph) or not re.match(r"\s*专\s*栏", item.text.value[:8]):
        yield item
        return
    value = item.text.value
    places: list[int] = []
    for m in _BOX_ITEM.finditer(value):
        mark = read_mark(value[m.start() : m.start() + 12])
        if mark is not None and mark.value == len(places) + 1:
            places.append(m.start())
    captioned = len(places) >= 2 and read_caption(value[: places[0]].strip()) is not None
    yield from _at(item, places) if captioned else (item,)


def _missing(items: list[Item]) -> Iterator[Item]:
    """Cut at the number that is missing between two headings, where it occurs in a paragraph between them."""
    out = list(items)
    last: dict[str, tuple[int, int]] = {}  # style → (value, index in out)
    k = 0
    while k < len(out):
        item = out[k]
        mark = item.mark if isinstance(item, Paragraph) else None
        if mark is None or mark.style not in _STYLES:
            k += 1
            continue
        before = last.get(mark.style)
        if (
            before is not None
            and 1 < mark.value - before[0] <= SPLITS.gap
            and k - before[1] <= SPLITS.between
        ):
            grown = _cut_missing(out, before[1], k, mark, before[0] + 1)
            if grown:
                k = before[1] + 1
                continue
        last = {s: v for s, v in last.items() if _rank(s) < mark.rank}
        last[mark.style] = (mark.value, k)
        k += 1
    return iter(out)


def _rank(style: str) -> float:
    return Mark(style, 1, "", 0).rank


def _cut_missing(out: list[Item], low: int, high: int, mark: Mark, value: int) -> bool:
    """Cut the paragraph between two headings in which number `value` occurs; whether there is one."""
    like = out[high]
    assert isinstance(like, Paragraph)
    shown = print_mark(mark.style, value, like.text.value).strip()
    form = re.compile(
        r"(?<=[。；;）)\]〕】、，：:！”\s])" + r"\s?".join(map(re.escape, shown)) + r"(?=\s*[一-鿿“])"
    )
    for k in range(low, high):
        item = out[k]
        if not isinstance(item, Paragraph) or len(item.text.value) < SPLITS.whole:
            continue
        found = form.search(item.text.value, 1)
        if found is not None and not _quoted(item.text.value, found.start()):
            out[k : k + 1] = list(_at(item, [found.start()]))
            return True
    return False


def _quoted(value: str, at: int) -> bool:
    near = value[max(0, at - SPLITS.near) : at]
    return near.rfind("“") > near.rfind("”") or near.rfind("《") > near.rfind("》")
