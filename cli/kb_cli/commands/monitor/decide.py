"""kb monitor decide"""

from __future__ import annotations

import click

from kb.problems import KbError
from kb_cli.commands.monitor.desk import day_of, desk_of, round_option
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, plan_option
from kb_cli.session import Session

SAID = {
    "status": "认定状态",
    "value": "认定数值",
    "problem": "了结问题",
    "supervise": "发督办单",
    "answer": "督办已答复",
}


@click.command(
    "decide",
    cls=KbCommand,
    short_help="认定：状态、数值、问题的了结，写明理由",
    arguments=(("编号", "指标或任务的编号，如 b1.11、2.4.2"),),
    examples=(
        ("kb monitor decide 2.4.2 --status 已完成 --reason 现场核查 --by 张三", "销号"),
        ("kb monitor decide b1.11 --value 37.5 --reason 以教委年报为准 --by 张三", "两家不同时定一个"),
        ("kb monitor decide b1.30 --problem KBM09 --reason 口径调整 --by 张三", "了结一个问题"),
    ),
)
@click.argument("row", metavar="编号")
@click.option("--status", metavar="状态", help="认定为这种状态：已完成、达进度、……")
@click.option("--value", metavar="数值", help="认定的数值。")
@click.option("--problem", metavar="问题编号", help="了结这一行的这个问题，如 KBM09。")
@click.option("--supervise", metavar="颜色", help="记下已发督办单：蓝、黄、红。")
@click.option("--answer", metavar="内容", help="记下对督办单的答复。")
@click.option("--reason", required=True, metavar="理由", help="为什么这样定，必填。")
@click.option("--by", required=True, metavar="姓名", help="谁定的，必填。")
@click.option("--document", default="", metavar="文件", help="依据的文件、会议。")
@click.option("--unit", default="", metavar="单位", help="只对这家单位的这一行。")
@click.option("--year", "of_year", type=int, metavar="年份", help="认定哪一年的值；不写则这一轮的年度。")
@click.option("--date", "day", default="", metavar="日期", help="认定的日期；不写则今天。")
@round_option
@plan_option
@corpus_option
def command(
    row: str, status: str | None, value: str | None, problem: str | None, supervise: str | None, answer: str | None,
    reason: str, by: str, document: str, unit: str, of_year: int | None, day: str, year: int | None, plan: str | None,
    corpus: str | None,
) -> int:  # fmt: skip
    """由人认定一行的状态或数值，或了结一个问题：在 decisions.csv 里加一行，原来的不改。销号只能这样做。"""
    from kb.monitor.decide import decide

    given = {
        k: v
        for k, v in (
            ("status", status),
            ("value", value),
            ("problem", problem),
            ("supervise", supervise),
            ("answer", answer),
        )
        if v is not None
    }
    if len(given) != 1:
        raise click.UsageError("请在 --status、--value、--problem、--supervise、--answer 里写一个。")
    session = Session()
    desk = desk_of(session, plan, corpus)
    ((field, said),) = given.items()
    if unit and unit not in desk.units:
        raise KbError(f"这份规划没有“{unit}”这家单位。请用 kb units 查写法。")
    made = decide(
        desk, row.removeprefix(f"{desk.plan_id}/"), field, said, reason=reason, by=by, day=day_of(day, "--date").isoformat(),
        document=document, unit=unit, year=of_year, round_year=year,
    )  # fmt: skip
    closed = f"，了结 {made.closed} 个问题" if made.closed else ""
    session.screen.put(f"{SAID[field]}：{desk.title(made.row.id)} → {said}（{by}，{reason}）{closed}。")
    return 0
