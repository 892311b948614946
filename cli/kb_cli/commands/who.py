"""kb who"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb_cli.complete import complete_units
from kb_cli.help import KbCommand
from kb_cli.names import BASES, Titles, cite_parts, edited_part, lines_word, role_word, title_parts
from kb_cli.options import Basis, asked_place_option, json_option, plan_option
from kb_cli.screen import Part, Screen
from kb_cli.session import Session, narrowed

if TYPE_CHECKING:
    from kb.who.shapes import Group, GroupDuty, ProgressFacts, WhoAnswer

MOST_LINES = 12
"""Lines of an answer before the rest of its evidence is folded, the line that says so included."""
FEW_PLANS = 3
"""Plans that an answer has room for; of more, each has its first lines where they fit."""
SAME = "同上句"
NEAREST, NOTHING = 3, 5  # steps of kb.who.contract, which a command imports only when it runs
FOLD = 6


def fold(names: list[str]) -> str:
    """“A、B、C”; “A、B等 9 家” where there are more than fit a line."""
    return "、".join(names) if len(names) <= FOLD else f"{'、'.join(names[: FOLD - 1])}等 {len(names)} 家"


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
@asked_place_option
@plan_option
@click.option("--all", "everything", is_flag=True, help="全部列出，不折叠。")
@json_option
def command(
    words: tuple[str, ...], basis: str | None, unit: str | None, place: str | None, plan: str | None, everything: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """问一件事归哪个单位管，或问数值、清单、期限：先说结论，再列依据，每条附出处、原文和行号。

    明确责任：规划写明由它负责。文中点名：句子里说到由它做、靠它做。关联：同一主题的指标或项目由它负责，不等于负责所问的事。规划没有写的，
    先说明没有写，再列最接近的条目，请核对。
    """
    from kb.who.answer import who
    from kb.who.progress import progress_of

    query = " ".join(words).strip()
    if not query:
        raise click.UsageError("没有写要问的事。", click.get_current_context())
    session = Session()
    base = session.base()
    wanted, plans = narrowed(base, unit, plan, place)
    found = who(base, session.index(base), query, basis=basis, unit=wanted, plan=plan, plans=plans)
    if progress := progress_of(base, (g["id"] for g in found["groups"])):
        found["progress"] = progress
    session.lap("找单位")
    if found["step"] >= NEAREST:
        from kb.who.missing import record

        record(query, found["step"])
    if as_json:
        session.screen.json(found)
    else:
        write(session.screen, found, session.titles(base, plan), everything)
    return 0 if found["step"] < NOTHING else 1


def write(out: Screen, found: WhoAnswer, titles: Titles, everything: bool = False) -> None:
    """The conclusion, what has to be said of it, and the nodes that prove it, each quote once."""
    used = 2  # the blank line, and what says that there is more
    for note in found["notes"]:
        if note not in found["conclusion"] and not (found["kind"] == "yes-no" and "写的是以下单位" in note):
            used += out.put((note, "warn"))
    used += out.put((found["conclusion"], "title"))
    if found["step"] >= NEAREST and found["suggestions"]:
        used += out.put((f"您是不是要问：{'、'.join(found['suggestions'])}？", "dim"))
    lines = [(row, lines_of) for row in found["groups"] if (lines_of := _lines(row, titles))]
    if not lines:
        return
    out.gap()
    standing = {p["id"]: p for p in found.get("progress", []) if p["kind"] == "indicator"}
    shown = 0
    plan = ""
    blocks = max(1, len({row["plan"] for row, _ in lines}))
    share = max(2, (MOST_LINES - used) // min(blocks, FEW_PLANS))  # every plan of a few has its first lines
    room = share
    for row, parts in lines:
        parts[0] += standing_part(standing.get(row["id"]))
        height = sum(out.height(*pieces, indent=2 if at else 0, hang=4) for at, pieces in enumerate(parts))
        head = bool(found["plans"]) and row["plan"] != plan
        if head and plan:
            room = share
        if not everything and shown and height + head > room:
            if blocks == 1:
                break
            room = 0
            continue
        if head:
            plan = row["plan"]
            block = next(p for p in found["plans"] if p["plan"] == plan)
            out.put(
                (block["place"], "unit"),
                ("  " + block["title"] if block["title"] != block["place"] else "", "dim"),
            )
        for at, pieces in enumerate(parts):
            out.put(*pieces, indent=2 if at else 0, hang=4)
        room -= height + head
        shown += 1
    if shown < len(lines):
        out.put((f"……另有 {len(lines) - shown} 条，全部列出请加 --all。", "dim"))


def standing_part(found: ProgressFacts | None) -> tuple[Part, ...]:
    """“2024年 65 达进度”: where an indicator stood in the last round."""
    if found is None:
        return ()
    value = f" {found['value']:.10g}" if found["value"] is not None else ""
    return ((f"  {found['year']}年{value} {found['status']}{found['flag']}", "mark"),)


def _lines(row: Group, titles: Titles) -> list[list[Part]]:
    """A node and what it says of units: in one line where it is a table's row, otherwise the words below it."""
    first: list[Part] = [*cite_parts(row, {}), *title_parts(row)]
    if row["target"]:
        first += ["  ", (row["target"], "target")]
    first.append(edited_part(row))
    duties = row["duties"]
    if row["kind"] == "indicator" and len(duties) == 1 and duties[0]["basis"] != "related":
        where = duties[0]["document"] or lines_word(duties[0]["line"])
        return [
            [*first, "  ", (fold(duties[0]["units"]), "unit"), "  ", *_how(duties[0]), (f"  {where}", "dim!")]
        ]
    if row["state"] == "unassigned" and row["kind"] != "plan":
        first.append(("  未明确责任单位", "warn"))
    if row["state"] == "nearest":
        first.append(("  请核对", "warn"))
    if not duties:
        first.append((f"  {lines_word(row['line'])}", "dim!"))
    out = [first]
    for duty in duties:
        where = duty["document"] or (lines_word(duty["line"]) if duty["basis"] != "related" else "")
        proof = (
            duty["why"] if duty["basis"] == "related" else f"“{duty['clause']}”" if duty["clause"] else SAME
        )
        if duty["deadline"]:
            proof += f"  期限：{duty['deadline']}"
        if duty["leaders"]:
            proof += f"  责任领导：{'、'.join(duty['leaders'])}"
        out.append(
            [
                (fold(duty["units"]), "unit"),
                "  ",
                *_how(duty),
                f"  {proof}",
                (f"  {where}" if where else "", "dim!"),
            ]
        )
    return out


def _how(duty: GroupDuty) -> list[Part]:
    """“明确责任”; with a role other than 责任 “明确责任·牵头”."""
    label = BASES[duty["basis"]]
    role = role_word(duty)
    return [(f"{label}·{role}" if role and role != "责任" else label, duty["basis"])]
