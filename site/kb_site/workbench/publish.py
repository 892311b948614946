"""发布: what changes for readers, and taking it into use; earlier publications and the way back."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from kb.problems import KbError
from kb.service.settings import Folders
from kb.store.swap import in_use
from kb_site.workbench.frame import HOME, back, corpus_of, field, render, service, user_of, with_form
from kb_site.workbench.library import JOBS_SHOWN, JobNames
from kb_site.workbench.publishing import publications, read_ready

SHOWN = 200
"""Changes of one kind that a page lists; the counts are of all."""
PATH = f"{HOME}/publish"


def page(request: Request) -> Response:
    """The page."""
    corpus = corpus_of(request)
    folders = _folders(request)
    ready = read_ready(folders)
    current = in_use(folders.base)
    same = ready is not None and ready.digest == corpus.digest()
    fresh = ready is not None and same and ready.against == current
    published = ready is not None and same and ready.generation == current
    jobs = [j for j in service(request).jobs.all() if j.task in ("preview", "publish")][:JOBS_SHOWN]
    return render(
        request, "publish.html", title="发布", area="publish", ready=ready if fresh else None,
        old=ready is not None and not fresh, published=published, current=current, past=publications(folders), jobs=jobs, names=JobNames,
        busy=any(not j.over for j in jobs), shown=SHOWN, nothing=not corpus.plan_ids(),
    )  # fmt: skip


async def act(request: Request) -> Response:
    """Start a preview, a publication or the way back; each is a job."""
    return await with_form(request, _act)


def _act(request: Request, form: FormData) -> Response:
    op = field(form, "op")
    folders = _folders(request)
    corpus = corpus_of(request)
    jobs = service(request).jobs
    if any(not j.over and j.task in ("preview", "publish") for j in jobs.all()):
        raise KbError("正在预览或发布，请等它做完。")
    args: dict[str, Any] = {"who": user_of(request), "git": service(request).settings.git}
    if op == "preview":
        jobs.start("preview", args, user_of(request))
        return back(request, PATH, said="started", anchor="jobs")
    if op == "publish":
        ready = read_ready(folders)
        if ready is None or ready.generation != field(form, "generation") or ready.digest != corpus.digest():
            raise KbError("预览之后又有改动，没有发布。请重新预览，看过变化再发布。")
        args |= {"generation": ready.generation, "said": field(form, "said_as").strip()[:80]}
    elif op == "back":
        name = field(form, "generation")
        known = [p for p, there in publications(folders) if there and p.generation == name]
        if not known:
            raise KbError("这一版已经不在了，不能退回。只留最近的几版。")
        args |= {"generation": name, "said": f"退回到 {known[0].when[:16].replace('T', ' ')} 的一版"}
    else:
        raise KbError("没有这种操作。请刷新页面再试。")
    jobs.start("publish", args, user_of(request))
    return back(request, PATH, said="started", anchor="jobs")


def _folders(request: Request) -> Folders:
    return service(request).settings.folders
