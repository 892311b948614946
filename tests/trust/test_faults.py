"""Full disks, folders that can't be written, damaged and foreign files: each ends in words, and nothing wrong is
answered."""

from __future__ import annotations

import ctypes
import os
import random
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.problems import KbError
from kb.store import generation, open_base
from kb.store.schema import SCHEMA_VERSION
from kb.store.swap import in_use
from tests.trust import stage as st

SEED = 20230227
NAMES = ("import", "build", "site", "extract")
TOLD = {  # what each command says where it can't write
    "import": "写不进 ",
    "build": "知识库没有建成（",
    "site": "写不了 ",
    "extract": " 写不了（",
}


def change(stage: st.Stage, name: str) -> int:
    """Bring the stage before a command that makes a change; the state it would make."""
    now = st.standing(stage, name) if name != "extract" else ""
    state = 0 if now == "1" else 1
    if name == "extract":
        assert st.run(stage.command("extract", 0)) == 0
        st.prepare(stage, name, 0)
        assert st.run(stage.command("extract", 0)) == 0
    st.prepare(stage, name, state)
    return state


def failed(stage: st.Stage, name: str, code: int, said: str, state: int) -> None:
    """The command said so, the old state stands, and with room again it ends well."""
    assert (code, said.count("\n")) == (2, 1), (code, said)
    assert TOLD[name] in said
    assert "Traceback" not in said
    stood = st.standing(stage, name)
    assert stood in ("files", str(1 - state))
    assert st.run(stage.command(name, state)) == 0
    if name != "extract":
        assert st.standing(stage, name) == str(state)
    assert st.leftovers(stage) == []


# A disk that is full -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 700])
@pytest.mark.parametrize("name", NAMES)
def test_no_file_can_grow(stage: st.Stage, tmp_path: Path, name: str, size: int) -> None:
    """As a full disk or a quota: no file may be longer than so many bytes."""
    state = change(stage, name)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    read, write = os.pipe()  # what it says can't go to a file
    child = st.fork(stage.command(name, state), said=Path(f"/dev/fd/{write}"), first=limit)
    os.close(write)
    with open(read, encoding="utf-8") as told:
        said = told.read()
    failed(stage, name, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said, state)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk in memory of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and os.geteuid() == 0
    if (
        not mounted
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a disk of our own can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up(small_disk: Path, tmp_path: Path) -> None:
    """Everything on a small disk, filled so that less and less of a command's work finds room."""
    stage = st.make_stage(small_disk / "stage")
    ended: Counter[tuple[str, str]] = Counter()
    for name in NAMES:
        for free in (1, 20):
            state = change(stage, name)
            filler = small_disk / "filler"
            room = os.statvfs(small_disk)
            filler.write_bytes(b"\0" * max(0, (room.f_bavail - free) * room.f_frsize))
            code, said = st.say(stage.command(name, state), tmp_path / "said")
            filler.unlink()
            if code == 0:
                ended[name, "went on"] += 1
                assert st.standing(stage, name) in (str(state), "files")
            else:
                ended[name, "told"] += 1
                failed(stage, name, code, said, state)
    assert all(ended[name, "told"] for name in NAMES)


# Folders that can't be written ---------------------------------------------------------------------------------------


def give_up_power() -> None:
    """Root may write anywhere, by its capabilities: capset(2) without any."""
    if os.geteuid() == 0:
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
        assert ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_is_read_only(stage: st.Stage, tmp_path: Path, name: str) -> None:
    state = change(stage, name)
    places = {"import": stage.corpus, "build": stage.base, "site": stage.site.parent, "extract": stage.sheets}

    places[name].chmod(0o555)
    try:
        code, said = st.say(stage.command(name, state), tmp_path / "said", first=give_up_power)
    finally:
        places[name].chmod(0o755)
    assert "没有权限" in said, (code, said)
    failed(stage, name, code, said, state)


# A base that is damaged, foreign, old ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spoilt(stage: st.Stage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of its own to be spoilt; what it answers is known."""
    stage.bring(0, "build")
    place = tmp_path_factory.mktemp("spoilt") / "kb"
    shutil.copytree(stage.base, place)
    return place


def test_flipped_bits_and_lost_ends(stage: st.Stage, spoilt: Path) -> None:
    """Seeded damage to every file of a base: told, or without effect; a build makes it good. Figures: docs/reliability.md"""
    stage.bring(0, "build")
    good = st.answers(spoilt)
    chance = random.Random(SEED)
    folder = generation(spoilt)
    ended: Counter[str] = Counter()
    words: set[bool] = set()
    for path in sorted((*(p for p in folder.rglob("*") if p.is_file()), spoilt / "CURRENT")):
        whole = path.read_bytes()
        for trial in range(16):
            spoil(path, whole, trial, chance)
            try:
                assert st.answers(spoilt) == good, (path.name, trial)
                ended["answered right"] += 1
            except KbError as error:
                words.add("请运行 kb build" in str(error))
                ended["told"] += 1
            path.write_bytes(whole)
    assert words == {True}
    assert ended["told"] > 16 * 8
    assert ended["answered right"] >= 1  # a digit of the manifest that nobody asks for


def spoil(path: Path, whole: bytes, trial: int, chance: random.Random) -> None:
    """Every fourth time the end is cut off, else one bit is flipped."""
    at = chance.randrange(len(whole))
    if trial % 4 == 3:
        path.write_bytes(whole[:at])
    else:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])


@pytest.mark.parametrize("name", ["kb.sqlite", "index/lexicon.json", "index/plans.bin", "MANIFEST.json"])
def test_a_build_mends_a_flipped_bit(stage: st.Stage, name: str) -> None:
    """The message says “kb build”: it may not find that nothing has changed."""
    stage.bring(0, "build")
    path = generation(stage.base) / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 4]) + whole[-8:])
    build(Corpus(stage.corpus), stage.base)
    assert st.standing(stage, "build") == "0"


def test_the_words_of_damage(stage: st.Stage, spoilt: Path) -> None:
    path = generation(spoilt) / "index" / "lexicon.json"
    whole = path.read_bytes()

    def said() -> str:
        with pytest.raises(KbError) as caught:
            st.answers(spoilt)
        return str(caught.value)

    path.write_bytes(whole[:-9] + b"?" + whole[-8:])
    assert said() == f"{path} 的内容变了，已不能用。请运行 kb build 重建。"
    path.write_bytes(whole[:-9])
    assert (
        said()
        == f"{path} 应有 {len(whole)} 字节，实有 {len(whole) - 9} 字节，已不能用。请运行 kb build 重建。"
    )
    path.unlink()
    assert said() == f"{path} 不见了，已不能用。请运行 kb build 重建。"
    path.write_bytes(whole)
    (generation(spoilt) / "MANIFEST.json").write_bytes(b"{")
    assert said() == f"{generation(spoilt) / 'MANIFEST.json'} 已损坏。请运行 kb build 重建。"
    shutil.copy(generation(stage.base) / "MANIFEST.json", generation(spoilt))
    (spoilt / "CURRENT").write_bytes(b"\xff\xfe\0")
    assert said().endswith("不在了。请运行 kb build 重建。")
    (spoilt / "CURRENT").write_text(generation(stage.base).name)


def test_a_base_of_an_older_version_is_built_anew(stage: st.Stage, tmp_path: Path) -> None:
    """An older program left its base: the schema in the file's header and in the name of the inputs are others."""
    stage.bring(0, "build")
    place = tmp_path / "kb"
    shutil.copytree(stage.base, place)
    folder = generation(place)
    file = folder / "kb.sqlite"
    content = bytearray(file.read_bytes())
    content[60:64] = (0).to_bytes(4, "big")
    file.write_bytes(content)
    manifest = folder / "MANIFEST.json"
    manifest.write_text(manifest.read_text().replace('"inputs": "', '"inputs": "00'))
    with pytest.raises(KbError) as caught:
        open_base(place)
    assert (
        str(caught.value) == f"{file} 的格式版本是 0，本程序要的是 {SCHEMA_VERSION}。请运行 kb build 重建。"
    )
    before = in_use(place)
    built = build(Corpus(stage.corpus), place)
    assert not built.unchanged
    assert in_use(place) != before
    assert st.answers(place) == stage.known[0]["build"]
