"""Running an application on a port until it is told to stop, and then no longer than its last requests take."""

from __future__ import annotations

import ipaddress
import os
import re
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.problems import KbError, reason
from kb.store.lock import try_lock

GRACE = 20
"""Seconds that requests being answered have when the service stops."""
KEEP_ALIVE = 15
"""Seconds that an idle connection stays open."""
CONNECTIONS = 500
"""At a time; more are told 503. An office of a thousand with a page open each has a few dozen."""
HEADERS = 32 * 1024
"""Bytes of a request's head."""
LOCK = ".lock"
ADDRESS = re.compile(r"(?:(\[[0-9a-fA-F:.]+\]|[^:\[\]\s]+):)?([0-9]{1,5})")
STOPS = (signal.SIGINT, signal.SIGTERM)


def read_address(text: str) -> tuple[str, int]:
    """“127.0.0.1:8000”, “8000”, “[::]:80” → host and port. Raises KbError."""
    found = ADDRESS.fullmatch(text.strip())
    if found is None or int(found[2]) > 65535:
        raise KbError(f"看不懂地址“{text}”，应写成 127.0.0.1:8000、0.0.0.0:8000 或只写端口 8000。")
    return (found[1] or "127.0.0.1").strip("[]"), int(found[2])


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect there."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost"


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens. port 0: any free one. Raises KbError."""
    try:
        family, kind, proto, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, proto)
    except OSError as error:
        raise KbError(f"{host} 不是这台机器的地址（{reason(error)}）。") from error
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(where)
        made.listen(CONNECTIONS)
    except OSError as error:
        made.close()
        raise KbError(f"{host}:{port} 用不了（{reason(error)}）。请用 --listen 换一个端口。") from error
    return made


class AlreadyServed(KbError):
    """Another service holds the state folder."""


@contextmanager
def alone(state: Path) -> Generator[None]:
    """Hold the state folder: two services would write over each other's jobs. Raises AlreadyServed, KbError."""
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(state / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise KbError(f"{state} 写不进（{reason(error)}）。请用 --state 指明一个可写的文件夹。") from error
    try:
        if not try_lock(handle):
            raise AlreadyServed(f"另一个 kb serve 正在用 {state}。请先停下它，或用 --state 换一个文件夹。")
        yield
    finally:
        os.close(handle)


class _Server(uvicorn.Server):
    """A server that ends with its function after a signal, instead of raising the signal again."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in STOPS}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def serve(
    app: ASGIApp, bound: socket.socket, *, prefix: str = "", ready: Callable[[], None] = lambda: None
) -> None:
    """Serve until SIGINT or SIGTERM. prefix: at which a reverse proxy has the service. ready: called once it answers."""
    config = uvicorn.Config(
        _told(_below(app, prefix), ready),
        http="h11",  # pure Python, whatever else is installed
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=HEADERS,
    )
    _Server(config).run(sockets=[bound])


def _below(app: ASGIApp, prefix: str) -> ASGIApp:
    """The application at a prefix, whether or not the reverse proxy takes that away from the path.

    ASGI's path has the prefix; uvicorn's own root_path would put it in front of a path that has it already."""
    if not prefix:
        return app

    async def below(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path, raw = str(scope["path"]), bytes(scope.get("raw_path") or b"")
            if path != prefix and not path.startswith(f"{prefix}/"):
                path, raw = prefix + path, prefix.encode() + raw
            scope = {**scope, "root_path": prefix, "path": path, "raw_path": raw}
        await app(scope, receive, send)

    return below


def _told(app: ASGIApp, ready: Callable[[], None]) -> ASGIApp:
    """The application; `ready` is called when its start is complete."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                ready()

        await app(scope, receive, answer if scope["type"] == "lifespan" else send)

    return told
