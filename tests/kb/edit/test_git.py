"""Commits of a corpus: who, what, and what stays out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kb.edit.git import commit, refuse_no_checkout
from kb.problems import KbError


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus inside of a checkout, in a folder with a blank and Chinese in its name."""
    folder = tmp_path / "某办 资料" / "corpus"
    (folder / "plan").mkdir(parents=True)
    git(folder.parent, "init", "--quiet")
    (folder / "plan" / "plan.md").write_text("一\n", encoding="utf-8")
    (folder / "units.toml").write_text("", encoding="utf-8")
    return folder


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True)
    return done.stdout.decode()


def test_a_publication_is_a_commit_by_who_published(corpus: Path) -> None:
    (corpus / ".edit.lock").touch()
    (corpus / "plan" / ".plan.md.new").touch()
    beside = corpus.parent / "说明.txt"
    beside.write_text("别的事", encoding="utf-8")
    name = commit(corpus, "王芳 <script>", "发布：第一版")
    assert (
        git(corpus, "log", "-1", "--format=%h|%an|%cn|%s").strip()
        == f"{name}|王芳 script|shuiguan|发布：第一版"
    )
    assert git(corpus, "-c", "core.quotepath=off", "ls-files").split() == ["plan/plan.md", "units.toml"]
    assert commit(corpus, "王芳", "发布") == ""  # nothing has changed
    git(corpus.parent, "add", "说明.txt")
    (corpus / "units.toml").unlink()
    assert commit(corpus, "李四", "发布") != ""
    assert git(
        corpus, "-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", "--full-tree", "HEAD"
    ).split() == ["corpus/plan/plan.md"]  # what was staged beside the corpus is left alone


def test_no_checkout_and_no_name(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(KbError, match="不在 Git 仓库里"):
        refuse_no_checkout(tmp_path / "corpus")
    with pytest.raises(KbError, match="不在 Git 仓库里"):
        commit(tmp_path / "corpus", "王芳", "发布")


def test_no_git(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(KbError, match="没有找到 git"):
        commit(corpus, "王芳", "发布")
