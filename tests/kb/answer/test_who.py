"""`kb who` on the real plan: the answers, their proof, and what is left without a unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.answer.topics import topics
from kb.corpus import Corpus
from kb.model import Topic, Unit
from kb.pipeline.build import build
from kb.question.reader import Reader
from kb.search import Index, open_index
from kb.store import Base, open_base
from kb.who.answer import who
from kb.who.scope import coverage
from kb.who.shapes import WhoAnswer

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
PLAN = "dadukou-children-2021-2030"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Base, Index]]:
    folder = tmp_path_factory.mktemp("base")
    build(Corpus(CORPUS), folder)
    with open_base(folder) as base, open_index(base.folder / "index") as index:
        yield base, index


def ask(opened: tuple[Base, Index], query: str, **more: Any) -> WhoAnswer:
    return who(*opened, query, plan=PLAN, **more)


def given(found: WhoAnswer) -> list[tuple[str, str]]:
    return [(a["unit"], a["basis"]) for a in found["answers"]]


def titles(found: WhoAnswer, unit: str, basis: str) -> set[str]:
    return {
        e["title"]
        for a in found["answers"]
        if a["unit"] == unit
        for e in a["evidence"]
        if e["basis"] == basis
    }


def test_nursery_care(opened: tuple[Base, Index]) -> None:
    found = ask(opened, "托育")
    assert found["topic"] == "托育"
    assert found["answers"][0]["unit"] == "区卫健委"
    assert found["answers"][0]["role"] == "责任"
    best = found["answers"][0]["evidence"][:2]
    assert [(e["citation"], e["target"], e["quote"]) for e in best] == [
        ("专栏一 指标25", "增加", "区卫健委"),
        ("专栏一 指标26", "≥4.5", "区卫健委"),
    ]
    assert given(found)[1:3] == [("区妇幼保健院", "named"), ("各镇街", "named")]
    assert [n["title"] for n in found["unassigned"]][:2] == ["发展普惠托育服务体系", "托育服务机构规范化项目"]


@pytest.mark.parametrize(
    "query",
    ["托育归哪个单位管？", "请问托育谁负责", "託育", "婴幼儿照护 谁管", "托 育", "托育由哪些部门负责呢"],
)
def test_questions_mean_the_same(opened: tuple[Base, Index], query: str) -> None:
    assert given(ask(opened, query))[0] == ("区卫健委", "assigned")


def test_quotes_stand_in_the_source(opened: tuple[Base, Index]) -> None:
    source = opened[0].plan(PLAN).source
    for query in ("托育", "监测工作谁牵头", "区妇联有哪些任务", "儿童自杀由哪些部门负责", "留守儿童"):
        for answer in ask(opened, query)["answers"]:
            assert answer["evidence"]
            for e in answer["evidence"]:
                assert source[e["start"] : e["end"]] == e["quote"]
                assert source.count("\n", 0, e["start"]) + 1 == e["line"]
                assert e["role"] != "object"


def test_strength_orders_answers_and_basis_narrows(opened: tuple[Base, Index]) -> None:
    order = ["assigned", "named", "related"]
    found = ask(opened, "托育")
    assert [a["basis"] for a in found["answers"]] == sorted(
        (a["basis"] for a in found["answers"]), key=order.index
    )
    only = ask(opened, "托育", basis="named")
    assert {e["basis"] for a in only["answers"] for e in a["evidence"]} == {"named"}
    assert len(ask(opened, "托育", limit=1)["answers"]) == 1


def test_related_names_its_link_and_reason(opened: tuple[Base, Index]) -> None:
    (piece,) = [
        e
        for a in ask(opened, "15分钟托育服务圈归哪个单位")["answers"]
        for e in a["evidence"]
        if e["basis"] == "related"
    ]
    assert piece["link"] is not None
    assert piece["link"]["citation"] == "专栏一 指标25"
    assert piece["why"] == "同一主题：托育"


def test_a_units_own_duties(opened: tuple[Base, Index]) -> None:
    found = ask(opened, "区残联负责什么")
    assert given(found) == [("区残联", "assigned")]
    assert titles(found, "区残联", "assigned") == {"残疾儿童康复服务覆盖率", "0-6岁残疾儿童康复救助人数"}


def test_a_unit_with_nothing_assigned(opened: tuple[Base, Index]) -> None:
    for unit in ("区检察院", "重钢总医院"):
        found = ask(opened, f"{unit}负责什么")
        assert found["answers"] == []
        assert found["notes"] == [f"规划没有明确写给{unit}的任务。"]


def test_a_unit_in_the_question_filters(opened: tuple[Base, Index]) -> None:
    assert given(ask(opened, "区妇联 家庭教育")) == [("区妇联", "assigned")]
    assert given(ask(opened, "托育", unit="卫健委")) == [("区卫健委", "assigned")]
    assert ask(opened, "托育", unit="区教委")["answers"] == []


def test_a_unit_that_has_nothing_to_do_with_it_is_said(opened: tuple[Base, Index]) -> None:
    found = ask(opened, "区教委管不管托育")
    assert given(found)[0] == ("区卫健委", "assigned")
    assert found["notes"] == ["规划没有把这件事写给区教委，写的是以下单位。"]


def test_two_topics_are_met_together_or_listed_apart(opened: tuple[Base, Index]) -> None:
    both = ask(opened, "疫苗和医保分别找哪个单位")
    assert {("区卫健委", "assigned"), ("区医保局", "assigned")} <= set(given(both))
    assert both["notes"] == []
    apart = ask(opened, "疫苗 厕所")
    assert apart["notes"] == ["没有同时写到“疫苗”和“厕所”的条目，以下分别列出。"]


@pytest.mark.parametrize("query", ["量子计算谁负责", "高铁", "", "？？？", "asdf", "谁负责", "核电站归谁管"])
def test_nothing_found_says_so(opened: tuple[Base, Index], query: str) -> None:
    found = ask(opened, query)
    assert found["answers"] == []
    assert found["unassigned"] == []


def test_nearest_topics_are_offered(opened: tuple[Base, Index]) -> None:
    assert (
        "家庭教育" in ask(opened, "家庭矛盾教育归谁")["suggestions"]
        or ask(opened, "家庭矛盾教育归谁")["answers"]
    )


def test_no_unit_is_responsible_for_its_own_building(opened: tuple[Base, Index]) -> None:
    found = ask(opened, "妇幼保健院建设谁负责")
    assert "区妇幼保健院" not in [a["unit"] for a in found["answers"]]
    assert "优化儿童公共卫生服务和管理" in [n["title"] for n in found["unassigned"]]


TOPICS = (Topic("托育", ("托育服务",), ("托儿所",)), Topic("近视", ("近视",)), Topic("医保", ("医保",)))
UNITS = (Unit("区教委", "区教育委员会", ("教委",)), Unit("区残联"), Unit("有关部门", kind="集合称谓"))


@pytest.mark.parametrize(
    ("query", "topics", "units", "segments", "kind"),
    [
        ("托育归哪个单位管？", [["托育"]], [], ["托育"], "who"),
        ("15分钟托育服务圈归哪个单位", [["托育"]], [], ["15分钟托育服务圈"], "who"),
        ("区残联负责什么", [], ["区残联"], [], "what-of-unit"),
        ("教委有哪些任务", [], ["区教委"], [], "what-of-unit"),
        ("区教委管不管托育", [["托育"]], ["区教委"], ["区教委", "托育"], "yes-no"),
        ("近视和医保分别归谁", [["近视"], ["医保"]], [], ["近视", "医保"], "who"),
        ("有关部门负责什么", [], ["有关部门"], [], "what-of-unit"),
        ("托育由有关部门中的哪个负责", [["托育"]], [], ["托育由有关部门"], "who"),
    ],
)
def test_questions_read(
    query: str, topics: list[list[str]], units: list[str], segments: list[str], kind: str
) -> None:
    found = Reader(TOPICS, UNITS, lambda s: s).read(query)
    assert [[t.name for t in ts] for ts in found.topics] == topics
    assert [u.name for u in found.units] == units
    assert list(found.segments) == segments
    assert found.kind == kind


def test_coverage() -> None:
    assert coverage("规划实施工作", "区人民政府负责规划实施工作") == 1.0
    assert coverage("规划实施", "规划编制") == pytest.approx(1 / 3)
    assert coverage("", "任何文字") == 0.0


@pytest.mark.parametrize(
    ("term", "tied"),
    [("中职教育", {"区教委"}), ("专门学校", {"区法院", "区公安分局"}), ("儿童主任", {"区民政局"})],
)
def test_a_narrower_term_claims_no_unit_of_the_rest_of_its_topic(
    opened: tuple[Base, Index], term: str, tied: set[str]
) -> None:
    found = who(*opened, term)
    assert not [a["unit"] for a in found["answers"] if a["basis"] == "assigned"]
    related = [a for a in found["answers"] if a["basis"] == "related"]
    assert {a["unit"] for a in related} == tied
    assert all(e["why"] and e["link"] for a in related for e in a["evidence"])
    assert found["answers"][-len(related) :] == related


@pytest.mark.parametrize("word", ["托育", "托儿所"])
def test_a_topic_by_its_name_or_what_people_say_is_the_whole_topic(
    opened: tuple[Base, Index], word: str
) -> None:
    found = who(*opened, word)
    first = found["answers"][0]
    assert (first["unit"], first["basis"]) == ("区卫健委", "assigned")
    assigned = {e["citation"] for e in first["evidence"] if e["basis"] == "assigned"}
    assert assigned == {"专栏一 指标25", "专栏一 指标26"}


def test_a_sentence_beside_the_one_asked_assigns_nothing(opened: tuple[Base, Index]) -> None:
    assigned = {a["unit"] for a in who(*opened, "监测工作归谁管")["answers"] if a["basis"] == "assigned"}
    assert assigned == {"区统计部门", "监测组"}


def test_who_leads_asks_for_the_leading_unit_alone(opened: tuple[Base, Index]) -> None:
    answers = who(*opened, "监测工作谁牵头")["answers"]
    assert [(a["unit"], a["role"]) for a in answers] == [("区统计部门", "牵头")]


def test_a_body_that_has_no_duties_is_asked_about(opened: tuple[Base, Index]) -> None:
    found = who(*opened, "西大附中")
    assert found["answers"] == []
    assert [n["title"] for n in found["unassigned"]] == ["推进义务教育优质均衡发展"]
    assert found["notes"] == ["规划没有明确写给大渡口西大附中的任务。"]
    assert [a["unit"] for a in who(*opened, "重儿儿科医生联盟")["answers"]] == ["区卫健委"]


def test_a_units_name_is_longer_than_the_topic_in_it(opened: tuple[Base, Index]) -> None:
    found = who(*opened, "医保局负责什么")
    assert [(a["unit"], a["basis"]) for a in found["answers"]] == [("区医保局", "assigned")]


def test_a_title_may_be_asked_for_in_short(opened: tuple[Base, Index]) -> None:
    (answer,) = who(*opened, "高中毛入学率")["answers"]
    assert [e["citation"] for e in answer["evidence"]] == ["专栏一 指标24"]


def test_what_only_shares_the_topic_is_not_listed(opened: tuple[Base, Index]) -> None:
    assert [n["title"] for n in who(*opened, "少年提案")["unassigned"]] == ["保障儿童的参与和表达权利"]


def test_a_topic_that_includes_the_one_asked_ties(opened: tuple[Base, Index]) -> None:
    units = {a["unit"]: a["basis"] for a in who(*opened, "防溺水归哪个部门管")["answers"]}
    assert {units[u] for u in ("区公安分局", "区教委", "区卫健委")} == {"related"}
    (answer,) = who(*opened, "报销归哪个部门管")["answers"]
    assert (answer["unit"], answer["basis"]) == ("区医保局", "related")


def test_a_sentence_counts_for_the_topics_it_prints(opened: tuple[Base, Index]) -> None:
    units = {t["name"]: t["units"] for t in topics(opened[0])["topics"]}
    assert units["监护"] == ["民政部门"]
    assert units["未成年人犯罪"] == ["区法院", "区公安分局"]


def test_a_mechanism_that_lists_the_matter_among_others_is_no_answer(opened: tuple[Base, Index]) -> None:
    assert {a["basis"] for a in who(*opened, "溺水谁管")["answers"]} == {"related"}


def test_what_two_units_share(opened: tuple[Base, Index]) -> None:
    found = who(*opened, "区妇联和区教委共同负责什么")
    assert {a["unit"] for a in found["answers"]} == {"区妇联", "区教委"}
    assert {e["citation"] for a in found["answers"] for e in a["evidence"]} == {
        "专栏一 指标30",
        "专栏一 指标31",
    }
    found = who(*opened, "区残联和区医保局共同负责什么")
    assert found["answers"] == []
    assert found["notes"] == ["规划没有同时写给这几个单位的任务。"]


def test_a_rate_by_another_word(opened: tuple[Base, Index]) -> None:
    assert [a["unit"] for a in who(*opened, "未成年人犯罪率")["answers"] if a["basis"] == "assigned"] == [
        "区法院"
    ]


def test_a_sections_title_asks_for_its_tasks(opened: tuple[Base, Index]) -> None:
    open_ = [n["citation"] for n in who(*opened, "创设适宜儿童发展的家庭环境归谁管")["unassigned"]]
    assert open_ == [f"二、（五）{i}" for i in range(1, 6)]


@pytest.mark.parametrize(
    ("query", "typed", "meant"), [("近示谁负责", "近示", "近视"), ("tuoyu谁管", "tuoyu", "托育")]
)
def test_slips_and_pinyin(opened: tuple[Base, Index], query: str, typed: str, meant: str) -> None:
    found = who(*opened, query)
    assert (found["query"], found["notes"]) == (query, [f"没有“{typed}”，按“{meant}”查找。"])
    assert [(a["unit"], a["basis"]) for a in found["answers"]] == [
        (a["unit"], a["basis"]) for a in who(*opened, meant)["answers"]
    ]


def test_what_narrows_to_nothing_leaves_the_topic_whole(opened: tuple[Base, Index]) -> None:
    first = who(*opened, "谁负责未成年人保护工作站建设")["answers"][0]
    assert (first["unit"], first["basis"]) == ("区民政局", "assigned")
