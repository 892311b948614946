"""kb tree"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb_cli.complete import complete_plans
from kb_cli.help import KbCommand
from kb_cli.names import heading
from kb_cli.options import json_option
from kb_cli.screen import Screen
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.answer.shapes import Branch


@click.command(
    "tree",
    cls=KbCommand,
    short_help="看规划的目录",
    arguments=(("[规划]", "规划的编号；不写则全部"),),
    examples=(("kb tree", ""), ("kb tree --depth 2", "只看章和节")),
)
@click.argument("plan", metavar="[规划]", required=False, shell_complete=complete_plans)
@click.option("--depth", type=click.IntRange(min=1), metavar="层数", help="只看这么多层，1 是章。")
@click.option("--all", "paragraphs", is_flag=True, help="连没有编号的段落、封面和版记也列出。")
@json_option
def command(plan: str | None, depth: int | None, paragraphs: bool, as_json: bool) -> int:
    """看规划的目录：章、节、任务、专栏、项目和指标，带编号。"""
    from kb.answer.tree import tree

    session = Session()
    found = tree(session.base(), plan, depth=depth, paragraphs=paragraphs)
    if as_json:
        session.screen.json(found)
        return 0
    for place, entry in enumerate(found["plans"]):
        if place:
            session.screen.gap()
        session.screen.put((entry["title"], "title"), (f"  {entry['id']}", "dim"))
        for node in entry["nodes"]:
            _branch(session.screen, node, "", "")
    return 0


def _branch(out: Screen, node: Branch, rule: str, below: str) -> None:
    """One line a node: rules that show the nesting, the heading, the id that kb show takes."""
    title = heading(node["number"], node["title"])
    indent = len(below)
    out.put((rule, "dim"), title, (f"  {node['id'].split('/', 1)[1]}", "cite"), hang=indent + 3)
    children = node["children"]
    for place, child in enumerate(children):
        last = place == len(children) - 1
        _branch(out, child, below + ("└ " if last else "├ "), below + ("  " if last else "│ "))
