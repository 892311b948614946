"""`kb monitor decide`: what a person decides, with a reason, as a line of decisions.csv."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.codes import BY_CODE
from kb.ledger.folder import Round, round_folder
from kb.ledger.tables import DecisionRow, ProblemRow, number_of
from kb.monitor.collect import round_settled, write_round
from kb.monitor.desk import Desk
from kb.monitor.keeping import locked, rewritten, write_table
from kb.monitor.report_data import FINAL, REPORT
from kb.problems import KbError
from kb.words.monitoring import COLOURS, STATUS_COLOURS

FIELDS = ("status", "value", "problem", "supervise", "answer")
"""What can be decided: 认定状态, 认定数值, 了结问题, 发督办单, 督办已答复."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    row: DecisionRow
    closed: int
    """How many problems it closed."""


def decide(
    desk: Desk, id_: str, field: str, value: str, *, reason: str, by: str, day: str, document: str = "", unit: str = "",
    year: int | None = None, round_year: int | None = None,
) -> Decided:  # fmt: skip
    """Append a decision on a row and settle the round again.

    field: of FIELDS. year: whose value is decided, the round's where none is said. Raises KbError for a row or a word that is
    not known, and where neither reason nor name is given.
    """
    if not reason.strip() or not by.strip():
        raise KbError("认定要写理由（--reason）和认定人（--by）。")
    with locked(desk.folder):
        now = replace(desk)
        round_ = now.round(round_year)
        row = DecisionRow(
            id=id_, year=str(year or round_.year), field=field, value=_checked(now, round_, id_, field, value), reason=reason,
            by=by, day=day, document=document, unit=unit,
        )  # fmt: skip
        problems, closed = _close(round_, row)
        made = replace(round_, decisions=(*round_.decisions, row), problems=problems)
        made = round_settled(now, made)
        with rewritten(round_folder(now.folder, round_.year)) as fresh:
            write_table(fresh / "decisions.csv", DecisionRow, made.decisions)
            write_round(fresh, made)
    return Decided(row=row, closed=closed)


def _checked(desk: Desk, round_: Round, id_: str, field: str, value: str) -> str:
    if id_ == REPORT:
        if (field, value) != ("status", FINAL):
            raise KbError(f"报告只能认定为{FINAL}：kb monitor decide {REPORT} --status {FINAL}。")
        return value
    sent = {i for s in round_.sent for i in s.rows.split()}
    if id_ not in desk.indicators and id_ not in sent:
        raise KbError(f"这一轮没有编号“{id_}”这一行。编号见 kb monitor status。")
    if field == "status" and value not in STATUS_COLOURS:
        raise KbError(f"没有“{value}”这种状态，只有：{'、'.join(STATUS_COLOURS)}。")
    if field == "value" and number_of(value) is None:
        raise KbError(f"“{value}”不是数。")
    if field == "supervise" and value not in COLOURS[:3]:
        raise KbError(f"督办单只有 {'、'.join(COLOURS[:3])} 三种，没有“{value}”。")
    if field == "problem":
        if value not in BY_CODE:
            raise KbError(f"没有“{value}”这个问题编号，见 docs/problems.md。")
        if not any(p.id == id_ and p.code == value and p.state == "open" for p in round_.problems):
            raise KbError(f"{id_} 没有未了结的 {value}。")
    return value


def _close(round_: Round, row: DecisionRow) -> tuple[tuple[ProblemRow, ...], int]:
    """Return the problems with those that the decision explains: the one named, or what a decided value was about."""
    codes = {row.value} if row.field == "problem" else {"KBM05", "KBM11"} if row.field == "value" else set()
    out = []
    for p in round_.problems:
        mine = (
            p.id == row.id
            and p.code in codes
            and p.state == "open"
            and (not row.unit or p.unit in ("", row.unit))
        )
        out.append(replace(p, state="explained", answer=row.reason, by=row.by, day=row.day) if mine else p)
    return tuple(out), sum(a != b for a, b in zip(out, round_.problems, strict=True))
