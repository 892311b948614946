"""The extract as JSON: the sheet with all its fields, as `kb unit --json` names them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kb.answer.facts import indicator_dict, unit_dict
from kb.extract.archive import identifier
from kb.extract.sheet import Entry, Part, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.answer.documents import ExtractAnswer, SheetEntry, SheetPlan
    from kb.store import Base


def sheet_dict(sheet: Sheet) -> ExtractAnswer:
    """{"unit", …, "bases", "plans": [{"id", "title", "doc_number", "totals", "sections", "obligations"}]}."""
    unit = unit_dict(sheet.unit)
    return {
        "unit": unit["unit"],
        "unit_id": unit["unit_id"],
        "place": unit["place"],
        "full_name": unit["full_name"],
        "aliases": unit["aliases"],
        "kind": unit["kind"],
        "parent": unit["parent"],
        "members": unit["members"],
        "plans": [_part(p) for p in sheet.parts],
        "registered": unit["registered"],
        "bases": list(sheet.bases),
    }


def extract(
    base: Base, name: str, *, plan: str | None = None, place: str | None = None, bases: Sequence[str] = ()
) -> ExtractAnswer:
    """A unit's sheet by any of its names. bases: assigned, named, related, object; () is the usual two.

    Raises NotFound with the nearest names, SeveralUnits where several places have one of this name."""
    from kb.extract import DEFAULT_BASES, Gathering

    unit = base.one_unit(name, plan, place).id
    return sheet_dict(Gathering(base, plan).sheet(unit, tuple(bases) or DEFAULT_BASES))


def write_json(sheet: Sheet) -> str:
    return json.dumps(sheet_dict(sheet), ensure_ascii=False, indent=2) + "\n"


def _part(part: Part) -> SheetPlan:
    return {
        "id": part.plan.id,
        "title": part.plan.title,
        "doc_number": part.plan.doc_number,
        "totals": {
            "indicator_rows": part.indicator_rows,
            "indicator_numbers": part.indicator_numbers,
            "binding_rows": part.binding_rows,
            "projects": len(part.entries("projects")),
            "tasks": part.tasks,
            "others": len(part.entries("tasks")) - part.tasks,
        },
        # Tasks of the plan, those that name nobody, and how many of these are tied to the unit through a topic.
        "plan_tasks": part.plan_tasks,
        "open_tasks": part.open_tasks,
        "related_open_tasks": part.related,
        "sections": [
            {"key": s.key, "name": s.name, "entries": [_entry(e) for e in s.entries]} for s in part.sections
        ],
        "obligations": [
            {
                "id": r.obligation.node,
                "citation": r.citation,
                "kinds": list(r.obligation.kinds),
                "addressee": r.obligation.addressee,
                "quote": r.obligation.quote,
                "line": r.obligation.line,
                "listed": r.listed,
                "via": r.via or None,
            }
            for r in part.obligations
        ],
    }


def _entry(entry: Entry) -> SheetEntry:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "number": entry.number,
        "title": entry.title,
        "citation": entry.citation,
        "edited": entry.edited,
        "text": entry.text,
        "line": entry.line or None,
        "indicator": indicator_dict(entry.indicator) if entry.indicator else None,
        "partners": [{"unit": p.unit, "unit_id": p.unit_id, "roles": list(p.roles)} for p in entry.partners],
        "duties": [
            {
                "role": t.role or "object",
                "basis": "named" if t.basis == "object" else t.basis,
                "printed": t.printed,
                "quote": t.quote,
                "line": t.line,
                "via": t.via or None,
                "deadline": t.deadline,
                "leaders": list(t.leaders),
                "link": t.link or None,
                "why": t.why,
                "document": t.document,
            }
            for t in entry.ties
        ],
    }


def sheet_identifier(sheet: Sheet) -> str:
    """Return the identifier of a sheet's documents: of what it says, whichever base it comes from."""
    return identifier(write_json(sheet), sheet.unit.name)
