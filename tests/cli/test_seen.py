"""`kb check --ok`: what a person marks is no longer listed, on no surface, and nothing else changes by it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result

from kb.corpus import Corpus
from kb.edit.desk import Desk
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.store import open_base
from kb_cli.main import cli
from kb_site.build import build_site
from tests.cli.conftest import runner
from tests.cli.test_edited import TEXT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with one document under two ids; in plan.md of the first a unit and a year are other ones."""
    root = tmp_path_factory.mktemp("seen")
    for name, words in (("a", TEXT), ("b", TEXT.replace("\n", "\n\n"))):
        (root / f"{name}.txt").write_text(words, "utf-8")
        import_file(root / f"{name}.txt", root / "corpus", name)
    md = root / "corpus" / "a" / "plan.md"
    text = md.read_text("utf-8").replace("市税务局", "市审计局").replace("到2027年见效", "到2030年见效")
    md.write_text(text, "utf-8")
    rebuild(root)
    return root


@pytest.fixture
def place(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to write in; no line breaking, as in a pipe."""
    monkeypatch.delenv("COLUMNS", raising=False)
    return shutil.copytree(built, tmp_path / "here")


def rebuild(place: Path) -> None:
    build(Corpus(place / "corpus"), place / "build" / "kb")


def kb(place: Path, *args: str) -> Result:
    return runner().invoke(cli, ["--base", str(place / "build" / "kb"), *args], prog_name="kb")


def facts(place: Path) -> object:
    with open_base(place / "build" / "kb") as base:
        return [(base.facts(plan), base.nodes(plan), base.repairs(plan)) for plan in base.plan_ids()]


def test_what_is_marked_is_listed_no_more_and_nothing_else_changes(place: Path) -> None:
    assert kb(place, "check", "a", "--level", "warning").exit_code == 1
    before = facts(place)
    said = kb(place, "check", "a", "KB330", "KB332", "--ok", "--note", "张三核对")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == f"{place / 'corpus/a/seen.csv'}：标为没问题：KB332、KB330。运行 kb build 后生效。\n"
    assert [(e.who, e.what) for e in Desk(Corpus(place / "corpus")).history("a/seen.csv")] == [
        ("命令行", "标为没问题：KB332、KB330")
    ]
    assert kb(place, "check", "a", "KB330", "KB332", "--ok").stderr.endswith(
        "没有这样的问题，或已经标过，没有写。\n"
    )
    rebuild(place)
    assert facts(place) == before
    said = kb(place, "check", "a", "KB330", "KB332")
    assert said.exit_code == 0
    assert "没有别的问题（标为没问题的 3 处，--all 列出）" in said.stdout
    everything = kb(place, "check", "a", "KB330", "--all")
    assert everything.exit_code == 0
    assert everything.stdout.count("（没问题：张三核对）") == 2
    assert json.loads(kb(place, "check", "a", "KB330", "--json").stdout) == {"problems": []}
    rows = json.loads(kb(place, "check", "a", "KB330", "--all", "--json").stdout)["problems"]
    assert [(p["seen"], p["note"]) for p in rows] == [(True, "张三核对")] * 2


def test_the_build_and_the_page_say_it_no_more(place: Path, tmp_path: Path) -> None:
    kb(place, "check", "a", "KB330", "KB331", "KB332", "--ok")
    args = ("build", "--corpus", str(place / "corpus"))
    assert "plan.md 与源文不同" not in kb(place, *args).stdout
    with open_base(place / "build" / "kb") as base:
        out = build_site(base, tmp_path / "site").out
    page = (out / "a" / "check.html").read_text("utf-8")
    assert "另有 3 处核对过，没问题。" in page
    assert page.count("核对过，没问题</span>") == 3


def test_one_document_under_two_ids_can_be_right(place: Path) -> None:
    assert "KB119" in kb(place, "check", "b", "--level", "warning").stdout
    said = kb(place, "check", "a", "KB119", "--ok", "--note", "两处印发")
    assert said.stdout.startswith(f"{place / 'corpus/b/seen.csv'}：标为没问题：KB119")
    rebuild(place)
    for plan in ("a", "b"):
        assert "KB119 与" not in kb(place, "check", plan).stdout
        assert kb(place, "check", plan, "KB119", "--all").stdout.count("（没问题：两处印发）") == 1
    assert "KB327" not in kb(place, "check").stdout


def test_a_line_alone_is_enough_and_undo_takes_it_back(place: Path) -> None:
    rows = json.loads(kb(place, "check", "a", "--json").stdout)["problems"]
    line = next(p["line"] for p in rows if p["code"] == "KB332")
    assert (
        "标为没问题：KB33"
        in kb(place, "check", "a", "--level", "warning", "--line", str(line), "--ok").stdout
    )
    rebuild(place)
    assert "KB332" not in kb(place, "check", "a").stdout
    assert "取消没问题的标记：KB332" in kb(place, "check", "a", "KB332", "--undo").stdout
    rebuild(place)
    assert "KB332" in kb(place, "check", "a").stdout


@pytest.mark.parametrize(
    "args",
    [
        ("--ok",),
        ("a", "--ok"),
        ("KB330", "--ok"),
        ("a", "b", "KB330", "--ok"),
        ("a", "KB330", "--ok", "--undo"),
    ],
)
def test_nothing_is_marked_by_the_way(place: Path, args: tuple[str, ...]) -> None:
    said = kb(place, "check", *args)
    assert said.exit_code == 2
    assert "要写明一份规划，再写明问题编号或 --line 行号" in said.stderr
    assert not list(place.glob("corpus/*/seen.csv"))


def test_a_wrong_line_of_seen_csv_stops_nothing(place: Path) -> None:
    (place / "corpus/a/seen.csv").write_text("问题,内容\nKB999,甲\n", "utf-8")
    rebuild(place)
    said = kb(place, "check", "a", "--level", "warning")
    assert "a/seen.csv:2:1 KB326 没有编号“KB999”：“甲”" in said.stdout
