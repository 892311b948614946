"""Tables whose cells appear one a paragraph, without tabs: put back into rows and columns where these can be determined.

    表4  主要指标 / 序号 / 主要指标 / 单位 / 计划任务 / 1 / 建设雨水管网 / 公里 / 2000 / 2 / …

A merged-away cell is an empty paragraph more than usual, or lost; a cell may be broken over paragraphs. Rows are recognised
by their serial number, columns by what is in them. Where that fails the paragraphs stay, and a problem says so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kb.codes import problem
from kb.parse.boxes import NOTE
from kb.parse.items import Item, Paragraph, Table
from kb.parse.numbering import read_mark
from kb.parse.settings import COSTS, FIT, TITLES
from kb.parse.tables.cell_fit import Layout, Slot, kind_of
from kb.parse.tables.header_row import fit_header, merge_brackets
from kb.parse.tables.numbered_cells import CATEGORY, numbered_rows
from kb.problems import Problem
from kb.spans import Lines, Text, join_texts

SERIAL = re.compile(r"序\s*号|编\s*号|项\s*次")
SUB = re.compile(r"[（(]\s*\d{1,2}\s*[）)]")  # （1）: a part of the row above
TOTAL = re.compile(r"合计|小计|总计|共计")
FIGURES = ("figure", "bound", "years")
HEADED = ("annex", "part", "chapter", "section", "article", "han", "bracket")
"""Numbers of headings that are in no cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """slots[start:end] laid out: the cells, each a tuple of slot indices. serial: a numbered row."""

    start: int
    cells: tuple[tuple[int, ...], ...]
    cost: float
    serial: bool


def find_flat(items: tuple[Item, ...], lines: Lines) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The items with flat tables below captions put together; problems name the tables that stay paragraphs."""
    out: list[Item] = []
    problems: list[Problem] = []
    i = 0
    while i < len(items):
        item = items[i]
        bare = _uncaptioned(items, i)
        if bare is not None:
            table, i = bare
            out.append(table)
            continue
        out.append(item)
        i += 1
        if not isinstance(item, Paragraph) or item.caption is None:
            continue
        end = _stretch(items, i)
        cells = [x for x in items[i:end] if isinstance(x, Paragraph)]
        if len(cells) < COSTS.cells or not _like_cells(cells):
            continue
        slots = _slots(cells)
        laid, unsure = _tables(slots)
        line = lines.line((item.text.bounds(0, len(item.text.value)) or (0, 0))[0])
        caption = item.text.value[: TITLES.excerpt]
        if unsure:
            hint = "请对照原文，在 plan.md 里整理成表格"
            problems.append(problem("KB116", "", line=line, excerpt=caption, hint=hint))
        out += laid
        i = end
    return tuple(out), tuple(problems)


def _uncaptioned(items: tuple[Item, ...], start: int) -> tuple[Table, int] | None:
    """A table without a caption that begins at an item, and the index after it: below 附件1 and a title, say.

    Taken only where its numbers come back at a fixed distance."""
    heads = [_plain(x.text) if isinstance(x, Paragraph) else "" for x in items[start : start + 2]]
    if len(heads) < 2 or not (
        SERIAL.fullmatch(heads[0]) or (CATEGORY.fullmatch(heads[0]) and SERIAL.fullmatch(heads[1]))
    ):
        return None
    size = COSTS.few
    while True:  # a longer stretch is looked at only where the table continues to the end of this one
        near = items[start : start + size]
        end = _stretch(near, 0)
        slots = _slots([x for x in near[:end] if isinstance(x, Paragraph)])
        even = numbered_rows(slots, explicit=False)
        if even is None:
            return None
        rows, behind = even
        if end < size or behind + 2 * COSTS.columns < len(slots):
            return Table(rows), start + sum(1 for s in slots[:behind] if s is not None)
        size *= 2


def _stretch(items: tuple[Item, ...], start: int) -> int:
    """Index after the paragraphs that may be cells: up to a caption, a heading, a note or a table."""
    for i in range(start, len(items)):
        x = items[i]
        if isinstance(x, Table):
            return i
        if x.caption is not None or NOTE.match(x.value) or (x.mark is not None and x.mark.style in HEADED):
            return i
    return len(items)


def _like_cells(cells: list[Paragraph]) -> bool:
    """Whether paragraphs begin like a table's heading row: short, without sentences, a first one of them a heading."""
    first = [c.text.value for c in cells[:6]]
    return all(
        len(v) <= FIT.text and not re.search(r"[。；]", v) and read_mark(v) is None
        for v in first[: COSTS.first]
    )


def _slots(cells: list[Paragraph]) -> list[Slot]:
    """The paragraphs as slots, with a None for every empty cell between them.

    Where each paragraph is followed by an empty line, an empty cell shows as two more of them."""
    usual = Counter(c.blanks for c in cells[1:]).most_common(1)
    pitch = 1 if usual and usual[0][0] >= 1 else 0
    out: list[Slot] = []
    for n, c in enumerate(cells):
        empty = max(0, c.blanks - pitch) // (pitch + 1) if n else 0
        out += [None] * min(empty, COSTS.columns)
        out.append(c.text)
    return out


def _tables(slots: list[Slot]) -> tuple[list[Item], bool]:
    """The items of a stretch: tables where rows and columns can be determined, else paragraphs; whether any could not."""
    even = numbered_rows(slots, explicit=False)
    if even is not None:
        rows, behind = even
        if not any(s is not None for s in slots[behind:]):
            return [Table(rows)], False
    heads = [k for k, s in enumerate(slots) if s is not None and SERIAL.fullmatch(_plain(s))]
    if not heads:
        table = _periodic(slots)
        return ([Paragraph(s) for s in slots if s is not None], True) if table is None else ([table], False)
    out: list[Item] = []
    unsure = False
    start = 0
    for n, head in enumerate(heads):
        stop = _lead(slots, head, heads[n + 1]) if n + 1 < len(heads) else len(slots)
        leads = [s for s in slots[start:head] if s is not None]
        out += [Paragraph(s) for s in leads]
        if len(leads) > COSTS.leads and not n:
            unsure = True
        made, rest = _part(slots, head, stop)
        out += made
        unsure = unsure or not any(isinstance(x, Table) for x in made)
        start = rest
    out += [Paragraph(s) for s in slots[start:] if s is not None]
    return out, unsure


def _lead(slots: list[Slot], head: int, following: int) -> int:
    """Where what belongs to the next heading row begins: it, or the line of text right above it (“宁波市”)."""
    k = following - 1
    while k > head and slots[k] is None:
        k -= 1
    return k if kind_of(_plain(slots[k])) in ("word", "text") else following


def _plain(slot: Slot) -> str:
    return re.sub(r"\s+", "", slot.value) if slot is not None else ""


def _part(slots: list[Slot], head: int, stop: int) -> tuple[list[Item], int]:
    """One table with its heading row at `head`: its items and the index after it."""
    first = next((k for k in range(head + 2, min(stop, head + 60)) if _plain(slots[k]) == "1"), None)
    if first is None:
        return [Paragraph(s) for s in slots[head:stop] if s is not None], stop
    above, groups = _heading_slots(slots[head:first])
    wide = len(merge_brackets(above))
    layout = Layout(slots)
    best: tuple[float, int] | None = None
    sample = min(stop, first + COSTS.sample * wide)
    for width in range(max(2, wide - 4), min(COSTS.columns, wide + 2) + 1):
        rows, end = _rows(layout, first, sample, width)
        cost = _cost(rows, sum(1 for s in slots[end:sample] if s is not None))
        if cost is not None and (best is None or cost < best[0] - 1e-9):
            best = (cost, width)
    width = best[1] if best else 0
    rows, end = _rows(layout, first, stop, width) if best else ([], first)
    if _cost(rows, 0) is None:
        return [Paragraph(s) for s in slots[head:stop] if s is not None], stop
    header = fit_header(above, width)
    out: list[Item] = []
    if header is None:  # its cells span columns in a way that cannot be determined
        out += [Paragraph(s) for s in slots[head : first - len(groups)] if s is not None]
        header = tuple(Text("") for _ in range(width))
    empty = tuple(Text("") for _ in range(width - 1))
    table = [header, *((g, *empty) for g in groups if g is not None)]
    table += [tuple(_cell(slots, c) for c in row.cells) for row in rows]
    return [*out, Table(tuple(table))], end


def _heading_slots(region: list[Slot]) -> tuple[list[Slot], list[Slot]]:
    """Heading cells and the group lines between them and the first row.

    ““十二五”期间：”, or a lone text between empty cells: “城市排洪防涝工程/（项）”."""
    run = next((k for k, s in enumerate(region) if s is None), len(region))
    above = region[:run]
    groups: list[Slot] = []
    while above and above[-1] is not None and above[-1].value.rstrip().endswith(("：", ":")):
        groups.insert(0, above.pop())
    k = run
    while k < len(region):
        empties = 0
        while k < len(region) and region[k] is None:
            empties, k = empties + 1, k + 1
        texts = 0
        while k + texts < len(region) and region[k + texts] is not None:
            texts += 1
        if texts >= 2 and not groups:  # a second row of the heading
            above += [*[None] * empties, *region[k : k + texts]]
        else:
            groups += region[k : k + texts]
        k += texts
    return above, [g for g in groups if g is not None]


def _cell(slots: list[Slot], indices: tuple[int, ...]) -> Text:
    return join_texts([s for k in indices if (s := slots[k]) is not None])


def _rows(layout: Layout, first: int, stop: int, width: int) -> tuple[list[Row], int]:
    """The rows from `first` on, and the index after the last: twice, the second time knowing the columns."""
    layout.forget()
    rows, end = _walk(layout, first, stop, width)
    known = layout.learn([r.cells for r in rows if r.serial and r.cost < COSTS.known])
    return _walk(layout, first, stop, width) if known else (rows, end)


def _walk(layout: Layout, first: int, stop: int, width: int) -> tuple[list[Row], int]:
    slots = layout.slots
    rows: list[Row] = []
    p, serial, fresh = first, 0, True
    while p < stop:
        q = p
        while q < stop and slots[q] is None:
            q += 1
        if q == stop:
            return rows, stop
        value = _plain(slots[q])
        counts = value == str(serial + 1) or (fresh and value == "1")
        if counts or SUB.fullmatch(value) or TOTAL.fullmatch(value):
            expected = int(value) + 1 if counts else serial + 1
            end, cells, cost = _row_end(layout, q, stop, width, expected, TOTAL.fullmatch(value) is not None)
            rows.append(Row(q, cells, cost, counts))
            serial, fresh = (int(value), False) if counts else (serial, fresh or bool(TOTAL.fullmatch(value)))
            p = end
        elif _grouped(slots, q, stop, serial):
            rows.append(Row(q, ((q,), *(() for _ in range(width - 1))), 0.0, False))
            p, fresh = q + 1, True
        elif q > p and rows and _next_start(slots, q, stop, serial + 1, 2 * width) is not None:
            end, cells, cost = _row_end(layout, p, stop, width, serial + 1, True)
            rows.append(Row(p, cells, cost, False))
            p = end
        else:
            return rows, q
    return rows, p


def _grouped(slots: list[Slot], q: int, stop: int, serial: int) -> bool:
    """Whether a lone text opens a group of rows: what follows, empty cells aside, is a first or next number."""
    k = q + 1
    while k < stop and slots[k] is None:
        k += 1
    following = _plain(slots[k]) if k < stop else ""
    lone = following == "1" or following == str(serial + 1)
    return lone and kind_of(_plain(slots[q])) in ("word", "text", "long")


def _starts(slots: list[Slot], k: int, expected: int) -> bool:
    value = _plain(slots[k])
    return value == str(expected) or SUB.fullmatch(value) is not None or TOTAL.fullmatch(value) is not None


def _next_start(slots: list[Slot], q: int, stop: int, expected: int, reach: int) -> int | None:
    return next((k for k in range(q, min(stop, q + reach)) if _starts(slots, k, expected)), None)


def _row_end(
    layout: Layout, q: int, stop: int, width: int, expected: int, free: bool
) -> tuple[int, tuple[tuple[int, ...], ...], float]:
    """Where the row at `q` ends and how it is laid out: up to a next number, a total or a group, as it fits best.

    free: not a numbered row, its first cell need not be one column wide."""
    slots = layout.slots
    full = q + width
    if full <= stop and (full == stop or _starts(slots, full, expected)):
        cells, cost = layout.fit(q, full, width, free)
        if cost < FIT.sure:
            return full, cells, cost
    ends = [k for k in range(q + 1, min(stop, q + 3 * width) + 1) if k == stop or _starts(slots, k, expected)]
    ends += [
        k
        for k in range(q + 1, min(stop - 1, q + 3 * width) + 1)
        if slots[k] is None and slots[k - 1] is not None and k >= full
    ][:1]
    if full <= stop and full not in ends:
        ends.append(full)
    best: tuple[float, int, tuple[tuple[int, ...], ...]] | None = None
    for end in sorted(set(ends)):
        doubt = 0.0 if end == stop or _starts(slots, end, expected) else 0.6 if slots[end] is None else 1.4
        cells, cost = layout.fit(q, end, width, free)
        total = cost + doubt
        if best is None or total < best[0] - 1e-9:
            best = (total, end, cells)
    if best is None:
        cells, cost = layout.fit(q, min(full, stop), width, free)
        return min(full, stop), cells, cost
    return best[1], best[2], best[0]


def _cost(rows: list[Row], left: int) -> float | None:
    """Mean cost of the numbered rows, with the texts `left` over after them; None where too many are unsure."""
    numbered = [r for r in rows if r.serial]
    if not numbered:
        return None
    unsure = sum(1 for r in numbered if r.cost > COSTS.row)
    if unsure > COSTS.unsure * len(numbered):
        return None
    return (sum(min(r.cost, COSTS.most) for r in numbered) + COSTS.left * left) / len(numbered)


def _periodic(slots: list[Slot]) -> Table | None:
    """A table without serial numbers: the one width at which every column holds the same kind of thing all the way
    down, with at least one of figures; None where no width fits, or more than one."""
    n = len(slots)
    if any(s is None for s in slots) or n > COSTS.slots:
        return None
    figures = next((k for k, s in enumerate(slots) if kind_of(_plain(s)) in FIGURES), None)
    if figures is None or figures < COSTS.head:
        return None
    fits: list[tuple[int, int]] = []
    for width in range(2, COSTS.columns):
        for head in range(width, min(figures, 2 * width) + 1):
            if (n - head) % width or head >= n or head < figures - width + 1:
                continue
            columns = [[kind_of(_plain(slots[k])) for k in range(head + c, n, width)] for c in range(width)]
            same = all(_alike(c) for c in columns)
            if same and sum(c[0] in FIGURES for c in columns) * 2 >= width and columns[0][0] not in FIGURES:
                fits.append((width, head))
    fits = [f for f in fits if fit_header(slots[: f[1]], f[0]) is not None]
    if len(fits) != 1:
        return None
    width, head = fits[0]
    header = fit_header(slots[:head], width)
    assert header is not None
    cells = [s for s in slots[head:] if s is not None]
    rows = [tuple(cells[k : k + width]) for k in range(0, len(cells), width)]
    return Table((header, *rows))


def _alike(kinds: list[str]) -> bool:
    figures = {*FIGURES, "none"}
    return all(k in figures for k in kinds) or all(k not in figures for k in kinds)
