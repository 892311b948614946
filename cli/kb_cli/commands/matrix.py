"""kb matrix"""

from __future__ import annotations

from typing import Any

import click

from kb_cli.export_table import write_csv
from kb_cli.help import KbCommand
from kb_cli.names import heading
from kb_cli.options import format_option, json_option, plan_option
from kb_cli.session import Session


@click.command(
    "matrix",
    cls=KbCommand,
    short_help="单位 × 节：谁在哪一节有几条",
    examples=(("kb matrix", ""), ("kb matrix --format csv", "给电子表格")),
)
@plan_option
@format_option
@json_option
def command(plan: str | None, style: str, as_json: bool) -> int:
    """单位 × 节的条数。格里的数依次是 明确责任/文中点名/关联，没有的写作“·”。"""
    from kb.answer.matrix import matrix

    session = Session()
    found = matrix(session.base(), plan)
    if as_json or style == "json":
        session.screen.json(found)
        return 0 if found["units"] else 1
    several = len({s["plan"] for s in found["sections"]}) > 1
    names = {s["id"]: (f"{s['plan']} " if several else "") + s["citation"] for s in found["sections"]}
    head = ["单位", "合计", *names.values()]
    rows = []
    for unit in found["units"]:
        cells = {c["section"]: _cell(c) for c in unit["cells"]}
        rows.append([unit["unit"], _cell(unit["counts"]), *(cells.get(s, "·") for s in names)])
    if style == "csv":
        write_csv(session.screen, head, rows)
    elif style == "plain":
        for row in [head, *rows]:
            session.screen.put("\t".join(row))
    else:
        out = session.screen
        for section in found["sections"]:
            out.put((names[section["id"]], "cite"), "  ", heading("", section["title"]))
        out.gap()
        out.width = None  # a matrix broken into lines can't be read
        out.table(head, [[(row[0], "unit"), *row[1:]] for row in rows], right=range(1, len(head)))
    return 0 if rows else 1


def _cell(counts: dict[str, Any]) -> str:
    three = [counts["assigned"], counts["named"], counts["related"]]
    return "/".join(str(n) for n in three) if any(three) else "·"
