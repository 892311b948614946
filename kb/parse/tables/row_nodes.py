"""The rows of a table as nodes: indicators, projects, tasks with who answers for them, else paragraphs with cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kb.model import Cell, Kind
from kb.parse.blocks import Block
from kb.parse.node_builder import Grow, Growing, first_clause, key_of
from kb.parse.tables.cell_fit import kind_of
from kb.parse.tables.duty_head import read_column
from kb.spans import Text, join_texts
from kb.words.roles import names_roles

_UNIT_OF_MEASURE = re.compile(r"^(?P<name>.*\S)\s*[（(](?P<unit>[^（）()]*)[）)]\s*$", re.S)
_OPENED = re.compile(r"(?P<number>\d{1,3})[.．、](?P<name>\D.*)$", re.S)  # 3.毛入园率
# Column headings, white space removed.
_NAME_COLUMN = re.compile(r"指标名称|指标$|^指标|主要指标|指标内容")
_NUMBER_COLUMN = re.compile(r"^(?:序号|编号|项次)$")
_PROJECT_COLUMN = re.compile(r"^(?:重点|重大|建设)?(?:项目|工程)(?:名称|内容)?$|^(?:项目|工程)名称")
_TARGET_COLUMN = re.compile(r"目标|规划|\d{4}|指标值|十[一二三四五六七]五|计划(?:任务|数|值)?$|任务[数量]?$")
_TASK_COLUMN = re.compile(
    r"^(?:[一-鿿]{0,4})(?:任务|目标|措施|事项|举措|要点|工作|工作内容|任务内容|任务分解|内容|要求|考核项目|考核指标|评价指标)(?:[（(].*[）)])?$"
)
_REGIONS = {"cover": "封面", "closing": "结尾", "notes": "附注", "imprint": "版记"}


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table by what they hold, as indices; None where there is none."""

    headings: tuple[str, ...]
    name: int | None
    number: int | None
    project: int | None
    tasks: tuple[int, ...]
    indicators: bool
    units: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()

    def of(self, cells: list[str], which: int | None) -> str:
        return cells[which] if which is not None else ""


def read_table(
    grow: Grow, block: Block, owner: Growing | None, latest: Growing | None, place: tuple[str, ...]
) -> None:
    """Grow the rows of a table below `owner`. latest: the node before."""
    header = block.rows[0]
    below = _second_header(block.rows)
    columns = _columns(block.rows, block.merged, below, owner)
    base = owner.local if owner else "table"
    citation = owner.citation if owner else ""

    def row(kind: Kind, local: str, number: str, title: str, at: int, cite: str = "") -> None:
        depth = owner.depth + 1 if owner else 0
        texts = block.rows[at]
        cells = tuple(
            Cell(columns.headings[i] if i < len(columns.headings) else "", c, (at, i) in block.merged)
            for i, c in enumerate(texts)
        )
        body = join_texts([c for c in texts if c], " ")
        cite = cite or citation or _REGIONS.get(block.region, "正文")
        made = Growing(kind, depth, local, number, title, Text(""), owner, cite, place, [body], cells)
        made.line, made.edited = block.row_line(at), at in block.edited
        grow(made)

    first = owner if owner is not None and owner.kind == "box" and not owner.columns else None
    if first is not None:
        first.columns = columns.headings
    if first is not None and latest is first:  # else what is between caption and table comes first
        first.body.append(join_texts([c for c in header if c], " "))
        first.edited = first.edited or 0 in block.edited
    else:
        row("paragraph", f"{base}.h{key_of(''.join(columns.headings))}", "", "", 0)
    merged = {line for line, _ in block.merged}
    last = ""
    parts: Counter[str] = Counter()
    opened = _opened(block.rows, columns.name) if columns.number is None and columns.name is not None else {}
    heads = [re.sub(r"\s+", "", c.value) for c in header]
    answered = _answered_numbers(columns, block.rows)
    for at, texts in enumerate(block.rows):
        cells = [re.sub(r"\s+", "", c.value) for c in texts]
        if not at or not any(cells):
            continue
        if cells == heads:  # repeated by hand at the top of a page
            row("paragraph", f"{base}.h{key_of(''.join(cells))}", "", "", at)
            continue
        if at == 1 and below:
            row("paragraph", f"{base}.h{key_of(''.join(cells))}", "", "", at)
            continue
        name = columns.of(cells, columns.name)
        number = columns.of(cells, columns.number)
        project = columns.of(cells, columns.project)
        if at in opened:
            number, name = opened[at]
        elif len(cells) > 2 and sum(map(bool, cells)) == 1 and not number:
            name = ""  # the line of a group of rows: 一、儿童与健康
        task = _task_of(columns, cells)
        if project and not columns.indicators and (columns.number is None or number):
            row("project", f"{base}.p{key_of(project)}", number, project, at, f"{citation} {project}")
        elif columns.indicators and name:
            last = number or last
            parts[last] += 1
            key = _slug(last) if last else f"p{key_of(name)}"
            local = f"{base}.{key}" if owner and owner.kind == "box" else f"{base}.i{key}"
            if last and parts[last] > 1:
                local += f"-{parts[last]}"
            m = _UNIT_OF_MEASURE.match(name)
            title = m.group("name") if m else name
            cite = f"{citation} 指标{last}" if owner and last else f"{citation} {title}"
            row("indicator", local, last, title, at, cite)
        elif task and (_names_task(columns, cells, number, at in merged) or _counts_on(number, answered)):
            goal = "目标" in columns.headings[columns.tasks[0]]
            kind: Kind = "goal" if goal and len(columns.tasks) == 1 else "task"
            local = f"{base}.r{_slug(number)}" if number else f"{base}.q{key_of(task[:16])}"
            title = first_clause(task.lstrip("—")).rstrip("。；;")
            said = (
                f"{citation} {number or title}"
                if citation or not number
                else _cited(block, columns, at, number)
            )
            row(kind, local, number, title, at, said.strip())
        else:
            key = _slug(number) if number else f"q{key_of(''.join(cells)[:16])}"
            row("paragraph", f"{base}.r{key}", number, "", at)


GROUP_COLUMNS = 3
"""Columns from the left among which the one of a group of rows is looked for: 类别, 序号, 重点任务."""


def _cited(block: Block, columns: _Columns, at: int, number: str) -> str:
    """“提高登记效率 序号2”: a row of a table that no heading is above, by its group and its serial number."""
    groups = {
        c for _, c in block.merged if c < GROUP_COLUMNS and c not in columns.units and c != columns.number
    }
    for c in sorted(groups):
        top = at
        while (top, c) in block.merged:
            top -= 1
        if said := re.sub(r"\s+", "", block.rows[top][c].value):
            return f"{said} 序号{number}"
    return f"序号{number}"


def names_indicators(header: tuple[Text, ...]) -> bool:
    """Whether a heading row is that of an indicator table: a name, and a target next to it."""
    headings = [re.sub(r"\s+", "", c.value) for c in header]
    name = next((i for i, c in enumerate(headings) if _NAME_COLUMN.search(c)), None)
    return name is not None and any(_TARGET_COLUMN.search(c) for i, c in enumerate(headings) if i != name)


def answers(header: tuple[Text, ...]) -> bool:
    """Whether a heading row has a column of those who answer for a row: 责任单位."""
    return any(_answering(re.sub(r"\s+", "", c.value)) for c in header)


def _answering(heading: str) -> bool:
    column = read_column(heading)
    return names_roles(heading) or (column is not None and column.kind == "units")


def _columns(
    rows: tuple[tuple[Text, ...], ...],
    merged: frozenset[tuple[int, int]],
    below: tuple[str, ...],
    owner: Growing | None,
) -> _Columns:
    headings = [re.sub(r"\s+", "", c.value) for c in rows[0]]
    above = ""
    for i, value in enumerate(below):
        above = headings[i] or above
        if value:
            headings[i] = above + value

    def found(pattern: re.Pattern[str]) -> int | None:
        return next((i for i, c in enumerate(headings) if pattern.search(c)), None)

    name = found(_NAME_COLUMN)
    targets = any(_TARGET_COLUMN.search(c) for i, c in enumerate(headings) if i != name)
    indicators = name is not None and targets and owner is not None
    answered = any(_answering(c) for c in headings) and not indicators
    tasks = tuple(i for i, c in enumerate(headings) if answered and _TASK_COLUMN.search(c))
    if len(tasks) > 1 and _groups(rows, merged, tasks[0], tasks[1]):
        tasks = (*tasks[1:], tasks[0])
    kinds = [column.kind if (column := read_column(c)) else "" for c in headings]
    units = tuple(i for i, c in enumerate(headings) if answered and (kinds[i] == "units" or names_roles(c)))
    texts = tuple(i for i, kind in enumerate(kinds) if answered and kind == "text")
    number = found(_NUMBER_COLUMN)
    return _Columns(
        tuple(headings), name, number, found(_PROJECT_COLUMN), tasks, indicators, units=units, texts=texts
    )


def _groups(
    rows: tuple[tuple[Text, ...], ...], merged: frozenset[tuple[int, int]], first: int, second: int
) -> bool:
    """Whether a column names groups of rows: it is empty in some rows of which the next column says the task."""
    body = [(at, row) for at, row in enumerate(rows) if at and row[second]]
    empty = sum(not row[first] for _, row in body)
    return any((at, first) in merged for at, _ in body) or len(body) > 3 * empty > len(body) - 1


def _task_of(columns: _Columns, cells: list[str]) -> str:
    """The words of a row's task: of the column of tasks, or else of the first column of text."""
    return next((c for k in (*columns.tasks, *columns.texts) if (c := columns.of(cells, k))), "")


def _names_task(columns: _Columns, cells: list[str], number: str, merged: bool) -> bool:
    """Whether a row is a task: it says more than a number and a name, and somebody answers, or it is numbered.

    “总分 | 100” and “二、 | 对标任务 | 2” name a sum and a group."""
    if not (sum(map(bool, cells)) > 1 + bool(number) or merged):
        return False
    return number.isdecimal() or merged or any(cells[k] for k in columns.units)


def _answered_numbers(columns: _Columns, rows: tuple[tuple[Text, ...], ...]) -> frozenset[int]:
    """The serial numbers of the rows that somebody answers for."""
    if columns.number is None:
        return frozenset()
    numbers = (row[columns.number].value.strip() for row in rows if any(row[k] for k in columns.units))
    return frozenset(int(n) for n in numbers if n.isdecimal())


def _counts_on(number: str, answered: frozenset[int]) -> bool:
    """Whether a row is numbered among those that somebody answers for: a task too, though its cell of units is empty."""
    return number.isdecimal() and bool(answered) and min(answered) - 1 <= int(number) <= max(answered) + 1


def _second_header(rows: tuple[tuple[Text, ...], ...]) -> tuple[str, ...]:
    """The words of a second heading row, “2023年 2025年” below “目标值” that spans them; () where there is none.

    Its cells are blank where a heading of the first row goes down, and are below one that spans or its blanks."""
    if len(rows) < 3:
        return ()
    first, second = ([re.sub(r"\s+", "", c.value) for c in row] for row in rows[:2])
    said = [i for i, value in enumerate(second) if value]
    spans = [i for i, value in enumerate(first) if not value]
    if not first[0] or not spans or len(said) < 2 or len(said) == len(second):
        return ()
    under = {*spans, *(i - 1 for i in spans)}
    figures = any(kind_of(second[i]) in ("figure", "bound", "none", "long") for i in said)
    return tuple(second) if {*said} == under and not figures else ()


def _opened(rows: tuple[tuple[Text, ...], ...], name_at: int) -> dict[int, tuple[str, str]]:
    """Number and name of the rows whose number opens the name, “3.毛入园率”; none unless such numbers count on."""
    found: dict[int, tuple[str, str]] = {}
    before = 0
    for at, row in enumerate(rows[1:], 1):
        m = _OPENED.match(re.sub(r"\s+", "", row[name_at].value))
        if m is None:
            continue
        if int(m["number"]) <= before:
            return {}
        before = int(m["number"])
        found[at] = (m["number"], m["name"])
    return found if len(found) >= 2 else {}


def _slug(number: str) -> str:
    plain = re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-").lower()
    return plain or f"q{key_of(number)}"
