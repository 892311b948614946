"""Forms as people and other programs leave them: saved by LibreOffice in its own formats and back, sorted, filtered, with columns
put in, per-cent cells, 约95 and full-width digits."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from kb.corpus import Corpus
from kb.ledger.tables import ProgressRow, ValueRow
from kb.monitor.collect import Collected, collect
from kb.monitor.desk import Desk
from kb.monitor.form_docx import write_form_docx
from kb.monitor.form_rows import form_of
from tests.kb.monitor.two_years import TwoYears

Desks = Callable[[Corpus], Desk]
DAY = "2025-01-16"
UNIT = "区卫健委"
NAME = f"{UNIT}-2024年度监测填报表"


@pytest.fixture
def saved_as(tmp_path: Path, require: Callable[[str], str]) -> Callable[[Iterable[Path], str], list[Path]]:
    """Convert files with LibreOffice, one start for all of them."""
    program = require("soffice")

    def convert(paths: Iterable[Path], format_: str) -> list[Path]:
        paths = list(paths)
        out = tmp_path / f"as-{format_.partition(':')[0]}-{len(list(tmp_path.iterdir()))}"
        subprocess.run(
            [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", format_,
             "--outdir", str(out), *map(str, paths)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return [out / f"{p.stem}.{format_.partition(':')[0]}" for p in paths]

    return convert


def took(found: Collected) -> tuple[list[ValueRow], list[ProgressRow], list[str]]:
    """What a return came to, its file and places left aside."""
    return (
        [replace(v, sha256="", cell="") for v in found.round.values if v.unit == UNIT],
        [replace(p, sha256="", cell="") for p in found.round.progress if p.unit == UNIT],
        sorted(p.code for p in found.round.problems if p.unit == UNIT),
    )


def test_a_workbook_through_ods_and_back_holds_the_same(
    two_years: TwoYears, desk_of: Desks, saved_as: Callable[[Iterable[Path], str], list[Path]]
) -> None:
    source = two_years.returns[2024] / f"{NAME}.xlsx"
    (ods,) = saved_as([source], "ods")
    (back,) = saved_as([ods], "xlsx:Calc MS Excel 2007 XML")
    desk = desk_of(two_years.corpus)
    first = took(collect(desk, [source], 2024, day=DAY, dry_run=True))
    assert len(first[0]) == 20
    assert took(collect(desk, [back], 2024, day=DAY, dry_run=True)) == first
    assert took(collect(desk, [ods], 2024, day=DAY, dry_run=True, office=True)) == first
    assert "--with soffice" in collect(desk, [ods], 2024, day=DAY, dry_run=True).refused[0][1]


def worked_over(source: Path, out: Path) -> None:
    """Do with a form what people do: sort it, hide what they have done, put a column in, write numbers their own way."""
    book = openpyxl.load_workbook(source)
    sheet = book["指标"]
    heads = {str(c.value): n for n, c in enumerate(sheet[3], 1)}
    rows = {str(sheet.cell(n, 1).value): n for n in range(4, sheet.max_row + 1)}
    value = heads["2024年值"]
    sheet.cell(rows["b1.10"], value).value = "约95"
    sheet.cell(rows["b1.3"], value).value = "７２．５"
    sheet.cell(rows["b1.8"], value).value = 0.97
    sheet.cell(rows["b1.8"], value).number_format = "0.0%"
    sheet.cell(rows["b1.4"], value).value = "2.0‰"
    sheet.cell(rows["b1.25"], value).value = "26 个"
    sheet.cell(rows["b1.12"], value).value = "92%（抽样）"
    last = max(n for id_, n in rows.items() if id_.startswith("b1."))
    lines = [[c.value for c in sheet[n]] for n in range(4, last + 1)]
    looks = [[c.number_format for c in sheet[n]] for n in range(4, last + 1)]
    for n, (cells, formats) in enumerate(zip(reversed(lines), reversed(looks), strict=True), 4):
        for column, (said, look) in enumerate(zip(cells, formats, strict=True), 1):
            sheet.cell(n, column).value = said
            sheet.cell(n, column).number_format = look
        if n % 2:
            sheet.row_dimensions[n].hidden = True
    sheet.insert_cols(4)
    sheet.cell(3, 4).value = "科室备注"
    sheet.cell(5, 4).value = "已核"
    book.move_sheet("指标", 3)
    book.save(out)


def test_a_form_that_was_worked_over_and_saved_by_libreoffice(
    two_years: TwoYears,
    desk_of: Desks,
    tmp_path: Path,
    saved_as: Callable[[Iterable[Path], str], list[Path]],
) -> None:
    edited = tmp_path / f"{NAME}.xlsx"
    worked_over(two_years.returns[2024] / f"{NAME}.xlsx", edited)
    (ods,) = saved_as([edited], "ods")
    (back,) = saved_as([ods], "xlsx:Calc MS Excel 2007 XML")
    desk = desk_of(two_years.corpus)
    for path in (edited, back):
        found = collect(desk, [path], 2024, day=DAY, dry_run=True)
        assert found.refused == []
        values = {v.id: v.value for v in found.round.values if v.unit == UNIT and v.year == "2024"}
        read = {id_: values[id_] for id_ in ("b1.3", "b1.4", "b1.8", "b1.10", "b1.12", "b1.25")}
        assert read == {
            "b1.3": "72.5",
            "b1.4": "2",
            "b1.8": "97",
            "b1.10": "95",
            "b1.12": "92",
            "b1.25": "26",
        }
        qualified = {p.id for p in found.round.problems if p.code == "KBM08" and p.unit == UNIT}
        assert qualified == {"b1.10", "b1.12"}
        assert not [p for p in found.round.problems if p.unit == UNIT and p.code in ("KBM02", "KBM03")]


SAID = {
    "kb:b1.3:value": "72", "kb:b1.3:person": "王五", "kb:b1.5:value": "5.0", "kb:b1.5:problem": "喂养指导不够", "kb:b1.5:next": "6月底前",
    "kb:3.3@1:self": "长期坚持", "kb:*1:problem": "基层人手不足", "kb:signed:reviewer": "赵六",
}  # fmt: skip


def filled_word(desk: Desk, path: Path) -> None:
    form = form_of(desk, UNIT, "", 2024, issued="2024-12-20", due="2025-01-20")
    path.write_bytes(write_form_docx(form))
    document = docx.Document(str(path))
    for sdt in document.element.body.iter(qn("w:sdt")):
        tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        if tag in SAID:
            next(sdt.iter(qn("w:t"))).text = SAID[tag]
    document.save(str(path))


def without_tags(source: Path, out: Path) -> None:
    """Take every content control out and leave its words, as a person does who writes over it."""
    document = docx.Document(str(source))
    for sdt in list(document.element.body.iter(qn("w:sdt"))):
        for run in sdt.find(qn("w:sdtContent")):
            sdt.addprevious(run)
        sdt.getparent().remove(sdt)
    document.save(str(out))


def word_taken(desk: Desk, path: Path) -> None:
    found = collect(desk, [path], 2024, day=DAY, dry_run=True)
    assert found.refused == []
    values = {v.id: v.value for v in found.round.values if v.unit == UNIT and v.year == "2024" and v.value}
    assert values == {"b1.3": "72", "b1.5": "5"}
    said = {(p.id, p.problem or p.self) for p in found.round.progress if p.unit == UNIT}
    assert {("b1.5", "喂养指导不够"), ("*1", "基层人手不足"), ("3.3@1", "长期坚持")} <= said
    assert not [p for p in found.round.problems if p.unit == UNIT and "审核人" in p.message]


def test_a_word_form_without_its_controls_is_read_by_its_tables(
    two_years: TwoYears, desk_of: Desks, tmp_path: Path
) -> None:
    desk = desk_of(two_years.corpus)
    filled_word(desk, tmp_path / "表.docx")
    without_tags(tmp_path / "表.docx", tmp_path / "无控件.docx")
    word_taken(desk, tmp_path / "表.docx")
    word_taken(desk, tmp_path / "无控件.docx")


def test_a_word_form_through_odt_and_back_holds_the_same(
    two_years: TwoYears, desk_of: Desks, tmp_path: Path, saved_as: Callable[[Iterable[Path], str], list[Path]]
) -> None:
    desk = desk_of(two_years.corpus)
    filled_word(desk, tmp_path / "表.docx")
    (odt,) = saved_as([tmp_path / "表.docx"], "odt")
    (back,) = saved_as([odt], "docx:MS Word 2007 XML")
    word_taken(desk, back)
