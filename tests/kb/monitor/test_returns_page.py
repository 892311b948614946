"""Returns taken in by the workbench: the same as `kb monitor collect` does with a folder."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from kb.corpus import Corpus
from kb.edit.desk import Desk as EditDesk
from kb.ledger.folder import read_ledger
from kb.problems import KbError
from kb.service.app import create_app, make_service
from kb.service.roles import LOCAL
from kb.service.settings import Folders, Settings
from kb.store import Base
from kb_site.workbench.entry import error_page
from kb_site.workbench.papers import make
from kb_site.workbench.returns import page, take
from kb_site.workbench.routes import ENTRIES, TASKS
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


def test_a_button_writes_the_files_of_monitoring_and_the_history_says_so(
    plan_base: Base, repository: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(repository / "corpus", corpus, ignore=shutil.ignore_patterns("monitor"))
    folders = Folders(base=plan_base.folder, corpus=corpus, site=tmp_path / "site", state=tmp_path / "state")
    app = create_app(Settings(folders=folders), entries=ENTRIES, tasks=TASKS, error_page=error_page)
    where = f"/workbench/returns/{PLAN}"
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        assert f'action="{where}/begin"' in client.get(where).text
        assert client.post(f"{where}/begin").status_code == 403  # without the page's token
        assert not (corpus / PLAN / "monitor").exists()
        form = {"csrf": client.get("/api/v1/session").json()["csrf"], "measures": "yes"}
        done = client.post(f"{where}/begin", data=form)
        assert (done.status_code, done.headers["location"]) == (303, f"{where}?done=1")
        written = {p.name for p in (corpus / PLAN / "monitor").glob("*.*") if not p.name.startswith(".")}
        assert {"indicators.csv", "recipients.csv", "measures.csv"} < written
        after = client.get(f"{where}?done=1").text
        assert "还没有下发过表" in after
        assert "kb monitor" not in after  # nobody at this page has a terminal
        assert f'action="{where}/papers"' in after
        assert f"{where}/begin" not in after
        again = client.post(f"{where}/begin", data=form)
        assert again.headers["location"] == f"{where}?said=same"
    (entry,) = EditDesk(Corpus(corpus)).history()
    assert entry.what.startswith(f"开始监测 {PLAN}：写出 ")
    assert "indicators.csv" in entry.what


def office(folders: Folders) -> TestClient:
    app = create_app(Settings(folders=folders), entries=ENTRIES, tasks=TASKS, error_page=error_page)
    return TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)


def token(client: TestClient) -> dict[str, str]:
    return {"csrf": client.get("/api/v1/session").json()["csrf"]}


def test_a_round_is_opened_and_its_forms_are_downloaded_without_a_terminal(
    plan_base: Base, repository: Path, tmp_path: Path
) -> None:
    """Begin, choose who reports, open, download: a zip with a form and a letter a unit, and the round in the corpus."""
    corpus = tmp_path / "corpus"
    shutil.copytree(repository / "corpus", corpus, ignore=shutil.ignore_patterns("monitor"))
    folders = Folders(base=plan_base.folder, corpus=corpus, site=tmp_path / "site", state=tmp_path / "state")
    where = f"/workbench/returns/{PLAN}"
    due = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    with office(folders) as client:
        csrf = token(client)
        client.post(f"{where}/begin", data=csrf)
        shown = client.get(f"{where}/who").text
        digests = re.findall(r'name="digest" value="(\w+)"', shown)
        (id_, *_) = re.findall(r'name="reporter-([^"]+)"', shown)
        choice = re.findall(rf'name="reporter-{re.escape(id_)}".*?<option>([^<]+)<', shown)[0]
        data = {
            **csrf,
            "file": "indicators.csv",
            "digest": digests[0],
            f"reporter-{id_}": choice,
            f"was-{id_}": "",
        }
        assert client.post(f"{where}/who", data=data).headers["location"] == f"{where}/who?done=2"
        units = re.findall(r'name="sent-([^"]+)"', shown)
        off = (
            {f"was-on-{u}": "yes" for u in units[1:]}
            | {f"sent-{u}": u for u in units[1:]}
            | {f"was-sent-{u}": u for u in units[1:]}
        )
        client.post(f"{where}/who", data={**csrf, "file": "recipients.csv", "digest": digests[1], **off})
        for wrong in (
            {"year": "24", "due": due},
            {"year": "2024", "due": "明天"},
            {"year": "2024", "due": "2020-01-01"},
        ):
            assert client.post(f"{where}/papers", data={**csrf, "kind": "forms", **wrong}).status_code == 422
    rows = {r.id: r for r in read_ledger(corpus / PLAN).indicators}  # type: ignore[union-attr]
    assert rows[id_].reporter == choice
    said = make(
        {"plan": PLAN, "kind": "forms", "year": 2024, "due": due, "letters": True, "who": "张三"},
        folders,
        lambda *_: None,
    )
    assert (said["year"], said["said"].split("；")[0]) == (2024, "1 家")
    with office(folders) as client:
        paper = client.get(f"{where}/papers/2024/forms")
        names = zipfile.ZipFile(io.BytesIO(paper.content)).namelist()
        assert sorted(n.rsplit("年度", 1)[1] for n in names) == ["监测函.docx", "监测填报表.xlsx"]
        assert client.get(f"{where}/papers/2024/slips").status_code == 404
        assert "未报 1 家" in client.get(where).text
    assert "下发2024年度填报表" in EditDesk(Corpus(corpus)).history()[-1].what


def test_reminders_slips_and_reports_are_written_and_findings_decided(
    two_years: TwoYears, own_corpus: Corpus, plan_base: Base, tmp_path: Path
) -> None:
    folders = Folders(
        base=plan_base.folder, corpus=own_corpus.folder, site=tmp_path / "site", state=tmp_path / "state"
    )
    where = f"/workbench/returns/{PLAN}"
    for kind in ("reminders", "slips", "reports"):
        found = make({"plan": PLAN, "kind": kind, "who": "张三"}, folders, lambda *_: None)
        packed = zipfile.ZipFile(folders.state / "papers" / PLAN / f"{found['year']}-{kind}.zip")
        assert packed.namelist()
        assert packed.testzip() is None
    with office(folders) as client:
        csrf = token(client)
        ledger = read_ledger(own_corpus.plan_folder(PLAN))
        assert ledger is not None
        assert ledger.last is not None
        problem = next(p for p in ledger.last.problems if p.state == "open" and p.id)
        data = {**csrf, "field": "problem", "id": problem.id, "value": problem.code, "unit": problem.unit}
        refused = client.post(f"{where}/decide", data=data)
        assert refused.status_code == 422
        assert "认定要写理由。" in refused.text
        done = client.post(f"{where}/decide", data={**data, "reason": "口径调整"})
        assert done.status_code == 303
        unknown = client.post(
            f"{where}/decide",
            data={**csrf, "field": "status", "id": "x9", "value": "已完成", "reason": "看过"},
        )
        assert "没有编号“x9”这一行" in unknown.text
        assert "kb monitor" not in unknown.text
        assert "已认定" in client.get(where).text
    after = read_ledger(own_corpus.plan_folder(PLAN))
    assert after is not None
    assert after.last is not None
    (closed,) = [
        p for p in after.last.problems if (p.code, p.id, p.unit) == (problem.code, problem.id, problem.unit)
    ]
    assert (closed.state, closed.answer, closed.by) == ("explained", "口径调整", "本机")


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
