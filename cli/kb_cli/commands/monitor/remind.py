"""kb monitor remind"""

from __future__ import annotations

from pathlib import Path

import click

from kb_cli.commands.monitor.desk import as_of_option, day_of, desk_of, round_option
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, plan_option
from kb_cli.session import Session


@click.command(
    "remind",
    cls=KbCommand,
    short_help="催办：谁没有报、谁要更正、什么快到期",
    examples=(
        ("kb monitor remind", "只列名单"),
        ("kb monitor remind --out 催办", "另给每家写催办函"),
    ),
)
@round_option
@click.option("-o", "--out", metavar="文件夹", help="催办函写到这里；不写则只列名单。")
@click.option("--template", metavar="函.docx", help="自己的催办函，占位符同 kb monitor open。")
@as_of_option
@plan_option
@corpus_option
def command(
    year: int | None, out: str | None, template: str | None, as_of: str, plan: str | None, corpus: str | None
) -> int:
    """列出没有报的、被退回的单位和临近、过了时限的任务；写出 --out 时给没有报、没有更正的单位各写一封催办函。"""
    from kb.extract.names import file_stems
    from kb.extract.saving import alone, save_all
    from kb.monitor.status import stand
    from kb.monitor.supervision import reminders

    session = Session()
    screen = session.screen
    day = day_of(as_of, "--as-of")
    desk = desk_of(session, plan, corpus, day)
    found = stand(desk, year)
    for unit in found.waiting:
        screen.put(("未报  ", "error"), (unit, "unit"))
    for unit in found.back:
        screen.put(
            ("退回  ", "warn"), (unit, "unit"), f"  {len(found.round.open_errors(unit))} 处错误没有更正"
        )
    for p in found.rows:
        if p.kind == "measure" and p.status in ("临近", "逾期"):
            screen.put((f"{p.status}  ", "warn"), (p.unit, "unit"), "  ", desk.title(p.row), hang=6)
    if out:
        letters = reminders(
            desk, found.round, day=day.isoformat(), template=Path(template) if template else None
        )
        stems = file_stems(letters)
        folder = Path(out)
        with alone(folder):
            save_all(
                [(folder / f"{stems[name]}.docx", content) for name, content in letters.items()], force=True
            )
        screen.put(f"{folder}：{len(letters)} 封催办函。")
    if not found.waiting and not found.back:
        screen.put("都报齐了。")
        return 0
    return 1
