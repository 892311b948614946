"""kb monitor open"""

from __future__ import annotations

from pathlib import Path

import click

from kb_cli.commands.monitor.desk import day_of, desk_of
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, plan_option
from kb_cli.session import Session


@click.command(
    "open",
    cls=KbCommand,
    short_help="开一轮：给每个单位一份填报表和一封函",
    arguments=(("年度", "报哪一年的数，如 2024"),),
    examples=(
        ("kb monitor open 2024 --due 2025-01-20 --out 下发", ""),
        ("kb monitor open 2024 --due 2025-01-20 --out 下发 --template 函.docx", "用自己的函"),
        ("kb monitor open 2024 --unit 区教委 --out 补发", "已经下发的一轮，给一家补发"),
    ),
)
@click.argument("year", metavar="年度", type=click.IntRange(1990, 2100))
@click.option(
    "--due", default="", metavar="日期", help="截止日期，如 2025-01-20，必填；补发时不写则同这一轮。"
)
@click.option("--unit", default="", metavar="单位", help="只给这一家补发：表丢了、分工变了，或当时漏了。")
@click.option("--issued", default="", metavar="日期", help="下发日期；不写则今天。")
@click.option("-o", "--out", required=True, metavar="文件夹", help="表和函写到这里。")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["xlsx", "docx"]), metavar="格式",
    help="xlsx（默认）或 docx（纸质用），可写两次；收表认先写的一种，两种都能收。",
)  # fmt: skip
@click.option(
    "--template",
    metavar="函.docx",
    help="自己的函，占位符如 {{送达单位}}、{{截止日期}}；写错了会列出可用的。",
)
@click.option("--no-letters", is_flag=True, help="只写表，不写函。")
@click.option("--force", is_flag=True, help="有人改过的同名文件也写新的，改过的另存为“…（旧）”。")
@plan_option
@corpus_option
def command(
    year: int, due: str, unit: str, issued: str, out: str, formats: tuple[str, ...], template: str | None, no_letters: bool, force: bool,
    plan: str | None, corpus: str | None,
) -> int:  # fmt: skip
    """给 recipients.csv 里的每个单位写一份填报表和一封函，并在语料里记下这一轮发了什么。

    已经收到过表的一轮不能整个重新下发，只能用 --unit 给一家补发；有人改过的同名文件（可能已填写）不覆盖。
    """
    from kb.monitor.open_round import open_round

    if not due and not unit:
        raise click.UsageError("请写 --due 截止日期，如 --due 2025-01-20。")
    session = Session()
    desk = desk_of(session, plan, corpus)
    made = open_round(
        desk,
        year,
        issued=day_of(issued, "--issued").isoformat(),
        due=day_of(due, "--due").isoformat() if due else "",
        unit=unit,
        out=Path(out),
        formats=formats or ("xlsx",),
        template=Path(template) if template else None,
        letters=not no_letters,
        force=force,
    )
    forms = sum(not p.stem.endswith("监测函") for p in made.files)
    session.screen.put(
        f"{out}：{forms} 份填报表，{len(made.files) - forms} 封函。" + (f"截止 {due}。" if due else "")
    )
    if made.without:
        click.echo(f"没有要填的内容、没有发的：{'、'.join(made.without)}。", err=True)
    if made.unchosen:
        click.echo(
            f"有 {len(made.unchosen)} 行指标没有在 indicators.csv 里选定报送单位，几家都要报："
            f"{'、'.join(made.unchosen)}。几家的值不同时都不采用。",
            err=True,
        )
    for path in made.copies:
        click.echo(f"有人改过的另存为 {path}。", err=True)
    return 0
