"""`kb serve` and `kb user`: who is let in, what is refused before it starts, and one service on a real port."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result

from kb.problems import KbError
from kb.service.run import alone as hold_alone
from kb.service.run import is_loopback, read_address
from kb_cli.main import cli
from tests.cli.conftest import runner

PASSWORD = "correct-horse-9"
LONG = 120.0
"""Seconds for what takes two on an idle machine."""


@pytest.fixture
def own(tmp_path: Path, packaged_base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a state of its own and a base that is there."""
    monkeypatch.setenv("KB_BASE", str(packaged_base))
    monkeypatch.delenv("KB_CORPUS", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state"


def kb(*args: str, given: str | None = None) -> Result:
    return runner().invoke(cli, list(args), input=given, prog_name="kb")


def add(state: Path, name: str, role: str, password: str = PASSWORD) -> Result:
    return kb(
        "user", "add", name, "--role", role, "--password-stdin", "--state", str(state), given=password + "\n"
    )


def test_accounts_are_made_changed_and_removed(own: Path) -> None:
    assert kb("user", "list", "--state", str(own)).exit_code == 1
    assert add(own, "王芳", "administrator").stdout == "已建账号“王芳”（管理员）。\n"
    assert add(own, "李明", "editor").exit_code == 0
    assert kb("user", "list", "--state", str(own)).stdout.split() == [
        "账号",
        "角色",
        "李明",
        "编辑",
        "王芳",
        "管理员",
    ]
    assert kb("user", "role", "李明", "--role", "reader", "--state", str(own)).exit_code == 0
    changed = kb(
        "user", "password", "李明", "--password-stdin", "--state", str(own), given="another-horse-7\n"
    )
    assert "请本人重新登录" in changed.stdout
    assert kb("user", "remove", "李明", "--state", str(own)).stdout == "已删账号“李明”。\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["add", "王"], "add 和 role 要写 --role"),
        (["list", "王"], "list 不写名称"),
        (["remove"], "其他动作要写"),
        (["add", "王", "--role", "king"], "reader"),
        (["remove", "王"], "没有账号“王”"),
        (["add", "王", "--role", "reader"], "--password-stdin"),
    ],
)
def test_wrong_use_of_accounts(own: Path, args: list[str], said: str) -> None:
    result = kb("user", *args, "--state", str(own))
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_short_password_is_refused(own: Path) -> None:
    result = add(own, "王", "reader", "short")
    assert (result.exit_code, result.stderr) == (2, "密码太短，至少 10 个字符。\n")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--listen", "0.0.0.0:0"], "谁都能改"),
        (["--listen", "[::]:0"], "谁都能改"),
        (["--name", "kb.example"], "谁都能改"),
        (["--listen", "nowhere"], "看不懂地址"),
        (["--listen", "127.0.0.1:99999"], "看不懂地址"),
        (["--listen", "203.0.113.9:0", "--open-reading"], "用不了"),
        (["--root-path", "shuiguan"], "以 / 开头"),
        (["--name", "https://kb.example"], "只写主机名"),
        (["--allow-origin", "https://oa.example/"], "末尾不带 /"),
        (["--allow-origin", "*"], "https://oa.example"),
        (["--corpus", "", "--listen", "x"], "看不懂地址"),
    ],
)
def test_what_is_refused_before_it_starts(own: Path, args: list[str], said: str) -> None:
    result = kb("serve", *args, "--state", str(own))
    assert result.exit_code == 2, result.output
    assert said in result.stderr


def test_a_port_in_use_and_a_state_in_use_are_said(own: Path) -> None:
    from kb.service.run import alone

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = kb("serve", "--listen", f"127.0.0.1:{taken.getsockname()[1]}", "--state", str(own))
        assert result.exit_code == 2
        assert "已被占用" in result.stderr
    with alone(own):
        result = kb("serve", "--listen", "127.0.0.1:0", "--state", str(own))
        assert (result.exit_code, "另一个 kb serve 正在用" in result.stderr) == (2, True)


def test_addresses() -> None:
    assert read_address("8000") == ("127.0.0.1", 8000)
    assert read_address("[::1]:80") == ("::1", 80)
    for host, alone in (
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
    ):
        assert is_loopback(host) is alone
    for text in ("", ":", "a:b", "1.2.3.4", "-1", "8000 x"):
        with pytest.raises(KbError, match="看不懂地址"):
            read_address(text)


@pytest.fixture
def service(own: Path, packaged_base: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`kb serve` as a process of its own, on a free port."""
    with started(own, packaged_base) as found:
        yield found


@contextmanager
def started(state: Path, base: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    environment = {**os.environ, "PYTHONUTF8": "1", "KB_BASE": str(base)}
    process = subprocess.Popen(
        [sys.executable, "-m", "kb_cli", "serve", "--listen", "127.0.0.1:0", "--state", str(state), *more],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    yield process, int(line.split("127.0.0.1:")[1].split("/")[0])
    process.kill()
    process.communicate()


def test_a_service_answers_keeps_connections_and_stops_gracefully(
    service: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = service
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    for _ in range(3):
        connection.request("GET", "/api/v1/who?q=%E6%89%98%E8%82%B2", headers={"Accept-Encoding": "identity"})
        reply = connection.getresponse()
        assert reply.status == 200
        assert reply.headers["server"] is None
        assert json.loads(reply.read())["answers"][0]["unit"] == "区卫健委"
    for raw in (
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /api/v1/status HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 60 + b"\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=LONG) as plain:
            plain.sendall(raw)
            said = plain.recv(65536)
        assert said.split(b" ")[1] in (b"400", b"404", b"421", b"431"), said[:200]
        assert b"root:" not in said
    connection.close()
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=LONG)
    assert (process.returncode, out) == (0, "已停止。\n")


def test_behind_a_proxy_with_and_without_the_prefix_in_the_path(own: Path, packaged_base: Path) -> None:
    """nginx's `proxy_pass http://127.0.0.1:8000;` leaves the prefix in the path, with a slash at its end it takes it away."""
    more = ("--root-path", "/shuiguan", "--name", "kb.example", "--open-reading")
    with started(own, packaged_base, *more) as (_, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
        for path, status in (
            ("/shuiguan/api/v1/status", 200),
            ("/api/v1/status", 200),
            ("/shuiguan/shuiguan/api/v1/status", 404),
            ("/shuiguans/api/v1/status", 404),
        ):
            connection.request("GET", path, headers={"Host": "kb.example"})
            reply = connection.getresponse()
            reply.read()
            assert (path, reply.status) == (path, status)
        connection.close()


def test_browse_opens_the_page_also_where_it_is_served_already(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    monkeypatch.setattr("kb.service.run.serve", lambda app, bound, *, prefix, ready: ready())
    fresh = tmp_path / "规划库" / "corpus"
    run = kb("serve", "--listen", "127.0.0.1:0", "--browse", "--state", str(own), "--corpus", str(fresh))
    assert run.exit_code == 0, run.output
    assert len(opened) == 1
    assert opened[0].startswith("http://127.0.0.1:")
    assert f"谁管：{opened[0]}" in run.output
    with hold_alone(own):
        held = kb("serve", "--listen", "127.0.0.1:8123", "--state", str(own))
        assert (held.exit_code, opened[1:]) == (2, [])
        assert "另一个 kb serve" in held.output
        again = kb("serve", "--listen", "127.0.0.1:8123", "--browse", "--state", str(own))
    assert again.exit_code == 0
    assert opened[1:] == ["http://127.0.0.1:8123/"]
