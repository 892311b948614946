"""kb matrix"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.csv_text import csv_text
from kb_cli.help import KbCommand
from kb_cli.names import heading
from kb_cli.options import format_option, json_option, plan_option
from kb_cli.screen import Part, Screen
from kb_cli.session import Session
from kb_cli.width import columns_for, pad, text_width

if TYPE_CHECKING:
    from kb.answer.shapes import MatrixAnswer, MatrixCell
    from kb.rules.holdings import Counts

NONE = "·"


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
        if _cell(unit["counts"]) == NONE:
            continue
        cells = {c["section"]: _cell(c) for c in unit["cells"]}
        rows.append([unit["unit"], _cell(unit["counts"]), *(cells.get(s, NONE) for s in names)])
    if style == "csv":
        session.screen.raw(csv_text(head, rows))
    elif style == "plain":
        for row in [head, *rows]:
            session.screen.fields(row)
    else:
        _write(session.screen, found, names, head, rows)
    return 0 if rows else 1


def _write(
    out: Screen, found: MatrixAnswer, names: dict[str, str], head: list[str], rows: list[list[str]]
) -> None:
    """A table where it fits; else each unit with the sections it has anything in."""
    for section in found["sections"]:
        out.put((names[section["id"]], "cite"), "  ", heading("", section["title"]))
    out.gap()
    wide = sum(columns_for([head, *rows])) + 2 * (len(head) - 1)
    if out.width is None or wide <= out.width:
        out.table(head, [[(row[0], "unit"), *row[1:]] for row in rows], right=range(1, len(head)))
        return
    left = max(text_width(row[0]) for row in rows) + 2
    for row in rows:
        items = [(name, cell) for name, cell in zip(head[2:], row[2:], strict=True) if cell != NONE]
        lead: list[Part] = [(pad(row[0], left), "unit"), (row[1], "title")]
        _pack(out, lead, items, left, out.width)


def _pack(out: Screen, line: list[Part], items: list[tuple[str, str]], left: int, width: int) -> None:
    """Sections with their counts after the line's lead, and below it `left` columns in; none is broken in two."""
    used = sum(text_width(part if isinstance(part, str) else part[0]) for part in line)
    for name, cell in items:
        wide = text_width(f"  {name} {cell}")
        if used + wide > width:
            out.put(*line)
            line, used = [" " * (left - 2)], left - 2
        line += [(f"  {name}", "cite"), f" {cell}"]
        used += wide
    out.put(*line)


def _cell(counts: Counts | MatrixCell) -> str:
    three = [counts["assigned"], counts["named"], counts["related"]]
    return "/".join(str(n) for n in three) if any(three) else NONE
