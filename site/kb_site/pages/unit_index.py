"""The index of units: those that have a duty, then those that are only named, related or concerned."""

from __future__ import annotations

from collections.abc import Iterator

from kb.answer.facts import ASSIGNED_PARTS, PARTS
from kb.answer.shapes import UnitCounted
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.pages.tabled import page_names, pages_of, register_table, rows_file_of, table_files
from kb_site.pages.units import part_counts, responsible
from kb_site.plan_view import PlanView
from kb_site.table import Cell, Column, Piece, Row, Table
from kb_site.wording import ASSIGNED_NAME, BASES

Counted = tuple[UnitCounted, dict[str, int]]


def register(site: SiteContext, view: PlanView) -> None:
    site.links.add(view.path("units"))
    for name in _names(view):
        register_table(site, view, site.once(view, name, _MADE[name]))


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    names = _names(view)
    if not names:
        yield _page(site, view, "units", None, 0)
    for name in names:
        table = site.once(view, name, _MADE[name])
        for at in range(len(table.parts())):
            yield _page(site, view, page_names(name, table.parts())[at], table, at)


def files(site: SiteContext, view: PlanView) -> Iterator[tuple[str, bytes]]:
    for name in _names(view):
        yield from table_files(view, site.once(view, name, _MADE[name]))


def _page(site: SiteContext, view: PlanView, name: str, table: Table | None, at: int) -> Page:
    others = table is not None and table.name == OTHERS
    parts = table.parts() if table else ()
    title = "其他单位" if others else "单位"
    said = "只被点名、关联或涉及的单位" if others else "提到的 {n} 个单位，各有多少条明确责任、文中点名和关联"
    return Page(
        view.path(name),
        "units.html",
        title if not at else f"{title}（第 {at + 1} 页）",
        f"《{view.plan.title}》{said.format(n=len(view.units))}。" + (f"第 {at + 1} 页。" if at else ""),
        area="units",
        plan=view.id,
        data={
            "table": table,
            "rows": parts[at] if parts else (),
            "at": at,
            "pages": pages_of(view, table.name, parts, "个") if table else (),
            "rows_file": rows_file_of(table.name, parts) if table and not at else "",
            "others": others,
            "other_page": view.path(OTHERS) if _names(view) == ("units", OTHERS) and not others else "",
            "others_count": len(site.once(view, OTHERS, _others).rows),
            "kinds": list(dict.fromkeys(row.cells[1].text for row in table.rows if row.cells[1].text))
            if table
            else [],
            "through": any(d["via"] for sheet in view.sheets.values() for d in sheet["duties"]),
            "unmentioned": () if others or at else view.unmentioned,
        },
        scripts=("tables.js",),
    )


def _names(view: PlanView) -> tuple[str, ...]:
    """Return the tables there are: the second is the index itself where no unit has a duty."""
    assigned, others = _split(view)
    return ((UNITS,) if assigned else ()) + ((OTHERS,) if assigned and others else (UNITS,) if others else ())


def _split(view: PlanView) -> tuple[list[Counted], list[Counted]]:
    rows = [(u, part_counts(view, u["unit"])) for u in view.units]
    rows.sort(key=lambda row: tuple(-n for n in (responsible(row[1]), *row[1].values())))
    return [r for r in rows if responsible(r[1])], [r for r in rows if not responsible(r[1])]


def _assigned(site: SiteContext, view: PlanView) -> Table:
    assigned, others = _split(view)
    return _table(site, view, UNITS, "t-assigned" if assigned else "t-others", assigned or others)


def _others(site: SiteContext, view: PlanView) -> Table:
    assigned, others = _split(view)
    return _table(site, view, OTHERS, "t-others", others if assigned else [])


UNITS, OTHERS = "units", "units-others"
_MADE = {UNITS: _assigned, OTHERS: _others}


def _table(site: SiteContext, view: PlanView, name: str, element: str, rows: list[Counted]) -> Table:
    """Return units with their counts. The column of all that is assigned is left out where one of its parts says the same."""
    to = site.links.at(view.path(name))
    keys = [key for key in PARTS if any(counts[key] for _, counts in rows)]
    whole = sum(key in ASSIGNED_PARTS for key in keys) > 1
    counted = [("whole", ASSIGNED_NAME)] if whole else []
    counted += [(key, BASES[key]) for key in keys]
    columns = (
        Column(key="unit", head="单位", sort="text"),
        Column(key="kind", head="类别", sort="text", css="kind-col"),
        *(
            Column(key=key, head=head, sort="number", css=f"num count-{key}", label=head)
            for key, head in counted
        ),
    )
    made = []
    for unit, counts in rows:
        shown = {"whole": responsible(counts), **counts}
        full = unit["full_name"] if unit["full_name"] != unit["unit"] else ""
        names = (
            Piece(unit["unit"], to.unit(view.id, unit["unit"]), "unit"),
            *((Piece(full, css="full"),) if full else ()),
        )
        cells = (
            Cell(pieces=names, plain=unit["unit"]),
            Cell(pieces=(Piece(unit["kind"]),) if unit["kind"] else ()),
            *(_count(shown[key]) for key, _ in counted),
        )
        made.append(Row(cells=cells))
    return Table(name=name, element=element, columns=columns, rows=tuple(made), css="unit-table")


def _count(n: int) -> Cell:
    return Cell(pieces=(Piece(str(n)),) if n else (), plain=n)
