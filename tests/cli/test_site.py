"""kb site: where it writes, what it says, and the preview."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import Result

from kb.store import Base
from kb_cli.commands.site import beside
from kb_cli.preview import rebuild

Run = Callable[..., Result]

PLAN = """甲区政府发〔2024〕1号
甲区人民政府
关于印发甲区托育服务规划（2024—2030年）的通知

一、总体思路

（一）指导思想。

坚持普惠优先。

二、重点任务

（一）发展托育服务。

1．建设托育机构。各镇街加快托育点建设。（责任单位：区卫健委）
"""


def test_beside_the_base_it_was_built_from(tmp_path: Path) -> None:
    assert beside(tmp_path / "build" / "kb") == tmp_path / "build" / "site"
    assert beside(tmp_path / "share" / "shuiguan" / "kb") == Path("build", "site")


def test_the_site_stands_where_it_is_told(run: Run, tmp_path: Path) -> None:
    result = run("site", "--out", str(tmp_path / "site"))
    assert (result.exit_code, result.stderr) == (0, "")
    said, place = result.stdout.splitlines()
    assert re.fullmatch(r"站点已生成：\d+ 页，\d+\.\d MB。", said)
    assert place == str(tmp_path / "site" / "index.html")
    assert "托位数" in (tmp_path / "site" / "jia" / "b1.1.html").read_text(encoding="utf-8")


def test_site_json(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("site", "--out", str(tmp_path / "site"), "--json").stdout)
    assert Path(found["index"]).is_file()
    assert found["pages"] > 9


def test_extracts_hang_on_the_units_page(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("docx")
    pytest.importorskip("openpyxl")
    result = run("site", "--out", str(tmp_path / "site"), "--extracts")
    assert result.exit_code == 0, result.output
    made = sorted(p.suffix for p in (tmp_path / "site" / "jia").glob("qu-wei-jian-wei-*"))
    assert made == [".docx", ".xlsx"]


def test_a_folder_with_something_else_is_not_touched(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    result = run("site", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_preview_follows_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change is built and shown; a corpus with errors is reported and the last good site stays."""
    from kb.corpus import Corpus
    from kb.importer import import_file

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "units.toml").write_text("", encoding="utf-8")
    source = tmp_path / "jia.txt"
    source.write_text(PLAN, encoding="utf-8")
    import_file(source, corpus, "jia")
    session = SimpleNamespace(base_folder=tmp_path / "kb")
    shown: list[str] = []

    def rewrite(base: Base) -> None:
        shown.append(base.node("2.1.1").title)

    assert rebuild(session, Corpus(corpus), rewrite)  # type: ignore[arg-type]  # all it asks a session for
    plan = corpus / "jia" / "plan.md"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("建设托育机构", "新建托育机构"), encoding="utf-8"
    )
    assert rebuild(session, Corpus(corpus), rewrite)  # type: ignore[arg-type]
    (corpus / "units.toml").write_text("[[unit]]\n", encoding="utf-8")
    assert not rebuild(session, Corpus(corpus), rewrite)  # type: ignore[arg-type]
    assert shown == ["建设托育机构", "新建托育机构"]


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent as a signal")
def test_the_preview_serves_this_machine_only(made_base: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kb_cli", "site", "--out", str(tmp_path / "site"), "--serve", "--port", "0"],
        env={**os.environ, "KB_BASE": str(made_base)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if line.startswith("预览："):
                break
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert address is not None
        page = _get(address[0] + "jia/b1.1.html")
        assert "托位数" in page
    finally:
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert complaint == "预览结束。\n"
    assert process.returncode == 0


def _get(address: str) -> str:
    for _ in range(50):
        try:
            with urlopen(address) as answer:
                content: bytes = answer.read()
                return content.decode("utf-8")
        except URLError:
            time.sleep(0.1)
    raise AssertionError(address)
