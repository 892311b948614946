"""A file that came back → Returned: whose it is, and its rows by 编号, wherever somebody moved them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from kb.monitor.fields import (
    COVER,
    GENERAL,
    GENERAL_FIELDS,
    HIDDEN,
    INDICATOR_FIELDS,
    INDICATORS,
    REMARK_FIELDS,
    REMARKS,
    SIGNED,
    TASK_FIELDS,
    TASKS,
    Field,
    same_text,
)
from kb.monitor.form_rows import Form
from kb.monitor.identity import KIND, split_identifier
from kb.monitor.returned import Grid, Refused, Returned, ReturnedRow
from kb.monitor.sheet_rows import sheet_rows
from kb.monitor.workbook import Book, read_book
from kb.readers.convert import convert, target_of
from kb.readers.detect import package_format, read_bytes

SHEETS: dict[str, tuple[Field, ...]] = {
    INDICATORS: INDICATOR_FIELDS,
    TASKS: TASK_FIELDS,
    GENERAL: GENERAL_FIELDS,
}
SUFFIXES = (".xlsx", ".xls", ".et", ".ods", ".xlsm", ".docx", ".doc", ".wps", ".odt")


def read_return(path: Path, words: Mapping[str, str] | None = None, *, office: bool = False) -> Returned:
    """Return what a file holds.

    words: names of units → the plan's own, for files whose hidden sheet and properties are gone. office: let LibreOffice
    convert other formats; it is never started unasked.
    Raises DocumentError for damaged files, Refused for files that are no form.
    """
    data = read_bytes(path)
    digest = sha256(data).hexdigest()
    target = target_of(path, data)
    if target is not None and office:
        data = convert(path, data, target)
    elif target is not None:
        raise Refused(
            f"{path.name}：旧版或其他格式的表格。请另存为 .xlsx，或加 --with soffice 由 LibreOffice 转换。"
        )
    if data[:2] != b"PK":
        raise Refused(f"{path.name}：不是电子表，没有读。扫描件、PDF 请另存，数值以电子表为准。")
    if package_format(data) == ".docx":
        from kb.monitor.reading_docx import read_docx_return

        return read_docx_return(path, data, digest)
    return of_book(path.name, digest, read_book(path, data), words or {})


def of_book(name: str, digest: str, book: Book, words: Mapping[str, str]) -> Returned:
    hidden = _hidden(book)
    signed = _signed(book.sheets.get(COVER))
    if hidden:
        plan, year, unit, version = hidden["plan"], hidden["year"], hidden["unit"], hidden["version"]
    elif (found := split_identifier(book.identifier)) is not None:
        version, plan, year, unit = found
    else:
        unit = words.get(same_text(signed.get("unit", "")), "")
        if not unit:
            raise Refused(f"{name}：不知道是谁报的。请用下发的表填报，或在“填报说明”里写明填报单位。")
        plan, year, version = "", 0, 0
    rows: list[ReturnedRow] = []
    heads: Mapping[str, Mapping[str, str]] = hidden.get("heads", {})
    for sheet, fields in SHEETS.items():
        grid = book.sheets.get(sheet) or next(
            (g for n, g in book.sheets.items() if same_text(n).startswith(sheet)), None
        )
        if grid is not None:
            rows += sheet_rows(grid, sheet, fields, heads.get(sheet, {}))
    remarks = [
        r for r in sheet_rows(book.sheets[REMARKS], REMARKS, REMARK_FIELDS, {}, ids=False)
        if any(r.text(k) for k in ("problem", "help"))
    ] if REMARKS in book.sheets else []  # fmt: skip
    locks = {id_: marks for sheet in hidden.get("rows", {}).values() for id_, marks in sheet.items()}
    return Returned(
        name=name, digest=digest, plan=str(plan), year=int(year), unit=str(unit), version=int(version), rows=tuple(rows),
        locks=locks, signed=signed, remarks=tuple(remarks), known=bool(plan),
    )  # fmt: skip


def _hidden(book: Book) -> dict[str, Any]:
    """Return what the hidden sheet says; nothing where it is gone or no longer readable."""
    grid = book.sheets.get(HIDDEN)
    if grid is None:
        return {}
    text = "".join(grid.rows[row][1].text for row in sorted(grid.rows) if 1 in grid.rows[row])
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.get("kind") == KIND else {}


def _signed(grid: Grid | None) -> dict[str, str]:
    labels = {same_text(label): key for key, label, _ in SIGNED}
    out: dict[str, str] = {}
    for row in grid.rows.values() if grid is not None else ():
        for column, given in row.items():
            key = labels.get(same_text(given.text))
            if key:
                after = [c for at, c in sorted(row.items()) if at > column]
                out[key] = after[0].text if after else ""
    return out


def by_words(row: ReturnedRow, form: Form) -> str:
    """Return the id of the row of a form that a row without 编号 is by its words; "" for none or several."""
    if row.sheet == INDICATORS:
        named = {
            same_text(f"{a.name}（{a.measure}）" if a.measure else a.name): a.id for a in form.indicators
        }
        named |= {same_text(a.name): a.id for a in form.indicators}
        return named.get(same_text(row.text("name")), "")
    if row.sheet == TASKS:
        found = [t.id for t in form.tasks if same_text(t.title) == same_text(row.text("title"))]
        exact = [
            t.id for t in form.tasks if t.id in found and same_text(t.text) == same_text(row.text("text"))
        ]
        return (exact or found)[0] if len(exact or found) == 1 else ""
    found = [g.id for g in form.general if same_text(g.said) == same_text(row.text("said"))]
    return found[0] if len(found) == 1 else ""
