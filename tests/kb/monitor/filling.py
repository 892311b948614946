"""Filling in a form as a unit does, fast: cells of the workbook's own XML are set, by the row's id and the column's key."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from kb.monitor.fields import COVER, GENERAL_FIELDS, INDICATOR_FIELDS, SIGNED, TASK_FIELDS, key_of_head
from kb.monitor.workbook import read_book

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FIELDS = {"指标": INDICATOR_FIELDS, "任务和项目": TASK_FIELDS, "普遍要求": GENERAL_FIELDS}
ET.register_namespace("", NS.strip("{}"))
ET.register_namespace("r", REL.strip("{}"))
HEAD = 3
Cells = Mapping[str, Mapping[str, float | str]]


def fill(form: Path, cells: Cells, signed: Mapping[str, str], out: Path, drop: tuple[str, ...] = ()) -> Path:
    """Write a filled copy. cells: row id → key → value. signed: key of SIGNED → words. drop: rows to take out."""
    data = form.read_bytes()
    book = read_book(form, data)
    wanted: dict[str, dict[str, float | str]] = {}
    gone: dict[str, list[int]] = {}
    for sheet, fields in FIELDS.items():
        grid = book.sheets.get(sheet)
        if grid is None:
            continue
        head = next(r for r in grid.rows if grid.rows[r].get(1) and grid.rows[r][1].text == "编号")
        columns = {key_of_head(g.text, fields): c for c, g in grid.rows[head].items()}
        for row, found in grid.rows.items():
            id_ = found[1].text if 1 in found else ""
            if id_ in drop:
                gone.setdefault(sheet, []).append(row)
            for key, value in cells.get(id_, {}).items():
                if row > head and key in columns:
                    wanted.setdefault(sheet, {})[f"{_letters(columns[key])}{row}"] = value
    labels = {label: key for key, label, _ in SIGNED}
    for row, found in book.sheets[COVER].rows.items():
        key = labels.get(found[1].text if 1 in found else "", "")
        if key in signed:
            wanted.setdefault(COVER, {})[f"B{row}"] = signed[key]
    out.write_bytes(_edited(data, wanted, gone))
    return out


def _edited(
    data: bytes, wanted: Mapping[str, Mapping[str, float | str]], gone: Mapping[str, list[int]]
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = _parts(old)
        for name in old.namelist():
            content = old.read(name)
            sheet = parts.get(name, "")
            if wanted.get(sheet) or gone.get(sheet):
                content = _sheet(content, wanted.get(sheet, {}), gone.get(sheet, []))
            new.writestr(name, content)
    return made.getvalue()


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part → name of the sheet."""
    targets = {
        el.get("Id"): el.get("Target") for el in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    book = ET.fromstring(archive.read("xl/workbook.xml"))
    return {
        "xl/" + str(targets[el.get(f"{REL}id")]).removeprefix("/xl/"): str(el.get("name"))
        for el in book.iter(f"{NS}sheet")
    }


def _sheet(content: bytes, cells: Mapping[str, float | str], gone: list[int]) -> bytes:
    root = ET.fromstring(content)
    data = next(root.iter(f"{NS}sheetData"))
    for row in list(data):
        if int(row.get("r", "")) in gone:
            data.remove(row)
            continue
        for cell in row.iter(f"{NS}c"):
            if cell.get("r", "") in cells:
                _set(cell, cells[cell.get("r", "")])
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def shuffle(book: Path, sheet: str, order: Callable[[list[int]], list[int]], out: Path) -> Path:
    """Write a copy whose rows below the heads are in another order. order: row numbers → the same ones in new places."""
    made = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = _parts(old)
        for name in old.namelist():
            content = old.read(name)
            if parts.get(name) == sheet:
                root = ET.fromstring(content)
                (data,) = root.iter(f"{NS}sheetData")
                rows = [r for r in data if int(r.get("r", "")) > HEAD and len(r) > 4]
                places = order([int(r.get("r", "")) for r in rows])
                for row, place in zip(rows, places, strict=True):
                    row.set("r", str(place))
                    for cell in row:
                        cell.set("r", re.sub(r"\d+", str(place), cell.get("r", "")))
                data[:] = sorted(data, key=lambda r: int(r.get("r", "")))
                content = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
            new.writestr(name, content)
    out.write_bytes(made.getvalue())
    return out


def _set(cell: ET.Element, value: float | str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = ET.SubElement(ET.SubElement(cell, f"{NS}is"), f"{NS}t")
        text.text = value
    else:
        ET.SubElement(cell, f"{NS}v").text = repr(value)


def _letters(column: int) -> str:
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
