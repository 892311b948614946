"""The index of units, and every unit's duty sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.answer.facts import Json
from kb.model import STRENGTH, Node
from kb_site.page import Page
from kb_site.plan_view import PlanView

ORDER = (*STRENGTH, "object")


def index(view: PlanView) -> Page:
    assigned = [u for u in view.units if u["counts"]["assigned"]]
    others = [u for u in view.units if not u["counts"]["assigned"]]
    most = max((sum(u["counts"].values()) for u in view.units), default=1)
    return Page(
        view.path("units"),
        "units.html",
        "单位",
        f"《{view.plan.title}》提到的 {len(view.units)} 个单位，各有多少条明确责任、文中点名和关联。",
        area="units",
        plan=view.id,
        data={"assigned": assigned, "others": others, "most": most, "unmentioned": view.unmentioned},
        scripts=("tables.js",),
    )


def sheets(view: PlanView) -> Iterator[Page]:
    for name, sheet in view.sheets.items():
        yield page(view, name, sheet)


def page(view: PlanView, name: str, sheet: Json) -> Page:
    groups = [(basis, _rows(view, sheet, basis)) for basis in ORDER]
    organization: dict[str, Any] = {"@type": "Organization", "name": sheet["full_name"] or name}
    if sheet["aliases"] or sheet["full_name"] not in ("", name):
        organization["alternateName"] = [name, *sheet["aliases"]] if sheet["full_name"] else sheet["aliases"]
    total = sheet["totals"]["basis"]
    return Page(
        view.unit_path(name),
        "unit.html",
        name,
        f"{name}在《{view.plan.title}》中的职责：明确责任 {total['assigned']} 条，"
        f"文中点名 {total['named']} 条，关联 {total['related']} 条，附原文依据。",
        area="unit",
        plan=view.id,
        data={
            "name": name,
            "sheet": sheet,
            "groups": [(basis, rows) for basis, rows in groups if rows],
            "by_section": by_section(view, sheet),
        },
        crumbs=(),
        structured=(organization,),
        scripts=("reading.js",),
    )


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A node on a duty sheet, the unit's duties there (of kb.answer.unit), and whether the unit leads."""

    node: Node
    duties: tuple[Json, ...]
    lead: bool


def _rows(view: PlanView, sheet: Json, basis: str) -> list[DutyRow]:
    """One row for each node the unit has on this basis: the node and its duties there, leading ones first.

    A node already listed on a stronger basis is not repeated under related.
    """
    stronger = {d["id"] for d in sheet["duties"] if _standing(d) in ORDER[: ORDER.index(basis)]}
    rows: dict[str, list[Json]] = {}
    for duty in sheet["duties"]:
        if _standing(duty) == basis and not (basis == "related" and duty["id"] in stronger):
            rows.setdefault(duty["id"], []).append(duty)
    found = [
        DutyRow(view.node[id_], tuple(duties), any(d["role"] == "牵头" for d in duties))
        for id_, duties in rows.items()
    ]
    return sorted(found, key=lambda r: (not r.lead, r.node.order))


def _standing(duty: Json) -> str:
    return "object" if duty["role"] == "object" else str(duty["basis"])


def anchors(view: PlanView, sheet: Json) -> list[str]:
    """`at-2.4` for every section with a duty: where the matrix leads."""
    return [f"at-{section.local}" for section, _ in by_section(view, sheet)]


def by_section(view: PlanView, sheet: Json) -> list[tuple[Node, list[tuple[Node, str]]]]:
    """Section by section the nodes a unit is tied to, each with its strongest basis."""
    strongest: dict[str, str] = {}
    for duty in sorted(sheet["duties"], key=lambda d: ORDER.index(_standing(d))):
        strongest.setdefault(duty["id"], _standing(duty))
    out: dict[str, list[tuple[Node, str]]] = {}
    for node in view.nodes:
        section = view.section(node)
        if node.id in strongest and section is not None:
            out.setdefault(section.id, []).append((node, strongest[node.id]))
    return [(view.node[id_], nodes) for id_, nodes in out.items()]
