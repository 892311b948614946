"""kb import"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.codes import BY_CODE, urgency
from kb_cli.help import KbCommand
from kb_cli.names import KINDS
from kb_cli.options import corpus_option, json_option
from kb_cli.screen import Screen
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.pipeline.importer import Imported

REPAIRS = {
    "number": "补出编号", "moved": "移位", "page-mark": "略去页码", "contents": "略去目录", "control": "略去控制字符",
    "running-head": "略去页眉页脚", "page": "略去网页栏目", "reading": "略去注音",
}  # fmt: skip


SHOWN = 5
"""Units, and problems of one code, that are listed: what a screen of 24 lines holds."""
LEVELS = ("一级", "二级", "三级", "四级", "五级", "六级", "七级", "八级", "九级")


@click.command(
    "import",
    cls=KbCommand,
    short_help="把一份规划文件导入语料",
    arguments=(("文件", "规划的原文：txt、md、docx、xlsx，以及（装了 shuiguan[import]）html、pdf、ofd"),),
    examples=(
        ("kb import 规划.txt --id dadukou-children-2021-2030", ""),
        ("kb import 规划.docx --report", "并列出各层标题数、各类条数"),
    ),
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "--id",
    "plan_id",
    metavar="编号",
    default="",
    help="规划的编号（小写字母、数字、连字符）；不写则取自文件名。",
)
@click.option("--lenient", is_flag=True, help="文字里有几个坏字节也读，换成“�”并指出在哪里。")
@click.option(
    "--with",
    "program",
    type=click.Choice(["soffice"]),
    metavar="soffice",
    help="doc、wps、rtf、odt 等先由本机的 LibreOffice 转换，再导入。",
)
@click.option("--force", is_flag=True, help="plan.md 经人工修改也覆盖。")
@click.option("--as-one", "as_one", is_flag=True, help="一个通知印发几份规划的，也不分开，按一份导入。")
@click.option("--report", is_flag=True, help="列出各层标题数、各类条数、责任单位和没有读懂的括号，供核对。")
@corpus_option
@json_option
def command(
    file: Path,
    plan_id: str,
    lenient: bool,
    program: str | None,
    force: bool,
    as_one: bool,
    report: bool,
    corpus: str | None,
    as_json: bool,
) -> int:
    """把一份规划文件导入语料：原样保存原文，写出可校对的 plan.md 和修复记录 import.json。

    plan.md 经人工修改过的，不覆盖，只显示差异。一个通知印发几份规划的，每份一个文件夹：编号、编号-2。
    """
    from kb.corpus import begin_corpus
    from kb.pipeline.importer import PlanChangedError, import_file
    from kb.pipeline.limits import bounded

    session = Session()
    found = session.corpus_for_import(corpus)
    try:
        with bounded():
            done = import_file(
                file, found.folder, plan_id, force, found.units(), lenient, program is not None, as_one
            )
        begin_corpus(found.folder)
    except PlanChangedError as error:
        session.screen.raw(error.diff)
        raise
    session.lap("导入")
    plans = (done, *done.others)
    figures = [_report(session, one) if report else None for one in plans]
    if as_json:
        first, *others = map(_json, plans, figures)
        session.screen.json(first | ({"others": others} if others else {}))
        return 0
    for one, counted in zip(plans, figures, strict=True):
        _write(session.screen, one, counted)
        session.screen.gap()
    session.screen.put(("校对 plan.md 之后运行 kb build。", "dim"))
    return 0


def _json(done: Imported, figures: dict[str, object] | None) -> dict[str, object]:
    return {
        "plan": done.plan.id, "title": done.plan.title, "folder": str(done.folder),
        "written": done.written, "counts": _counts(done),
        "repairs": len(done.repairs), "problems": [str(p) for p in done.problems],
        "proposed_units": [u.name for u in done.proposed], "report": figures,
    }  # fmt: skip


def _counts(done: Imported) -> dict[str, int]:
    counts = Counter(n.kind for n in done.tree.nodes)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}  # type: ignore[index]  # KINDS are the kinds


def _report(session: Session, done: Imported) -> dict[str, object]:
    from kb.pipeline.figures import report
    from kb.rules import find_facts

    corpus = session.corpus(str(done.folder.parent))
    units = corpus.units()
    figures = report(done.tree, find_facts(done.tree, units, corpus.topics()), units)
    return {
        "headings": list(figures.headings), "indicator_numbers": figures.indicator_numbers,
        "duties_of": figures.duties_of, "with_units": figures.with_units, "units": list(figures.units),
        "unread": [
            {"said": kind.said, "brackets": [{"line": line, "text": text} for line, text in kind.brackets]}
            for kind in figures.unread
        ],
    }  # fmt: skip


def _write_unread(out: Screen, unread: object) -> None:
    """What brackets were not understood, each once, by kind."""
    assert isinstance(unread, list)
    total = sum(len(kind["brackets"]) for kind in unread)
    if total:
        out.put((f"这 {total} 个括号没有读懂：", "warn"), indent=2)
    for kind in unread:
        out.put(f"{kind['said']}（{len(kind['brackets'])} 个）", indent=4)
        for one in kind["brackets"]:
            out.put(f"第 {one['line']} 行 {one['text']}" if one["line"] else one["text"], indent=6, hang=2)


def _write(out: Screen, done: Imported, figures: dict[str, object] | None) -> None:
    out.put((done.plan.title, "title"), (f"  {done.plan.id}", "dim"))
    counts = "，".join(f"{KINDS[k]} {n}" for k, n in _counts(done).items())
    out.put(counts, indent=2)
    if figures is not None:
        units = figures["units"]
        assert isinstance(units, list)
        levels = zip(LEVELS, figures["headings"], strict=False)  # type: ignore[call-overload]  # a list, see _report
        out.put(f"标题：{'，'.join(f'{level} {n}' for level, n in levels)}", indent=2)
        out.put(f"指标编号 {figures['indicator_numbers']} 个", indent=2)
        out.put(
            f"任务、措施和项目 {figures['duties_of']} 条，其中明确责任单位的 {figures['with_units']} 条",
            indent=2,
        )
        out.put(f"责任单位：{'、'.join(units) or '无'}", indent=2)
        _write_unread(out, figures["unread"])
    out.put(f"写入 {done.folder}" if done.written else f"{done.folder} 已是这样，没有改动", indent=2)
    repairs = [r for r in done.repairs if r.kind != "unread"]  # what was not read is said below
    if repairs:
        kinds = Counter(r.kind for r in repairs)
        listed = "，".join(f"{REPAIRS.get(kind, kind)} {n}" for kind, n in sorted(kinds.items()))
        out.put(f"修复 {len(repairs)} 处（{listed}），见 import.json", indent=2)
    if done.proposed:
        names = "、".join(u.name for u in done.proposed[:SHOWN])
        more = "，最多的是" if len(done.proposed) > SHOWN else "："
        out.put((f"没有登记的单位 {len(done.proposed)} 家{more}", "warn"), names, indent=2)
        out.put(f"建库之后，kb units --propose --plan {done.plan.id} 把它们写成待核对的条目。", indent=2)
    if done.problems:
        out.gap()
        out.put(("请核对", "title"))
    shown: Counter[str] = Counter()
    for problem in sorted(done.problems, key=urgency):
        shown[problem.code] += 1
        if shown[problem.code] <= SHOWN:
            out.put((str(problem), "warn"), indent=2, hang=4)
    for code, n in shown.items():
        if n > SHOWN:
            out.put(
                f"{BY_CODE[code].title}：另有 {n - SHOWN} 处，建库之后 kb check {done.plan.id} {code} 全部列出。",
                indent=2,
            )
