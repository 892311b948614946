"""kb who"""

from __future__ import annotations

from typing import Any

import click

from kb_cli.complete import complete_units
from kb_cli.help import KbCommand
from kb_cli.names import (
    Titles,
    basis_part,
    cite_parts,
    edited_part,
    lines_word,
    link_word,
    role_word,
    title_parts,
)
from kb_cli.options import Basis, json_option, place_option, plan_option
from kb_cli.screen import Part, Screen
from kb_cli.session import Session


@click.command(
    "who",
    cls=KbCommand,
    short_help="一件事归哪个单位管",
    arguments=(("问题", "一个词或一句问话：托育、近视防控谁负责、区残联负责什么"),),
    examples=(
        ("kb who 托育", ""),
        ("kb who 儿童自杀由哪些部门负责", ""),
        ("kb who 托育 --basis assigned", "只看明确责任"),
    ),
)
@click.argument("words", metavar="问题...", nargs=-1, required=True)
@click.option(
    "--basis", type=Basis(), metavar="依据", help="只看：assigned 明确责任，named 文中点名，related 关联。"
)
@click.option("--unit", metavar="单位", shell_complete=complete_units, help="只看这个单位。")
@place_option
@plan_option
@json_option
def command(
    words: tuple[str, ...], basis: str | None, unit: str | None, place: str | None, plan: str | None, as_json: bool,
) -> int:  # fmt: skip
    """问一件事归哪个单位管：按单位列出，依据强的在先，每条附出处、原文和行号；再列出未明确责任单位的相关任务。

    明确责任：规划写明由它负责。文中点名：句子里说到由它做、靠它做。关联：同一主题的指标或项目由它负责。
    """
    from kb.answer.unit import choose
    from kb.who.answer import who

    query = " ".join(words).strip()
    if not query:
        raise click.UsageError("没有写要问的事。", click.get_current_context())
    session = Session()
    base = session.base()
    if plan is not None:
        base.plan(plan)
    wanted = choose(base, unit, plan=plan, place=place).id if unit is not None else None
    found = who(base, session.index(base), query, basis=basis, unit=wanted, plan=plan)
    session.lap("找单位")
    if as_json:
        session.screen.json(found)
    else:
        write(session.screen, found, session.titles(base, plan))
    return 0 if found["answers"] or found["unassigned"] else 1


def write(out: Screen, found: dict[str, Any], titles: Titles) -> None:
    topics = [t for t in found["topics"] if t != found["query"]]
    if topics:
        out.put((f"主题：{'、'.join(topics)}", "dim"))
        out.gap()
    for note in found["notes"]:
        out.put((note, "warn"))
    if found["notes"]:
        out.gap()
    several = len({a["place"] for a in found["answers"]}) > 1
    for answer in found["answers"]:
        _answer(out, answer, titles, answer["place"] if several else "")
    if not found["answers"] and not found["unassigned"]:
        near = f"您是不是要问：{'、'.join(found['suggestions'])}？" if found["suggestions"] else ""
        out.put(f"规划里没有找到“{found['query']}”归谁管。{near}")
    elif not found["answers"]:
        out.put("规划没有写明由哪个单位负责。")
        out.gap()
    if found["unassigned"]:
        out.put(("未明确责任单位的相关任务", "warn"))
        for node in found["unassigned"]:
            where = lines_word(node["line"])
            out.put(
                *cite_parts(node, titles), *title_parts(node), edited_part(node), (f"  {where}", "dim!"),
                indent=2, hang=4,
            )  # fmt: skip


def _answer(out: Screen, answer: dict[str, Any], titles: Titles, place: str) -> None:
    """A unit and its evidence: what of, and below it the words that prove it. place: "" where all have the same."""
    where = (f"  {place}", "dim") if place else ""
    out.put((answer["unit"], "unit"), where, "  ", basis_part(answer))
    for piece in answer["evidence"]:
        parts: list[Part] = [*cite_parts(piece, titles), *title_parts(piece)]
        if piece["target"]:
            parts += ["  ", (piece["target"], "target")]
        if piece["deadline"]:
            parts.append((f"  期限：{piece['deadline']}", "dim"))
        parts.append(edited_part(piece))
        if piece["basis"] != answer["basis"]:
            parts += ["  ", basis_part(piece)]
        out.put(*parts, indent=2, hang=4)
        role = role_word(piece)
        quote = f"“{piece['quote']}”" if piece["quote"] else ""
        where = piece["document"] or lines_word(piece["line"])
        out.put(
            (f"{role}：" if role else "", "dim"), link_word(piece) or quote, (f"  {where}", "dim!"), indent=4
        )  # fmt: skip
    out.gap()
