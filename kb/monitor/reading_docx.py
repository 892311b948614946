"""A returned Word form: what its content controls hold, by tag; tables may have been moved and rows sorted."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from kb.monitor.fields import GENERAL, INDICATORS, REMARKS, TASKS
from kb.monitor.identity import split_identifier
from kb.monitor.returned import Given, Refused, Returned, ReturnedRow
from kb.readers.package import open_package

TAG = re.compile(r"kb:(?P<id>[^:]{1,60}):(?P<key>\w{1,30})")
SIGNED_ROW = "signed"


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
    rows = [
        ReturnedRow(sheet=_sheet(id_), id=id_, place=f"{path.name} {id_}", cells=row)
        for id_, row in cells.items()
    ]
    return Returned(
        name=path.name, digest=digest, plan=plan, year=year, unit=unit, version=version, locks={}, signed=signed,
        rows=tuple(r for r in rows if r.sheet != REMARKS), remarks=tuple(r for r in rows if r.sheet == REMARKS and r.cells),
    )  # fmt: skip


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
