"""All indicators in one table that sorts and filters; a long one is cut into pages."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import Indicator
from kb.rules.distance import direction, distance_words, gap, met
from kb_site.context import SiteContext
from kb_site.links import LinksFrom
from kb_site.page import Page
from kb_site.pages.tabled import page_names, pages_of, register_table, rows_file_of, table_files, unit_pieces
from kb_site.plan_view import PlanView
from kb_site.table import Cell, Column, Piece, Row, Table

KIND_OF_TARGET = {
    "up": "达到或高于",
    "down": "低于",
    "number": "等于",
    "trend-up": "提高、增加",
    "trend-down": "下降、减少",
    "trend-level": "保持不变",
    "trend": "其他",
}


def register(site: SiteContext, view: PlanView) -> None:
    if view.indicators:
        register_table(site, view, site.once(view, "indicators", table_of))
    else:
        site.links.add(view.path("indicators"))


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    table = site.once(view, "indicators", table_of)
    parts = table.parts()
    pages = pages_of(view, "indicators", parts, "项")
    kinds = _distinct(target_kind(i) for i in view.indicators)
    for at, name in enumerate(page_names("indicators", parts)):
        yield Page(
            view.path(name),
            "indicators.html",
            "指标" if not at else f"指标（第 {at + 1} 页）",
            f"《{view.plan.title}》的 {len(view.indicators)} 项指标：目标、属性、责任单位，可排序、可筛选。"
            + (f"第 {at + 1} 页。" if at else ""),
            area="indicators",
            plan=view.id,
            data={
                "table": table,
                "rows": parts[at],
                "at": at,
                "pages": pages,
                "rows_file": "" if at else rows_file_of("indicators", parts),
                "total": len(view.indicators),
                "categories": _distinct(i.category for i in view.indicators),
                "bindings": _distinct(i.binding for i in view.indicators),
                "vague": any(i.target.value is None for i in view.indicators),
                "met": any(met(i) for i in view.indicators),
                "without_unit": any(not i.units for i in view.indicators),
                "unit_names": _distinct(u for i in view.indicators for u in i.units),
                "kinds": [(k, KIND_OF_TARGET[k]) for k in kinds],
            },
            scripts=("tables.js",),
        )


def files(site: SiteContext, view: PlanView) -> Iterator[tuple[str, bytes]]:
    if view.indicators:
        yield from table_files(view, site.once(view, "indicators", table_of))


def table_of(site: SiteContext, view: PlanView) -> Table:
    """Return the table. A column that would be empty is left out."""
    to = site.links.at(view.path("indicators"))
    several = len({view.node[i.id].parent for i in view.indicators}) > 1
    columns = [
        Column(key="number", head="序号", sort="number", css="num"),
        Column(key="name", head="指标", sort="text"),
        Column(key="value", head="目标", sort="number", css="num target-cell"),
    ]
    if any(i.binding for i in view.indicators):
        columns.append(Column(key="binding", head="属性", sort="text", css="binding-col"))
    if any(i.category for i in view.indicators):
        columns.append(Column(key="category", head="类别", sort="text", css="category-col"))
    if any(i.units for i in view.indicators):
        columns.append(Column(key="unit", head="责任单位", sort="text", css="units-col"))
    rows = [_row(to, view, i, at, columns, several) for at, i in enumerate(view.indicators, 1)]
    return Table(
        name="indicators",
        columns=tuple(columns),
        rows=tuple(rows),
        head=1,
        css="indicators",
        beside=_beside(view),
    )


def _beside(view: PlanView) -> tuple[tuple[str, tuple[str | float | None, ...]], ...]:
    """Return what a spreadsheet has besides: the base year, its value, how far it is from the target, and whether that is met."""
    based = [i.baseline for i in view.indicators]
    if not any(based):
        return ()
    said = {True: "是", False: "否", None: ""}
    return (
        ("现状年份", tuple(b.year if b else None for b in based)),
        ("现状", tuple(b.value if b else None for b in based)),
        ("与目标相差", tuple(gap(i) for i in view.indicators)),
        ("现状已达到目标", tuple(said[met(i)] for i in view.indicators)),
    )


def _row(to: LinksFrom, view: PlanView, i: Indicator, at: int, columns: list[Column], several: bool) -> Row:
    parent = view.node[i.id].parent
    box = f"{view.node[parent].number} " if several and parent else ""
    part = f"-{i.part}" if i.part else ""
    number = tuple(p for p in (Piece(box, css="part"), Piece(i.number), Piece(part, css="part")) if p.text)
    stood = distance_words(i)
    of = f"（{i.unit_of_measure}）" if i.unit_of_measure else ""
    name = (Piece(i.name, to.node(i.id)), Piece(of, css="of"), Piece(stood, css="stood-words"))
    held = "binding-must" if i.binding == "约束性" else "binding-may"
    cells = {
        "number": Cell(pieces=number, value=None if i.number == str(at) and not part else at),
        "name": Cell(pieces=tuple(p for p in name if p.text), plain=i.name + of),
        "value": Cell(pieces=(Piece(i.target.text),), value=i.target.value),
        "binding": Cell(pieces=(Piece(i.binding),), css=held) if i.binding else Cell(),
        "category": Cell(pieces=(Piece(i.category),) if i.category else ()),
        "unit": Cell(pieces=unit_pieces(to, view, i.units)),
    }
    kinds = [
        target_kind(i),
        *(["none"] if i.target.value is None else []),
        *(["met"] if met(i) else []),
    ]
    return Row(cells=tuple(cells[c.key] for c in columns), marks=(("target", "、".join(kinds)),))


def target_kind(indicator: Indicator) -> str:
    """What the target asks: a floor, a ceiling, a number, or only a way to go."""
    way = direction(indicator.target)
    if indicator.target.value is not None:
        return way or "number"
    return f"trend-{way}" if way else "trend"


def _distinct(values: object) -> list[str]:
    return [v for v in dict.fromkeys(values) if v]  # type: ignore[call-overload]
