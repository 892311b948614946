"""The last words of a document, which belong to none of its items.

三、实行“免督查”。（某办公厅负责） / 各有关部门要认真组织实施。 / 自本通知印发之日起，…停止执行。 / 某办公厅
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kb.parse.blocks import Region
from kb.parse.heading_text import title_end
from kb.parse.items import Entry, Item, Paragraph
from kb.parse.settings import CLOSE
from kb.words.official import ADDRESSED, CLOSING


def find_closing(
    items: Sequence[Item],
    headings: Mapping[int, Entry],
    regions: Sequence[Region],
    boxed: frozenset[int] = frozenset(),
) -> frozenset[int]:
    """Return the indices of the paragraphs that close a text, right before its signature, its annexes or the end.

    regions: of every item. boxed: those in a box, which close nothing.
    What is about the document (自本通知印发之日起…) closes it, unless it is all that an item says.
    “各部门要…” closes it where the items before are a paragraph each.
    """
    found: set[int] = set()
    for end in _ends(regions):
        last = next((i for i in range(end - 1, -1, -1) if i in headings), None)
        if last is None:
            continue
        single = _are_single(headings, last)
        at = end
        while at - 1 > last and at - 1 not in boxed and _closes(items[at - 1], single):
            at -= 1
        if at - 1 == last and not _has_text(headings[last]):
            at += 1  # the text of the item
        found |= set(range(at, end))
    return frozenset(found)


def _ends(regions: Sequence[Region]) -> Iterator[int]:
    """Yield the indices at which a text ends."""
    for i, (region, following) in enumerate(pairwise((*regions, "imprint")), 1):
        if region == "body" and following in ("notes", "imprint"):
            yield i


def _closes(item: Item, single: bool) -> bool:
    if not isinstance(item, Paragraph):
        return False
    value = item.text.value.strip()
    return bool(CLOSING.match(value) or (single and ADDRESSED.match(value)))


def _has_text(heading: Entry) -> bool:
    """Whether a heading's paragraph continues after the title: “一、优化服务。简化流程。”, “（一）…。（商务部负责）”."""
    value = heading.text.value
    end = title_end(value, heading.mark.end if heading.mark is not None else 0)
    return bool(value[end:].strip("。 　"))


def _are_single(headings: Mapping[int, Entry], last: int) -> bool:
    """Whether an item and those of its level before it are one paragraph each: 一、… / 二、… / 三、… in a row."""
    mark = headings[last].mark
    if mark is None:
        return False
    run = [last]
    while (before := headings.get(run[-1] - 1)) is not None and before.mark is not None:
        if before.mark.level != mark.level:
            break
        run.append(run[-1] - 1)
    whole = len(run) == mark.value or run[-1] - 1 in headings  # from the first one, or from the heading above
    return len(run) >= CLOSE.items and whole and all(_has_text(headings[i]) for i in run)
