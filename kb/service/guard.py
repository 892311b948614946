"""The outermost layer: whose name the request is addressed to, how large it may be, and the headers of every answer."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.service.replies import Refused, problem_reply
from kb.service.settings import Settings
from kb.service.uploads import too_large

API = "/api/"
BODY_LIMIT = "kb.body_limit"
"""Key of the scope: bytes of the body that the route takes; set by kb.service.endpoint."""
SITE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; worker-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of pages: that of the site, and in no frame."""
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:@/\s]+))(?::[0-9]{1,5})?", re.ASCII)
"""RFC 9110, 7.2: a name, an IPv4 address or an IPv6 address in brackets, and a port."""
HEAD = 32 * 1024
"""Bytes of all headers; browsers send some two thousand."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Guard:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        api = route_path(scope).startswith(API)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message), headers, api)
            await send(message)

        refused = self._refuse(scope, headers)
        if refused is not None:
            await problem_reply(refused)(scope, receive, answer)
            return
        if api and scope["method"] == "OPTIONS" and self._origin(headers):
            await _preflight(answer)
            return
        scope[BODY_LIMIT] = self.settings.limits.body
        await self.app(scope, _bounded(scope, receive, self.settings.limits.idle_seconds), answer)

    def _refuse(self, scope: Scope, headers: Headers) -> Refused | None:
        host = headers.get("host", "")
        if not self.is_ours(host):
            return Refused(
                421, "KB405", f"不认识主机名 {host[:80] or '（没有写）'}。请用管理员给的地址打开。"
            )
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD:
            return Refused(431, "KB406", "请求头太长。请清除浏览器里这个网站的 Cookie，再试一次。")
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > self.settings.limits.url:
            return Refused(414, "KB406", "地址太长。")
        return None

    def is_ours(self, host: str) -> bool:
        """Whether a Host header names this service: this machine, a name from the settings, or, where others may connect, a
        bare address. Another site's name that leads here (DNS rebinding) is never a bare address."""
        name = _without_port(host)
        if name in LOOPBACK or name in self.settings.names:
            return True
        if self.settings.loopback:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _origin(self, headers: Headers) -> str:
        origin = headers.get("origin", "")
        return origin if origin in self.settings.origins else ""

    def _add_headers(self, out: MutableHeaders, headers: Headers, api: bool) -> None:
        for name, value in HEADERS.items():
            out.setdefault(name, value)
        out.setdefault("Content-Security-Policy", API_POLICY if api else SITE_POLICY)
        if self.settings.secure:
            for name, value in HTTPS_ONLY.items():
                out[name] = value
        if api and (origin := self._origin(headers)):
            out["Access-Control-Allow-Origin"] = origin
            out["Access-Control-Expose-Headers"] = "ETag, Link, X-Total-Count"
            out["Cross-Origin-Resource-Policy"] = "cross-origin"


def route_path(scope: Scope) -> str:
    """The path below the prefix at which a reverse proxy has the service."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] if root and path.startswith(root + "/") else path


def _without_port(host: str) -> str:
    """“[::1]:8000” → “::1”, “NAME:80” → “name”; "" for what is no host."""
    found = HOST.fullmatch(host.strip().lower())
    return "" if found is None else found[1] or found[2]


def _bounded(scope: Scope, receive: Receive, idle: float) -> Receive:
    """The body, counted: one that is too large or comes too slowly is refused in the middle."""
    got = 0
    finished = False

    async def bounded() -> Message:
        nonlocal got
        try:
            with anyio.fail_after(idle):
                message = await receive()
        except TimeoutError:
            raise Refused(408, "KB407", "等了太久，没有收到余下的内容。请再试一次。") from None
        got += len(message.get("body", b""))
        if got > scope[BODY_LIMIT]:
            raise Refused(413, "KB406", too_large(scope[BODY_LIMIT]), headers={"Connection": "close"})
        return message

    async def once_read() -> Message:
        """After the body only the end of the connection comes, and that may take as long as the answer."""
        nonlocal finished
        if finished:
            return await receive()
        message = await bounded()
        finished = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return once_read


async def _preflight(send: Send) -> None:
    headers: dict[str, Any] = {
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-None-Match",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }
    raw = [(k.lower().encode(), v.encode()) for k, v in headers.items()]
    await send({"type": "http.response.start", "status": 204, "headers": raw})
    await send({"type": "http.response.body", "body": b""})
