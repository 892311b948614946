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
    table = _Table(grow, block, owner, place)
    table.head(latest)
    for at, texts in enumerate(block.rows):
        cells = [re.sub(r"\s+", "", c.value) for c in texts]
        if at and any(cells):
            table.add(table.read(at, cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of a table: its index, its cells without white space, and what it says by the columns' kinds."""

    at: int
    cells: list[str]
    name: str
    number: str
    project: str
    task: str


class _Table:
    """A table whose rows become nodes: a repeated head, a project, an indicator, a task, or a paragraph, tried in this order."""

    def __init__(self, grow: Grow, block: Block, owner: Growing | None, place: tuple[str, ...]) -> None:
        self.grow = grow
        self.block = block
        self.owner = owner
        self.place = place
        self.below = _second_header(block.rows)
        self.columns = _columns(block.rows, block.merged, self.below, owner)
        self.base = owner.local if owner else "table"
        self.citation = owner.citation if owner else ""
        self.heads = [re.sub(r"\s+", "", c.value) for c in block.rows[0]]
        self.merged = {line for line, _ in block.merged}
        columns = self.columns
        named_only = columns.number is None and columns.name is not None
        self.opened = _opened(block.rows, columns.name or 0) if named_only else {}
        self.answered = _answered_numbers(columns, block.rows)
        self.last = ""  # the number of the indicator before
        self.parts: Counter[str] = Counter()

    def head(self, latest: Growing | None) -> None:
        """Give the head to the box that the table is in, or grow a paragraph of it.

        What is between a caption and its table comes before the head."""
        first = self.owner
        if first is None or first.kind != "box" or first.columns:
            self._grow_head(0, self.columns.headings)
            return
        first.columns = self.columns.headings
        if latest is not first:
            self._grow_head(0, self.columns.headings)
            return
        first.body.append(join_texts([c for c in self.block.rows[0] if c], " "))
        first.edited = first.edited or 0 in self.block.edited

    def read(self, at: int, cells: list[str]) -> _Row:
        """Return what a row says. A line of a group of rows (一、儿童与健康) has no name."""
        columns = self.columns
        name, number = columns.of(cells, columns.name), columns.of(cells, columns.number)
        if at in self.opened:
            number, name = self.opened[at]
        elif len(cells) > 2 and sum(map(bool, cells)) == 1 and not number:
            name = ""
        return _Row(
            at=at,
            cells=cells,
            name=name,
            number=number,
            project=columns.of(cells, columns.project),
            task=_task_of(columns, cells),
        )

    def add(self, row: _Row) -> None:
        """Grow the node of a row: the first kind that takes it."""
        for kind in (self._head_again, self._project, self._indicator, self._task):
            if kind(row):
                return
        key = _slug(row.number) if row.number else f"q{key_of(''.join(row.cells)[:16])}"
        self._grow("paragraph", f"{self.base}.r{key}", row.number, "", row.at)

    def _head_again(self, row: _Row) -> bool:
        """A head repeated by hand at the top of a page, or its second row."""
        if row.cells != self.heads and not (row.at == 1 and self.below):
            return False
        self._grow_head(row.at, tuple(row.cells))
        return True

    def _project(self, row: _Row) -> bool:
        numbered = self.columns.number is None or row.number
        if not row.project or self.columns.indicators or not numbered:
            return False
        cite = f"{self.citation} {row.project}"
        self._grow("project", f"{self.base}.p{key_of(row.project)}", row.number, row.project, row.at, cite)
        return True

    def _indicator(self, row: _Row) -> bool:
        """An indicator; rows below it without a number of their own are its parts."""
        if not self.columns.indicators or not row.name:
            return False
        self.last = last = row.number or self.last
        self.parts[last] += 1
        key = _slug(last) if last else f"p{key_of(row.name)}"
        boxed = self.owner is not None and self.owner.kind == "box"
        local = f"{self.base}.{key}" if boxed else f"{self.base}.i{key}"
        if last and self.parts[last] > 1:
            local += f"-{self.parts[last]}"
        m = _UNIT_OF_MEASURE.match(row.name)
        title = m.group("name") if m else row.name
        cite = f"{self.citation} 指标{last}" if self.owner and last else f"{self.citation} {title}"
        self._grow("indicator", local, last, title, row.at, cite)
        return True

    def _task(self, row: _Row) -> bool:
        columns, number = self.columns, row.number
        named = _names_task(columns, row.cells, number, row.at in self.merged)
        if not row.task or not (named or _counts_on(number, self.answered)):
            return False
        tasks = columns.tasks or columns.texts
        goal = len(tasks) == 1 and "目标" in columns.headings[tasks[0]]
        local = f"{self.base}.r{_slug(number)}" if number else f"{self.base}.q{key_of(row.task[:16])}"
        title = first_clause(row.task.lstrip("—")).rstrip("。；;")
        alone = bool(number) and not self.citation
        said = _cited(self.block, columns, row.at, number) if alone else f"{self.citation} {number or title}"
        self._grow("goal" if goal else "task", local, number, title, row.at, said.strip())
        return True

    def _grow_head(self, at: int, cells: tuple[str, ...]) -> None:
        self._grow("paragraph", f"{self.base}.h{key_of(''.join(cells))}", "", "", at)

    def _grow(self, kind: Kind, local: str, number: str, title: str, at: int, cite: str = "") -> None:
        headings = self.columns.headings
        texts = self.block.rows[at]
        cells = tuple(
            Cell(headings[i] if i < len(headings) else "", c, (at, i) in self.block.merged)
            for i, c in enumerate(texts)
        )
        body = join_texts([c for c in texts if c], " ")
        cite = cite or self.citation or _REGIONS.get(self.block.region, "正文")
        depth = self.owner.depth + 1 if self.owner else 0
        made = Growing(
            kind, depth, local, number, title, Text(""), self.owner, cite, self.place, [body], cells
        )
        made.line, made.edited = self.block.row_line(at), at in self.block.edited
        self.grow(made)


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
