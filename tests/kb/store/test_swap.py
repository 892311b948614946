"""Generations: sealed, taken into use in one step, the last one kept."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kb.problems import KbError
from kb.store import generation, open_base
from kb.store.lock import build_lock
from kb.store.swap import built_from, clear_aside, faults, in_use, point, seal, take
from tests import made


def new_generation(root: Path, name: str) -> Path:
    aside = root / ".new-1"
    made.write_made(aside)
    (aside / "index").mkdir()
    (aside / "index" / "meta.json").write_text(f'{{"name": "{name}"}}\n')
    seal(aside, name)
    return take(root, aside, name)


def test_the_generation_taken_is_the_one_in_use(tmp_path: Path) -> None:
    folder = new_generation(tmp_path, "aa")
    assert in_use(tmp_path) == "aa"
    assert generation(tmp_path) == folder == tmp_path / "aa"
    assert faults(folder, thorough=True) == ()


def test_the_last_generation_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    for name in ("aa", "bb", "cc"):
        new_generation(tmp_path, name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["CURRENT", "bb", "cc"]


def test_a_reader_keeps_the_generation_it_opened(tmp_path: Path) -> None:
    new_generation(tmp_path, "aa")
    with open_base(tmp_path) as base:
        new_generation(tmp_path, "bb")
        assert len(base.nodes()) == 9
        assert base.folder.name == "aa"


def test_a_base_built_anew_from_the_same_inputs_stands_beside_the_old(tmp_path: Path) -> None:
    """What is in use is never moved: a power cut between two renames would leave CURRENT pointing nowhere."""
    new_generation(tmp_path, "aa")
    with open_base(tmp_path) as base:
        assert new_generation(tmp_path, "aa").name == "aa-2"
        assert len(base.nodes()) == 9
    assert new_generation(tmp_path, "aa").name == "aa-3"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["CURRENT", "aa-2", "aa-3"]


def test_a_damaged_generation_counts_for_nothing(tmp_path: Path) -> None:
    folder = new_generation(tmp_path, "aa")
    assert built_from(tmp_path, "aa") == folder
    assert built_from(tmp_path, "bb") is None
    whole = (folder / "kb.sqlite").stat().st_size
    (folder / "kb.sqlite").write_bytes(b"damaged")
    assert faults(folder) == (f"kb.sqlite 应有 {whole} 字节，实有 7 字节。",)
    assert built_from(tmp_path, "aa") is None


def test_faults_name_missing_and_changed_files(tmp_path: Path) -> None:
    folder = new_generation(tmp_path, "aa")
    meta = folder / "index" / "meta.json"
    meta.write_text(meta.read_text().replace("aa", "ab"))
    assert faults(folder) == faults(folder, thorough=True) == ("index/meta.json 的内容变了。",)
    meta.unlink()
    assert faults(folder) == ("index/meta.json 不见了。",)
    (folder / "MANIFEST.json").unlink()
    assert faults(folder) == (f"{folder} 没有可读的 MANIFEST.json。",)


def test_what_an_interrupted_build_left_goes(tmp_path: Path) -> None:
    new_generation(tmp_path, "aa")
    (tmp_path / ".new-99").mkdir()
    (tmp_path / ".new-gone-bb").mkdir()
    clear_aside(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["CURRENT", "aa"]


def test_pointing_back_to_the_last_generation(tmp_path: Path) -> None:
    new_generation(tmp_path, "aa")
    new_generation(tmp_path, "bb")
    point(tmp_path, "aa")
    assert (tmp_path / "CURRENT").read_bytes() == b"aa\n"


def test_a_folder_that_is_no_generation_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("aa", "bb", "cc"):
        new_generation(tmp_path, name)
    assert (tmp_path / "notes").is_dir()


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    inside = threading.Event()

    def first() -> None:
        with build_lock(tmp_path):
            inside.set()
            time.sleep(0.2)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    with build_lock(tmp_path, waiting=lambda: order.append("told")):
        order.append("second")
    thread.join()
    assert order == ["told", "first", "second"]


def test_a_build_gives_up_waiting(tmp_path: Path) -> None:
    with build_lock(tmp_path), pytest.raises(KbError) as caught, build_lock(tmp_path, wait=0):
        pass
    assert str(caught.value) == f"另一个 kb build 正在 {tmp_path} 建库，等了 0 秒还没有完。请稍后再试。"


def test_a_killed_build_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys, time, pathlib; from kb.store.lock import build_lock\n"
        "with build_lock(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    child.kill()
    child.communicate()
    with build_lock(tmp_path, wait=5):
        pass
