"""One plan through every format is one tree: kinds, numbers, titles, the ink of every text and cell, and the same facts."""

from __future__ import annotations

import dataclasses
import io
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import pytest

from kb.corpus import Corpus
from kb.model import Tree
from kb.parse import parse_source
from kb.pipeline.importer import import_file
from kb.readers import read_source
from kb.rules import find_facts
from kb.spans import is_ink
from tests.kb.parse.made import SEED, SEED_FOLDER
from tests.kb.readers import office
from tests.kb.readers.check import check_source
from tests.kb.readers.ofd_forms import from_pdf
from tests.kb.readers.seed_forms import as_docx, as_html, as_pdf


@cache
def seed() -> Tree:
    return parse_source(read_source(SEED_FOLDER / "source.txt"), SEED)


def ink(text: str) -> str:
    return "".join(filter(is_ink, text))


def shape(tree: Tree) -> dict[str, list[object]]:
    """All that a plan says, without where it stands: nodes, cells, indicators with targets, duties, commitments."""
    corpus = Corpus(SEED_FOLDER.parent)
    facts = find_facts(tree, corpus.units(), corpus.topics())
    plan = dataclasses.replace(tree.plan, source="")
    return {
        "plan": [plan],
        "nodes": [(n.local, n.kind, n.number, ink(n.title), ink(n.text)) for n in tree.nodes],
        "cells": [[(ink(c.column), ink(c.text.value)) for c in n.cells] for n in tree.nodes if n.cells],
        "indicators": [
            (i.number, i.part, i.name, i.unit_of_measure, i.target, i.binding, i.category, i.units)
            for i in facts.indicators
        ],
        "duties": [(d.node, d.unit, d.role, d.basis, d.deadline, d.inherited_from) for d in facts.duties],
        "commitments": [
            (c.node, ink(c.subject), c.op, c.value, c.unit_of_measure) for c in facts.commitments
        ],
    }


def office_copy(path: Path, form: str, program: str) -> Path:
    """The document as LibreOffice saves it in another format: "pdf", "odt", "docx", "html"."""
    out = path.parent / form
    filters = {"html": "html:HTML (StarWriter)", "docx": "docx:MS Word 2007 XML"}
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        filters.get(form, form),
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{form}"


def through(path: Path, data: bytes) -> Tree:
    path.write_bytes(data)
    source = read_source(path)
    check_source(source)
    return parse_source(source, SEED)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_text_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    data = seed().plan.source.replace("\n", "\r\n").encode(encoding)
    assert shape(through(tmp_path / "x.txt", data)) == shape(seed())


def test_word(tmp_path: Path) -> None:
    data = as_docx(seed())
    assert len(docx.Document(io.BytesIO(data)).tables) == 8  # python-docx finds the package sound
    assert shape(through(tmp_path / "x.docx", data)) == shape(seed())


def test_web_page(tmp_path: Path) -> None:
    assert shape(through(tmp_path / "x.html", as_html(seed()).encode("gb18030"))) == shape(seed())


def test_pdf(tmp_path: Path) -> None:
    plan = seed().plan
    # The font that ReportLab knows without a font file has no middle dot; another mark stands in for it.
    tree = parse_source(
        dataclasses.replace(read_source(SEED_FOLDER / "source.txt"), text=plan.source.replace("·", "—")), SEED
    )
    assert shape(through(tmp_path / "x.pdf", as_pdf(tree))) == shape(tree)


def test_ofd(tmp_path: Path) -> None:
    plan = seed().plan
    text = plan.source.replace("·", "—")  # as in test_pdf
    tree = parse_source(dataclasses.replace(read_source(SEED_FOLDER / "source.txt"), text=text), SEED)
    assert shape(through(tmp_path / "x.ofd", from_pdf(as_pdf(tree)))) == shape(tree)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_word_file_saved_by_libreoffice(tmp_path: Path, require: Callable[[str], str], form: str) -> None:
    program = require("soffice")
    require("cjk-fonts")
    path = tmp_path / "x.docx"
    path.write_bytes(as_docx(seed()))
    copy = office_copy(path, form, program)
    assert shape(through(tmp_path / f"y.{form}", copy.read_bytes())) == shape(seed())


@pytest.mark.parametrize("form", ["docx", "html"])
def test_web_page_saved_by_libreoffice(tmp_path: Path, require: Callable[[str], str], form: str) -> None:
    program = require("soffice")
    require("cjk-fonts")
    path = tmp_path / "x.html"
    path.write_text(as_html(seed(), page=False), encoding="utf-8")
    copy = office_copy(office_copy(path, "odt", program), form, program)
    assert shape(through(tmp_path / f"y.{form}", copy.read_bytes())) == shape(seed())


def test_problems_of_a_word_file_name_the_lines_of_source_txt(tmp_path: Path) -> None:
    path = tmp_path / "规划.docx"
    plan = (
        "东山市托育规划",
        "一、总体要求",
        "（一）思路。发展托育。",
        "（三）目标。建成托位。",
        "二、任务",
        "抓好落实。",
    )
    path.write_bytes(office.docx("".join(map(office.p, plan))))
    done = import_file(path, tmp_path / "corpus", "tuoyu")
    assert [(p.path, p.source_line, p.code) for p in done.problems] == [("tuoyu/plan.md", 4, "KB113")]
    assert (done.folder / "source.txt").read_text("utf-8").split("\n")[3] == "（三）目标。建成托位。"


DIVISION = [
    ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
    ["一、设施建设", "", "", "", ""],
    ["1", "新建乡镇文化站十座", "县文旅局", "县财政局、县自然资源局", "2024年6月底前"],
    ["2", "改造县图书馆", "县文旅局", "县住建局", "2024年12月底前"],
    ["二、活动供给", "", "", "", ""],
    ["3", "送戏下乡一百场", "县文联", "县文旅局", ""],
]
ABOVE = ("西河县公共文化服务重点任务分工表", "西政办发〔2024〕3号")
BELOW = ("注：每季度报告进展。",)


def division_as_xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for text in ABOVE:
        sheet.append([text])
    for row in DIVISION:
        sheet.append([cell or None for cell in row])
        if not row[1]:
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=5)
    for text in BELOW:
        sheet.append([text])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def division_as_docx() -> bytes:
    rows = []
    for row in DIVISION:
        wide = '<w:gridSpan w:val="5"/>'
        rows.append("".join(map(office.tc, row)) if row[1] else office.tc(row[0], wide))
    return office.docx("".join(map(office.p, ABOVE)) + office.table(*rows) + "".join(map(office.p, BELOW)))


def division_as_html() -> bytes:
    body = "".join(f"<p>{text}</p>" for text in ABOVE) + "<table>"
    for row in DIVISION:
        body += (
            "<tr>"
            + ("".join(f"<td>{cell}</td>" for cell in row) if row[1] else f"<td colspan=5>{row[0]}</td>")
            + "</tr>"
        )
    body += "</table>" + "".join(f"<p>{text}</p>" for text in BELOW)
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_a_division_of_tasks_as_spreadsheet(tmp_path: Path, suffix: str) -> None:
    other = {"docx": division_as_docx, "html": division_as_html}[suffix]()
    sheet = through(tmp_path / "x.xlsx", division_as_xlsx())
    assert shape(sheet) == shape(through(tmp_path / f"x.{suffix}", other))
    assert [n.title for n in sheet.nodes if n.kind == "task"] == [
        "新建乡镇文化站十座",
        "改造县图书馆",
        "送戏下乡一百场",
    ]
