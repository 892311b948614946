"""What the commands print on the made plan."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests import made

Run = Callable[..., Result]
Ask = Callable[..., Any]


def test_show(run: Run) -> None:
    result = run("show", "一、（一）1")
    assert result.exit_code == 0
    assert result.stdout == (
        "甲区托育规划（2024—2030年） › 一、重点任务 › （一）发展托育服务\n"
        "\n"
        "1. 建设托育机构\n"
        "重点任务 · 一、（一）1 · jia/1.1.1\n"
        "\n"
        "  依托区妇幼保健院，各镇街加快托育点建设，建成3—5所示范机构。按照《托育办法》，2023年有托位12个。\n"
        "\n"
        "单位\n"
        "  区妇幼保健院  文中点名 依托  “依托区妇幼保健院”  源文第 4 行\n"
        "  各镇街  文中点名 推进  “各镇街加快 托育点建设”  源文第 4 行\n"
        "  区卫健委  关联  “区卫健委”  源文第 10 行\n"
        "    同一主题：托育，见 专栏一 指标1 托位数\n"
        "  示范机构  涉及对象  “建成3—5所示范机构”  源文第 5 行\n"
        "\n"
        "主题  托育、托育机构\n"
        "来源  source.txt 第 4—5 行  编号经修复\n"
    )


def test_show_an_indicator(run: Run) -> None:
    assert run("show", "指标1").stdout == (
        "甲区托育规划（2024—2030年） › 一、重点任务 › （一）发展托育服务 › 专栏一 主要指标\n"
        "\n"
        "1. 托位数\n"
        "指标 · 专栏一 指标1 · jia/b1.1\n"
        "\n"
        "  目标  ≥100 个\n"
        "  现状  2023年 12个  源文第 5 行\n"
        "\n"
        "单位\n"
        "  区卫健委  明确责任  “区卫健委”  源文第 10 行\n"
        "\n"
        "主题  托育\n"
        "来源  source.txt 第 7—10 行\n"
    )


def test_show_a_box_lists_what_stands_in_it(run: Run) -> None:
    assert run("show", "b1").stdout.split("下面的条目\n")[1].split("\n\n")[0] == (
        "  b1.1  1. 托位数  ≥100  区卫健委\n"
        "  b1.2  2. 托育服务满意度  提高  区卫健委\n"
        "  b1.p1  培训项目  区教委"
    )


def test_show_says_where_nobody_answers(run: Run) -> None:
    lines = run("show", "b1.p1").stdout
    assert "区教委  明确责任·牵头  “培训项目”  《分工方案》第3页" in lines
    assert "未明确责任单位" not in lines


def test_show_lets_no_control_through(run: Run) -> None:
    result = run("show", "1.2")
    assert "\x1b" not in result.stdout
    assert "（二）提升\ufffd[31m安全\ufffd[0m水平" in result.stdout


def test_show_json(ask: Ask) -> None:
    found = ask("show", "1.1.1")
    assert found["id"] == "jia/1.1.1"
    assert [a["title"] for a in found["breadcrumb"]] == ["重点任务", "发展托育服务"]
    assert [(u["unit"], u["basis"], u["role"]) for u in found["units"]] == [
        ("区妇幼保健院", "named", "依托"), ("各镇街", "named", "推进"), ("区卫健委", "related", "责任"),
        ("示范机构", "named", "object"),
    ]  # fmt: skip
    assert found["source"] == {
        "file": "source.txt", "start": made.at("1．")[0], "end": made.at("12个。")[1], "line": 4, "last_line": 5,
    }  # fmt: skip


def test_tree(run: Run) -> None:
    result = run("tree")
    assert result.stdout == (
        "甲区托育规划（2024—2030年）  jia\n"
        "一、重点任务  1\n"
        "├ （一）发展托育服务  1.1\n"
        "│ ├ 1. 建设托育机构  1.1.1\n"
        "│ └ 专栏一 主要指标  b1\n"
        "│   ├ 1. 托位数  b1.1\n"
        "│   ├ 2. 托育服务满意度  b1.2\n"
        "│   └ 培训项目  b1.p1\n"
        "└ （二）提升\ufffd[31m安全\ufffd[0m水平  1.2\n"
    )


def test_tree_to_a_depth_and_with_paragraphs(ask: Ask) -> None:
    plan = ask("tree", "jia", "--depth", "1", "--all")["plans"][0]
    assert [(n["kind"], n["title"], n["children"]) for n in plan["nodes"]] == [
        ("paragraph", "甲区托育规划", []), ("chapter", "重点任务", []),
    ]  # fmt: skip


def test_units(run: Run) -> None:
    assert run("units").stdout == (
        "单位          类别      明确责任  文中点名  关联  涉及对象\n"
        "区卫健委      政府部门         2         ·     1         ·\n"
        "区教委        政府部门         1         ·     ·         ·\n"
        "各镇街        集合称谓         ·         1     ·         ·\n"
        "东街道        镇街             ·         1     ·         ·\n"
        "区妇幼保健院                   ·         1     ·         ·\n"
        "示范机构                       ·         ·     ·         1\n"
    )


def test_units_as_csv_for_spreadsheets(run: Run) -> None:
    text = run("units", "--format", "csv").stdout_bytes.decode("utf-8")
    assert text.startswith("\ufeff单位,全称,")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert rows[1] == [
        "区卫健委",
        "甲区卫生健康委员会",
        "政府部门",
        "2",
        "0",
        "1",
        "0",
        "甲区",
        "甲区/区卫健委",
    ]


def test_units_count_what_they_have_through_a_collective(ask: Ask) -> None:
    """东街道 is one of 各镇街: the count here is that of its own sheet."""
    found = ask("units")["units"]
    assert [u["unit"] for u in found] == [
        "区卫健委", "区教委", "各镇街", "东街道", "区妇幼保健院", "示范机构",
    ]  # fmt: skip
    for row in found:
        assert ask("unit", row["unit_id"])["totals"]["basis"] == row["counts"]
    assert found[0]["counts"] == {"assigned": 2, "named": 0, "related": 1, "object": 0}


def test_unit(run: Run) -> None:
    result = run("unit", "卫健局")
    assert result.exit_code == 0
    assert result.stdout == (
        "区卫健委  甲区卫生健康委员会\n"
        "甲区 · 政府部门 · 又称 卫健委、卫健局\n"
        "明确责任 2、关联 1\n"
        "角色：责任 2\n"
        "\n"
        "明确责任  2 条\n"
        "  专栏一 指标1  托位数  ≥100\n"
        "    责任：“区卫健委”  源文第 10 行\n"
        "  专栏一 指标2  托育服务满意度  提高\n"
        "    责任：“区卫健委”  源文第 15 行\n"
        "\n"
        "关联  1 条\n"
        "  一、（一）1  建设托育机构\n"
        "    同一主题：托育，见 专栏一 指标1 托位数  源文第 10 行\n"
    )


def test_unit_has_duties_as_a_member(run: Run, ask: Ask) -> None:
    found = ask("unit", "东街道")
    assert found["collectives"] == ["各镇街"]
    assert [(d["id"], d["via"], d["basis"]) for d in found["duties"]] == [("jia/1.1.1", "各镇街", "named")]
    assert (
        "    规划写的是“各镇街”，包括本单位　推进：“各镇街加快 托育点建设”  源文第 4 行"
        in run("unit", "东街道").stdout
    )


def test_unit_by_basis(ask: Ask) -> None:
    assert [d["id"] for d in ask("unit", "区卫健委", "--basis", "关联")["duties"]] == ["jia/1.1.1"]


def test_unit_shows_the_document_of_an_overlay(run: Run) -> None:
    assert (
        "  专栏一 培训项目  项目  期限：2025年\n    牵头：“培训项目”  《分工方案》第3页\n"
        in run("unit", "教委").stdout
    )


def test_matrix(run: Run, ask: Ask) -> None:
    assert run("matrix").stdout == (
        "一、（一）  发展托育服务\n"
        "\n"
        "单位           合计  一、（一）\n"
        "区卫健委      2/0/1       2/0/1\n"
        "区教委        1/0/0       1/0/0\n"
        "各镇街        0/1/0       0/1/0\n"
        "东街道        0/1/0       0/1/0\n"
        "区妇幼保健院  0/1/0       0/1/0\n"
    )
    assert ask("matrix")["units"][0]["cells"] == [
        {"section": "jia/1.1", "assigned": 2, "named": 0, "related": 1, "object": 0}
    ]


def test_a_matrix_too_wide_for_the_terminal_is_a_list(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert run("matrix").stdout == (
        "一、（一）  发展托育服务\n"
        "\n"
        "区卫健委      2/0/1\n"
        "              一、（一） 2/0/1\n"
        "区教委        1/0/0\n"
        "              一、（一） 1/0/0\n"
        "各镇街        0/1/0\n"
        "              一、（一） 0/1/0\n"
        "东街道        0/1/0\n"
        "              一、（一） 0/1/0\n"
        "区妇幼保健院  0/1/0\n"
        "              一、（一） 0/1/0\n"
    )


def test_plain_is_one_record_a_line_with_tabs(run: Run) -> None:
    assert (
        run("units", "--format", "plain").stdout.splitlines()[1]
        == "区教委\t甲区教育委员会\t政府部门\t1\t0\t0\t0\t甲区\t甲区/区教委"
    )
    assert run("unit", "教委", "--format", "plain").stdout == (
        "jia/b1.p1\t专栏一 培训项目\t培训项目\t\t明确责任\t牵头\t\t培训项目\t\n"
    )


def test_topics(run: Run, ask: Ask) -> None:
    assert run("topics").stdout == (
        "主题      条目  明确负责的单位\n"
        "托育         2  区卫健委\n"
        "托育机构     1\n"
    )  # fmt: skip
    assert [n["id"] for n in ask("topics", "托儿所")["nodes"]] == ["jia/b1.1", "jia/1.1.1"]


def test_export(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("export", "--format", "json").stdout)
    assert [n["title"] for n in found["nodes"] if n["kind"] == "indicator"] == ["托位数", "托育服务满意度"]
    path = tmp_path / "out.json"
    assert run("export", "-o", str(path)).exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == found
    for duty in found["duties"]:
        if not duty["document"]:
            assert made.SOURCE[duty["source"]["start"] : duty["source"]["end"]] == duty["quote"]


def test_export_as_a_word_document(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("docx")
    path = tmp_path / "规划.docx"
    assert run("export", "--format", "docx", "-o", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"PK")
    result = run("export", "--format", "docx")
    assert result.exit_code == 2
    assert "请用 -o 指明写到哪里" in result.output


def test_search(run: Run, ask: Ask) -> None:
    found = ask("search", "托位数")
    assert found["hits"][0]["id"] == "jia/b1.1"
    hit = found["hits"][0]
    assert [hit["title"][a:b] for a, b in hit["title_ranges"]] == ["托位数"]
    lines = run("search", "托位数").stdout.splitlines()
    assert lines[0] == "托位数  指标  区卫健委"
    assert lines[2] == "  专栏一 指标1  b1.1"


def test_search_narrowed_and_paged(ask: Ask) -> None:
    kinds = {h["kind"] for h in ask("search", "托育", "--kind", "指标")["hits"]}
    assert kinds == {"indicator"}
    assert {h["id"] for h in ask("search", "托位", "--unit", "卫健局")["hits"]} == {"jia/b1.1"}
    every = [h["id"] for h in ask("search", "托育")["hits"]]
    paged = ask("search", "托育", "--limit", "1", "--page", "2")
    assert [h["id"] for h in paged["hits"]] == every[1:2]
    assert paged["total"] == len(every)


def test_search_counts_what_is_not_shown(run: Run) -> None:
    lines = run("search", "托育", "--limit", "1").stdout.splitlines()
    assert lines[-1] == (
        "其中 指标 2、段落 1、节 1、重点任务 1；区卫健委 2、区妇幼保健院 1、各镇街 1、东街道 1。缩小范围用 --kind、--unit、--plan。"
    )
    assert not run("search", "托位数").stdout.splitlines()[-1].startswith("其中")


@pytest.mark.parametrize("style", ["plain", "csv"])
def test_search_for_programs_without_json(run: Run, style: str) -> None:
    result = run("search", "托位数", "--format", style)
    assert "jia/b1.1" in result.stdout
    assert "\x1b" not in result.stdout


def test_check_lists_problems_with_their_place(run: Run, ask: Ask) -> None:
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout == (
        "corpus/jia/plan.md:7:3 KB401 项目没有责任单位：“培训项目”。请核对。\n"
        "corpus/jia/plan.md KB402 看看这里\n"
        "问题 1、提示 1\n"
    )
    only = run("check", "--level", "error")
    assert (only.exit_code, only.stdout) == (0, "没有发现问题。\n")


def test_verbose_tells_times_on_standard_error(run: Run) -> None:
    for args in (("-v", "show", "1"), ("show", "1", "-v")):
        result = run(*args)
        steps = [line.split()[-1] for line in result.stderr.splitlines()]
        assert steps == ["启动", "打开知识库", "回答", "共"]
        assert "毫秒" not in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(run: Run, shell: str) -> None:
    assert f"_KB_COMPLETE={shell}_complete" in run("completion", shell).stdout


def test_proposed_units_are_written_into_the_file(tmp_path: Path, run: Run) -> None:
    """A person does not have to paste them; a second time there is nothing to add."""
    source = tmp_path / "plan.txt"
    source.write_text(
        "松原市便民服务方案（2024—2026年）\n\n一、重点任务\n\n（一）增设窗口。（责任单位：市农业农村局、新乡市住房城乡建设局）\n\n"
        "（二）优化流程。（责任单位：市农业农村局）\n\n（三）加强宣传。（责任单位：市科学院）\n",
        encoding="utf-8",
    )
    corpus, base = str(tmp_path / "corpus"), str(tmp_path / "kb")
    (tmp_path / "corpus").mkdir()
    units = tmp_path / "corpus" / "units.toml"
    units.write_text("# 松原市的单位\n", encoding="utf-8")
    assert run("import", str(source), "--corpus", corpus, "--id", "songyuan").exit_code == 0
    assert run("build", "--corpus", corpus, "--base", base).exit_code == 0
    stray = run("units", "--propose", "--write", "--base", base)
    assert (stray.exit_code, "请用 --corpus 指明语料文件夹" in stray.stderr) == (2, True)
    result = run("units", "--propose", "--write", "--base", base, "--corpus", corpus)
    assert (result.exit_code, "添了 3 条" in result.stdout) == (0, True)
    text = units.read_text(encoding="utf-8")
    assert text.startswith("# 松原市的单位\n\n# 待核对：一、（一）")
    kinds = {e["name"]: e["kind"] for e in tomllib.loads(text)["unit"]}
    assert kinds == {"市农业农村局": "政府部门", "新乡市住房城乡建设局": "政府部门", "市科学院": "事业单位"}
    assert run("build", "--corpus", corpus, "--base", base).exit_code == 0
    assert run("units", "--propose", "--write", "--base", base, "--corpus", corpus).exit_code == 1
    assert run("units", "--write", "--base", base).exit_code == 2
