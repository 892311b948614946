"""Units × sections as a heat map; every cell leads to the unit's list of that section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.answer.facts import PARTS
from kb.csv_text import csv_text
from kb.model import Node
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.pages.units import by_section, part_counts, responsible
from kb_site.plan_view import PlanView
from kb_site.wording import ASSIGNED_NAME, BASES, place

STEPS = (1, 2, 4, 7, 11)


@dataclass(frozen=True, slots=True)
class Cell:
    """key: the strongest way the unit takes part in the section; count: nodes it does so; step: 1–5, how dark."""

    section: str
    key: str
    count: int
    step: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A unit and its cells, None where it has nothing to do with a section. weak: neither responsible nor named."""

    unit: str
    counts: dict[str, int]
    cells: tuple[Cell | None, ...]
    weak: bool

    @property
    def responsible(self) -> int:
        return responsible(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """sections: the columns. chapters: with how many columns each has. strong, weak: the rows in pages."""

    sections: tuple[Node, ...]
    chapters: tuple[tuple[Node, int], ...]
    strong: tuple[tuple[Line, ...], ...]
    weak: tuple[tuple[Line, ...], ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in (*self.strong, *self.weak) for line in part)

    def pages(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Return the pages by name; those of units that are only related come last."""
        names = [MATRIX if not at else f"{MATRIX}-{at + 1}" for at in range(len(self.strong))]
        names += [WEAK if not at else f"{WEAK}-{at + 1}" for at in range(len(self.weak))]
        if not self.strong and self.weak:
            names[0] = MATRIX
        return tuple(zip(names, (*self.strong, *self.weak), strict=True))


MATRIX, WEAK = "matrix", "matrix-related"
# Bytes of HTML: a page's rows, a cell with its link and title, an empty one, a row's heading; a section's heading.
MOST = 25_000
CELL, EMPTY, HEAD, SECTION = 205, 11, 120, 190


def register(site: SiteContext, view: PlanView) -> None:
    site.links.add(view.path(MATRIX))
    found = site.once(view, MATRIX, matrix_of)
    for name, _ in found.pages():
        site.links.add(view.path(name))
    if found.lines:
        site.links.add(f"{view.id}/{MATRIX}.csv")


def files(site: SiteContext, view: PlanView) -> Iterator[tuple[str, bytes]]:
    found = site.once(view, MATRIX, matrix_of)
    if found.lines:
        head = ["单位", *(f"{place(s)} {s.title}" for s in found.sections), ASSIGNED_NAME]
        rows: list[list[str | float | None]] = [
            [line.unit, *(c.words if c else None for c in line.cells), line.responsible]
            for line in found.lines
        ]
        yield f"{view.id}/{MATRIX}.csv", csv_text(head, rows).encode()


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    found = site.once(view, MATRIX, matrix_of)
    pages = found.pages() or ((MATRIX, ()),)
    labels = _labels(found)
    for at, (name, lines) in enumerate(pages):
        weak = name.startswith(WEAK)
        title = "矩阵" if not at else f"矩阵（{labels[at]}）"
        yield Page(
            view.path(name),
            "matrix.html",
            title,
            f"《{view.plan.title}》单位与章节对照：每个单位在每一节有多少条责任。"
            + (f"{labels[at]}。" if at else ""),
            area="matrix",
            plan=view.id,
            data={
                "sections": found.sections,
                "chapters": found.chapters,
                "rows": lines,
                "weak": weak,
                "pages": [(view.path(n), label) for (n, _), label in zip(pages, labels, strict=False)],
                "at": at,
                "keys": [key for key in PARTS if any(line.counts[key] for line in lines)],
            },
        )


def _labels(found: Matrix) -> list[str]:
    out, first = [], 1
    for lines in found.strong:
        out.append(
            f"第 {first}—{first + len(lines) - 1} 个单位" if len(found.strong) > 1 else "有责任或点名的单位"
        )
        first += len(lines)
    for at in range(len(found.weak)):
        out.append("只有关联的单位" + (f" {at + 1}" if len(found.weak) > 1 else ""))
    return out


def matrix_of(_site: SiteContext, view: PlanView) -> Matrix:
    """Return the rows of a plan's matrix, the units with most duties first."""
    found = {name: by_section(view, sheet) for name, sheet in view.sheets.items()}
    used = {section.id for row in found.values() for section, _ in row}
    sections = tuple(n for n in view.nodes if n.id in used)
    lines: list[Line] = []
    for name, row in found.items():
        cells = {section.id: _cell(section.id, Counter(key for _, key in nodes)) for section, nodes in row}
        counts = part_counts(view, name)
        weak = not (responsible(counts) or counts["named"])
        lines.append(
            Line(unit=name, counts=counts, cells=tuple(cells.get(s.id) for s in sections), weak=weak)
        )
    lines.sort(key=lambda line: tuple(-n for n in (line.responsible, *line.counts.values())))
    return Matrix(
        sections=sections,
        chapters=_chapters(view, sections),
        strong=_cut([line for line in lines if not line.weak], len(sections)),
        weak=_cut([line for line in lines if line.weak], len(sections)),
    )


def _chapters(view: PlanView, sections: tuple[Node, ...]) -> tuple[tuple[Node, int], ...]:
    chapters: list[tuple[Node, int]] = []
    for s in sections:
        top = (*view.ancestors(s), s)[0]
        if chapters and chapters[-1][0] == top:
            chapters[-1] = (top, chapters[-1][1] + 1)
        else:
            chapters.append((top, 1))
    return tuple(chapters)


def _cut(lines: list[Line], sections: int) -> tuple[tuple[Line, ...], ...]:
    """Return the lines in pages that keep their weight."""
    most = max(MOST - SECTION * sections, MOST // 3)
    out: list[list[Line]] = []
    weight = most
    for line in lines:
        heavy = HEAD + sum(CELL if cell else EMPTY for cell in line.cells)
        if not out or weight + heavy > most:
            out.append([])
            weight = 0
        out[-1].append(line)
        weight += heavy
    return tuple(map(tuple, out))


def _cell(section: str, counts: Counter[str]) -> Cell:
    key = next(key for key in PARTS if counts[key])
    words = "，".join(f"{BASES[key]} {counts[key]}" for key in PARTS if counts[key])
    return Cell(section, key, counts[key], sum(counts[key] >= step for step in STEPS), words)
