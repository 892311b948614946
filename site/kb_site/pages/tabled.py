"""What pages of long tables share: names of their parts, registration, cells of units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb_site.context import SiteContext
from kb_site.links import LinksFrom
from kb_site.plan_view import PlanView
from kb_site.table import Piece, Row, Table

Parts = Sequence[Sequence[Row]]


def page_names(name: str, parts: Parts) -> tuple[str, ...]:
    """Return the names of the pages of a table: indicators, indicators-2, indicators-3."""
    return tuple(name if not at else f"{name}-{at + 1}" for at in range(len(parts)))


def rows_file_of(name: str, parts: Parts) -> str:
    """Return the file with the rows of the later pages; "" where there are none."""
    return f"{name}-rows.js" if len(parts) > 1 else ""


def pages_of(view: PlanView, name: str, parts: Parts, measure: str) -> tuple[tuple[str, str], ...]:
    """Return path and label of each page: “第 1—45 项”."""
    out = []
    first = 1
    for page, rows in zip(page_names(name, parts), parts, strict=True):
        out.append((view.path(page), f"第 {first}—{first + len(rows) - 1} {measure}"))
        first += len(rows)
    return tuple(out)


def table_files(view: PlanView, table: Table) -> Iterator[tuple[str, bytes]]:
    """Yield what is written beside the pages: the whole table as CSV, and the rows that its first page fetches."""
    yield f"{view.id}/{table.name}.csv", table.csv()
    parts = table.parts()
    if len(parts) > 1:
        later = [row for part in parts[1:] for row in part]
        yield f"{view.id}/{rows_file_of(table.name, parts)}", table.rows_script(later)


def register_table(site: SiteContext, view: PlanView, table: Table) -> None:
    """Register the pages of a table, its CSV, and its rows as a script."""
    parts, name = table.parts(), table.name
    for page in page_names(name, parts):
        site.links.add(view.path(page))
    site.links.add(f"{view.id}/{name}.csv")
    if len(parts) > 1:
        site.links.add(f"{view.id}/{rows_file_of(name, parts)}")


def unit_pieces(to: LinksFrom, view: PlanView, names: Sequence[str]) -> tuple[Piece, ...]:
    """Return units as links, with “、” between them."""
    out: list[Piece] = []
    for name in names:
        if out:
            out.append(Piece("、"))
        out.append(Piece(name, to.unit(view.id, name) if to.has_unit(view.id, name) else "", "unit"))
    return tuple(out)
