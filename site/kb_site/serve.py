"""Looking at the site while the plans are being worked on: a server on this machine only, and a watch on files."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kb.problems import KbError, reason

HOST = "127.0.0.1"
HTTP = 80  # the port that an address need not name
PAUSE = 0.5  # seconds between two looks at the files
IDLE = 15.0
"""Seconds that a connection may send nothing: a browser that opens one ahead sends within a few."""
NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What this machine is called in an address. Any other Host is another site's name that leads here (DNS rebinding)."""

State = tuple[tuple[str, int, int], ...]


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site, never kept by the browser: a reload shows what was rebuilt."""

    extensions_map = {  # noqa: RUF012 - the base class's own attribute
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
        ".md": "text/markdown; charset=utf-8",
    }

    timeout = IDLE

    def send_head(self) -> Any:
        """Send the head of an answer; nothing for another site's name, a path that is none, and no list of a folder."""
        if not self._is_ours():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        try:
            return super().send_head()
        except ValueError:  # “/%00” is the name of no file
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def _is_ours(self) -> bool:
        port = self.server.server_address[1]  # type: ignore[index]  # of a TCP server
        host = self.headers.get("Host", "")
        return host in {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == HTTP else set())

    def list_directory(self, path: Any) -> None:
        """Answer that there is no such page: a folder without index.html is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is for what was rebuilt."""


class _Server(ThreadingHTTPServer):
    """A server that a broken connection costs no more than its thread."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that the browser broke off; of anything else one line."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            print(f"一个请求没有答成（{type(error).__name__}）。", file=sys.stderr)


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder on 127.0.0.1, not yet running. port 0: any free one. Raises KbError."""
    try:
        return _Server((HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise KbError(f"{HOST}:{port} 用不了（{reason(error)}）。请用 --port 换一个端口。") from error


def address(server: ThreadingHTTPServer) -> str:
    return f"http://{HOST}:{server.server_address[1]}/"


def state(paths: Iterable[Path]) -> State:
    """What tells whether files changed: name, time, size; files that went are left out."""
    found: list[tuple[str, int, int]] = []
    coming = iter(paths)
    while True:
        try:
            path = next(coming)
            seen = path.stat()
        except StopIteration:
            return tuple(found)
        except OSError:  # a file, or the whole folder, is being replaced
            continue
        found.append((str(path), seen.st_mtime_ns, seen.st_size))


def serve(
    server: ThreadingHTTPServer,
    watched: Callable[[], Iterable[Path]],
    rebuild: Callable[[], None],
    stop: threading.Event | None = None,
) -> None:
    """Serve until interrupted or `stop` is set, and call `rebuild` once files changed and rest again.

    rebuild: says itself what it did and what went wrong; the site in use stays until a new one is whole.
    """
    ended = stop or threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        before = state(watched())
        while not ended.wait(PAUSE):
            now = state(watched())
            if now != before:
                while not ended.wait(PAUSE) and (later := state(watched())) != now:
                    now = later
                before = now
                rebuild()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
