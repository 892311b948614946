"""历史: who changed what when, as a diff in words, and taking it back."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kb.edit.change import EditRefused
from kb.edit.journal import Entry
from kb.parse.plan_md import is_plan_id
from kb.problems import DocumentError
from kb_site.workbench.frame import (
    HOME,
    back,
    corpus_of,
    desk_of,
    field,
    number,
    render,
    title_of,
    user_of,
    with_form,
)

SHOWN = 100
"""Entries of one page."""
KEY_WORDS = {
    "name": "名称", "full_name": "全称", "aliases": "别名", "kind": "类别", "parent": "上级单位", "place": "地方",
    "members": "成员", "plans": "规划", "terms": "规划里的词", "said": "人们的说法", "narrower": "下位主题",
}  # fmt: skip
_ONLY_MARKS = re.compile(r"\s*(?:\{[^}]*\}|:{3,}|-{3,}|\|[\s|:-]*\|)?\s*")
_HEADING = re.compile(r"(#+) (.*)")
_ESCAPE = re.compile(r"\\([\\`*_\[\]<>&.)#+=:{~>|-])")
_KEEP = r"\1"
_VALUE = re.compile(r"(\w+)\s*=\s*(.*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
FILE_WORDS = {
    "plan.md": "正文",
    "duties.csv": "分工",
    "seen.csv": "核对",
    "units.toml": "单位",
    "topics.toml": "主题",
    "indicators.csv": "报送单位",
    "recipients.csv": "送达单位",
}


def page(request: Request) -> Response:
    """The page. ?file= names a plan or a file; ?before= goes on with older entries."""
    return _draw(request)


def _draw(request: Request, wrong: str = "", status: int = 200) -> Response:
    asked = request.query_params.get("file", "")
    before = request.query_params.get("before", "")
    entries = [e for e in desk_of(request).history() if not asked or _is_of(e, asked)]
    entries.reverse()
    if before.isdecimal() and len(before) < 9:
        entries = [e for e in entries if e.no < int(before)]
    undone = {e.undoes for e in entries if e.undoes}
    corpus = corpus_of(request)
    plans = {e.file.partition("/")[0] for e in entries[:SHOWN] if "/" in e.file} | {asked}
    titles = {plan: title_of(corpus, plan) for plan in plans if is_plan_id(plan)}
    return render(
        request, "history.html", title="历史", area="history", entries=entries[:SHOWN], more=len(entries) > SHOWN,
        asked=asked, undone=undone, titles=titles, place=_place, path=_path, in_words=_in_words, wrong=wrong, status=status,
    )  # fmt: skip


async def undo(request: Request) -> Response:
    """Take an entry back."""
    return await with_form(request, _undo)


def _undo(request: Request, form: FormData) -> Response:
    desk = desk_of(request)
    no = number(form, "no")
    entry = next((e for e in desk.history() if e.no == no), None)
    try:
        saved = desk.undo(no, user_of(request))
    except (EditRefused, DocumentError) as error:
        return _draw(request, str(error), 422)
    where = _path(entry) if entry is not None and not field(form, "stay") else f"{HOME}/history"
    return back(request, where, done=saved.entry.no if saved.entry else 0, said="" if saved.entry else "same")


def _in_words(entry: Entry, lines: tuple[str, ...]) -> list[str]:
    """Return lines of a file as a reader of the page knows them, without the marks of its format."""
    name = entry.file.rpartition("/")[2]
    if name == "plan.md":
        shown = [_plan_line(line) for line in lines]
    elif name.endswith(".toml"):
        shown = [_entry_line(line) for line in lines]
    elif name.endswith(".csv"):
        shown = [
            "　".join(cell for cell in next(csv.reader([line.lstrip("\ufeff")]), []) if cell)
            for line in lines
        ]
    else:
        shown = list(lines)
    return [line for line in shown if line.strip()]


def _plan_line(line: str) -> str:
    """A line of plan.md: “标题 2　（一）加强保障。”; "" for what is only a mark."""
    if _ONLY_MARKS.fullmatch(line):
        return ""
    head = _HEADING.match(line)
    if head is not None:
        return f"标题 {len(head[1]) - 1}　{_ESCAPE.sub(_KEEP, head[2])}"
    if line.startswith("|"):
        return "　｜　".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return _ESCAPE.sub(_KEEP, line)


def _entry_line(line: str) -> str:
    """A line of units.toml or topics.toml: “别名　民政局、县民政”."""
    found = _VALUE.fullmatch(line.strip())
    if line.startswith("#"):
        return f"出处　{line.lstrip('# ')}"
    if found is None:
        return "" if line.startswith("[[") else line
    values = _QUOTED.findall(found[2])
    return f"{KEY_WORDS.get(found[1], found[1])}　{'、'.join(values) if values else found[2]}"


def _is_of(entry: Entry, asked: str) -> bool:
    return entry.file == asked or entry.file.startswith(f"{asked}/")


def _place(entry: Entry, titles: Mapping[str, str]) -> str:
    """What was changed, in words: “白河县水利工作方案 正文”, “单位”."""
    folder, _, name = entry.file.rpartition("/")
    plan = folder.partition("/")[0]
    return f"{titles.get(plan, plan)} {FILE_WORDS.get(name, name)}".strip()


def _path(entry: Entry) -> str:
    """The page where the file of an entry is worked on."""
    folder, _, name = entry.file.rpartition("/")
    plan, _, within = folder.partition("/")
    if within:
        return f"{HOME}/returns/{quote(plan)}/who"
    if not plan:
        return {"units.toml": f"{HOME}/units", "topics.toml": f"{HOME}/topics"}.get(name, f"{HOME}/history")
    return f"{HOME}/duties/{quote(plan)}" if name == "duties.csv" else f"{HOME}/plans/{quote(plan)}"
