"""kb monitor init"""

from __future__ import annotations

import click

from kb_cli.commands.monitor.desk import desk_of
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, plan_option
from kb_cli.session import Session


@click.command(
    "init",
    cls=KbCommand,
    short_help="写出监测要用的文件，已有的不动",
    examples=(
        ("kb monitor init", ""),
        ("kb monitor init --measures", "另把任务逐句列出，供分解到单位"),
    ),
)
@click.option(
    "--measures", is_flag=True, help="另写 measures.csv：任务、项目逐句一行，单位空着，供任务分解。"
)
@plan_option
@corpus_option
def command(measures: bool, plan: str | None, corpus: str | None) -> int:
    """写出 monitor 文件夹里的设置、指标、送达单位三个文件，已知的先填好，其余由人补充；已有的文件不动。"""
    from kb.monitor.init import init
    from kb.rules.identity import COLLECTIVE
    from kb.words.unit_names import is_collective

    session = Session()
    desk = desk_of(session, plan, corpus)
    made = init(desk, measures=measures)
    for path in made:
        session.screen.put(str(path))
    if not made:
        session.screen.put(f"{desk.folder} 里的文件都已经有了，没有动。")
        return 0
    many = [u.name for u in desk.units.values() if is_collective(u.name) or u.kind == COLLECTIVE]
    if many:
        click.echo(
            f"recipients.csv 里有 {len(many)} 个集合称谓（{'、'.join(many[:5])}……），没有人替它们填表："
            "不发的删去；由一家代报的，unit 写那一家，instead_of 写原来的称谓。",
            err=True,
        )
    unchosen = [
        id_ for id_, i in desk.indicators.items() if len(i.units) > 1 and not desk.standing.row(id_).reporter
    ]
    if unchosen:
        click.echo(
            f"有 {len(unchosen)} 行指标写了几家责任单位，请在 indicators.csv 的 reporter 里各选一家报送："
            f"{'、'.join(unchosen)}。",
            err=True,
        )
    return 0
