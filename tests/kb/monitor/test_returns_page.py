"""Returns taken in by the workbench: the same as `kb monitor collect` does with a folder."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from kb.corpus import Corpus
from kb.problems import KbError
from kb.service.app import make_service
from kb.service.roles import LOCAL
from kb.service.settings import Folders, Settings
from kb.store import Base
from kb_site.workbench.returns import page, take
from tests.kb.monitor.two_years import PLAN, SILENT_2024, TwoYears


def uploaded(state: Path, files: list[Path]) -> list[dict[str, str]]:
    """Put files where an upload puts them."""
    out = []
    for path in files:
        digest = sha256(path.read_bytes()).hexdigest()
        folder = state / "uploads" / digest
        folder.mkdir(parents=True)
        shutil.copyfile(path, folder / path.name)
        out.append({"digest": digest, "name": path.name})
    return out


def test_thirty_files_at_once_say_what_was_taken_sent_back_and_missing(
    two_years: TwoYears, own_corpus: Corpus, plan_base: Base, tmp_path: Path
) -> None:
    folders = Folders(
        base=plan_base.folder, corpus=own_corpus.folder, site=tmp_path / "site", state=tmp_path / "state"
    )
    files = sorted(two_years.returns[2024].iterdir())[:30]
    other = tmp_path / "食堂菜单.xlsx"
    other.write_bytes(b"not a workbook")
    steps: list[str] = []
    args = {"plan": PLAN, "who": "张三", "files": uploaded(folders.state, [*files, other])}
    found = take(args, folders, lambda done, total, said: steps.append(said))
    assert (found["taken"], found["again"]) == (0, 30)  # they came before
    assert [name for name, _ in found["refused"]] == ["食堂菜单.xlsx"]
    assert steps == ["读 31 份表", "完成"]
    shown = _page(folders)
    assert f"未报 {len(SILENT_2024)} 家" in shown
    assert all(unit in shown for unit in SILENT_2024)
    assert "查出的问题" in shown


def test_a_plan_without_monitoring_says_what_to_do(plan_base: Base, repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("monitor"))
    folders = Folders(
        base=plan_base.folder, corpus=tmp_path / "corpus", site=tmp_path / "site", state=tmp_path / "state"
    )
    assert "还没有监测的文件" in _page(folders)
    missing = {"plan": PLAN, "who": "x", "files": [{"digest": "0" * 64, "name": "a.xlsx"}]}
    with pytest.raises(KbError, match="不在了，请再传一次"):
        take(missing, folders, lambda *_: None)


class _App:
    """What a request reaches its service by."""

    def __init__(self, service: Any) -> None:
        self.state = type("State", (), {"service": service})()


def _page(folders: Folders) -> str:
    service = make_service(Settings(folders=folders), {})
    scope = {
        "type": "http", "method": "GET", "path": f"/workbench/returns/{PLAN}", "headers": [], "query_string": b"",
        "path_params": {"plan": PLAN}, "app": _App(service), "state": {"user": LOCAL, "csrf": "t"}, "root_path": "",
    }  # fmt: skip
    return bytes(page(Request(scope)).body).decode()
