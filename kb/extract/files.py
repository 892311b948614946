"""Extracts as files: one unit's, or every unit's with an index and the table of responsibilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kb.extract.archive import identifier
from kb.extract.clean import plain
from kb.extract.content import Gathering
from kb.extract.csv import table_csv, write_csv
from kb.extract.html import write_html
from kb.extract.json import write_json
from kb.extract.markdown import write_markdown
from kb.extract.names import file_stems
from kb.extract.office import has_office, require
from kb.extract.overall import Division, divide, division_grid, division_title, index_grid
from kb.extract.saving import alone, save_all
from kb.extract.sheet import DEFAULT_BASES, Sheet
from kb.extract.tables import Grid
from kb.model import Plan
from kb.problems import KbError
from kb.rules.identity import unit_labels
from kb.store import Base

TEXT_FORMATS = ("md", "csv", "json", "html")
FORMATS = ("docx", "xlsx", "pdf", *TEXT_FORMATS)
WITH_TEMPLATE = ("docx", "pdf")
SUFFIX = "-职责清单"
INDEX, DIVISION = "00-单位目录", "00-责任分工表"

Told = Callable[[str, int, int], None]


def render(sheet: Sheet, format_: str, *, lines: bool = False, template: Path | None = None) -> bytes:
    """The sheet in a format. Raises OfficeMissing where a library or program is missing, KbError for a template
    that can't be used."""
    if template is not None and format_ not in WITH_TEMPLATE:
        raise KbError(f"--template 只用于 {'、'.join(WITH_TEMPLATE)}。")
    if format_ in _TEXTS:
        return _TEXTS[format_](sheet, lines).encode("utf-8")
    if format_ == "docx":
        require("docx", "docx", "python-docx")
        if template is not None:
            from kb.extract.template import fill_template

            return fill_template(template, sheet, lines=lines)
        from kb.extract.docx import write_docx

        return write_docx(sheet, lines=lines)
    if format_ == "xlsx":
        require("xlsx", "openpyxl", "openpyxl")
        from kb.extract.xlsx import write_xlsx

        return write_xlsx(sheet)
    if format_ == "pdf":
        from kb.extract.pdf import write_pdf

        return write_pdf(sheet, lines=lines, template=template)
    raise KbError(f"没有 {format_} 这种格式，只有：{'、'.join(FORMATS)}。")


_TEXTS: Mapping[str, Callable[[Sheet, bool], str]] = {
    "md": lambda sheet, lines: write_markdown(sheet, lines=lines),
    "html": lambda sheet, lines: write_html(sheet, lines=lines),
    "csv": lambda sheet, lines: write_csv(sheet),
    "json": lambda sheet, lines: write_json(sheet),
}


def file_names(gathering: Gathering) -> Mapping[str, str]:
    """Every unit's file without its ending, “区卫健委-职责清单”, by the unit's id; the same whether one is written or all.

    Units of several places with one name have the place in it: “市商务局（某某市）-职责清单”.
    """
    shown = unit_labels(gathering.units)
    stems = file_stems(shown.values())
    return {id_: stems[label] + SUFFIX for id_, label in shown.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How extracts are written.

    formats: of FORMATS. bases: see kb.extract.sheet. lines: say the source line of every proof. template: a Word file
    of the user's own, for docx and pdf. day: ISO date that templates print, "" none. force: see saving.save_all.
    """

    formats: Sequence[str] = ("docx", "xlsx")
    bases: Iterable[str] = DEFAULT_BASES
    lines: bool = False
    template: Path | None = None
    day: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: a unit's id → its files, index and 责任分工表, and copies kept of files that somebody had changed."""

    units: Mapping[str, tuple[Path, ...]]
    overview: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()


def write_extracts(
    base: Base,
    folder: Path,
    options: Options | None = None,
    *,
    plan: str | None = None,
    told: Told | None = None,
) -> Written:
    """Write the extract of every unit that has any duty of the bases asked for; units without are left out.

    told: called with (unit, done, total).
    """
    options = options or Options()
    gathering = Gathering(base, plan)
    sheets = _sheets(gathering, options)
    with alone(folder):
        made = _render_sheets(gathering, sheets, folder, options, told)
        copies = save_all([f for files in made.values() for f in files], force=options.force)
    return Written(units=_paths(made), copies=copies)


def write_all(
    base: Base,
    folder: Path,
    options: Options | None = None,
    *,
    plan: str | None = None,
    told: Told | None = None,
) -> Written:
    """Write the extracts, the index of units and each plan's 责任分工表: in xlsx and docx, or in CSV without office.

    Where no unit has any duty, nothing is written.
    """
    options = options or Options()
    gathering = Gathering(base, plan)
    sheets = _sheets(gathering, options)
    if not sheets:
        return Written(units={})
    with alone(folder):
        made = _render_sheets(gathering, sheets, folder, options, told)
        index = index_grid(
            sheets, {unit: tuple(p.name for p in paths) for unit, paths in _paths(made).items()}
        )
        others = _overview(gathering, index, folder)
        files = [*(f for files in made.values() for f in files), *others]
        copies = save_all(files, force=options.force)
    return Written(units=_paths(made), overview=tuple(path for path, _ in others), copies=copies)


def _sheets(gathering: Gathering, options: Options) -> list[Sheet]:
    found = (gathering.sheet_of(unit, options.bases) for unit in gathering.units)
    return [replace(s, day=options.day) for s in found if not s.empty]


def _paths(made: Mapping[str, list[tuple[Path, bytes]]]) -> dict[str, tuple[Path, ...]]:
    return {unit: tuple(path for path, _ in files) for unit, files in made.items()}


def _render_sheets(
    gathering: Gathering, sheets: list[Sheet], folder: Path, options: Options, told: Told | None
) -> dict[str, list[tuple[Path, bytes]]]:
    """A unit's id → its files with their content, nothing written yet."""
    names = file_names(gathering)
    out: dict[str, list[tuple[Path, bytes]]] = {}
    for done, sheet in enumerate(sheets):
        name = sheet.unit.id
        if told is not None:
            told(sheet.unit.name, done, len(sheets))
        out[name] = [
            (folder / f"{names[name]}.{f}", render(sheet, f, lines=options.lines, template=options.template))
            for f in options.formats
        ]
    if told is not None:
        told("", len(sheets), len(sheets))
    return out


def _overview(gathering: Gathering, index: Grid, folder: Path) -> list[tuple[Path, bytes]]:
    """The index and each plan's 责任分工表, named by the plan's title where there are several."""
    plans = gathering.plans
    titles = Counter(p.title for p in plans)
    labels = {
        p.id: plain(p.title) if titles[p.title] == 1 and p.title else f"{p.title}-{p.id}" for p in plans
    }
    stems = file_stems(labels.values())
    office = has_office()
    made = [
        (folder / f"{INDEX}.xlsx", _workbook("单位目录", index, [p.issued for p in plans]))
        if office
        else (folder / f"{INDEX}.csv", _csv(index))
    ]
    for p in plans:
        name = DIVISION if len(plans) == 1 else f"{DIVISION}-{stems[labels[p.id]]}"
        rows = divide(gathering, p.id)
        if not office:
            made.append((folder / f"{name}.csv", _csv(division_grid(rows))))
            continue
        book = _workbook(division_title(p), division_grid(rows), [p.issued])
        made += [(folder / f"{name}.xlsx", book), (folder / f"{name}.docx", _division_docx(p, rows))]
    return made


def _csv(grid: Grid) -> bytes:
    return table_csv(grid.columns, grid.rows).encode("utf-8")


def _workbook(title: str, grid: Grid, dates: list[str]) -> bytes:
    from kb.extract.xlsx import add_grid, new_book, to_bytes

    book = new_book(title, identifier(grid.rows, title))
    add_grid(book, grid, title)
    return to_bytes(book, dates)


def _division_docx(plan: Plan, rows: tuple[Division, ...]) -> bytes:
    from kb.extract.overall_docx import write_division

    return write_division(plan, rows)
