"""kb export"""

from __future__ import annotations

from pathlib import Path

import click

from kb.answer.export_tables import TABLES
from kb.answer.json_text import to_json
from kb.problems import reason
from kb_cli.help import KbCommand
from kb_cli.options import plan_option
from kb_cli.session import Session


@click.command(
    "export",
    cls=KbCommand,
    short_help="导出整个知识库（JSON），或一张表（CSV）",
    examples=(
        ("kb export --format json > 规划.json", ""),
        ("kb export -o 规划.json", "写到文件"),
        ("kb export --format csv -o 指标.csv", "指标表，一行一个目标"),
        ("kb export --format csv --table duties -o 职责.csv", "职责表"),
    ),
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv"]),
    default="json",
    help="json 全部，csv 其中一张表（给电子表格和统计软件）。",
)
@click.option(
    "--table",
    metavar="表",
    type=click.Choice([*TABLES]),
    default="indicators",
    help="csv 导出哪张表：indicators 指标（默认），duties 职责，nodes 条目，commitments 正文里承诺的数。",
)
@click.option("-o", "--output", metavar="文件", help="写到这个文件；不写则写到标准输出。")
@plan_option
def command(style: str, table: str, output: str | None, plan: str | None) -> int:
    """导出知识库里的一切：规划、条目、指标、单位、职责、主题、承诺、引用、修复和问题，都带源文位置。"""
    session = Session()
    if style == "csv":
        from kb.answer.export_tables import export_table
        from kb.csv_text import csv_text

        text = csv_text(*export_table(session.base(), table, plan))
    else:
        from kb.answer.export import export

        text = to_json(export(session.base(), plan))
    if output is None or output == "-":
        session.screen.raw(text)
        return 0
    try:
        Path(output).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.FileError(output, reason(error)) from None
    return 0
