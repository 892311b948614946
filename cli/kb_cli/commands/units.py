"""kb units"""

from __future__ import annotations

import click

from kb.csv_text import csv_text
from kb.rules.holdings import by_basis
from kb_cli.help import KbCommand
from kb_cli.options import format_option, json_option, place_option, plan_option
from kb_cli.session import Session

HEAD = ("单位", "全称", "类别", "明确责任", "文中点名", "关联", "涉及对象", "地方", "单位编号")


@click.command(
    "units",
    cls=KbCommand,
    short_help="列出单位和各自的条数",
    examples=(
        ("kb units", ""),
        ("kb units --kind 群团", ""),
        ("kb units --format csv", "给电子表格"),
        ("kb units --propose", "没有登记的单位，写成待核对的条目"),
        ("kb units --propose --write", "直接写进 units.toml，标上“待核对”"),
    ),
)
@plan_option
@place_option
@click.option("--kind", metavar="类别", help="只列这一类，如 政府部门、群团、集合称谓。")
@click.option(
    "--propose", is_flag=True, help="把规划里有、units.toml 没有的单位写成条目，核对后贴进 units.toml。"
)
@click.option(
    "--write", is_flag=True, help="和 --propose 同用：条目直接写进 units.toml，原有内容和注释不动。"
)
@click.option("--corpus", metavar="文件夹", help="和 --write 同用：语料文件夹；不写则是建这个知识库的那个。")
@click.option("--all", "everyone", is_flag=True, help="连没有任何条目的登记单位也列出。")
@format_option
@json_option
def command(
    plan: str | None, place: str | None, kind: str | None, propose: bool, write: bool, corpus: str | None,
    everyone: bool, style: str, as_json: bool,
) -> int:  # fmt: skip
    """列出单位：明确负责几条、文中点名几条、因同一主题关联几条、作为措施对象几条。"""
    from kb.answer.units import units

    if write and not propose:
        raise click.UsageError("--write 要和 --propose 同用。")
    session = Session()
    if propose:
        return _write(session, plan, corpus) if write else _propose(session, plan)
    found = units(session.base(), plan, kind=kind, place=place)
    rows = [u for u in found["units"] if everyone or any(by_basis(u["counts"]).values())]
    if as_json or style == "json":
        session.screen.json(found)
        return 0 if found["units"] else 1
    if not rows:
        click.echo(f"没有{kind or ''}单位。", err=True)
        return 1
    table = [
        (
            u["unit"], u["full_name"], u["kind"], *(str(n) for n in by_basis(u["counts"]).values()), u["place"], u["unit_id"],
        )
        for u in rows
    ]  # fmt: skip
    if style == "csv":
        session.screen.raw(csv_text(HEAD, table))
    elif style == "plain":
        for row in table:
            session.screen.fields(row)
    else:
        several = len({row[7] for row in table}) > 1
        shown = [
            (
                (row[0], "unit" if row[3] != "0" else ""),
                *((row[7],) if several else ()),
                row[2],
                *((n if n != "0" else "·") for n in row[3:7]),
            )
            for row in table
        ]
        head = (HEAD[0], *((HEAD[7],) if several else ()), *HEAD[2:7])
        session.screen.table(head, shown, right=tuple(range(len(head) - 4, len(head))))
    return 0


def _propose(session: Session, plan: str | None) -> int:
    """Entries for units.toml of the units only the text knows, a comment above each that says where it stands."""
    from kb.answer.units import proposed
    from kb.rules.proposals import unit_entry

    rows = proposed(session.base(), plan)
    if not rows:
        click.echo("各单位都已登记。", err=True)
        return 1
    session.screen.put("# 全称、别名、类别是按名称的样子推定的，请逐条核对后贴进 corpus/units.toml。")
    for row in rows:
        session.screen.gap()
        many = f"，共 {row.count} 条" if row.count > 1 else ""
        session.screen.put(f"# {row.citation}（源文第 {row.line} 行）{many}")
        for line in unit_entry(row.unit).splitlines():
            session.screen.put(line)
    return 0


def _write(session: Session, plan: str | None, corpus: str | None) -> int:
    """Put the entries into the units.toml of the corpus that the base is built from."""
    from kb.answer.units import proposed
    from kb.corpus import UNITS_FILE
    from kb.pipeline.units_file import add_units

    rows = proposed(session.base(), plan)
    folder = session.corpus_of_base(corpus, (p for row in rows for p in row.unit.plans))
    added = add_units(folder / UNITS_FILE, rows) if rows else ()
    if not added:
        click.echo("各单位都已登记，没有写。", err=True)
        return 1
    session.screen.put(
        f"{folder / UNITS_FILE}：添了 {len(added)} 条，都标有“待核对”。全称、别名、类别是按名称推定的，请核对，再运行 kb build。"
    )
    return 0
