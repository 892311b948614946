"""kb search"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.csv_text import csv_text
from kb_cli.complete import complete_plans, complete_units
from kb_cli.help import KbCommand
from kb_cli.names import KINDS, Titles, cite_parts, edited_part, shown_id, units_by_role
from kb_cli.options import Kind, asked_place_option, format_option, json_option
from kb_cli.screen import Part, Screen
from kb_cli.session import Session

if TYPE_CHECKING:
    from kb.answer.shapes import SearchAnswer, SearchHit

COUNTED = 4  # kinds and units whose counts are shown
HEAD = ("编号", "种类", "引用", "标题", "责任单位", "摘录")


@click.command(
    "search",
    cls=KbCommand,
    short_help="全文搜索",
    arguments=(("词…", '一个或几个词，一句问话，或查询式：单位:区卫健委 类型:指标 "整句" -排除'),),
    examples=(
        ("kb search 托育", ""),
        ("kb search 近视 --kind 指标", "只要指标"),
        ("kb search 75% --json", ""),
        ("kb search tuoyu", "拼音也行"),
    ),
)
@click.argument("words", metavar="词...", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, metavar="条数", help="一页几条，默认 10。")
@click.option("--page", type=click.IntRange(min=1), default=1, metavar="页", help="第几页，从 1 数起。")
@click.option(
    "--offset", type=click.IntRange(min=0), metavar="条数", help="跳过前面这么多条（代替 --page）。"
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=Kind(),
    metavar="种类",
    help="只要这种：指标、项目、任务……；可写几次。",
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="单位",
    shell_complete=complete_units,
    help="只要这个单位的；可写几次。",
)
@click.option(
    "--plan",
    "plans",
    multiple=True,
    metavar="规划",
    shell_complete=complete_plans,
    help="只在这份规划里；可写几次。",
)
@asked_place_option
@format_option
@json_option
def command(
    words: tuple[str, ...],
    limit: int,
    page: int,
    offset: int | None,
    kinds: tuple[str, ...],
    units: tuple[str, ...],
    plans: tuple[str, ...],
    place: str | None,
    style: str,
    as_json: bool,
) -> int:
    """全文搜索：最要紧的在先。列出的编号可用于 kb show。

    任何原样的字句都搜得到，一个字也行；也认拼音、繁体、全角和常见的同音形近错字。
    """
    from kb.answer.search import search

    query = " ".join(words).strip()
    if not query:
        raise click.UsageError("没有写要搜的词。", click.get_current_context())
    session = Session()
    base = session.base()
    wanted, asked = base.narrowed(units, plans, place)
    start = (page - 1) * limit if offset is None else offset
    found = search(
        session.index(base),
        query,
        base=base,
        limit=limit,
        offset=start,
        kinds=kinds,
        units=wanted,
        plans=asked,
    )
    session.lap("搜索")
    if as_json or style == "json":
        session.screen.json(found)
    elif style == "csv":
        session.screen.raw(csv_text(HEAD, [_row(h) for h in found["hits"]]))
    elif style == "plain":
        for hit in found["hits"]:
            session.screen.fields(_row(hit))
    else:
        _write(session.screen, found, session.titles(base, asked[0] if len(asked) == 1 else None))
    return 0 if found["hits"] else 1


def _row(hit: SearchHit) -> tuple[str, ...]:
    return (
        hit["id"], KINDS[hit["kind"]], hit["citation"], hit["title"], units_by_role(hit["units"], hit["roles"]), hit["snippet"],
    )  # fmt: skip


def _write(out: Screen, found: SearchAnswer, titles: Titles) -> None:
    for note in found["notes"]:
        out.put((note, "warn"))
    if not found["hits"] and (found["total"] or not found["notes"]):
        out.put(
            f"没有找到“{found['query']}”。"
            if not found["total"]
            else f"只有 {found['total']} 条，没有这一页。"
        )
    for hit in found["hits"]:
        out.put(
            *marked(hit["title"], hit["title_ranges"], "title"), (f"  {KINDS[hit['kind']]}", "dim"),
            ("  " + units_by_role(hit["units"], hit["roles"]), "unit") if hit["units"] else "", hang=2,
        )  # fmt: skip
        if hit["snippet"] and hit["snippet"] != hit["title"]:
            out.put(*marked(hit["snippet"], hit["snippet_ranges"], ""), indent=2)
        shown = (f"  {shown_id(hit['id'], titles)}", "dim!")
        out.put(*cite_parts(hit, titles), edited_part(hit), shown, indent=2)
        out.gap()
    if found["suggestions"]:
        out.put("您是不是要找：", ("、".join(found["suggestions"]), "title"))
    if found["hits"]:
        first = found["offset"] + 1
        last = found["offset"] + len(found["hits"])
        more = "；下一页加 --page" if last < found["total"] else ""
        out.put((f"共 {found['total']} 条，这里是第 {first}—{last} 条{more}。看全文：kb show 编号", "dim"))
        if found["total"] > len(found["hits"]):
            out.put((f"其中 {_counts(found['facets'])}。缩小范围用 --kind、--unit、--plan。", "dim"))


def _counts(facets: dict[str, dict[str, int]]) -> str:
    """The commonest kinds and units of all hits: 重点任务 9、指标 3；区卫健委 4、区教委 2."""
    kinds = [f"{KINDS[kind]} {count}" for kind, count in facets["kind"].items()]
    units = [f"{unit} {count}" for unit, count in facets["unit"].items()]
    return "；".join("、".join(names[:COUNTED]) for names in (kinds, units) if names)


def marked(text: str, ranges: list[list[int]], style: str) -> list[Part]:
    """A text with its ranges (half-open, in order) in the style of marks."""
    parts: list[Part] = []
    at = 0
    for start, end in ranges:
        parts += [(text[at:start], style), (text[start:end], "mark")]
        at = end
    return [*parts, (text[at:], style)]
