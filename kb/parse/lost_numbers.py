"""Numbers of headings that Word set automatically and a copy lost, inferred from the neighbours that kept theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from kb.parse.heading_text import is_short, looks_headed, title_end
from kb.parse.items import Entry
from kb.parse.numbering import RANK, Mark, print_mark, read_mark
from kb.parse.settings import OUTLINE


def recover_numbers(entries: list[Entry]) -> list[Entry]:
    """Give lost numbers back: in a gap between two numbers of a style, and before a first number above 1.

    Where the count starts again without a heading of the style above, that heading lost its number as well.
    """
    out = list(entries)
    headed = [i for i, e in enumerate(out) if e.heading and e.mark is not None and e.mark.style != "dash"]
    elders: dict[str, int] = {}  # style → position of its last heading under the open parents
    ever: dict[str, int] = {}  # style → value of its last heading anywhere
    before = -1  # position of the heading before
    for i in headed:
        m = out[i].mark
        assert m is not None
        if m.uncounted:
            elders = {s: p for s, p in elders.items() if RANK[s] < m.rank}
            before = i
            continue
        previous = elders.get(m.style)
        value = out[previous].mark.value if previous is not None else 0  # type: ignore[union-attr]
        restart = previous is not None and value >= m.value and m.style != "dotted"
        if previous is not None and not restart:
            if m.value > value + 1 and _side_by_side(out[previous].mark, m):
                _fill(out, previous, i, m, value + 1, m.value)
        elif m.style not in ("dotted", "part", "chapter", "section", "article", "annex"):
            floor = previous if previous is not None else before
            runs_on = ever.get(m.style, -1) + 1 == m.value  # from under an earlier parent
            taken = _fill(out, floor, i, m, 1, m.value) if m.value > 1 and not runs_on else i
            parent = max((p for s, p in elders.items() if RANK[s] < m.rank), default=None)
            if restart and taken is not None and parent is not None:
                _parent(out, parent, taken, floor)
        elders = {s: p for s, p in elders.items() if RANK[s] <= m.rank}
        elders[m.style] = i
        ever[m.style] = m.value
        before = i
    return _all_lost(out)


def _side_by_side(a: Mark | None, b: Mark) -> bool:
    """Whether two numbers of a style are under one parent: 1.4 and 1.7, not 1.4 and 2.7."""
    return b.style != "dotted" or (a is not None and a.path[:-1] == b.path[:-1])


def _all_lost(entries: list[Entry]) -> list[Entry]:
    """Number the paragraphs below a heading that lost all their numbers: each opens with a title, there are two at
    least, and the headings next to it have numbered ones below them."""
    headed = [i for i, e in enumerate(entries) if e.heading and e.mark is not None]
    below: dict[str, Counter[str]] = {}
    for i, j in pairwise(headed):
        above, under = entries[i].mark, entries[j].mark
        if above is not None and under is not None and above.rank < under.rank and under.value == 1:
            below.setdefault(above.style, Counter())[under.style] += 1
    for i, j in pairwise([*headed, len(entries)]):
        above = entries[i].mark
        usual = below.get(above.style) if above is not None else None
        run = list(range(i + 1, j))
        if above is None or not usual or len(run) < 2 or not all(_titled(entries[k]) for k in run):
            continue
        if above.style == "han" and title_end(entries[i].text.value, above.end) == len(entries[i].text.value):
            style = usual.most_common(1)[0][0]
            for value, k in enumerate(run, 1):
                mark = Mark(style, value, _printed(style, value), 0)
                recovered = print_mark(style, value, "")
                entries[k] = replace(entries[k], heading=True, recovered=recovered, mark=mark)
    return entries


def _titled(e: Entry) -> bool:
    value = e.text.value
    return not e.heading and not e.frame and looks_headed(value) and value.find("。") + 1 < len(value)


def _fill(entries: list[Entry], low: int, high: int, m: Mark, first: int, stop: int) -> int | None:
    """Number the unnumbered headings between two positions with first … stop-1; the position of the first, or None
    where not all of them can be determined."""
    candidates = [
        k
        for k in range(low + 1, high)
        if not entries[k].heading
        and entries[k].mark is None
        and not entries[k].frame
        and not entries[k].text.value[:1].isdigit()  # the digits of a page, or of a value
        and looks_headed(entries[k].text.value)
        and not _counts_across(entries, k, low, high, m)
        and not _is_body(entries, k, m)
    ]
    need = stop - first
    if len(candidates) < need:
        return None
    full = [k for k in candidates if len(entries[k].text.value) > entries[k].text.value.find("。") + 1]
    chosen = (full if len(full) >= need else candidates)[-need:]
    for value, k in zip(range(first, stop), chosen, strict=True):
        entries[k] = replace(
            entries[k],
            heading=True,
            recovered=print_mark(m.style, value, entries[high].text.value),
            mark=Mark(m.style, value, _printed(m.style, value), 0),
        )
    return chosen[0]


def _counts_across(entries: list[Entry], at: int, low: int, high: int, m: Mark) -> bool:
    """Whether numbers of a lower style count on over a paragraph, so that no heading above them lost its number there.

    Between “3.增强能力。” and “4.加强队伍。” there is no 三、."""

    def near(where: Iterable[int]) -> Mark | None:
        found = (entries[k].mark for k in where if entries[k].heading)
        return next((x for x in found if x is not None and x.style != "dash"), None)

    before, after = (
        near(range(at - 1, max(low, at - OUTLINE.near), -1)),
        near(range(at + 1, min(high, at + OUTLINE.near))),
    )
    if before is None or after is None or before.rank <= m.rank:
        return False
    return before.style == after.style and after.value == before.value + 1


def _is_body(entries: list[Entry], at: int, m: Mark) -> bool:
    """Whether a paragraph is the text of the item right above it, as the items before or after that one have text.

    “3.增强能力。 / 建成一批实验室。 / 4.加强队伍。 / 加强教育。”: the last one has not lost 三、."""
    item = entries[at - 1] if at else entries[at]
    if item.mark is None or not item.heading or item.mark.rank <= m.rank or not is_short(item):
        return False
    for k in range(at - 2, max(-1, at - 2 - OUTLINE.ahead), -1):
        other = entries[k]
        if other.heading and other.mark is not None and other.mark.rank < item.mark.rank:
            break
        if other.heading and other.mark is not None and other.mark.style == item.mark.style:
            return other.mark.value < item.mark.value and is_short(other) and not entries[k + 1].heading
    for k in range(
        at + 1, min(len(entries) - 1, at + OUTLINE.ahead)
    ):  # the first item: as the one after it has
        other = entries[k]
        if other.heading and other.mark is not None and other.mark.rank <= item.mark.rank:
            same = other.mark.style == item.mark.style and other.mark.value > item.mark.value
            return same and item.mark.value == 1 and is_short(other) and not entries[k + 1].heading
    return False


def _printed(style: str, value: int) -> str:
    mark = read_mark(print_mark(style, value, ""))
    return mark.printed if mark else str(value)


def _parent(entries: list[Entry], elder: int, first: int, floor: int) -> None:
    """The heading above a count that starts again: the short sentence on its own right before it.

    `elder`: position of the last heading of a higher style; the lost one continues from it."""
    pm = entries[elder].mark
    assert pm is not None
    for c in range(first - 1, floor, -1):
        e = entries[c]
        if e.heading or e.frame or e.mark is not None:
            continue
        value = e.text.value
        if looks_headed(value) and value.find("。") == len(value) - 1:
            n = pm.value + 1
            entries[c] = replace(
                e,
                heading=True,
                recovered=print_mark(pm.style, n, entries[elder].text.value),
                mark=Mark(pm.style, n, _printed(pm.style, n), 0),
            )
        return
