"""kb check"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kb.codes import BY_CODE
from kb_cli.complete import complete_plans
from kb_cli.help import KbCommand
from kb_cli.options import json_option, plan_option
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.problems import Problem

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
        ("kb check dadukou-children-2021-2030 KB310 --ok --note 已与原件核对", "这些没问题，以后不再列出"),
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
@click.option("--line", type=int, help="只看 plan.md（或所列文件）的这一行。")
@click.option("--all", "everything", is_flag=True, help="标为没问题的也列出。")
@click.option(
    "--ok", is_flag=True,
    help="把列出的标为没问题，记进规划文件夹的 seen.csv，以后不再列出；要写明规划，再写明问题编号或 --line。",
)  # fmt: skip
@click.option("--undo", is_flag=True, help="取消没问题的标记，从 seen.csv 里删去；范围的写法同 --ok。")
@click.option("--note", default="", metavar="文字", help="和 --ok 同用：一句说明，如谁核对的、依据什么。")
@click.option(
    "--corpus", metavar="文件夹", help="和 --ok、--undo 同用：语料文件夹；不写则是建这个知识库的那个。"
)
@click.option("--base-files", is_flag=True, help="改为逐字节、逐行检查知识库的文件。")
@json_option
def command(
    which: tuple[str, ...], plan: str | None, level: str, line: int | None, everything: bool, ok: bool, undo: bool,
    note: str, corpus: str | None, base_files: bool, as_json: bool,
) -> int:  # fmt: skip
    """列出规划里值得核对的地方，带文件、行号和引用：人工改过的字、没有责任单位的任务、编号断续、可能的错字等。

    有错误或问题时退出码是 1；只有提示，或问题都已标为没问题时是 0。
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
    found = list(chosen(base, plans, level, tuple(codes), line))
    if ok or undo:
        if len(set(plans)) != 1 or not (codes or line is not None) or (ok and undo):
            raise click.UsageError("--ok 和 --undo 只用一个；要写明一份规划，再写明问题编号或 --line 行号。")
        return _mark(session, found, undo, note, corpus)
    seen = [p for p in found if p.seen]
    found = [p for p in found if everything or not p.seen]
    if as_json:
        out.json({"problems": [problem_dict(p) for p in found]})
    else:
        for problem in found:
            parts = str(problem).split(f": {problem.code} ", 1)
            said = f"（没问题{f'：{problem.note}' if problem.note else ''}）" if problem.seen else ""
            style = "dim" if problem.seen else STYLES[problem.level]
            out.put((parts[0], "dim"), " ", (problem.code, style), " ", parts[-1], (said, "dim"), hang=2)
        counts = Counter(p.level for p in found if not p.seen)
        for code in sorted(codes):
            out.put(
                (f"{code} {BY_CODE[code].title}。{BY_CODE[code].meaning}怎么办：{BY_CODE[code].todo}", "dim")
            )
        total = "、".join(f"{LEVELS[x]} {counts[x]}" for x in shown if counts[x])
        marked = f"标为没问题的 {len(seen)} 处{'' if everything else '，--all 列出'}" if seen else ""
        nothing = "没有别的问题" if marked else "没有发现问题。"
        out.put((total or nothing, "title"), f"（{marked}）" * bool(marked))
    return 1 if any(p.level != "note" and not p.seen for p in found) else 0


def _mark(session: Session, found: list[Problem], undo: bool, note: str, corpus: str | None) -> int:
    """Put the findings into the seen.csv of their plans, or take them out; the history of the corpus has it."""
    from functools import partial

    from kb.corpus import SEEN_FILE, Corpus
    from kb.edit.desk import Desk
    from kb.edit.seen import mark_seen, unmark_seen

    by_plan: dict[str, list[Problem]] = {}
    for problem in found:
        by_plan.setdefault(problem.path.partition("/")[0], []).append(problem)
    folder = session.corpus_of_base(corpus, by_plan)
    desk = Desk(Corpus(folder))
    done = 0
    for plan, own in by_plan.items():
        file = f"{plan}/{SEEN_FILE}"
        operation = partial(unmark_seen, found=own) if undo else partial(mark_seen, found=own, note=note)
        said = "取消没问题的标记" if undo else "标为没问题"
        what = f"{said}：{'、'.join(dict.fromkeys(p.code for p in own))}"
        saved = desk.do(file, desk.open(file).digest, operation, "命令行", what, keeps_words=False)
        if saved.entry is not None:
            session.screen.put(f"{folder / file}：{what}。运行 kb build 后生效。")
            done += 1
    if not done:
        why = "没有这样的标记" if undo else "没有这样的问题，或已经标过"
        click.echo(f"{why}，没有写。", err=True)
    return 0 if done else 1


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
