"""What the service does for pages that kb_site brings: login, errors, the first page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kb.service import accounts as accounts_module
from kb.service.entries import Entry
from kb.service.replies import Refused
from kb.service.roles import Role
from tests.kb.service.conftest import PASSWORD, Office

PAGE = {"Accept": "text/html"}


def _page(request: Request) -> Response:
    return HTMLResponse(request.state.csrf)


def _error(request: Request, refused: Refused) -> Response:
    return HTMLResponse(f"<h1>{refused.title}</h1>{refused.detail}", refused.status)


APP: dict[str, Any] = {
    "entries": (
        Entry(path="/workbench", handler=_page, role=Role.EDITOR),
        Entry(path="/login", handler=_page, role=Role.NOBODY),
    ),
    "error_page": _error,
}


def test_a_browser_that_is_not_logged_in_is_led_to_the_login_and_back(
    start: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts_module, "COST", 2**5)
    office = start(app=APP)
    office.service.accounts.add("编", "editor", PASSWORD)
    client = office.client()
    led = client.get("/workbench?x=1&y=2", headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (303, "/login?next=/workbench%3Fx%3D1%26y%3D2")
    token = client.get("/login").text
    form = {"name": "编", "password": "wrong", "csrf": token, "next": "/workbench?x=1"}
    wrong = client.post("/login", data=form, headers=PAGE)
    assert (wrong.status_code, "账号或密码不对" in wrong.text) == (403, True)
    right = client.post("/login", data=form | {"password": PASSWORD}, headers=PAGE)
    assert right.headers["location"] == "/workbench?x=1"
    assert client.get("/workbench", headers=PAGE).status_code == 200
    assert client.get("/workbench").text != token


def test_at_a_sub_path_login_and_cookie_stay_there(start: Callable[..., Office]) -> None:
    office = start(open_reading=True, loopback=False, app=APP)
    client = office.client(root_path="/shuiguan")
    led = client.get("/shuiguan/workbench", headers=PAGE)
    assert led.headers["location"] == "/shuiguan/login?next=/workbench"
    assert "path=/shuiguan" in client.get("/shuiguan/login").headers["set-cookie"].lower()


def test_programs_get_problem_documents_where_browsers_get_pages(start: Callable[..., Office]) -> None:
    client = start(app=APP).client()
    assert client.get("/none", headers=PAGE).text.startswith("<h1>没有找到</h1>")
    assert client.get("/none").json()["code"] == "KB401"
    assert client.get("/api/v1/none", headers=PAGE).json()["code"] == "KB401"


def test_before_there_is_a_site_the_first_page_is_the_workbench(start: Callable[..., Office]) -> None:
    office = start(app=APP)
    assert office.client().get("/", headers=PAGE).status_code == 200
    shutil.rmtree(office.settings.folders.site)
    sent = office.client().get("/", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/workbench")
    reader = start(open_reading=True, loopback=False, app=APP).client()
    assert "还没有生成站点" in reader.get("/", headers=PAGE).text


def test_before_anything_is_published_readers_get_a_page_that_says_so(tmp_path: Path) -> None:
    """At the workbench's own front page, too, which comes before the site's."""
    from starlette.testclient import TestClient

    from kb.service.accounts import Accounts
    from kb.service.app import create_app
    from kb.service.settings import Folders, Settings
    from kb_site.workbench.entry import error_page
    from kb_site.workbench.routes import ENTRIES, TASKS

    folders = Folders(
        base=tmp_path / "kb", corpus=tmp_path / "corpus", site=tmp_path / "site", state=tmp_path / "state"
    )
    Accounts(folders.state).add("王芳", "administrator", "correct horse battery 9")
    settings = Settings(folders=folders, open_reading=True)
    app = create_app(settings, entries=ENTRIES, tasks=TASKS, error_page=error_page)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        reply = client.get("/", headers=PAGE)
        assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "这里还没有发布规划" in reply.text
        gone = client.get("/index.html", headers=PAGE)
        assert "kb site" not in gone.text
        assert "<h1>没有找到</h1>" in gone.text


def test_a_name_that_a_request_sets_is_text_wherever_it_appears(start: Callable[..., Office]) -> None:
    """Names of files, users, parameters: JSON is no page, and says so to the browser."""
    client = start(app=APP).client()
    evil = "<script>alert(1)</script>"
    for address in (
        f"/api/v1/who?{evil}=1",
        f"/api/v1/units/{evil}",
        f"/api/v1/who?q={evil}",
        f"/api/v1/tree/{evil}",
    ):
        reply = client.get(address, headers=PAGE)
        assert reply.headers["content-type"].startswith("application/")
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script>" not in client.get(f"/{evil}", headers=PAGE).text


def test_importing_and_building_by_jobs(
    start: Callable[..., Office], settings: Any, tmp_path: Path, repository: Path
) -> None:
    """An upload becomes a plan in the corpus, with a line in its history; the base is built; both are whole or nothing."""
    from dataclasses import replace

    from kb.corpus import Corpus
    from kb.edit.desk import Desk
    from kb.service.uploads import safe_name
    from tests.kb.service.test_jobs import ended

    made = repository / "tests/golden/made/yunling-women-2021-2030.txt"
    corpus = tmp_path / "corpus"
    office = start(folders=replace(settings.folders, corpus=corpus, base=tmp_path / "build/kb"))
    assert office.client().get("/api/v1/status").status_code == 503
    kept = office.settings.folders.state / "uploads" / ("a" * 64)
    kept.mkdir(parents=True)
    shutil.copy(made, kept / safe_name(made.name))
    job = office.service.jobs.start("import", {"upload": "a" * 64, "name": made.name, "who": "王"}, "王")
    done = ended(office.service.jobs, job)
    assert done.state == "done", done.said
    assert (corpus / done.result["plan"] / "plan.md").is_file()
    assert [e.what for e in Desk(Corpus(corpus)).history()][-1] == f"导入《{done.result['title']}》"
    plan_md = corpus / done.result["plan"] / "plan.md"
    imported = plan_md.read_text(encoding="utf-8")
    plan_md.write_text(imported.replace("title: ", "title: 修订稿 ", 1), encoding="utf-8")
    again = {"upload": "a" * 64, "name": made.name, "who": "王"}
    kept_plan = ended(office.service.jobs, office.service.jobs.start("import", again, "王"))
    assert (kept_plan.state, kept_plan.result["changed"]) == ("done", True)
    assert str(corpus) not in f"{kept_plan.said}{kept_plan.result}"  # no folder of the server
    replaced = ended(office.service.jobs, office.service.jobs.start("import", {**again, "force": True}, "王"))
    assert (replaced.state, plan_md.read_text(encoding="utf-8")) == ("done", imported)
    built = ended(office.service.jobs, office.service.jobs.start("build", {}, "王"))
    assert built.state == "done", built.said
    assert office.client().get("/api/v1/status").json()["plans"] == 1
    gone = ended(
        office.service.jobs, office.service.jobs.start("import", {"upload": "../../x", "name": "a.txt"}, "王")
    )
    assert (gone.state, gone.said) == ("failed", "没有这个上传的文件。")
    novel = kept / "小说.txt"
    shutil.copy(repository / "tests/golden/made/refused-novel.txt", novel)
    refused = ended(
        office.service.jobs,
        office.service.jobs.start("import", {"upload": "a" * 64, "name": "小说.txt"}, "王"),
    )
    assert refused.state == "failed"
    assert "KB" in refused.said
    assert sorted(p.name for p in corpus.iterdir() if p.is_dir() and not p.name.startswith(".")) == [
        done.result["plan"]
    ]
