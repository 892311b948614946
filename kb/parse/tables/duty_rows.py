"""The lines of a row of duties, divided among its columns at the lowest cost.

    4 / 2.提高项目开 / 工建设效率 / 持续实施轨道建设项目审 / 批政策。 / 市住房城乡建 / 设委 / 市财政局、市水 / 务局

A cell is cut where its column ends, so all its lines but the last are about as long as the column is wide. The text
of a task ends a sentence; the names of units end whole, never in 、.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.parse.settings import DUTIES
from kb.parse.tables.duty_head import Column
from kb.words.unit_names import is_unit_shape

NONE = re.compile(r"[—–－\-/]{1,3}|无")
FIGURE = re.compile(r"[≥≤<>＞＜]?\d+(?:\.\d+)?[%％分个项万亿元]*")
_TIME = re.compile(r"\d{4}|[年月日底前后季度旬]|长期|持续|全年|即时|立即|按照|每")
_GROUP = re.compile(r"(\d{1,2})\s*[.．、]")
_OPEN_END = ("等", "单位", "部门", "政府")
_BEGINS = re.compile(r"[省市县区州旗各国中央有相]|[一-鿿]{2,4}[省市县区州旗]")
NEVER = 50.0  # a cost that no layout takes


@dataclass(slots=True)
class Widths:
    """Characters that a line of each column holds, learnt from rows that are sure; 0 where unknown."""

    of: dict[int, int] = field(default_factory=dict)

    def learn(self, rows: Sequence[Layout], lines: Sequence[Sequence[str]]) -> None:
        """Take the longest line of each column as its width."""
        for row, texts in zip(rows, lines, strict=True):
            if row.cost > DUTIES.sure:
                continue
            for c, (a, b) in enumerate(row.cells):
                for text in texts[a:b]:
                    self.of[c] = max(self.of.get(c, 0), len(text))


@dataclass(frozen=True, slots=True)
class Layout:
    """A row laid out: for each column the lines [start, end) of its cell."""

    cells: tuple[tuple[int, int], ...]
    cost: float


def split_units(text: str) -> tuple[str, str]:
    """Split a line in which a sentence ends and a unit begins: “…共享开放工作。市委网信办”; ("", "") for others."""
    at = text.rfind("。") + 1
    rest = text[at:]
    if at and 2 <= len(rest) <= DUTIES.rest and not re.search(r"[，；：]", rest) and _units_only(rest):
        return text[:at], rest
    return "", ""


def _units_only(text: str) -> bool:
    names = [n for n in re.split(r"[、，,]", text) if n]
    return bool(names) and all(is_unit_shape(n) or n in ("等",) for n in names)


def lay_out(
    columns: Sequence[Column], texts: Sequence[str], widths: Widths, before: Sequence[str] = ()
) -> Layout:
    """Divide the lines of a row among columns (without the serial number).

    before: for a row that continues after a page break, what each cell holds already; its cells may be empty."""
    n = len(texts)
    if n == len(columns) and not before:  # a line for every cell
        cost = sum(_cost(x, [t], 0, "") for x, t in zip(columns, texts, strict=True))
        if cost <= DUTIES.unsure:
            return Layout(tuple((k, k + 1) for k in range(n)), cost)
    states: list[dict[int, tuple[float, tuple[tuple[int, int], ...]]]] = [{0: (0.0, ())}]
    for c, column in enumerate(columns):
        reached: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        later = columns[c + 1 :]
        for a, (cost, cells) in states[-1].items():
            for b in _ends(column, c, columns, texts, a, n, bool(before)):
                if not later and b != n:
                    continue
                own = _cost(column, texts[a:b], widths.of.get(c, 0), before[c] if before else "")
                total = cost + own
                if total < NEVER and (b not in reached or total < reached[b][0] - 1e-9):
                    reached[b] = (total, (*cells, (a, b)))
        states.append(reached)
    best = states[-1].get(n)
    return Layout(best[1], best[0]) if best else Layout((), NEVER)


def _ends(
    column: Column, c: int, columns: Sequence[Column], texts: Sequence[str], a: int, n: int, continued: bool
) -> range:
    """Where the cell that begins at line `a` may end."""
    if column.kind == "figure":
        return range(a + (not continued), min(n, a + 1) + 1)
    if continued:
        return range(a, a + 1) if is_group(columns, c) else range(a, n + 1)
    if is_group(columns, c):
        return range(b := _group_end(texts, a, n), b + 1)
    most = DUTIES.units if column.kind in ("units", "time") else n
    last = c == len(columns) - 1
    return range(a if last and column.kind in ("time", "text") else a + 1, min(n, a + most) + 1)


def is_group(columns: Sequence[Column], c: int) -> bool:
    """Return whether a column names a group of rows: the first of several columns of text before the units."""
    texts = [k for k, x in enumerate(columns) if x.kind == "text"]
    units = next(k for k, x in enumerate(columns) if x.kind == "units")
    return (
        len([k for k in texts if k < units]) >= 2
        and c == texts[0]
        and "figure" not in [x.kind for x in columns]
    )


def _group_end(texts: Sequence[str], a: int, n: int) -> int:
    """Where the name of a group that begins at line `a` ends: before the first wide line; `a` where there is none."""
    if a == n or not _opens_group(texts, a):
        return a
    b = a + 1
    while b < min(n, a + DUTIES.group) and len(texts[b]) <= DUTIES.narrow:
        b += 1
    return b


def _opens_group(texts: Sequence[str], a: int) -> bool:
    """Whether a line is the beginning of a group's name: numbered, or narrow above wide lines."""
    if _GROUP.match(texts[a]):
        return True
    wide = max(map(len, texts), default=0)
    return len(texts[a]) <= DUTIES.narrow and wide >= 2 * len(texts[a]) and "。" not in texts[a]


def _cost(column: Column, lines: Sequence[str], width: int, before: str) -> float:
    """What it costs to take lines for the cell of a column."""
    joined = before + "".join(lines)
    if not joined:
        return {"text": 0.2, "time": 0.5}.get(column.kind, 2.0)
    if not lines:
        return 0.0 if _whole(column, joined) else 2.5
    if column.kind == "figure":
        return 0.0 if FIGURE.fullmatch(joined) or NONE.fullmatch(joined) else 6.0
    if column.kind == "time":
        return 0.0 if _TIME.search(joined) or NONE.fullmatch(joined) else 3.0
    over = sum(_over(line, width) for line in lines)
    if column.kind == "text":  # its lines are broken at punctuation, too, and tell nothing by their length
        return over + _text_cost(joined, lines)
    return over + sum(_short(line, width) for line in lines[:-1]) + _units_cost(joined, lines)


def _whole(column: Column, joined: str) -> bool:
    if column.kind == "units":
        return bool(NONE.fullmatch(joined)) or _last_whole(joined)
    return column.kind != "text" or joined[-1] in "。；！）)”"


def _short(line: str, width: int) -> float:
    """A line of names that is not the last of its cell fills the column."""
    missing = max(0, width - len(line) - DUTIES.short) if width else 0
    return min(missing, 4) * 0.4


def _over(line: str, width: int) -> float:
    return 2.0 * max(0, len(line) - width - 1) if width else 0.0


def _last_whole(joined: str) -> bool:
    last = re.split(r"[、，,；;]", joined)[-1]
    return is_unit_shape(last) or last.endswith(_OPEN_END)


def _units_cost(joined: str, lines: Sequence[str]) -> float:
    if NONE.fullmatch(joined):
        return 0.0
    if re.search(r"[。：]", joined) or joined[0] in "、，等和及与）":
        return 12.0
    cost = 0.0 if _last_whole(joined) else 2.5
    names = [n for n in re.split(r"[、，,；;]", joined) if n]
    cost += sum(1.0 for n in names if len(n) > DUTIES.name or not is_unit_shape(n.removesuffix("等")))
    return cost + (0.0 if _BEGINS.match(joined) or len(names) == 1 else 0.6)


def _text_cost(joined: str, lines: Sequence[str]) -> float:
    cost = 0.0 if joined[-1] in "。；！）)" else 0.9
    tail = 0
    for line in reversed(lines):
        if not _units_only(line) or line[-1:] == "。":
            break
        tail += 1
    return cost + 1.4 * min(tail, len(lines) - 1) + (2.0 if len(joined) < 4 else 0.0)
