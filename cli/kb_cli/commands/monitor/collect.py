"""kb monitor collect"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_cli.commands.monitor.desk import day_of, desk_of, round_option
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, json_option, plan_option
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.monitor.collect import Collected
    from kb.monitor.desk import Desk

SEVERITY = {"error": ("错误", "error"), "warning": ("问题", "warn"), "note": ("提示", "dim")}
ALIKE = 5
"""Problems of one kind in one return that are shown: an empty form has fifty."""
STATES = {"accepted": "已采用", "rejected": "要退回"}


@click.command(
    "collect",
    cls=KbCommand,
    short_help="收表：读交回的表，查错，记进语料",
    arguments=(("文件或文件夹…", "交回的表；文件夹里的都收"),),
    examples=(
        ("kb monitor collect 收到的表", ""),
        ("kb monitor collect 区教委.xlsx --dry-run", "只说查出什么，不写"),
        ("kb monitor collect 收到的表 --slips 退回", "另写退回单"),
    ),
)
@click.argument("paths", metavar="文件或文件夹...", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--dry-run", is_flag=True, help="照样查，什么也不写。")
@click.option("--accept-names", is_flag=True, help="没有编号、按文字对上的行也采用。")
@click.option("--by", default="", metavar="姓名", help="谁收的，记在 receipts.csv。")
@click.option("--date", "day", default="", metavar="日期", help="收到的日期；不写则今天。")
@click.option("--slips", metavar="文件夹", help="有错误的单位各写一份退回单（docx）到这里。")
@click.option(
    "--with", "converter", type=click.Choice(["soffice"]), metavar="程序",
    help="soffice：.xls、.et、.ods 先由 LibreOffice 转换再读。",
)  # fmt: skip
@round_option
@plan_option
@corpus_option
@json_option
def command(
    paths: tuple[str, ...], dry_run: bool, accept_names: bool, by: str, day: str, slips: str | None,
    converter: str | None, year: int | None, plan: str | None, corpus: str | None, as_json: bool,
) -> int:  # fmt: skip
    """读交回的填报表：按编号认行，排序、筛选、加列、换表序都不要紧。查出的错误写进 problems.csv，有错误的值不采用。

    同一份文件再收一次没有变化；同一单位的第二份整份代替第一份。有没收的文件或错误时退出码是 1。
    """
    from kb.monitor.collect import collect

    session = Session()
    received = day_of(day, "--date").isoformat()
    desk = desk_of(session, plan, corpus)
    found = collect(
        desk, [Path(p) for p in paths], year, day=received, by=by, accept_names=accept_names, dry_run=dry_run,
        office=converter == "soffice",
    )  # fmt: skip
    if slips and not dry_run:
        from kb.monitor.slips import write_slips

        for path in write_slips(desk, found.round, Path(slips), day=received):
            click.echo(f"退回单：{path}", err=True)
    if as_json:
        session.screen.json(_json(found))
    else:
        _show(session, desk, found, dry_run)
    wrong = any(p.severity == "error" and p.state == "open" for p in found.problems)
    return 1 if found.refused or wrong else 0


def _json(found: Collected) -> dict[str, object]:
    return {
        "year": found.round.year,
        "taken": [
            {"unit": t.unit, "name": t.name, "state": t.state, "values": t.values, "base_values": t.base_values,
             "revisions": t.revisions, "without": t.without, "errors": t.errors, "again": t.again,
             "changed": [{"id": i, "before": a, "now": b} for i, a, b in t.changed]}
            for t in found.taken
        ],
        "refused": [{"name": name, "why": why} for name, why in found.refused],
        "problems": [
            {"code": p.code, "severity": p.severity, "id": p.id, "unit": p.unit, "message": p.message, "state": p.state}
            for p in found.problems
        ],
    }  # fmt: skip


def _show(session: Session, desk: Desk, found: Collected, dry_run: bool) -> None:
    out = session.screen
    for t in found.taken:
        more = ((t.base_values, "个基期值"), (t.revisions, "个以前年度的更正"), (t.without, "行无数据"))
        given = "，".join((f"{t.values}个{found.round.year}年值", *(f"{n}{w}" for n, w in more if n)))
        what = (
            "已经收过，没有变化" if t.again else f"{STATES.get(t.state, t.state)}：{given}；{t.errors}个错误"
        )
        out.put((t.unit, "unit"), f"  {what}  ", (t.name, "dim"))
        for id_, before, now in t.changed:
            out.put(f"  与上一份不同：{id_} {before or '（空）'} → {now or '（空）'}", hang=4)
    for name, why in found.refused:
        out.put(("没有收  ", "error"), why if name in why else f"{name}：{why}", hang=4)
    seen: Counter[tuple[str, str]] = Counter()
    for p in found.problems:
        seen[p.unit, p.code] += 1
        if seen[p.unit, p.code] > ALIKE:
            continue
        word, style = SEVERITY[p.severity]
        closed = "" if p.state == "open" else "（已说明）"
        row = f"{desk.title(p.id)}  " if p.id and not p.id.startswith("*") and p.id not in p.message else ""
        out.put((f"{p.code} {word}", style), f"  {p.unit or '几家单位'}  {row}{p.message}{closed}", hang=4)
    for (unit, code), n in seen.items():
        if n > ALIKE:
            out.put(
                (
                    f"{code}  {unit or '几家单位'}  另有 {n - ALIKE} 处同样的，见退回单（--slips）或 problems.csv",
                    "dim",
                ),
                hang=4,
            )
    counts = [f"{sum(p.severity == s for p in found.problems)}个{w}" for s, (w, _) in SEVERITY.items()]
    verb = "（没有写）" if dry_run else ""
    out.put(
        (
            f"收 {sum(not t.again for t in found.taken)} 份，没有收 {len(found.refused)} 份；{'、'.join(counts)}{verb}",
            "title",
        )
    )
    if found.taken and not dry_run:
        out.put(("运行 kb build 后，值和状态进入知识库、网站。", "dim"))
