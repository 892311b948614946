"""The preview: this machine only, nothing kept by the browser, rebuilt when files rest after a change."""

from __future__ import annotations

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.problems import KbError
from kb_site import serve as serve_module
from kb_site.serve import address, make_server, serve, state


def fetch(url: str) -> tuple[int, str, str]:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status, answer.headers["Content-Type"], answer.headers["Cache-Control"]


def test_it_serves_and_rebuilds(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>谁管</p>", encoding="utf-8")
    plan = tmp_path / "plan.md"
    plan.write_text("一", encoding="utf-8")
    server = make_server(tmp_path, 0)
    assert server.server_address[0] == "127.0.0.1"
    url = address(server)
    rebuilt = threading.Event()
    stop = threading.Event()
    thread = threading.Thread(target=serve, args=(server, lambda: [plan], rebuilt.set, stop))
    thread.start()
    try:
        assert fetch(url) == (200, "text/html; charset=utf-8", "no-store")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetch(f"{url}../../etc/passwd")
        assert not rebuilt.is_set()
        time.sleep(0.1)
        plan.write_text("一、总体思路", encoding="utf-8")
        assert rebuilt.wait(10)
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    first = make_server(tmp_path, 0)
    try:
        with pytest.raises(KbError, match="请用 --port 换一个端口"):
            make_server(tmp_path, int(first.server_address[1]))
    finally:
        first.server_close()


# A server on one's own machine is not alone: other sites' pages and half-open connections reach it as well. ----------


def talk(port: int, request: bytes, wait: float = 5) -> bytes:
    """What is answered to bytes, up to the end of the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        connection.sendall(request)
        out = b""
        while chunk := connection.recv(65536):
            out += chunk
        return out


@pytest.fixture
def running(tmp_path: Path) -> Iterator[int]:
    """The port of a server of a small site."""
    (tmp_path / "_assets").mkdir()
    (tmp_path / "_assets" / "page.css").write_text("p {}")
    (tmp_path / "index.html").write_text("<p>首页</p>", "utf-8")
    server = make_server(tmp_path, 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def get(path: str, host: str) -> bytes:
    return f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "127.0.0.1:{}", 200), ("/", "localhost:{}", 200), ("/_assets/page.css", "[::1]:{}", 200),
        ("/", "evil.example", 421), ("/", "evil.example:{}", 421), ("/", "127.0.0.1.evil.example:{}", 421), ("/", "", 421),
        ("/_assets/", "127.0.0.1:{}", 404), ("/%00", "127.0.0.1:{}", 404), ("/a%00b/index.html", "127.0.0.1:{}", 404),
    ],
)  # fmt: skip
def test_only_this_machines_own_name_is_answered_and_no_folder_listed(
    running: int, path: str, host: str, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = talk(running, get(path, host.format(running)))
    assert int(answer.split()[1]) == status
    assert capfd.readouterr().err == ""


def test_an_idle_connection_is_ended(running: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve_module._Handler, "timeout", 0.2)
    assert talk(running, b"GET / HT") == b""


def test_a_broken_connection_says_nothing(running: int, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(20):
        connection = socket.create_connection(("127.0.0.1", running))
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
        )  # a reset instead of an end
        connection.sendall(get("/", f"127.0.0.1:{running}"))
        connection.close()
    assert b"200" in talk(running, get("/", f"127.0.0.1:{running}"))
    assert capfd.readouterr().err == ""


def test_files_that_are_gone_for_a_moment_are_left_out(tmp_path: Path) -> None:
    def watched() -> Iterator[Path]:
        yield tmp_path
        yield from (tmp_path / "gone").iterdir()

    assert [path for path, _, _ in state(watched())] == [str(tmp_path)]
