"""kb monitor report"""

from __future__ import annotations

from pathlib import Path

import click

from kb_cli.commands.monitor.desk import as_of_option, day_of, desk_of
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, plan_option
from kb_cli.session import Session

FORMATS = ("docx", "xlsx", "html", "json")


@click.command(
    "report",
    cls=KbCommand,
    short_help="出报告：年度报告、台账、反馈单、督办单",
    arguments=(("年度", "哪一轮，如 2024；不写则最近一轮"),),
    examples=(
        ("kb monitor report 2024 --out 报告", ""),
        ("kb monitor report --out 报告 --internal", "不公开的指标也写"),
        ("kb monitor report 2025 --out 报告 --evaluation 中期", "另写中期评估附表"),
        ("kb monitor decide report --status 定稿 --reason 区政府审定 --by 张三", "定稿，去掉“草稿”"),
    ),
)
@click.argument("year", metavar="[年度]", type=int, required=False)
@click.option("-o", "--out", required=True, metavar="文件夹", help="写到这里。")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), metavar="格式",
    help="docx 报告、反馈单、督办单，xlsx 台账，html、json 报告；可以写几次，不写则 docx 和 xlsx。",
)  # fmt: skip
@click.option(
    "--evaluation", type=click.Choice(["中期", "终期"]), metavar="中期|终期",
    help="另写评估附表（docx）：各年的值和预测、达标困难和退步的指标、从未启动的任务。",
)  # fmt: skip
@click.option("--internal", is_flag=True, help="不公开的指标也写进报告和台账。")
@click.option(
    "--template",
    metavar="督办单.docx",
    help="自己的督办单，占位符如 {{督办.事项}}、{{颜色}}；写错了会列出可用的。",
)
@click.option("--force", is_flag=True, help="有人改过的同名文件也写新的，改过的另存为“…（旧）”。")
@as_of_option
@plan_option
@corpus_option
def command(
    year: int | None, out: str, formats: tuple[str, ...], evaluation: str | None, internal: bool,
    template: str | None, force: bool, as_of: str, plan: str | None, corpus: str | None,
) -> int:  # fmt: skip
    """写年度统计监测报告（草稿）、督办台账、每个单位的反馈单和督办单。有人改过的同名文件不覆盖。"""
    from kb.monitor.reporting import write_reports

    session = Session()
    day = day_of(as_of, "--as-of")
    desk = desk_of(session, plan, corpus, day)
    made, copies = write_reports(
        desk, year, Path(out), day=day.isoformat(), formats=formats or ("docx", "xlsx"), internal=internal,
        template=Path(template) if template else None, force=force, evaluation=evaluation or "",
    )  # fmt: skip
    for path in made:
        if path.parent == Path(out):
            session.screen.put(str(path))
    for name in ("反馈单", "督办单"):
        count = sum(p.parent.name == name for p in made)
        if count:
            session.screen.put(f"{Path(out) / name}：{count} 份。")
    for path in copies:
        click.echo(f"有人改过的另存为 {path}。", err=True)
    return 0
