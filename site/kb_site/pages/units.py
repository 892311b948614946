"""The index of units, and every unit's duty sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.answer.facts import ASSIGNED, ASSIGNED_PARTS, PARTS, part_of_role
from kb.answer.shapes import UnitAnswer, UnitDuty
from kb.model import OBJECT, Node
from kb_site.page import Page
from kb_site.plan_view import Holders, PlanView
from kb_site.progress import PlanProgress
from kb_site.wording import counts_in_words


def part_counts(view: PlanView, name: str) -> dict[str, int]:
    """Return how many nodes a unit takes part in, by the strongest way: what its sheet lists, through collectives too."""
    counts = dict.fromkeys(PARTS, 0)
    for key in strongest_parts(view.sheets[name]).values():
        counts[key] += 1
    return counts


def responsible(counts: dict[str, int]) -> int:
    """Return the number of nodes that the plan gives a unit in so many words."""
    return sum(counts[key] for key in ASSIGNED_PARTS)


def strongest_parts(sheet: UnitAnswer) -> dict[str, str]:
    """Return the strongest way the unit of a sheet takes part, by node."""
    found: dict[str, str] = {}
    for duty in sorted(sheet["duties"], key=lambda d: PARTS.index(_part(d))):
        found.setdefault(duty["id"], _part(duty))
    return found


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A unit's page in another plan: the plan's view, the unit's name there and the nodes the plan gives it."""

    view: PlanView
    name: str
    count: int


def by_identity(views: Iterable[PlanView]) -> dict[str, tuple[Elsewhere, ...]]:
    """Return every unit's pages in all plans, by the unit's id."""
    found: dict[str, list[Elsewhere]] = {}
    for view in views:
        for unit in view.units:
            count = responsible(part_counts(view, unit["unit"]))
            found.setdefault(unit["unit_id"], []).append(Elsewhere(view, unit["unit"], count))
    return {id_: tuple(pages) for id_, pages in found.items()}


def sheets(
    view: PlanView, elsewhere: Mapping[str, tuple[Elsewhere, ...]], together: Mapping[str, tuple[str, int]]
) -> Iterator[Page]:
    """together: by unit id, the unit's page over all its plans and how many plans that lists."""
    progress = PlanProgress(view)
    for name, sheet in view.sheets.items():
        others = tuple(e for e in elsewhere.get(sheet["unit_id"] or "", ()) if e.view is not view)
        yield page(view, name, sheet, others, together.get(sheet["unit_id"] or "", ("", 0)), progress)


def csv_path(view: PlanView, name: str) -> str:
    """Return where a unit's duties are as a spreadsheet, beside its page."""
    return view.unit_path(name).removesuffix(".html") + ".csv"


def organization(name: str, sheet: UnitAnswer) -> dict[str, Any]:
    """Return a unit as schema.org/Organization."""
    out: dict[str, Any] = {"@type": "Organization", "name": sheet["full_name"] or name}
    if sheet["aliases"] or sheet["full_name"] not in ("", name):
        out["alternateName"] = [name, *sheet["aliases"]] if sheet["full_name"] else sheet["aliases"]
    return out


def duty_groups(view: PlanView, sheet: UnitAnswer) -> tuple[tuple[str, list[DutyRow]], ...]:
    """Return the rows of a sheet by the way the unit takes part, the strongest first; empty groups are left out."""
    groups = ((key, _rows(view, sheet, key)) for key in PARTS)
    return tuple((key, rows) for key, rows in groups if rows)


def page(
    view: PlanView,
    name: str,
    sheet: UnitAnswer,
    elsewhere: tuple[Elsewhere, ...] = (),
    together: tuple[str, int] = ("", 0),
    progress: PlanProgress | None = None,
) -> Page:
    counts = part_counts(view, name)
    return Page(
        view.unit_path(name),
        "unit.html",
        name,
        f"{name}在《{view.plan.title}》中的职责："
        + "，".join(filter(None, (counts_in_words(counts), "附原文依据。"))),
        area="unit",
        under="units",
        plan=view.id,
        data={
            "name": name,
            "sheet": sheet,
            "responsible": responsible(counts),
            "csv_file": csv_path(view, name),
            "groups": duty_groups(view, sheet),
            "by_section": by_section(view, sheet),
            "progress": progress.of_unit(name) if progress is not None else (),
            "progress_year": progress.year if progress is not None else None,
            "elsewhere": elsewhere,
            "together": together[0],
            "together_plans": together[1],
        },
        crumbs=(),
        structured=(organization(name, sheet),),
        scripts=("reading.js",),
    )


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A node on a duty sheet and the unit's duties there (of kb.answer.unit). fellows: who else is assigned, by role."""

    node: Node
    duties: tuple[UnitDuty, ...]
    fellows: tuple[Holders, ...] = ()

    @property
    def deadlines(self) -> tuple[str, ...]:
        """As the plan prints them, each once."""
        return tuple(dict.fromkeys(d["deadline"] for d in self.duties if d["deadline"]))

    @property
    def leaders(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for d in self.duties for name in d["leaders"]))


def _rows(view: PlanView, sheet: UnitAnswer, key: str) -> list[DutyRow]:
    """Return one row for each node in which the unit takes part most strongly in this way, with its duties of this way."""
    strongest = strongest_parts(sheet)
    rows: dict[str, list[UnitDuty]] = {}
    for duty in sheet["duties"]:
        if _part(duty) == key == strongest[duty["id"]]:
            rows.setdefault(duty["id"], []).append(duty)
    own = {name for name, other in view.sheets.items() if other is sheet}
    found = [
        DutyRow(view.node[id_], tuple(duties), _fellows(view, id_, own if key in ASSIGNED_PARTS else None))
        for id_, duties in rows.items()
    ]
    return sorted(found, key=lambda row: row.node.order)


def _fellows(view: PlanView, node: str, own: set[str] | None) -> tuple[Holders, ...]:
    """Return who else is assigned to a node, by role. own: the unit's names, None where it is not assigned itself."""
    if own is None:
        return ()
    held = (h for h in view.holders(node) if h.key in ASSIGNED_PARTS)
    others = (Holders(h.key, h.label, tuple(u for u in h.units if u not in own)) for h in held)
    return tuple(h for h in others if h.units)


def _part(duty: UnitDuty) -> str:
    if duty["role"] == OBJECT:
        return OBJECT
    return part_of_role(duty["role"]) if duty["basis"] == ASSIGNED else duty["basis"]


def anchors(view: PlanView, sheet: UnitAnswer) -> list[str]:
    """`at-2.4` for every section with a duty: where the matrix leads."""
    return [f"at-{section.local}" for section, _ in by_section(view, sheet)]


def by_section(view: PlanView, sheet: UnitAnswer) -> list[tuple[Node, list[tuple[Node, str]]]]:
    """Section by section the nodes a unit takes part in, each with the strongest way."""
    strongest = strongest_parts(sheet)
    out: dict[str, list[tuple[Node, str]]] = {}
    for node in view.nodes:
        section = view.section(node)
        if node.id in strongest and section is not None:
            out.setdefault(section.id, []).append((node, strongest[node.id]))
    return [(view.node[id_], nodes) for id_, nodes in out.items()]
