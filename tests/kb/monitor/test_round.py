"""The two made-up years to the end: base, reports, ledger, pages and exports, to the number.

The expectation is worked out by hand from tests/kb/monitor/two_years.py (ROWS, FAULTS): 45 rows, 33 of them numeric.
2024: 12 rows without an accepted value: b1.1, 2 (KBM10), 7 (06), 9 (01), 11 (05), 22 (07), 34 (04) wait; so do b1.31 (02) and
b1.32 (14), which their units sent back without; b1.28, 29 did not come; b1.15-3 has no data. So 33 have a value; of the numeric ones 33 − 8 = 25.
Met: b1.3, 8, 10, 12, 17-2, 17-3, 30, 33, 39 (9), kept b1.4, 24 (2), worse than the base b1.21 (1): 12 of 25, 48 %.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest

from kb.answer.export import export, values
from kb.answer.export_tables import export_table
from kb.answer.open_sdg import open_sdg
from kb.answer.show import show
from kb.answer.stratml import NAMESPACE, stratml
from kb.corpus import Corpus
from kb.csv_text import csv_text
from kb.ledger.scores import Score
from kb.ledger.tables import MeasureRow, table_text
from kb.monitor.book import write_book
from kb.monitor.decide import decide
from kb.monitor.desk import Desk
from kb.monitor.evaluation import never_begun
from kb.monitor.report_data import year_report
from kb.monitor.report_docx import write_evaluation, write_feedback, write_report
from kb.monitor.reporting import report_dict, report_html
from kb.monitor.status import stand
from kb.monitor.supervision import matters, reminders, slips
from kb.pipeline.build import build
from kb.store import Base, open_base
from tests.kb.monitor.two_years import PLAN, ROWS, TwoYears

Desks = Callable[[Corpus], Desk]
DAY = "2025-01-31"
HIDDEN = ("b1.18", "b1.19", "b1.20", "b1.37", "b1.38")
STATUSES_2024 = {
    "b1.1": "待定", "b1.2": "待定", "b1.3": "已达标", "b1.4": "达标（守底）", "b1.5": "达进度", "b1.6": "略欠进度", "b1.7": "待定",
    "b1.8": "已达标", "b1.9": "待定", "b1.10": "已达标", "b1.11": "待定", "b1.11-2": "达进度", "b1.11-3": "达进度", "b1.12": "已达标",
    "b1.13": "达进度", "b1.14": "达进度", "b1.15": "欠进度", "b1.15-2": "未达标（缺基期）", "b1.15-3": "无数据", "b1.16": "欠进度",
    "b1.17": "倒退", "b1.17-2": "已达标", "b1.17-3": "已达标", "b1.18": "趋势向好", "b1.19": "欠进度", "b1.20": "趋势背离",
    "b1.21": "达标但退步", "b1.22": "待定", "b1.23": "退出达标", "b1.24": "达标（守底）", "b1.25": "趋势向好", "b1.26": "欠进度",
    "b1.27": "持平", "b1.28": "未报", "b1.29": "未报", "b1.30": "已达标", "b1.31": "待定", "b1.32": "待定", "b1.33": "已达标",
    "b1.34": "待定", "b1.35": "趋势向好", "b1.36": "趋势向好", "b1.37": "趋势向好", "b1.38": "趋势背离", "b1.39": "已达标",
}  # fmt: skip
RED = {"b1.16", "b1.17", "b1.19", "b1.23", "b1.26", "b1.38"}


@pytest.fixture(scope="module")
def built(two_years: TwoYears, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """The base that kb build makes of the corpus with both rounds."""
    made = build(two_years.corpus, tmp_path_factory.mktemp("built") / "kb")
    with open_base(made.folder) as base:
        yield base


@pytest.fixture(scope="module")
def pages(built: Base) -> dict[str, bytes]:
    from kb_site.build import render_site
    from kb_site.plan_view import PlanView

    return render_site(built, tuple(PlanView(built, p) for p in built.plans()))[0]


def text_of(document: bytes) -> str:
    read = docx.Document(io.BytesIO(document))
    cells = [c.text for t in read.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in read.paragraphs), *cells])


# The base ---------------------------------------------------------------------------------------------------------------


def test_every_row_has_the_status_worked_out_by_hand(built: Base) -> None:
    found = {p.row: p for p in built.progress(internal=True) if p.year == 2024 and p.kind == "indicator"}
    assert {row: p.status for row, p in found.items()} == STATUSES_2024
    assert {row for row, p in found.items() if p.colour == "红"} == RED
    assert found["b1.21"].flag == "▼"
    assert found["b1.26"].reason == "连续两年欠进度"
    assert (found["b1.5"].done, found["b1.5"].due) == (0.5, 0.4)  # 6 → 4 by 2030; 5.0 in 2024
    assert (found["b1.13"].forecast, found["b1.26"].forecast) == ("预期可达标", "达标困难")


def test_the_base_holds_accepted_values_alone_with_file_and_cell(built: Base) -> None:
    values = built.values(internal=True)
    of_2024 = [v for v in values if v.year == 2024 and v.value is not None]
    assert len(of_2024) == 33
    assert all(
        re.fullmatch(r"[0-9a-f]{64}", v.digest) and re.fullmatch(r"指标![A-Z]+\d+", v.cell)
        for v in values
        if v.value is not None
    )
    assert {v.node.split("/")[1]: v.value for v in of_2024}["b1.10"] == 95
    assert {v.text for v in of_2024 if v.node.endswith("/b1.10")} == {"约95"}


def test_kb_check_says_what_is_open_without_a_value(built: Base) -> None:
    open_ = [p.message for p in built.problems(PLAN) if p.code == "KB342"]
    assert len(open_) == 10
    assert "2024年：KBM05 两家单位报的值不同（b1.11）" in open_


# The report and the ledger --------------------------------------------------------------------------------------------------


def test_the_report_names_the_numbers(two_years: TwoYears, desk_of: Desks) -> None:
    report = year_report(desk_of(two_years.corpus), 2024, internal=True)
    c = report.counts
    assert (c.rows, c.numbers, c.valued, c.monitored, c.met, c.rate) == (45, 39, 33, 25, 12, 48.0)
    assert (c.missing, c.unreported) == (1, 11)
    assert c.colours == {"红": 6, "黄": 3, "绿": 23, "灰": 13}
    assert (len(report.sent), len(report.accepted), report.waiting) == (56, 50, ("区残联", "学校"))
    assert report.back == ("区卫健委", "区教委", "区农业农村委", "区妇联")
    text = text_of(write_report(report, day=DAY))
    assert "2024年度统计监测报告（草稿）" in text
    assert "2024年度监测45行指标（39项），有数的33行，可监测的25行，已达标12行，达标率48%（12/25）。" in text
    assert "发56家，采用50家，报送率89.3%（50/56）；退回4家，未报2家。数据率73.3%（33/45）。" in text
    assert (
        "2024年，小学生每天睡眠时间为8.8小时，比上年下降0.1小时，比2020年下降0.2小时；倒退（到 2030 年不低于 10 小时）。"
        in text
    )
    assert "2024年，学前三年毛入园率为95%，比上年下降1个百分点，比2020年下降4个百分点；达标但退步▼" in text
    assert "区教委说明：“基础薄弱”" in text
    assert "附表3 未报、退回单位" in text


def test_without_internal_rows_that_are_not_public_are_left_out(two_years: TwoYears, desk_of: Desks) -> None:
    desk = desk_of(two_years.corpus)
    report = year_report(desk, 2024)
    assert (report.left_out, report.counts.rows) == (5, 40)
    names = [desk.indicators[row].name for row in HIDDEN]
    for text in (
        text_of(write_report(report, day=DAY)),
        report_html(report),
        json.dumps(report_dict(report), ensure_ascii=False),
    ):
        assert [n for n in names if n in text] == []
        assert "不公开的5行未列入" in text or '"left_out": 5' in text


def test_the_ledger_has_a_row_a_unit_and_row_and_live_counts(two_years: TwoYears, desk_of: Desks) -> None:
    report = year_report(desk_of(two_years.corpus), 2024, internal=True)
    book = openpyxl.load_workbook(io.BytesIO(write_book(report, day=DAY)))
    assert book.sheetnames == ["汇总", "指标", "任务", "问题", "变更记录", "各年"]
    rows = list(book["指标"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == sum(len(i.units) for i in report.desk.indicators.values()) == 56
    head = [c.value for c in book["指标"][1]]
    own = [dict(zip(head, r, strict=True)) for r in rows if r[0] == "区卫健委"]
    assert len(own) == 24
    assert Counter(r["颜色"] for r in own) == {"绿": 11, "灰": 7, "红": 3, "黄": 3}
    assert str(book["汇总"]["C2"].value).startswith("=COUNTIF(指标!")
    years = {r[0]: r for r in book["各年"].iter_rows(min_row=2, values_only=True)}
    assert years["b1.26"][4:8] == (2020, 2.5, 2.7, 2.9)


def test_the_tables_of_an_evaluation(own_corpus: Corpus, desk_of: Desks) -> None:
    """Two rows are hard to meet or went back with a number, tasks of 学校 never came: it was silent in both years."""
    report = year_report(desk_of(own_corpus), 2024, internal=True)
    never = never_begun(report)
    assert {n.unit for n in never} == {"学校"}
    assert never[0].said == {2023: "未报", 2024: "未报"}
    read = docx.Document(io.BytesIO(write_evaluation(report, "中期", day=DAY)))
    first, second, third = read.tables
    assert [c.text for c in first.rows[0].cells] == [
        "序号", "指标", "属性", "基期", "2023年", "2024年", "目标", "状态", "预测", "责任单位",
    ]  # fmt: skip
    assert len(first.rows) == 46
    hard = {r.cells[1].text.partition("（")[0] for r in second.rows[1:]}
    assert {
        "小学生每天睡眠时间",
        "九年义务教育巩固率",
        "学前三年毛入园率",
        "每千人口拥有3岁以下婴幼儿托位数",
    } <= hard
    assert len(third.rows) == len(never) + 1
    text = "\n".join(p.text for p in read.paragraphs)
    assert (
        "已有2023年、2024年的监测数据。45行指标（39项），有数的33行，可监测的25行，已达标12行，达标率48%（12/25），其中提前达标12行。"
        in text
    )
    decide(
        desk_of(own_corpus), never[0].row, "status", "已完成", reason="核查", by="张三", day=DAY, unit="学校"
    )
    left = never_begun(year_report(desk_of(own_corpus), 2024, internal=True))
    assert len(left) == len(never) - 1


def test_a_score_only_where_the_office_asks_for_one(own_corpus: Corpus, desk_of: Desks) -> None:
    folder = own_corpus.plan_folder(PLAN) / "monitor"
    rows = [MeasureRow(id="b4.pa6bbc2", node="b4.pa6bbc2", weight="10")]
    (folder / "measures.csv").write_text(table_text(MeasureRow, rows), encoding="utf-8", newline="")
    assert year_report(desk_of(own_corpus), 2024, internal=True).scores == {}
    said = (folder / "monitor.toml").read_text(encoding="utf-8")
    assert "weights = false" in said
    (folder / "monitor.toml").write_text(said.replace("weights = false", "weights = true"), encoding="utf-8")
    desk = desk_of(own_corpus)
    report = year_report(desk, 2024, internal=True)
    assert report.scores == {"区教委": Score(earned=10, weight=10)}  # 达进度: all of it
    text = text_of(write_feedback(report, stand(desk, 2024, unit="区教委"), "区教委", day=DAY))
    assert "按任务分解的权重，你单位得100分（10/10）。" in text
    summary = openpyxl.load_workbook(io.BytesIO(write_book(report, day=DAY)))["汇总"]
    head = [c.value for c in summary[1]]
    points = {r[0]: r[head.index("得分")] for r in summary.iter_rows(min_row=2, values_only=True)}
    assert {u: p for u, p in points.items() if p is not None} == {"区教委": 100}


def test_the_feedback_and_the_slips_of_a_unit(two_years: TwoYears, desk_of: Desks) -> None:
    desk = desk_of(two_years.corpus)
    report = year_report(desk, 2024, internal=True)
    text = text_of(write_feedback(report, stand(desk, 2024, unit="区教委"), "区教委", day=DAY))
    assert "你单位的2024年度监测填报表：退回更正，有错误的值没有采用。" in text
    assert (
        "你单位有16行指标（12项），有数的13行，可监测的11行，已达标5行，达标率45.5%（5/11）；全部单位45行指标"
        in text
    )
    assert "完成时限2031-06-30晚于规划的末年2030年" in text
    found = {unit: {(m.row.row, m.level) for m in own} for unit, own in matters(report).items()}
    assert found["区教委"] == {("b1.17", "红"), ("b1.19", "红"), ("b1.23", "红"), ("b1.20", "黄")}
    assert set(slips(report, day=DAY)) == {
        f"{unit}-{level}色督办单" for unit in ("区教委", "区卫健委", "区公安分局") for level in ("红", "黄")
    }


def test_an_unanswered_slip_goes_one_level_up(own_corpus: Corpus, desk_of: Desks) -> None:
    decide(desk_of(own_corpus), "b1.6", "supervise", "黄", reason="第一次", by="张三", day=DAY)
    own = {m.row.row: m for m in matters(year_report(desk_of(own_corpus), 2024, internal=True))["区卫健委"]}
    assert (own["b1.6"].level, own["b1.6"].raised) == ("红", True)
    decide(desk_of(own_corpus), "b1.6", "answer", "已整改", reason="收到", by="张三", day=DAY)
    own = {m.row.row: m for m in matters(year_report(desk_of(own_corpus), 2024, internal=True))["区卫健委"]}
    assert (own["b1.6"].level, own["b1.6"].raised) == ("黄", False)


def test_who_is_reminded(two_years: TwoYears, desk_of: Desks) -> None:
    desk = desk_of(two_years.corpus)
    found = reminders(desk, desk.round(2024), day=DAY)
    assert [n.removesuffix("-催办函") for n in found] == [
        "区卫健委",
        "区教委",
        "区农业农村委",
        "区妇联",
        "区残联",
        "学校",
    ]
    assert "截止日期2025年1月20日已过，请尽快报送。" in text_of(found["区残联-催办函"])
    assert "报来的表有5处错误，还没有更正" in text_of(found["区卫健委-催办函"])


def test_the_draft_is_final_when_a_person_says_so(own_corpus: Corpus, desk_of: Desks) -> None:
    decide(desk_of(own_corpus), "report", "status", "定稿", reason="审定", by="张三", day=DAY)
    assert "（草稿）" not in text_of(write_report(year_report(desk_of(own_corpus), 2024), day=DAY))


# Pages -----------------------------------------------------------------------------------------------------------------------


def test_the_pages_show_values_status_and_line(pages: dict[str, bytes]) -> None:
    page = pages[f"{PLAN}/b1.26.html"].decode()
    assert '<svg class="curve"' in page
    assert (
        "每千人口拥有3岁以下婴幼儿托位数：2020年 2.5 个，2023年 2.7 个，2024年 2.9 个；2030年目标 ≥4.5个。"
        in page
    )
    assert 'class="due-line"' in page
    assert page.count('class="stand stand-') == 2
    home = pages["index.html"].decode()
    assert "2024年度监测" in home
    assert re.search(
        r"有数的 <b>28</b> 行，可监测的 <b>24</b> 行，已达标 <b>12</b> 行，达标率 <b>50%</b>", home
    )


def test_a_site_without_returns_says_nothing_of_them(plan_base: Base) -> None:
    from kb_site.pages import home, node
    from kb_site.plan_view import PlanView
    from kb_site.progress import PlanProgress

    view = PlanView(plan_base, plan_base.plan(PLAN))
    progress = PlanProgress(view)
    assert progress.year is None
    assert all(progress.of_node(n.id) is None for n in view.nodes)
    assert home.page(view, single=True).data["progress"].year is None
    assert next(iter(node.pages(view))).data["progress"] is None


# Point 11 --------------------------------------------------------------------------------------------------------------------


def outputs(base: Base, pages: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    for path, content in pages.items():
        yield path, content.decode("utf-8", "replace")
    yield "export", json.dumps(export(base), ensure_ascii=False)
    yield "values", csv_text(*export_table(base, "values"))
    yield "the API's values", json.dumps(values(base), ensure_ascii=False)
    yield "stratml", stratml(base, PLAN)
    yield from open_sdg(base, PLAN).items()
    for row in HIDDEN:
        yield f"show {row}", json.dumps(show(base, f"{PLAN}/{row}"), ensure_ascii=False)


def test_nothing_public_holds_a_value_or_status_of_a_row_that_is_not(
    built: Base, pages: dict[str, bytes], two_years: TwoYears
) -> None:
    """Every byte of site, exports and API: no value of 18, 19, 20, 37, 38, and none of the files and cells they came from."""
    secret = {v for row in HIDDEN for v in ROWS[row] if v is not None}
    # Values of one digit after the point that pages hold for other reasons are looked for next to the row's own name.
    plain = {f"{v:g}" for v in secret}
    rare = {v for v in plain if v in ("0.05", "0.04", "0.03", "0.26", "0.27", "0.41", "0.42", "0.45")}
    for name, text in outputs(built, pages):
        if name.endswith(("search-index.js", ".css", "search.js")):
            continue
        found = [
            v
            for v in rare
            if re.search(rf"(?<![\d.]){re.escape(v)}(?![\d])", re.sub(r"<svg.*?</svg>", "", text, flags=re.S))
        ]
        assert found == [], (name, found)
    for row in HIDDEN:
        page = pages[f"{PLAN}/{row}.html"].decode()
        assert 'class="stand' not in page
        assert show(built, f"{PLAN}/{row}")["values"] == []
        assert show(built, f"{PLAN}/{row}")["progress"] == []
    data = export(built)
    assert {v["id"] for v in data["values"]} & {f"{PLAN}/{r}" for r in HIDDEN} == set()
    assert {v["id"] for v in data["progress"]} & {f"{PLAN}/{r}" for r in HIDDEN} == set()
    asked = values(built, PLAN)
    assert (asked["values"], asked["progress"]) == (data["values"], data["progress"])
    assert {v["year"] for v in values(built, PLAN, 2024)["values"]} == {2024}
    assert len(built.values(internal=True)) > len(built.values())


def test_internal_exports_hold_them(built: Base) -> None:
    rows = export_table(built, "values", internal=True)[1]
    assert {str(r[1]) for r in rows} >= {f"{PLAN}/{r}" for r in HIDDEN}


# Facts and exports -----------------------------------------------------------------------------------------------------------


def test_who_and_list_know_values_and_status(built: Base) -> None:
    from kb.search import open_index
    from kb.who.listing import listed

    with open_index(built.folder / "index") as index:
        found = listed(built, index, "指标", filters=("未达标",), year=2024)
        rows = [r["id"].split("/")[1] for r in found["rows"]]
        assert rows == [
            "b1.5", "b1.6", "b1.11-2", "b1.11-3", "b1.13", "b1.14", "b1.15", "b1.15-2", "b1.16", "b1.17", "b1.23", "b1.26",
        ]  # fmt: skip
        assert found["conclusion"] == "2024年未达标的指标有 12 行。"
        assert {p["row"]: p["status"] for p in found["progress"]}["b1.23"] == "退出达标"
        met = listed(built, index, "指标", filters=("已达标",), year=2024)
        assert met["total"] == 12
        assert listed(built, index, "指标", filters=("已达标",), year=1999)["total"] == 0


def test_open_sdg_has_a_csv_and_a_yaml_an_indicator(built: Base) -> None:
    files = open_sdg(built, PLAN)
    assert len(files) == 80
    assert files["data/indicator_b1-26.csv"] == "Year,Value\n2020,2.5\n2023,2.7\n2024,2.9\n"
    meta = files["meta/b1-26.yml"]
    assert 'reporting_status: "complete"\n' in meta
    assert 'progress_status: "limited_progress"\n' in meta
    assert 'progress_status: "target_achieved"\n' in files["meta/b1-3.yml"]


# The content model of PerformancePlanOrReport, version 2.2.2016-02-16 of the standard's schema, for the elements written here:
# children in order, "?" optional, "*" any number. The schema itself (StratML's PerformancePlanOrReport20160216.xsd) carries a
# disclaimer and no licence, so it is no part of the project; docs/monitoring.md says what was validated against it.
CONTENT: dict[str, tuple[str, ...]] = {
    "PerformancePlanOrReport": (
        "Name", "Description?", "OtherInformation?", "StrategicPlanCore", "AdministrativeInformation?", "Submitter?",
    ),
    "StrategicPlanCore": ("Organization*", "Vision?", "Mission?", "Value*", "Goal+"),
    "Organization": ("Name?", "Acronym?", "Identifier?", "Description?", "Stakeholder*"),
    "Goal": ("Name", "Description", "Identifier?", "SequenceIndicator?", "Stakeholder*", "OtherInformation?", "Objective*"),
    "Objective": (
        "Name?", "Description?", "Identifier?", "SequenceIndicator?", "Stakeholder*", "OtherInformation?", "PerformanceIndicator*",
    ),
    "Stakeholder": ("Name", "Description?", "Role*"),
    "Role": ("Name", "Description?", "RoleType?"),
    "PerformanceIndicator": (
        "SequenceIndicator?", "MeasurementDimension", "UnitOfMeasurement", "Identifier?", "Relationship*", "MeasurementInstance*",
        "OtherInformation?",
    ),
    "MeasurementInstance": ("TargetResult*", "ActualResult*"),
    "TargetResult": ("StartDate?", "EndDate?", "NumberOfUnits?", "Descriptor?", "Description?"),
    "ActualResult": ("StartDate?", "EndDate?", "NumberOfUnits?", "Descriptor?", "Description?"),
    "AdministrativeInformation": ("Identifier?", "StartDate?", "EndDate?", "PublicationDate?", "Source?"),
}  # fmt: skip
ATTRIBUTES = {
    "Type": {"Strategic_Plan", "Performance_Plan", "Performance_Report"},
    "StakeholderTypeType": {"Person", "Organization", "Generic_Group"},
    "PerformanceIndicatorType": {"Quantitative", "Qualitative"},
    "ValueChainStage": {"Outcome", "Output_Processing", "Output", "Input_Processing", "Input"},
}


@pytest.mark.parametrize("internal", [False, True])
def test_stratml_follows_the_content_model_of_the_standard(built: Base, internal: bool) -> None:
    text = stratml(built, PLAN, internal=internal)
    root = ET.fromstring(text)
    assert root.tag == f"{{{NAMESPACE}}}PerformancePlanOrReport"
    ids = []
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        children = [c.tag.removeprefix(f"{{{NAMESPACE}}}") for c in element]
        if name in CONTENT:
            model = "".join(f"(?:{c.rstrip('?*+')},){c[-1] if c[-1] in '?*+' else ''}" for c in CONTENT[name])
            assert re.fullmatch(model, "".join(f"{c}," for c in children)), (name, children)
        else:
            assert children == [], name
        for key, value in element.attrib.items():
            assert value in ATTRIBUTES[key]
        words = element.text or ""
        if name == "Identifier":
            ids.append(words)
            assert re.fullmatch(r"[A-Za-z_][\w.-]*", words)
        elif name == "NumberOfUnits":
            assert re.fullmatch(r"-?\d+(?:\.\d+)?", words)
        elif name.endswith("Date"):
            assert words == date.fromisoformat(words).isoformat()
        elif name == "RoleType":
            assert words in {"Performer", "Beneficiary"}
    assert len(ids) == len(set(ids))
    results = [e.text for e in root.iter(f"{{{NAMESPACE}}}NumberOfUnits")]
    assert "2.9" in results
    assert len(list(root.iter(f"{{{NAMESPACE}}}PerformanceIndicator"))) == (45 if internal else 40)


def test_the_same_inputs_and_day_give_the_same_bytes(two_years: TwoYears, desk_of: Desks) -> None:
    first, second = (year_report(desk_of(two_years.corpus), 2024) for _ in range(2))
    assert write_report(first, day=DAY) == write_report(second, day=DAY)
    assert write_book(first, day=DAY) == write_book(second, day=DAY)
    assert Path(two_years.forms[2024]).is_dir()
