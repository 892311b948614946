"""`kb list` chooses by filters; `kb topics --missing` lists what was not answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb_cli.main import cli

TEXT = """清河市交通发展规划（2024—2027年）

一、主要任务

（一）建设公交场站。新建公交场站。（牵头单位：市交通局，配合单位：市财政局，完成时限：2025年6月底前）

（二）完善慢行系统。建设骑行道。（责任单位：市城管局）

（三）优化站点布局。调整线路。
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kb.corpus import Corpus
    from kb.pipeline.build import build
    from kb.pipeline.importer import import_file

    folder = tmp_path_factory.mktemp("list")
    (folder / "qinghe.txt").write_text(TEXT, "utf-8")
    (folder / "corpus").mkdir()
    import_file(folder / "qinghe.txt", folder / "corpus")
    build(Corpus(folder / "corpus"), folder / "kb")
    return folder / "kb"


def kb(base: Path, *args: str) -> Result:
    return CliRunner().invoke(cli, ["--base", str(base), *args])


def titles(base: Path, *args: str) -> list[str]:
    return [r["title"] for r in json.loads(kb(base, "list", *args, "--json").stdout)["rows"]]


def test_filters_add_up(base: Path) -> None:
    assert titles(base, "任务") == ["建设公交场站", "完善慢行系统", "优化站点布局"]
    assert titles(base, "任务", "--无单位") == ["优化站点布局"]
    assert titles(base, "任务", "--有单位") == ["建设公交场站", "完善慢行系统"]
    assert titles(base, "任务", "--牵头") == ["建设公交场站"]
    assert titles(base, "任务", "--共同", "--unit", "市财政局") == ["建设公交场站"]
    assert titles(base, "任务", "--共同", "--unit", "市城管局") == []
    assert titles(base, "任务", "骑行道") == ["完善慢行系统"]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("2025年底前", 1),
        ("2025年6月底前", 1),
        ("2025年5月底前", 0),
        ("6月底前", 1),
        ("7月底前", 0),
        ("2024年底前", 0),
    ],
)
def test_deadlines(base: Path, before: str, found: int) -> None:
    assert len(titles(base, "任务", "--before", before)) == found


def test_on_the_screen(base: Path) -> None:
    result = kb(base, "list", "任务", "--无单位")
    assert result.stdout.splitlines()[0] == "没有写责任单位：1 项任务。"
    assert result.exit_code == 0
    assert kb(base, "list", "指标").exit_code == 1
    assert "看不懂时间“随便”" in kb(base, "list", "任务", "--before", "随便").stderr


def test_what_was_not_answered_is_kept_here_alone(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_MISSING", str(tmp_path / "kept"))
    for _ in range(2):
        kb(base, "who", "核电站谁管")
    kb(base, "who", "公交场站谁管")
    found = json.loads(kb(base, "topics", "--missing", "--json").stdout)
    assert [(r["query"], r["count"], r["step"]) for r in found["missing"]] == [("核电站谁管", 2, 5)]
    assert "核电站谁管" in kb(base, "topics", "--missing").stdout
    monkeypatch.setenv("KB_MISSING", "off")
    kb(base, "who", "核电站谁管")
    assert kb(base, "topics", "--missing").stdout == "没有记录：环境变量 KB_MISSING 设为 off。\n"
    assert len((tmp_path / "kept" / "missing.jsonl").read_text("utf-8").splitlines()) == 2


def test_asking_never_fails_for_it(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("KB_MISSING", str(tmp_path / "file"))
    assert kb(base, "who", "核电站谁管").exit_code == 1
