"""The preview: this machine only, nothing kept by the browser, rebuilt when files rest after a change."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kb.problems import KbError
from kb_site.serve import address, make_server, serve


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
