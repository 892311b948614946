"""Cover matter beside what it says as data."""

from __future__ import annotations

import pytest

from kb.model import Plan
from kb.parse.plan_facts import read_plan_facts
from tests.kb.parse.made import check, draft, tree

BODY = "一、总体要求\n（一）指导思想。以人为本。\n二、重点任务\n1. 建中心。建成一所。\n2. 培训。办班。\n"


def plan(text: str) -> Plan:
    check(tree(text))
    return draft(text).plan


def regions(text: str) -> list[tuple[str, str]]:
    return [(b.region, b.text.value) for b in draft(text).blocks if b.region != "body"]


def test_issued_with_a_letter() -> None:
    text = (
        "某府办发〔2024〕12号\n某市人民政府办公室\n关于印发某市养老服务发展规划的通知\n各县（市、区）人民政府，市政府各部门、各直属机构：\n"
        "《某市养老服务发展规划（2024—2026年）》已经市政府第8次常务会议审议通过，现印发给你们。\n某市人民政府办公室\n2024年3月5日\n（此件公开发布）\n"
        "某市养老服务发展规划\n（2024—2026年）\n依据《国家养老规划》《某省养老规划（2021—2025年）》的要求，制定本规划。\n" + BODY
        + "抄送：市委办公室，市人大常委会办公室。\n"
    )  # fmt: skip
    found = plan(text)
    assert found.title == "某市养老服务发展规划（2024—2026年）"
    assert found.doc_number == "某府办发〔2024〕12号"
    assert (found.issuer, found.level) == ("某市人民政府办公室", "市")
    assert (found.issued, found.publicity) == ("2024-03-05", "此件公开发布")
    assert found.adopted == "已经市政府第8次常务会议审议通过"
    assert found.recipients == ("各县（市、区）人民政府", "市政府各部门", "各直属机构")
    assert found.cc == ("市委办公室", "市人大常委会办公室")
    assert found.period == (2024, 2026)
    assert found.basis == ("《国家养老规划》", "《某省养老规划（2021—2025年）》")
    assert [r for r, _ in regions(text)] == ["cover"] * 8 + ["title"] + ["imprint"]


def test_no_cover_at_all() -> None:
    text = "某县稳定就业若干措施\n为稳定就业，制定本措施。\n" + BODY
    found = plan(text)
    assert (found.title, found.doc_number, found.issued, found.recipients, found.period) == (
        "某县稳定就业若干措施",
        "",
        "",
        (),
        None,
    )
    assert regions(text) == [("title", "某县稳定就业若干措施")]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("某区规划（2021—2030年）", (2021, 2030)),
        ("某区规划（2021-2025 年）", (2021, 2025)),
        ("某区行动计划（2023年—2025年）", (2023, 2025)),
        ("某省水利“十四五”规划", (2021, 2025)),
        ("某省水利“十三五”规划", (2016, 2020)),
        ("某省水利“十五五”规划", (2026, 2030)),
        ("某市2024年工作要点", (2024, 2024)),
        ("某区养老规划", None),
    ],
)
def test_period(title: str, period: tuple[int, int] | None) -> None:
    assert plan(f"{title}\n{BODY}").period == period


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("国务院", "国家"), ("中共中央办公厅", "国家"), ("某省人民政府办公厅", "省"), ("重庆市人民政府", "省"), ("内蒙古自治区人民政府", "省"),
        ("某市人民政府办公室", "市"), ("某自治州人民政府", "市"), ("某县人民政府", "区县"), ("重庆市大渡口区人民政府", "区县"), ("某镇人民政府", "乡镇"),
    ],
)  # fmt: skip
def test_level(issuer: str, level: str) -> None:
    found = plan(
        f"{issuer}\n关于印发养老规划的通知\n各部门：\n{issuer}\n2024年3月5日\n养老服务发展规划\n{BODY}"
    )
    assert (found.issuer, found.level) == (issuer, level)


def test_signature_and_date_behind_the_text() -> None:
    text = "某市清理壁垒工作方案\n" + BODY + "某市发展和改革委员会\n2023年6月1日\n（此件公开发布）\n"
    found = plan(text)
    assert (found.issued, found.publicity) == ("2023-06-01", "此件公开发布")
    assert regions(text)[1:] == [
        ("imprint", "某市发展和改革委员会"), ("imprint", "2023年6月1日"), ("imprint", "（此件公开发布）"),
    ]  # fmt: skip


def test_title_broken_over_lines() -> None:
    assert plan(
        "某市人民政府\n关于印发规划的通知\n某市建设区域性国际中心城市\n“十四五”实施方案\n" + BODY
    ).title == ("某市建设区域性国际中心城市“十四五”实施方案")


def test_copies_broken_over_lines() -> None:
    assert plan("某区养老规划\n" + BODY + "抄送：区委办公室，\n\n区法院，区检察院。\n").cc == (
        "区委办公室",
        "区法院",
        "区检察院",
    )


def test_number_and_addressees_below_the_title() -> None:
    text = (
        "某区关于绿色转型的实施意见\n某府规〔2023〕2号\n各镇人民政府，区政府各部门：\n为推进碳达峰，提出如下意见。\n"
        + BODY
    )
    found = plan(text)
    assert (found.title, found.doc_number) == ("某区关于绿色转型的实施意见", "某府规〔2023〕2号")
    assert found.recipients == ("各镇人民政府", "区政府各部门")
    assert regions(text) == [
        ("title", "某区关于绿色转型的实施意见"),
        ("cover", "某府规〔2023〕2号"),
        ("cover", "各镇人民政府，区政府各部门："),
    ]


@pytest.mark.parametrize(
    ("printed", "issued"),
    [
        ("二〇二三年二月二十七日", "2023-02-27"),
        ("二○二二年十二月三十日", "2022-12-30"),
        ("二零二一年十月十日", "2021-10-10"),
        ("2023 年 2 月 7 日", "2023-02-07"),
    ],
)
def test_dates_in_han_numerals(printed: str, issued: str) -> None:
    text = f"某市人民政府\n关于印发某市养老规划的通知\n各区人民政府：\n某市人民政府\n{printed}\n某市养老规划\n（2021—2025年）\n{BODY}"
    assert (plan(text).issued, plan(text).issuer) == (issued, "某市人民政府")
    assert printed in [v for region, v in regions(text) if region == "cover"]


def test_signature_in_han_numerals_behind_the_text() -> None:
    text = f"某市养老规划\n{BODY}某市人民政府\n二〇二三年二月二十七日\n"
    assert plan(text).issued == "2023-02-27"
    assert [v for region, v in regions(text) if region == "imprint"] == [
        "某市人民政府",
        "二〇二三年二月二十七日",
    ]


def test_number_and_date_in_one_bracket_below_the_title() -> None:
    text = f"某市人民政府办公室关于印发某市民生实事方案的通知\n（某政办〔2024〕3号  2024年2月1日）\n各区人民政府，市政府各部门：\n某市民生实事方案\n{BODY}（联系人：张三；联系电话：12345678）\n"
    found = plan(text)
    assert (found.doc_number, found.issued) == ("某政办〔2024〕3号", "2024-02-01")
    assert [v for region, v in regions(text) if region == "imprint"] == [
        "（联系人：张三；联系电话：12345678）"
    ]


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("某省城市内涝治理规划", "省"), ("某市城镇化发展规划", "市"), ("北京市清理壁垒实施方案", "省"), ("某省革命老区振兴规划", "省"),
        ("某市高新技术产业开发区发展规划", "市"), ("浦东新区儿童发展规划", "区县"), ("推进城乡融合发展实施方案", ""), ("某省某市某区托育规划", "区县"),
    ],
)  # fmt: skip
def test_level_by_the_places_a_title_begins_with(title: str, level: str) -> None:
    assert plan(f"{title}\n{BODY}").level == level


def test_cover_lines_run_together() -> None:
    text = (
        "国务院办公厅关于印发重点任务分工方案的通知国办发〔2020〕43号\n各省、自治区、直辖市人民政府，国务院各部委、各直属机构：《重点任务分工方案》"
        "已经国务院同意，现印发给你们，请认真贯彻执行。国务院办公厅2020年11月1日（此件公开发布）\n深化改革重点任务分工方案\n"
        + BODY
    )
    found = plan(text)
    assert (found.doc_number, found.issuer, found.issued) == (
        "国办发〔2020〕43号",
        "国务院办公厅",
        "2020-11-01",
    )
    assert found.recipients == ("各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构")
    assert (found.adopted, found.publicity) == ("已经国务院同意", "此件公开发布")


def test_several_units_sign() -> None:
    text = "关于印发某区托育行动计划的通知\n各镇、街道，区级有关部门：\n某区卫生健康委员会 某区发展和改革委员会\n某区财政局\n2023年5月6日\n某区托育行动计划\n"
    assert plan(text + BODY).issuer == "某区卫生健康委员会、某区发展和改革委员会、某区财政局"


def test_headline_names_the_document() -> None:
    found = plan(
        "中共某省委某省人民政府印发《某省内需战略规划纲要(2022-2035年)》\n为扩大内需，制定本纲要。\n" + BODY
    )
    assert (found.title, found.issuer, found.period) == (
        "某省内需战略规划纲要(2022-2035年)",
        "中共某省委某省人民政府",
        (2022, 2035),
    )


def test_running_text_is_no_title() -> None:
    found = plan("为贯彻落实决策部署，落实市委、市政府工作要求，结合我县实际，制定如下措施。\n" + BODY)
    assert (found.title, found.level) == ("规划", "")  # the name of the file


def test_date_in_a_sentence_about_a_document_is_not_the_date_of_issue() -> None:
    given = Plan("plan", "某区规划")
    cited = read_plan_facts(given, ("《某区规划》已于2024年3月5日经区政府审议通过",), ("某区规划",), (), ())
    assert cited.issued == ""
    assert (
        read_plan_facts(given, ("某区政府 2024年3月5日印发",), ("某区规划",), (), ()).issued == "2024-03-05"
    )


def test_a_page_about_a_letter_that_it_prints() -> None:
    """The letter's signature and date count; the page's line of origin addresses nobody."""
    plan = tree(
        "某县人民政府办公室关于对《某县林长制方案》的公示\n"
        "来源:某某网 2018-12-03 14:19 作者:县政府办 浏览次数:\n"
        "现将《某县林长制方案》进行公示,欢迎社会各界监督。\n"
        "关于印发《某县林长制方案》的通知\n某办发〔2018〕33号\n各乡镇人民政府:\n"
        "《某县林长制方案》已经县政府同意,现印发给你们。\n"
        "某县人民政府办公室\n(此件发至乡) 2018年11月21日\n"
        "某县林长制方案\n一、总体要求\n坚持生态优先。\n二、工作任务\n1.巡林。每月一次。\n"
    ).plan
    assert (plan.issuer, plan.issued) == ("某县人民政府办公室", "2018-11-21")
    assert plan.recipients == ("各乡镇人民政府",)
