"""Operations on seen.csv: findings marked as right (“没问题”), marks taken back. One line each; the rest of the file stays."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable

from kb.csv_text import CsvFault, column_key, csv_rows, csv_text
from kb.edit.change import EditRefused
from kb.problems import Problem
from kb.rules.seen import COLUMNS, Mark, mark_of, marks_of

HEAD = [headings[0] for headings in COLUMNS.values()]


def mark_seen(text: str, found: Iterable[Problem], note: str = "") -> str:
    """Append a row for each finding that is no error and has no row yet. text: of the file, "" for none.

    Raises EditRefused for a text that is no table of marks.
    """
    there = Counter(mark.key for mark in marks_of(text, "seen.csv")[0])
    marks: list[Mark] = []
    for mark in (mark_of(p, " ".join(note.split())) for p in found if p.level != "error"):
        if there[mark.key]:
            there[mark.key] -= 1
        else:
            marks.append(mark)
    if not marks:
        return text
    try:
        rows = csv_rows(text)
    except CsvFault as fault:
        raise EditRefused(f"seen.csv：{fault.message}，没有写。{fault.hint}。") from fault
    keys = [column_key(name, COLUMNS) for name in rows[0][2]] if rows else list(COLUMNS)
    if lacking := [names[0] for key, names in COLUMNS.items() if key not in keys and key != "note"]:
        raise EditRefused(f"seen.csv 的第一行缺少列：{'、'.join(lacking)}，没有写。")
    values = [[str(getattr(mark, key)) if key in COLUMNS else "" for key in keys] for mark in marks]
    written = csv_text(HEAD, values)
    if not text.strip("\ufeff \r\n"):
        return written
    if not rows:  # remarks alone
        return text + _gap(text) + written.removeprefix("\ufeff")
    return text + _gap(text) + written.partition("\r\n")[2]


def unmark_seen(text: str, found: Iterable[Problem]) -> str:
    """Take out one row for each finding that has one."""
    gone = Counter(mark_of(p).key for p in found)
    lines: set[int] = set()
    for mark in marks_of(text, "seen.csv")[0]:
        if gone[mark.key]:
            gone[mark.key] -= 1
            lines.add(mark.line)
    if not lines:
        return text
    starts = {last: first for first, last, _ in csv_rows(text)}
    dropped = {n for last in lines for n in range(starts[last], last + 1)}
    return "".join(line for n, line in enumerate(io.StringIO(text, newline=""), 1) if n not in dropped)


def _gap(text: str) -> str:
    return "" if text.endswith("\n") else "\r\n"
