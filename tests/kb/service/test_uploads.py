"""Uploads: names that a browser sends, a full disk, and what is left of one that was broken off."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections import namedtuple
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kb.problems import KbError
from kb.service import uploads
from kb.service.entries import Entry
from kb.service.roles import Role
from kb.service.service import service_of
from kb.service.settings import Folders
from kb.service.tasks import import_upload
from kb.service.uploads import clear_old, safe_name, take_upload, upload_path
from tests.kb.service.conftest import Office, with_token


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("规划.docx", "规划.docx"),
        ("C:\\文件\\..\\规划.docx", "规划.docx"),
        ("../../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("..", "文件"),
        ("", "文件"),
        (".htaccess", "htaccess"),
        ("a\x00b\n.txt", "ab.txt"),
        ("\u202exslx.规划", "xslx.规划"),
        ('<img src=x onerror="alert(1)">.docx', "img src=x onerror=alert(1).docx"),
        ("长" * 300 + ".docx", "长" * 120 + ".docx"),
        ("CON:.txt", "CON.txt"),
    ],
)
def test_a_name_becomes_the_name_of_a_file_here(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert "/" not in safe_name(given)
    assert safe_name(safe_name(given)) == safe_name(given)


async def _take(request: Request) -> Response:
    form = await request.form()
    file: Any = form["file"]
    taken = await take_upload(service_of(request).settings, file)
    return PlainTextResponse(f"{taken.digest} {taken.name} {taken.size}")


APP = {"entries": (Entry(path="/take", handler=_take, methods=("POST",), role=Role.EDITOR, upload=True),)}


def send(office: Office, name: str, content: bytes) -> Any:
    return with_token(office.client()).post("/take", files={"file": (name, content)})


def test_an_upload_is_kept_under_its_digest(start: Callable[..., Office]) -> None:
    office = start(app=APP)
    content = os.urandom(600_000)
    digest = sha256(content).hexdigest()
    assert send(office, "../规划.docx", content).text == f"{digest} 规划.docx 600000"
    path = upload_path(office.settings.folders.state, digest, "规划.docx")
    assert path.read_bytes() == content
    assert path.parent.parent == office.settings.folders.state / "uploads"
    assert send(office, "规划.docx", content).status_code == 200
    for wrong in ("../../x", "A" * 64, digest[:-1], ""):
        with pytest.raises(KbError):
            upload_path(office.settings.folders.state, wrong, "规划.docx")


def test_a_disk_that_is_nearly_full_takes_nothing(
    start: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = start(app=APP)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 12 * 1024 * 1024))
    reply = send(office, "a.docx", b"x")
    assert (reply.status_code, reply.json()["code"]) == (507, "KB408")
    assert "还剩 12 MB" in reply.json()["detail"]


def test_a_disk_that_fills_up_leaves_nothing_half(
    start: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = start(app=APP)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = with_token(office.client())
    office.service.audit.write(what="begin")
    monkeypatch.setattr("kb.service.uploads.os.fsync", lambda handle: None)
    monkeypatch.setattr("kb.service.uploads.os.replace", lambda old, new: full(0))
    reply = client.post("/take", files={"file": ("a.docx", b"x" * 100)})
    assert (reply.status_code, "磁盘满了" in reply.json()["detail"]) == (507, True)
    left = [p for p in (office.settings.folders.state / "uploads").rglob("*") if p.is_file()]
    assert left == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("登录页.docx", "<html><body>请先登录</body></html>".encode(), "登录页.docx: KB101 这不是 Word 文件（内容是网页），"),
        ("空.docx", b"", "空.docx: KB003 文件是空的。"),
        ("坏.docx", b"PK\x03\x04" + b"x" * 100, "坏.docx: KB010 "),
        ("plan.md", b"", "plan.md: "),
    ],
)  # fmt: skip
def test_a_refused_upload_is_called_by_its_name_alone(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    digest = sha256(content).hexdigest()
    folder = tmp_path / "state" / "uploads" / digest
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    folders = Folders(
        base=tmp_path / "base", corpus=tmp_path / "corpus", site=tmp_path / "site", state=tmp_path / "state"
    )
    with pytest.raises(KbError) as caught:
        import_upload({"upload": digest, "name": name}, folders, lambda *_: None)
    assert str(caught.value).startswith(said)
    assert str(tmp_path) not in str(caught.value)
    assert digest not in str(caught.value)


def test_what_was_broken_off_and_what_is_old_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    for name in ("a" * 64, "b" * 64):
        (folder / name).mkdir(parents=True)
        (folder / name / "x.txt").write_text("x")
    (folder / ".1234.part").write_text("half")
    old = time.time() - uploads.KEPT_SECONDS - 10
    os.utime(folder / ("a" * 64), (old, old))
    clear_old(tmp_path)
    assert [p.name for p in folder.iterdir()] == ["b" * 64]
    clear_old(tmp_path / "none")


@pytest.mark.skipif(os.name != "posix", reason="no kill -9 there")
def test_kill_9_at_any_point_of_an_import_leaves_the_corpus_whole(
    start: Callable[..., Office], settings: Any, repository: Path, tmp_path: Path
) -> None:
    """The job's process is killed after some time, sooner and later: the plan is there whole, or not at all."""
    from dataclasses import replace

    from kb.parse import read_plan
    from kb.service.jobs import Job

    made = repository / "tests/golden/made/yunling-women-2021-2030.txt"
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    office = start(folders=replace(settings.folders, corpus=corpus, base=tmp_path / "build/kb"))
    kept = office.settings.folders.state / "uploads" / ("a" * 64)
    kept.mkdir(parents=True)
    shutil.copy(made, kept / made.name)
    jobs = office.service.jobs
    states = set()
    for pause in (0.5, 1.5, 3.0, 60.0):
        job: Job = jobs.start("import", {"upload": "a" * 64, "name": made.name}, "王")
        ended = jobs.wait(job.id, pause)
        jobs.cancel(job.id)
        ended = jobs.wait(job.id, 120.0)
        assert ended is not None
        states.add(ended.state)
        for folder in (p for p in corpus.iterdir() if p.is_dir() and not p.name.startswith(".")):
            assert {"plan.md", "source.txt", "import.json"} <= {p.name for p in folder.iterdir()}
            source = (folder / "source.txt").read_bytes().decode("utf-8")
            assert read_plan((folder / "plan.md").read_text("utf-8"), source).plan.title
    assert "done" in states
    assert states <= {"done", "cancelled"}
