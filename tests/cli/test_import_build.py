"""kb import, kb build and the bar they show."""

from __future__ import annotations

import io
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kb_cli.progress import Bar

Run = Callable[..., Result]

PLAN = """甲区政府发〔2024〕1号
甲区人民政府
关于印发甲区托育服务规划（2024—2030年）的通知

一、总体思路

（一）指导思想。

坚持普惠优先。

二、重点任务

（一）发展托育服务。

1．建设托育机构。各镇街加快托育点建设。（责任单位：区卫健委）
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """An empty corpus; the working folder; KB_BASE aside."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "units.toml").write_text('[[unit]]\nname = "各镇街"\n', encoding="utf-8")
    (tmp_path / "jia.txt").write_text(PLAN, encoding="utf-8")
    monkeypatch.setenv("KB_BASE", str(tmp_path / "base"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_import_then_build_then_ask(run: Run, folders: Path) -> None:
    done = run("import", "jia.txt", "--report")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0].endswith("jia")
    assert "指标编号 0 个" in lines
    assert "任务、措施和项目 1 条，其中明确责任单位的 1 条" in lines
    assert "没有登记的单位 1 家：区卫健委" in lines
    assert lines[-1] == "校对 plan.md 之后运行 kb build。"
    assert sorted(p.name for p in (folders / "corpus" / "jia").iterdir()) == [
        "import.json",
        "plan.md",
        "source.txt",
    ]
    built = run("build")
    assert (built.exit_code, built.stderr) == (0, "")
    found = json.loads(run("who", "托育机构", "--json").stdout)
    assert found["answers"][0]["unit"] == "区卫健委"
    again = run("build")
    assert again.stdout.startswith("语料没有改动，知识库已是最新：1 份规划，")


def test_report_lists_the_brackets_that_were_not_read(run: Run, folders: Path) -> None:
    unread = "（二）选定场馆。可借用社会场馆开展活动。（区图书馆、区体育馆）\n（三）简化手续。优化流程。（责任单位：）\n"
    (folders / "jia.txt").write_text(PLAN.rstrip("\n") + "\n" + unread, encoding="utf-8")
    done = run("import", "jia.txt", "--report")
    lines = [line.strip() for line in done.stdout.splitlines()]
    at = lines.index("这 2 个括号没有读懂：")
    assert lines[at + 1] == "写了“责任单位：”一类的字，没有读出单位（1 个）"
    assert lines[at + 2].endswith("行 （责任单位：）")
    assert lines[at + 3] == "只写了单位名称，没有当作责任单位（1 个）"
    assert lines[at + 4].endswith("行 （区图书馆、区体育馆）")
    said = json.loads(run("import", "jia.txt", "--report", "--force", "--json").stdout)["report"]["unread"]
    assert [kind["brackets"][0]["text"] for kind in said] == ["（责任单位：）", "（区图书馆、区体育馆）"]


def test_build_says_what_it_took_over(run: Run, folders: Path) -> None:
    for name in ("jia", "yi"):
        run("import", "jia.txt", "--id", name)
    assert run("build").stdout.startswith("知识库已建成：2 份规划，")
    run("import", "jia.txt", "--id", "bing")
    assert run("build").stdout.startswith("知识库已建成：3 份规划（其中 2 份没有改动，沿用原来的），")
    shutil.rmtree(folders / "corpus" / "yi")
    assert run("build").stdout.startswith(
        "知识库已建成：2 份规划（其中 2 份没有改动，沿用原来的；比原来少 1 份），"
    )
    assert run("build", "--force").stdout.startswith("知识库已建成：2 份规划，")


def test_importing_again_changes_nothing(run: Run, folders: Path) -> None:
    run("import", "jia.txt")
    again = run("import", "jia.txt")
    assert f"{folders / 'corpus' / 'jia'} 已是这样，没有改动" in again.stdout


def test_a_corrected_plan_is_not_overwritten(run: Run, folders: Path) -> None:
    run("import", "jia.txt")
    plan = folders / "corpus" / "jia" / "plan.md"
    corrected = plan.read_text(encoding="utf-8").replace("普惠优先", "儿童优先")
    plan.write_text(corrected, encoding="utf-8")
    refused = run("import", "jia.txt")
    assert refused.exit_code == 2
    assert "\n-坚持儿童优先。\n+坚持普惠优先。\n" in refused.stdout
    assert refused.stderr == f"{plan} 已经人工修改，没有覆盖。差异见上；确要覆盖请加 --force。\n"
    assert plan.read_text(encoding="utf-8") == corrected
    assert run("import", "jia.txt", "--force").exit_code == 0
    assert plan.read_text(encoding="utf-8") != corrected


def test_import_json(run: Run, folders: Path) -> None:
    found = json.loads(run("import", "jia.txt", "--id", "yi-2024", "--json").stdout)
    assert (found["plan"], found["written"], found["proposed_units"]) == ("yi-2024", True, ["区卫健委"])
    assert found["counts"] == {
        "chapter": 2,
        "section": 2,
        "task": 1,
        "paragraph": found["counts"]["paragraph"],
    }


def test_two_plans_of_one_notice(run: Run, folders: Path) -> None:
    text = "甲县规划\n一、托育\n1.建点。（责任单位：县卫健局）\n二、保障\n1.督查。\n"
    (folders / "liang.txt").write_text(text + text.replace("甲县规划", "甲县儿童规划"), encoding="utf-8")
    done = run("import", "liang.txt")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line for line in done.stdout.splitlines() if line.startswith("甲县")] == [
        "甲县规划  liang",
        "甲县儿童规划  liang-2",
    ]
    assert "修复" not in done.stdout
    assert done.stdout.count("校对 plan.md 之后运行 kb build。") == 1
    found = json.loads(run("import", "liang.txt", "--json").stdout)
    assert found["plan"] == "liang"
    assert [(o["plan"], o["title"], o["written"]) for o in found["others"]] == [
        ("liang-2", "甲县儿童规划", False)
    ]
    whole = json.loads(run("import", "liang.txt", "--id", "he", "--as-one", "--json").stdout)
    assert (whole["plan"], "others" in whole) == ("he", False)


def test_what_is_no_plan_is_refused(run: Run, folders: Path) -> None:
    (folders / "letter.txt").write_text("您好：\n\n今天天气不错。\n", encoding="utf-8")
    refused = run("import", "letter.txt")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("letter.txt: KB101 看不出是一份规划")
    assert not (folders / "corpus" / "letter").exists()


def test_what_is_no_plan_begins_no_corpus(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "信.txt"
    letter.write_text("亲爱的朋友：见信好。\n", encoding="utf-8")
    assert run("import", str(letter), "--corpus", str(tmp_path / "new")).exit_code == 2
    assert not (tmp_path / "new").exists()
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    assert run("import", str(plan), "--corpus", str(tmp_path / "new")).exit_code == 0
    assert sorted(p.name for p in (tmp_path / "new").iterdir() if not p.name.startswith(".")) == [
        "plan",
        "topics.toml",
        "units.toml",
    ]


def test_a_missing_file_and_a_bad_id(run: Run, folders: Path) -> None:
    missing = run("import", "none.txt")
    assert missing.exit_code == 2
    assert "none.txt" in missing.stderr
    bad = run("import", "jia.txt", "--id", "甲/乙")
    assert bad.exit_code == 2
    assert bad.stderr.startswith("规划编号“甲/乙”不合规")


def test_build_json(run: Run, folders: Path) -> None:
    run("import", "jia.txt")
    found = json.loads(run("build", "--json").stdout)
    assert found["plans"] == 1
    assert found["unchanged"] is False
    assert Path(found["folder"]).parent == folders / "base"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_draws_one_line_and_wipes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setattr("sys.stderr", out)
    bar = Bar()
    bar.step("读规划", 0, 2)
    assert out.getvalue() == ""
    monkeypatch.setattr(time, "monotonic", lambda: bar._began + 2)
    bar.step("读规划", 1, 2)
    assert out.getvalue() == f"\r读规划  {'━' * 12}{'─' * 12}  1/2"
    bar.wipe()
    assert out.getvalue().endswith("\r" + " " * 37 + "\r")


def test_no_bar_where_no_terminal_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    bar = Bar()
    monkeypatch.setattr(time, "monotonic", lambda: bar._began + 2)
    bar.step("读规划", 1, 2)
    bar.wipe()
    assert out.getvalue() == ""


def test_leaders_are_shown_with_the_duties(run: Run, folders: Path) -> None:
    led = "（二）建设托育中心。新建托育中心1个。（牵头领导：王某某；牵头单位：区卫健委；配合单位：区教委）\n"
    (folders / "jia.txt").write_text(PLAN.rstrip("\n") + "\n" + led, encoding="utf-8")
    run("import", "jia.txt")
    run("build")
    found = json.loads(run("who", "托育中心", "--json").stdout)["answers"]
    assert {a["unit"]: a["evidence"][0]["leaders"] for a in found} == {
        "区卫健委": ["王某某"],
        "区教委": ["王某某"],
    }
    assert "责任领导：王某某" in run("who", "托育中心").stdout
    sheet = json.loads(run("extract", "区教委", "--format", "json", "--stdout").stdout)
    assert "责任领导" in run("extract", "区教委", "--format", "csv", "--stdout").stdout
    duties = [d for p in sheet["plans"] for s in p["sections"] for e in s["entries"] for d in e["duties"]]
    assert [d["leaders"] for d in duties] == [["王某某"]]
