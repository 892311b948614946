"""Who shares a duty: by bracket and sentence, by role, never the unit itself under another name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.corpus import Corpus
from kb.extract import Gathering, Sheet, render
from kb.extract.sheet import Entry
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.store import Base, open_base

PLAN = """松原区优化营商环境行动方案（2024—2026年）

一、重点任务

（一）规范户外经营秩序。针对标准不清等问题，（1）编制设施设置规划。（区城管局负责）（2）在商圈组织开展试点。（区城管局牵头，区商务局配合）（3）制定管理细则。（区城管局负责）（4）优化活动报备流程。（区公安分局、区消防救援大队按职责分工负责）

（二）促进汽车消费。落实购置税减免政策。（责任单位：区税务局）对更新换代给予补贴。（责任单位：区商务局）发放消费贷款。（责任单位：区农商行）

（三）提升养老服务。完善服务网络。（牵头单位：区民政局）（完成时限：2025年底前）（责任单位：区财政局、民政部门）

（四）整合服务窗口。增设周末窗口，由区大数据局牵头推进。

区税务局负责制定窗口轮岗办法。轮岗办法每年修订一次。

（五）加快普惠托育建设。推进社区托育点布局，盘活闲置用房。各镇街加快普惠托育点建设。完善监管体系，建立数据共享机制。

（六）完善信用体系。归集信用信息。

（七）稳定住房消费

1.调整公积金政策。提高贷款额度。

2.发放购房补贴。简化申领手续。

（牵头单位：区住建局；责任单位：区财政局、区税务局）

二、组织保障

（一）加强组织领导。各有关部门要细化措施，明确责任人。各镇街每年向区政府报告落实情况。
"""
UNITS = """
[[unit]]
name = "区民政局"
kind = "政府部门"

[[unit]]
name = "各镇街"
kind = "集合称谓"
members = ["东山街道"]

[[unit]]
name = "东山街道"
kind = "镇街"
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "units.toml").write_text(UNITS, encoding="utf-8")
    (folder / "corpus" / "topics.toml").write_text("", encoding="utf-8")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    import_file(folder / "plan.txt", folder / "corpus", "songyuan-business-2024")
    with open_base(build(Corpus(folder / "corpus"), folder / "kb").folder) as opened:
        yield opened


def task(base: Base, unit: str, local: str) -> Entry:
    sheet = Gathering(base).sheet(unit)
    return next(e for p in sheet.parts for e in p.entries("tasks") if e.id.endswith(f"/{local}"))


def shared(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {p.unit: p.roles for p in entry.partners}


def test_a_bracket_speaks_for_its_part(base: Base) -> None:
    lead = "针对标准不清等问题，"
    police = task(base, "区公安分局", "1.1")
    assert police.passages == (lead, "（4）优化活动报备流程。（区公安分局、区消防救援大队按职责分工负责）")
    assert shared(police) == {"区消防救援大队": ("责任",)}
    trade = task(base, "区商务局", "1.1")
    assert trade.passages == (lead, "（2）在商圈组织开展试点。（区城管局牵头，区商务局配合）")
    assert shared(trade) == {"区城管局": ("牵头",)}
    city = task(base, "区城管局", "1.1")
    assert city.passages == (
        lead + "（1）编制设施设置规划。（区城管局负责）", "（2）在商圈组织开展试点。（区城管局牵头，区商务局配合）",
        "（3）制定管理细则。（区城管局负责）",
    )  # fmt: skip
    assert [(t.role, [p.unit for p in t.partners]) for t in city.ties] == [
        ("责任", []), ("牵头", ["区商务局"]), ("责任", []),
    ]  # fmt: skip


def test_labels_of_one_paragraph_are_not_joined(base: Base) -> None:
    tax = task(base, "区税务局", "1.2")
    assert tax.passages == ("落实购置税减免政策。（责任单位：区税务局）",)
    assert shared(tax) == {}
    assert task(base, "区农商行", "1.2").passages == ("发放消费贷款。（责任单位：区农商行）",)


def test_labels_side_by_side_are_one_statement(base: Base) -> None:
    """A deadline between them does not part them, and 民政部门 is 区民政局 itself."""
    lead = task(base, "区民政局", "1.3")
    assert shared(lead) == {"区财政局": ("责任",)}
    assert shared(task(base, "区财政局", "1.3")) == {"区民政局": ("牵头",), "区民政部门": ("责任",)}


def test_sentences_are_told_apart(base: Base) -> None:
    data, tax = task(base, "区大数据局", "1.4"), task(base, "区税务局", "1.4")
    assert shared(data) == shared(tax) == {}
    assert data.passages == ("增设周末窗口，由区大数据局牵头推进。",)
    assert tax.passages == ("区税务局负责制定窗口轮岗办法。轮岗办法每年修订一次。",)


def test_a_label_after_the_items_of_a_section_speaks_for_them(base: Base) -> None:
    sheet = Gathering(base).sheet("区住建局")
    (entry,) = [e for p in sheet.parts for s in p.sections for e in s.entries]
    assert "简化申领手续" in entry.text
    assert entry.passages[-1] == "（牵头单位：区住建局；责任单位：区财政局、区税务局）"
    assert shared(entry) == {"区财政局": ("责任",), "区税务局": ("责任",)}


def told(base: Base, unit: str) -> str:
    return render(Gathering(base).sheet(unit), "md").decode()


def test_each_role_has_its_label(base: Base) -> None:
    assert "**配合单位：**区商务局。" in told(base, "区城管局")
    assert "**牵头单位：**区城管局。" in told(base, "区商务局")
    assert "**共同责任单位：**区消防救援大队。" in told(base, "区公安分局")
    assert "共同" not in told(base, "区商务局")


def test_of_a_collective_only_the_clause_is_printed(base: Base) -> None:
    words = told(base, "东山街道")
    assert "盘活闲置用房" not in words
    assert "完善监管体系" not in words
    assert words.count("各镇街加快普惠托育点建设") == 1
    assert "规划写的是“各镇街”，包括本单位" in words
    assert "承担的职责" not in words
    assert "没有写明由东山街道承担的指标、项目和任务" in words


def test_a_general_obligation_is_printed_once(base: Base) -> None:
    assert told(base, "东山街道").count("每年向区政府报告落实情况") <= 1


def test_csv_has_columns_of_its_own_for_obligations(base: Base) -> None:
    import csv
    import io

    sheet: Sheet = Gathering(base).sheet("区税务局")
    rows = list(csv.DictReader(io.StringIO(render(sheet, "csv").decode("utf-8-sig"), newline="")))
    general = [r for r in rows if r["类别"] == "规划对责任单位的普遍要求"]
    assert [(r["种类"], r["事项"], r["规划写的称谓"], r["对象"]) for r in general] == [
        ("", "方案、责任落实", "", "各有关部门（规划没有列出名单，是否包括本单位以牵头协调机构的说明为准）")
    ]


def test_numbers_survive_a_spreadsheet(gathering: Gathering) -> None:
    """“11-2” would become 2 November."""
    words = render(gathering.sheet("区教委"), "csv").decode("utf-8-sig")
    assert ",11（2）," in words
    assert ",11-2," not in words


def test_text_like_a_date_is_kept_as_text() -> None:
    from kb.extract.columns import CSV
    from kb.extract.csv import table_csv

    rows = table_csv(CSV[:2], [["目标", "3-5"], ["2025/6", 4.5], ["3-5人", "b1.11-2"]]).split("\r\n")[1:]
    assert rows == ["目标,'3-5", "'2025/6,4.5", "3-5人,b1.11-2", ""]


def test_a_recipient_of_related_entries_is_told_what_names_nobody(gathering: Gathering) -> None:
    words = render(gathering.sheet("区教委"), "md").decode()
    assert "规划39项任务中有37项没有写明责任单位，其中" in words


def test_a_court_bears_no_project_it_gives_data_to(gathering: Gathering) -> None:
    words = render(gathering.sheet("区法院"), "md").decode()
    assert "承担的职责" not in words
    section = words.partition("规划以集合称谓提到、包括本单位的事项")[2]
    assert "办理情况" not in section.partition("普遍要求")[0] or "已完成" not in section.partition("## ")[0]
