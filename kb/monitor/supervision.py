"""督办单 and 催办函: what each unit is reminded of (蓝), warned of (黄) or called up for (红); one level up where the last slip
was not answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.extract.clean import plain
from kb.extract.layout import Paragraph, Row, Run, Table
from kb.ledger.folder import Round
from kb.ledger.tables import DecisionRow, shown
from kb.model import Progress
from kb.monitor.desk import Desk
from kb.monitor.letters import GROUP, fill_letter, letter_values, plain_letter
from kb.monitor.report import target_cell
from kb.monitor.report_data import YearReport
from kb.monitor.slips import errors_of
from kb.monitor.words import chinese_day

LEVELS = ("蓝", "黄", "红")
ANSWER_LINES = 7
"""Lines left for an answer by hand on a printed slip."""
DEMANDS = {
    "蓝": "请按时完成，到期前报告进展。",
    "黄": "请在{days}个工作日内书面说明原因，并报整改措施。",
    "红": "请在{days}个工作日内书面说明原因和整改措施，由分管负责同志签字；本单同时报分管领导。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing a unit is supervised for. level: after raising; raised: whether the last slip went unanswered."""

    row: Progress
    unit: str
    level: str
    raised: bool
    title: str
    target: str
    stood: str
    reason: str
    next: str


def matters(report: YearReport) -> dict[str, list[Matter]]:
    """Return what units are to be supervised for, by unit: their red, yellow and blue rows."""
    out: dict[str, list[Matter]] = {}
    desk = report.desk
    said = {(p.id, p.unit): p for p in report.round.progress}
    for line in report.lines:
        for unit in line.units:
            own = said.get((line.id, unit))
            _add(out, report, line.progress, unit, line.indicator.name, target_cell(line) + line.measure,
                 f"{shown(line.progress.value) or '—'}{line.measure}", own.problem if own else "", own.next if own else "")  # fmt: skip
    for p in report.tasks:
        own = said.get((p.row, p.unit))
        _add(out, report, p, p.unit, desk.title(p.row).partition(" ")[2], own.deadline if own else "",
             f"{own.percent}%" if own and own.percent else "—", own.problem if own else "", own.next if own else "")  # fmt: skip
    return out


def _add(
    out: dict[str, list[Matter]], report: YearReport, row: Progress, unit: str, title: str, target: str, stood: str,
    reason: str, next_: str,
) -> None:  # fmt: skip
    if row.colour not in LEVELS:
        return
    raised = unanswered(report.desk.ledger.rounds, row.row, unit)
    at = LEVELS.index(row.colour)
    level = LEVELS[min(at + raised, len(LEVELS) - 1)]
    made = Matter(
        row=row,
        unit=unit,
        level=level,
        raised=raised,
        title=plain(title),
        target=target,
        stood=stood,
        reason=reason,
        next=next_,
    )
    out.setdefault(unit, []).append(made)


def unanswered(rounds: Sequence[Round], id_: str, unit: str) -> bool:
    """Return whether the last slip on a row, as recorded with `decide --supervise`, has no answer."""
    said: list[DecisionRow] = [
        d for r in rounds for d in r.decisions
        if d.id == id_ and d.field in ("supervise", "answer") and d.unit in ("", unit)
    ]  # fmt: skip
    return bool(said) and said[-1].field == "supervise"


def slips(report: YearReport, *, day: str, template: Path | None = None) -> dict[str, bytes]:
    """Return a slip a unit and level: “区教委-红色督办单” → Word document."""
    out: dict[str, bytes] = {}
    for unit, found in matters(report).items():
        for level in reversed(LEVELS):
            own = [m for m in found if m.level == level]
            if own:
                out[f"{unit}-{level}色督办单"] = _slip(report, unit, level, own, day=day, template=template)
    return out


def _slip(
    report: YearReport, unit: str, level: str, own: Sequence[Matter], *, day: str, template: Path | None
) -> bytes:
    desk = report.desk
    sender = desk.ledger.settings.sender or plain(desk.plan.issuer)
    demand = DEMANDS[level].format(days=desk.ledger.settings.answer_days)
    if template is not None:
        values = letter_values(
            unit=unit, sent_to=full_name(desk, unit), plan=plain(desk.plan.title), number=plain(desk.plan.doc_number),
            year=report.year, due="", day=day, sender=sender, colour=level,
            limit=f"{desk.ledger.settings.answer_days}个工作日", why=demand,
        )  # fmt: skip
        return fill_letter(template, values, [_values(n, m, demand) for n, m in enumerate(own, 1)], day)
    rows = tuple(
        Row(
            (
                str(n),
                m.title,
                m.target,
                m.stood,
                m.row.status + ("（上次督办未答复，升一级）" if m.raised else ""),
                m.reason or "没有说明",
            )
        )
        for n, m in enumerate(own, 1)
    )
    table = Table(
        "督办事项",
        ("序号", "事项", "目标或时限", "现状", "状态", "单位说明"),
        (8, 32, 15, 11, 16, 18),
        rows,
        frozenset({0, 2, 3, 4}),
    )
    body = [
        f"{full_name(desk, unit)}：",
        f"根据{report.year}年度监测情况，你单位下列{len(own)}项列为{level}色督办。{demand}",
    ]
    reply = (
        Table("答复", ("答复（原因、整改措施、完成时间；可另附页）",), (100,), (Row(("\n" * ANSWER_LINES,)),), frozenset()),
        Paragraph((Run("单位（盖章）："),)),
        Paragraph((Run(f"{'分管负责同志' if level == '红' else '负责人'}（签字）：　　　　　　年　月　日"),)),
    )  # fmt: skip
    asked = reply if level != LEVELS[0] else ()
    return plain_letter(f"督办单（{level}色）", body, sender=sender, day=day, blocks=(table,), after=asked)


def _values(n: int, m: Matter, demand: str) -> Mapping[str, str]:
    said = {
        "序号": str(n), "编号": m.row.row, "事项": m.title, "目标": m.target, "现状": m.stood, "状态": m.row.status, "原因": m.reason,
        "下一步": m.next, "要求": demand,
    }  # fmt: skip
    return {f"{GROUP}.{key}": value for key, value in said.items()}


def full_name(desk: Desk, unit: str) -> str:
    own = next((r.sent_to for r in desk.ledger.recipients if r.unit == unit and r.sent_to), "")
    return own or unit


def reminders(desk: Desk, round_: Round, *, day: str, template: Path | None = None) -> dict[str, bytes]:
    """Return a reminder for each unit whose return has not come or was sent back: “区残联-催办函” → Word document."""
    sender = desk.ledger.settings.sender or plain(desk.plan.issuer)
    late = bool(round_.info.due) and day > round_.info.due
    out: dict[str, bytes] = {}
    for sent in round_.sent:
        state = round_.state_of(sent.unit)
        if state == "accepted":
            continue
        errors = len(errors_of(round_, sent.unit))
        what = f"报来的表有{errors}处错误，还没有更正" if state else "还没有报送"
        when = f"截止日期{chinese_day(round_.info.due)}" + ("已过" if late else "")
        if template is not None:
            values = letter_values(
                unit=sent.unit, sent_to=full_name(desk, sent.unit), plan=plain(desk.plan.title),
                number=plain(desk.plan.doc_number), year=round_.year, due=round_.info.due, day=day, sender=sender, why=what,
            )  # fmt: skip
            out[f"{sent.unit}-催办函"] = fill_letter(template, values, [], day)
            continue
        body = [
            f"{full_name(desk, sent.unit)}：",
            f"{round_.year}年度监测填报表，你单位{what}。{when}，请{'尽快' if late else '按时'}报送。"
            "确实没有数据的，写明原因，表也要报。",
        ]
        out[f"{sent.unit}-催办函"] = plain_letter(
            f"关于催报{round_.year}年度监测填报表的函", body, sender=sender, day=day
        )
    return out
