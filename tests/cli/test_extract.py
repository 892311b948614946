"""kb extract"""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_document_by_default(run: Run) -> None:
    result = run("extract", "卫健委")
    assert (result.exit_code, result.stdout) == (0, "区卫健委-职责清单.docx\n")
    document = docx.Document(io.BytesIO(Path("区卫健委-职责清单.docx").read_bytes()))
    assert document.paragraphs[0].text == "区卫健委职责清单"


def test_several_formats_into_a_folder(run: Run) -> None:
    result = run("extract", "区卫健委", "--format", "md", "--format", "csv", "--out", "清单")
    assert result.exit_code == 0
    assert sorted(p.name for p in Path("清单").glob("[!.]*")) == [
        "区卫健委-职责清单.csv",
        "区卫健委-职责清单.md",
    ]


def test_a_file_by_its_suffix(run: Run) -> None:
    assert run("extract", "区卫健委", "--out", "x.html").exit_code == 0
    assert Path("x.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_point_in_a_folders_name(run: Run) -> None:
    assert run("extract", "区卫健委", "--format", "md", "--out", "清单2.0").exit_code == 0
    assert Path("清单2.0/区卫健委-职责清单.md").is_file()


def test_standard_output(run: Run, tmp_path: Path) -> None:
    assert run("extract", "区卫健委", "--stdout").stdout.startswith("# 区卫健委职责清单\n")
    told = run("extract", "区卫健委", "--stdout", "--format", "json").stdout
    assert [s["key"] for s in json.loads(told)["plans"][0]["sections"]] == ["indicators"]
    assert list(tmp_path.iterdir()) == []


def test_basis(run: Run) -> None:
    told = run("extract", "区卫健委", "--stdout", "--basis", "关联").stdout
    assert "关联事项（仅供参考，不是责任分工）" in told
    assert "主要指标" not in told


def test_nothing_to_write(run: Run, tmp_path: Path) -> None:
    result = run("extract", "示范机构")
    assert result.exit_code == 1
    assert result.stderr == "示范机构没有要写的职责，没有写文件。另有“涉及对象”1条（--basis object）。\n"
    assert list(tmp_path.iterdir()) == []


def test_unknown_unit(run: Run) -> None:
    result = run("extract", "区卫计委")
    assert result.exit_code == 1
    assert "没有找到单位“区卫计委”。您是不是要找：区卫健委" in result.stderr


def test_everyone(run: Run) -> None:
    result = run("extract", "--all", "--out", "全部", "--format", "md")
    assert result.exit_code == 0
    assert result.stdout == (
        "全部：5 个单位，5 个文件，另有 00-单位目录.xlsx、00-责任分工表.xlsx、00-责任分工表.docx。\n"
    )
    assert {p.name for p in Path("全部").glob("*.md")} == {
        f"{u}-职责清单.md" for u in ("区卫健委", "区教委", "各镇街", "东街道", "区妇幼保健院")
    }


def test_a_filled_in_file_is_kept(run: Run) -> None:
    run("extract", "区卫健委", "--out", "x.md")
    assert run("extract", "区卫健委", "--out", "x.md").exit_code == 0
    Path("x.md").write_text("填好的", encoding="utf-8")
    result = run("extract", "区卫健委", "--out", "x.md")
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert Path("x.md").read_text(encoding="utf-8") == "填好的"
    result = run("extract", "区卫健委", "--out", "x.md", "--force")
    assert (result.exit_code, result.stderr) == (0, "有人改过的文件另存为：x（旧）.md。\n")
    assert Path("x（旧）.md").read_text(encoding="utf-8") == "填好的"


def test_a_unit_by_two_names_is_written_once(run: Run) -> None:
    assert run("extract", "区卫健委", "卫健委", "--format", "md").stdout == "区卫健委-职责清单.md\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "请写单位的名称，或用 --all，二者取一。"),
        (("区卫健委", "--all"), "请写单位的名称，或用 --all，二者取一。"),
        (("--all",), "--all 要用 --out 指明一个文件夹。"),
        (("区卫健委", "--out", "清单.doc"), "不会写 .doc，只会写：docx、xlsx、pdf、md、csv、json、html。"),
        (("区卫健委", "--stdout", "--format", "docx"), "docx 不能写到标准输出，请用 --out。"),
        (("区卫健委", "--template", "x.docx", "--format", "md"), "--template 只用于 docx 和 pdf。"),
    ],
)
def test_contradictions(run: Run, args: tuple[str, ...], message: str) -> None:
    result = run("extract", *args)
    assert result.exit_code == 2
    assert message in result.stderr
