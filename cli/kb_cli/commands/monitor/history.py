"""kb monitor history"""

from __future__ import annotations

import click

from kb.words.monitoring import DECIDED, PROBLEM_STATES
from kb_cli.commands.monitor.desk import STYLES, as_of_option, day_of, desk_of
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, json_option, plan_option
from kb_cli.session import Session


@click.command(
    "history",
    cls=KbCommand,
    short_help="一行的来龙去脉：各年的值、来源、认定",
    arguments=(("编号", "指标或任务的编号，如 b1.11"),),
    examples=(("kb monitor history b1.11", ""),),
)
@click.argument("row", metavar="编号")
@as_of_option
@plan_option
@corpus_option
@json_option
def command(row: str, as_of: str, plan: str | None, corpus: str | None, as_json: bool) -> int:
    """列出一行各轮报的值（哪份文件、哪一格）、进展、问题和认定。"""
    from kb.monitor.history import history

    session = Session()
    out = session.screen
    desk = desk_of(session, plan, corpus, day_of(as_of, "--as-of"))
    found = history(desk, row)
    if as_json:
        out.json(found)
        return 0
    out.put(
        (f"{found['title']}", "title"),
        f"  目标 {found['target']}" if found["target"] else "",
        ("  " + found["id"], "dim"),
    )
    for r in found["rounds"]:
        for s in r["statuses"]:
            out.put(
                f"{r['year']}年  ",
                (s["colour"], STYLES[s["colour"]]),
                f"  {s['status']}  {s['reason']}",
                hang=4,
            )
        for v in r["values"]:
            source = _joined(v["nature"], v["source"], v["note"])
            held = "" if v["state"] == "accepted" else "（没有采用）"
            out.put(
                f"  {v['year']}年值 {v['value'] or '无'}{held}  ", (v["unit"], "unit"), f"  {source}  " if source else "  ",
                (f"{v['cell']}  {v['sha256'][:12]}", "dim"), hang=4,
            )  # fmt: skip
        for p in r["progress"]:
            problem = f"问题：{p['problem']}" if p["problem"] else ""
            next_ = f"下一步：{p['next']}" if p["next"] else ""
            said = _joined(p["self"], p["done"], problem, next_)
            if said:
                out.put(f"  {p['unit']}：{said}", hang=4)
        for d in r["decisions"]:
            out.put(
                ("  认定  ", "mark"),
                f"{DECIDED.get(d['field'], d['field'])} {d['value']}：{d['reason']}（{d['by']}，{d['day']}）",
                hang=4,
            )
        for p in r["problems"]:
            state = PROBLEM_STATES.get(p["state"], p["state"])
            out.put(
                (f"  {p['code']}  ", "warn"), f"{p['unit'] or '几家单位'} {p['message']}（{state}）", hang=4
            )
    return 0


def _joined(*parts: str) -> str:
    """The parts that say something, with semicolons."""
    return "；".join(p.strip("。；; ") for p in parts if p.strip())
