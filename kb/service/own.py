"""The service's own routes: logging in and out, the session, jobs."""

from __future__ import annotations

import functools
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kb.service.answering import ROOT
from kb.service.entries import Entry
from kb.service.jobs import Job
from kb.service.replies import Refused, json_reply
from kb.service.roles import Role, User
from kb.service.service import service_of

LONGEST_FIELD = 300


def _session(request: Request) -> Response:
    """Who one is, and the token that a change has to bring along."""
    sessions = service_of(request).sessions
    if request.state.session is None:
        request.state.session = sessions.begin()
    user: User = request.state.user
    token = sessions.token(request.state.session)
    return json_reply(request, {"user": user.name, "role": user.role.name.lower(), "csrf": token})


async def _login(request: Request) -> Response:
    """Check name and password, begin a session with a new id, lead on to `next`."""
    service = service_of(request)
    form = await request.form()
    name, password, onward = (_field(form.get(key)) for key in ("name", "password", "next"))
    address = request.client.host if request.client else ""
    request.state.audit["what"] = f"登录 {name}"
    pause = service.throttle.wait(name, address)
    if pause > 0:
        said = f"密码错了多次，请等 {int(pause) + 1} 秒再试。忘了密码的，请找管理员。"
        raise Refused(429, "KB410", said, headers={"Retry-After": str(int(pause) + 1)})
    account = await anyio.to_thread.run_sync(functools.partial(service.accounts.check, name, password))
    if account is None:
        service.throttle.wrong(name, address)
        raise Refused(403, "KB403", "账号或密码不对。")
    service.throttle.right(name)
    if request.state.session is not None:
        service.sessions.end(request.state.session)
    request.state.session = service.sessions.begin(account.name, account.epoch)
    request.state.user = User(account.name, account.level)
    return RedirectResponse(request.scope.get("root_path", "") + local_path(onward), 303)


async def _logout(request: Request) -> Response:
    """End the session; its cookie is worth nothing afterwards."""
    service = service_of(request)
    if request.state.session is not None:
        service.sessions.end(request.state.session)
    request.state.session = None
    request.state.audit["what"] = "退出"
    return RedirectResponse(request.scope.get("root_path", "") + "/", 303)


def _field(value: object) -> str:
    return value[:LONGEST_FIELD] if isinstance(value, str) else ""


def local_path(onward: str) -> str:
    """Where to go on to, if it is a page of ours; otherwise the first page. “//evil.example”, “/\\evil” and “https:…” are not."""
    fine = onward.startswith("/") and not onward.startswith(("//", "/\\")) and onward.isprintable()
    return onward if fine and "\\" not in onward else "/"


def job_answer(job: Job) -> dict[str, Any]:
    """A job as the API gives it."""
    return {
        "id": job.id, "task": job.task, "state": job.state, "done": job.done, "total": job.total, "said": job.said,
        "by": job.by, "made": job.made, "started": job.started, "ended": job.ended, "result": job.result,
    }  # fmt: skip


def _jobs(request: Request) -> Response:
    return json_reply(request, {"jobs": [job_answer(j) for j in service_of(request).jobs.all()]})


def _job(request: Request) -> Response:
    return json_reply(request, job_answer(_found(request)))


def _cancel(request: Request) -> Response:
    job = _found(request)
    request.state.audit["what"] = f"取消 {job.task} {job.id}"
    changed = service_of(request).jobs.cancel(job.id)
    return json_reply(request, job_answer(changed or job))


def _found(request: Request) -> Job:
    job = service_of(request).jobs.get(request.path_params["id"])
    if job is None:
        raise Refused(404, "KB401", "没有这项工作，或已经从列表里清除。")
    return job


def entries() -> tuple[Entry, ...]:
    """The service's own routes."""
    return (
        Entry(path=f"{ROOT}/session", handler=_session, role=Role.NOBODY),
        Entry(path=f"{ROOT}/jobs", handler=_jobs, role=Role.EDITOR),
        Entry(path=f"{ROOT}/jobs/{{id}}", handler=_job, role=Role.EDITOR),
        Entry(path=f"{ROOT}/jobs/{{id}}/cancel", handler=_cancel, methods=("POST",), role=Role.EDITOR),
        Entry(path="/login", handler=_login, methods=("POST",), role=Role.NOBODY),
        Entry(path="/logout", handler=_logout, methods=("POST",), role=Role.NOBODY),
    )
