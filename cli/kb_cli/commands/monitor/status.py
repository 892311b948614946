"""kb monitor status"""

from __future__ import annotations

import click

from kb.words.monitoring import COLOURS
from kb_cli.commands.monitor.desk import STYLES, as_of_option, day_of, desk_of, round_option
from kb_cli.complete import complete_units
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, json_option, plan_option
from kb_cli.session import Session


@click.command(
    "status",
    cls=KbCommand,
    short_help="这一轮报了多少、各行是什么状态",
    examples=(
        ("kb monitor status", ""),
        ("kb monitor status --unit 区教委", "只看一家"),
        ("kb monitor status --round 2024 --colour 红", ""),
    ),
)
@round_option
@click.option("--unit", metavar="单位", shell_complete=complete_units, help="只看这个单位的。")
@click.option("--colour", type=click.Choice(list(COLOURS)), help="只看这种颜色的：红、黄、蓝、绿、灰。")
@as_of_option
@plan_option
@corpus_option
@json_option
def command(
    year: int | None, unit: str | None, colour: str | None, as_of: str, plan: str | None, corpus: str | None,
    as_json: bool,
) -> int:  # fmt: skip
    """列出这一轮的报送情况和每一行的状态。有单位没有报、被退回或有没了结的错误时，退出码是 1。"""
    from kb.monitor.status import stand, status_dict, value_words

    session = Session()
    out = session.screen
    desk = desk_of(session, plan, corpus, day_of(as_of, "--as-of"))
    name = desk.base.one_unit(unit, desk.plan_id).name if unit else None
    found = stand(desk, year, unit=name, colour=colour)
    if as_json:
        out.json(status_dict(desk, found))
        return 0 if found.sound else 1
    sent = len(found.accepted) + len(found.back) + len(found.waiting)
    out.put(
        (
            f"{found.round.year}年度：发 {sent} 家，收齐 {len(found.accepted)} 家，"
            f"退回 {len(found.back)} 家，未报 {len(found.waiting)} 家。",
            "title",
        )
    )
    if found.back:
        out.put(("退回  ", "warn"), "、".join(found.back), hang=6)
    if found.waiting:
        out.put(("未报  ", "error"), "、".join(found.waiting), hang=6)
    c = found.indicators
    rate = f"，达标率 {c.rate}%" if c.rate is not None else ""
    out.put(
        f"指标 {c.rows} 行（{c.numbers} 项）：有数 {c.valued}，可监测 {c.monitored}，已达标 {c.met}{rate}。",
        hang=2,
    )
    for p in found.rows:
        measure = desk.indicators[p.row].unit_of_measure if p.kind == "indicator" else ""
        who = p.unit or "、".join(desk.indicators[p.row].units)
        flag = f" {p.flag}" if p.flag else ""
        more = f"  {p.reason}" if p.reason else ""
        decided = "（认定）" if p.decided else ""
        value = f"  {value_words(p, measure)}" if p.kind == "indicator" else ""
        out.put(
            (p.colour, STYLES[p.colour]), f"  {p.status}{flag}{decided}  ", (desk.title(p.row), "title"), value, "  ", (who, "unit"),
            (more, "dim"), hang=4,
        )  # fmt: skip
    return 0 if found.sound else 1
