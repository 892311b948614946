"""The extract as one flat CSV table."""

from __future__ import annotations

from kb.csv_text import csv_text
from kb.extract.content import Sheet
from kb.extract.tables import FLAT, flat_rows


def write_csv(sheet: Sheet) -> str:
    return csv_text(FLAT, flat_rows(sheet))
