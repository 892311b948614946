"""Tables of duties whose cells are lines, wrapped within their columns or one name a line, with their head above.

    序号 / 重点任务 / 主要内容 / 牵头部门 / 责任单位 / 1 / 1.优化企业开 / 办服务 / 推进…应用。 / 市监委 / 市政务办、市委 / 网信办 / 2 / …

Rows begin at serial numbers that count on, or, without these, at the text after the units of the row before. A head
that is repeated after a page break is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.parse.captions import read_caption
from kb.parse.numbering import read_mark
from kb.parse.settings import DUTIES
from kb.parse.tables.duty_head import Column, read_column, read_head
from kb.parse.tables.duty_rows import FIGURE, NEVER, NONE, Layout, Widths, is_group, lay_out, split_units
from kb.spans import Text, join_texts
from kb.words.official import DATE
from kb.words.unit_names import LEVELS, is_unit_shape


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTable:
    """A table read from lines.

    rows:    header first; () where rows could be seen but not divided
    merged:  (row, column) of the cells that are one with the cell above
    heads:   lines of repeated heads, as indices of the lines given
    kept:    where rows is (): the lines of each row, to keep together
    unsure:  the first line of each row that could not be divided
    moved:   what follows a page break and is put after the first half of its cell
    end:     index after the last line
    """

    rows: tuple[tuple[Text, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()
    heads: tuple[int, ...] = ()
    kept: tuple[tuple[int, ...], ...] = ()
    unsure: tuple[int, ...] = ()
    moved: tuple[Text, ...] = ()
    end: int


def read_duty_cells(texts: Sequence[Text], start: int) -> DutyTable | None:
    """Return the table whose head begins at line `start`, or None. texts: the lines that are not empty."""
    values = [t.value.strip() for t in texts[start : start + DUTIES.look]]
    columns = read_head(values, 0)
    if not columns:
        return None
    if any(c.kind == "serial" for c in columns):
        return _numbered(texts, start, columns)
    return _named(texts, start, columns)


# Rows with serial numbers ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """A row on its way: its number, the lines of its stretches between page breaks, and lines of a group below it."""

    serial: int
    parts: list[list[int]]
    group: list[int]


def _numbered(texts: Sequence[Text], start: int, columns: tuple[Column, ...]) -> DutyTable | None:
    at = start + sum(c.lines for c in columns)
    if at < len(texts) and read_column(texts[at].value) is not None:
        return None  # heads and nothing below them
    heads = [re.sub(r"\s+", "", t.value) for t in texts[start:at]]
    figures = any(c.kind == "figure" for c in columns)
    rows, repeated, leading, end = _walk(texts, at, heads, figures)
    if len(rows) < DUTIES.rows:
        return None
    body = tuple(c for c in columns if c.kind != "serial")
    pieces = [[_pieces(texts, part) for part in row.parts] for row in rows]
    layouts = _fit(body, pieces)
    sure = sum(x.cost <= DUTIES.unsure for row in layouts for x in row[:1])
    if sure < len(rows) * DUTIES.share:
        kept = tuple((row.serial, *(k for part in row.parts for k in part), *row.group) for row in rows)
        return DutyTable(rows=(), heads=tuple(repeated), kept=kept, end=end)
    serial_at = next(k for k, c in enumerate(columns) if c.kind == "serial")
    out: list[tuple[Text, ...]] = [_head_row(texts, start, columns)]
    merged: set[tuple[int, int]] = set()
    moved: list[Text] = []
    groups = [k for k in range(len(body)) if is_group(body, k)]
    if leading:
        out.append(_spread(columns, serial_at, Text(""), _one_cell(texts, leading, body)))
    for row, parts, laid in zip(rows, pieces, layouts, strict=True):
        cells = _cells(body, parts, laid)
        moved += _out_of_order(parts, laid)
        for g in groups:
            if not cells[g] and len(out) > 1:
                merged.add((len(out), g + (g >= serial_at)))
        out.append(_spread(columns, serial_at, texts[row.serial], cells))
        if row.group:
            out.append(_group_row(texts, row.group, columns, serial_at, body))
    unsure = tuple(
        r.serial for r, x in zip(rows, layouts, strict=True) if len(x) == 1 and x[0].cost > DUTIES.unsure
    )
    return DutyTable(
        rows=tuple(out),
        merged=frozenset(merged),
        heads=tuple(repeated),
        unsure=unsure,
        moved=tuple(moved),
        end=end,
    )


def _walk(
    texts: Sequence[Text], at: int, heads: list[str], figures: bool
) -> tuple[list[_Row], list[int], list[int], int]:
    """The rows from line `at` on, lines of repeated heads, lines before the first number, and the index after all."""
    rows: list[_Row] = []
    repeated: list[int] = []
    leading: list[int] = []
    k, quiet = at, 0
    while k < len(texts):
        value = re.sub(r"\s+", "", texts[k].value)
        if value == heads[0] and [re.sub(r"\s+", "", t.value) for t in texts[k : k + len(heads)]] == heads:
            repeated += range(k, k + len(heads))
            k += len(heads)
            if rows:
                rows[-1].parts.append([])
            continue
        expected = rows and value == str(int(texts[rows[-1].serial].value) + 1)
        first = not rows and re.fullmatch(r"\d{1,3}", value) and (value == "1" or not _ahead(texts, k))
        if expected and figures and not _row_over(texts[k - 1].value):
            expected = False  # a figure: “深化培训 / 7 / …”
        if expected or first:
            rows.append(_Row(k, [[]], []))
            quiet = 0
        elif not rows:
            leading.append(k)
            if len(leading) > DUTIES.leading:
                return [], [], [], at
        elif _stops(texts[k].value):
            break
        elif rows[-1].group or _group_mark(value):
            rows[-1].group.append(k)
        else:
            rows[-1].parts[-1].append(k)
            quiet += 1
            if quiet > DUTIES.lines:
                break
        k += 1
    return rows, repeated, leading, _trim(texts, rows, repeated, k)


def _row_over(value: str) -> bool:
    """Whether a line can be the last of a row: names, none, a figure below a group, or time."""
    plain = value.strip()
    names = [n for n in re.split(r"[、，,]", plain) if n]
    return all(map(_is_name, names)) or bool(NONE.fullmatch(plain) or FIGURE.fullmatch(plain))


def _ahead(texts: Sequence[Text], at: int) -> bool:
    """Whether a number is none of the serial numbers: a first one follows soon (“总分 / 100 / 1 / …”), or no next one."""
    values = [t.value.strip() for t in texts[at + 1 : at + 1 + DUTIES.lines]]
    return "1" in values or str(int(texts[at].value) + 1) not in values


def _group_mark(value: str) -> bool:
    """“二、” on a line of its own, before the name of a group."""
    mark = read_mark(value)
    return mark is not None and mark.style == "han" and mark.end == len(value)


def _stops(value: str) -> bool:
    """Whether a line is after the table: a heading with its title, a caption, a date, or a whole paragraph."""
    mark = read_mark(value)
    if mark is not None and mark.style in (
        "annex",
        "part",
        "chapter",
        "section",
        "article",
        "han",
        "bracket",
    ):
        return mark.end < len(value.rstrip())
    return (
        len(value) > DUTIES.cell
        or read_caption(value) is not None
        or DATE.fullmatch(value.strip()) is not None
    )


def _trim(texts: Sequence[Text], rows: list[_Row], repeated: list[int], end: int) -> int:
    """Give back the lines after the units of the last row, which no number ends."""
    if not rows:
        return end
    last = rows[-1]
    if last.group or len(last.parts) > 1:
        return end
    lines = last.parts[0]
    sentence = next(
        (i for i in range(len(lines) - 1, -1, -1) if texts[lines[i]].value.rstrip().endswith("。")), -1
    )
    keep = sentence + 1
    while (
        keep < len(lines)
        and len(texts[lines[keep]].value) <= DUTIES.rest
        and "。" not in texts[lines[keep]].value
    ):
        keep += 1
    last.parts[0] = lines[:keep]
    return lines[keep] if keep < len(lines) else end


def _pieces(texts: Sequence[Text], part: Sequence[int]) -> list[Text]:
    """The lines of a part, split where a sentence ends and a unit begins."""
    out: list[Text] = []
    for k in part:
        text = texts[k].strip()
        before, after = split_units(text.value)
        if after:
            out += [text.slice(0, len(before)), text.slice(len(before), len(text.value))]
        else:
            out.append(text)
    return out


def _fit(body: tuple[Column, ...], pieces: list[list[list[Text]]]) -> list[list[Layout]]:
    """The layouts of all rows, part by part: twice, the second time knowing how wide the columns are."""
    first = [[t.value for t in parts[0]] for parts in pieces]
    widths = Widths()
    rough = [_lay(body, x, widths) for x in first]
    widths.learn(rough, first)
    out: list[list[Layout]] = []
    for parts in pieces:
        laid: list[Layout] = []
        held = [""] * len(body)
        for n, part in enumerate(parts):
            values = [t.value for t in part]
            one = _lay(body, values, widths, held if n else ())
            laid.append(one)
            for c, (a, b) in enumerate(one.cells):
                held[c] += "".join(values[a:b])
        out.append(laid)
    return out


def _lay(body: tuple[Column, ...], values: list[str], widths: Widths, before: Sequence[str] = ()) -> Layout:
    if len(values) > DUTIES.lines:
        return Layout((), NEVER)
    return lay_out(body, values, widths, before)


def _cells(body: tuple[Column, ...], parts: list[list[Text]], laid: list[Layout]) -> list[Text]:
    cells: list[list[Text]] = [[] for _ in body]
    for part, one in zip(parts, laid, strict=True):
        spans = one.cells if one.cost <= DUTIES.unsure or len(parts) > 1 else _undivided(body, len(part))
        for c, (a, b) in enumerate(spans):
            cells[c] += part[a:b]
    return [_join(x, body[c].kind) for c, x in enumerate(cells)]


def _out_of_order(parts: list[list[Text]], laid: list[Layout]) -> list[Text]:
    """What a page break puts after lines of the columns to its right."""
    out: list[Text] = []
    for n, (part, one) in enumerate(zip(parts, laid, strict=True)):
        for c, (a, b) in enumerate(one.cells if n else ()):
            later = any(x.cells[c + 1 :] and any(p < q for p, q in x.cells[c + 1 :]) for x in laid[:n])
            out += part[a:b] if later else []
    return out


def _undivided(body: tuple[Column, ...], n: int) -> tuple[tuple[int, int], ...]:
    """All lines of a row in the column of its text, where they cannot be divided for certain."""
    at = _text_at(body)
    return tuple((0, n) if c == at else ((0, 0) if c < at else (n, n)) for c in range(len(body)))


def _join(parts: list[Text], kind: str) -> Text:
    """The lines of a cell as one text: names one a line stay apart, wrapped ones are put together."""
    if kind == "units" and len(parts) > 1 and all(is_unit_shape(p.value.strip()) for p in parts):
        return join_texts(parts, " ")
    return join_texts(parts)


def _one_cell(texts: Sequence[Text], lines: list[int], body: tuple[Column, ...]) -> list[Text]:
    """Lines before the first number, the rest of a row on the page before: one cell, in the column of the text."""
    at = _text_at(body)
    return [join_texts([texts[k] for k in lines]) if k == at else Text("") for k in range(len(body))]


def _text_at(body: Sequence[Column]) -> int:
    """The column of the text of a task: the last before the units."""
    units = next(k for k, c in enumerate(body) if c.kind == "units")
    return max((k for k, c in enumerate(body) if c.kind == "text" and k < units), default=0)


def _group_row(
    texts: Sequence[Text],
    lines: list[int],
    columns: tuple[Column, ...],
    serial_at: int,
    body: tuple[Column, ...],
) -> tuple[Text, ...]:
    """“二、 / 对标任务 / 2”: a row that names a group, its number in the column of the serial numbers."""
    cells = [Text("")] * len(body)
    figure = next((k for k, c in enumerate(body) if c.kind == "figure"), None)
    rest = lines[1:]
    if figure is not None and rest and FIGURE.fullmatch(texts[rest[-1]].value.strip()):
        cells[figure] = texts[rest[-1]]
        rest = rest[:-1]
    cells[0] = join_texts([texts[k] for k in rest])
    return _spread(columns, serial_at, texts[lines[0]], cells)


def _head_row(texts: Sequence[Text], start: int, columns: tuple[Column, ...]) -> tuple[Text, ...]:
    """The heads as cells, those put together that are set on two lines."""
    out: list[Text] = []
    at = start
    for column in columns:
        out.append(join_texts(list(texts[at : at + column.lines])))
        at += column.lines
    return tuple(out)


def _spread(
    columns: tuple[Column, ...], serial_at: int, serial: Text, cells: Sequence[Text]
) -> tuple[Text, ...]:
    rest = list(cells)
    rest.insert(serial_at, serial)
    return tuple(rest[: len(columns)])


# Rows without numbers --------------------------------------------------------------------------------------------------


def _named(texts: Sequence[Text], start: int, columns: tuple[Column, ...]) -> DutyTable | None:
    """Rows of text and then units, one name a line: 领域 / 主要目标 / 主要责任单位 / 责任单位."""
    kinds = [c.kind for c in columns]
    units = [k for k, kind in enumerate(kinds) if kind == "units"]
    said = [k for k, kind in enumerate(kinds) if kind == "text"]
    if set(kinds) - {"text", "units"} or max(said) > min(units):
        return None
    out: list[tuple[Text, ...]] = [_head_row(texts, start, columns)]
    merged: set[tuple[int, int]] = set()
    at = start + sum(c.lines for c in columns)
    while True:
        text_end = at
        while text_end < len(texts) and text_end - at < DUTIES.named and not _is_name(texts[text_end].value):
            if _stops(texts[text_end].value):
                break
            text_end += 1
        name_end = text_end
        while name_end < len(texts) and _is_name(texts[name_end].value):
            name_end += 1
        if text_end == at or name_end == text_end:
            break
        row = _named_row(texts, at, text_end, name_end, len(columns), said, units)
        if len(said) > 1 and not row[said[0]] and len(out) > 1:
            merged.add((len(out), said[0]))
        out.append(row)
        at = name_end
    return DutyTable(rows=tuple(out), merged=frozenset(merged), end=at) if len(out) > DUTIES.rows else None


def _named_row(
    texts: Sequence[Text],
    at: int,
    text_end: int,
    name_end: int,
    width: int,
    said: list[int],
    units: list[int],
) -> tuple[Text, ...]:
    cells = [Text("")] * width
    opened = at + (len(said) > 1 and _opens_group(texts, at, text_end))
    if opened > at:
        cells[said[0]] = texts[at]
    if opened < text_end:
        cells[said[-1]] = join_texts(list(texts[opened:text_end]), " ")
    names = [t.strip() for t in texts[text_end:name_end]]
    if len(units) > 1:
        cells[units[0]] = names[0]
        names = names[1:]
    cells[units[-1]] = join_texts(names, " ") if names else Text("")
    return tuple(cells)


def _opens_group(texts: Sequence[Text], at: int, end: int) -> bool:
    """Whether the first line of a row is the name of its group: “一、健康”, or “健康” above a longer line.

    A wrapped line fills its column, so one that is shorter than the next is a cell of its own."""
    value = texts[at].value.strip()
    if read_mark(value) is not None:
        return value[:1] != "—"
    if at + 1 >= end or len(value) > DUTIES.narrow or re.search(r"[，。；：\d%％]", value):
        return False
    return len(value) + DUTIES.short < len(texts[at + 1].value.strip())


def _is_name(value: str) -> bool:
    """Whether a line is a unit's name, or one cut short: “省卫生计生”."""
    plain = value.strip()
    if len(plain) > DUTIES.name or read_mark(plain) is not None or re.search(r"[，。；：、]", plain):
        return False
    return is_unit_shape(plain) or _CUT_NAME.fullmatch(plain) is not None


_CUT_NAME = re.compile(rf"[{LEVELS}][一-鿿]{{2,7}}")
