"""Rows for spreadsheets: CSV with a byte order mark, so that office programs read it as UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kb_cli.screen import Screen

# A cell that begins so would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in row])
    return "\ufeff" + out.getvalue()


def write_csv(screen: Screen, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    screen.raw(csv_text(head, rows))
