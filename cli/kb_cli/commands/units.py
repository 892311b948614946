"""kb units"""

from __future__ import annotations

import click

from kb.csv_text import csv_text
from kb_cli.help import KbCommand
from kb_cli.options import format_option, json_option, plan_option
from kb_cli.session import Session

HEAD = ("单位", "全称", "类别", "明确责任", "文中点名", "关联", "涉及对象")


@click.command(
    "units",
    cls=KbCommand,
    short_help="列出单位和各自的条数",
    examples=(("kb units", ""), ("kb units --kind 群团", ""), ("kb units --format csv", "给电子表格")),
)
@plan_option
@click.option("--kind", metavar="类别", help="只列这一类，如 政府部门、群团、集合称谓。")
@click.option("--all", "everyone", is_flag=True, help="连没有任何条目的登记单位也列出。")
@format_option
@json_option
def command(plan: str | None, kind: str | None, everyone: bool, style: str, as_json: bool) -> int:
    """列出单位：明确负责几条、文中点名几条、因同一主题关联几条、作为措施对象几条。"""
    from kb.answer.units import units

    session = Session()
    found = units(session.base(), plan, kind=kind)
    rows = [u for u in found["units"] if everyone or any(u["counts"].values())]
    if as_json or style == "json":
        session.screen.json(found)
        return 0 if found["units"] else 1
    if not rows:
        click.echo(f"没有{kind or ''}单位。", err=True)
        return 1
    table = [(u["unit"], u["full_name"], u["kind"], *(str(n) for n in u["counts"].values())) for u in rows]
    if style == "csv":
        session.screen.raw(csv_text(HEAD, table))
    elif style == "plain":
        for row in table:
            session.screen.fields(row)
    else:
        shown = [
            ((row[0], "unit" if row[3] != "0" else ""), row[2], *((n if n != "0" else "·") for n in row[3:]))
            for row in table
        ]
        session.screen.table((HEAD[0], *HEAD[2:]), shown, right=(2, 3, 4, 5))
    return 0
