"""The extract as JSON: the sheet with all its fields, as `kb unit --json` names them."""

from __future__ import annotations

import json
from typing import Any

from kb.answer.facts import indicator_dict, unit_dict
from kb.extract.archive import identifier
from kb.extract.sheet import Entry, Part, Sheet


def sheet_dict(sheet: Sheet) -> dict[str, Any]:
    """{"unit", …, "bases", "plans": [{"id", "title", "doc_number", "totals", "sections", "obligations"}]}."""
    return {**unit_dict(sheet.unit), "bases": list(sheet.bases), "plans": [_part(p) for p in sheet.parts]}


def write_json(sheet: Sheet) -> str:
    return json.dumps(sheet_dict(sheet), ensure_ascii=False, indent=2) + "\n"


def _part(part: Part) -> dict[str, Any]:
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
            }
            for r in part.obligations
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
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
