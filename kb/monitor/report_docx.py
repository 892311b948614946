"""The yearly report and the feedback of each unit as Word documents."""

from __future__ import annotations

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from kb.extract.archive import identifier
from kb.extract.clean import plain
from kb.extract.docx import BlockWriter, new_document, set_properties, to_bytes
from kb.extract.docx_marks import add_text
from kb.extract.layout import Block, Heading, Layout, Paragraph, Row, Run, Table
from kb.extract.wording import number_text
from kb.ledger.tables import shown
from kb.monitor.evaluation import evaluation_layout, evaluation_tables
from kb.monitor.report import appendix, counts_words, report_layout, target_cell
from kb.monitor.report_data import YearReport
from kb.monitor.status import Standing, responsible
from kb.monitor.words import chinese_day
from kb.words.monitoring import PROBLEM_STATES

LANDSCAPE = 247
"""Width of a table on A4 landscape, in mm."""


def write_report(report: YearReport, *, day: str) -> bytes:
    """Return the report: text upright, tables on A4 landscape. day: ISO, of the report."""
    return _written(report, report_layout(report), appendix(report), report.title, day)


def write_evaluation(report: YearReport, kind: str, *, day: str) -> bytes:
    """Return the tables of an evaluation, set as the report is. kind: 中期 or 终期."""
    title = f"{plain(report.desk.plan.title)}{kind}评估附表"
    return _written(report, evaluation_layout(report, kind), evaluation_tables(report), title, day)


def _written(report: YearReport, layout: Layout, tables: tuple[Table, ...], title: str, day: str) -> bytes:
    document = new_document()
    add_text(document.add_paragraph(style="Title"), layout.title)
    for subtitle in layout.subtitles:
        add_text(document.add_paragraph(style="Subtitle"), subtitle)
    document.add_paragraph(style="Normal")
    BlockWriter(document, {}).write(layout.blocks)
    sender = report.desk.ledger.settings.sender or plain(report.desk.plan.issuer)
    for text in (sender, chinese_day(day)):
        line = document.add_paragraph(style="Normal")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_text(line, text)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(28),
        Mm(26),
        Mm(25),
        Mm(25),
    )
    blocks: list[Block] = []
    for table in tables:
        blocks += [Heading(1, "", table.caption), table]
    BlockWriter(document, {}, LANDSCAPE).write(tuple(blocks))
    set_properties(document, title, plain(report.desk.plan.title), identifier((layout, tables, day), title))
    return to_bytes(document, [day])


def write_feedback(report: YearReport, standing: Standing, unit: str, *, day: str) -> bytes:
    """Return the feedback of a unit: its rows, what was accepted, corrected and is still open, its place in the whole.

    report, standing: of the whole round, internal rows too; the unit sees its own rows alone.
    """
    desk = report.desk
    own = [x for x in report.lines if unit in x.units]
    tasks = [p for p in report.tasks if p.unit == unit]
    state = report.round.state_of(unit)
    came = {"accepted": "已采用", "rejected": "退回更正，有错误的值没有采用", "": "没有收到"}[state]
    earlier = sum(r.unit == unit and r.state == "superseded" for r in report.round.receipts)
    said = f"你单位的{report.year}年度监测填报表：{came}。" + (
        f"先后交了{earlier + 1}份，以最后一份为准。" if earlier else ""
    )
    c = standing.indicators
    blocks: list[Block] = [Paragraph((Run(said),))]
    own_score = report.scores.get(unit)
    if own_score is not None:
        words = f"按任务分解的权重，你单位得{shown(own_score.points)}分（{shown(own_score.earned)}/{shown(own_score.weight)}）"
        left = f"，另有{own_score.left_out}项没有报完成比例，不计" if own_score.left_out else ""
        blocks.append(Paragraph((Run(f"{words}{left}。"),)))
    if own:
        blocks.append(
            Paragraph((Run(f"你单位有{counts_words(c)}；全部单位{counts_words(report.counts)}。"),))
        )
        rows = tuple(
            Row(
                (
                    number_text(x.indicator), plain(x.indicator.name) + (f"（{x.measure}）" if x.measure else ""), target_cell(x),
                    shown(x.progress.base_value) or "—", shown(x.values.get(report.year - 1)) or "—",
                    shown(x.progress.value) or "—", x.progress.status + x.progress.flag, x.progress.colour,
                )
            )
            for x in own
        )  # fmt: skip
        head = ("序号", "指标", "目标", "基期", f"{report.year - 1}年", f"{report.year}年", "状态", "颜色")
        blocks += [
            Heading(1, "一、", "指标"),
            Table("指标", head, (12, 30, 10, 9, 9, 9, 14, 7), rows, frozenset({0, 2, 3, 4, 5, 6, 7})),
        ]
    if tasks:
        rows = tuple(
            Row((p.row, desk.title(p.row).partition(" ")[2], p.status + p.flag, p.colour, p.reason))
            for p in tasks
        )
        number = "二、" if own else "一、"
        blocks += [
            Heading(1, number, "任务和项目"),
            Table(
                "任务和项目",
                ("编号", "事项", "状态", "颜色", "说明"),
                (20, 40, 14, 8, 18),
                rows,
                frozenset({0, 2, 3}),
            ),
        ]
    found = [
        p for p in report.round.problems if p.unit == unit or (not p.unit and p.id in {x.id for x in own})
    ]
    if found:
        rows = tuple(Row((p.code, p.message, PROBLEM_STATES.get(p.state, p.state), p.answer)) for p in found)
        n = 1 + bool(own) + bool(tasks)
        blocks += [
            Heading(1, f"{'一二三'[n - 1]}、", "核对出的问题"),
            Table(
                "核对出的问题", ("编号", "问题", "情况", "答复"), (11, 59, 12, 18), rows, frozenset({0, 2})
            ),
        ]
    document = new_document()
    title = f"{unit}{report.year}年度监测反馈单"
    add_text(document.add_paragraph(style="Title"), title)
    add_text(document.add_paragraph(style="Subtitle"), f"《{plain(desk.plan.title)}》")
    document.add_paragraph(style="Normal")
    BlockWriter(document, {}).write(tuple(blocks))
    set_properties(document, title, plain(desk.plan.title), identifier((blocks, day), title))
    return to_bytes(document, [day])


__all__ = ["responsible", "write_evaluation", "write_feedback", "write_report"]
