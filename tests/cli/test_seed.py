"""The whole way on the real corpus: `kb build`, and what the commands then say of the Dadukou children's plan."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PLAN = "dadukou-children-2021-2030"
Kb = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Kb:
    """`kb …` as a process, on a base built from the repository's corpus."""
    base = tmp_path_factory.mktemp("seed") / "kb"
    kept = {
        k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "KB_CORPUS")
    }

    def call(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kb_cli", *args],
            env={**kept, "KB_BASE": str(base)}, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    built = call("build", "--corpus", str(repository / "corpus"))
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("知识库已建成：")
    return call


@pytest.fixture(scope="module")
def export(kb: Kb) -> Any:
    return json.loads(kb("export", "--format", "json", "--plan", PLAN).stdout)


def test_building_again_says_that_nothing_changed(kb: Kb, repository: Path) -> None:
    again = kb("build", "--corpus", str(repository / "corpus"))
    assert again.stdout.startswith("语料没有改动，知识库已是最新：")


def test_who_answers_for_childcare(kb: Kb) -> None:
    found = json.loads(kb("who", "托育", "--json").stdout)
    first = found["answers"][0]
    assert (first["unit"], first["basis"]) == ("区卫健委", "assigned")
    proofs = {(e["citation"], e["target"]) for e in first["evidence"] if e["basis"] == "assigned"}
    assert {("专栏一 指标25", "增加"), ("专栏一 指标26", "≥4.5")} <= proofs
    named = [a["unit"] for a in found["answers"] if a["basis"] == "named"]
    assert {"区妇幼保健院", "各镇街"} <= set(named)
    assert "托育服务机构规范化项目" in [n["title"] for n in found["unassigned"]]


def test_who_on_the_screen(kb: Kb) -> None:
    lines = kb("who", "托育").stdout.splitlines()
    assert lines[0] == "托育：区卫健委。"
    assert "专栏一 指标25  普惠托育服务机构数量  增加  区卫健委  明确责任  源文第 322 行" in lines
    at = lines.index("二、（四）2  发展普惠托育服务体系  未明确责任单位")
    assert lines[at + 1].startswith("  区妇幼保健院  文中点名·依托  “依托区妇幼保健院，")
    assert "专栏五 托育服务机构规范化项目  项目  未明确责任单位" in lines
    assert len(lines) <= 12
    assert len([line for line in lines if "“" in line]) == len({line for line in lines if "“" in line})


def test_the_export_holds_the_plan(export: Any) -> None:
    kinds = Counter(n["kind"] for n in export["nodes"])
    due = {
        "chapter": 4, "section": 21, "principle": 5, "goal": 7, "task": 39, "box": 8, "project": 11, "indicator": 45,
    }  # fmt: skip
    assert {kind: kinds[kind] for kind in due} == due
    assert len({i["number"] for i in export["indicators"]}) == 39
    assert len(export["indicators"]) == 45
    assert all(n["source"]["start"] < n["source"]["end"] for n in export["nodes"])
    assert [p["title"] for p in export["plans"]] == ["重庆市大渡口区儿童发展规划（2021—2030年）"]


def test_every_quote_stands_in_the_source(export: Any, repository: Path) -> None:
    source = (repository / "corpus" / PLAN / "source.txt").read_bytes().decode("utf-8")
    facts = [*export["duties"], *export["commitments"], *export["references"]]
    assert len(facts) > 200
    for fact in facts:
        if not fact.get("document"):
            assert source[fact["source"]["start"] : fact["source"]["end"]] == fact["quote"]


def test_the_indicators_as_a_table_for_a_spreadsheet(kb: Kb) -> None:
    text = kb("export", "--format", "csv", "--plan", PLAN).stdout
    assert text.startswith("\ufeff规划,编号,序号,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 45
    by_name = {r["指标"]: r for r in rows}
    dead = by_name["新生儿死亡率"]
    assert [dead[k] for k in ("计量单位", "比较", "目标值", "目标年", "属性", "责任单位", "基期年", "基期值")] == [
        "‰", "<", "1.3", "2030", "约束性", "区卫健委", "2020", "1.21",
    ]  # fmt: skip
    assert by_name["普惠托育服务机构数量"]["趋势"] == "增加"
    assert by_name["普惠托育服务机构数量"]["目标值"] == ""
    assert [r["分项"] for r in rows if r["序号"] == "11"] == ["1", "2", "3"]


def test_the_other_tables_have_a_row_a_fact(kb: Kb, export: Any) -> None:
    for name in ("nodes", "duties", "commitments"):
        text = kb("export", "--format", "csv", "--table", name, "--plan", PLAN).stdout
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert [r["编号"] for r in rows] == [fact["id"] for fact in export[name]]
        assert all(None not in r and None not in r.values() for r in rows)


def test_every_indicator_shows(kb: Kb, export: Any) -> None:
    found = json.loads(kb("show", "专栏一 指标25", "--json").stdout)
    assert found["id"] == f"{PLAN}/b1.25"
    assert found["indicator"]["target"]["trend"] == "增加"
    assert kb("show", "2.4.2").stdout.splitlines()[2] == "2. 发展普惠托育服务体系"


def test_the_base_is_sound(kb: Kb) -> None:
    found = kb("check", "--base-files")
    assert (found.returncode, found.stdout) == (0, "知识库完好。\n")
