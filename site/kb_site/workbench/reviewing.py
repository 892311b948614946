"""核对: a plan beside its source, its doubts one by one, and operations on the block that was chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kb.codes import BY_CODE
from kb.edit.change import EditRefused
from kb.edit.desk import Desk, Saved, StaleSave
from kb.edit.duties import Row, add_row
from kb.edit.headings import cut_heading, cuts, make_heading, no_heading, set_number, shift_heading
from kb.edit.paragraphs import join, leave_out, put_back, set_front, split
from kb.edit.review import Doubt, Place, Review
from kb.edit.seen import mark_seen, unmark_seen
from kb.edit.source_tables import source_parts
from kb.edit.tables import make_table, no_table
from kb.model import OBJECT
from kb.parse.numbering import read_mark
from kb.parse.outline import MAX_LEVEL
from kb.problems import DocumentError
from kb.rules.overlay import GIVEN
from kb_site.workbench.frame import (
    back,
    corpus_of,
    desk_of,
    field,
    fields,
    number,
    plan_of,
    render,
    reviewed,
    user_of,
    with_form,
)
from kb_site.workbench.library import open_doubts, plan_path

LEVEL_WORDS: Final = ("章　一、", "节　（一）", "条　1.", "第四级　（1）", "第五级")
TABLE_REACH: Final = 60
"""Paragraphs after the chosen one among which the end of a table is offered."""
ASSIGNABLE: Final = frozenset({"KB310", "KB311", "KB312"})
REGISTRABLE: Final = frozenset({"KB314", "KB323"})
RETURNED: Final = frozenset({"KB342"})
ELSEWHERE: Final = {"分工": ASSIGNABLE, "单位": REGISTRABLE, "回收": RETURNED}
"""Page on which findings are dealt with → their codes."""
FRONT: Final = (
    ("title", "规划名称"), ("doc_number", "文号"), ("issuer", "发文机关"), ("issued", "成文日期"), ("place", "地方"),
    ("period", "规划期"),
)  # fmt: skip
_FOR_A_TERMINAL: Final = re.compile(r"\bkb |\.(?:md|csv|toml|json|txt)|[{}]")
"""Advice that names files and commands; the page has buttons for it."""
_PAGE_WORDS: Final = {
    "plan.md": "整理结果", "duties.csv": "分工", "source.txt": "原文", "units.toml": "单位登记", "topics.toml": "主题",
}  # fmt: skip
"""Files that a finding names → what the page calls them."""
_BRACKET: Final = re.compile(r"[（(][^（）()]{2,60}[）)]")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one code. where: “分工”, “单位” or “回收” where they are dealt with on another page, otherwise ""."""

    code: str
    title: str
    todo: str
    level: str
    doubts: list[Doubt]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a text can be cut: its offset, and the words before and after."""

    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What can be done with the block that was chosen. printed_number: its number is the source's, so it stays."""

    place: Place
    cuts: list[Cut]
    brackets: list[str]
    ends: list[tuple[int, str]]
    can_join: bool
    printed_number: bool


def page(request: Request) -> Response:
    """The page of a plan. ?line= chooses a block of plan.md."""
    plan = plan_of(request)
    try:
        seen = reviewed(corpus_of(request), plan)
    except DocumentError as error:
        opened = desk_of(request).open(f"{plan}/plan.md")
        return render(
            request, "text.html", title="原稿", area="library", plan=plan, name=plan, opened=opened, text=opened.text,
            problems=error.problems, changed=(), status=200,
        )  # fmt: skip
    line = request.query_params.get("line", "")
    chosen = seen.at(int(line)) if line.isdecimal() and len(line) < 9 else None
    return _draw(request, plan, seen, chosen)


def _draw(
    request: Request, plan: str, seen: Review, chosen: Place | None, wrong: str = "", status: int = 200
) -> Response:
    left = open_doubts(seen.doubts)
    marks: dict[int, list[Doubt]] = {}
    for doubt in left:
        marks.setdefault(doubt.plan_line, []).append(doubt)
    at_source = {place.first: place.block.line for place in reversed(seen.places) if place.first}
    info = seen.tree.plan
    front = [(name, label, _front_value(info, name)) for name, label in FRONT]
    return render(
        request, "review.html", title=f"核对 {info.title}", area="library", look="review", plan=plan, seen=seen, groups=_groups(left),
        done=[d for d in seen.doubts if d.problem.seen], left=left, marks=marks, at_source=at_source, chosen=chosen,
        tools=_tools(seen, chosen) if chosen else None, levels=list(enumerate(LEVEL_WORDS[:MAX_LEVEL], 1)), roles=GIVEN,
        key=doubt_key, words=page_words, object=OBJECT, source=list(source_parts(seen.source)),
        left_out={n for r in seen.left for n in range(r.line, r.line + r.source.count("\n") + 1)},
        units=sorted({u.name for u in seen.facts.units}), front=front, wrong=wrong, status=status,
    )  # fmt: skip


def _front_value(info: object, name: str) -> str:
    value = getattr(info, name)
    if name == "period":
        return f"{value[0]}-{value[1]}" if value else ""
    return "/".join(value) if isinstance(value, tuple) else str(value)


def _groups(doubts: list[Doubt]) -> list[Group]:
    groups: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        groups.setdefault(doubt.problem.code, []).append(doubt)
    out = []
    for code, own in groups.items():
        row = BY_CODE.get(code)
        where = next((name for name, codes in ELSEWHERE.items() if code in codes), "")
        title, todo = (
            (row.title, row.meaning if _FOR_A_TERMINAL.search(row.todo) else row.todo) if row else (code, "")
        )
        out.append(Group(code, title, page_words(todo), own[0].level, own, where))
    return out


def page_words(said: str) -> str:
    """Return a finding's words with the page's names of files: “plan.md 里没有” → “整理结果里没有”."""
    for file, name in _PAGE_WORDS.items():
        said = re.sub(rf" ?{re.escape(file)} ?", name, said)
    return said


def _tools(seen: Review, place: Place) -> Tools:
    value = place.block.text.value
    offers = [Cut(n, value[max(0, n - 12) : n], value[n : n + 12]) for n in cuts(value)]
    index = seen.places.index(place)
    ends: list[tuple[int, str]] = []
    for other in seen.places[index + 1 : index + 1 + TABLE_REACH]:
        if other.block.kind != "para" or other.block.region != "body":
            break
        ends.append((other.block.line, other.block.text.value[:20]))
    following = seen.places[index + 1] if index + 1 < len(seen.places) else None
    joins = (
        following is not None
        and following.block.kind == "para"
        and following.block.region == place.block.region
    )
    mark = read_mark(value)
    return Tools(
        place=place, cuts=offers, brackets=_BRACKET.findall(value)[:12],
        ends=ends if place.block.kind == "para" else [], can_join=joins,
        printed_number=mark is not None and bool(mark.printed),
    )  # fmt: skip


# -- operations ----------------------------------------------------------------------------------------------------------

Make = Callable[[str, FormData], str]
"""Text of plan.md and the form → the text after."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One button of the page. said: what the history says, with the block's words in {}. words: whether it changes none."""

    said: str
    make: Make
    keeps_words: bool = True


def _line(form: FormData) -> int:
    return number(form, "line")


OPERATIONS: Final[dict[str, Operation]] = {
    "up": Operation(
        "“{}”上移一级", lambda t, f: shift_heading(t, _line(f), -1, below=bool(field(f, "below")))
    ),
    "down": Operation(
        "“{}”下移一级", lambda t, f: shift_heading(t, _line(f), 1, below=bool(field(f, "below")))
    ),
    "no-heading": Operation("“{}”不是标题", lambda t, f: no_heading(t, _line(f))),
    "heading": Operation(
        "“{}”改为标题",
        lambda t, f: make_heading(
            t, _line(f), number(f, "level"), cut=number(f, "cut"), number=field(f, "number").strip()
        ),
    ),
    "cut": Operation("“{}”在题目处断开", lambda t, f: cut_heading(t, _line(f), number(f, "cut"))),
    "number": Operation("“{}”的编号", lambda t, f: set_number(t, _line(f), field(f, "number"))),
    "join": Operation("“{}”与下一段合并", lambda t, f: join(t, _line(f))),
    "split": Operation("“{}”分成两段", lambda t, f: split(t, _line(f), number(f, "cut"))),
    "table": Operation(
        "从“{}”起排成表格", lambda t, f: make_table(t, _line(f), number(f, "last"), number(f, "columns"))
    ),
    "no-table": Operation("表格改回段落", lambda t, f: no_table(t, _line(f))),
    "leave-out": Operation("“{}”不收进正文", lambda t, f: leave_out(t, _line(f)), False),
    "put-back": Operation("“{}”放回正文", lambda t, f: put_back(t, _line(f), field(f, "words")), False),
    "front": Operation("规划信息", lambda t, f: _front(t, f), False),
}


def _front(text: str, form: FormData) -> str:
    for name, _ in FRONT:
        value = field(form, name).strip()
        if value != field(form, f"{name}-before").strip():
            text = set_front(text, name, value)
    return text


async def edit(request: Request) -> Response:
    """Make one operation on plan.md, and come back to where it was."""
    return await with_form(request, _edit)


def _edit(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    operation = OPERATIONS.get(field(form, "op"))
    if operation is None:
        raise EditRefused("没有这种改法。请刷新页面再试。")
    line = number(form, "line")
    what = operation.said.replace("{}", field(form, "shown")[:40])
    desk = desk_of(request)
    try:
        saved = desk.do(
            f"{plan}/plan.md", field(form, "digest"), lambda t: operation.make(t, form), user_of(request), what,
            keeps_words=operation.keeps_words,
        )  # fmt: skip
    except StaleSave as error:
        return stale(request, plan, error)
    except EditRefused as error:
        seen = reviewed(corpus_of(request), plan)
        return _draw(request, plan, seen, seen.at(line), str(error), 422)
    return _after(request, plan, desk, saved, line)


def _after(request: Request, plan: str, desk: Desk, saved: Saved, line: int) -> Response:
    """Go back to the block that was changed, or the nearest one before it."""
    if saved.entry is None:
        return back(request, plan_path(plan), said="same", anchor=f"L{line}")
    lines = saved.opened.text.split("\n")
    at = min(saved.entry.at + 1, len(lines))
    while at < len(lines) and (not lines[at - 1].strip() or lines[at - 1].startswith("{")):
        at += 1
    said = "merged" if saved.merged else ""
    return back(request, f"{plan_path(plan)}?line={at}", done=saved.entry.no, said=said, anchor=f"L{at}")


def stale(request: Request, plan: str, error: StaleSave) -> Response:
    """Show what somebody else saved next to what was to be saved."""
    return render(
        request, "stale.html", title="别人刚改过", area="library", plan=plan, error=error, theirs=error.theirs,
        yours=error.yours, since=error.since, status=409,
    )  # fmt: skip


async def bracket(request: Request) -> Response:
    """Say whose duty a bracket of the text gives: a row of duties.csv that names the plan itself as its document."""
    return await with_form(request, _bracket)


def _bracket(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    desk = desk_of(request)
    seen = reviewed(corpus_of(request), plan)
    place = seen.at(number(form, "line"))
    if place is None or not place.node:
        raise EditRefused("这一处不是正文里的条目，不能写分工。")
    info = seen.tree.plan
    shown = field(form, "bracket").strip()
    document = (
        field(form, "document").strip()
        or f"《{info.title}》{f'（{info.doc_number}）' if info.doc_number else ''}"
    )
    row = Row(
        node=place.node.split("/", 1)[1], unit=field(form, "unit"), role=field(form, "role"), document=document,
        deadline=field(form, "deadline"), note=f"人工认读{shown}" if shown else "",
    )  # fmt: skip
    file = f"{plan}/duties.csv"
    what = f"{place.citation}：{row.unit}（{row.role}）"
    try:
        saved = desk.do(
            file, desk.open(file).digest, lambda t: add_row(t, row, seen.tree), user_of(request), what
        )
    except EditRefused as error:
        return _draw(request, plan, seen, place, str(error), 422)
    line = place.block.line
    done = saved.entry.no if saved.entry else 0
    return back(request, f"{plan_path(plan)}?line={line}", done=done, anchor=f"L{line}")


async def seen_form(request: Request) -> Response:
    """Mark findings as seen, or list them again."""
    return await with_form(request, _seen)


def _seen(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    seen = reviewed(corpus_of(request), plan)
    keys = set(fields(form, "key"))
    chosen = [d.problem for d in seen.doubts if doubt_key(d) in keys]
    if not chosen:
        raise EditRefused("这一处已经改过或没有了。请刷新页面再看。")
    desk = desk_of(request)
    file = f"{plan}/seen.csv"
    shown = f"{chosen[0].message[:40]}{f'等 {len(chosen)} 处' if len(chosen) > 1 else ''}"
    undo = bool(field(form, "undo"))
    note = field(form, "note")
    saved = desk.do(
        file, desk.open(file).digest, lambda t: unmark_seen(t, chosen) if undo else mark_seen(t, chosen, note),
        user_of(request), f"{'再核对' if undo else '没问题'}：{shown}",
    )  # fmt: skip
    done = saved.entry.no if saved.entry else 0
    return back(request, plan_path(plan), done=done, said="" if done else "same", anchor="doubts")


def doubt_key(doubt: Doubt) -> str:
    """What a form names a finding by."""
    p = doubt.problem
    return f"{p.code} {p.line} {quote(p.message)[:300]}"


# -- the raw text --------------------------------------------------------------------------------------------------------


def text_page(request: Request) -> Response:
    """plan.md itself in an editor."""
    plan = plan_of(request)
    desk = desk_of(request)
    opened = desk.open(f"{plan}/plan.md")
    verdict = desk.verdict(plan, opened.text)
    return render(
        request, "text.html", title="原稿", area="library", plan=plan, name=plan, opened=opened, text=opened.text,
        problems=verdict.problems, changed=verdict.changed,
    )  # fmt: skip


async def text_save(request: Request) -> Response:
    """Save plan.md as it was written by hand, where it can be read."""
    return await with_form(request, _text_save)


def _text_save(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    desk = desk_of(request)
    file, text = f"{plan}/plan.md", field(form, "text")
    what = field(form, "what").strip() or "在原稿里改"
    try:
        saved = desk.save(file, field(form, "digest"), text, user_of(request), what)
    except StaleSave as error:
        return stale(request, plan, error)
    except DocumentError as error:
        opened = desk.open(file)
        return render(
            request, "text.html", title="原稿", area="library", plan=plan, name=plan, opened=opened, text=text,
            problems=error.problems, changed=(), status=422,
        )  # fmt: skip
    if saved.entry is None:
        return back(request, f"{plan_path(plan)}/text", said="same")
    return back(request, f"{plan_path(plan)}/text", done=saved.entry.no)


async def text_check(request: Request) -> Response:
    """What is wrong with a text that is being written, for the script: {"problems": [{"line", "words"}], "changed": n}."""
    return await with_form(request, _text_check)


def _text_check(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    rows: list[dict[str, object]] = []
    changed = 0
    try:
        verdict = desk_of(request).verdict(plan, field(form, "text").replace("\r\n", "\n"))
        rows = [{"line": p.line, "words": f"{p.message}。{p.hint}"} for p in verdict.problems]
        changed = len(verdict.changed)
    except EditRefused as error:
        rows = [{"line": 1, "words": str(error)}]
    return JSONResponse({"problems": rows, "changed": changed}, headers={"Cache-Control": "no-store"})
