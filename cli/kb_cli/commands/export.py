"""kb export"""

from __future__ import annotations

from pathlib import Path

import click

from kb_cli.help import KbCommand
from kb_cli.options import plan_option
from kb_cli.screen import to_json
from kb_cli.session import Session


@click.command(
    "export",
    cls=KbCommand,
    short_help="导出整个知识库（JSON）",
    examples=(("kb export --format json > 规划.json", ""), ("kb export -o 规划.json", "写到文件")),
)
@click.option("--format", "style", type=click.Choice(["json"]), default="json", help="导出的格式。")
@click.option("-o", "--output", metavar="文件", help="写到这个文件；不写则写到标准输出。")
@plan_option
def command(style: str, output: str | None, plan: str | None) -> int:
    """导出知识库里的一切：规划、条目、指标、单位、职责、主题、承诺、引用、修复和问题，都带源文位置。"""
    from kb.answer.export import export

    session = Session()
    text = to_json(export(session.base(), plan))
    if output is None or output == "-":
        session.screen.raw(text)
        return 0
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.FileError(output, error.strerror or str(error)) from None
    return 0
