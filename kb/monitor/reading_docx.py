"""A returned Word form: what its content controls hold, by tag, and what its tables hold, by 编号 and head.

Some programs drop the tags when they save (LibreOffice 7.4), and people write over a control: then the table still says which
row and column a cell is of. Tables may have been moved and rows sorted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from kb.monitor.fields import (
    GENERAL,
    GENERAL_FIELDS,
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
from kb.monitor.identity import split_identifier
from kb.monitor.returned import Given, Grid, Refused, Returned, ReturnedRow
from kb.monitor.sheet_rows import sheet_rows
from kb.readers.package import open_package

TAG = re.compile(r"kb:(?P<id>[^:]{1,60}):(?P<key>\w{1,30})")
SIGNED_ROW = "signed"
SHEETS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    (INDICATORS, INDICATOR_FIELDS), (TASKS, TASK_FIELDS), (GENERAL, GENERAL_FIELDS),
)  # fmt: skip


def read_docx_return(path: Path, data: bytes, digest: str) -> Returned:
    """Return what a Word form holds. Raises Refused for a document that is no form, DocumentError for a damaged one."""
    package = open_package(path, data)
    core = package.part("docProps/core.xml")
    said = next((el.text or "" for el in core if el.tag == "identifier"), "") if core is not None else ""
    whose = split_identifier(said)
    if whose is None:
        raise Refused(f"{path.name}：不是下发的填报表，不知道是谁报的。没有读。")
    version, plan, year, unit = whose
    body = package.part("word/document.xml")
    cells: dict[str, dict[str, Given]] = {}
    for sdt in body.iter("sdt") if body is not None else ():
        tag = sdt.find("sdtPr/tag")
        found = TAG.fullmatch(tag.get("val", "")) if tag is not None else None
        text = _text(sdt)
        if found is not None:
            row = cells.setdefault(found["id"], {})
            if text:
                row[found["key"]] = Given(text=text, place=f"{path.name} {found['id']} {found['key']}")
    signed = {k: g.text for k, g in cells.pop(SIGNED_ROW, {}).items()}
    if body is not None:
        for line in _table_rows(body, path.name):
            own = cells.setdefault(line.id, {})
            for key, given in line.cells.items():
                own.setdefault(key, given)
        for key, text in _signed(body).items():
            signed[key] = signed.get(key) or text
    rows = [
        ReturnedRow(sheet=_sheet(id_), id=id_, place=f"{path.name} {id_}", cells=row)
        for id_, row in cells.items()
    ]
    return Returned(
        name=path.name, digest=digest, plan=plan, year=year, unit=unit, version=version, locks={}, signed=signed,
        rows=tuple(r for r in rows if r.sheet != REMARKS), remarks=tuple(r for r in rows if r.sheet == REMARKS and r.cells),
    )  # fmt: skip


def _table_rows(body: Element, name: str) -> Iterator[ReturnedRow]:
    """Give the rows of the form's tables: 编号 in one column, heads above. Remarks have no 编号: `*1`, `*2`, … as written."""
    for table in body.iter("tbl"):
        grid = Grid(name=name)
        for n, line in enumerate(table.findall("tr"), 1):
            for column, cell in enumerate(line.iter("tc"), 1):
                text = _words(cell)
                if text:
                    grid.rows.setdefault(n, {})[column] = Given(
                        text=text, place=f"{name} 表格第{n}行第{column}列"
                    )
        found = [(sheet, sheet_rows(grid, sheet, fields, {})) for sheet, fields in SHEETS]
        _, rows = max(found, key=lambda x: sum(len(r.cells) for r in x[1]))
        if rows:
            yield from (r for r in rows if r.id)
            continue
        remarks = sheet_rows(grid, REMARKS, tuple(f for f in REMARK_FIELDS if f.key != "id"), {}, ids=False)
        yield from (replace(r, id=f"*{n}") for n, r in enumerate(remarks, 1))


def _signed(body: Element) -> dict[str, str]:
    """Return who signed, from the lines “审核人：赵六”."""
    labels = {same_text(label): key for key, label, _ in SIGNED}
    out: dict[str, str] = {}
    for paragraph in body.findall("body/p") or body.findall("p"):
        label, colon, said = _words(paragraph).replace("：", ":").partition(":")
        key = labels.get(same_text(label))
        if key and colon and said.strip():
            out[key] = said.strip()
    return out


def _words(element: Element) -> str:
    """Return the words of a cell or paragraph, a line a paragraph."""
    own = [element] if element.tag == "p" else list(element.iter("p"))
    return "\n".join(filter(None, map(_line, own)))


def _line(paragraph: Element) -> str:
    pieces = [t.text or "" for t in paragraph.iter("t")]
    if any("FILLIN" in (el.text or "") for el in paragraph.iter("instrText")):
        # LibreOffice makes a field of a control and writes its words up to four times.
        pieces = list(dict.fromkeys(pieces))
    return "".join(pieces).strip()


def _text(sdt: Element) -> str:
    content = sdt.find("sdtContent")
    return "".join(t.text or "" for t in content.iter("t")).strip() if content is not None else ""


def _sheet(id_: str) -> str:
    if id_.startswith("*"):
        return REMARKS
    return (
        GENERAL
        if "@" in id_
        else INDICATORS
        if re.match(r"b\d", id_) and "." in id_ and "#" not in id_
        else TASKS
    )
