"""kb show"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.model import EDITED
from kb.rules.distance import spaced
from kb_cli.help import KbCommand
from kb_cli.names import KINDS, basis_part, heading, lines_word, link_word, repairs_word, role_word
from kb_cli.options import json_option, plan_option
from kb_cli.screen import Part, Screen
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.answer.parts import IndicatorFacts
    from kb.answer.shapes import Child, ShowAnswer
    from kb.who.shapes import ProgressFacts


@click.command(
    "show",
    cls=KbCommand,
    short_help="看一条：全文、位置、单位、下属、源文行号",
    arguments=(("编号", "kb search 列出的编号（2.4.2、b1.25），或引用（“二、（四）2”“指标25”）"),),
    examples=(("kb show 2.4.2", ""), ("kb show 指标25", ""), ("kb show 二、（四）2 --json", "")),
)
@click.argument("id_", metavar="编号")
@plan_option
@json_option
def command(id_: str, plan: str | None, as_json: bool) -> int:
    """看一条：它在规划里的位置、全文、责任单位和依据、下面的条目、在源文里的行号。"""
    from kb.answer.show import show

    session = Session()
    found = show(session.base(), id_, plan)
    if as_json:
        session.screen.json(found)
    else:
        write(session.screen, found)
    return 0


def write(out: Screen, node: ShowAnswer) -> None:
    trail = [node["plan_title"], *(heading(a["number"], a["title"]) for a in node["breadcrumb"])]
    out.put((" › ".join(trail), "dim"))
    out.gap()
    kind = KINDS[node["kind"]]
    out.put((heading(node["number"], node["title"]), "title"))
    out.put((f"{kind} · {node['citation']} · {node['id']}", "dim"))
    indicator = node["indicator"]
    last = max((p["year"] for p in node["progress"]), default=None)
    for row in node["progress"]:
        if row["year"] == last:
            out.put(*_standing(row, indicator["unit_of_measure"] if indicator else ""), hang=4)
    if indicator:
        out.gap()
        _indicator(out, indicator)
    elif node["text"]:
        out.gap()
        for paragraph in node["text"].splitlines():
            out.put(paragraph, indent=2)
    if node["units"]:
        out.gap()
        out.put(("单位", "title"))
        for duty in node["units"]:
            label, style = basis_part(duty)
            role = role_word(duty)
            out.put(
                (duty["unit"], "unit"), "  ", (label, style), f" {role}" if role and not label.endswith(role) else "",
                f"  “{duty['quote']}”" if duty["quote"] else "",
                (f"  {duty['document'] or lines_word(duty['line'])}", "dim!"), indent=2, hang=4,
            )  # fmt: skip
            link = link_word(duty)
            if link:
                out.put((link, "dim"), indent=4)
    elif node["kind"] in ("task", "project", "indicator"):
        out.gap()
        out.put(("未明确责任单位", "warn"))
    if node["children"]:
        out.gap()
        out.put(("下面的条目", "title"))
        for child in node["children"]:
            out.put(*_child(child), indent=2, hang=4)
    out.gap()
    if node["topics"]:
        out.put(("主题  ", "dim"), "、".join(node["topics"]))
    source = node["source"]
    if source:
        where = lines_word(source["line"], source["last_line"]).removeprefix("源文")
        repaired = "，".join(filter(None, (repairs_word(node["repairs"]), EDITED * node["edited"])))
        out.put(
            ("来源  ", "dim"), f"{source['file']} {where}", (f"  {repaired}" if repaired else "", "warn")
        )  # fmt: skip


def _standing(row: ProgressFacts, measure: str) -> list[Part]:
    """“监测  2024年 65%  达进度（绿）”: where a row stood in the last round."""
    value = f" {row['value']:.10g}{spaced(measure)}" if row["value"] is not None else ""
    more = "；".join(filter(None, (row["forecast"], row["reason"], "认定" if row["decided"] else "")))
    return [
        ("监测  ", "dim"), f"{row['year']}年{value}  ", (f"{row['unit']}  " if row["unit"] else "", "unit"),
        (f"{row['status']}{row['flag']}（{row['colour']}）", "mark"), (f"  {more}" if more else "", "dim"),
    ]  # fmt: skip


def _child(child: Child) -> list[Part]:
    parts: list[Part] = [
        (child["id"].split("/", 1)[1], "cite"),
        "  ",
        heading(child["number"], child["title"]),
    ]
    if child["target"]:
        parts += ["  ", (child["target"], "target")]
    if child["units"]:
        parts += ["  ", ("、".join(child["units"]), "unit")]
    return parts


def _indicator(out: Screen, indicator: IndicatorFacts) -> None:
    measure = indicator["unit_of_measure"]
    for target in indicator["targets"] or [indicator["target"]]:
        label = target["column"] or "目标"
        out.put((f"{label}  ", "dim"), (target["text"], "target"), f" {measure}" if measure else "", indent=2)
    if indicator["binding"]:
        note = "（与上一行合并的单元格）" if indicator["binding_inherited"] else ""
        out.put(("属性  ", "dim"), indicator["binding"], (note, "dim"), indent=2)
    if indicator["category"]:
        out.put(("类别  ", "dim"), indicator["category"], indent=2)
    baseline = indicator["baseline"]
    if baseline:
        year = f"{baseline['year']}年 " if baseline["year"] else ""
        out.put(
            ("现状  ", "dim"), f"{year}{baseline['value']:g}{baseline['unit_of_measure']}",
            (f"  {lines_word(baseline['line'])}", "dim"), indent=2,
        )  # fmt: skip
