"""`kb monitor report`: everything a year's report consists of, written to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.extract.html import page_html
from kb.extract.layout import Heading, Layout
from kb.extract.names import file_stems
from kb.extract.office import require
from kb.extract.saving import alone, save_all
from kb.ledger.tables import shown
from kb.monitor.desk import Desk
from kb.monitor.report import appendix, report_layout
from kb.monitor.report_data import YearReport, sentence, year_report
from kb.monitor.status import counts_dict, row_dict, stand
from kb.monitor.supervision import matters, slips

FORMATS = ("docx", "xlsx", "html", "json")
FEEDBACK, SLIPS = "反馈单", "督办单"
Json = dict[str, Any]


def write_reports(
    desk: Desk, year: int | None, out: Path, *, day: str, formats: Sequence[str] = ("docx", "xlsx"), internal: bool = False,
    template: Path | None = None, force: bool = False, evaluation: str = "",
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:  # fmt: skip
    """Write the reports of a year and return them, and copies kept of files that somebody had changed.

    evaluation: 中期 or 终期 adds the tables of that evaluation, as docx.

    docx: the report, a 反馈单 a unit, a 督办单 a unit and colour; xlsx: the 督办台账; html, json: the report.
    day: ISO, printed on them. internal: rows that are not for the public too. template: for 督办单.
    """
    report = year_report(desk, year, internal=internal)
    files: list[tuple[Path, bytes]] = []
    name = f"{report.year}年度统计监测报告"
    if "docx" in formats:
        require("docx", "docx", "python-docx")
        from kb.monitor.report_docx import write_evaluation, write_report

        files.append((out / f"{name}.docx", write_report(report, day=day)))
        if evaluation:
            made = write_evaluation(report, evaluation, day=day)
            files.append((out / f"{report.year}年{evaluation}评估附表.docx", made))
        files += _of_units(desk, report, out, day, template)
    if "xlsx" in formats:
        require("xlsx", "openpyxl", "openpyxl")
        from kb.monitor.book import write_book

        files.append((out / f"{report.year}年度督办台账.xlsx", write_book(report, day=day)))
    if "html" in formats:
        files.append((out / f"{name}.html", report_html(report).encode()))
    if "json" in formats:
        from kb.answer.json_text import to_json

        files.append((out / f"{name}.json", to_json(report_dict(report)).encode()))
    for folder in dict.fromkeys(p.parent for p, _ in files):
        folder.mkdir(parents=True, exist_ok=True)
    with alone(out):
        copies = save_all(files, force=force)
    return tuple(p for p, _ in files), copies


def _of_units(
    desk: Desk, report: YearReport, out: Path, day: str, template: Path | None
) -> list[tuple[Path, bytes]]:
    """A unit sees all its own rows, those that are not for the public too."""
    from kb.monitor.report_docx import write_feedback

    whole = report if report.internal else year_report(desk, report.year, internal=True)
    stems = file_stems(whole.sent)
    made = [
        (
            out / FEEDBACK / f"{stems[unit]}-{report.year}年度反馈单.docx",
            write_feedback(whole, stand(desk, report.year, unit=unit), unit, day=day),
        )
        for unit in whole.sent
    ]
    found = slips(whole, day=day, template=template)
    names = file_stems(found)
    return [*made, *((out / SLIPS / f"{names[name]}.docx", content) for name, content in found.items())]


def report_html(report: YearReport) -> str:
    """Return the report as one printable page."""
    layout = report_layout(report)
    tables = [b for t in appendix(report) for b in (Heading(1, "", t.caption), t)]
    return page_html(replace(layout, blocks=(*layout.blocks, *tables)))


def report_dict(report: YearReport) -> Json:
    """{"plan", "year", "final", "internal", "left_out", "indicators", "binding", "categories", "measures", "returns", "scores",
    "rows", "slips"}: see docs/monitoring.md."""
    desk = report.desk
    return {
        "plan": desk.plan_id,
        "year": report.year,
        "final": report.final is not None,
        "internal": report.internal,
        "left_out": report.left_out,
        "indicators": counts_dict(report.counts),
        "binding": counts_dict(report.binding),
        "categories": [{"name": name, **counts_dict(c)} for name, c in report.categories],
        "measures": counts_dict(report.task_counts),
        "returns": {"sent": len(report.sent), "accepted": len(report.accepted), "back": list(report.back),
                    "waiting": list(report.waiting)},
        "scores": {
            unit: {"points": s.points, "earned": s.earned, "weight": s.weight, "left_out": s.left_out}
            for unit, s in report.scores.items()
        },
        "rows": [
            {**row_dict(desk, x.progress), "target": x.indicator.target.text, "unit_of_measure": x.measure,
             "values": {str(y): shown(v) for y, v in sorted(x.values.items())}, "sentence": sentence(x, report.year)}
            for x in report.lines
        ],
        "slips": {
            unit: [{"id": m.row.node, "row": m.row.row, "level": m.level, "status": m.row.status} for m in found]
            for unit, found in matters(report).items()
        },
    }  # fmt: skip


__all__ = ["FORMATS", "Layout", "report_dict", "report_html", "write_reports"]
