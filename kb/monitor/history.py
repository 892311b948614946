"""`kb monitor history`: all years and all sources of one row."""

from __future__ import annotations

from typing import Any

from kb.ledger.standing import ACCEPTED, LAST, accepted
from kb.monitor.desk import Desk
from kb.monitor.status import row_dict
from kb.problems import KbError

Json = dict[str, Any]


def history(desk: Desk, id_: str) -> Json:
    """Return {"id", "title", "target", "base", "rounds": [{"year", "status", …, "values", "progress", "decisions", "problems"}]}.

    Raises KbError for a row that was never asked.
    """
    local = id_.removeprefix(f"{desk.plan_id}/")
    asked = {i for r in desk.ledger.rounds for s in r.sent for i in s.rows.split()}
    if local not in desk.indicators and local not in asked:
        raise KbError(f"没有编号“{id_}”这一行。编号见 kb monitor status 或 kb tree。")
    indicator = desk.indicators.get(local)
    rounds = []
    for r in desk.ledger.rounds:
        taken = {(v.unit, v.year) for v in accepted(r) if v.id == local}
        standing = [p for p in desk.standing.round_progress(r) if p.row == local]
        rounds.append(
            {
                "year": r.year,
                "statuses": [row_dict(desk, p) for p in standing],
                "values": [
                    {
                        "year": v.year, "unit": v.unit, "value": v.value, "text": v.text, "numerator": v.numerator,
                        "denominator": v.denominator, "nature": v.nature, "source": v.source, "note": v.note,
                        "sha256": v.sha256, "cell": v.cell,
                        "state": ACCEPTED if (v.unit, v.year) in taken else v.state,
                    }
                    for v in r.values if v.id == local
                ],
                "progress": [
                    {"unit": p.unit, "self": p.self, "percent": p.percent, "done": p.done, "problem": p.problem, "next": p.next,
                     "evidence": p.evidence, "person": p.person, "cell": p.cell}
                    for p in r.progress if p.id == local
                ],
                "decisions": [
                    {"field": d.field, "value": d.value, "reason": d.reason, "by": d.by, "day": d.day, "document": d.document,
                     "unit": d.unit, "year": d.year}
                    for d in r.decisions if d.id == local
                ],
                "problems": [
                    {"code": p.code, "severity": p.severity, "unit": p.unit, "message": p.message, "state": p.state,
                     "answer": p.answer}
                    for p in r.problems if p.id == local
                ],
            }
        )  # fmt: skip
    return {
        "id": f"{desk.plan_id}/{local}",
        "title": desk.title(local).partition(" ")[2],
        "target": indicator.target.text if indicator is not None else "",
        "base": desk.standing.base(local, LAST) if indicator is not None else None,
        "rounds": rounds,
    }
