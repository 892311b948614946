"""A route of the service: what it is called, who may use it, and what answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kb.service.roles import Role

Handler = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """path: of Starlette, “/workbench/plans/{plan}”. handler: a plain function runs in a thread of its own, within the limit of
    time. role: the least that may use it; checked before the handler is called. methods: those it takes. upload: whether its
    bodies may have the size of uploads. hours: whether it may take longer than a request usually does (uploads, events)."""

    path: str
    handler: Handler
    methods: tuple[str, ...] = ("GET",)
    role: Role = Role.READER
    upload: bool = False
    hours: bool = False
