"""Tables recognised by their numbers: 1, 2, 3 … come back at a fixed distance, so that every row has as many cells.

    序号 / 指标 / 2025年 / 1 / 婴儿死亡率（‰） / ≤3.0 / 2 / 学前三年毛入园率（%） / 93左右 / …

The number is in a cell of its own, or opens the indicator's name (1.婴儿死亡率). A category may appear before some
of the rows. Without numbers the width is that of the heading row, where the columns below hold the same kind of thing.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from kb.parse.tables.cell_fit import UNLIKE, YEARS, Slot, kind_of
from kb.parse.tables.header_row import PAIRS, WHOLE
from kb.spans import Text

SERIAL = re.compile(r"序\s*号|编\s*号|项\s*次|序")
CATEGORY = re.compile(r"[^“”]{0,4}(?:类别|类型|分类|领域|维度|方面|类)")
MAX_COLUMNS = 14
MAX_PARTS = 8  # rows under one number
MAX_HEADING = 24  # characters of a heading cell
UNEVEN = 0.25  # how unlike the cells of a column may be, on average

Row = tuple[Text, ...]


def numbered_rows(slots: list[Slot], explicit: bool) -> tuple[tuple[Row, ...], int] | None:
    """The rows of a table, heading row first, and the index after it; None where the numbers do not come back evenly.

    explicit: every empty cell is a None; else a merged-away one is missing altogether, and a category appears only
    before the first of its rows."""
    for first in _ones(slots):
        for width, at in _chains(slots, first, explicit):
            rows = _laid(slots, first, width, at, explicit)
            if rows is not None:
                return rows
    return None


def _ones(slots: list[Slot]) -> list[int]:
    """Where the first row's number may appear."""
    return [k for k in range(2, min(len(slots), 2 * MAX_COLUMNS)) if _counts(slots[k], 1)][:3]


def _counts(slot: Slot, value: int) -> bool:
    """Whether a cell is a number or opens with it: “3”, “3.毛入园率”."""
    if slot is None:
        return False
    shown, digits = slot.value.strip(), str(value)
    if not shown.startswith(digits):
        return False
    rest = shown[len(digits) :].lstrip()
    return not rest or (rest[0] in ".．、" and rest[1:2] not in ("", ".") and not rest[1].isdecimal())


def _plain(slot: Slot) -> str:
    return re.sub(r"\s+", "", slot.value) if slot is not None else ""


def _chains(slots: list[Slot], first: int, explicit: bool) -> list[tuple[int, list[int]]]:
    """The distances between numbers and where these appear, of those that count on furthest: first the one at which all
    rows follow a heading row of their length, else the shortest, with a category before the rows."""
    found: list[tuple[int, list[int]]] = []
    for width in range(2, MAX_COLUMNS + 1):
        at = [first]
        while (following := _following(slots, at[-1], len(at) + 1, width, explicit)) is not None:
            at.append(following)
        if len(at) >= 3:
            found.append((width, at))
    furthest = max((len(at) for _, at in found), default=0)
    return sorted(
        ((width, at) for width, at in found if len(at) == furthest),
        key=lambda c: not (c[0] == first and all(b - a == first for a, b in pairwise(c[1]))),
    )


def _following(slots: list[Slot], at: int, value: int, width: int, explicit: bool) -> int | None:
    """Where the next number appears: one row on, after a category, or, with cells for all, after rows without number."""
    if explicit:
        for k in range(at + width, min(len(slots), at + width * MAX_PARTS + 1), width):
            if _counts(slots[k], value):
                return k
            if slots[k] is not None:
                return None
        return None
    for k in (at + width, at + width + 1):
        if k < len(slots) and _counts(slots[k], value):
            return k
    return None


def _laid(
    slots: list[Slot], first: int, width: int, at: list[int], explicit: bool
) -> tuple[tuple[Row, ...], int] | None:
    """The heading row and the rows; None where the cells before the first number are no heading row of this width."""
    number = next((k for k in range(min(first, width)) if SERIAL.fullmatch(_plain(slots[k]))), None)
    lead = (
        first - width
    )  # cells before the number in its row, and lines between the headings and the first row
    if lead < 0 or any(not _heading(s) for s in slots[:width]):
        return None
    if explicit:
        texts = [s if s is not None else Text("") for s in slots]
        if len(slots) % width or number not in (None, lead % width):
            return None
        return tuple(tuple(texts[k : k + width]) for k in range(0, len(texts), width)), len(slots)
    while at and at[-1] + width > len(slots):  # a last row that is cut short
        at.pop()
    categories = lead == 2 and (number == 1 or (number is None and CATEGORY.fullmatch(_plain(slots[0]))))
    if categories and _heading(slots[width]):
        return _grouped(slots, width, at, (slots[0],))
    return _grouped(slots, width, at, ()) if lead <= 2 and number in (0, None) else None


def _heading(slot: Slot) -> bool:
    shown = _plain(slot)
    return 0 < len(shown) <= MAX_HEADING and "。" not in shown and kind_of(shown) not in ("figure", "none")


def _grouped(
    slots: list[Slot], width: int, at: list[int], category: tuple[Slot, ...]
) -> tuple[tuple[Row, ...], int]:
    """Rows of a table whose categories come before the first of their rows.

    category: the heading of their column; without one a category is a row of its own."""
    texts = [s if s is not None else Text("") for s in slots]
    span = len(category)
    empty = tuple(Text("") for _ in range(width - 1))
    rows: list[Row] = [tuple(texts[: width + span])]
    before = width + span
    for k in at:
        groups = texts[before:k]
        if span:
            rows.append((groups[-1] if groups else Text(""), *texts[k : k + width]))
        else:
            rows += [(g, *empty) for g in groups]
            rows.append(tuple(texts[k : k + width]))
        before = k + width
    return tuple(rows), min(before, len(slots))


def even_width(values: list[str]) -> int:
    """Columns of a table without numbers whose cells are all there: the width at which the first row is one of headings
    and the columns hold the same kind of thing; 0 where no width fits best."""
    n = len(values)
    run = next((k for k, v in enumerate(values) if not _known(v)), n)
    if 2 <= run <= MAX_COLUMNS and n % run == 0 and n > run:
        return run
    fits: list[tuple[float, int]] = []
    for width in range(2, min(MAX_COLUMNS, n // 2) + 1):
        if n % width or not all(_heading(Text(v)) for v in values[:width]):
            continue
        kinds = [[kind_of(v) for v in values[c + width :: width] if v] for c in range(width)]
        unlike = [_spread(k) for k in kinds if k]
        figures = any(k and k[0] in ("figure", "bound", "years") for k in kinds)
        if unlike and figures:
            fits.append((sum(unlike) / len(unlike), width))
    fits.sort()
    if not fits or fits[0][0] > UNEVEN or (len(fits) > 1 and fits[1][0] - fits[0][0] < 0.05):
        return 0
    return fits[0][1]


def _known(value: str) -> bool:
    """Whether a cell is a heading by its words: 责任单位, 2025年, 指标属性."""
    shown = re.sub(r"\s+", "", value)
    return bool(
        WHOLE.fullmatch(shown) or PAIRS.fullmatch(shown) or YEARS.match(shown) or SERIAL.fullmatch(shown)
    )


def _spread(kinds: list[str]) -> float:
    """How unlike the cells of a column are to most of them, 0 to 1."""
    most = Counter(kinds).most_common(1)[0][0]
    return sum(0.0 if k == most else UNLIKE.get(frozenset((k, most)), 1.0) for k in kinds) / len(kinds)
