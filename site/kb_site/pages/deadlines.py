"""What a plan asks for by when: a page where it prints deadlines, and the years for its first page.

Which year is the present one is the reader's browser's to know: the same base gives the same bytes on every day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.answer.facts import ASSIGNED, ASSIGNED_PARTS
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.pages.tabled import page_names, pages_of, register_table, rows_file_of, table_files, unit_pieces
from kb_site.plan_view import PlanView
from kb_site.table import Cell, Column, Piece, Row, Table
from kb_site.wording import KINDS, place

NAME = "deadlines"
BAR = 100.0  # width of the longest bar, in the drawing's own units
_LAST = "9999"


@dataclass(frozen=True, slots=True)
class Year:
    """A year and how many deadlines end in it. width: of its bar."""

    year: str
    count: int
    width: float


def has_deadlines(view: PlanView) -> bool:
    return any(duty.deadline for duties in view.duties.values() for duty in duties)


def years(view: PlanView) -> tuple[Year, ...]:
    """Return the years in which deadlines end, the earliest first, each node once a year."""
    found = {(d.node, d.due[:4]) for duties in view.duties.values() for d in duties if d.due}
    counts = Counter(year for _, year in found)
    most = max(counts.values(), default=1)
    return tuple(Year(y, n, round(BAR * n / most, 1)) for y, n in sorted(counts.items()))


def register(site: SiteContext, view: PlanView) -> None:
    if has_deadlines(view):
        register_table(site, view, site.once(view, NAME, table_of))


def files(site: SiteContext, view: PlanView) -> Iterator[tuple[str, bytes]]:
    if has_deadlines(view):
        yield from table_files(view, site.once(view, NAME, table_of))


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    if not has_deadlines(view):
        return
    table = site.once(view, NAME, table_of)
    parts = table.parts()
    by_year = years(view)
    for at, name in enumerate(page_names(NAME, parts)):
        yield Page(
            view.path(name),
            "deadlines.html",
            "完成时限" if not at else f"完成时限（第 {at + 1} 页）",
            f"《{view.plan.title}》写明完成时限的条目，按时限先后。" + (f"第 {at + 1} 页。" if at else ""),
            area="deadlines",
            plan=view.id,
            data={
                "table": table,
                "rows": parts[at],
                "at": at,
                "pages": pages_of(view, NAME, parts, "项"),
                "rows_file": "" if at else rows_file_of(NAME, parts),
                "years": by_year,
                "undated": sum(("year", "") in row.marks for row in table.rows),
                "unit_names": sorted(
                    {p.text for row in table.rows for p in row.cells[3].pieces if p.css == "unit"}
                ),
            },
            scripts=("tables.js",),
        )


def table_of(site: SiteContext, view: PlanView) -> Table:
    """Return a row for each node and deadline: when, what, its kind, who is assigned."""
    to = site.links.at(view.path(NAME))
    found: dict[tuple[str, str], str] = {}
    for id_, duties in view.duties.items():
        for duty in duties:
            if duty.deadline:
                text = "".join(duty.deadline.split())
                found[id_, text] = found.get((id_, text)) or duty.due
    ordered = sorted(found.items(), key=lambda x: (x[1] or _LAST, view.node[x[0][0]].order, x[0][1]))
    rows = []
    for at, ((id_, text), due) in enumerate(ordered, 1):
        node = view.node[id_]
        said = node.title or f"{node.text[:28]}…"
        held = [h for h in view.holders(id_) if h.key in ASSIGNED_PARTS]
        who: list[Piece] = []
        for h in held:
            label = "" if h.key == ASSIGNED else h.label
            who += [Piece("；")] if who else []
            who += [Piece(label, css=f"basis basis-{h.key}"), Piece(" ")] if label else []
            who += unit_pieces(to, view, h.units)
        cells = (
            Cell(pieces=(Piece(text),), value=at),
            Cell(pieces=(Piece(said, to.node(id_)), Piece(place(node), css="row-no"))),
            Cell(pieces=(Piece(KINDS[node.kind]),)),
            Cell(pieces=tuple(who)),
        )
        units = "、".join(u for h in held for u in h.units)
        rows.append(Row(cells=cells, marks=(("year", due[:4]), ("unit", units))))
    columns = (
        Column(key="deadline", head="完成时限", sort="number", css="due-col"),
        Column(key="node", head="条目", sort="text"),
        Column(key="kind", head="种类", sort="text", css="kind-col"),
        Column(key="unit", head="责任单位", sort="text", css="units-col"),
    )
    return Table(name=NAME, columns=columns, rows=tuple(rows), head=1, css="indicators deadlines")
