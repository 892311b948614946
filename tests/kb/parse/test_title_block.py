"""Titles on one line and on many, spaced, cut and numbered; which of several is the plan's."""

from __future__ import annotations

import pytest

from kb.model import Plan
from kb.parse.title_block import find_titles, is_compiled
from tests.kb.parse.made import check, draft, tree

BODY = "一、总体要求\n（一）指导思想。以人为本。\n二、重点任务\n1. 建中心。建成一所。\n2. 培训。办班。\n"


def plan(text: str) -> Plan:
    check(tree(text))
    return draft(text).plan


def titles(*lines: str) -> list[str]:
    return [t.text for t in find_titles(lines, len(lines))]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("某省人民政府办公厅关于有效发挥", "托育基金作用切实支持普惠托育和", "“一老一小”发展的指导意见"), "某省人民政府办公厅关于有效发挥托育基金作用切实支持普惠托育和“一老一小”发展的指导意见"),
        (("某省人民政府办公厅关于开展", "托育机构备案工作的通知"), "某省人民政府办公厅关于开展托育机构备案工作的通知"),
        (("某市人民政府", "关于托育用地、用房供应", "几 个 问 题 的 通 知"), "某市人民政府关于托育用地、用房供应几个问题的通知"),
        (("某省推进托育服务提质升级三年行动", "方案（2024—2026年）"), "某省推进托育服务提质升级三年行动方案（2024—2026年）"),
        (("某市托育服务", "“十五五”发展规划"), "某市托育服务“十五五”发展规划"),
        (("某市卫生健康委员会关于印发某市", "2024", "年托育工作责", "任清单的通知（2024 年1 月6 日）"), "某市卫生健康委员会关于印发某市2024年托育工作责任清单的通知"),
        (("某局关于印发中国", "（某某）", "托育综合试验区建设", "实施方案的通知（2024 年4 月", "3 日）"), "某局关于印发中国（某某）托育综合试验区建设实施方案的通知"),
        (("某市第二次托育会议关于调整实施《某省", "托育条例》有关规定的决定",), "某市第二次托育会议关于调整实施《某省托育条例》有关规定的决定"),
        (("关于进一步提振托育信心", "促进托育平稳运行的若干政策举措"), "关于进一步提振托育信心促进托育平稳运行的若干政策举措"),
        (("某县支持托育业健康发展的", "十条政策措施"), "某县支持托育业健康发展的十条政策措施"),
    ],
)  # fmt: skip
def test_lines_of_one_title(lines: tuple[str, ...], title: str) -> None:
    assert titles(*lines) == [title]


SURE = {
    "the name of a place looks like a conjunction": "和安市托育服务行动方案（2025—2027年）\n",
    "a kind of document cannot begin a title": "某市托育服务高质量发展\n行动方案（2025—2027年）\n",
    "the only line above the first heading": "某市托育服务发展规划纲要某某某某\n",
}
UNSURE = {
    "addressees": "各有关单位：\n",
    "a number": "（二）落实托育管理制度\n",
    "a sentence": "为推动托育服务，特制定如下措施：\n",
    "a kind alone": "工作方案（试行）\n",
    "one line of several": "某市托育服务发展规划纲要某某某某\n说明\n",
}


@pytest.mark.parametrize("head", SURE)
def test_a_title_that_the_lines_prove_raises_no_doubt(head: str) -> None:
    found = draft(SURE[head] + BODY)
    assert found.plan.title == "".join(SURE[head].split())
    assert [p.code for p in found.problems if p.code == "KB120"] == []


@pytest.mark.parametrize("head", UNSURE)
def test_what_is_no_title_raises_a_doubt(head: str) -> None:
    assert [p.code for p in draft(UNSURE[head] + BODY).problems if p.code == "KB120"] == ["KB120"]


@pytest.mark.parametrize(
    "lines",
    [
        ("为推进托育服务，制定本方案。",),
        ("各镇人民政府，区政府各部门：",),
        ("（此件公开发布）", "2024年3月5日"),
        ("附件：某区托育任务清单",),
        ("首页 > 政务公开 > 规划",),
        ("某区人民政府文件", "某府发〔2024〕3号"),
        ("一、某区托育规划",),
    ],
)
def test_no_title(lines: tuple[str, ...]) -> None:
    assert titles(*lines) == []


@pytest.mark.parametrize("mark", ["（征求意见稿）", "(送审稿)", "〔讨论稿〕"])
def test_mark_of_a_draft_above_the_title_is_none(mark: str) -> None:
    assert titles(mark, "某市托育服务发展行动方案（2025—2027年）") == [
        "某市托育服务发展行动方案（2025—2027年）"
    ]


def test_who_runs_the_website_is_no_part() -> None:
    assert titles("主办单位：某市人民政府办公室", "某市托育行动方案") == ["某市托育行动方案"]


def test_name_above_is_no_part_unless_about_follows() -> None:
    assert titles("某市人民政府办公室", "某市2024年托育任务清单") == ["某市2024年托育任务清单"]
    assert titles("某市人民政府办公室", "关于印发托育任务清单的通知") == [
        "某市人民政府办公室关于印发托育任务清单的通知"
    ]


def test_number_and_date_of_a_compilation_are_no_part() -> None:
    text = (
        "1. 某市人民政府办公厅关于印发某市2024 年优化托育\n服务重点任务清单的通知（2024 年5 月6 日）\n某府办发〔2024〕41 号\n"
        "各区县人民政府，市政府各部门：\n《某市2024 年优化托育服务重点任务清单》已经市政府同意，现印发给你们。\n某市人民政府办公厅\n2024 年5 月6 日\n"
        "某市2024 年优化托育服务\n重点任务清单\n为优化服务，制定本清单。\n" + BODY
    )
    found = plan(text)
    assert (found.title, found.doc_number) == ("某市2024年优化托育服务重点任务清单", "某府办发〔2024〕41号")
    assert (found.issuer, found.issued) == ("某市人民政府办公厅", "2024-05-06")
    assert [n.citation for n in tree(text).nodes if n.kind == "chapter"] == ["一、", "二、"]
    assert is_compiled(text.split("\n")[:6])
    assert not is_compiled(["1. 建设便民服务中心。", "2. 培训。"])


def test_letter_whose_plan_is_cut_off_keeps_its_own_title() -> None:
    text = (
        "4. 某市民政局关于印发《某市养老护理员培训三年计划》的通知\n（2024 年4 月19 日）\n某民〔2024〕9 号\n局属各单位：\n"
        + BODY
    )
    found = plan(text)
    assert found.title == "某市民政局关于印发《某市养老护理员培训三年计划》的通知"
    assert (found.issuer, found.issued, found.recipients) == ("某市民政局", "2024-04-19", ("局属各单位",))


def test_reply_keeps_its_title_above_what_is_attached() -> None:
    text = (
        "某省人民政府关于同意组建托育\n协调委员会的批复\n某政函〔2024〕38号\n某市人民政府：\n你市请示收悉。现批复如下：\n同意组建。\n某省人民政府\n"
        "二〇二四年五月二十三日\n附件：\n托育协调委员会\n组 建 方 案\n一、主要职能\n研究措施。\n二、组成人员\n另行印发名单。\n"
    )
    found = plan(text)
    assert found.title == "某省人民政府关于同意组建托育协调委员会的批复"
    assert (found.issuer, found.issued) == ("某省人民政府", "2024-05-23")


def test_letter_that_issues_several_keeps_its_title() -> None:
    text = (
        "某市人民政府关于印发托育机构管理和\n普惠托育补助两个办法的通知\n某府发〔2024〕5号\n各区人民政府：\n现将两个办法印发给你们。\n某市人民政府\n"
        "2024年5月1日\n托育机构管理办法\n" + BODY
    )
    assert plan(text).title == "某市人民政府关于印发托育机构管理和普惠托育补助两个办法的通知"


def test_index_box_of_a_website() -> None:
    text = (
        "索 引 号：\n000014349/2024-00021\n主题分类：\n卫生、托育\n发文机关：\n某省人民政府\n成文日期：\n2024年05月23日\n标　　题：\n"
        "某省人民政府关于托育用地几个问题的通知\n发文字号：\n某政发〔2024〕88号\n某省人民政府关于托育用地几个问题的通知\n"
        + BODY
    )
    found = plan(text)
    assert (found.title, found.doc_number) == ("某省人民政府关于托育用地几个问题的通知", "某政发〔2024〕88号")
    assert (found.issuer, found.issued) == ("某省人民政府", "2024-05-23")


def test_index_box_between_bars_and_in_lines() -> None:
    bars = (
        "索引号: | 11X/2024-1 | 信息分类: | 规范性文件 |\n发布机构: | 某区人民政府办公室 | 成文日期: | 2024年2月3日 |\n"
        "标 题: | 某区人民政府办公室关于印发2024年托育任务分解表的通知 | ||\n" + BODY
    )
    found = plan(bars)
    assert found.title == "某区人民政府办公室关于印发2024年托育任务分解表的通知"
    assert (found.issuer, found.issued) == ("某区人民政府办公室", "2024-02-03")
    spaced = (
        "索 引 号 FZ-2024-11 文号 某政综〔2024〕58号\n发布机构 某镇人民政府 生成日期 2024-04-07\n某镇托育工作要点\n"
        + BODY
    )
    found = plan(spaced)
    assert (found.title, found.doc_number, found.issued) == (
        "某镇托育工作要点",
        "某政综〔2024〕58号",
        "2024-04-07",
    )


def test_signature_on_two_lines_and_under_another_seal() -> None:
    text = (
        "某市2024年托育工作要点\n各区人民政府：\n现印发给你们。\n市推进“一老一小”服务\n协调领导小组办公室（代章）\n2024年5月10日\n"
        "某市2024年托育工作要点\n" + BODY
    )
    assert plan(text).issuer == "市推进“一老一小”服务协调领导小组办公室"
    sealed = "某市托育要点\n各单位：\n现印发给你们。\n某市托育领导小组办公室\n（某市卫生健康委员会\n某市民政局代章）\n2024年4月10日\n某市托育要点\n"
    found = plan(sealed + BODY)
    assert (found.issuer, found.issued) == ("某市托育领导小组办公室", "2024-04-10")


def test_signature_in_the_middle_is_imprint() -> None:
    text = (
        "某市人民政府办公厅关于印发2024年托育责任分解的通知\n各区人民政府：\n现印发给你们。\n一、提高认识，细化措施。\n二、按季报送进展。\n"
        "某市人民政府办公厅\n2024年4月2日\n来源：某网\n"
    )
    found = plan(text)
    assert (found.issuer, found.issued) == ("某市人民政府办公厅", "2024-04-02")
    assert [b.text.value for b in draft(text).blocks if b.region == "imprint"][:2] == [
        "某市人民政府办公厅",
        "2024年4月2日",
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("各县区旗党委、人民政府，高新区党工委、管委会，行署各委、办、局，各民主党派：", ("各县区旗党委、人民政府", "高新区党工委、管委会", "行署各委、办、局", "各民主党派")),
        ("某省人民政府，教育部、外交部、财政部：", ("某省人民政府", "教育部", "外交部", "财政部")),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", ("各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构")),
    ],
)  # fmt: skip
def test_addressees_whole(line: str, found: tuple[str, ...]) -> None:
    assert plan(f"某市托育规划\n某府发〔2024〕1号\n{line}\n{BODY}").recipients == found


def test_addressees_over_two_lines() -> None:
    text = "某市托育规划\n某府发〔2024〕1号\n各市人民政府，省政府各部门，各大企业，各\n高等院校：\n" + BODY
    assert plan(text).recipients == ("各市人民政府", "省政府各部门", "各大企业", "各高等院校")


def test_headline_of_a_compilation() -> None:
    found = plan(
        "2. 某自治区政法委印发《某自治区优化托育环境50 条措施》（2024 年2 月7 日）\n为优化环境，制定本措施。\n"
        + BODY
    )
    assert (found.title, found.issuer, found.issued) == (
        "某自治区优化托育环境50条措施",
        "某自治区政法委",
        "2024-02-07",
    )


def test_committee_and_government_issue_together() -> None:
    text = (
        "中共某市委办公室 某市人民政府办公室 关于印发托育方案的通知\n各乡镇：\n(此件发至乡) 2024年11月21日\n某市托育实施方案\n"
        + BODY
    )
    found = plan(text)
    assert (found.issuer, found.issued) == ("中共某市委办公室、某市人民政府办公室", "2024-11-21")


def test_date_of_the_web_page_is_not_the_date_of_issue() -> None:
    text = (
        "索 引 号：\n0001/2024-1\n成文日期：\n1981年05月23日\n标　　题：\n某省关于托育用地的通知\n发布日期：\n2018年12月04日\n某省关于托育用地的通知\n"
        + BODY
    )
    assert plan(text).issued == "1981-05-23"


def test_short_name_in_the_signature() -> None:
    text = (
        "某某回族自治区市场监管厅关于印发托育方案的通知\n各市：\n现印发给你们。\n自治区市场监管厅\n2024年1月2日\n托育监管实施方案\n"
        + BODY
    )
    assert plan(text).issuer == "某某回族自治区市场监管厅"
