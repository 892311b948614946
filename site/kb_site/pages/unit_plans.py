"""A unit's page over all its plans: one for each unit that has duties in two plans or more, a block for each plan.

Units are told apart by their id (place and name), never by the name alone: the 区卫健委 of two districts are two pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from kb.answer.facts import ASSIGNED_PARTS, PARTS
from kb.answer.shapes import UnitAnswer
from kb.extract import ALL_BASES, Gathering, render
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.pages import units
from kb_site.plan_view import PlanView
from kb_site.slug import slug
from kb_site.wording import counts_in_words

# Explained in every block that has them: they are no responsibility. The other ways are explained once a page.
_ALWAYS_EXPLAINED = frozenset({"related", "object"})
# Hexadecimal digits of the id's digest in the file name. All 市商务局 of a base share their slug: with 40 bits a thousand of
# them meet by chance once in two million bases; with 16 (as in `slug`) they would meet in every second base of 300.
_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What one plan gives the unit. mark: begins the ids of the block. quiet: ways that an earlier block explains."""

    view: PlanView
    name: str
    sheet: UnitAnswer
    groups: tuple[tuple[str, list[units.DutyRow]], ...]
    mark: str
    quiet: frozenset[str]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


def register(site: SiteContext) -> None:
    """Register every unit's sheet of every plan, and its page over several plans."""
    links = site.links
    for path in SharedUnits(site.views).paths.values():
        links.add(path)
    for view in site.views:
        for name, sheet in view.sheets.items():
            links.add_unit(view.id, name, view.unit_path(name), units.anchors(view, sheet))
            if sheet["duties"]:
                links.add(units.csv_path(view, name))
            if not links.has_unit(view.id, sheet["unit"]):  # the name all plans together give it
                links.add_unit(view.id, sheet["unit"], view.unit_path(name))


def make(site: SiteContext) -> Iterator[Page]:
    shared = SharedUnits(site.views)
    yield from shared.pages()
    elsewhere, together = units.by_identity(site.views), shared.together()
    for view in site.views:
        yield from units.sheets(view, elsewhere, together)


def files(site: SiteContext) -> Iterator[tuple[str, bytes]]:
    """Yield every unit's duties of every plan as CSV."""
    for view in site.views:
        gathering = Gathering(view.base, view.id)
        by_id = {unit.id: unit for unit in gathering.units}
        for name, sheet in view.sheets.items():
            unit = by_id.get(sheet["unit_id"] or "")
            if sheet["duties"] and unit is not None:
                yield units.csv_path(view, name), render(gathering.sheet_of(unit, bases=ALL_BASES), "csv")


class SharedUnits:
    """The units that have duties in two plans or more, by id, and where their page is."""

    def __init__(self, views: Iterable[PlanView]) -> None:
        found: dict[str, list[tuple[PlanView, str]]] = {}
        for view in views:
            for name, sheet in view.sheets.items():
                if sheet["duties"] and sheet["unit_id"]:
                    found.setdefault(sheet["unit_id"], []).append((view, name))
        self._sheets = {id_: tuple(held) for id_, held in found.items() if len(held) > 1}
        self.paths = {id_: _path(id_, self._first(id_)["unit"]) for id_ in self._sheets}

    def _first(self, unit_id: str) -> UnitAnswer:
        view, name = self._sheets[unit_id][0]
        return view.sheets[name]

    def together(self) -> dict[str, tuple[str, int]]:
        """By unit id: the unit's page over its plans and how many plans it lists."""
        return {id_: (path, len(self._sheets[id_])) for id_, path in self.paths.items()}

    def pages(self) -> Iterator[Page]:
        for unit_id, held in self._sheets.items():
            yield _page(self.paths[unit_id], self._first(unit_id), _blocks(held))


def _path(unit_id: str, name: str) -> str:
    return f"unit-{slug(name)}-{sha256(unit_id.encode()).hexdigest()[:_DIGITS]}.html"


def _blocks(held: tuple[tuple[PlanView, str], ...]) -> tuple[Block, ...]:
    out: list[Block] = []
    explained: set[str] = set()
    for view, name in held:
        sheet = view.sheets[name]
        groups = units.duty_groups(view, sheet)
        quiet = frozenset(explained - _ALWAYS_EXPLAINED)
        out.append(Block(view=view, name=name, sheet=sheet, groups=groups, mark=f"{view.id}-", quiet=quiet))
        explained.update(key for key, _ in groups)
    return tuple(out)


def _page(path: str, first: UnitAnswer, blocks: tuple[Block, ...]) -> Page:
    totals = dict.fromkeys(PARTS, 0)
    for block in blocks:
        for key, rows in block.groups:
            totals[key] += len(rows)
    totals = {key: n for key, n in totals.items() if n}
    name = first["unit"]
    titled = f"{name}（{first['place']}）" if first["place"] else name
    full = tuple(
        dict.fromkeys(b.sheet["full_name"] for b in blocks if b.sheet["full_name"] not in ("", name))
    )
    aliases = tuple(
        dict.fromkeys(a for b in blocks for a in b.sheet["aliases"] if a != name and a not in full)
    )
    return Page(
        path,
        "unit-plans.html",
        titled,
        f"{titled}在 {len(blocks)} 份规划中的职责："
        + f"{counts_in_words(totals)}，逐份规划列出，附原文依据。",
        area="unit",
        data={
            "name": name,
            "sheet": first,
            "full_names": full,
            "aliases": aliases,
            "blocks": blocks,
            "totals": totals,
            "responsible": sum(totals.get(key, 0) for key in ASSIGNED_PARTS),
        },
        structured=(units.organization(name, first),),
        scripts=("reading.js",),
    )
