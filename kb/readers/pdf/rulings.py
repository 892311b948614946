"""Ruled lines of a page put together to cells and tables, within bounds.

The finding is pdfplumber's; what it takes is quadratic in the crossings of a page, so these are counted first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.readers.pdf.lines import Box

MAX_PAIRS = 4_000_000
"""Lines across times lines down of one page; a table of 100 rows and 30 columns has 3,000."""

MAX_CROSSINGS = 4_000
"""Points in which lines of one page cross; the fullest table at hand has 900, a table of 100 rows and 30 columns 3,131."""

SNAP = 3.0
"""Points by which lines that are one may lie apart, ends that meet may miss each other, and crossings may fall short."""

MIN_LENGTH = 3.0
"""Points of a line that counts."""

Cell = Box | None


@dataclass(frozen=True, slots=True)
class Rulings:
    """rows: of each table its rows of cells, None where a cell is merged away. frames: boxes that are no tables.
    beyond: there are more lines than any table has, so none was looked for."""

    tables: tuple[tuple[tuple[Cell, ...], ...], ...] = ()
    frames: tuple[Box, ...] = ()
    beyond: bool = False


def find_rulings(edges: Iterable[dict[str, Any]]) -> Rulings:
    """The tables and frames that the edges of a page draw (pdfplumber's dicts of edges)."""
    from pdfplumber.table import (
        Table,
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )  # fmt: skip
    from pdfplumber.utils.geometry import filter_edges

    long_enough = [e for e in edges if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= 1]
    merged = filter_edges(
        merge_edges(
            long_enough,
            snap_x_tolerance=SNAP,
            snap_y_tolerance=SNAP,
            join_x_tolerance=SNAP,
            join_y_tolerance=SNAP,
        ),
        min_length=MIN_LENGTH,
    )
    across = sum(e["orientation"] == "h" for e in merged)
    if across * (len(merged) - across) > MAX_PAIRS:
        return Rulings(beyond=True)
    crossings = edges_to_intersections(merged, SNAP, SNAP)
    if len(crossings) > MAX_CROSSINGS:
        return Rulings(beyond=True)
    cells = intersections_to_cells(crossings)
    found = [Table(None, group) for group in cells_to_tables(cells)]  # type: ignore[arg-type]  # rows ask no page
    celled = {cell for table in found for cell in table.cells}
    frames = [cell for cell in cells if cell not in celled]  # a box alone is no table to pdfplumber
    tables = []
    for table in found:
        rows = tuple(tuple(row.cells) for row in table.rows)
        if max(sum(cell is not None for cell in row) for row in rows) < 2:
            frames.append(table.bbox)
        else:
            tables.append(rows)
    return Rulings(tuple(tables), tuple(frames))


def box_of(rows: tuple[tuple[Cell, ...], ...]) -> Box:
    """The box around a table."""
    cells = [cell for row in rows for cell in row if cell is not None]
    return (
        min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells),
    )  # fmt: skip
