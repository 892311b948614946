"""Jobs: processes of their own with progress, limits and cancel; a list that outlives the service; nothing half-done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.problems import KbError
from kb.service.jobs import Job, Jobs
from kb.service.settings import Folders, Limits
from tests.kb.service.conftest import Office, with_token

LONG = 120.0
"""Seconds a test waits for what happens at once on an idle machine."""

# The tasks of these tests, called by their dotted names.


def count(args: dict[str, Any], folders: Folders, say: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Count, print what is no line of ours, leave a file."""
    print("{not ours}")
    for step in range(args["to"]):
        say(step + 1, args["to"], f"第 {step + 1} 步")
    return {"counted": args["to"], "state": str(folders.state)}


def wait(args: dict[str, Any], folders: Folders, say: Callable[[int, int, str], None]) -> dict[str, Any]:
    """Say one's process, then never end."""
    (folders.state / "started").write_text(str(os.getpid()))
    say(0, 0, "等着")
    time.sleep(3600)
    return {}


def refuse(args: dict[str, Any], folders: Folders, say: Callable[[int, int, str], None]) -> dict[str, Any]:
    from kb.codes import problem
    from kb.problems import DocumentError

    if args.get("ours"):
        raise ZeroDivisionError("x")
    raise DocumentError(tuple(problem("KB003", f"文件{n}") for n in range(25)))


def swallow(args: dict[str, Any], folders: Folders, say: Callable[[int, int, str], None]) -> dict[str, Any]:
    held = [bytearray(64 * 1024 * 1024) for _ in range(100)]
    return {"bytes": len(held)}


def vanish(args: dict[str, Any], folders: Folders, say: Callable[[int, int, str], None]) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


TASKS = {
    name: f"tests.kb.service.test_jobs:{name}" for name in ("count", "wait", "refuse", "swallow", "vanish")
}


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    state = tmp_path / "state"
    state.mkdir()
    return Folders(base=tmp_path / "kb", corpus=None, site=tmp_path / "site", state=state)


@pytest.fixture
def jobs(folders: Folders) -> Iterator[Jobs]:
    held = Jobs(folders, TASKS, Limits(jobs=2, queue=2, job_memory=256 * 1024 * 1024))
    yield held
    held.close()


def ended(jobs: Jobs, job: Job) -> Job:
    found = jobs.wait(job.id, LONG)
    assert found is not None
    assert found.over, found
    return found


def begun(folders: Folders) -> int:
    """The process of `wait`, once it runs."""
    end = time.monotonic() + LONG
    path = folders.state / "started"
    while time.monotonic() < end:
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError("the job did not begin")


def gone(process: int) -> bool:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{process}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_a_job_says_its_steps_and_gives_its_result(jobs: Jobs, folders: Folders) -> None:
    job = ended(jobs, jobs.start("count", {"to": 3}, "王"))
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.result == {"counted": 3, "state": str(folders.state)}
    assert (job.by, job.task) == ("王", "count")
    assert job.made <= job.started <= job.ended
    again = Jobs(folders, TASKS, Limits())
    assert again.get(job.id) == job
    again.close()


def test_a_refused_document_is_told_with_its_problems(jobs: Jobs) -> None:
    job = ended(jobs, jobs.start("refuse", {}, "王"))
    assert job.state == "failed"
    assert job.said.startswith("文件0: KB003 文件里没有文字")
    assert job.said.endswith("另有 5 处。")


def test_our_own_fault_is_told(jobs: Jobs) -> None:
    job = ended(jobs, jobs.start("refuse", {"ours": True}, "王"))
    assert job.said == "程序出错（ZeroDivisionError：x）。原有的内容没有动，请告诉维护者。"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of memory there")
def test_a_job_that_takes_too_much_memory_ends(jobs: Jobs) -> None:
    job = ended(jobs, jobs.start("swallow", {}, "王"))
    assert job.state == "failed"
    assert "内存" in job.said


def test_a_process_that_vanishes_is_told(jobs: Jobs) -> None:
    assert (
        ended(jobs, jobs.start("vanish", {}, "王")).said == "进程意外结束（可能内存不足），没有写入任何文件。"
    )


def test_a_job_that_takes_too_long_ends(folders: Folders) -> None:
    held = Jobs(folders, TASKS, Limits(job_seconds=3.0))
    job = ended(held, held.start("wait", {}, "王"))
    assert job.state == "failed"
    assert job.said.startswith("超过了")
    held.close()


def test_a_job_is_cancelled_and_its_process_ends(jobs: Jobs, folders: Folders) -> None:
    job = jobs.start("wait", {}, "王")
    process = begun(folders)
    jobs.cancel(job.id)
    assert ended(jobs, job).state == "cancelled"
    assert gone(process)
    assert jobs.cancel(job.id) == jobs.get(job.id)
    assert jobs.cancel("none") is None


def test_jobs_wait_their_turn_and_the_queue_ends(folders: Folders) -> None:
    held = Jobs(folders, TASKS, Limits(jobs=1, queue=2))
    first = held.start("wait", {}, "王")
    others = [held.start("count", {"to": 1}, "王") for _ in range(2)]
    assert [held.get(j.id).state for j in others] == ["waiting", "waiting"]  # type: ignore[union-attr]
    with pytest.raises(KbError, match="已有 2 项工作在排队"):
        held.start("count", {"to": 1}, "王")
    assert held.cancel(others[0].id).state == "cancelled"  # type: ignore[union-attr]
    held.cancel(first.id)
    assert ended(held, others[1]).state == "done"
    held.close()
    with pytest.raises(KbError, match="正在停止"):
        held.start("count", {"to": 1}, "王")


def test_a_graceful_stop_says_what_was_cut_off(folders: Folders) -> None:
    held = Jobs(folders, TASKS, Limits(jobs=1))
    running, waiting = held.start("wait", {}, "王"), held.start("count", {"to": 1}, "王")
    process = begun(folders)
    held.close()
    assert gone(process)
    after = Jobs(folders, TASKS, Limits())
    assert {after.get(j.id).state for j in (running, waiting)} == {"cutoff"}  # type: ignore[union-attr]
    after.close()


SERVICE = """
import sys
from pathlib import Path
from kb.service.jobs import Jobs
from kb.service.settings import Folders, Limits
from tests.kb.service.test_jobs import TASKS
state = Path(sys.argv[1])
jobs = Jobs(Folders(base=state, corpus=None, site=state, state=state), TASKS, Limits())
print(jobs.start("wait", {}, "王").id, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_a_service_that_is_killed_takes_its_jobs_along(folders: Folders, repository: Path) -> None:
    """kill -9 of the service: the job's process ends by itself, and the next service says that it was cut off."""
    paths = os.pathsep.join((str(repository), *sys.path))
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICE, str(folders.state)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert service.stdout is not None
    id_ = service.stdout.readline().strip()
    process = begun(folders)
    service.kill()
    service.communicate()
    assert gone(process)
    after = Jobs(folders, TASKS, Limits())
    job = after.get(id_)
    assert job is not None
    assert job.state == "cutoff"
    assert json.loads((folders.state / "jobs" / id_ / "job.json").read_text("utf-8"))["state"] == "cutoff"
    after.close()


def test_a_list_that_is_torn_keeps_the_rest(folders: Folders) -> None:
    held = Jobs(folders, TASKS, Limits())
    good = ended(held, held.start("count", {"to": 1}, "王"))
    held.close()
    bad = folders.state / "jobs" / "0000000000000-torn"
    bad.mkdir()
    (bad / "job.json").write_text('{"id": ', encoding="utf-8")
    after = Jobs(folders, TASKS, Limits())
    assert [j.id for j in after.all()] == [good.id]
    after.close()


def test_old_jobs_leave_the_list(folders: Folders) -> None:
    held = Jobs(folders, TASKS, Limits(kept_jobs=1))
    made = [ended(held, held.start("count", {"to": 1}, "王")).id for _ in range(3)]
    held.start("count", {"to": 1}, "王")
    assert held.get(made[0]) is None
    assert held.get(made[2]) is not None
    held.close()


def test_jobs_over_http(start: Callable[..., Office]) -> None:
    office = start(app={"tasks": TASKS})
    client = with_token(office.client())
    job = office.service.jobs.start("wait", {}, "王")
    assert client.get("/api/v1/jobs").json()["jobs"][0]["id"] == job.id
    begun(office.settings.folders)
    assert client.post(f"/api/v1/jobs/{job.id}/cancel").status_code == 200
    assert ended(office.service.jobs, job).state == "cancelled"
    assert client.get(f"/api/v1/jobs/{job.id}").json()["state"] == "cancelled"
    for address in ("/api/v1/jobs/none", "/api/v1/jobs/..%2f..%2fsecret"):
        assert client.get(address).status_code == 404
    assert office.lines()[-1]["what"] == f"取消 wait {job.id}"
