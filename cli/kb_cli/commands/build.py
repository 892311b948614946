"""kb build"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kb.codes import urgency
from kb.search.engine import ENGINES, MOST_FOR_WHOOSH, better_engine
from kb_cli.help import KbCommand
from kb_cli.options import corpus_option, json_option
from kb_cli.session import Session

BY_HAND = ("KB330", "KB331", "KB332")
"""What a person changed in plan.md: said by the build, as it decides what is taken as proved."""
SHOWN = 5
"""Differences that are listed: what a screen of 24 lines holds."""


@click.command(
    "build",
    cls=KbCommand,
    short_help="由语料建知识库和搜索索引",
    examples=(
        ("kb build", ""),
        ("kb build --force", "全部重建"),
        ("kb build --engine sqlite", "换一个搜索引擎"),
    ),
)
@corpus_option
@click.option("--force", is_flag=True, help="全部重建，没有改动的也不沿用。")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="搜索引擎：whoosh（默认）、sqlite 或 opensearch（另装的集群，见 search.md）；答得都一样。不写则沿用原来的。",
)
@json_option
def command(corpus: str | None, force: bool, engine: str | None, as_json: bool) -> int:
    """由语料建知识库和搜索索引，建成后整个换入；中途出错则原有的知识库不动。

    语料没有改动时立即结束；只改了几份规划时，其余的沿用，结果与全部重建一样。问题的详情见 kb check。
    """
    from kb.pipeline.build import BuildError, build
    from kb.store.place import base_for
    from kb_cli.progress import Bar

    session = Session()
    source = session.corpus(corpus)
    root = base_for(source.folder, session.base_folder)
    bar = Bar()
    try:
        built = build(source, root, progress=bar, force=force, workers=None, engine=engine)
    except BuildError as error:
        bar.wipe()
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(f"没有建成：{len(error.problems)} 个错误。原有的知识库没有动。", err=True)
        return 2
    bar.wipe()
    session.steps(built.timings)
    levels = Counter(p.level for p in built.problems)
    if as_json:
        session.screen.json(
            {
                "folder": str(built.folder), "unchanged": built.unchanged, "plans": built.plans,
                "kept": built.kept, "again": built.again, "workers": built.workers, "nodes": built.nodes, "duties": built.duties,
                "engine": built.engine, "problems": dict(sorted(levels.items())),
            }
        )  # fmt: skip
        return 0
    out = session.screen
    said = "语料没有改动，知识库已是最新" if built.unchanged else "知识库已建成"
    gone = f"；比原来少 {built.gone} 份" if built.gone else ""
    kept = f"（其中 {built.kept} 份没有改动，沿用原来的{gone}）" if built.kept else ""
    again = f"；{built.again} 份正文没有重读，只按新的单位和主题重新归类" if built.again else ""
    out.put(f"{said}：{built.plans} 份规划{kept}{again}，{built.nodes} 条，{built.duties} 条职责。")
    changed = sorted((p for p in built.problems if p.code in BY_HAND), key=urgency)
    if changed:
        out.put((f"plan.md 与源文不同 {len(changed)} 处：", "warn"))
        for problem in changed[:SHOWN]:
            out.put((str(problem), "warn"), indent=2, hang=4)
        if len(changed) > SHOWN:
            out.put(f"另有 {len(changed) - SHOWN} 处，kb check {' '.join(BY_HAND)} 全部列出。", indent=2)
    if levels["warning"] or levels["note"]:
        out.put((f"{levels['warning']} 个问题、{levels['note']} 条提示，见 kb check。", "dim"))
    better = better_engine(built.engine, built.nodes)
    if better:
        out.put(
            f"条目已超过 {MOST_FOR_WHOOSH} 条：用 {better} 占的地方更小，最慢的那些搜索也快些。请运行 kb build --engine {better}。"
        )
    out.put((_shown(built.folder), "dim"))
    return 0


def _shown(folder: Path) -> str:
    """The folder from where the user stands, where that is shorter."""
    try:
        return str(folder.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(folder)
