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

ASKED: dict[str, str] = {
    "KBM01": "在下发的原表上填，不改灰色的格子；目标、角色、名称有误的另行来函。",
    "KBM02": "在下发的原表上补上这一行，不删行、不改编号。",
    "KBM04": "只填数，计量单位见指标名称后面的括号；有下拉列表的从列表中选。",
    "KBM05": "与另一家核对后，书面告知以哪一个数为准。",
    "KBM06": "核对数值和计量单位；确实超出的，来函说明。",
    "KBM07": "核对值、分子、分母，改正其中写错的。",
    "KBM10": "核对两行的值和分母，改正其中写错的。",
    "KBM12": "补写佐证材料，或改自评。",
    "KBM13": "改正日期，写成 2024-12-31。",
    "KBM14": "补报；确实没有的，在“无数据原因”里写明（任务选自评）。",
}
"""Code → what the unit itself can do. What the office does (docs/problems.md) is no business of a unit's."""


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
        Row(
            (
                str(n),
                desk.title(p.id) if p.id else "",
                p.message,
                ASKED.get(p.code) or BY_CODE[p.code].todo,
                p.code,
            )
        )
        for n, p in enumerate(found, 1)
    )
    table = Table(
        "要更正的内容",
        ("序号", "事项", "问题", "怎么办", "编号"),
        (7, 21, 32, 27, 13),
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
