"""退回单: a page a unit with what is wrong in its return and what is expected."""

from __future__ import annotations

from pathlib import Path

from kb.codes import BY_CODE
from kb.extract.layout import Row, Table
from kb.extract.names import file_stems
from kb.extract.saving import alone, save_all
from kb.ledger.folder import Round
from kb.ledger.tables import ProblemRow
from kb.monitor.desk import Desk
from kb.monitor.letters import plain_letter
from kb.monitor.words import chinese_day


def write_slips(desk: Desk, round_: Round, out: Path, *, day: str) -> tuple[Path, ...]:
    """Write a slip for each unit whose return has open errors and return the files."""
    units = {s.unit for s in round_.sent if errors_of(round_, s.unit)}
    stems = file_stems(units)
    files = [
        (out / f"{stems[u]}-{round_.year}年度退回单.docx", slip(desk, round_, u, day=day))
        for u in sorted(units)
    ]
    if files:
        with alone(out):
            save_all(files, force=True)
    return tuple(p for p, _ in files)


def errors_of(round_: Round, unit: str) -> list[ProblemRow]:
    """Return the open errors of a unit, those that concern several units and a row of it among them."""
    if not round_.state_of(unit):
        return []
    rows = next((s.rows.split() for s in round_.sent if s.unit == unit), [])
    return [p for p in round_.open_errors() if p.unit == unit or (not p.unit and p.id in rows)]


def slip(desk: Desk, round_: Round, unit: str, *, day: str) -> bytes:
    """Return the slip of a unit."""
    found = errors_of(round_, unit)
    rows = tuple(
        Row((str(n), desk.title(p.id) if p.id else "", p.message, BY_CODE[p.code].todo, p.code))
        for n, p in enumerate(found, 1)
    )
    table = Table(
        "要更正的内容",
        ("序号", "事项", "问题", "怎么办", "编号"),
        (7, 24, 34, 25, 10),
        rows,
        frozenset({0, 4}),
    )
    sender = desk.ledger.settings.sender or desk.plan.issuer
    due = f"请于{chinese_day(round_.info.due)}前" if day <= round_.info.due else "请尽快"
    body = [
        f"{unit}：",
        f"你单位报来的{round_.year}年度监测填报表收悉。经核对，有{len(found)}处需要更正。{due}在原表上改正后发回；改正后的表整份代替原来的表。",
    ]
    return plain_letter(f"{round_.year}年度监测填报表退回单", body, sender=sender, day=day, blocks=(table,))
