"""Requests to OpenSearch over kept connections. An answer is whole and of success, or an EngineFault is raised.

A node that does not answer is followed by the next one; a full queue (429) is asked again after a pause. Both end when the
time of the question is over.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead, RemoteDisconnected
from typing import Any

from kb.problems import EngineFault, reason
from kb.search.engine.opensearch.settings import Node, Settings, fault

PAUSE = 0.1
"""Seconds before a refused request is sent again; twice as many each further time."""
MOST_SAID = 200
"""Characters of what the other side said that a message repeats."""
BUSY, GONE = 429, 404
# Errors of single searches and rows that mean a full queue, whatever the status of the whole.
BUSY_TYPES = frozenset(
    {"rejected_execution_exception", "opensearch_rejected_execution_exception", "circuit_breaking_exception"}
)


class Refused(Exception):
    """An answer that says no. status: of HTTP; kind, said: the error's type and reason."""

    def __init__(self, status: int, kind: str = "", said: str = "") -> None:
        super().__init__(status, kind, said)
        self.status, self.kind, self.said = status, kind, said

    @property
    def busy(self) -> bool:
        return self.status == BUSY or self.kind in BUSY_TYPES


class Client:
    """A cluster, asked from any thread; requests follow each other."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._one = threading.Lock()
        self._open: dict[Node, HTTPConnection] = {}
        self._nodes = list(settings.nodes)
        self._headers = {"Accept": "application/json", "User-Agent": "shuiguan"}
        if settings.user:
            secret = b64encode(f"{settings.user}:{settings.password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {secret}"

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        seconds: float | None = None,
        known: tuple[int, ...] = (),
    ) -> Any:
        """Send one request and return its JSON. A list is sent as lines.

        seconds: that it may take; None: those of the settings. known: statuses that give None rather than an error.
        Raises EngineFault.
        """
        until = time.monotonic() + (self.settings.seconds if seconds is None else seconds)
        pause = PAUSE
        with self._one:
            while True:
                try:
                    return self._ask_nodes(method, path, body, until, seconds or self.settings.seconds)
                except Refused as refused:
                    if refused.status in known:
                        return None
                    if not refused.busy or time.monotonic() + pause >= until:
                        raise told(refused) from refused
                time.sleep(pause)
                pause *= 2

    def search(self, index: str, body: object) -> Any:
        """Ask one search of all shards of an index. Raises EngineFault."""
        seconds = max(1, round(self.settings.seconds))
        path = f"/{index}/_search?allow_partial_search_results=false&cancel_after_time_interval={seconds}s"
        try:
            return whole(self.ask("POST", path, body))
        except Refused as refused:
            raise told(refused) from refused

    def _ask_nodes(self, method: str, path: str, body: object, until: float, limit: float) -> Any:
        """Ask node after node. Raises Refused, EngineFault."""
        data = _encoded(body)
        found: EngineFault | None = None
        for node in tuple(self._nodes):
            left = until - time.monotonic()
            if left <= 0:
                break
            try:
                return self._ask_node(node, method, path, data, isinstance(body, list), left)
            except TimeoutError as error:
                self._forget(node)
                raise fault("KB503", f"{limit:g} 秒没有答完：{node}") from error
            except ssl.SSLCertVerificationError as error:
                self._forget(node)
                raise fault("KB505", f"{node.host}：{error.verify_message}") from error
            except (OSError, HTTPException) as error:
                self._forget(node)
                self._nodes.append(self._nodes.pop(self._nodes.index(node)))  # asked last from now on
                found = fault("KB501", f"{node}：{_why(error)}")
        raise found or fault("KB503", f"{limit:g} 秒没有答完")

    def _ask_node(
        self, node: Node, method: str, path: str, data: bytes | None, lines: bool, left: float
    ) -> Any:
        headers = dict(self._headers)
        if data is not None:
            headers["Content-Type"] = "application/x-ndjson" if lines else "application/json"
        connection = self._open.get(node)
        if connection is not None:
            try:
                return self._exchange(connection, method, path, data, headers, left)
            except TimeoutError:
                raise
            except (OSError, HTTPException):  # closed by the other side while it was idle
                self._forget(node)
        connection = self._open[node] = self._connection(node, left)
        return self._exchange(connection, method, path, data, headers, left)

    def _connection(self, node: Node, left: float) -> HTTPConnection:
        if node.https:
            return HTTPSConnection(node.host, node.port, timeout=left, context=self.settings.tls)
        return HTTPConnection(node.host, node.port, timeout=left)

    def _exchange(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        data: bytes | None,
        headers: dict[str, str],
        left: float,
    ) -> Any:
        if connection.sock is None:
            connection.connect()
        connection.sock.settimeout(left)
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        content = answer.read()
        try:
            value = json.loads(content) if content else None
        except ValueError:
            value = content.decode("utf-8", "replace")
        if answer.status >= 300:
            raise refusal(answer.status, value)
        if isinstance(value, str):
            raise fault("KB508", f"{value[:MOST_SAID].strip()!r}")
        return value

    def _forget(self, node: Node) -> None:
        connection = self._open.pop(node, None)
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Let go of all connections."""
        for node in tuple(self._open):
            self._forget(node)


def refusal(status: int, value: object) -> Refused:
    """Return what an answer says that is none of success, or an item of one."""
    error = value.get("error", value) if isinstance(value, dict) else value
    if not isinstance(error, dict):
        return Refused(status, "", str(error or "")[:MOST_SAID].strip())
    kind, said = str(error.get("type", "")), str(error.get("reason", ""))
    causes = error.get("root_cause") or error.get("failed_shards") or ()
    for cause in causes if isinstance(causes, list) else ():
        inner = cause.get("reason", cause) if isinstance(cause.get("reason"), dict) else cause
        if inner.get("type") in BUSY_TYPES:
            kind = str(inner["type"])
    return Refused(status, kind, said[:MOST_SAID])


def told(refused: Refused) -> EngineFault:
    """Return the error that says what an answer refused."""
    said = "：".join(filter(None, (str(refused.status), refused.kind or refused.said)))
    if refused.busy:
        return fault("KB502", "排队已满或内存到了上限")
    if refused.status in (401, 403) and refused.kind != "cluster_block_exception":
        return fault("KB506", str(refused.status))
    if refused.status == GONE:
        return fault("KB504", "索引不在了")
    if refused.status in (502, 503, 504):
        return fault("KB501", said)
    return fault("KB508", said)


def _why(error: OSError | HTTPException) -> str:
    if isinstance(error, socket.gaierror):
        return "找不到这个名称"
    if isinstance(error, RemoteDisconnected | IncompleteRead):
        return "答到一半断了"
    if isinstance(error, ssl.SSLError):
        return f"TLS 没有谈成，{error.reason or error}"
    return reason(error) if isinstance(error, OSError) else "答的不是 HTTP"


def _encoded(body: object) -> bytes | None:
    if body is None:
        return None
    if isinstance(body, list):
        return b"".join(_line(part) for part in body)
    return _line(body)


def _line(part: object) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def whole(answer: Any) -> Any:
    """Return an answer to a search. Raises Refused, EngineFault where it is not the answer of all shards."""
    if answer.get("error") is not None or answer.get("status", 200) >= 300:
        raise refusal(int(answer.get("status", 500)), answer)
    if answer.get("timed_out"):
        raise fault("KB503", "搜索没有做完")
    shards = answer["_shards"]
    if shards["failed"] or shards["successful"] != shards["total"]:
        failures = shards.get("failures") or [{}]
        raise refusal(503, {"error": failures[0].get("reason", {})})
    return answer


def busy_again(answers: Iterable[Any]) -> bool:
    """Whether one of the answers of many was refused for a full queue."""
    return any(
        refusal(int(one.get("status", 500)), one).busy for one in answers if one.get("error") is not None
    )
