"""Answers on made plans: clauses, titles, qualifiers that the plan does not print, values, several plans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.api import Kb, open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.search import open_index
from kb.store import open_base
from kb.who.answer import who
from kb.who.scope import mentions_in_passing
from kb.who.shapes import WhoAnswer
from tests.towns import build_towns

HARBOUR = """白沙市港口发展规划（2024—2028年）

一、总体要求

坚持统筹推进。

二、切实加强码头安全管理

（一）完善巡查制度。开展日常巡查。（市港航局负责）

（二）配备消防设施。更新消防设备。（市消防救援支队负责）

三、重点任务

（一）提升港口开办效能。港口开办全程网办。（牵头单位：市行政审批局，配合单位：市港航局）

（二）推进岸电改造。推广使用岸电，覆盖率达到85.5%。（责任单位：市供电公司）

（三）开展防汛演练。每年演练。（责任单位：市应急局）

四、组织实施

（一）落实责任。市财政局负责落实疏浚资金保障；市港航局负责航道疏浚审批；市生态环境局负责污染防治监督。

（二）加强监测。监测组由市统计局牵头，有关部门参加。负责收集、分析数据。
"""
FOREST = """青石县林业发展规划（2024—2028年）

一、主要任务

（一）加强森林防火。建设防火通道。（责任单位：县林业局）

（二）推进岸线绿化。开展绿化。（责任单位：县水利局）

（三）开展防汛演练。每年演练。（责任单位：县应急局）
"""
LIBRARY = """松溪市阅读服务规划（2024—2028年）

一、主要任务

（一）建设社区书屋。建设书屋。（责任单位：市文化局、市财政局）

（二）办好乡村书屋。办好乡村书屋。（责任单位：市农业局）

（三）改造书屋设施。改造书屋的照明。

（四）开展诵读活动。举办诵读活动。（责任单位：市文化局）

（五）开展志愿服务。鼓励与出版企业等合作建设书架，开展志愿服务。
"""
HARVEST = """兰浦市节庆活动规划（2024—2028年）

一、主要任务

（一）举办庙会。举办庙会，防止意外伤害。（责任单位：市文化局）
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kb]:
    folder = tmp_path_factory.mktemp("answers")
    (folder / "corpus").mkdir()
    for name, text in (("baisha", HARBOUR), ("qingshi", FOREST)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
        import_file(folder / f"{name}.txt", folder / "corpus")
    build(Corpus(folder / "corpus"), folder / "kb")
    with open_kb(folder / "kb") as opened:
        yield opened


def units(found: WhoAnswer, basis: str = "assigned") -> list[str]:
    return [a["unit"] for a in found["answers"] if a["basis"] == basis]


def test_clauses_between_semicolons_are_read_apart(kb: Kb) -> None:
    assert units(kb.who("疏浚资金保障谁负责")) == ["市财政局"]
    assert units(kb.who("污染防治监督谁负责")) == ["市生态环境局"]


def test_an_index_that_was_closed_is_not_asked_again(kb: Kb) -> None:
    with open_base(kb.base.folder) as base:
        with open_index(base.folder / "index") as first:
            assert units(who(base, first, "疏浚资金保障谁负责")) == ["市财政局"]
        with open_index(base.folder / "index") as second:
            assert units(who(base, second, "龘龘龘")) == []
            assert units(who(base, second, "岸电改造谁负责")) == ["市供电公司"]


def test_a_word_is_not_cut_off(kb: Kb) -> None:
    with_, without = kb.who("港口开办谁负责"), kb.who("港口开办")
    assert units(with_) == units(without) == ["市行政审批局", "市港航局"]
    assert with_["conclusion"] == "港口开办：市行政审批局牵头，市港航局配合。"


def test_the_title_of_a_chapter_asks_for_its_tasks(kb: Kb) -> None:
    assert set(units(kb.who("码头安全管理谁负责"))) == {"市港航局", "市消防救援支队"}


def test_a_role_picks_the_paragraph(kb: Kb) -> None:
    found = kb.who("数据监测由谁牵头")
    assert units(found) == ["市统计局"]
    assert found["step"] == 1


@pytest.mark.parametrize(
    ("query", "unread"),
    [
        ("南京的岸电改造谁负责", "南京"),
        ("鼓楼区岸电改造谁负责", "鼓楼区"),
        ("2040年的岸电改造谁负责", "2040年"),
        ("大学生岸电改造谁负责", "大学生"),
    ],
)
def test_a_qualifier_that_is_not_printed_is_said_and_nobody_is_assigned(
    kb: Kb, query: str, unread: str
) -> None:
    found = kb.who(query)
    assert found["answers"] == []
    assert unread in found["unread"]
    assert found["conclusion"].startswith(f"规划没有写“{unread}”。")
    assert found["step"] == 3
    assert [n["title"] for n in found["nearest"]] == ["推进岸电改造"]
    assert {d["basis"] for g in found["groups"] for d in g["duties"]} <= {"related"}


def test_nothing_is_never_silent(kb: Kb) -> None:
    found = kb.who("地铁票价谁定")
    assert (found["answers"], found["unassigned"], found["nearest"], found["step"]) == ([], [], [], 5)
    assert found["conclusion"] == "规划没有写“地铁票价”。"


def test_a_number_is_an_anchor(kb: Kb) -> None:
    assert units(kb.who("85.5%归谁管")) == ["市供电公司"]


def test_yes_or_no(kb: Kb) -> None:
    assert (
        kb.who("市港航局管不管岸电改造")["conclusion"]
        == "不是。规划没有把这件事写给市港航局，写给市供电公司。"
    )
    assert kb.who("市供电公司是不是负责岸电改造")["conclusion"].startswith("是。")


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kb]:
    folder = tmp_path_factory.mktemp("readers")
    (folder / "corpus").mkdir()
    for name, text in (("songxi", LIBRARY), ("lanpu", HARVEST)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
        import_file(folder / f"{name}.txt", folder / "corpus")
    build(Corpus(folder / "corpus"), folder / "kb")
    with open_kb(folder / "kb") as opened:
        yield opened


@pytest.mark.parametrize(
    "query",
    ["市文化局是不是负责所有书屋", "市文化局是不是负责全部书屋", "书屋是不是都归市文化局管"],
)
def test_every_part_of_the_matter_is_not_confirmed_where_some_is_another_s(readers: Kb, query: str) -> None:
    assert readers.who(query, plan="songxi")["conclusion"] == (
        "不全是。书屋写给市文化局，同时写给市财政局；还有 1 条写给市农业局，还有 1 条没有写责任单位。"
    )


def test_every_part_of_what_one_unit_has_is_confirmed(readers: Kb) -> None:
    assert readers.who("市文化局是不是负责所有诵读活动")["conclusion"] == "是。诵读活动写给市文化局。"
    assert readers.who("市文化局是不是负责书屋")["conclusion"].startswith("是。")


@pytest.mark.parametrize("query", ["企业开办", "企业开办谁负责", "企业开业"])
def test_a_piece_of_a_word_that_is_not_printed_answers_nothing(readers: Kb, query: str) -> None:
    found = readers.who(query)
    assert (found["answers"], found["step"]) == ([], 3)
    assert [n["title"] for n in found["nearest"]] == ["开展志愿服务"]


@pytest.mark.parametrize(("typed", "offered"), [("上海", []), ("上海市", []), ("商害", ["伤害"])])
def test_the_name_of_a_place_is_no_slip(readers: Kb, typed: str, offered: list[str]) -> None:
    found = readers.search(typed)
    assert (found["hits"] != [], found["suggestions"]) == (bool(offered), offered)


def test_units_of_one_name_are_told_apart_where_their_duties_are_counted(readers: Kb) -> None:
    assert sorted(readers.who("市文化局负责什么")["conclusion"].strip("。").split("。")) == [
        "市文化局（兰浦市）：1 项任务",
        "市文化局（松溪市）：2 项任务，其中与别家共同 1 项任务",
    ]


def test_a_place_narrows(kb: Kb) -> None:
    assert units(kb.who("青石的森林防火谁负责")) == ["县林业局"]
    found = kb.who("青石的岸电改造谁负责")
    assert found["answers"] == []
    assert found["conclusion"].startswith("青石县的规划没有写")
    assert {h["plan"] for h in kb.search("青石县岸线")["hits"]} == {"qingshi"}
    assert kb.search("规划:青石 防火")["hits"]


def test_a_block_a_plan(kb: Kb) -> None:
    found = kb.who("防汛演练谁负责")
    assert {(p["place"], *p["units"]) for p in found["plans"]} == {
        ("白沙市", "市应急局"),
        ("青石县", "县应急局"),
    }
    assert "白沙市：市应急局" in found["conclusion"]
    assert "青石县：县应急局" in found["conclusion"]


def test_what_is_due(kb: Kb) -> None:
    found = kb.who("没有责任单位的任务有哪些")
    assert found["kind"] == "list"
    assert all(not g["duties"] for g in found["groups"])


def test_a_search_begins_with_what_is_worked_out(kb: Kb) -> None:
    asked = kb.who("市港航局负责哪些任务")
    ids = [g["id"] for g in asked["groups"] if g["duties"]]
    assert [h["id"] for h in kb.search("市港航局负责哪些任务")["hits"]][: len(ids)] == ids


def test_each_quote_once(kb: Kb) -> None:
    for query in ("港口开办", "市港航局负责什么", "码头安全管理谁负责"):
        seen = [(d["clause"], d["line"]) for g in kb.who(query)["groups"] for d in g["duties"] if d["quote"]]
        assert len(seen) == len(set(seen)), query


def test_what_the_plan_prints_is_never_said_to_be_missing(kb: Kb) -> None:
    found = kb.who("航道疏浚审批谁负责")
    assert found["conclusion"].startswith("规划没有给“航道疏浚审批”写责任单位。") or units(found) == [
        "市港航局"
    ]


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kb]:
    with open_kb(build_towns(tmp_path_factory.mktemp("towns"))) as opened:
        yield opened


@pytest.mark.parametrize("query", ["各地夜市由谁牵头", "夜市谁负责"])
def test_what_mentions_the_matter_in_passing_assigns_nobody(towns: Kb, query: str) -> None:
    found = towns.who(query)
    assert not {"市财政局", "市城管局", "市公安局", "市金融局"} & set(units(found))
    assert {"市商务局", "市商业局"} <= set(units(found))


def test_a_chapter_s_leader_does_not_hide_a_task_s_own_unit(towns: Kb) -> None:
    found = towns.who("西坪的夜市由谁牵头")
    assert "市商业局" in units(found)


def test_what_mentions_it_in_passing_is_shown_as_related(towns: Kb) -> None:
    found = towns.who("各地夜市由谁牵头")
    whys = {d["why"] for g in found["groups"] for d in g["duties"] if d["basis"] == "related"}
    assert "顺带提到：夜市" in whys


@pytest.mark.parametrize("query", ["哪些规划没有写任何责任单位", "没有责任单位的规划有哪些"])
def test_a_plan_that_writes_only_of_departments_in_general_has_no_unit(towns: Kb, query: str) -> None:
    assert [g["plan"] for g in towns.who(query)["groups"]] == ["dongpu"]


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("保障教育、夜市、医疗等支出", True),
        ("发展文化产业、夜市产业、体育产业", True),
        ("扩大夜市、茶馆、书场等补贴", True),
        ("发展夜市保险", True),
        ("针对夜市停车难等问题,建设停车场", True),
        ("针对停车难等问题,建设夜市", False),
        ("办好夜市、茶馆", False),
        ("保障教育、夜市、医疗等支出。办好夜市", False),
        ("建设停车场", False),
    ],
)
def test_mentions_in_passing(text: str, passing: bool) -> None:
    assert mentions_in_passing(text, "夜市") is passing
