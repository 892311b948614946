"""The supervision ledger (督办台账) as a workbook: counts with live formulas, a row a unit and indicator, tasks, problems, changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kb.extract.archive import identifier
from kb.extract.clean import plain
from kb.extract.columns import Cell, Column
from kb.extract.tables import Grid
from kb.extract.wording import number_text
from kb.extract.xlsx import add_grid, new_book, to_bytes
from kb.ledger.tables import number_of
from kb.monitor.report import target_cell
from kb.monitor.report_data import Line, YearReport
from kb.words.monitoring import COLOURS, DECIDED, PROBLEM_STATES, SEVERITIES, STATUS_COLOURS

FILLS = {"红": "F8CBCB", "黄": "FFF2CC", "蓝": "DCE9F7", "绿": "DDEFD9", "灰": "EDEDED"}
SUMMARY, INDICATORS, TASKS, PROBLEMS, CHANGES, YEARS = "汇总", "指标", "任务", "问题", "变更记录", "各年"
SCORE = "得分"
A3 = 8
"""Paper of a wide sheet, so that its text prints in a size that can be read."""
Spec = tuple[str, int, Callable[[Any], Cell]]


def write_book(report: YearReport, *, day: str) -> bytes:
    """Return the workbook. day: ISO; a task's row and an indicator's stand once for each unit, so that a filter shows a unit's."""
    book = new_book(
        f"{report.year}年度督办台账", identifier((report.year, report.internal, day, report.round), "台账")
    )
    lines = [(x, unit) for x in report.lines for unit in x.units]
    indicators = _sheet(book, report, INDICATORS, _indicator_columns(report), lines)
    said = {(p.id, p.unit): p for p in report.round.progress}
    tasks = _sheet(
        book, report, TASKS, _task_columns(report), [(p, said.get((p.row, p.unit))) for p in report.tasks]
    )
    shown_ids = {x.id for x in report.lines} | {p.row for p in report.tasks}
    problems = [p for p in report.round.problems if not p.id or p.id in shown_ids or "@" in p.id]
    _sheet(book, report, PROBLEMS, _PROBLEM, problems)
    decisions = [d for d in report.round.decisions if d.id in shown_ids or d.id not in report.desk.indicators]
    _sheet(book, report, CHANGES, _CHANGE, decisions)
    _sheet(book, report, YEARS, _year_columns(report), list(report.lines))
    _summary(book, report, lines, indicators, tasks)
    return to_bytes(book, [day])


def _sheet(
    book: Workbook, report: YearReport, name: str, specs: Sequence[Spec], rows: Sequence[Any]
) -> Worksheet:
    columns = tuple(
        Column(key=str(n), heading=head, widest=width, read=read)
        for n, (head, width, read) in enumerate(specs)
    )
    grid = Grid(name, columns, tuple(tuple(c.read(row) for c in columns) for row in rows))
    sheet = add_grid(book, grid, f"{report.year}年度督办台账　{name}")
    sheet.page_setup.paperSize = A3
    heads = [c.heading for c in columns]
    if "颜色" in heads:
        for n in range(2, len(rows) + 2):
            for head in ("颜色", "状态"):
                cell = sheet.cell(n, heads.index(head) + 1)
                fill = FILLS.get(str(sheet.cell(n, heads.index("颜色") + 1).value or ""))
                if fill:
                    cell.fill = PatternFill("solid", fgColor=fill)
    return sheet


def _of(line: Line) -> Any:
    return line.progress


def _indicator_columns(report: YearReport) -> tuple[Spec, ...]:
    year = report.year

    def said(pair: tuple[Line, str], field: str) -> str:
        return next((str(getattr(p, field)) for p in pair[0].said if p.unit == pair[1]), "")

    return (
        ("单位", 14, lambda r: r[1]),
        ("编号", 9, lambda r: r[0].id),
        ("序号", 8, lambda r: number_text(r[0].indicator)),
        ("领域", 12, lambda r: plain(r[0].indicator.category)),
        ("指标", 28, lambda r: plain(r[0].indicator.name)),
        ("计量单位", 8, lambda r: r[0].measure),
        ("属性", 8, lambda r: r[0].indicator.binding),
        ("目标", 9, lambda r: target_cell(r[0])),
        ("基期", 8, lambda r: r[0].progress.base_value),
        (f"{year - 1}年", 8, lambda r: r[0].values.get(year - 1)),
        (f"{year}年", 8, lambda r: r[0].progress.value),
        ("状态", 12, lambda r: r[0].progress.status + r[0].progress.flag),
        ("颜色", 6, lambda r: r[0].progress.colour),
        ("完成份额%", 9, lambda r: _percent(r[0].progress.done)),
        ("应完成%", 8, lambda r: _percent(r[0].progress.due)),
        ("预测", 10, lambda r: r[0].progress.forecast),
        ("说明", 18, lambda r: r[0].progress.reason),
        ("问题和原因", 24, lambda r: said(r, "problem")),
        ("下一步", 20, lambda r: said(r, "next")),
        ("责任人", 8, lambda r: said(r, "person")),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _task_columns(report: YearReport) -> tuple[Spec, ...]:
    def said(pair: tuple[Any, Any], field: str) -> str:
        return str(getattr(pair[1], field)) if pair[1] is not None else ""

    return (
        ("单位", 14, lambda r: r[0].unit),
        ("编号", 12, lambda r: r[0].row),
        ("事项", 30, lambda r: report.desk.title(r[0].row).partition(" ")[2]),
        ("自评", 8, lambda r: said(r, "self")),
        ("完成比例%", 9, lambda r: number_of(said(r, "percent"))),
        ("完成时限", 11, lambda r: said(r, "deadline")),
        ("状态", 10, lambda r: r[0].status + r[0].flag),
        ("颜色", 6, lambda r: r[0].colour),
        ("说明", 20, lambda r: r[0].reason),
        ("进展", 24, lambda r: said(r, "done")),
        ("问题", 18, lambda r: said(r, "problem")),
        ("下一步", 18, lambda r: said(r, "next")),
        ("佐证材料", 12, lambda r: said(r, "evidence")),
        ("责任人", 8, lambda r: said(r, "person")),
    )


_PROBLEM: tuple[Spec, ...] = (
    ("单位", 14, lambda p: p.unit or "几家单位"),
    ("问题编号", 9, lambda p: p.code),
    ("级别", 7, lambda p: SEVERITIES.get(p.severity, p.severity)),
    ("编号", 12, lambda p: p.id),
    ("问题", 60, lambda p: p.message),
    ("情况", 9, lambda p: PROBLEM_STATES.get(p.state, p.state)),
    ("答复", 24, lambda p: p.answer),
    ("认定人", 9, lambda p: p.by),
    ("日期", 11, lambda p: p.day),
)
_CHANGE: tuple[Spec, ...] = (
    ("日期", 11, lambda d: d.day),
    ("编号", 12, lambda d: d.id),
    ("单位", 14, lambda d: d.unit),
    ("年份", 7, lambda d: number_of(d.year)),
    ("认定", 9, lambda d: DECIDED.get(d.field, d.field)),
    ("结果", 12, lambda d: d.value),
    ("理由", 40, lambda d: d.reason),
    ("认定人", 9, lambda d: d.by),
    ("依据文件", 24, lambda d: d.document),
)


def _year_columns(report: YearReport) -> tuple[Spec, ...]:
    """For the mid-term and final evaluation: all years, base, forecast."""

    def of(year: int) -> Callable[[Line], Cell]:
        return lambda x: x.values.get(year)

    return (
        ("编号", 9, lambda x: x.id),
        ("序号", 8, lambda x: number_text(x.indicator)),
        ("指标", 30, lambda x: plain(x.indicator.name)),
        ("计量单位", 8, lambda x: x.measure),
        ("基期年", 8, lambda x: x.progress.base_year),
        ("基期", 8, lambda x: x.progress.base_value),
        *((f"{year}年", 8, of(year)) for year in report.years),
        ("目标", 9, target_cell),
        ("状态", 12, lambda x: x.progress.status + x.progress.flag),
        ("颜色", 6, lambda x: x.progress.colour),
        ("预测", 10, lambda x: x.progress.forecast),
        ("责任单位", 24, lambda x: "、".join(x.units)),
    )


def _summary(
    book: Workbook,
    report: YearReport,
    lines: Sequence[tuple[Line, str]],
    indicators: Worksheet,
    tasks: Worksheet,
) -> None:
    """Units down, colours and statuses across, counted by the workbook itself."""
    units = list(dict.fromkeys([*(unit for _, unit in lines), *(p.unit for p in report.tasks)]))
    statuses = [s for s in STATUS_COLOURS if any(x.progress.status == s for x, _ in lines)]
    heads = [
        "单位",
        "报送",
        "指标",
        *(f"指标{c}" for c in COLOURS),
        "任务",
        *(f"任务{c}" for c in COLOURS),
        *statuses,
        *((SCORE,) if report.scores else ()),
    ]
    states = {"accepted": "采用", "rejected": "退回", "": "未报"}
    rows = [
        (u, states[report.round.state_of(u)] if u in report.sent else "没有发", *(None for _ in heads[2:]))
        for u in units
    ]
    columns = tuple(Column(key=h, heading=h, widest=16 if n == 0 else 8) for n, h in enumerate(heads))
    made = add_grid(book, Grid(SUMMARY, columns, tuple(rows)), f"{report.year}年度督办台账　汇总")
    first, last = 2, len(units) + 1
    unit_at, colour_at, status_at = (
        _letter(indicators, "单位"),
        _letter(indicators, "颜色"),
        _letter(indicators, "状态"),
    )
    task_unit, task_colour = _letter(tasks, "单位"), _letter(tasks, "颜色")
    for n in range(first, last + 1):
        for at, head in enumerate(heads, 1):
            if head in ("单位", "报送"):
                continue
            if head == SCORE:
                own = report.scores.get(units[n - first])
                made.cell(n, at).value = own.points if own is not None else None
                continue
            if head == "指标":
                formula = f"COUNTIF({INDICATORS}!{unit_at}:{unit_at},$A{n})"
            elif head == "任务":
                formula = f"COUNTIF({TASKS}!{task_unit}:{task_unit},$A{n})"
            elif head[:2] == "指标":
                formula = f'COUNTIFS({INDICATORS}!{unit_at}:{unit_at},$A{n},{INDICATORS}!{colour_at}:{colour_at},"{head[2:]}")'
            elif head[:2] == "任务":
                formula = f'COUNTIFS({TASKS}!{task_unit}:{task_unit},$A{n},{TASKS}!{task_colour}:{task_colour},"{head[2:]}")'
            else:
                formula = f'COUNTIFS({INDICATORS}!{unit_at}:{unit_at},$A{n},{INDICATORS}!{status_at}:{status_at},"{head}*")'
            cell = made.cell(n, at)
            cell.value = f"={formula}"
            cell.data_type = "f"
            cell.number_format = "0;-0;"  # a zero is left blank: what there is can be seen
    total = last + 1
    made.cell(total, 1).value = "合计"
    made.cell(total + 1, 1).value = "一行指标有几家责任单位的，每家各计一次，合计多于指标的行数。"
    for at in range(3, len(heads) + 1 - bool(report.scores)):
        letter = get_column_letter(at)
        made.cell(total, at).value = f"=SUM({letter}{first}:{letter}{last})"
    for at in range(1, len(heads) + 1):
        made.cell(total, at).font = Font(name="黑体", size=11)
    book.move_sheet(made, -(len(book.sheetnames) - 1))
    made.print_area = f"A1:{get_column_letter(len(heads))}{total + 1}"
    made.page_setup.paperSize = A3


def _letter(sheet: Worksheet, head: str) -> str:
    """Return the column of a head, as a formula names it: $A."""
    at = next(c.column for c in sheet[1] if c.value == head)
    return f"${get_column_letter(at)}"
