"""The extract as one flat CSV table: a row for each duty, then the general obligations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.csv_text import csv_text
from kb.extract.columns import CSV, Cell, Column, flat_lines
from kb.extract.sheet import Sheet

# “3-5”, “11-2”, “2025/6”, “1/2/3”: a spreadsheet would show a date.
_LIKE_A_DATE = re.compile(r"\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?")


def write_csv(sheet: Sheet) -> str:
    """Return the table; the column of leaders is there where the plan prints any."""
    led = any(tie.leaders for line in flat_lines(sheet) for tie in line.ties)
    columns = [c for c in CSV if led or c.key != "leaders"]
    return table_csv(columns, ([c.read(line) for c in columns] for line in flat_lines(sheet)))


def table_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV for a spreadsheet; text that it would take for a date gets an apostrophe in front."""
    return csv_text([c.heading for c in columns], ([_as_text(cell) for cell in row] for row in rows))


def _as_text(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _LIKE_A_DATE.fullmatch(cell.strip()) else cell
