"""kb monitor divide"""

from __future__ import annotations

from pathlib import Path

import click

from kb_cli.commands.monitor.desk import desk_of
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, plan_option
from kb_cli.session import Session


@click.command(
    "divide",
    cls=KbCommand,
    short_help="任务分解：逐句列表分给单位，填好收回",
    arguments=(("[回.xlsx]", "填好的任务分解表；不写则用 --out 写出空表"),),
    examples=(
        ("kb monitor divide --out 任务分解表.xlsx", "写出要分的表"),
        ("kb monitor divide 任务分解表.xlsx --document 某府办〔2024〕3号", "填好的收回来"),
    ),
)
@click.argument("path", metavar="[回.xlsx]", required=False, type=click.Path(exists=True, dir_okay=False))
@click.option("-o", "--out", metavar="文件.xlsx", help="任务分解表写到这里。")
@click.option("--document", default="", metavar="文号", help="分工的依据文件；收回时必填。")
@click.option("--force", is_flag=True, help="有人改过的同名文件也写新的，改过的另存为“…（旧）”。")
@plan_option
@corpus_option
def command(
    path: str | None, out: str | None, document: str, force: bool, plan: str | None, corpus: str | None
) -> int:
    """把任务、项目逐句列成表，填上牵头、责任、配合单位和时限、成果；收回来写进 measures.csv 和 duties.csv。

    duties.csv 里别的文件定的分工不动；同一份文件再收一次，代替它原来的各行。单位名称认不出的逐行指出，退出码 1。
    """
    from kb.monitor.divide import read_division, write_division_form

    if bool(path) == bool(out):
        raise click.UsageError("请写 --out 写出空表，或写填好的表收回来，二者取一。")
    session = Session()
    desk = desk_of(session, plan, corpus)
    if out:
        session.screen.put(str(write_division_form(desk, Path(out), force=force)))
        return 0
    assert path is not None
    made = read_division(desk, Path(path), document=document)
    for line in made.wrong:
        session.screen.put((line, "warn"))
    session.screen.put(
        f"{made.measures} 句有单位，duties.csv 里写了 {made.duties} 行。运行 kb build 后算作“明确责任”。"
    )
    return 1 if made.wrong else 0
