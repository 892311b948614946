"""kb list"""

from __future__ import annotations

import click

from kb.csv_text import csv_text
from kb_cli.commands.who import standing_part
from kb_cli.complete import complete_units
from kb_cli.help import KbCommand
from kb_cli.names import KINDS, cite_parts, edited_part, lines_word, title_parts
from kb_cli.options import asked_place_option, format_option, json_option, plan_option
from kb_cli.screen import Part
from kb_cli.session import Session, narrowed

THINGS = ("指标", "项目", "任务", "规划")
FILTERS = {
    "约束性": "只要约束性指标。",
    "预期性": "只要预期性指标。",
    "已达标": "只要现状值已经达到目标的指标。",
    "未达标": "只要现状值还没有达到目标的指标。",
    "无数值": "只要没有具体数值的指标（提高、下降……）。",
    "无单位": "只要没有写责任单位的。",
    "有单位": "只要写了责任单位的。",
    "无计量单位": "只要没有计量单位的指标。",
    "共同": "只要写给两家以上的。",
    "单独": "只要写给一家的。",
    "牵头": "只要写了牵头单位的。",
    "配合": "只要写了配合单位的。",
}
HEAD = ("编号", "种类", "引用", "标题", "目标", "责任单位")


def _filters(f: click.decorators.FC) -> click.decorators.FC:
    for name, text in reversed(FILTERS.items()):
        f = click.option(f"--{name}", f"only_{list(FILTERS).index(name)}", is_flag=True, help=text)(f)
    return f


@click.command(
    "list",
    cls=KbCommand,
    short_help="按条件列出指标、项目、任务、规划",
    arguments=(("种类", "指标、项目、任务、规划"), ("[词…]", "标题、正文、类别或主题里要有的词")),
    examples=(
        ("kb list 指标 --约束性 --未达标", ""),
        ("kb list 指标 --未达标 --年度 2024", "2024 年监测的值还没有达到目标的"),
        ("kb list 项目 --无单位", "没有写责任单位的项目"),
        ("kb list 任务 --before 2025年底前", "2025 年底前要完成的"),
        ("kb list 指标 --unit 区教委 --约束性", ""),
        ("kb list 规划 --无单位", "没有写任何责任单位的规划"),
    ),
)
@click.argument("thing", metavar="种类", type=click.Choice(THINGS))
@click.argument("words", metavar="[词...]", nargs=-1)
@_filters
@click.option("--unit", metavar="单位", shell_complete=complete_units, help="只要写给这个单位的。")
@click.option("--before", metavar="时间", default="", help="这个时间以前到期的：2025年底前、7月底前。")
@click.option(
    "--年度",
    "year",
    type=int,
    metavar="年份",
    help="按这一年监测的值看 --已达标、--未达标，只列这一年有状态的指标。",
)
@asked_place_option
@plan_option
@format_option
@json_option
def command(
    thing: str, words: tuple[str, ...], unit: str | None, before: str, year: int | None, place: str | None, plan: str | None, style: str,
    as_json: bool, **only: bool,
) -> int:  # fmt: skip
    """按条件列出指标、项目、任务或规划：几个条件都要满足。先说有多少，再逐条列出目标、单位和行号。"""
    from kb.who.listing import listed, read_deadline

    if before and read_deadline(before) is None:
        raise click.UsageError(
            f"看不懂时间“{before}”，请写成 2025年底前、2025年6月、7月底前。", click.get_current_context()
        )
    session = Session()
    out = session.screen
    base = session.base()
    wanted, plans = narrowed(base, unit, plan, place)
    names = [name for at, name in enumerate(FILTERS) if only.get(f"only_{at}")]
    found = listed(
        base,
        session.index(base),
        thing,
        filters=names,
        unit=wanted,
        before=before,
        words=words,
        plan=plan,
        year=year,
        plans=plans,
    )
    if as_json or style == "json":
        out.json(found)
        return 0 if found["rows"] else 1
    cells = [
        (
            r["id"], "规划" if r["kind"] == "plan" else KINDS[r["kind"]], r["citation"], r["title"], r["target"],
            "、".join(dict.fromkeys(u for d in r["duties"] for u in d["units"])),
        )
        for r in found["rows"]
    ]  # fmt: skip
    if style == "csv":
        out.raw(csv_text(HEAD, cells))
    elif style == "plain":
        for cell in cells:
            out.fields(cell)
    else:
        out.put((found["conclusion"], "title"))
        titles = session.titles(base, plan)
        standing = {p["id"]: p for p in found.get("progress", []) if p["kind"] == "indicator"}
        for row, cell in zip(found["rows"], cells, strict=True):
            parts: list[Part] = [*cite_parts(row, {} if row["kind"] == "plan" else titles)]
            if row["kind"] != "plan":
                parts += title_parts(row)
            if row["target"]:
                parts += ["  ", (row["target"], "target")]
            parts += ["  ", (cell[-1], "unit"), edited_part(row), (f"  {lines_word(row['line'])}", "dim!")]
            out.put(*parts, *standing_part(standing.get(row["id"])), hang=4)
    return 0 if found["rows"] else 1
