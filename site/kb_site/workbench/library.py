"""规划库: the plans with how far each is, bringing documents in, and the list of jobs."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kb.codes import urgency
from kb.corpus import Corpus
from kb.edit.review import Doubt
from kb.problems import KbError, Problem
from kb.service.jobs import STATE_NAMES, Job
from kb.service.uploads import take_upload
from kb.store import Base, open_base
from kb_site.workbench.frame import (
    HOME,
    PATIENCE,
    back,
    corpus_of,
    plainly,
    render,
    reviewed_before,
    service,
    user_of,
)
from kb_site.workbench.papers import KINDS

FORMATS: Final = ".docx,.doc,.wps,.ofd,.pdf,.xlsx,.html,.htm,.txt,.md"
MOST_FILES: Final = 20
JOBS_SHOWN: Final = 8
TASK_NAMES: Final = {
    "import": "导入",
    "build": "建库",
    "preview": "预览发布",
    "publish": "发布",
    "collect": "收表",
    "papers": "写文书",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A plan in the list. state: 草稿, 有未发布的改动, 已发布. open: findings to be looked at, None where the plan cannot
    be read (then `wrong` says why). notes: of them, those that are only hints."""

    plan: str
    title: str
    state: str
    open: int | None
    notes: int = 0
    units: int = 0
    wrong: str = ""


def library(request: Request) -> Response:
    """The page."""
    corpus = corpus_of(request)
    jobs = service(request).jobs.all()
    rows = _rows(request, corpus)
    busy = any(not job.over for job in jobs)
    return render(
        request, "library.html", title="规划库", area="library", rows=rows, jobs=jobs[:JOBS_SHOWN], names=JobNames,
        busy=busy, formats=FORMATS, most=MOST_FILES,
    )  # fmt: skip


async def upload(request: Request) -> Response:
    """Take documents in; each becomes a job of its own."""
    corpus_of(request)
    async with request.form() as form:
        files = [f for f in form.getlist("file") if isinstance(f, UploadFile) and f.filename]
        if not files:
            raise KbError("没有选文件。请选一份或几份规划的文件再上传。")
        if len(files) > MOST_FILES:
            raise KbError(f"一次最多 {MOST_FILES} 份，选了 {len(files)} 份。请分几次。")
        settings = service(request).settings
        for file in files:
            taken = await take_upload(settings, file)
            args = {"upload": taken.digest, "name": taken.name, "who": user_of(request)}
            service(request).jobs.start("import", args, user_of(request))
    return back(request, HOME, said="started", anchor="jobs")


def cancel(request: Request) -> Response:
    """Stop a job."""
    service(request).jobs.cancel(str(request.path_params["job"]))
    return back(request, HOME, said="cancelled", anchor="jobs")


def replace_plan(request: Request) -> Response:
    """Import the document of a job once more, in the place of a plan that was corrected. Its corrections stay in the history."""
    job = service(request).jobs.get(str(request.path_params["job"]))
    if job is None or not JobNames.again(job):
        raise KbError("没有这项导入。请刷新页面再试。")
    args = {**job.args, "force": True, "plan": job.result["plan"], "who": user_of(request)}
    service(request).jobs.start("import", args, user_of(request))
    return back(request, HOME, said="started", anchor="jobs")


def jobs(request: Request) -> Response:
    """How far the jobs are, for the script that shows it without loading the page again."""
    rows = [
        {
            "id": j.id,
            "state": j.state,
            "name": STATE_NAMES[j.state],
            "done": j.done,
            "total": j.total,
            "said": JobNames.said(j),
        }
        for j in service(request).jobs.all()[:JOBS_SHOWN]
    ]
    return JSONResponse({"jobs": rows}, headers={"Cache-Control": "no-store"})


class JobNames:
    """Jobs in words."""

    @staticmethod
    def task(job: Job) -> str:
        """“导入 规划.docx”."""
        name = TASK_NAMES.get(job.task, job.task)
        if job.task == "collect":
            return f"{name} {len(job.args.get('files', ()))} 份"
        if job.task == "papers":
            return f"写{KINDS.get(str(job.args.get('kind')), '文书')}"
        return f"{name} {job.args['name']}" if job.args.get("name") else name

    @staticmethod
    def state(job: Job) -> str:
        return STATE_NAMES[job.state]

    @staticmethod
    def said(job: Job) -> str:
        """What a job says, for somebody without a terminal."""
        return plainly(job.said)

    @staticmethod
    def again(job: Job) -> bool:
        """Whether a job's import left a plan alone that was corrected, and may be asked to replace it."""
        return job.state == "done" and bool(job.result.get("changed"))

    @staticmethod
    def when(job: Job) -> str:
        return datetime.datetime.fromtimestamp(job.made).strftime("%m-%d %H:%M")

    @staticmethod
    def result(job: Job) -> dict[str, str]:
        """Return {"words", "path"} of a job that is done; path "" leads nowhere."""
        found: dict[str, Any] = job.result
        if job.task == "import" and found.get("changed"):
            words = f"规划库里的《{found['title']}》改过，没有用这份文件覆盖。看看改了什么"
            return {"words": words, "path": f"{HOME}/history?file={quote(found['plan'])}"}
        if job.task == "import" and found.get("plan"):
            said = "核对" if found.get("written", True) else "与已有的相同，没有重写；核对"
            more = len(found.get("others", ()))
            also = f"，同一通知的另 {more} 份在书目里" if more else ""
            return {
                "words": f"{said}《{found.get('title') or found['plan']}》{also}",
                "path": plan_path(found["plan"]),
            }
        if job.task == "preview":
            return {"words": "看有哪些变化", "path": f"{HOME}/publish"}
        if job.task == "publish":
            committed = f"，提交 {found['commit']}" if found.get("commit") else ""
            return {"words": f"看发布记录{committed}", "path": f"{HOME}/publish"}
        if job.task == "collect":
            return {"words": _collected(found), "path": f"{HOME}/returns/{quote(str(found.get('plan', '')))}"}
        if job.task == "papers":
            where = f"{HOME}/returns/{quote(str(found['plan']))}/papers/{found['year']}/{found['kind']}"
            return {"words": f"下载{KINDS[found['kind']]}（压缩包，{found['said']}）", "path": where}
        return {"words": "完成", "path": ""}


def _collected(found: dict[str, Any]) -> str:
    """Return what a job of returns did, in words."""
    words = [f"收 {found.get('taken', 0)} 份"]
    if found.get("again"):
        words.append(f"{found['again']} 份已经收过，没有变化")
    if found.get("back"):
        words.append(f"要退回：{'、'.join(found['back'])}")
    words += [f"没有收 {why if name in why else f'{name}：{why}'}" for name, why in found.get("refused", ())]
    return "；".join(words)


def plan_path(plan: str) -> str:
    """Where a plan is corrected."""
    return f"{HOME}/plans/{quote(plan)}"


def open_doubts(doubts: tuple[Doubt, ...]) -> list[Doubt]:
    """Findings that nobody has marked as seen, the most urgent first."""
    return sorted((d for d in doubts if not d.problem.seen), key=lambda d: urgency(d.problem))


def _rows(request: Request, corpus: Corpus) -> list[Row]:
    shared, plans = corpus.digests()
    out: list[Row] = []
    end = time.monotonic() + PATIENCE
    with _published(request) as base:
        published = base.parts() if base is not None else {}
        same_staff = all(published.get(name) == digest for name, digest in shared)
        for plan, digest in plans:
            state = "草稿" if f"plan.{plan}" not in published else "有未发布的改动"
            if published.get(f"plan.{plan}") == digest:
                state = "已发布" if same_staff else "已发布，单位或主题有改动"
            if base is not None and state == "已发布":
                problems = [p for p in base.problems(plan) if not p.seen]
                unknown = sum(not u.registered for u in base.units(plan))
                out.append(_row(plan, base.plan(plan).title, state, problems, unknown))
                continue
            try:
                seen = reviewed_before(corpus, plan, end)
            except KbError as error:
                out.append(
                    Row(plan=plan, title=plan, state=state, open=None, wrong=f"读不出：{str(error)[:300]}")
                )
                continue
            if seen is None:
                out.append(
                    Row(plan=plan, title=plan, state=state, open=None, wrong="还没有读，打开核对页时再读")
                )
                continue
            unknown = sum(not u.registered for u in seen.facts.units)
            left = [d.problem for d in seen.doubts if not d.problem.seen]
            out.append(_row(plan, seen.tree.plan.title, state, left, unknown))
    return out


def _row(plan: str, title: str, state: str, left: list[Problem], units: int) -> Row:
    hints = sum(p.level == "note" for p in left)
    return Row(plan=plan, title=title or plan, state=state, open=len(left), notes=hints, units=units)


@contextmanager
def _published(request: Request) -> Iterator[Base | None]:
    """The base in use; None where there is none."""
    try:
        base = open_base(service(request).settings.folders.base)
    except KbError:
        yield None
        return
    with base:
        yield base
