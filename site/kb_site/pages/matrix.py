"""Units × sections as a heat map; every cell leads to the unit's list of that section."""

from __future__ import annotations

from dataclasses import dataclass

from kb_site.page import Page
from kb_site.plan_view import PlanView

STEPS = (1, 2, 4, 7, 11)


@dataclass(frozen=True, slots=True)
class Cell:
    """basis: the strongest the unit has in the section; count: nodes on it; step: 1–5, how dark."""

    section: str
    basis: str
    count: int
    step: int
    words: str


def page(view: PlanView) -> Page:
    matrix = view.matrix
    sections = [view.node[s["id"]] for s in matrix["sections"]]
    rows = []
    for line in matrix["units"]:
        cells = {c["section"]: _cell(c) for c in line["cells"]}
        counts = line["counts"]
        rows.append({
            "unit": line["unit"],
            "counts": counts,
            "cells": [cells.get(s.id) for s in sections],
            "weak": not (counts["assigned"] or counts["named"]),
        })  # fmt: skip
    chapters: list[tuple[object, int]] = []
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
        data={"sections": sections, "chapters": chapters, "rows": rows},
        scripts=("tables.js",),
    )


def _cell(cell: dict[str, int]) -> Cell:
    from kb_site.wording import BASES

    order = ("assigned", "named", "related", "object")
    basis = next(b for b in order if cell[b])
    count = cell[basis]
    words = "，".join(f"{BASES[b]} {cell[b]}" for b in order if cell[b])
    return Cell(str(cell["section"]), basis, count, sum(count >= s for s in STEPS), words)
