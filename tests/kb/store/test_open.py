"""A base that can't be used says which command makes a new one, word for word."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kb.problems import BaseMissing, BaseUnusable
from kb.store import find_base, open_base
from kb.store.place import base_for, user_folder
from tests import made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return made.write_made(tmp_path)


def spoil(file: Path, offset: int, content: bytes) -> None:
    with file.open("r+b") as out:
        out.seek(offset)
        out.write(content)


def refusal(file: Path) -> str:
    with pytest.raises(BaseUnusable) as caught:
        read_all(file.parent)
    return str(caught.value)


def read_all(folder: Path) -> None:
    with open_base(folder) as base:
        base.nodes()
        base.duties()


def test_of_another_version(file: Path) -> None:
    spoil(file, 60, (99).to_bytes(4, "big"))
    assert refusal(file) == f"{file} 的格式版本是 99，本程序要的是 7。请运行 kb build 重建。"


def test_truncated(file: Path) -> None:
    whole = file.stat().st_size
    with file.open("r+b") as out:
        out.truncate(whole - 5000)
    assert (
        refusal(file) == f"{file} 不完整：应有 {whole} 字节，实有 {whole - 5000} 字节。请运行 kb build 重建。"
    )


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"hello" * 50])
def test_no_database_at_all(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert refusal(file) == f"{file} 不完整或已损坏（不是 SQLite 文件）。请运行 kb build 重建。"


def test_some_other_database(file: Path) -> None:
    spoil(file, 68, b"\0\0\0\0")
    assert refusal(file) == f"{file} 不是谁管的知识库。请运行 kb build 重建。"


def test_damaged_inside(file: Path) -> None:
    """Every page after the first overwritten: found at the latest when rows are read."""
    spoil(file, 4096, b"\xff" * (file.stat().st_size - 4096))
    assert re.fullmatch(rf"{re.escape(str(file))} 已损坏（.+）。请运行 kb build 重建。", refusal(file))


def test_never_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KB_BASE", raising=False)
    monkeypatch.setattr("kb.store.place.checkout", lambda: None)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BaseMissing) as caught:
        find_base()
    assert str(caught.value) == "还没有建知识库。请先运行 kb build 建库。"


def test_named_folder_without_one(tmp_path: Path) -> None:
    with pytest.raises(BaseMissing) as caught:
        find_base(tmp_path)
    assert str(caught.value) == f"{tmp_path} 里没有知识库。请先运行 kb build --base {tmp_path} 建库。"


def test_generation_gone(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("0011\n")
    with pytest.raises(BaseMissing) as caught:
        open_base(tmp_path)
    assert str(caught.value) == f"{tmp_path} 指向的那一代知识库（0011）不在了。请运行 kb build 重建。"


@pytest.mark.parametrize("name", ["../elsewhere", "/etc", ""])
def test_current_leads_nowhere_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "CURRENT").write_text(name)
    with pytest.raises(BaseMissing):
        open_base(tmp_path)


def test_found_upward_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KB_BASE", raising=False)
    made.write_made(tmp_path / "build" / "kb" / "g1")
    (tmp_path / "build" / "kb" / "CURRENT").write_text("g1\n")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert find_base() == tmp_path / "build" / "kb"
    with open_base() as base:
        assert base.plan_ids() == ("jia",)


def test_the_environment_names_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made.write_made(tmp_path / "here")
    monkeypatch.setenv("KB_BASE", str(tmp_path / "here"))
    assert find_base() == tmp_path / "here"


def test_a_path_with_signs_that_urls_use(tmp_path: Path) -> None:
    folder = tmp_path / "规划 #1?%20"
    made.write_made(folder)
    with open_base(folder) as base:
        assert base.digest == "0123abcd"


def test_nothing_can_be_written(file: Path) -> None:
    before = file.read_bytes()
    with open_base(file.parent) as base, pytest.raises(BaseUnusable, match="readonly"):
        base._all("DELETE FROM duty")
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == ["kb.sqlite"]


def test_an_installed_corpus_is_built_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kb

    monkeypatch.delenv("KB_BASE", raising=False)
    assert base_for(tmp_path / "corpus") == tmp_path / "build" / "kb"
    assert base_for(Path(kb.__file__).parent / "_corpus") == user_folder() / "kb"
    assert base_for(tmp_path / "corpus", tmp_path / "named") == tmp_path / "named"
