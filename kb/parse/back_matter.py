"""What comes after the text of a plan: the list of annexes, signatures before them, glossaries and notes.

附件：1．重点任务分工表 / 2．主要指标表 / 某市人民政府 / 2024年3月5日 / 附件1 / …
"""

from __future__ import annotations

import re

from kb.parse.blocks import Region
from kb.parse.front_matter import closes
from kb.parse.items import Item, Paragraph
from kb.parse.numbering import read_mark
from kb.parse.pages import FOOTNOTE
from kb.parse.settings import COVER
from kb.words.official import DATE, ISSUER, PUBLICITY

# “附件：1．…”, “附表：1．…”, “附件：任务分工表”: the list of what is appended.
LIST = re.compile(r"\s*附\s*[件表录]\s*[:：]\s*(?P<first>\S.{0,80})$", re.S)
ALONE = re.compile(r"\s*附\s*[件表]\s*[:：]?\s*")  # 附件, above 1.某市主要指标
MAX_ENTRY = 50  # characters of an entry of the list
GLOSSARY = re.compile(
    r"\s*(?:附\s*[:：]?\s*)?(?:名词(?:术语)?(?:解释|注释|说明)|术语解释|相关(?:名词|术语)解释|附\s*注|注\s*释|名词术语)\s*[:：]?\s*"
)
SIGN = re.compile(r"[①-⑳]|\[\d{1,2}\]|〔\d{1,2}〕")
HEADED = ("part", "chapter", "han")


def find_tail(items: tuple[Item, ...]) -> dict[int, Region]:
    """Region of the items that are no running text: "notes" for the list of annexes and for glossaries, "imprint"
    for a signature that comes before annexes. Nothing before the first numbered heading is looked at."""
    out: dict[int, Region] = {}
    headed = [i for i, x in enumerate(items) if isinstance(x, Paragraph) and _headed(x)]
    if not headed:
        return out
    last = headed[-1]
    cited = _cited(items)
    i = headed[0]
    while i < len(items):
        value = _value(items[i])
        if value is not None and (LIST.match(value) or (ALONE.fullmatch(value) and _numbered(items, i + 1))):
            i = _listed(items, i, out)
            continue
        if value is not None and (signed := _signature(items, i)):
            out |= dict.fromkeys(range(i, signed), "imprint")
            i = signed
            continue
        if value is not None and i > last and _footnote(value, cited):
            out[i] = "notes"
        if value is not None and i > last and GLOSSARY.fullmatch(value):
            for k in range(i, len(items)):
                if isinstance(items[k], Paragraph):
                    if _annexed(items[k]):
                        break
                    out[k] = "notes"
            return out
        i += 1
    return out


def _signature(items: tuple[Item, ...], at: int) -> int:
    """The index after a signature that begins at an item: names, a date on a line of its own, what may follow; 0 for none.

    A letter with items of its own has it in the middle of the document, above what it issues."""
    i = at
    while i < len(items) and i < at + COVER.imprint and _signs(_value(items[i]) or ""):
        i += 1
    if i == at or i == len(items) or not DATE.fullmatch((_value(items[i]) or "").strip()):
        return 0
    i += 1
    while i < len(items) and PUBLICITY.fullmatch((_value(items[i]) or "").strip()):
        i += 1
    return i


def _signs(value: str) -> bool:
    return len(value) <= COVER.signature and ISSUER.match(value.strip()) is not None


def _footnote(value: str, cited: set[str]) -> bool:
    """Whether a paragraph is a footnote: it opens with a sign (①) that the text refers to."""
    m = FOOTNOTE.match(value)
    return m is not None and m.group(1) in cited


def _cited(items: tuple[Item, ...]) -> set[str]:
    """The signs of footnotes that are inside a text, not before it: “促进教育均衡发展①。”"""
    return {
        m.group()
        for x in items
        for m in SIGN.finditer(_value(x) or "", 1)
        if not FOOTNOTE.match(_value(x) or "")
    }


def _headed(x: Paragraph) -> bool:
    return x.mark is not None and x.mark.style in HEADED


def _value(item: Item) -> str | None:
    """The words of a paragraph, or of a frame that holds a single one."""
    if isinstance(item, Paragraph):
        return item.text.value
    return item.rows[0][0].value if len(item.rows) == 1 and len(item.rows[0]) == 1 else None


def _annexed(item: Item) -> bool:
    value = _value(item)
    mark = read_mark(value) if value is not None else None
    return mark is not None and mark.style == "annex"


def _numbered(items: tuple[Item, ...], at: int) -> bool:
    """Whether an item is the first entry of a list of annexes: “1.某市主要指标”, followed by 2., an annex, or the end."""
    value = (_value(items[at]) or "") if at < len(items) else ""
    mark = read_mark(value)
    if mark is None or mark.style != "arabic" or mark.value != 1 or len(value) > MAX_ENTRY or "。" in value:
        return False
    return all(
        len(v) <= MAX_ENTRY and "。" not in v
        for x in items[at + 1 : at + 3]
        if (v := _value(x) or "") and not _annexed(x)
    )


def _listed(items: tuple[Item, ...], start: int, out: dict[int, Region]) -> int:
    """Mark the list of annexes at `start` and a signature after it; the index after them."""
    m = LIST.match(_value(items[start]) or "")
    first = start if m is not None else start + 1
    out[start] = out[first] = "notes"
    mark = read_mark(m.group("first") if m is not None else _value(items[first]) or "")
    counted = mark.value if mark is not None and mark.style == "arabic" else 0
    i = first + 1
    while counted and i < len(items):
        mark = read_mark(_value(items[i]) or "")
        if mark is None or mark.style != "arabic" or mark.value != counted + 1:
            break
        out[i] = "notes"
        counted, i = mark.value, i + 1
    signed = i
    while signed < len(items) and signed < i + 4:
        value = (_value(items[signed]) or "").strip()
        if not closes(value):
            break
        signed += 1
    if signed < len(items):  # at the very end the imprint is found anyway
        for k in range(i, signed):
            out[k] = "imprint"
        return signed
    return i
