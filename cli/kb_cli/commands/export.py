"""kb export"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.answer.export_tables import TABLES
from kb.answer.json_text import to_json
from kb.problems import reason
from kb_cli.help import KbCommand
from kb_cli.options import plan_option
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.store import Base


@click.command(
    "export",
    cls=KbCommand,
    short_help="导出整个知识库（JSON），一张表（CSV），或规划全文（Word）",
    examples=(
        ("kb export --format json > 规划.json", ""),
        ("kb export -o 规划.json", "写到文件"),
        ("kb export --format csv -o 指标.csv", "指标表，一行一个目标"),
        ("kb export --format csv --table duties -o 职责.csv", "职责表"),
        ("kb export --format csv --table values -o 监测值.csv", "年度监测采用的值"),
        ("kb export --format docx -o 规划.docx", "规划全文，校订都标出"),
        ("kb export --format stratml -o 报告.xml", "指标、目标和各年的值"),
    ),
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv", "docx", "stratml", "open-sdg"]),
    default="json",
    help="json 全部，csv 其中一张表（给电子表格和统计软件），docx 一份规划的全文（Word，要装 shuiguan[office]）；"
    "指标和监测的值：stratml（ISO 17469-2 的 XML），open-sdg（文件夹）。",
)
@click.option(
    "--table",
    metavar="表",
    type=click.Choice([*TABLES]),
    default="indicators",
    help="csv 导出哪张表：indicators 指标（默认），duties 职责，nodes 条目，commitments 正文里承诺的数，values 监测的值。",
)
@click.option("--internal", is_flag=True, help="监测的值：不公开的也写。")
@click.option(
    "-o", "--output", metavar="文件", help="写到这个文件（open-sdg 是文件夹）；不写则写到标准输出。"
)
@plan_option
def command(style: str, table: str, internal: bool, output: str | None, plan: str | None) -> int:
    """导出知识库里的一切：规划、条目、指标、单位、职责、主题、承诺、引用、修复和问题，都带源文位置。"""
    session = Session()
    if style == "csv":
        from kb.answer.export_tables import export_table
        from kb.csv_text import csv_text

        text = csv_text(*export_table(session.base(), table, plan, internal=internal))
    elif style == "docx":
        return _docx(session, output, plan)
    elif style == "open-sdg":
        return _open_sdg(session, output, plan, internal)
    elif style == "stratml":
        from kb.answer.stratml import stratml

        base = session.base()
        text = stratml(base, _one_plan(base, plan), internal=internal)
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


def _one_plan(base: Base, plan: str | None) -> str:
    """Return the plan named, or the only one. Raises UsageError where several could be meant."""
    ids = base.plan_ids()
    if plan is None and len(ids) > 1:
        raise click.UsageError("有几份规划，请用 --plan 指明一份。")
    return plan or ids[0]


def _docx(session: Session, output: str | None, plan: str | None) -> int:
    """Write a plan's full text as a Word document."""
    from kb.extract.office import require

    if output is None or output == "-":
        raise click.UsageError("docx 是 Word 文件，请用 -o 指明写到哪里。")
    require("docx", "docx", "python-docx")
    from kb.extract.plan_docx import write_plan_docx

    base = session.base()
    content = write_plan_docx(base, _one_plan(base, plan))
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise click.FileError(output, reason(error)) from None
    return 0


def _open_sdg(session: Session, output: str | None, plan: str | None, internal: bool) -> int:
    """Write the files of Open SDG into a folder."""
    from kb.answer.open_sdg import open_sdg

    if output is None or output == "-":
        raise click.UsageError("open-sdg 是一个文件夹，请用 -o 指明。")
    base = session.base()
    files = open_sdg(base, _one_plan(base, plan), internal=internal)
    try:
        for name, text in files.items():
            path = Path(output) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.FileError(output, reason(error)) from None
    session.screen.put(f"{output}：{len(files)} 个文件。")
    return 0
