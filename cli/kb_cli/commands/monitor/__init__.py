"""kb monitor: a group, one module a subcommand."""

from __future__ import annotations

import click

from kb_cli.group import KbGroup
from kb_cli.help import write_help

NAMES = ("init", "divide", "open", "collect", "status", "remind", "decide", "report", "history")


@click.command(
    "monitor",
    cls=KbGroup,
    names=NAMES,
    package="kb_cli.commands.monitor",
    invoke_without_command=True,
    short_help="年度监测和督办：下发表格、收表、台账、报告",
    examples=(
        ("kb monitor init --measures", "第一次：写出要补充的几个文件"),
        ("kb monitor open 2024 --due 2025-01-20 --out 下发", "给每个单位一份表"),
        ("kb monitor collect 收到的表", "收表，查错"),
        ("kb monitor status --colour 红", "哪些是红的"),
        ("kb monitor report 2024 --out 报告", "年度报告、台账、反馈单、督办单"),
    ),
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """年度监测（统计监测）和督办台账：任务分解、下发填报表、收表查错、认定、报告。

    数据放在语料里该规划的 monitor 文件夹，都是可以查看、比较的 CSV；规划正文不动。说明见 docs/monitoring.md。
    """
    if ctx.invoked_subcommand is None:
        write_help(ctx.command, ctx)
