"""kb topics"""

from __future__ import annotations

import click

from kb_cli.complete import complete_topics
from kb_cli.help import KbCommand
from kb_cli.names import cite_parts, heading, shown_id
from kb_cli.options import json_option, plan_option
from kb_cli.screen import Screen
from kb_cli.session import Session


@click.command(
    "topics",
    cls=KbCommand,
    short_help="列出主题，或看一个主题的条目",
    arguments=(("[主题]", "主题的名称或它的一个词；不写则全部列出"),),
    examples=(
        ("kb topics", ""),
        ("kb topics 托育", "这个主题的条目和责任单位"),
        ("kb topics --missing", "问了没有答上的"),
    ),
)
@click.argument("name", metavar="[主题]", required=False, shell_complete=complete_topics)
@click.option("--missing", "asked", is_flag=True, help="列出 kb who 没有答上的问话，供补充主题。")
@plan_option
@json_option
def command(name: str | None, asked: bool, plan: str | None, as_json: bool) -> int:
    """列出主题（见 corpus/topics.toml）、各有几条和负责的单位；写出主题则列它的条目。

    没有答上的问话只记在本机（环境变量 KB_MISSING 可改文件夹，设为 off 则不记）。
    """
    from kb.answer.topics import topic, topics

    session = Session()
    out = session.screen
    if asked:
        return _missing(out, as_json)
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


def _missing(out: Screen, as_json: bool) -> int:
    """What was asked and not answered, most often first."""
    from kb.who.contract import STEPS
    from kb.who.missing import missing

    found = missing()
    if as_json:
        out.json(found)
    elif not found["kept"]:
        out.put("没有记录：环境变量 KB_MISSING 设为 off。")
    elif not found["missing"]:
        out.put("没有记下答不上的问话。")
    else:
        out.table(
            ("问话", "次数", "答到哪一步", "最近"),
            [(r["query"], str(r["count"]), STEPS.get(r["step"], ""), r["last"]) for r in found["missing"]],
            right=(1,),
        )
    return 0 if found["missing"] else 1
