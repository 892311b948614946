"""Spreadsheets (.xlsx): 责任分工表 and 任务清单 as tables with their merged cells, sheet by sheet.

A sheet is a table with its title above and its notes below. Rows of one cell before the first row of several are
paragraphs, and so are those after the last one; an empty row parts two tables.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from kb.readers.flow import MAX_CELLS, Item, Paragraph, Table, Unread, too_many_cells, write_flow
from kb.readers.package import SEE_FILE, Package, open_package
from kb.readers.source import Source, refusal
from kb.readers.xlsx.values import Formats, rich_text, shared_strings

MAX_SHEETS = 200
"""Sheets of one file; a task list of a province has 30."""

MAX_MERGED = 20_000
"""Merged areas of one sheet that are followed; the fullest 分工表 at hand has 300."""

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
NO_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)
"""`Sheet1`: a name that nobody gave."""

At = tuple[int, int]
"""(row, column) of a cell, from 0."""


@dataclass(slots=True)
class Sheet:
    """A sheet as read. cells: what each cell shows, empty ones left out. merged: (first, last) cell of merged areas.
    pictures: what it shows that is no cell."""

    name: str
    cells: dict[At, str] = field(default_factory=dict)
    merged: list[tuple[At, At]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def read_xlsx(path: Path, data: bytes) -> Source:
    """A spreadsheet as lines and tables. Raises DocumentError KB002, KB003, KB007, KB010, KB012."""
    package = open_package(path, data)
    workbook = package.part("xl/workbook.xml")
    if workbook is None:
        raise refusal(path, "KB010", "文件已损坏，里面没有工作表", SEE_FILE)
    targets = relations(package, "xl/workbook.xml")
    properties = workbook.find("workbookPr")
    from_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    formats = Formats(package.part("xl/styles.xml"), from_1904)
    strings = shared_strings(package.part("xl/sharedStrings.xml"))
    items: list[Item] = []
    listed = workbook.findall("sheets/sheet")[:MAX_SHEETS]
    seen = [el for el in listed if el.get("state", "visible") == "visible"]
    for el in listed:
        name = el.get("name", "")
        if el not in seen:
            items.append(Unread("隐藏的工作表", f"“{name}”"))
            continue
        target = targets.get(el.get("id", ""), "")
        sheet = read_sheet(package, target, name, strings, formats)
        items += sheet_items(path, sheet, named=len(seen) > 1)
    return write_flow(path, items, data, ".xlsx")


def relations(package: Package, part: str) -> dict[str, str]:
    """The parts that a part refers to, by id."""
    folder, _, name = part.rpartition("/")
    root = package.part(f"{folder}/_rels/{name}.rels")
    out = {}
    for el in root if root is not None else ():
        target = el.get("Target", "").replace("\\", "/")
        if el.get("TargetMode", "") != "External":
            out[el.get("Id", "")] = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
    return out


def _joined(folder: str, target: str) -> str:
    parts = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            del parts[-1:]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


def read_sheet(package: Package, part: str, name: str, strings: Sequence[str], formats: Formats) -> Sheet:
    """A sheet's cells, merged areas and pictures."""
    sheet = Sheet(name)
    root = package.part(part)
    if root is None:
        return sheet
    row = -1
    for line in root.iterfind("sheetData/row"):
        row = int(line.get("r", "0")) - 1 if re.fullmatch("[1-9][0-9]{0,6}", line.get("r", "")) else row + 1
        column = -1
        for cell in line.iterfind("c"):
            at = reference(cell.get("r", ""))
            column = at[1] if at is not None else column + 1
            text = shown(cell, strings, formats)
            if text.strip():
                sheet.cells[row, column] = text
            elif cell.find("f") is not None and cell.find("v") is None:
                sheet.pictures.append("没有算出的公式")
    for el in root.iterfind("mergeCells/mergeCell"):
        first, _, last = el.get("ref", "").partition(":")
        area = reference(first), reference(last)
        if area[0] is not None and area[1] is not None and len(sheet.merged) < MAX_MERGED:
            sheet.merged.append((area[0], area[1]))
    targets = relations(package, part)
    for el in root.iterfind("drawing"):
        drawing = package.part(targets.get(el.get("id", ""), ""))
        for thing in drawing.iter() if drawing is not None else ():
            if thing.tag in ("pic", "graphicFrame"):
                sheet.pictures.append("图片" if thing.tag == "pic" else "图表")
            elif thing.tag == "t" and (thing.text or "").strip():
                sheet.pictures.append("文本框")
    return sheet


def reference(text: str) -> At | None:
    """`B3` as (2, 1)."""
    found = REFERENCE.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def shown(cell: Element, strings: Sequence[str], formats: Formats) -> str:
    """What a cell shows; "" for nothing."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("is")
        return rich_text(inline) if inline is not None else ""
    value = cell.find("v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return strings[int(text)] if re.fullmatch("[0-9]{1,9}", text) and int(text) < len(strings) else ""
    if kind == "b":
        return {"1": "是", "0": "否"}.get(text, text)
    if kind == "n" and text:
        style = cell.get("s", "0")
        return formats.shown(text, int(style) if re.fullmatch("[0-9]{1,6}", style) else 0)
    return text


def sheet_items(path: Path, sheet: Sheet, named: bool) -> Iterator[Item]:
    """A sheet as paragraphs and tables. named: its name is said where its rows do not say it."""
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    said = "".join(sheet.cells[row, column] for row, column in sorted(sheet.cells)[:8])
    if rows and named and not NO_NAME.fullmatch(sheet.name.strip()) and sheet.name.strip() not in said:
        yield Paragraph(sheet.name.strip())
    if len(rows) * len(columns) > MAX_CELLS:
        raise too_many_cells(path)
    area = sum(_area(rows, columns, merged) for merged in sheet.merged)
    if area > MAX_CELLS:
        raise too_many_cells(path)
    for block in _blocks(rows, sheet):
        yield from _block_items(block, columns, sheet)
    place = f"工作表“{sheet.name}”"
    if "文本框" in sheet.pictures:
        sheet.pictures = [what for what in sheet.pictures if what != "文本框"] + ["文本框"]
    yield from (Unread(what, place) for what in sheet.pictures)


def _area(rows: list[int], columns: list[int], merged: tuple[At, At]) -> int:
    """How many of the cells in use a merged area covers."""
    (top, left), (bottom, right) = merged
    return (bisect_right(rows, bottom) - bisect_left(rows, top)) * (
        bisect_right(columns, right) - bisect_left(columns, left)
    )


def _blocks(rows: Iterable[int], sheet: Sheet) -> list[list[int]]:
    """Rows that follow each other; a merged area continues over empty rows."""
    reach = {first[0]: last[0] for first, last in sheet.merged}
    out: list[list[int]] = []
    end = -2
    for row in rows:
        if row > end + 1:
            out.append([])
        out[-1].append(row)
        end = max(end, row, min(reach.get(row, row), row + 10_000))
    return out


def _block_items(rows: list[int], columns: list[int], sheet: Sheet) -> Iterator[Item]:
    """The lines above a table, the table, the lines below it."""
    filled = {row: [c for c in columns if (row, c) in sheet.cells] for row in rows}
    wide = [row for row in rows if len(filled[row]) > 1]
    first, last = (wide[0], wide[-1]) if len(wide) > 1 else (rows[-1] + 1, rows[-1])
    for row in rows:
        if row < first:
            yield Paragraph(" ".join(sheet.cells[row, c] for c in filled[row]))
    reach = max((low[0] for top, low in sheet.merged if first <= top[0] <= last), default=last)
    table = [row for row in rows if first <= row <= max(last, reach)]
    if table:
        yield _table(table, columns, sheet)
    for row in rows:
        if table and row > table[-1]:
            yield Paragraph(" ".join(sheet.cells[row, c] for c in filled[row]))


def _table(rows: list[int], columns: list[int], sheet: Sheet) -> Table:
    at_row = {row: i for i, row in enumerate(rows)}
    at_column = {column: i for i, column in enumerate(columns)}
    cells: list[list[list[Item] | None]] = [
        [[Paragraph(sheet.cells[row, column])] if (row, column) in sheet.cells else [] for column in columns]
        for row in rows
    ]
    down: set[At] = set()
    for (top, left), (bottom, right) in sheet.merged:
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            for column in columns[bisect_left(columns, left) : bisect_right(columns, right)]:
                if (row, column) not in sheet.cells:
                    cells[at_row[row]][at_column[column]] = None
                    if column == left and row > top and top in at_row:
                        down.add((at_row[row], at_column[column]))
    return Table(cells, down)
