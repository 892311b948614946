"""What the command line says when something is wrong, word for word, and with which exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["shw"], "错误：没有 shw 这个命令。您是不是要用 show？\n用法见 kb --help。\n"),
        (["frobnicate"], "错误：没有 frobnicate 这个命令。\n用法见 kb --help。\n"),
        (
            ["--verson"],
            "错误：没有 --verson 这个选项。您是不是要用 --verbose、--version？\n用法见 kb --help。\n",
        ),
        (["show"], "错误：缺少参数 编号。\n用法见 kb show --help。\n"),
        (["who"], "错误：缺少参数 问题。\n用法见 kb who --help。\n"),
        (["who", " "], "错误：没有写要问的事。\n用法见 kb who --help。\n"),
        (["search", ""], "错误：没有写要搜的词。\n用法见 kb search --help。\n"),
        (["show", "1", "2"], "错误：多写了：2\n用法见 kb show --help。\n"),
        (
            ["show", "1", "--jsn"],
            "错误：没有 --jsn 这个选项。您是不是要用 --json？\n用法见 kb show --help。\n",
        ),
        (["show", "--plan"], "错误：--plan 后面要写一个值。\n用法见 kb show --help。\n"),
        (
            ["tree", "--depth", "x"],
            "错误：--depth 的值不对：“x”不是整数。\n用法见 kb tree --help。\n",
        ),
        (
            ["tree", "--depth", "0"],
            "错误：--depth 的值不对：0 不在 ≥1 的范围里。\n用法见 kb tree --help。\n",
        ),
        (
            ["units", "--format", "xml"],
            "错误：--format 的值不对：“xml”不在可选的值里：table、plain、json、csv。\n用法见 kb units --help。\n",
        ),
        (
            ["unit", "区卫健委", "--basis", "强"],
            "错误：--basis 的值不对：“强”不对，只能是 assigned（明确责任）、named（文中点名）、related（关联）。\n"
            "用法见 kb unit --help。\n",
        ),
        (
            ["search", "托育", "--kind", "篇"],
            "错误：--kind 的值不对：没有“篇”这种条目，只有：章（chapter）、节（section）、基本原则（principle）、"
            "主要目标（goal）、重点任务（task）、保障措施（measure）、专栏（box）、项目（project）、"
            "指标（indicator）、段落（paragraph）。\n用法见 kb search --help。\n",
        ),
    ],
)
def test_wrong_use(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["show", "1.1.2"], "没有找到编号“1.1.2”。您是不是要找：1.1、1.1.1、1.2？\n"),
        (
            ["show", "一、（一）9"],
            "没有找到编号“一、（一）9”。您是不是要找：一、（一）、一、（一）1、一、？\n",
        ),
        (["unit", "区卫计委"], "没有找到单位“区卫计委”。您是不是要找：区卫健委、区教委？\n"),
        (["search", "托位", "--unit", "卫计局"], "没有找到单位“卫计局”。您是不是要找：区卫健委？\n"),
        (["topics", "托儿班"], "没有找到主题“托儿班”。您是不是要找：托育？\n"),
        (["tree", "yi"], "没有找到规划“yi”。\n"),
        (["units", "--plan", "jai"], "没有找到规划“jai”。您是不是要找：jia？\n"),
        (["units", "--kind", "学校"], "没有学校单位。\n"),
    ],
)
def test_nothing_of_that_name(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", message)


def test_a_search_without_hits(run: Run) -> None:
    result = run("search", "龘龘龘")
    assert (result.exit_code, result.stderr) == (1, "")
    assert [line[:4] for line in result.stdout.splitlines()] == ["没有找到"]


def test_no_base(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KB_BASE", str(tmp_path))
    result = run("who", "托育")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path} 里没有知识库。请先运行 kb build --base {tmp_path} 建库。\n"


def test_a_damaged_base(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kb.sqlite").write_bytes(b"SQLite format 3\0" + b"\0" * 200)
    result = run("units", "--base", str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path / 'kb.sqlite'} 不是谁管的知识库。请运行 kb build 重建。\n"


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("export", "-o", str(tmp_path / "no" / "such.json"))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"错误：打不开文件 {tmp_path / 'no' / 'such.json'}：")


def test_a_corpus_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("build", "--corpus", str(tmp_path / "none"))
    assert (result.exit_code, result.stderr) == (2, f"没有语料文件夹 {tmp_path / 'none'}。\n")


def test_errors_of_a_build_are_all_listed(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "jia").mkdir(parents=True)
    (corpus / "jia" / "plan.md").touch()
    (corpus / "units.toml").write_text('[[unit]]\nname = ""\n', encoding="utf-8")
    result = run("build", "--corpus", str(corpus), "--base", str(tmp_path / "kb"))
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[0] == f"{corpus}/units.toml:1:1: KB301 这一条没有 name"
    assert lines[1].startswith(f"{corpus}/jia/source.txt: KB207 缺少文件")
    assert lines[-1] == "没有建成：2 个错误。原有的知识库没有动。"


def test_control_characters_of_an_argument_are_not_echoed(run: Run) -> None:
    assert "\x1b" not in run("unit", "a\x1b[31mb").stderr
    assert "\x1b" not in run("search", "a\x1b[31mb").output
