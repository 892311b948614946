"""The workbook, read back with openpyxl."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from kb.extract import ALL_BASES, Gathering, render
from tests.kb.extract.test_texts import hostile


@pytest.fixture(scope="module")
def book(gathering: Gathering) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(gathering.sheet("区卫健委", ALL_BASES), "xlsx")))


def test_a_sheet_a_kind(book: Workbook) -> None:
    assert book.sheetnames == ["说明", "指标", "项目", "普遍要求", "关联事项"]


def test_indicators(book: Workbook) -> None:
    sheet = book["指标"]
    head = [c.value for c in sheet[1]]
    rows = [dict(zip(head, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == 24
    first = rows[0]
    assert (first["序号"], first["指标"], first["运算"], first["目标值"], first["目标（原文）"]) == (
        1, "新生儿死亡率", "＜", 1.3, "＜1.3",
    )  # fmt: skip
    assert (first["基期值"], first["基期年"], first["属性"]) == (1.21, 2020, "约束性")
    by_name = {r["指标"]: r for r in rows}
    assert by_name["每千人口拥有3岁以下婴幼儿托位数"]["目标值"] == 4.5
    assert by_name["普惠托育服务机构数量"]["目标值"] is None
    assert by_name["普惠托育服务机构数量"]["目标（原文）"] == "增加"
    assert by_name["小学生近视率"]["共同责任单位"] == "区教委"
    assert {type(r["目标值"]) for r in rows} <= {int, float, type(None)}
    assert all(r["完成情况"] is None for r in rows)


def test_ready_to_filter_fill_in_and_print(book: Workbook) -> None:
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet.freeze_panes
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_area
        assert sheet.page_setup.orientation == "landscape"
        page = sheet.sheet_properties.pageSetUpPr
        assert page is not None
        assert page.fitToPage
        assert all(c.alignment.wrap_text for row in sheet.iter_rows() for c in row)
    choices = book["指标"].data_validations.dataValidation
    assert [c.formula1 for c in choices] == ['"已完成,推进中,未启动,需协调"']
    head = [c.value for c in book["指标"][1]]
    column = openpyxl.utils.get_column_letter(head.index("完成情况") + 1)
    assert str(choices[0].sqref) == f"{column}2:{column}25"
    # What is only related is nothing to report on.
    assert "完成情况" not in [c.value for c in book["关联事项"][1]]


def test_widths_follow_what_is_shown(book: Workbook) -> None:
    sheet = book["指标"]
    widths = {sheet.cell(1, i).value: sheet.column_dimensions[openpyxl.utils.get_column_letter(i)].width
              for i in range(1, sheet.max_column + 1)}  # fmt: skip
    assert widths["指标"] == 34  # at its widest: longer names are wrapped
    assert widths["序号"] <= widths["属性"] < widths["共同责任单位"]


def test_text_is_never_a_formula(gathering: Gathering) -> None:
    content = render(hostile(gathering.sheet("区卫健委")), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert "f" not in {c.data_type for c in cells}
    assert [c for c in cells if c.value == "=cmd|'/c calc'!A1"]


def test_times_hang_on_the_base_alone(gathering: Gathering) -> None:
    with zipfile.ZipFile(io.BytesIO(render(gathering.sheet("区卫健委"), "xlsx"))) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2023-02-27T00:00:00Z") == 2
