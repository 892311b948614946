"""Bytes to lines: a document of any format as a `Source` (see kb.readers.source)."""

from __future__ import annotations

from kb.readers.detect import read_source
from kb.readers.source import Block, Grid, GridCell, Line, Source

__all__ = ["Block", "Grid", "GridCell", "Line", "Source", "read_source"]
