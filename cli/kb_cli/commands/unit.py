"""kb unit"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.answer.wording import through_collective
from kb.csv_text import csv_text
from kb.rules.holdings import by_basis
from kb_cli.complete import complete_units
from kb_cli.help import KbCommand
from kb_cli.names import BASES, Titles, cite_parts, edited_part, lines_word, link_word, role_word, title_parts
from kb_cli.options import Basis, format_option, json_option, place_option, plan_option
from kb_cli.screen import Part, Screen
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.answer.shapes import UnitAnswer, UnitDuty

GENERAL = "规划对责任单位的普遍要求"
HEAD = ("编号", "引用", "条目", "目标", "依据", "角色", "规划写的称谓", "原文", "源文行")


@click.command(
    "unit",
    cls=KbCommand,
    short_help="看一个单位的全部职责",
    arguments=(("名称", "单位的简称、全称或别名：区卫健委、卫健委、区卫生健康委员会"),),
    examples=(
        ("kb unit 区卫健委", ""),
        ("kb unit 卫健委 --basis assigned", "只看明确责任"),
        ("kb unit 区教委 --format csv", "给电子表格"),
    ),
)
@click.argument("name", metavar="名称", shell_complete=complete_units)
@place_option
@plan_option
@click.option(
    "--basis", type=Basis(), metavar="依据", help="assigned 明确责任，named 文中点名，related 关联。"
)
@format_option
@json_option
def command(
    name: str, place: str | None, plan: str | None, basis: str | None, style: str, as_json: bool
) -> int:
    """看一个单位的全部职责：按依据分，明确责任在先；以“各镇街”等集合称谓担负的另行注明。

    同名的单位不止一个时，列出各是哪个地方的；用 --place 指明一个。
    """
    from kb.answer.unit import unit

    session = Session()
    base = session.base()
    found = unit(base, name, plan=plan, basis=basis, place=place)
    if as_json or style == "json":
        session.screen.json(found)
    elif found["choices"]:
        write_choices(session.screen, found)
        return 1
    elif style == "csv":
        session.screen.raw(csv_text(HEAD, [_row(d) for d in found["duties"]]))
    elif style == "plain":
        for duty in found["duties"]:
            session.screen.fields(_row(duty))
    else:
        write(session.screen, found, session.titles(base, plan))
    return 0 if found["duties"] else 1


def _key(duty: UnitDuty) -> str:
    return "object" if duty["role"] == "object" else duty["basis"]


def _row(duty: UnitDuty) -> tuple[str, ...]:
    return (
        duty["id"], duty["citation"], duty["title"], duty["target"] or "", BASES[_key(duty)],
        role_word(duty), duty["via"] or "", duty["quote"], str(duty["line"] or ""),
    )  # fmt: skip


def write_choices(out: Screen, found: UnitAnswer) -> None:
    """The units of one name, each with its place, and how to say which."""
    choices = found["choices"]
    out.put(f"叫“{found['unit']}”的单位有 {len(choices)} 个：")
    for one in choices:
        counts = (
            "、".join(f"{BASES[key]} {n}" for key, n in by_basis(one["counts"]).items() if n) or "没有条目"
        )
        full = f"  {one['full_name']}" if one["full_name"] not in ("", one["unit"]) else ""
        where = one["place"] or "、".join(one["plans"])
        out.put((where, "title"), "  ", (one["unit"], "unit"), full, (f"  {counts}", "dim"), indent=2)
    first = choices[0]
    how = f"--place {first['place']}" if first["place"] else f"--plan {first['plans'][0]}"
    out.put((f"只看其中一个，请加地方或规划：kb unit {found['unit']} {how}", "dim"))


def write(out: Screen, found: UnitAnswer, titles: Titles) -> None:
    full = found["full_name"]
    out.put((found["unit"], "unit"), f"  {full}" if full and full != found["unit"] else "")
    notes = [found["place"], found["kind"], f"又称 {'、'.join(found['aliases'])}" if found["aliases"] else ""]
    if found["members"]:
        notes.append(f"包括 {'、'.join(found['members'])}")
    if found["collectives"]:
        notes.append(f"属于 {'、'.join(found['collectives'])}")
    if not found["registered"]:
        notes.append("未在 units.toml 登记")
    out.put((" · ".join(n for n in notes if n), "dim"))
    totals = [f"{BASES[key]} {n}" for key, n in by_basis(found["totals"]["basis"]).items() if n]
    out.put("、".join(totals) or "没有找到职责。")
    roles = [f"{role} {n}" for role, n in found["totals"]["role"].items() if role]
    if roles:
        out.put(("角色：" + "、".join(roles), "dim"))
    for key, label in BASES.items():
        held = [d for d in found["duties"] if _key(d) == key]
        if held:
            out.gap()
            out.put((label, key), (f"  {len({d['id'] for d in held})} 条", "dim"))
            _duties(out, held, titles)
    if found["obligations"]:
        out.gap()
        out.put((GENERAL, "title"), (f"  {len(found['obligations'])} 条", "dim"))
        for one in found["obligations"]:
            open_ = "" if one["listed"] else "（规划没有列出名单）"
            out.put(
                *cite_parts(one, titles), f"  {'、'.join(one['kinds'])}", (open_, "dim"), indent=2, hang=4
            )
            quote = "".join(one["quote"].split())
            out.put(f"“{quote}”", (f"  {lines_word(one['line'])}", "dim!"), indent=4)


def _duties(out: Screen, held: list[UnitDuty], titles: Titles) -> None:
    """Under one basis: a line a node, its quotes below where they are sentences."""
    last = None
    for duty in held:
        if duty["id"] != last:
            parts: list[Part] = [*cite_parts(duty, titles), *title_parts(duty)]
            if duty["target"]:
                parts += ["  ", (duty["target"], "target")]
            if duty["deadline"]:
                parts.append((f"  期限：{duty['deadline']}", "dim"))
            if duty["leaders"]:
                parts.append((f"  责任领导：{'、'.join(duty['leaders'])}", "dim"))
            parts.append(edited_part(duty))
            out.put(*parts, indent=2, hang=4)
        last = duty["id"]
        role = role_word(duty)
        via = through_collective(duty["via"]) + "　" if duty["via"] else ""
        where = duty["document"] or lines_word(duty["line"])
        lead = f"{via}{role}" + ("：" if role or via else "")
        quote = f"“{duty['quote']}”" if duty["quote"] else ""
        link = link_word(duty)
        out.put((lead, "dim"), link or quote, (f"  {where}", "dim!"), indent=4)
