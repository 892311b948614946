"""A plan.md that a person changed: every surface says so, and nobody is responsible by words that do not say it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.corpus import Corpus
from kb.extract import Gathering, render
from kb.model import EDITED
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.store import open_base
from kb_cli.main import cli
from kb_site.build import build_site

TEXT = """滨河市促进消费行动方案（2025—2027年）
一、重点任务
1. 改善老旧小区。延续加装电梯政策，到2027年见效。（责任单位：市税务局）发放补贴。（责任单位：市商务局）
2. 整治背街小巷。给予外墙翻新补贴。（责任单位：市商务局）
二、保障措施
1. 加强领导。统筹推进各项工作。（责任单位：市发展改革委）
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with corpus and build/kb; in plan.md a unit is another one and a year as well."""
    root = tmp_path_factory.mktemp("edited")
    (root / "方案.txt").write_text(TEXT, "utf-8")
    import_file(root / "方案.txt", root / "corpus", "p")
    md = root / "corpus" / "p" / "plan.md"
    text = md.read_text("utf-8")
    md.write_text(text.replace("市税务局", "市审计局").replace("到2027年见效", "到2030年见效"), "utf-8")
    build(Corpus(root / "corpus"), root / "build" / "kb")
    return root


def kb(place: Path, *args: str) -> str:
    result = CliRunner(env={"COLUMNS": None}).invoke(cli, ["--base", str(place / "build" / "kb"), *args])
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_who_does_not_name_the_unit_that_was_typed(place: Path) -> None:
    said = kb(place, "who", "加装电梯")
    assert "市审计局" not in said
    assert EDITED in said
    found = json.loads(kb(place, "who", "加装电梯", "--json"))
    assert not [a["unit"] for a in found["answers"] if a["basis"] == "assigned"]  # 市商务局 pays the subsidy
    assert all(e["edited"] for a in found["answers"] for e in a["evidence"])


def test_the_sentence_next_to_it_keeps_its_unit(place: Path) -> None:
    found = json.loads(kb(place, "who", "发放补贴", "--json"))
    assert next((a["unit"], a["basis"]) for a in found["answers"]) == ("市商务局", "assigned")


@pytest.mark.parametrize(
    "args", [("show", "1.1"), ("unit", "市商务局"), ("search", "加装电梯")], ids=lambda a: str(a[0])
)
def test_what_was_changed_is_shown_as_such(place: Path, args: tuple[str, ...]) -> None:
    assert EDITED in kb(place, *args)
    assert '"edited": true' in kb(place, *args, "--json")


def test_what_was_not_changed_is_not(place: Path) -> None:
    assert EDITED not in kb(place, "show", "2.1")
    assert EDITED not in kb(place, "unit", "市发展改革委")


def test_the_extract_says_so(place: Path) -> None:
    with open_base(place / "build" / "kb") as base:
        sheet = Gathering(base, "p").sheet("市商务局")
        assert EDITED in render(sheet, "md").decode()
        assert EDITED in render(sheet, "csv").decode("utf-8-sig")


def test_the_site_says_so(place: Path, tmp_path: Path) -> None:
    with open_base(place / "build" / "kb") as base:
        out = build_site(base, tmp_path / "site").out
    assert EDITED in (out / "p" / "1.1.html").read_text("utf-8")
    assert EDITED not in (out / "p" / "2.1.html").read_text("utf-8")
    check = (out / "p" / "check.html").read_text("utf-8")
    assert "到2030年见效" in check
    assert "源文第 3 行" in check


def test_build_says_what_differs(place: Path) -> None:
    args = ["--base", str(place / "build" / "kb"), "build", "--corpus", str(place / "corpus")]
    said = CliRunner().invoke(cli, args, prog_name="kb").output
    assert "plan.md 与源文不同 3 处：\n  p/plan.md:" in said
    assert said.index("KB332") < said.index("KB330")


def test_check_lists_each_difference_with_both_lines(place: Path) -> None:
    said = kb(place, "check", "--level", "warning")
    line = next(
        n
        for n, words in enumerate((place / "corpus/p/plan.md").read_text("utf-8").splitlines(), 1)
        if "加装电梯" in words
    )
    assert f"p/plan.md:{line}:1 KB330" in said
    assert "源文“政策，到2027年见效。（责”改成了“政策，到2030年见效。（责”（源文第 3 行）" in said
    assert "KB332" in said


# What kb import and kb check list, and in which order ----------------------------------------------------------------


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with one document under two ids, as text and with other white space."""
    root = tmp_path_factory.mktemp("twice")
    units = "、".join(f"市第{n}局" for n in "一二三四五六七八")
    text = TEXT.replace("市发展改革委", units)
    for name, words in (("a", text), ("b", text.replace("\n", "\n\n"))):
        (root / f"{name}.txt").write_text(words, "utf-8")
        import_file(root / f"{name}.txt", root / "corpus", name)
    build(Corpus(root / "corpus"), root / "build" / "kb")
    return root


def test_the_same_document_under_two_ids_is_said(twice: Path, tmp_path: Path) -> None:
    said = kb(twice, "check", "--level", "warning")
    assert said.startswith("b/source.txt KB119 与 a 是同一份文件。留下一个")
    again = CliRunner().invoke(
        cli, ["import", str(twice / "a.txt"), "--id", "c", "--corpus", str(twice / "corpus")], prog_name="kb"
    )
    assert "KB119 与 a 是同一份文件" in again.output


def test_check_takes_plans_and_codes(twice: Path) -> None:
    assert "b/plan.md" not in kb(twice, "check", "a")
    said = kb(twice, "check", "a", "KB314")
    assert said.count("KB314") == 2  # the finding, and what the code means
    assert "怎么办：" in said
    unknown = CliRunner().invoke(cli, ["--base", str(twice / "build" / "kb"), "check", "zz"], prog_name="kb")
    assert unknown.exit_code == 1


def test_units_that_are_not_registered_are_a_count_with_the_most_frequent(twice: Path) -> None:
    (line,) = [x for x in kb(twice, "check", "a").splitlines() if "KB314" in x]
    assert "10 家单位没有登记：市商务局 2 处、" in line
    assert line.count("处、") == 4
    assert "kb units --propose --plan a" in line
    said = CliRunner().invoke(
        cli, ["import", str(twice / "a.txt"), "--id", "a", "--corpus", str(twice / "corpus")], prog_name="kb"
    )
    assert "没有登记的单位 10 家，最多的是市商务局、" in said.output
