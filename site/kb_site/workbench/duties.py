"""分工: tasks, projects and indicators that a plan leaves open, and what another document says of them (duties.csv)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kb.csv_text import column_key
from kb.edit.change import EditRefused
from kb.edit.desk import StaleSave
from kb.edit.duties import Row, add_row, remove_row
from kb.edit.review import Review
from kb.model import KIND_NAMES, Duty, Node
from kb.rules.overlay import GIVEN
from kb.words.duties_csv import COLUMNS, STRIKE
from kb_site.workbench.frame import (
    HOME,
    back,
    corpus_of,
    desk_of,
    field,
    number,
    plan_of,
    render,
    reviewed,
    user_of,
    with_form,
)

KINDS: Final = ("task", "project", "indicator")
"""What a plan asks for, and so what somebody has to be responsible for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A node with who is responsible for it. said: duties of the plan's own words; given: those of duties.csv."""

    node: Node
    kind: str
    said: list[Duty]
    given: list[Duty]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row of duties.csv. line: 1-based."""

    line: int
    node: str
    unit: str
    role: str
    document: str
    deadline: str
    note: str


def page(request: Request) -> Response:
    """The page. ?all=1 lists what has units too."""
    return _draw(request, plan_of(request))


def _draw(
    request: Request, plan: str, wrong: str = "", form: FormData | None = None, status: int = 200
) -> Response:
    seen = reviewed(corpus_of(request), plan)
    opened = desk_of(request).open(f"{plan}/duties.csv")
    everything = bool(request.query_params.get("all"))
    tasks = _tasks(seen)
    left = [t for t in tasks if not t.said and not t.given]
    typed = {k: v for k, v in form.items() if isinstance(v, str)} if form is not None else {}
    return render(
        request, "duties.html", title="分工", area="library", plan=plan, seen=seen, all=everything,
        tasks=tasks if everything else left, left=len(left), total=len(tasks), rows=_written(opened.text),
        digest=opened.digest, roles=GIVEN, strike=STRIKE, units=sorted({u.name for u in seen.facts.units}),
        typed=typed, wrong=wrong, named=_named(seen), status=status,
    )  # fmt: skip


def _named(seen: Review) -> dict[str, str]:
    """Return local id → what a person calls the node: “二、（一）健全居家服务”."""
    return {
        n.local: n.citation if n.title in n.citation else f"{n.citation} {n.title}"
        for n in seen.tree.nodes
        if n.citation
    }


async def edit(request: Request) -> Response:
    """Write rows of duties.csv, or take one out."""
    return await with_form(request, _edit)


def _edit(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    seen = reviewed(corpus_of(request), plan)
    rows = _rows(form)

    def make(text: str) -> str:
        if field(form, "op") == "remove":
            return remove_row(text, number(form, "line"), field(form, "node"), field(form, "unit"))
        for row in rows:
            text = add_row(text, row, seen.tree)
        return text

    if field(form, "op") == "remove":
        node = field(form, "node")
        what = f"删去分工：{_named(seen).get(node, node)} {field(form, 'unit')}"
    elif not rows:
        return _draw(request, plan, "没有填单位。请在要分工的一行填上单位，再保存。", form, 422)
    else:
        first = f"{_named(seen).get(rows[0].node, rows[0].node)} {rows[0].unit}{f'（{rows[0].role}）' if rows[0].role else ''}"
        what = f"分工：{first}" + (f"等 {len(rows)} 条" if len(rows) > 1 else "")
    try:
        saved = desk_of(request).do(f"{plan}/duties.csv", field(form, "digest"), make, user_of(request), what)
    except (StaleSave, EditRefused) as error:
        return _draw(request, plan, str(error), form, 409 if isinstance(error, StaleSave) else 422)
    path = f"{HOME}/duties/{plan}"
    return back(request, path, done=saved.entry.no if saved.entry else 0, said="" if saved.entry else "same")


def _rows(form: FormData) -> list[Row]:
    """Return the rows of a form: units of each node that has any, several of them parted by 、."""
    out: list[Row] = []
    if field(form, "op") == "strike":
        node, _, unit = field(form, "duty").partition(" ")
        row = Row(
            node=node, unit=unit, role=STRIKE, document=field(form, "document"), note=field(form, "note")
        )
        return [row] if node and unit else []
    for key in form:
        if not key.startswith("unit "):
            continue
        node = key.removeprefix("unit ")
        for unit in field(form, key).replace("，", "、").split("、"):
            if unit.strip():
                out.append(
                    Row(
                        node=node, unit=unit.strip(), role=field(form, f"role {node}"),
                        document=field(form, "document"), deadline=field(form, f"deadline {node}"),
                    )
                )  # fmt: skip
    return out


def _tasks(seen: Review) -> list[Task]:
    duties: dict[str, list[Duty]] = {}
    for duty in seen.facts.duties:
        if duty.basis == "assigned":
            duties.setdefault(duty.node, []).append(duty)
    return [
        Task(
            node=n, kind=KIND_NAMES[n.kind], said=[d for d in duties.get(n.id, ()) if not d.document],
            given=[d for d in duties.get(n.id, ()) if d.document],
        )
        for n in seen.tree.nodes
        if n.kind in KINDS
    ]  # fmt: skip


def _written(text: str) -> list[Written]:
    """Return the rows of the file with their lines, whether they hold or not."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    header: list[str] = []
    out: list[Written] = []
    try:
        for row in reader:
            if not any(c.strip() for c in row) or row[0].startswith("#"):
                continue
            if not header:
                header = [column_key(c, COLUMNS) for c in row]
                continue
            cells = dict(zip(header, (c.strip() for c in row), strict=False))
            out.append(
                Written(
                    line=reader.line_num, node=cells.get("id", ""), unit=cells.get("unit", ""),
                    role=cells.get("role", ""), document=cells.get("document", ""),
                    deadline=cells.get("deadline", ""), note=cells.get("note", ""),
                )
            )  # fmt: skip
    except csv.Error:
        return out
    return out
