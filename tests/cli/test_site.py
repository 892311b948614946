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
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import Result

from kb_cli.commands.site import beside

Run = Callable[..., Result]


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
    for option in ([], ["--extracts"]):  # they are there without being asked for
        result = run("site", "--out", str(tmp_path / "site"), *option)
        assert result.exit_code == 0, result.output
        made = sorted(p.suffix for p in (tmp_path / "site" / "jia").glob("qu-wei-jian-wei-*"))
        assert made == [".docx", ".xlsx"]
        assert (tmp_path / "site" / "jia" / "whole.docx").read_bytes().startswith(b"PK")
    run("site", "--out", str(tmp_path / "site"), "--no-extracts")
    assert list((tmp_path / "site").rglob("*.docx")) == []
    assert list((tmp_path / "site").rglob("unit-qu-wei-jian-wei-*.csv"))


def test_without_the_office_libraries_the_site_has_csv(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.extract.office.find_spec", lambda _name: None)
    assert run("site", "--out", str(tmp_path / "site")).exit_code == 0
    assert list((tmp_path / "site").rglob("*.docx")) == []
    assert list((tmp_path / "site").rglob("unit-qu-wei-jian-wei-*.csv"))
    result = run("site", "--out", str(tmp_path / "site"), "--extracts")
    assert result.exit_code == 2
    assert "pip install 'shuiguan[office]'" in result.output


def test_what_the_office_says_is_read_from_the_corpus(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    settings = tmp_path / "corpus" / "site.toml"
    settings.write_text('host = "清河区人民政府办公室"\n', encoding="utf-8")
    arguments = (
        "site",
        "--out",
        str(tmp_path / "site"),
        "--no-extracts",
        "--corpus",
        str(tmp_path / "corpus"),
    )
    assert run(*arguments).exit_code == 0
    assert "主办单位：清河区人民政府办公室" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    settings.write_text('hosts = "清河区"\n', encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == 2
    assert f"{settings} 里没有“hosts”这一项" in result.output


def test_a_folder_with_something_else_is_not_touched(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    result = run("site", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


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
        said, complaint = process.communicate(timeout=120)
    assert complaint == ""
    assert said.endswith("预览已结束。\n")
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
