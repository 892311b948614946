"""The extracts that units' pages offer: each unit's duties of each plan as a document and a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from kb.extract import Gathering, file_names, render
from kb.extract.office import require
from kb.store import Base
from kb_site.context import Extract
from kb_site.slug import slug
from kb_site.wording import short_title

WHOLE = "whole.docx"  # a plan's full text, beside its page
OFFICE = {"docx": "Word", "xlsx": "Excel"}


def office_extracts(base: Base) -> Iterator[Extract]:
    """Yield them, named by the unit's slug. Raises KbError where the writers of Word and Excel are not installed."""
    require("docx", "docx", "python-docx")
    from kb.extract.plan_docx import write_plan_docx

    for plan in base.plan_ids():
        title = short_title(base.plan(plan))
        yield Extract(plan, "", "Word", WHOLE, write_plan_docx(base, plan), f"{title}.docx")
        gathering = Gathering(base, plan)
        offered = file_names(gathering)
        for unit in gathering.units:
            sheet = gathering.sheet_of(unit)
            if not sheet.empty:
                for format_, label in OFFICE.items():
                    path, saved = f"{slug(unit.name)}.{format_}", f"{offered[unit.id]}.{format_}"
                    yield Extract(plan, unit.name, label, path, render(sheet, format_), saved)
