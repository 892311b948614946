"""Which corpus and which base a command uses, and that it says so where that is not plain."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kb.corpus import find_corpus
from kb.problems import BaseMissing, KbError
from kb.search import build_index
from kb.store import open_base
from kb.store.place import find_base
from kb_cli.main import cli
from tests import made
from tests.cli.conftest import runner

PLAN = """滨河市促进消费行动方案（2025—2027年）
一、重点任务
1. 改善老旧小区。延续加装电梯政策。（责任单位：市税务局）
2. 整治背街小巷。给予补贴。（责任单位：市商务局）
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with nothing of its own, outside the checkout."""
    for name in ("KB_BASE", "KB_CORPUS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "方案.txt").write_text(PLAN, "utf-8")
    return folder


def kb(here: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kb_cli", *args], cwd=here, capture_output=True, text=True, check=False,
        encoding="utf-8", env={**os.environ},
    )  # fmt: skip


def test_a_corpus_without_units_is_that_corpus(here: Path) -> None:
    assert kb(here, "import", "方案.txt", "--id", "p").returncode == 0
    (here / "corpus" / "units.toml").unlink()
    (here / "corpus" / "topics.toml").unlink()
    assert find_corpus() == here / "corpus"
    built = kb(here, "build")
    assert built.returncode == 0, built.stderr
    assert "1 份规划" in built.stdout
    assert (here / "build" / "kb" / "CURRENT").is_file()


def test_a_new_corpus_has_no_units_and_topics_of_another_place(here: Path) -> None:
    assert kb(here, "import", "方案.txt", "--id", "p").returncode == 0
    for name in ("units.toml", "topics.toml"):
        text = (here / "corpus" / name).read_text("utf-8")
        assert tomllib.loads(text) == {}
        assert text.startswith("# ")


def test_no_other_base_answers_for_a_corpus_that_is_not_built(here: Path) -> None:
    kb(here, "import", "方案.txt", "--id", "p")
    with pytest.raises(BaseMissing, match="还没有建知识库"):
        find_base()
    said = kb(here, "who", "加装电梯")
    assert said.returncode == 2
    assert said.stderr == f"{here / 'corpus'} 还没有建知识库。请先运行 kb build 建库。\n"


def test_a_base_whose_corpus_is_elsewhere_builds_no_sample(here: Path) -> None:
    kb(here, "import", "方案.txt", "--id", "p")
    assert kb(here, "build").returncode == 0
    (here / "corpus").rename(here / "elsewhere")
    with pytest.raises(KbError, match="旁边没有它的语料文件夹"):
        find_corpus()


def test_a_base_older_than_its_corpus_is_said(here: Path) -> None:
    kb(here, "import", "方案.txt", "--id", "p")
    assert kb(here, "build").returncode == 0
    assert kb(here, "who", "加装电梯").stderr == ""
    os.utime(
        here / "corpus" / "p" / "plan.md", (2_000_000_000, 2_000_000_000)
    )  # a later time, the same bytes
    assert kb(here, "who", "加装电梯").stderr == ""
    with open(here / "corpus" / "units.toml", "a", encoding="utf-8") as f:
        f.write('\n[[unit]]\nname = "市税务局"\n')
    os.utime(here / "corpus" / "units.toml", (2_000_000_000, 2_000_000_000))
    said = kb(here, "who", "加装电梯")
    assert said.returncode == 0
    assert said.stderr == f"知识库比语料旧：{here / 'corpus'} 建库之后有改动。请运行 kb build 更新。\n"


def test_an_import_never_writes_into_the_sample(here: Path) -> None:
    deep = here / "a"
    deep.mkdir()
    (deep / "方案.txt").write_text(PLAN, "utf-8")
    assert kb(deep, "import", "方案.txt", "--id", "p").returncode == 0
    assert (deep / "corpus" / "p" / "plan.md").is_file()


def test_a_name_too_long_in_current_is_no_generation(here: Path) -> None:
    (here / "build" / "kb").mkdir(parents=True)
    (here / "build" / "kb" / "CURRENT").write_text("长" * 100_000, "utf-8")
    said = kb(here, "who", "加装电梯")
    assert said.returncode == 2
    assert "不在了。请运行 kb build 重建。" in said.stderr


def test_the_sample_that_answers_is_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.store.place.checkout", lambda: None)
    root = Path(os.environ["XDG_DATA_HOME"]) / "shuiguan" / "kb"
    with_index(root / "g1")
    (root / "CURRENT").write_text("g1\n")
    said = runner().invoke(cli, ["show", "1.1.1"], prog_name="kb")
    assert said.exit_code == 0
    assert said.stderr == f"这里没有自己的知识库，用的是随程序带的样例（{root}）。\n"


def with_index(folder: Path) -> None:
    made.write_made(folder)
    with open_base(folder) as base:
        build_index(folder / "index", base)
