"""Spreadsheets: what each cell shows, merged cells, several sheets, and what is beyond any."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kb.pipeline.importer import import_file
from kb.problems import DocumentError
from kb.readers import Grid, Source, read_source
from kb.readers.xlsx.values import Formats
from tests.kb.readers.check import check_source, grids, lines
from tests.kb.readers.office import archive

HEAD = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    [1, "新建托育机构十家", "县卫健局", "县财政局", datetime.date(2024, 6, 30)],
    [2, "培训托育队伍一百人", "县人社局", "县卫健局、县教体局", datetime.date(2024, 12, 31)],
    [3, "托位覆盖率达到", "县卫健局", "", None],
]


def save(path: Path, *fill: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for i, put in enumerate(fill, 1):
        put(book.create_sheet(f"Sheet{i}"))
    book.save(path)
    return path


def read(path: Path) -> Source:
    source = read_source(path)
    check_source(source)
    return source


def division(sheet: Worksheet) -> None:
    sheet.append(["西河县托育服务重点任务分工表"])
    sheet.merge_cells("A1:E1")
    sheet.append(HEAD)
    for row in ROWS:
        sheet.append(row)
    sheet["B5"] = 0.95
    sheet["B5"].number_format = "0%"
    sheet["E3"].number_format = "yyyy年m月d日"
    sheet["E4"].number_format = "yyyy/m/d"
    sheet.merge_cells("E4:E5")
    sheet.append(["注：列第一位者为牵头单位。"])


def test_a_division_of_tasks(tmp_path: Path) -> None:
    source = read(save(tmp_path / "分工.xlsx", division))
    assert lines(source) == ["西河县托育服务重点任务分工表", "注：列第一位者为牵头单位。"]
    assert grids(source) == [
        [
            HEAD,
            ["1", "新建托育机构十家", "县卫健局", "县财政局", "2024年6月30日"],
            ["2", "培训托育队伍一百人", "县人社局", "县卫健局、县教体局", "2024年12月31日"],
            ["3", "95%", "县卫健局", "", ""],
        ]
    ]
    grid = next(block for block in source.blocks if isinstance(block, Grid))
    assert [(r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row) if cell.merged] == [
        (3, 4)
    ]
    assert source.suffix == ".xlsx"


def test_its_duties_are_read(tmp_path: Path) -> None:
    from kb.rules import find_facts

    done = import_file(save(tmp_path / "分工.xlsx", division), tmp_path / "corpus", "fengong")
    duties = {(d.unit, d.role) for d in find_facts(done.tree, (), ()).duties if d.basis == "assigned"}
    assert {("县卫健局", "牵头"), ("县财政局", "配合"), ("县人社局", "牵头"), ("县教体局", "配合")} <= duties
    assert (done.folder / "original.xlsx").is_file()


def test_sheets_with_names_tables_parted_by_a_row(tmp_path: Path) -> None:
    def first(sheet: Worksheet) -> None:
        sheet.title = "任务清单"
        for row in (["事项", "单位"], ["甲", "县卫健局"], [], ["指标", "目标"], ["托位", 4.5]):
            sheet.append(row)

    def second(sheet: Worksheet) -> None:
        sheet.append(["事项", "单位"])
        sheet.append(["乙", "县教体局"])

    def hidden(sheet: Worksheet) -> None:
        sheet.title = "底稿"
        sheet.sheet_state = "hidden"
        sheet.append(["丙", "丁"])

    source = read(save(tmp_path / "a.xlsx", first, second, hidden))
    assert lines(source) == ["任务清单"]
    assert grids(source) == [
        [["事项", "单位"], ["甲", "县卫健局"]],
        [["指标", "目标"], ["托位", "4.5"]],
        [["事项", "单位"], ["乙", "县教体局"]],
    ]
    assert [p.message for p in source.problems] == ["隐藏的工作表没有读：“底稿”"]


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("General", "0.1", "0.1"), ("General", "3", "3"), ("0.0", "3", "3.0"), ("0.00%", "0.9512", "95.12%"),
        ("#,##0", "12345", "12,345"), ("yyyy年m月", "45291", "2023年12月"), ("m月d日", "45291", "12月31日"),
        ('[$-804]yyyy"年"m"月"d"日"', "45291.5", "2023年12月31日"), ("@", "007", "7"), ("yyyy", "1e300", "1e300"), ("0", "x", "x"),
        ("yyyy/m/d", "nan", "nan"),
    ],
)  # fmt: skip
def test_numbers_as_their_cells_show_them(code: str, value: str, expected: str) -> None:
    formats = Formats(None)
    formats.codes = [code]
    assert formats.shown(value, 0) == expected


SHEET = '<worksheet xmlns:r="r"><sheetData>{}</sheetData>{}</worksheet>'
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def raw(tmp_path: Path, rows: str, after: str = "") -> Path:
    path = tmp_path / "raw.xlsx"
    path.write_bytes(
        archive(
            {
                "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="任务" r:id="r1"/></sheets></workbook>',
                "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
                "xl/worksheets/sheet1.xml": SHEET.format(rows, after),
            }
        )
    )
    return path


def test_cells_far_apart_are_next_to_each_other(tmp_path: Path) -> None:
    rows = f'<row r="1">{CELL.format("A1", "甲")}{CELL.format("XFD1", "乙")}</row><row r="1048576">{CELL.format("A1048576", "丙")}</row>'
    source = read(raw(tmp_path, rows, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    assert "".join(source.text.split()) == "甲乙丙"


def test_more_cells_than_any_table_are_refused(tmp_path: Path) -> None:
    wide = "".join(f'<row r="{i}">{CELL.format(f"A{i}", "甲")}</row>' for i in range(1, 2001))
    deep = f'<row r="2001">{"".join(f"<c><v>{i}</v></c>" for i in range(300))}</row>'
    with pytest.raises(DocumentError, match="KB012 表格过大，超过 40 万格"):
        read(raw(tmp_path, wide + deep))
    areas = "<mergeCells>" + '<mergeCell ref="A1:Z500"/>' * 2000 + "</mergeCells>"
    with pytest.raises(DocumentError, match="KB012 表格过大，超过 40 万格"):
        read(raw(tmp_path, wide, areas))


def test_pictures_charts_and_formulas_are_said(tmp_path: Path) -> None:
    path = raw(
        tmp_path, f'<row>{CELL.format("A1", "甲")}<c r="B1"><f>A1</f></c></row>', '<drawing r:id="r1"/>'
    )
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships><Relationship Id="r1" Target="../drawings/d.xml"/></Relationships>',
        "xl/drawings/d.xml": "<wsDr><twoCellAnchor><pic/></twoCellAnchor><twoCellAnchor><graphicFrame/></twoCellAnchor></wsDr>",
    }
    import zipfile

    with zipfile.ZipFile(path, "a") as package:
        for name, xml in parts.items():
            package.writestr(name, xml)
    assert [p.message for p in read(path).problems] == [
        "没有算出的公式没有读：工作表“任务”", "图片没有读：工作表“任务”", "图表没有读：工作表“任务”",
    ]  # fmt: skip


def test_damage_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    path = tmp_path / "a.xlsx"
    path.write_bytes(out.getvalue()[:-30])
    with pytest.raises(DocumentError, match="KB010"):
        read_source(path)
    path.write_bytes(out.getvalue())
    with pytest.raises(DocumentError, match="KB003 文件里没有文字"):
        read_source(path)
