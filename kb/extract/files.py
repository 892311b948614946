"""Extracts as files: one unit's, or every unit's with an index and the table of responsibilities."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.extract.clean import plain
from kb.extract.content import Gathering
from kb.extract.csv import table_csv, write_csv
from kb.extract.html import write_html
from kb.extract.json import write_json
from kb.extract.markdown import write_markdown
from kb.extract.names import file_stems
from kb.extract.office import has_office, require
from kb.extract.overall import Division, divide, division_grid, division_title, index_grid
from kb.extract.sheet import DEFAULT_BASES, Sheet
from kb.extract.tables import Grid
from kb.model import Plan
from kb.problems import KbError, reason
from kb.store import Base
from kb.store.exchange import claimed

TEXT_FORMATS = ("md", "csv", "json", "html")
FORMATS = ("docx", "xlsx", "pdf", *TEXT_FORMATS)
SUFFIX = "-职责清单"
INDEX, DIVISION = "00-单位目录", "00-责任分工表"

Told = Callable[[str, int, int], None]


class FileChanged(KbError):
    """A file of that name holds something else; it may have been filled in."""


def render(sheet: Sheet, format_: str, *, lines: bool = False, template: Path | None = None) -> bytes:
    """The sheet in a format. Raises OfficeMissing where a library or program is missing, KbError for a template
    that can't be used."""
    if template is not None and format_ != "docx":
        raise KbError("--template 只用于 docx。")
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

        return write_pdf(sheet, lines=lines)
    raise KbError(f"没有 {format_} 这种格式，只有：{'、'.join(FORMATS)}。")


_TEXTS: Mapping[str, Callable[[Sheet, bool], str]] = {
    "md": lambda sheet, lines: write_markdown(sheet, lines=lines),
    "html": lambda sheet, lines: write_html(sheet, lines=lines),
    "csv": lambda sheet, lines: write_csv(sheet),
    "json": lambda sheet, lines: write_json(sheet),
}


def file_names(gathering: Gathering) -> Mapping[str, str]:
    """Every unit's file without its ending, “区卫健委-职责清单”, the same whether one is written or all."""
    return {name: stem + SUFFIX for name, stem in file_stems(gathering.unit_names()).items()}


def save(path: Path, content: bytes, *, force: bool = True) -> None:
    """Write whole or not at all. force False: raises FileChanged where the file holds something else."""
    save_all([(path, content)], force=force)


def save_all(files: Sequence[tuple[Path, bytes]], *, force: bool = True) -> None:
    """Write each file whole or not at all. force False: raises FileChanged, and writes none, where any of them holds
    something else."""
    changed = [] if force else [p for p, content in files if p.exists() and p.read_bytes() != content]
    if changed:
        told = "、".join(p.name for p in changed[:3]) + (" 等" if len(changed) > 3 else "")
        what = (
            f"{changed[0]} 已存在，内容不同（可能填写过）。"
            if len(changed) == 1
            else f"{changed[0].parent} 里有 {len(changed)} 个文件已存在，内容不同（可能填写过）：{told}。"
        )
        none = "一个文件也没有写。" if len(files) > 1 else ""
        raise FileChanged(f"{what}{none}要覆盖请加 --force，或用 --out 写到别处。")
    for path, content in files:
        if not (not force and path.exists()):
            _put(path, content)


def _put(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name[:40]}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        os.replace(aside, path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise KbError(f"{path} 写不了（{reason(error)}）。") from error


def write_extracts(
    base: Base,
    folder: Path,
    formats: Sequence[str] = ("docx", "xlsx"),
    *,
    plan: str | None = None,
    bases: Iterable[str] = DEFAULT_BASES,
    lines: bool = False,
    force: bool = True,
    told: Told | None = None,
) -> dict[str, tuple[Path, ...]]:
    """The extract of every unit that has any duty of these bases, in each format: unit → its files.

    Units without are left out. told: called with (unit, done, total). With force False nothing is written
    where any file would be changed.
    """
    gathering = Gathering(base, plan)
    sheets = [s for name in gathering.unit_names() if not (s := gathering.sheet(name, bases)).empty]
    with _alone(folder):
        made = _render_sheets(gathering, sheets, folder, formats, lines=lines, told=told)
        save_all([f for files in made.values() for f in files], force=force)
    return {unit: tuple(path for path, _ in files) for unit, files in made.items()}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Write into the folder with no other kb doing so, after clearing what a run cut short has left half written.

    Raises KbError where the folder can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with claimed(folder / ".kb.lock"):
            for path in folder.glob(".*.tmp"):
                if _ASIDE.fullmatch(path.name):
                    path.unlink(missing_ok=True)
            yield
    except OSError as error:
        raise KbError(f"{error.filename or folder} 写不了（{reason(error)}）。") from error


_ASIDE = re.compile(r"\..{1,40}\.\d+\.tmp")


def _render_sheets(
    gathering: Gathering, sheets: list[Sheet], folder: Path, formats: Sequence[str], *, lines: bool,
    told: Told | None,
) -> dict[str, list[tuple[Path, bytes]]]:  # fmt: skip
    """Unit → its files with their content, nothing written yet."""
    names = file_names(gathering)
    out: dict[str, list[tuple[Path, bytes]]] = {}
    for done, sheet in enumerate(sheets):
        name = sheet.unit.name
        if told is not None:
            told(name, done, len(sheets))
        out[name] = [(folder / f"{names[name]}.{f}", render(sheet, f, lines=lines)) for f in formats]
    if told is not None:
        told("", len(sheets), len(sheets))
    return out


def write_all(
    base: Base,
    folder: Path,
    formats: Sequence[str] = ("docx", "xlsx"),
    *,
    plan: str | None = None,
    bases: Iterable[str] = DEFAULT_BASES,
    lines: bool = False,
    force: bool = True,
    told: Told | None = None,
) -> tuple[dict[str, tuple[Path, ...]], tuple[Path, ...]]:
    """write_extracts, and beside them the index of units and each plan's 责任分工表: in xlsx and docx, or in CSV
    where the office libraries are missing. The second value: those files. Where no unit has any duty, nothing is
    written."""
    gathering = Gathering(base, plan)
    sheets = [s for name in gathering.unit_names() if not (s := gathering.sheet(name, bases)).empty]
    if not sheets:
        return {}, ()
    with _alone(folder):
        made = _render_sheets(gathering, sheets, folder, formats, lines=lines, told=told)
        written = {unit: tuple(path for path, _ in files) for unit, files in made.items()}
        index = index_grid(sheets, {unit: tuple(p.name for p in paths) for unit, paths in written.items()})
        others = _overview(gathering, index, folder)
        save_all([*(f for files in made.values() for f in files), *others], force=force)
    return written, tuple(path for path, _ in others)


def _overview(gathering: Gathering, index: Grid, folder: Path) -> list[tuple[Path, bytes]]:
    """The index and each plan's 责任分工表, named by the plan's title where there are several."""
    digest, plans = gathering.base.digest, gathering.plans
    titles = Counter(p.title for p in plans)
    labels = {
        p.id: plain(p.title) if titles[p.title] == 1 and p.title else f"{p.title}-{p.id}" for p in plans
    }
    stems = file_stems(labels.values())
    office = has_office()
    made = [
        (folder / f"{INDEX}.xlsx", _workbook("单位目录", index, digest, [p.issued for p in plans]))
        if office
        else (folder / f"{INDEX}.csv", _csv(index))
    ]
    for p in plans:
        name = DIVISION if len(plans) == 1 else f"{DIVISION}-{stems[labels[p.id]]}"
        rows = divide(gathering, p.id)
        if not office:
            made.append((folder / f"{name}.csv", _csv(division_grid(rows))))
            continue
        book = _workbook(division_title(p), division_grid(rows), digest, [p.issued])
        made += [(folder / f"{name}.xlsx", book), (folder / f"{name}.docx", _division_docx(p, rows, digest))]
    return made


def _csv(grid: Grid) -> bytes:
    return table_csv(grid.columns, grid.rows).encode("utf-8")


def _workbook(title: str, grid: Grid, digest: str, dates: list[str]) -> bytes:
    from kb.extract.xlsx import add_grid, new_book, to_bytes

    book = new_book(title, f"{digest[:16]}/{title}"[:255])
    add_grid(book, grid, title)
    return to_bytes(book, dates)


def _division_docx(plan: Plan, rows: tuple[Division, ...], digest: str) -> bytes:
    from kb.extract.overall_docx import write_division

    return write_division(plan, rows, digest)
