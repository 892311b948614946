"""The extract as a workbook: a cover and one sheet a kind, with filters, frozen heads, real numbers, and a column
to fill in from a list."""

from __future__ import annotations

import datetime
import errno
import io
from collections.abc import Sequence
from tempfile import gettempdir
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from wcwidth import wcswidth

from kb.extract.archive import fix_archive, moment_of
from kb.extract.clean import plain
from kb.extract.columns import GENERAL, STATUSES, Cell, Column
from kb.extract.json import sheet_identifier
from kb.extract.sheet import Sheet
from kb.extract.tables import Grid, grids
from kb.extract.wording import claim, meanings, open_tasks_text, plan_name, unit_name
from kb.problems import KbError, reason
from kb.words.own_files import OWN_CATEGORY, OWN_CREATOR, OWN_MARK

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell

_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="E7ECF2")
_FILL_IN = PatternFill("solid", fgColor="FFFBE6")
_HEAD = Font(name="黑体", size=11)
_TEXT = Font(name="宋体", size=11)
_LINK = Font(name="宋体", size=11, color="0563C1", underline="single")
_LONGEST = 32767  # characters a cell takes


def write_xlsx(sheet: Sheet) -> bytes:
    """Sheets: 说明, then one a kind in the order of the document."""
    book = new_book(sheet.title, sheet_identifier(sheet))
    tables = grids(sheet)
    cover = book.create_sheet("说明")
    _cover(cover, sheet, tables)
    for grid in tables:
        add_grid(book, grid, sheet.title)
    return to_bytes(book, [p.plan.issued for p in sheet.parts])


def new_book(title: str, identifier: str) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    core = book.properties
    core.title, core.identifier, core.creator, core.lastModifiedBy = (
        title,
        identifier,
        OWN_CREATOR,
        OWN_CREATOR,
    )
    core.category, core.language = OWN_CATEGORY, "zh-CN"
    core.created = core.modified = datetime.datetime(1980, 1, 1)  # the real moment is set with the archive
    return book


def to_bytes(book: Workbook, dates: list[str]) -> bytes:
    out = io.BytesIO()
    try:
        book.save(out)  # sheets pass through temporary files
    except Exception as error:
        # lxml, where it is there, has an error of its own for a disk that is full.
        if not isinstance(error, OSError) and type(error).__module__ != "lxml.etree":
            raise
        why = reason(error if isinstance(error, OSError) else _as_os_error(error))
        raise KbError(f"临时文件夹 {gettempdir()} 写不了（{why}）。") from error
    return fix_archive(out.getvalue(), moment_of(dates))


def _as_os_error(error: Exception) -> OSError:
    """Return what lxml says of a disk, IO_ENOSPC, as the system's own error; its words where it is no such name."""
    name = str(error).removeprefix("IO_")
    return OSError(getattr(errno, name, 0), name)


def add_grid(book: Workbook, grid: Grid, title: str) -> Worksheet:
    """A table as a sheet. title: printed at the head of its pages."""
    sheet: Worksheet = book.create_sheet(grid.name[:31])
    widths = _widths(grid)
    for at, column in enumerate(grid.columns, 1):
        cell = sheet.cell(1, at)
        _put(cell, column.heading)
        cell.font, cell.fill, cell.border = _HEAD, _HEAD_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = widths[at - 1]
    links = {(row, column): target for row, column, target in grid.links}
    for n, row in enumerate(grid.rows):
        for at, (column, value) in enumerate(zip(grid.columns, row, strict=True)):
            cell = sheet.cell(n + 2, at + 1)
            _put(cell, value)
            cell.font, cell.border = _TEXT, _BORDER
            short = column.widest <= 14 and isinstance(value, str)
            centred = short or column.count or column.heading == "序号"
            side = "center" if centred else "right" if column.number else None
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
            if column.status or column.heading == "备注":
                cell.fill = _FILL_IN
            if target := links.get((n, at)):
                cell.hyperlink = target
                cell.font = _LINK
        sheet.row_dimensions[n + 2].height = _height(row, widths)
    sheet.row_dimensions[1].height = _height([c.heading for c in grid.columns], widths)
    last = f"{get_column_letter(len(grid.columns))}{len(grid.rows) + 1}"
    sheet.freeze_panes = _frozen(grid)
    sheet.auto_filter.ref = f"A1:{last}"
    _print(sheet, title, f"A1:{last}")
    _status(sheet, grid)
    return sheet


def _put(cell: SheetCell | MergedCell, value: Cell) -> None:
    """Text stays text, whatever it begins with: “=1+1” in a plan is no formula."""
    if isinstance(value, str):
        cell.value = plain(value)[:_LONGEST] if "\n" not in value else value[:_LONGEST]
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    elif value is not None:
        cell.value = int(value) if float(value).is_integer() else value


def _widths(grid: Grid) -> list[float]:
    """Columns as wide as their widest cell in display columns, up to `widest`; Chinese characters count two."""
    out = []
    for at, column in enumerate(grid.columns):
        widest = max((_width(row[at]) for row in grid.rows), default=0)
        if column.heading == "备注":
            widest = column.widest  # room to write
        head = _width(column.heading)
        out.append(float(min(max(widest + 2, min(head, 10) + 3, 6), max(column.widest, 6) + 2)))
    return out


def _width(value: Cell) -> int:
    text = "" if value is None else value if isinstance(value, str) else f"{value:.12g}"
    return max((max(wcswidth(line), 0) for line in text.split("\n")), default=0)


def _height(row: Sequence[Cell], widths: list[float]) -> float:
    """Points for the cell with the most lines; office programs do not all measure wrapped text when they open."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            room = max(width - 2, 4)
            lines = max(lines, sum(-(-max(wcswidth(x), 1) // int(room)) for x in value.split("\n")))
    return min(15.6 * lines + 4.4, 400.0)


def _frozen(grid: Grid) -> str:
    """Head and the columns up to what the row is about stay in sight."""
    for at, column in enumerate(grid.columns):
        if column.heading in ("指标", "事项", "单位"):
            wide = sum(min(c.widest, 40) for c in grid.columns[: at + 1])
            return f"{get_column_letter(at + 2)}2" if wide <= 60 else "A2"
    return "A2"


def _print(sheet: Worksheet, title: str, area: str) -> None:
    """A4 landscape, as many pages high as need be and one wide, numbered; the title and the head row on each, none
    where the title is empty."""
    sheet.print_area = area
    if title:
        sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.75, 0.7
    marks = HeaderFooter()
    if title:
        marks.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(text=title.replace("&", "&&")))
    marks.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="— &P —"))
    sheet.HeaderFooter = marks
    sheet.print_options.horizontalCentered = True


def _status(sheet: Worksheet, grid: Grid) -> None:
    for at, column in enumerate(grid.columns, 1):
        if column.status and grid.rows:
            letter = get_column_letter(at)
            choice = DataValidation(type="list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True)
            choice.errorTitle, choice.error = column.heading, f"请从列表中选择：{'、'.join(STATUSES)}"
            choice.promptTitle, choice.prompt = column.heading, "从列表中选择"
            choice.showErrorMessage = choice.showInputMessage = True
            choice.add(f"{letter}2:{letter}{len(grid.rows) + 1}")
            sheet.add_data_validation(choice)


def _cover(sheet: Worksheet, content: Sheet, tables: tuple[Grid, ...]) -> None:
    """What the workbook is, what each sheet holds, what the words mean."""
    rows: list[tuple[str, str | int, str]] = [("单位", unit_name(content.unit), "")]
    for part in content.parts:
        rows.append(("规划", plan_name(part.plan), ""))
        if "assigned" in content.bases:
            general = f"；{GENERAL}{len(part.obligations)}条" if part.obligations else ""
            rows.append(("概要", claim(content, part) + general, ""))
            if unclear := open_tasks_text(part, listed=any(s.key == "related" for s in part.sections)):
                rows.append(("未明确", unclear, ""))
    rows += [("工作表", g.name, f"#'{g.name}'!A1") for g in tables]
    rows += [(name, words, "") for name, words in meanings(content).items()]
    rows.append(("填写", f"“完成情况”一列从列表中选择：{'、'.join(STATUSES)}", ""))
    rows.append(("说明", f"{OWN_MARK}，以规划正式文本为准。", ""))
    head = sheet.cell(1, 1)
    _put(head, content.title)
    head.font = Font(name="黑体", size=16)
    sheet.merge_cells("A1:B1")
    head.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 34
    for n, (label, text, link) in enumerate(rows, 2):
        left, right = sheet.cell(n, 1), sheet.cell(n, 2)
        _put(left, label)
        _put(right, text)
        left.font, right.font = _HEAD, _TEXT
        left.border = right.border = _BORDER
        left.alignment = Alignment(horizontal="center", vertical="center")
        right.alignment = Alignment(vertical="center", wrap_text=True)
        if link:
            right.hyperlink = link
            right.font = _LINK
        sheet.row_dimensions[n].height = _height((str(text),), [88])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 88
    _print(sheet, "", f"A1:B{len(rows) + 1}")


__all__ = ["Column", "add_grid", "new_book", "to_bytes", "write_xlsx"]
