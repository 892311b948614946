"""kb shell: what a line means, lines from a pipe, and a terminal with its completion and history."""

from __future__ import annotations

import os
import re
import select
import subprocess
import time
from pathlib import Path

import pytest

from kb_cli.commands.shell import read_line
from tests.cli.test_process import KB, environment


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("谁管托育", ["who", "--", "谁管托育"]),
        ("托育归哪个单位管？", ["who", "--", "托育归哪个单位管？"]),
        ("托育 机构", ["search", "--", "托育 机构"]),
        ("单位:区卫健委 类型:指标", ["search", "--", "单位:区卫健委 类型:指标"]),
        ("-机构", ["search", "--", "-机构"]),
        ("show 1.1.1", ["show", "1.1.1"]),
        ("kb show 1.1.1 --json", ["show", "1.1.1", "--json"]),
        ('search "普惠 托育" --limit 3', ["search", "普惠 托育", "--limit", "3"]),
        ('unit "区残联', ["unit", '"区残联']),
        ("export", ["search", "--", "export"]),  # writes: for the system's own shell
        ("   ", []),
        ("kb", []),
    ],
)
def test_a_line(line: str, asked: list[str]) -> None:
    assert read_line(line) == asked


def test_lines_from_a_pipe(made_base: Path) -> None:
    lines = "谁管托育\n\nshow 1.1.1\n没有的词\nunit 卫计委\nshow\n退出\n培训\n"
    done = subprocess.run(
        [*KB, "shell"], input=lines.encode(), env=environment(made_base), capture_output=True, check=False
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == 0
    assert out.startswith("托育：区卫健委。\n")
    assert "\n1. 建设托育机构\n" in out
    assert "没有找到。可以换一个说法，或少用几个词。" in out
    assert "培训" not in out.splitlines()[-1]  # nothing after 退出
    assert err.splitlines()[0].startswith("没有找到单位“卫计委”。")
    assert "缺少参数" in err


def test_no_base_no_shell(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = subprocess.run(
        [*KB, "shell"], input=b"", env=environment(tmp_path / "none"), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert "里没有知识库" in done.stderr.decode()


def read_until(terminal: int, due: str) -> str:
    seen = b""
    until = time.monotonic() + 60
    while not re.search(due, seen.decode(errors="replace"), re.S):
        assert time.monotonic() < until, seen.decode(errors="replace")
        if select.select([terminal], [], [], 1)[0]:
            try:
                seen += os.read(terminal, 4096)
            except OSError:  # Linux, once the other end is closed
                break
    return seen.decode(errors="replace")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_at_a_terminal(made_base: Path, tmp_path: Path) -> None:
    pytest.importorskip("prompt_toolkit")
    import pty

    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [*KB, "shell"], stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment(made_base, XDG_DATA_HOME=str(tmp_path), TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1"),
    )  # fmt: skip
    os.close(theirs)
    try:
        read_until(ours, "谁管>")
        os.write(ours, "托育服务满\t\r".encode())  # nothing to complete: searched as it is
        read_until(ours, "意度.*谁管>")
        os.write(ours, "卫健局\t\r".encode())
        read_until(ours, "区卫健委.*谁管>")
        os.write(ours, b"\x03")  # Ctrl-C drops the line
        os.write(ours, b"\x04")
        assert running.wait(60) == 0
    finally:
        running.kill()
        os.close(ours)
    assert "+托育服务满" in (tmp_path / "shuiguan" / "shell-history").read_text("utf-8")
