"""回收: forms of a monitoring round that units sent back: what was accepted, what goes back, who is missing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from kb.corpus import Corpus
from kb.ledger.folder import read_ledger
from kb.monitor.collect import collect
from kb.monitor.decide import decide
from kb.monitor.desk import Desk
from kb.monitor.init import init
from kb.monitor.status import Standing, responsible, stand, value_words
from kb.problems import KbError
from kb.service.settings import Folders
from kb.service.uploads import take_upload, upload_path
from kb.store import open_base
from kb.words.monitoring import COLOURS, STATUS_COLOURS
from kb_site.workbench.frame import (
    HOME,
    back,
    corpus_of,
    desk_of,
    field,
    number,
    plainly,
    plan_of,
    render,
    service,
    user_of,
    with_form,
)
from kb_site.workbench.library import JOBS_SHOWN, JobNames
from kb_site.workbench.papers import FORMATS as PAPER_FORMATS
from kb_site.workbench.papers import KINDS, made
from kb_site.workbench.publishing import Say

FORMATS: Final = ".xlsx,.docx,.xls,.et,.ods"
MOST_FILES: Final = 60
"""Files of one upload: a district has some fifty units."""


TASKS: Final = ("collect", "papers")
"""Jobs that this page starts."""
DECISIONS: Final = {
    "status": "认定状态",
    "value": "认定数值",
    "problem": "了结问题",
    "supervise": "发了督办单",
    "answer": "督办已答复",
}
"""What can be decided: field → its name. In decisions.csv."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A finding of a return that is open. unit: "" of several. id, title: of its row, "" of the whole return."""

    code: str
    severity: str
    unit: str
    message: str
    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the round with its status."""

    id: str
    title: str
    units: str
    status: str
    colour: str
    value: str
    reason: str
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A round as the page shows it. decided: sentences, the newest first."""

    standing: Standing
    problems: list[Open]
    rows: list[Line]
    decided: list[str]


def page(request: Request) -> Response:
    """The page of a plan."""
    return _draw(request, plan_of(request))


def _draw(request: Request, plan: str, wrong: str = "", status: int = 200) -> Response:
    corpus = corpus_of(request)
    folders = service(request).settings.folders
    today = datetime.date.today()
    found: Shown | None = None
    why, lacking = "", ""
    several = 0
    try:
        with open_base(folders.base) as base:
            if plan not in base.plan_ids():
                raise KbError("这份规划还没有发布，不能收表。请先发布。")
            ledger = read_ledger(corpus.plan_folder(plan))
            if ledger is None:
                lacking = "files"
            else:
                desk = Desk(base, corpus, plan, today)
                reporters = {row.id: row.reporter for row in ledger.indicators}
                several = sum(len(i.units) > 1 and not reporters.get(k) for k, i in desk.indicators.items())
                if not ledger.problems and not ledger.rounds:
                    lacking = "round"
                else:
                    found = _shown(desk)
    except KbError as error:
        why = plainly(str(error))
    jobs = [j for j in service(request).jobs.all() if j.task in TASKS and j.args.get("plan") == plan]
    return render(
        request, "returns.html", title="回收", area="library", plan=plan, found=found, why=why, lacking=lacking, several=several,
        jobs=jobs[:JOBS_SHOWN], names=JobNames, busy=any(not j.over for j in jobs), formats=FORMATS, most=MOST_FILES,
        papers=made(folders.state, plan, found.standing.round.year) if found else {}, decisions=DECISIONS,
        statuses=sorted(STATUS_COLOURS), last_year=today.year - 1, wrong=wrong, status=status,
    )  # fmt: skip


def _shown(desk: Desk) -> Shown:
    standing = stand(desk)
    problems = [
        Open(
            code=p.code,
            severity=p.severity,
            unit=p.unit,
            message=p.message,
            id=p.id,
            title=desk.title(p.id) if p.id else "",
        )
        for p in standing.round.problems
        if p.state == "open"
    ]
    order = {"error": 0, "warning": 1}
    problems.sort(key=lambda p: order.get(p.severity, 2))
    rows = [
        Line(id=p.row, title=desk.title(p.row).partition(" ")[2], units="、".join(responsible(desk, p)), status=p.status,
             colour=p.colour, value=value_words(p, ""), reason=p.reason, decided=bool(p.decided))
        for p in standing.rows
    ]  # fmt: skip
    rows.sort(key=lambda row: COLOURS.index(row.colour))
    decided = [
        f"{d.day}　{desk.title(d.id)}　{DECISIONS[d.field]}{'：' + d.value if d.field != 'problem' else ''}　{d.reason}（{d.by}）"
        for d in reversed(standing.round.decisions)
        if d.field in DECISIONS
    ]
    return Shown(standing=standing, problems=problems, rows=rows, decided=decided)


async def decide_form(request: Request) -> Response:
    """Take down what a person decides on a row or a finding, as `kb monitor decide` does."""
    return await with_form(request, _decide)


def _decide(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    name, id_ = field(form, "field"), field(form, "id").split(" ")[0].strip()
    why = field(form, "reason").strip()
    try:
        if name not in DECISIONS:
            raise KbError("没有这种认定。请刷新页面再试。")
        if not why:
            raise KbError("认定要写理由。")
        with open_base(service(request).settings.folders.base) as base:
            desk = Desk(base, corpus_of(request), plan, datetime.date.today())
            made_ = decide(
                desk, id_, name, field(form, "value").strip(), reason=why, by=user_of(request),
                day=datetime.date.today().isoformat(), document=field(form, "document").strip(), unit=field(form, "unit"),
            )  # fmt: skip
            closed = f"，了结 {made_.closed} 个问题" if made_.closed else ""
            said = f"{desk.title(id_)} {DECISIONS[name]}{closed}：{why}"
    except KbError as error:
        return _draw(request, plan, plainly(str(error)), 422)
    entry = desk_of(request).note(user_of(request), said)
    return back(request, f"{HOME}/returns/{plan}", done=entry.no, anchor="problems")


async def papers_form(request: Request) -> Response:
    """Start a job that writes papers of the round: forms (which opens one), reminders, slips, reports."""
    return await with_form(request, _papers)


def _papers(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    kind = field(form, "kind")
    args: dict[str, Any] = {"plan": plan, "kind": kind, "who": user_of(request)}
    try:
        if kind not in KINDS:
            raise KbError("没有这种文书。请刷新页面再试。")
        if kind == "forms":
            args |= _round_asked(form)
    except KbError as error:
        return _draw(request, plan, str(error), 422)
    service(request).jobs.start("papers", args, user_of(request))
    return back(request, f"{HOME}/returns/{plan}", said="started", anchor="jobs")


def _round_asked(form: FormData) -> dict[str, Any]:
    """Return the year, due day and format of a round that is to be opened. Raises KbError."""
    year, due = number(form, "year"), field(form, "due").strip()
    if not 2000 <= year <= 2100:
        raise KbError("年度要写四位数字，如 2024。没有下发。")
    try:
        day = datetime.date.fromisoformat(due)
    except ValueError:
        raise KbError("截止日期要写成 2025-01-20 的样子。没有下发。") from None
    if day < datetime.date.today():
        raise KbError(f"截止日期 {due} 已经过了。没有下发。")
    format_ = field(form, "format")
    return {"year": year, "due": due, "format": format_ if format_ in PAPER_FORMATS else PAPER_FORMATS[0],
            "letters": field(form, "letters") == "yes"}  # fmt: skip


async def begin(request: Request) -> Response:
    """Write the files of the plan's monitoring that are not there yet, as `kb monitor init` does."""
    return await with_form(request, _begin)


def _begin(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    with open_base(service(request).settings.folders.base) as base:
        if plan not in base.plan_ids():
            raise KbError("这份规划还没有发布，不能开始监测。请先发布。")
        desk = Desk(base, corpus_of(request), plan, datetime.date.today())
        written = init(desk, measures=field(form, "measures") == "yes")
    path = f"{HOME}/returns/{plan}"
    if not written:
        return back(request, path, said="same")
    names = "、".join(p.name for p in written if not p.name.startswith("."))
    entry = desk_of(request).note(user_of(request), f"开始监测 {plan}：写出 {names}")
    return back(request, path, done=entry.no)


async def upload(request: Request) -> Response:
    """Take forms in; all of one upload are one job."""
    plan = plan_of(request)
    async with request.form() as form:
        files = [f for f in form.getlist("file") if isinstance(f, UploadFile) and f.filename]
        if not files:
            raise KbError("没有选文件。请选单位交回的表再上传。")
        if len(files) > MOST_FILES:
            raise KbError(f"一次最多 {MOST_FILES} 份，选了 {len(files)} 份。请分几次。")
        settings = service(request).settings
        taken = [await take_upload(settings, file) for file in files]
    args = {
        "plan": plan,
        "who": user_of(request),
        "files": [{"digest": t.digest, "name": t.name} for t in taken],
    }
    service(request).jobs.start("collect", args, user_of(request))
    return back(request, f"{HOME}/returns/{plan}", said="started", anchor="jobs")


def take(args: dict[str, Any], folders: Folders, say: Say) -> dict[str, Any]:
    """The job: read the forms into the last round. Returns {"plan", "taken", "refused": [[name, why]], "errors"}."""
    if folders.corpus is None:
        raise KbError("这个服务没有语料文件夹，不能收表。请用 kb serve --corpus 指明语料。")
    paths = [upload_path(folders.state, str(f["digest"]), str(f["name"])) for f in args["files"]]
    say(0, 1, f"读 {len(paths)} 份表")
    today = datetime.date.today()
    with open_base(folders.base) as base:
        desk = Desk(base, Corpus(folders.corpus), str(args["plan"]), today)
        found = collect(
            desk, [Path(p) for p in paths], day=today.isoformat(), by=str(args["who"]), office=True
        )
    say(1, 1, "完成")
    return {
        "plan": str(args["plan"]), "taken": sum(not t.again for t in found.taken), "again": sum(t.again for t in found.taken),
        "back": [t.unit for t in found.taken if t.state == "rejected"], "refused": [list(r) for r in found.refused],
    }  # fmt: skip
