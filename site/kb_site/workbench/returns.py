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
from kb.monitor.desk import Desk
from kb.monitor.init import init
from kb.monitor.status import Standing, stand
from kb.problems import KbError
from kb.service.settings import Folders
from kb.service.uploads import take_upload, upload_path
from kb.store import open_base
from kb_site.workbench.frame import (
    HOME,
    back,
    corpus_of,
    desk_of,
    field,
    plan_of,
    render,
    service,
    user_of,
    with_form,
)
from kb_site.workbench.library import JOBS_SHOWN, JobNames
from kb_site.workbench.publishing import Say

FORMATS: Final = ".xlsx,.docx,.xls,.et,.ods"
MOST_FILES: Final = 60
"""Files of one upload: a district has some fifty units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A finding of a return that is open. unit: "" of several."""

    code: str
    severity: str
    unit: str
    message: str


def page(request: Request) -> Response:
    """The page of a plan."""
    plan = plan_of(request)
    corpus = corpus_of(request)
    standing: Standing | None = None
    why, lacking = "", ""
    problems: list[Open] = []
    try:
        with open_base(service(request).settings.folders.base) as base:
            if plan not in base.plan_ids():
                raise KbError("这份规划还没有发布，不能收表。请先发布。")
            ledger = read_ledger(corpus.plan_folder(plan))
            if ledger is None:
                lacking = "files"
            elif not ledger.problems and not ledger.rounds:
                lacking = "round"
            else:
                standing = stand(Desk(base, corpus, plan, datetime.date.today()))
                problems = [
                    Open(code=p.code, severity=p.severity, unit=p.unit, message=p.message)
                    for p in standing.round.problems
                    if p.state == "open"
                ]
    except KbError as error:
        why = str(error)
    jobs = [j for j in service(request).jobs.all() if j.task == "collect" and j.args.get("plan") == plan][
        :JOBS_SHOWN
    ]
    return render(
        request, "returns.html", title="回收", area="library", plan=plan, standing=standing, why=why, lacking=lacking, problems=problems,
        jobs=jobs, names=JobNames, busy=any(not j.over for j in jobs), formats=FORMATS, most=MOST_FILES,
    )  # fmt: skip


async def begin(request: Request) -> Response:
    """Write the files of the plan's monitoring that are not there yet, as `kb monitor init` does."""
    return await with_form(request, _begin)


def _begin(request: Request, form: FormData) -> Response:
    plan = plan_of(request)
    with open_base(service(request).settings.folders.base) as base:
        if plan not in base.plan_ids():
            raise KbError("这份规划还没有发布，不能开始监测。请先发布。")
        desk = Desk(base, corpus_of(request), plan, datetime.date.today())
        made = init(desk, measures=field(form, "measures") == "yes")
    path = f"{HOME}/returns/{plan}"
    if not made:
        return back(request, path, said="same")
    names = "、".join(p.name for p in made if not p.name.startswith("."))
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
