"""Spreadsheets (.xlsx) as a `Source`."""

from __future__ import annotations

from kb.readers.xlsx.document import read_xlsx

__all__ = ["read_xlsx"]
