"""The folder is swapped in whole; what did not change keeps its time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.problems import KbError
from kb_site.output import MARK, write_site

FIRST = {MARK: b"{}", "index.html": b"one", "p/2.html": b"two", "p/old.html": b"old"}


def test_only_what_changed_is_new(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert write_site(out, FIRST).changed == 4
    os.utime(out / "p" / "2.html", ns=(10**18, 10**18))
    os.utime(out / "index.html", ns=(10**18, 10**18))
    second = {MARK: b"{}", "index.html": b"ONE", "p/2.html": b"two", "p/3.html": b"three"}
    written = write_site(out, second)
    assert (written.changed, written.kept, written.removed) == (2, 2, 1)
    assert (out / "p" / "2.html").stat().st_mtime_ns == 10**18
    assert (out / "index.html").stat().st_mtime_ns != 10**18
    assert {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} == set(second)
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(KbError, match="不是以前生成的站点"):
        write_site(tmp_path, FIRST)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_failure_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    write_site(out, FIRST)
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "3.html":
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(KbError, match="磁盘满了"):
        write_site(out, {**FIRST, "p/3.html": b"three"})
    assert {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()} == FIRST
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
