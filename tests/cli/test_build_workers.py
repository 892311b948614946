"""`kb build` with several processes: started by the installed command, interrupted, killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import PAYS_FROM, build
from kb.pipeline.importer import import_file
from kb.pipeline.workers import workers_for
from kb.store.swap import ASIDE, in_use
from tests.cli.test_import_build import PLAN

KB = Path(sys.executable).with_name("kb")
SIDE_BY_SIDE = workers_for(PAYS_FROM, PAYS_FROM) > 1
pytestmark = [
    pytest.mark.skipif(not SIDE_BY_SIDE, reason="one core: one process"),
    pytest.mark.skipif(os.name == "nt", reason="signals of a terminal"),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """As many plans as make other processes pay."""
    found = Corpus(tmp_path / "a corpus" / "语料")
    found.folder.mkdir(parents=True)
    (found.folder / "units.toml").write_text('[[unit]]\nname = "各镇街"\n', encoding="utf-8")
    for number in range(PAYS_FROM):
        path = tmp_path / f"jia-{number}.txt"
        path.write_text(PLAN.replace("托育点", f"托育点{number}处"), encoding="utf-8")
        import_file(path, found.folder, path.stem)
    return found


@pytest.fixture
def start(corpus: Corpus, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """`kb build` by the installed command, in an empty folder and a group of its own."""
    if not KB.exists():
        pytest.skip("kb is not installed beside this Python")
    (tmp_path / "empty").mkdir()
    environment = {k: v for k, v in os.environ.items() if k not in ("KB_CORPUS", "PYTHONPATH")}

    def call(*args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [KB, "build", "--corpus", str(corpus.folder), *args],
            env={**environment, "KB_BASE": str(tmp_path / "kb")}, cwd=tmp_path / "empty", text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    return call


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def wait_for(seen: Callable[[], bool]) -> None:
    for _ in range(1200):
        if seen():
            return
        time.sleep(0.05)
    raise AssertionError("did not come")


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


def workers(pid: int) -> list[int]:
    """The processes that work for one, without the one that keeps their semaphores."""
    return [c for c in children(pid) if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]


def test_the_installed_command_builds_what_one_process_builds(
    start: Callable[..., subprocess.Popen[str]], corpus: Corpus, tmp_path: Path
) -> None:
    out, err = start("--json").communicate()
    assert err == ""
    told = json.loads(out)
    assert (told["plans"], told["kept"], told["workers"] > 1) == (PAYS_FROM, 0, True)
    alone = build(corpus, tmp_path / "alone", workers=1)
    assert alone.workers == 1
    assert contents(Path(told["folder"])) == contents(alone.folder)
    shutil.rmtree(corpus.folder / "jia-0")
    out, _ = start("--json").communicate()
    told = json.loads(out)
    assert (told["plans"], told["kept"], told["workers"]) == (PAYS_FROM - 1, PAYS_FROM - 1, 1)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_ctrl_c_ends_all_of_them_and_leaves_the_base(
    start: Callable[..., subprocess.Popen[str]], corpus: Corpus, tmp_path: Path
) -> None:
    root = tmp_path / "kb"
    before = build(corpus, root, workers=1).folder.name
    running = start("--force")
    wait_for(lambda: len(workers(running.pid)) > 1)
    helpers = workers(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate()
    assert running.returncode == 130
    assert "Traceback" not in err
    assert out == ""
    assert in_use(root) == before
    assert [p.name for p in root.iterdir() if p.name.startswith(ASIDE)] == []
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in helpers))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_workers_killed_on_the_way_are_done_without(
    start: Callable[..., subprocess.Popen[str]], corpus: Corpus, tmp_path: Path
) -> None:
    running = start("--json")
    wait_for(lambda: len(workers(running.pid)) > 1)
    for pid in workers(running.pid):
        os.kill(pid, signal.SIGKILL)
    out, err = running.communicate()
    assert (running.returncode, err) == (0, "")
    assert contents(Path(json.loads(out)["folder"])) == contents(build(corpus, tmp_path / "alone").folder)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_workers_end_with_a_build_that_is_killed(start: Callable[..., subprocess.Popen[str]]) -> None:
    running = start()
    wait_for(lambda: len(workers(running.pid)) > 1)
    helpers = workers(running.pid)
    running.kill()
    running.communicate()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in helpers))
