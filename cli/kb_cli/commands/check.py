"""kb check"""

from __future__ import annotations

from collections import Counter

import click

from kb.codes import BY_CODE
from kb_cli.complete import complete_plans
from kb_cli.help import KbCommand
from kb_cli.options import json_option, plan_option
from kb_cli.session import Session

LEVELS = {"error": "错误", "warning": "问题", "note": "提示"}
STYLES = {"error": "error", "warning": "warn", "note": "dim"}


@click.command(
    "check",
    cls=KbCommand,
    short_help="列出规划里值得核对的地方，或检查知识库本身",
    arguments=(("编号", "规划的编号，或问题的编号（KB310）；可写几个，不写则全部列出"),),
    examples=(
        ("kb check", ""),
        ("kb check dadukou-children-2021-2030", "只看这份规划"),
        ("kb check KB310", "只看一种问题，并说明怎么办"),
        ("kb check --level warning", "不看提示"),
        ("kb check --base-files", "检查知识库的文件是否完好"),
    ),
)
@click.argument("which", metavar="[编号]...", nargs=-1, shell_complete=complete_plans)
@plan_option
@click.option(
    "--level",
    type=click.Choice(list(LEVELS)),
    default="note",
    help="列到哪一级：error 错误，warning 问题，note 提示。",
)
@click.option("--base-files", is_flag=True, help="改为逐字节、逐行检查知识库的文件。")
@json_option
def command(which: tuple[str, ...], plan: str | None, level: str, base_files: bool, as_json: bool) -> int:
    """列出规划里值得核对的地方，带文件、行号和引用：人工改过的字、没有责任单位的任务、编号断续、可能的错字等。

    有错误或问题时退出码是 1；只有提示时是 0。
    """
    from kb.answer.checked import chosen
    from kb.answer.facts import problem_dict

    session = Session()
    out = session.screen
    if base_files:
        return _verify(session, as_json)
    base = session.base()
    codes = {name.upper() for name in which if name.upper() in BY_CODE}
    plans = [name for name in (*which, *((plan,) if plan else ())) if name.upper() not in BY_CODE]
    shown = list(LEVELS)[: list(LEVELS).index(level) + 1]
    found = chosen(base, plans, level, tuple(codes))
    if as_json:
        out.json({"problems": [problem_dict(p) for p in found]})
    else:
        for problem in found:
            parts = str(problem).split(f": {problem.code} ", 1)
            out.put((parts[0], "dim"), " ", (problem.code, STYLES[problem.level]), " ", parts[-1], hang=2)
        counts = Counter(p.level for p in found)
        for code in sorted(codes):
            out.put(
                (f"{code} {BY_CODE[code].title}。{BY_CODE[code].meaning}怎么办：{BY_CODE[code].todo}", "dim")
            )
        total = "、".join(f"{LEVELS[x]} {counts[x]}" for x in shown if counts[x])
        out.put((total or "没有发现问题。", "title"))
    return 1 if any(p.level != "note" for p in found) else 0


def _verify(session: Session, as_json: bool) -> int:
    from kb.pipeline.build import verify
    from kb.store import find_base

    found = verify(find_base(session.base_folder))
    if as_json:
        session.screen.json({"sound": not found, "faults": list(found)})
    else:
        for line in found:
            session.screen.put((line, "error"))
        session.screen.put("知识库已损坏，请运行 kb build --force 重建。" if found else "知识库完好。")
    return 1 if found else 0
