"""Units × sections as a heat map; every cell leads to the unit's list of that section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.answer.facts import PARTS
from kb.model import Node
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.pages.units import by_section, part_counts, responsible
from kb_site.plan_view import PlanView
from kb_site.wording import BASES

STEPS = (1, 2, 4, 7, 11)


@dataclass(frozen=True, slots=True)
class Cell:
    """key: the strongest way the unit takes part in the section; count: nodes it does so; step: 1–5, how dark."""

    section: str
    key: str
    count: int
    step: int
    words: str


def make(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield page(view)


def page(view: PlanView) -> Page:
    found = {name: by_section(view, sheet) for name, sheet in view.sheets.items()}
    used = {section.id for row in found.values() for section, _ in row}
    sections = [n for n in view.nodes if n.id in used]
    rows: list[dict[str, Any]] = []
    for name, row in found.items():
        cells = {section.id: _cell(section.id, Counter(key for _, key in nodes)) for section, nodes in row}
        counts = part_counts(view, name)
        rows.append({
            "unit": name,
            "counts": counts,
            "responsible": responsible(counts),
            "cells": [cells.get(s.id) for s in sections],
            "weak": not (responsible(counts) or counts["named"]),
        })  # fmt: skip
    rows.sort(key=lambda row: tuple(-n for n in (row["responsible"], *row["counts"].values())))
    chapters: list[tuple[Node, int]] = []
    for s in sections:
        top = (*view.ancestors(s), s)[0]
        if chapters and chapters[-1][0] == top:
            chapters[-1] = (top, chapters[-1][1] + 1)
        else:
            chapters.append((top, 1))
    return Page(
        view.path("matrix"),
        "matrix.html",
        "矩阵",
        f"《{view.plan.title}》单位与章节对照：每个单位在每一节有多少条责任。",
        area="matrix",
        plan=view.id,
        data={
            "sections": sections,
            "chapters": chapters,
            "rows": rows,
            "keys": [key for key in PARTS if any(row["counts"][key] for row in rows)],
        },
        scripts=("tables.js",),
    )


def _cell(section: str, counts: Counter[str]) -> Cell:
    key = next(key for key in PARTS if counts[key])
    words = "，".join(f"{BASES[key]} {counts[key]}" for key in PARTS if counts[key])
    return Cell(section, key, counts[key], sum(counts[key] >= step for step in STEPS), words)
