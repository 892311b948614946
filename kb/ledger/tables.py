"""The CSV files of corpus/<plan-id>/monitor: a dataclass each, a field a column, all cells text as they are written.

A file may be edited with Excel or WPS: UTF-8 with or without a byte order mark and GB18030 are read, columns in any order,
headings in English or Chinese, unknown columns left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from kb.codes import problem
from kb.csv_text import FORMULA, CsvFault, decode_csv, read_rows, without_guard
from kb.problems import Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """How one indicator row is reported and judged (indicators.csv), written once by init and completed by hand.

    id: local node id. reporter: the one unit that reports it. direction: up, down or level; "" as the target says.
    milestones: "2025:4.0;2028:4.3". min, max: bounds of a sound value. threshold: what counts as 明显. whole: id of the row
    that this one is part of; same_denominator: id of a row with the same denominator. public: "no" keeps it inside.
    """

    id: str
    reporter: str = ""
    direction: str = ""
    base_year: str = ""
    base_value: str = ""
    base_source: str = ""
    period: str = ""
    frequency: str = ""
    definition: str = ""
    numerator: str = ""
    denominator: str = ""
    min: str = ""
    max: str = ""
    decimals: str = ""
    public: str = ""
    source_system: str = ""
    milestones: str = ""
    threshold: str = ""
    whole: str = ""
    same_denominator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRow:
    """A unit that gets a form (recipients.csv). active_from, active_to: ISO days; instead_of: the unit whose rows it reports."""

    unit: str
    sent_to: str = ""
    contact: str = ""
    phone: str = ""
    active_from: str = ""
    active_to: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One assigned sentence of a plan (measures.csv). id: `2.4.2#3f9a1c`, the node and a key of the words. help: 、 between."""

    id: str
    node: str
    part: str = ""
    text: str = ""
    lead: str = ""
    main: str = ""
    help: str = ""
    deadline: str = ""
    output: str = ""
    document: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """A form that went out (sent.csv). rows: ids of its rows, blank-separated."""

    unit: str
    file: str
    sha256: str
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """A file that came in (receipts.csv). state: accepted, rejected (sent back) or superseded."""

    sha256: str
    unit: str
    name: str
    received: str
    state: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """A value as returned (values.csv). state: accepted, or held where an error is open or a person has to decide."""

    id: str
    year: str
    unit: str
    value: str
    text: str
    numerator: str = ""
    denominator: str = ""
    nature: str = ""
    source: str = ""
    note: str = ""
    sha256: str = ""
    cell: str = ""
    state: str = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """What a unit says of a row (progress.csv). self: of kb.words.monitoring.SELF; percent: 0 to 100."""

    id: str
    unit: str
    year: str
    self: str = ""
    percent: str = ""
    deadline: str = ""
    output: str = ""
    done: str = ""
    problem: str = ""
    next: str = ""
    next_date: str = ""
    help: str = ""
    evidence: str = ""
    money: str = ""
    leader: str = ""
    office: str = ""
    person: str = ""
    phone: str = ""
    sha256: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """What was found wrong with a return (problems.csv). severity: error, warning or note; state: open, explained or fixed."""

    code: str
    severity: str
    id: str
    unit: str
    message: str
    state: str = "open"
    answer: str = ""
    by: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What a person decided (decisions.csv), appended only. field: status, value, problem, supervise or answer."""

    id: str
    year: str
    field: str
    value: str
    reason: str
    by: str
    day: str
    document: str = ""
    unit: str = ""


CHINESE: dict[str, str] = {
    "id": "编号", "reporter": "报送单位", "direction": "方向", "base_year": "基期年", "base_value": "基期值", "base_source": "基期来源",
    "period": "统计期", "frequency": "频次", "definition": "指标解释", "numerator": "分子", "denominator": "分母", "min": "最小",
    "max": "最大", "decimals": "小数位", "public": "公开", "source_system": "来源系统", "milestones": "阶段目标",
    "threshold": "明显的幅度", "whole": "所属指标", "same_denominator": "同分母指标", "unit": "单位", "sent_to": "送达名称",
    "contact": "联系人", "phone": "电话", "active_from": "启用日期", "active_to": "停用日期", "instead_of": "代替单位", "node": "条目",
    "part": "分项", "text": "原文", "lead": "牵头单位", "main": "责任单位", "help": "配合单位", "deadline": "时限", "output": "成果",
    "document": "依据文件", "weight": "权重", "reason": "理由", "by": "认定人", "day": "日期", "field": "项目",
    "value": "值", "year": "年度",
}  # fmt: skip
"""Column → the Chinese heading that is read for it too."""
_HEADINGS = {key: (heading,) for key, heading in CHINESE.items()}


def columns(cls: type) -> tuple[str, ...]:
    """Return a table's headings in their order."""
    return tuple(f.name for f in fields(cls))


def table_text(cls: type[T], rows: Iterable[T]) -> str:
    """Return a table as CSV: a byte order mark for Excel, one row a line, no cell that runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = columns(cls)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_kept(getattr(row, name)) for name in names])
    return "\ufeff" + out.getvalue()


def read_table(cls: type[T], path: Path, needed: Sequence[str]) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
    """Return the rows of a file and what is wrong with it (KB340, with line); no rows for a file that is not there.

    needed: columns that a row cannot do without.
    """
    if not path.is_file():
        return (), ()
    try:
        rows = read_rows(decode_csv(path.read_bytes()), _HEADINGS, needed)
    except CsvFault as fault:
        return (), (_wrong(path, fault.line, fault.message),)
    except (OSError, UnicodeDecodeError) as error:
        return (), (_wrong(path, 0, f"读不出这个文件（{error}）"),)
    known = set(columns(cls))
    out: list[T] = []
    wrong: list[Problem] = []
    for row in rows:
        entry: dict[str, Any] = {k: without_guard(c) for k, c in row.cells.items() if k in known}
        if empty := [c for c in needed if not entry.get(c)]:
            wrong.append(_wrong(path, row.first, f"这一行没有写 {'、'.join(empty)}"))
            continue
        out.append(cls(**entry))
    return tuple(out), tuple(wrong)


def _wrong(path: Path, line: int, message: str) -> Problem:
    return problem("KB340", str(path), line=line, message=message, hint="列名见 docs/monitoring.md")


def _kept(cell: str) -> str:
    """A line break would be two lines of a diff; a formula would run."""
    flat = " ".join(str(cell).split("\n")).replace("\r", "")
    return "'" + flat if flat.startswith(FORMULA) and number_of(flat) is None and len(flat) > 1 else flat


def number_of(text: str) -> float | None:
    """Return a cell's number; None for none."""
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def shown(value: float | None) -> str:
    """Return a number as it is written in a cell: 70.0 → "70", 0.1 + 0.2 → "0.3"."""
    return "" if value is None else f"{value:.10g}"


def whole(text: str) -> int | None:
    """Return a cell's whole number; None for none."""
    value = number_of(text)
    return int(value) if value is not None and value == int(value) else None
