"""The application: routes in order, the guard around them, and what ends with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import anyio.to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kb.service import api, own, static
from kb.service.accounts import Accounts
from kb.service.audit import Audit
from kb.service.endpoint import Endpoints, ErrorPage, refusal_of
from kb.service.entries import Entry
from kb.service.guard import Guard
from kb.service.jobs import Jobs
from kb.service.live import Live
from kb.service.service import Service
from kb.service.sessions import Sessions
from kb.service.settings import Settings
from kb.service.tasks import TASKS
from kb.service.throttle import Throttle
from kb.service.uploads import clear_old


def create_app(
    settings: Settings,
    *,
    entries: Sequence[Entry] = (),
    tasks: Mapping[str, str] | None = None,
    error_page: ErrorPage | None = None,
) -> Starlette:
    """Return the application of a service.

    entries: further routes, the pages of the workbench; asked after the API and before the static site. tasks: further jobs,
    name → "module:function". error_page: see kb.service.endpoint. Raises KbError where the state folder cannot be used.
    """
    service = make_service(settings, tasks or {})
    endpoints = Endpoints(service, error_page)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(clear_old, settings.folders.state)
        try:
            yield
        finally:
            await anyio.to_thread.run_sync(service.jobs.close)
            service.live.close()

    async def on_error(request: Request, error: Exception) -> Response:
        return endpoints.refuse(request, refusal_of(error))

    rows = (*api.entries(), *own.entries(), *api.last_entries(), *entries, *static.entries())
    app = Starlette(
        routes=_routes(rows, endpoints),
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={404: on_error, 405: on_error, Exception: on_error},
        lifespan=lifespan,
    )
    app.state.service = service
    return app


def make_service(settings: Settings, tasks: Mapping[str, str]) -> Service:
    """All that an application holds; the state folder is made where it is missing."""
    state, limits = settings.folders.state, settings.limits
    return Service(
        settings=settings,
        live=Live(settings.folders.base),
        accounts=Accounts(state),
        sessions=Sessions(state, seconds=limits.session_seconds, whole=limits.session_whole),
        throttle=Throttle(),
        audit=Audit(state),
        jobs=Jobs(settings.folders, {**TASKS, **tasks}, limits),
    )


def _routes(rows: Sequence[Entry], endpoints: Endpoints) -> list[Route]:
    return [Route(row.path, endpoints.of(row), methods=list(row.methods)) for row in rows]
