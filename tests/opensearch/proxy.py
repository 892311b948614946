"""Something between the program and a node that does to requests what a test says: refuses, waits, cuts off, changes."""

from __future__ import annotations

import json
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Said:
    """An answer. cut: the connection is closed after half of it."""

    status: int
    body: Any
    cut: bool = False


Does = Callable[[Asked, Callable[[], Said]], Said]
"""What is done to a request; the second passes it on to the node and returns what that says."""


def passes(_: Asked, on: Callable[[], Said]) -> Said:
    return on()


@dataclass
class Proxy:
    """A server on loopback in front of a node. does: what it does from now on. asked: what came so far."""

    node: str
    tls: ssl.SSLContext | None = None
    does: Does = passes
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Proxy:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
                proxy.asked.append(asked)
                said = proxy.does(asked, lambda: proxy.on(asked))
                content = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
                self.send_response(said.status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[: len(content) // 2] if said.cut else content)
                self.close_connection = said.cut

            def log_message(self, *_: object) -> None:
                pass

        for method in ("GET", "PUT", "POST", "DELETE"):
            setattr(Handler, f"do_{method}", Handler._answer)

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up is what is tested."""

        self._server = Server(("127.0.0.1", 0), Handler)
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._server.server_address[1]}"

    def on(self, asked: Asked) -> Said:
        """Pass a request on to the node."""
        headers = {"Content-Type": asked.headers.get("Content-Type", "application/json")}
        request = urllib.request.Request(
            self.node + asked.path, asked.body or None, headers, method=asked.method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Said(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Said(error.code, error.read())
