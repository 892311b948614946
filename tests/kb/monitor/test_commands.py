"""kb monitor on the command line: what each subcommand prints and which code it ends with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb_cli.main import cli
from tests.cli.conftest import runner
from tests.kb.monitor.filling import fill
from tests.kb.monitor.two_years import PLAN, ROWS, TwoYears, rows_of

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def base_folder(two_years: TwoYears, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("commands") / "kb"
    build(two_years.corpus, root)
    return root


@pytest.fixture
def run(base_folder: Path, own_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("status")` is `kb monitor status` on a copy of the corpus with both rounds."""
    monkeypatch.setenv("KB_BASE", str(base_folder))
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "KB_CORPUS"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: str) -> Result:
        takes_day = args[0] in ("status", "remind", "report", "history")
        more = ["--as-of", "2025-01-31"] if takes_day else []
        line = ["monitor", *args, "--corpus", str(own_corpus.folder), *more]
        return runner().invoke(cli, line, prog_name="kb")

    return call


def test_status_says_who_is_missing_and_ends_with_1(run: Run) -> None:
    result = run("status", "--colour", "红")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "2024年度：发 56 家，收齐 50 家，退回 4 家，未报 2 家。"
    assert "未报  区残联、学校" in lines
    assert "指标 45 行（39 项）：有数 33，可监测 25，已达标 12，达标率 48.0%。" in lines
    assert sum(line.startswith("红  ") for line in lines) == 6


def test_status_of_one_unit_as_json(run: Run) -> None:
    result = run("status", "--unit", "区民政局", "--json")
    assert result.exit_code == 1  # errors of other units are open in the round
    found = json.loads(result.stdout)
    assert found["returns"]["sent"] == 1
    assert {r["row"]: r["status"] for r in found["rows"]}["b1.39"] == "已达标"


def test_after_the_last_day_what_did_not_come_is_late(run: Run) -> None:
    found = json.loads(run("status", "--unit", "区残联", "--json").stdout)
    assert {r["status"] for r in found["rows"] if r["kind"] == "indicator"} == {"逾期未报"}


def test_a_unit_that_sent_its_form_back_is_not_late(run: Run) -> None:
    every = json.loads(run("status", "--json").stdout)["rows"]
    found = {r["row"]: r["status"] for r in every if r["kind"] == "indicator"}
    # the row is gone from the form, the cell is empty without a reason; nobody else was asked
    assert (found["b1.31"], found["b1.32"]) == ("待定", "待定")
    assert (found["b1.28"], found["b1.29"]) == ("逾期未报", "逾期未报")
    assert run("decide", "b1.32", "--problem", "KBM14", "--reason", "没有开展", "--by", "张三").exit_code == 0
    after = json.loads(run("status", "--unit", "区农业农村委", "--json").stdout)["rows"]
    assert {r["row"]: r["status"] for r in after}["b1.32"] == "无数据"


def test_a_stroke_without_a_reason_waits_and_is_not_late(
    run: Run, two_years: TwoYears, tmp_path: Path
) -> None:
    name = "区民政局-2024年度监测填报表.xlsx"
    filled = fill(
        two_years.returns[2024] / name, {"b1.39": {"value": "/", "nodata": ""}}, {}, tmp_path / name
    )
    result = run("collect", str(filled))
    assert "区民政局  要退回：0个2024年值；1个错误" in result.stdout
    found = json.loads(run("status", "--unit", "区民政局", "--json").stdout)["rows"]
    assert {r["row"]: r["status"] for r in found}["b1.39"] == "待定"


def test_values_of_the_year_and_of_the_base_year_are_counted_apart(
    run: Run, two_years: TwoYears, tmp_path: Path
) -> None:
    name = "区教委-2023年度监测填报表.xlsx"
    filled = fill(two_years.returns[2023] / name, {"b1.22": {"value": 79.5}}, {}, tmp_path / name)
    result = run("collect", str(filled), "--round", "2023", "--json")
    (taken,) = json.loads(result.stdout)["taken"]
    rows = {id_: ROWS[id_] for id_ in taken_rows(two_years, "区教委")}
    assert taken["values"] == sum(now is not None for _, now, _ in rows.values())
    assert taken["base_values"] == sum(base is not None for base, _, _ in rows.values())
    assert taken["values"]
    assert taken["base_values"]
    assert (taken["revisions"], taken["without"]) == (0, 0)


def taken_rows(two_years: TwoYears, unit: str) -> set[str]:
    """The rows that a unit gave something for in 2023."""
    path = two_years.corpus.plan_folder(PLAN) / "monitor" / "rounds" / "2023" / "values.csv"
    return {r["id"] for r in rows_of(path) if r["unit"] == unit}


def test_collecting_what_is_there_already_is_said(run: Run, two_years: TwoYears) -> None:
    result = run("collect", str(two_years.returns[2024] / "区民政局-2024年度监测填报表.xlsx"))
    assert result.exit_code == 0
    assert "区民政局  已经收过，没有变化" in result.stdout


def test_a_dry_run_writes_nothing_and_says_the_same(
    run: Run, two_years: TwoYears, own_corpus: Corpus, tmp_path: Path
) -> None:
    name = "区民政局-2024年度监测填报表.xlsx"
    filled = fill(two_years.returns[2024] / name, {"b1.39": {"value": "很高"}}, {}, tmp_path / name)
    before = own_corpus.digest()
    dry = run("collect", str(filled), "--dry-run")
    assert own_corpus.digest() == before
    wet = run("collect", str(filled), "--slips", str(tmp_path / "退回"))
    assert own_corpus.digest() != before
    assert dry.exit_code == wet.exit_code == 1
    told = wet.stdout.replace("\n    ", "")
    assert "KBM04 错误  区民政局  b1.39 镇（街道）未成年人保护工作站覆盖率  指标!I4：“很高”不是数" in told
    assert dry.stdout.splitlines()[:2] == wet.stdout.splitlines()[:2]
    assert (tmp_path / "退回" / "区民政局-2024年度退回单.docx").is_file()


def test_another_years_form_is_refused(run: Run, two_years: TwoYears) -> None:
    result = run(
        "collect", str(two_years.returns[2023] / "区教委-2023年度监测填报表.xlsx"), "--round", "2024"
    )
    assert result.exit_code == 1
    assert "KBM01 这是区教委2023年的表，这一轮是2024年，没有收。" in result.stdout


def test_decide_and_history(run: Run) -> None:
    told = run(
        "decide", "b1.11", "--value", "44", "--unit", "区教委", "--reason", "以年报为准", "--by", "张三"
    )
    assert told.exit_code == 0
    assert "认定数值：b1.11 小学生近视率 → 44（张三，以年报为准），了结 1 个问题。" in told.stdout
    history = run("history", "b1.11").stdout
    assert "2024年值 44  区教委" in history
    assert "2024年值 46.5（没有采用）  区卫健委" in history
    assert "认定  数值 44：以年报为准（张三" in history
    assert "KBM05  几家单位 b1.11 小学生近视率：区卫健委报46.5，区教委报44（已说明）" in history
    assert re.search(r"^  区教委：开展了\d次\w+；问题：基础薄弱；下一步：2025年6月底前完成$", history, re.M)
    assert "（未了结）" in run("history", "b1.32").stdout
    for row in ("b1.11", "b1.32", "b4.pa6bbc2"):
        words = re.findall(
            r"[A-Za-z]{3,}", re.sub(r"KBM\d\d|[0-9a-f]{12}|dadukou\S+", "", run("history", row).stdout)
        )
        assert words == []
    assert run("decide", "b1.11", "--reason", "x", "--by", "y").exit_code == 2
    assert run("history", "b9.9").exit_code == 2


def test_show_says_value_and_status_in_its_first_lines(run: Run, base_folder: Path) -> None:
    shown = runner().invoke(cli, ["show", "b1.21"], prog_name="kb").stdout.splitlines()
    assert [x for x in shown[:6] if x.startswith("监测")] == [
        "监测  2024年 95%  达标但退步▼（绿）  达标困难"  # 99, 96, 95: the line is below 90 by 2030
    ]
    late = runner().invoke(cli, ["show", "b1.32"], prog_name="kb").stdout.splitlines()
    assert "监测  2024年  待定（灰）" in late[:6]
    hidden = runner().invoke(cli, ["show", "b1.18"], prog_name="kb").stdout
    assert "监测" not in hidden.split("来源")[0]


def test_report_and_remind_write_files(run: Run, tmp_path: Path) -> None:
    result = run("report", "2024", "--out", str(tmp_path / "报告"), "--format", "html", "--format", "json")
    assert result.exit_code == 0
    assert (tmp_path / "报告" / "2024年度统计监测报告.html").read_text(encoding="utf-8").count("<table") == 3
    found = json.loads((tmp_path / "报告" / "2024年度统计监测报告.json").read_text(encoding="utf-8"))
    assert (found["indicators"]["met"], found["indicators"]["monitored"], found["left_out"]) == (12, 24, 5)
    reminded = run("remind", "--out", str(tmp_path / "催办"))
    assert reminded.exit_code == 1
    assert "未报  区残联" in reminded.stdout
    assert len(list((tmp_path / "催办").glob("*.docx"))) == 6


def test_init_changes_nothing_that_is_there(run: Run, own_corpus: Corpus) -> None:
    before = own_corpus.digest()
    result = run("init")
    assert result.exit_code == 0
    assert "没有动" in result.stdout
    assert own_corpus.digest() == before


def test_open_says_which_rows_nobody_was_chosen_for(run: Run, tmp_path: Path) -> None:
    result = run(
        "open",
        "2025",
        "--due",
        "2026-01-20",
        "--issued",
        "2025-12-20",
        "--out",
        str(tmp_path / "下发"),
        "--no-letters",
    )
    assert result.exit_code == 0
    assert "56 份填报表，0 封函。截止 2026-01-20。" in result.stdout
    assert "有 1 行指标没有在 indicators.csv 里选定报送单位，几家都要报：b1.11。" in result.stderr
    assert run("open", "2024", "--due", "2025-01-20", "--out", str(tmp_path / "再")).exit_code == 2


def test_a_form_is_sent_again_to_one_unit(run: Run, own_corpus: Corpus, tmp_path: Path) -> None:
    """A liaison lost its form; the round is open and has returns."""
    out = tmp_path / "补发"
    sent = own_corpus.plan_folder(PLAN) / "monitor/rounds/2024/sent.csv"
    before = sent.read_text(encoding="utf-8-sig").splitlines()
    whole = run("open", "2024", "--due", "2025-01-20", "--out", str(out))
    assert whole.exit_code != 0
    assert "要补发一家的表，请用 --unit" in whole.stderr
    assert not out.exists()
    one = run("open", "2024", "--unit", "区残联", "--out", str(out), "--issued", "2025-01-18")
    assert (one.exit_code, one.stdout) == (0, f"{out}：1 份填报表，1 封函。\n")
    assert sorted(p.name for p in out.glob("区*")) == [
        "区残联-2024年度监测函.docx",
        "区残联-2024年度监测填报表.xlsx",
    ]
    after = sent.read_text(encoding="utf-8-sig").splitlines()
    assert len(after) == len(before) == 57
    assert [a.split(",")[0] for a in after] == [b.split(",")[0] for b in before]
    assert sum(a != b for a, b in zip(after, before, strict=True)) == 1
    assert 'due = "2025-01-20"' in sent.with_name("round.toml").read_text(encoding="utf-8")
    unknown = run("open", "2024", "--unit", "区图书馆", "--out", str(out))
    assert unknown.exit_code != 0
    assert "recipients.csv 里没有“区图书馆”" in unknown.stderr


def test_an_empty_form_is_told_in_a_few_lines_with_the_rows_names(
    run: Run, two_years: TwoYears, tmp_path: Path
) -> None:
    form = two_years.forms[2024] / "区残联-2024年度监测填报表.xlsx"
    whole = two_years.forms[2024] / "区卫健委-2024年度监测填报表.xlsx"
    told = run("collect", str(form), str(whole), "--dry-run").stdout
    assert "KBM14 错误  区卫健委  b1.1 新生儿死亡率  指标!4：没有值，也没有写无数据原因" in told.replace(
        "\n    ", ""
    )
    assert sum(line.startswith("KBM14 错误  区卫健委") for line in told.splitlines()) == 5
    assert "KBM14  区卫健委  另有 " in told


def test_init_names_the_collectives_that_nobody_reports_for(run: Run, own_corpus: Corpus) -> None:
    (own_corpus.plan_folder(PLAN) / "monitor/recipients.csv").unlink()
    told = run("init")
    assert "个集合称谓（" in told.stderr
    assert "司法机关、各人民团体" in told.stderr.replace("\n", "")
