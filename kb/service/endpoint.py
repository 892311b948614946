"""Between the router and a handler: the one place where roles, forged requests, time, errors and the audit are looked after."""

from __future__ import annotations

import functools
import hmac
import inspect
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from kb.problems import BaseMissing, BaseUnusable, EngineFault, KbError, reason
from kb.service.entries import Entry
from kb.service.guard import API, BODY_LIMIT, route_path
from kb.service.identify import identify
from kb.service.replies import Refused, problem_reply
from kb.service.roles import ROLE_NAMES, Role, User
from kb.service.service import Service
from kb.service.sessions import COOKIE, Session
from kb.service.uploads import too_large
from kb.store import NotFound, SeveralUnits

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_HEADER = "x-csrf-token"
TOKEN_FIELD = "csrf"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST_FIELDS, MOST_FILES = 2000, 200
NEAREST = 5

ErrorPage = Callable[[Request, Refused], Response]


class Endpoints:
    """Makes an endpoint of an entry. error_page: what a browser sees of a refusal outside of /api/; None: problem documents."""

    def __init__(self, service: Service, error_page: ErrorPage | None) -> None:
        self.service, self.error_page = service, error_page
        self._room = anyio.CapacityLimiter(service.settings.limits.threads)

    def of(self, entry: Entry) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of an entry: never raises."""

        async def endpoint(request: Request) -> Response:
            try:
                return await self._answer(entry, request)
            except ClientDisconnect:
                return Response(status_code=499)  # nobody is there to read it
            except Exception as error:
                return self.refuse(request, refusal_of(error, _user(request)))
            finally:
                await request.close()  # the files of a form

        return endpoint

    def refuse(self, request: Request, refused: Refused) -> Response:
        """The answer to a request that is not carried out: a page for a browser, a problem document for a program."""
        wants_page = "text/html" in request.headers.get("accept", "")
        path = route_path(request.scope)
        if self.error_page is not None and wants_page and not path.startswith(API):
            if refused.status == 401 and request.method == "GET":
                asked = f"{path}?{request.url.query}" if request.url.query else path
                return RedirectResponse(f"{_prefix(request)}/login?next={quote(asked)}", 303)
            reply = self.error_page(request, refused)
            for name, value in refused.headers.items():
                reply.headers[name] = value
            return reply
        return problem_reply(refused)

    async def _answer(self, entry: Entry, request: Request) -> Response:
        limits = self.service.settings.limits
        if entry.upload:
            request.scope[BODY_LIMIT] = limits.upload
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > request.scope[BODY_LIMIT]:
            raise Refused(413, "KB406", too_large(request.scope[BODY_LIMIT]), headers={"Connection": "close"})
        user, session = identify(self.service, request)
        before = session
        if session is None and not entry.path.startswith(API):
            session = self.service.sessions.begin()  # pages have forms, and these need a token
        request.state.user, request.state.session = user, session
        request.state.csrf = self.service.sessions.token(session) if session is not None else ""
        request.state.audit = {}
        change = request.method not in SAFE
        try:
            _may(entry, user)
            if change:
                await self._is_ours(request)
                self._note(request, user, "begin")
            reply = await self._run(entry, request)
        except Exception as error:
            if change:
                refused = refusal_of(error, user)
                self._note(request, user, "refused", refused.status, refused.code)
                raise refused from error
            raise
        if change:
            with suppress(Refused):  # it is done; the line that it began is there
                self._note(request, request.state.user, "done", reply.status_code)
        self._keep_session(request, before, reply)
        return reply

    async def _run(self, entry: Entry, request: Request) -> Response:
        seconds = None if entry.hours else self.service.settings.limits.request_seconds
        try:
            with anyio.fail_after(seconds):
                if inspect.iscoroutinefunction(entry.handler):
                    reply: Response = await entry.handler(request)
                else:
                    reply = await self._in_thread(functools.partial(entry.handler, request))
                return reply
        except TimeoutError:
            said = f"{seconds:.0f} 秒没有答完，已停止。请缩小范围再试。"
            raise Refused(503, "KB407", said, headers={"Retry-After": "30"}) from None

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        """Run in a thread; where the time is up the thread is left to finish alone."""
        return await anyio.to_thread.run_sync(call, abandon_on_cancel=True, limiter=self._room)

    async def _is_ours(self, request: Request) -> None:
        """Whether a page of ours made the request (CSRF): where it says its origin, ours; and the session's token."""
        origin = request.headers.get("origin", "")
        if origin and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
            raise Refused(403, "KB409", "提交来自别的网站，没有照办。")
        given = request.headers.get(TOKEN_HEADER, "")
        if not given and request.headers.get("content-type", "").startswith(FORMS):
            form = await request.form(
                max_fields=MOST_FIELDS, max_files=MOST_FILES, max_part_size=request.scope[BODY_LIMIT]
            )
            field = form.get(TOKEN_FIELD, "")
            given = field if isinstance(field, str) else ""
        due = request.state.csrf
        if not due or not hmac.compare_digest(given.encode(), due.encode()):
            raise Refused(403, "KB409")

    def _note(self, request: Request, user: User, end: str, status: int = 0, code: str = "") -> None:
        """A line of the audit. Raises Refused where it cannot be written."""
        said = request.state.audit
        try:
            self.service.audit.write(
                user=user.name or "（未登录）",
                address=request.client.host if request.client else "",
                method=request.method,
                path=request.url.path,
                end=end,
                status=status,
                **({"code": code} if code else {}),
                **{k: v if isinstance(v, int) else str(v) for k, v in said.items()},
            )
        except OSError as error:
            raise Refused(507, "KB408", f"没有照办：操作记录写不进（{reason(error)}）。") from error

    def _keep_session(self, request: Request, before: Session | None, reply: Response) -> None:
        """Send the cookie where the session is new, another, or was signed some time ago."""
        session: Session | None = request.state.session
        if session is None:
            if before is not None:
                reply.delete_cookie(COOKIE, path=_prefix(request) or "/")
            return
        if session == before:
            renewed = self.service.sessions.renewed(session)
            if renewed is None:
                return
            session = renewed
        secure = self.service.settings.secure or request.url.scheme == "https"
        reply.set_cookie(
            COOKIE,
            self.service.sessions.write(session),
            path=_prefix(request) or "/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )


def _may(entry: Entry, user: User) -> None:
    """Raise Refused where the user's role is not enough."""
    if user.role >= entry.role:
        return
    if user.name == "":
        raise Refused(
            401,
            "KB403",
            "请先登录。" if entry.role == Role.READER else f"请用{ROLE_NAMES[entry.role]}的账号登录。",
        )
    raise Refused(
        403,
        "KB404",
        f"这件事要{ROLE_NAMES[entry.role]}才能做，您的账号是{ROLE_NAMES[user.role]}。请找管理员。",
    )


def refusal_of(error: Exception, user: User | None = None) -> Refused:
    """Any error as the refusal that the client is told. Folders of this machine are told to administrators alone."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, NotFound):
        return Refused(404, "KB401", str(error), more={"nearest": list(error.nearest[:NEAREST])})
    if isinstance(error, SeveralUnits):
        choices = [u.id for u in error.units]
        said = str(error).replace("--place", "place").replace("--plan", "plan")
        return Refused(409, "KB412", said, more={"choices": choices})
    if isinstance(error, BaseMissing | BaseUnusable):
        told = user is not None and user.role >= Role.ADMINISTRATOR
        return Refused(503, "KB408", str(error) if told else "知识库现在用不了，请稍后再试，或告诉管理员。")
    if isinstance(error, EngineFault):
        told = user is not None and user.role >= Role.ADMINISTRATOR
        return Refused(
            503,
            error.code,
            str(error) if told else f"搜索现在用不了（{error.code}），请稍后再试，或告诉管理员。",
        )
    if isinstance(error, KbError):
        return Refused(400, "KB402", str(error))
    print(f"一个请求没有答成（{type(error).__name__}：{error}）。", file=sys.stderr)
    return Refused(500, "KB413", "程序出错，没有答成。请告诉管理员，附上时间和地址。")


def _of_http(error: HTTPException) -> Refused:
    if error.status_code == 404:
        return Refused(404, "KB401", "没有这个地址。")
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        return Refused(
            405, "KB411", f"这个地址只接受：{allowed.replace(', ', '、')}。", headers={"Allow": allowed}
        )
    return Refused(error.status_code, "KB402", "")


def _user(request: Request) -> User | None:
    found = getattr(request.state, "user", None)
    return found if isinstance(found, User) else None


def _prefix(request: Request) -> str:
    return str(request.scope.get("root_path", ""))
