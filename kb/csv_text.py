"""Rows as CSV for any spreadsheet: byte order mark, RFC 4180, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins so, after blanks too, would be run as a formula (full-width forms included).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """The rows below a line of headings. Numbers stand as numbers, None as an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _safe(cell: str | float | None) -> str:
    """Numbers as they are; text that a spreadsheet would run gets an apostrophe in front."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return f"{cell:.12g}"
    return "'" + cell if cell.lstrip(" \u3000").startswith(FORMULA) else cell
