"""kb topics"""

from __future__ import annotations

import click

from kb_cli.complete import complete_topics
from kb_cli.help import KbCommand
from kb_cli.names import cite_parts, heading, shown_id
from kb_cli.options import json_option, plan_option
from kb_cli.session import Session


@click.command(
    "topics",
    cls=KbCommand,
    short_help="列出主题，或看一个主题的条目",
    arguments=(("[主题]", "主题的名称或它的一个词；不写则全部列出"),),
    examples=(("kb topics", ""), ("kb topics 托育", "这个主题的条目和责任单位")),
)
@click.argument("name", metavar="[主题]", required=False, shell_complete=complete_topics)
@plan_option
@json_option
def command(name: str | None, plan: str | None, as_json: bool) -> int:
    """列出主题（见 corpus/topics.toml）、各有几条和负责的单位；写出主题则列它的条目。"""
    from kb.answer.topics import topic, topics

    session = Session()
    out = session.screen
    base = session.base()
    if name is not None:
        one = topic(base, name, plan)
        if as_json:
            out.json(one)
            return 0 if one["nodes"] else 1
        titles = session.titles(base, plan)
        out.put((one["name"], "title"), (f"  {'、'.join((*one['terms'], *one['said']))}", "dim"), hang=2)
        for node in one["nodes"]:
            units = "、".join(node["units"])
            out.put(
                *cite_parts(node, titles), "  ", heading("", node["title"]), "  ", (units, "unit"),
                (f"  {shown_id(node['id'], titles)}", "dim!"), indent=2, hang=4,
            )  # fmt: skip
        return 0 if one["nodes"] else 1
    every = topics(base, plan)
    if as_json:
        out.json(every)
    else:
        out.table(
            ("主题", "条目", "明确负责的单位"),
            [((t["name"], "title"), str(t["nodes"]), "、".join(t["units"])) for t in every["topics"]],
            right=(1,),
        )
    return 0 if every["topics"] else 1
