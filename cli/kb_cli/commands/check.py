"""kb check"""

from __future__ import annotations

from collections import Counter

import click

from kb_cli.help import KbCommand
from kb_cli.options import json_option, plan_option
from kb_cli.session import Session

LEVELS = {"error": "错误", "warning": "问题", "note": "提示"}
STYLES = {"error": "error", "warning": "warn", "note": "dim"}


@click.command(
    "check",
    cls=KbCommand,
    short_help="列出规划里值得核对的地方，或检查知识库本身",
    examples=(
        ("kb check", ""),
        ("kb check --level warning", "不看提示"),
        ("kb check --base-files", "检查知识库的文件是否完好"),
    ),
)
@plan_option
@click.option(
    "--level",
    type=click.Choice(list(LEVELS)),
    default="note",
    help="列到哪一级：error 错误，warning 问题，note 提示。",
)
@click.option("--base-files", is_flag=True, help="改为逐字节、逐行检查知识库的文件。")
@json_option
def command(plan: str | None, level: str, base_files: bool, as_json: bool) -> int:
    """列出规划里值得核对的地方，带文件、行号和引用：没有责任单位的任务、缺目标的指标、编号断续、可能的错字等。

    有错误或问题时退出码是 1；只有提示时是 0。
    """
    from kb.answer.facts import problem_dict

    session = Session()
    out = session.screen
    if base_files:
        return _verify(session, as_json)
    base = session.base()
    if plan is not None:
        base.plan(plan)
    shown = list(LEVELS)[: list(LEVELS).index(level) + 1]
    found = [p for p in base.problems(plan) if p.level in shown]
    found.sort(key=lambda p: shown.index(p.level))
    if as_json:
        out.json({"problems": [problem_dict(p) for p in found]})
    else:
        for problem in found:
            parts = str(problem).split(f": {problem.code} ", 1)
            out.put((parts[0], "dim"), " ", (problem.code, STYLES[problem.level]), " ", parts[-1], hang=2)
        counts = Counter(p.level for p in found)
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
