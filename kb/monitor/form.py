"""The form of one unit as a workbook: what is known is locked, what is asked is yellow, and a hidden sheet says whose it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from wcwidth import wcswidth

from kb.extract.xlsx import new_book, to_bytes
from kb.model import Target
from kb.monitor.fields import (
    COVER,
    HIDDEN,
    ID,
    INDICATORS,
    MET,
    REMARK_FIELDS,
    REMARKS,
    SIGNED,
    Field,
    Page,
    lock,
    pages,
)
from kb.monitor.form_rows import FORM_VERSION, Form, IndicatorAsk
from kb.monitor.identity import KIND, identifier
from kb.monitor.words import chinese_day
from kb.words.own_files import OWN_MARK

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell

HEAD_ROW = 3
REMARK_ROWS = 8
LEAST_HEIGHT = 30.0
"""Points of a row: two lines of 10.5 pt, so that a hand can write in a printed form."""
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="E7ECF2")
_GREY = PatternFill("solid", fgColor="F2F2F2")
_ASKED = PatternFill("solid", fgColor="FFFBE6")
_EMPTY = PatternFill("solid", bgColor="FFF2A8")
_HEAD = Font(name="黑体", size=10.5)
_TEXT = Font(name="宋体", size=10.5)
_SMALL = Font(name="宋体", size=8, color="808080")
_OPEN = Protection(locked=False)
_GAP = "\u3000" * 7
_FOOT = f"填报人：{_GAP}电话：{_GAP}审核人：{_GAP}单位负责人：{_GAP}（盖章）　　　　年　　月　　日"


def write_form(form: Form) -> bytes:
    """Return the workbook. Sheets: 填报说明, 指标, 任务和项目, 普遍要求, 问题和建议, and the hidden `_kb`."""
    book = new_book(f"{form.unit}{form.year}年度监测填报表", identifier(form))
    _cover(book, form)
    made = pages(form)
    for page in made:
        _rows_sheet(book, form, page)
    _remarks(book, form)
    _hidden(book, form, made)
    return to_bytes(book, [form.issued])


def _put(cell: SheetCell | MergedCell, value: object) -> None:
    if isinstance(value, str):
        cell.value = value[:32767]
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    elif value is not None:
        cell.value = int(value) if isinstance(value, float) and value.is_integer() else value  # type: ignore[assignment]


def _rows_sheet(book: Workbook, form: Form, page: Page) -> None:
    sheet: Worksheet = book.create_sheet(page.name)
    fields = (*page.fields, MET) if page.name == INDICATORS else page.fields
    heads = (*page.heads, MET.head) if page.name == INDICATORS else page.heads
    _titled(sheet, form, f"{form.year}年度{page.name}填报表", len(fields))
    for at, (field, head) in enumerate(zip(fields, heads, strict=True), 1):
        cell = sheet.cell(HEAD_ROW, at)
        _put(cell, head)
        cell.font, cell.fill, cell.border = _HEAD, _HEAD_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = field.width
    sheet.row_dimensions[HEAD_ROW].height = (
        max(_lines(h, f.width) for f, h in zip(fields, heads, strict=True)) * 14 + 6
    )
    for n, row in enumerate(page.rows, HEAD_ROW + 1):
        height = LEAST_HEIGHT
        for at, field in enumerate(fields, 1):
            cell = sheet.cell(n, at)
            value = (
                _formula(row, n, fields)
                if field is MET and isinstance(row, IndicatorAsk)
                else field.read(row)
            )
            if field is MET:
                cell.value = str(value)
            else:
                _put(cell, value)
            _dress(cell, field, row)
            if isinstance(value, str) and field is not MET:
                height = max(height, _lines(value, field.width) * 14.0 + 4)
        sheet.row_dimensions[n].height = min(height, 400.0)
    last = HEAD_ROW + len(page.rows)
    _rules(sheet, page, last)
    _signature(sheet, last + 2, len(fields))
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4 if page.name == INDICATORS else 3).coordinate
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(fields))}{last}"
    _protect(sheet)
    _paper(
        sheet,
        f"{form.unit}　{form.year}年度{page.name}",
        f"A1:{get_column_letter(len(fields))}{last + 2}",
        a3=True,
    )


def _titled(sheet: Worksheet, form: Form, title: str, columns: int) -> None:
    _put(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(name="黑体", size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    sheet.row_dimensions[1].height = 30
    due = f"　请于{chinese_day(form.due)}前报{form.sender}" if form.due else ""
    _put(
        sheet.cell(2, 1),
        f"填报单位：{form.unit}　《{form.plan_title}》{due}　黄色的格子请填写，灰色的是预先填好的，不要改。",
    )
    sheet.cell(2, 1).font = _TEXT
    sheet.cell(2, 1).alignment = Alignment(vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=columns)
    sheet.row_dimensions[2].height = 20


def _dress(cell: SheetCell | MergedCell, field: Field, row: object) -> None:
    cell.font, cell.border = _TEXT, _BORDER
    short = field.kind != "text" or field.width <= 10
    cell.alignment = Alignment(horizontal="center" if short else None, vertical="center", wrap_text=True)
    if asks(field, row):
        cell.fill, cell.protection = _ASKED, _OPEN
        if field.kind == "date":
            cell.number_format = "yyyy-mm-dd"
    else:
        cell.fill = _GREY
    if field.key == ID:
        cell.font = _SMALL


def asks(field: Field, row: object) -> bool:
    return field.fill and not (isinstance(row, IndicatorAsk) and _is_closed(field, row))


def _is_closed(field: Field, row: IndicatorAsk) -> bool:
    """Whether a row does not ask for a cell: the value where another unit reports, the base where it is known."""
    if field.key == "given_base":
        return bool(row.base) or not row.asked
    return not row.asked and field.key in ("value", "numerator", "denominator", "nature", "source", "nodata")


def _formula(row: IndicatorAsk, n: int, fields: Sequence[Field]) -> str:
    """Return what a unit sees while it fills in: met or not, better or worse than the base."""
    letter = {f.key: get_column_letter(at) for at, f in enumerate(fields, 1)}
    value, base = f"{letter['value']}{n}", f"{letter['base']}{n}"
    given = f"{letter['given_base']}{n}"
    target = row.target
    if target.value is not None:
        met = _met_formula(value, target, row.way)
        return f'=IF({value}="","未填",IF(ISNUMBER({value}),IF({met},"达标","未达标"),"不是数"))'
    better, worse = ("<", ">") if row.way == "down" else (">", "<")
    known = f'IF({base}="",{given},{base})'
    return f'=IF({value}="","未填",IF({known}="","缺基期",IF({value}{better}{known},"向好",IF({value}{worse}{known},"背离","持平"))))'


def _met_formula(value: str, target: Target, way: str) -> str:
    """Return the condition of kb.ledger.indicator_status.reached as the workbook works it out."""
    if target.op not in ("=", None):
        return f"{value}{target.op}{target.value:.10g}"
    if target.value_high is not None:
        return f"AND({value}>={target.value:.10g},{value}<={target.value_high:.10g})"
    sign = {"down": "<=", "level": "="}.get(way, ">=")
    return f"{value}{sign}{target.value:.10g}"


def _rules(sheet: Worksheet, page: Page, last: int) -> None:
    """Lists, bounds, dates, lengths; and a stronger yellow for what is still empty."""
    for at, field in enumerate(page.fields, 1):
        if not field.fill:
            continue
        letter = get_column_letter(at)
        area = f"{letter}{HEAD_ROW + 1}:{letter}{last}"
        if field.choice:
            _validate(
                sheet,
                area,
                type="list",
                formula1=f'"{",".join(field.choice)}"',
                said=f"请从列表中选择：{'、'.join(field.choice)}",
            )
        elif field.kind == "date":
            _validate(
                sheet,
                area,
                type="date",
                operator="between",
                formula1="36526",
                formula2="55153",
                said="请填日期，如 2024-12-31",
            )
        elif field.kind == "percent":
            _validate(
                sheet,
                area,
                type="decimal",
                operator="between",
                formula1="0",
                formula2="100",
                said="请填0到100之间的数",
            )
        elif field.longest:
            _validate(
                sheet,
                area,
                type="textLength",
                operator="lessThanOrEqual",
                formula1=str(field.longest),
                said=f"不超过{field.longest}字",
            )
        if field.key == "value":
            for n, row in enumerate(page.rows, HEAD_ROW + 1):
                if isinstance(row, IndicatorAsk) and row.low is not None and row.high is not None:
                    said = f"{row.name}应在{row.low:g}到{row.high:g}之间；确实没有数据的留空，写无数据原因"
                    _validate(
                        sheet, f"{letter}{n}", type="decimal", operator="between", formula1=f"{row.low:g}",
                        formula2=f"{row.high:g}", said=said, strict=False,
                    )  # fmt: skip
        if field.key in ("value", "self", "person"):
            asked = [n for n, row in enumerate(page.rows, HEAD_ROW + 1) if asks(field, row)]
            if asked:
                rule = FormulaRule(formula=[f'{letter}{asked[0]}=""'], fill=_EMPTY)  # type: ignore[no-untyped-call]
                sheet.conditional_formatting.add(" ".join(f"{letter}{n}" for n in asked), rule)


def _validate(sheet: Worksheet, area: str, *, said: str, strict: bool = True, **rule: str) -> None:
    """strict False: a warning that can be passed over, since “约95” is taken too."""
    made = DataValidation(allow_blank=True, **rule)  # type: ignore[arg-type]  # the names of its own parameters
    made.errorTitle, made.error = "请核对", said[:220]
    made.errorStyle = "stop" if strict else "warning"
    made.showErrorMessage = True
    made.add(area)
    sheet.add_data_validation(made)


def _signature(sheet: Worksheet, row: int, columns: int) -> None:
    """The line at the foot of the last page."""
    _put(
        sheet.cell(row, 1),
        _FOOT,
    )
    sheet.cell(row, 1).font = _TEXT
    sheet.cell(row, 1).alignment = Alignment(vertical="center")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[row].height = 34


def _protect(sheet: Worksheet) -> None:
    """Against slips, not against people: no password; filtering, sizing and inserting columns stay possible."""
    p = sheet.protection
    p.sheet = True
    p.formatColumns = p.formatRows = p.formatCells = p.sort = p.autoFilter = p.insertColumns = False


def _paper(sheet: Worksheet, title: str, area: str, *, a3: bool) -> None:
    sheet.print_area = area
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8 if a3 else 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    marks = HeaderFooter()
    marks.oddHeader = HeaderFooterItem(right=_HeaderFooterPart(text=title.replace("&", "&&")))
    marks.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="— &P —"))
    sheet.HeaderFooter = marks
    sheet.print_options.horizontalCentered = True


def _cover(book: Workbook, form: Form) -> None:
    sheet: Worksheet = book.create_sheet(COVER)
    _put(sheet.cell(1, 1), f"{form.plan_title}{form.year}年度监测填报表")
    sheet.cell(1, 1).font = Font(name="黑体", size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[1].height = 52
    asked = sum(r.asked for r in form.indicators)
    others = len(form.indicators) - asked
    counts = [
        f"{asked}行指标" + (f"（另有{others}行由别的单位报值，本单位可写进展）" if others else "")
        if form.indicators
        else "",
        f"{len(form.tasks)}项任务和项目" if form.tasks else "",
        f"{len(form.general)}条普遍要求" if form.general else "",
    ]
    known = [
        ("规划", form.plan_name),
        ("年度", f"{form.year}年"),
        ("送达单位", form.sent_to),
        ("截止日期", chinese_day(form.due)),
        ("报送", form.sender),
        ("内容", "、".join(c for c in counts if c) + "。"),
        ("怎么填", "1. 只填黄色的格子；灰色的格子是预先填好的，有错请来函说明，不要直接改。"
            "\n2. 数值只写数，计量单位已在指标名称后面；"
                   "约数写“约95”也能认。\n3. 没有数据的，数值留空，在“无数据原因”里写明。\n4. 未达标、落后的，写明原因和下一步。"
                   "\n5. 可以排序、筛选、调列宽、隐藏行，不影响汇总；不要删行、改编号。"
            "\n6. 填完保存为 xlsx，发回电子表；需要盖章的另附扫描件。"),
    ]  # fmt: skip
    for n, (label, text) in enumerate(known, 2):
        _pair(sheet, n, label, text, fill=False)
    start = len(known) + 2
    for n, (key, label, name) in enumerate(SIGNED, start):
        value = form.unit if key == "unit" else None
        _pair(sheet, n, label, value, fill=key != "unit")
        book.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(COVER)}!$B${n}")
        if key == "day":
            sheet.cell(n, 2).number_format = "yyyy-mm-dd"
    end = start + len(SIGNED)
    _pair(sheet, end, "说明", f"{OWN_MARK}，以规划正式文本为准。", fill=False)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 80
    _protect(sheet)
    _paper(sheet, f"{form.unit}　{form.year}年度监测填报表", f"A1:B{end}", a3=False)
    sheet.page_setup.orientation = "portrait"
    sheet.print_title_rows = None


def _pair(sheet: Worksheet, n: int, label: str, text: str | None, *, fill: bool) -> None:
    left, right = sheet.cell(n, 1), sheet.cell(n, 2)
    _put(left, label)
    _put(right, text)
    left.font, right.font, left.border, right.border = _HEAD, _TEXT, _BORDER, _BORDER
    left.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    right.alignment = Alignment(vertical="center", wrap_text=True)
    if fill:
        right.fill, right.protection = _ASKED, _OPEN
    sheet.row_dimensions[n].height = max(24.0, _lines(text or "", 80) * 15.0 + 8)


def _remarks(book: Workbook, form: Form) -> None:
    sheet: Worksheet = book.create_sheet(REMARKS)
    _titled(sheet, form, f"{form.year}年度{REMARKS}", len(REMARK_FIELDS))
    for at, field in enumerate(REMARK_FIELDS, 1):
        head = sheet.cell(HEAD_ROW, at)
        _put(head, field.head)
        head.font, head.fill, head.border = _HEAD, _HEAD_FILL, _BORDER
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = field.width
        for n in range(HEAD_ROW + 1, HEAD_ROW + 1 + REMARK_ROWS):
            cell = sheet.cell(n, at)
            cell.font, cell.border, cell.fill, cell.protection = _TEXT, _BORDER, _ASKED, _OPEN
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            sheet.row_dimensions[n].height = 40
    _protect(sheet)
    _paper(sheet, f"{form.unit}　{form.year}年度{REMARKS}", f"A1:D{HEAD_ROW + REMARK_ROWS}", a3=False)


def _hidden(book: Workbook, form: Form, made: Sequence[Page]) -> None:
    """Whose form it is and what its locked cells hold, as JSON in lines that a cell can hold."""
    content = {
        "kind": KIND,
        "version": FORM_VERSION,
        "plan": form.plan,
        "year": form.year,
        "unit": form.unit,
        "digest": form.digest,
        "heads": {p.name: dict(zip(p.heads, (f.key for f in p.fields), strict=True)) for p in made},
        "rows": {
            p.name: {
                r.id: {f.key: lock(f.read(r)) for f in p.fields if not f.fill and f.key != ID} for r in p.rows
            }
            for p in made
        },
    }
    sheet: Worksheet = book.create_sheet(HIDDEN)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for n, at in enumerate(range(0, len(text), 30000), 1):
        _put(sheet.cell(n, 1), text[at : at + 30000])
    sheet.sheet_state = "veryHidden"


def _lines(text: str, width: float) -> int:
    room = max(int(width) - 1, 3)
    return sum(-(-max(wcswidth(line), 1) // room) for line in text.split("\n"))
