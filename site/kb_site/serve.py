"""Looking at the site while the plans are being worked on: a server on this machine only, and a watch on files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kb.problems import KbError, reason

HOST = "127.0.0.1"
PAUSE = 0.5  # seconds between two looks at the files

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

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is for what was rebuilt."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder on 127.0.0.1, not yet running. port 0: any free one. Raises KbError."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise KbError(f"{HOST}:{port} 用不了（{reason(error)}）。请用 --port 换一个端口。") from error


def address(server: ThreadingHTTPServer) -> str:
    return f"http://{HOST}:{server.server_address[1]}/"


def state(paths: Iterable[Path]) -> State:
    """What tells whether files changed: name, time, size; files that went are left out."""
    found = []
    for path in paths:
        try:
            seen = path.stat()
        except OSError:
            continue
        found.append((str(path), seen.st_mtime_ns, seen.st_size))
    return tuple(found)


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
