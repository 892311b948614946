"""A returned workbook, cell by cell: what it shows, its number, and whether it is a per cent or a formula.

Read with the bounds of kb/readers (size, number of elements), since it comes from outside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from kb.monitor.returned import Given, Grid
from kb.problems import DocumentError
from kb.readers.package import Package, open_package
from kb.readers.source import refusal
from kb.readers.xlsx.document import reference, relations
from kb.readers.xlsx.document import shown as shown_cell
from kb.readers.xlsx.values import Formats, shared_strings

CORE = "docProps/core.xml"
MAX_CELLS = 400_000
"""Cells of a return; a form of 200 rows has 5000."""


@dataclass(slots=True)
class Book:
    """sheets: by name, hidden ones too. identifier: of the file's properties, "" where they are gone."""

    sheets: dict[str, Grid] = field(default_factory=dict)
    identifier: str = ""


def read_book(path: Path, data: bytes) -> Book:
    """Return the cells of a workbook. Raises DocumentError for a file that is damaged, locked or too large."""
    package = open_package(path, data)
    workbook = package.part("xl/workbook.xml")
    if workbook is None:
        raise refusal(
            path, "KB010", "文件已损坏，里面没有工作表", "请用 WPS 或 Excel 打开，另存为 .xlsx 再收"
        )
    targets = relations(package, "xl/workbook.xml")
    properties = workbook.find("workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    formats = Formats(package.part("xl/styles.xml"), from_1904)
    strings = shared_strings(package.part("xl/sharedStrings.xml"))
    book = Book(identifier=_identifier(package))
    count = 0
    for el in workbook.findall("sheets/sheet"):
        name = el.get("name", "")
        book.sheets[name] = _grid(package, targets.get(el.get("id", ""), ""), name, strings, formats)
        count += sum(map(len, book.sheets[name].rows.values()))
        if count > MAX_CELLS:
            raise refusal(path, "KB012", f"格子太多（超过 {MAX_CELLS}）", "请确认选对了文件")
    return book


def _identifier(package: Package) -> str:
    try:
        core = package.part(CORE)
    except DocumentError:
        return ""
    return next((el.text or "" for el in core if el.tag == "identifier"), "") if core is not None else ""


def _grid(package: Package, part: str, name: str, strings: Sequence[str], formats: Formats) -> Grid:
    grid = Grid(name=name)
    root = package.part(part)
    row = 0
    for line in root.iterfind("sheetData/row") if root is not None else ():
        row = int(line.get("r", "0")) if re.fullmatch("[1-9][0-9]{0,6}", line.get("r", "")) else row + 1
        column, passed = 0, ""
        for cell in line:
            if cell.tag != "c":
                continue
            place = cell.get("r", "")
            if place and not len(cell):
                passed = place  # three cells of four are a form's empty ones: where they lie is asked only when it matters
                continue
            at = reference(place or passed)
            column = at[1] + 1 + (not place) if at is not None else column + 1
            passed = ""
            found = _given(cell, strings, formats, f"{name}!{_letters(column)}{row}")
            if found is not None:
                grid.rows.setdefault(row, {})[column] = found
    return grid


def _given(cell: Element, strings: Sequence[str], formats: Formats, place: str) -> Given | None:
    value, formula = cell.find("v"), cell.find("f") is not None
    kind = cell.get("t", "n")
    raw = (value.text or "") if value is not None else ""
    text = shown_cell(cell, strings, formats).strip()
    number: float | None = None
    percent = False
    if kind == "n" and raw:
        try:
            number = float(raw)
        except ValueError:
            number = None
        style = cell.get("s", "0")
        code = formats.codes[int(style)] if style.isdecimal() and int(style) < len(formats.codes) else ""
        percent = "%" in re.sub(r'"[^"]*"|\\.', "", code)
    failed = (formula and not raw and not text) or kind == "e"
    if not text and number is None and not failed:
        return None
    return Given(text=text, number=number, percent=percent, failed=failed, place=place)


def _letters(column: int) -> str:
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
