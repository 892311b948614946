"""Asking the seed's index: what comes, in which order, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.problems import BaseMissing, BaseUnusable
from kb.search import Hit, Index, SearchDoc, Vocabulary, index_documents, open_index


def titles(index: Index, query: str, limit: int | None = 10) -> list[str]:
    return [hit.title or hit.citation for hit in index.search(query, limit=limit).hits]


def local(index: Index, query: str) -> list[str]:
    return [hit.id.split("/", 1)[1] for hit in index.search(query, limit=None).hits]


def only(index: Index, query: str) -> Hit:
    (hit,) = index.search(query).hits
    return hit


# Order


def test_titles_first_then_the_topic_then_passing_mentions(index: Index) -> None:
    assert titles(index, "托育")[:5] == [
        "托育服务机构规范化项目",
        "发展普惠托育服务体系",
        "普惠托育服务机构数量",
        "每千人口拥有3岁以下婴幼儿托位数",  # no 托育 in it: by topic
        "儿童福利水平稳步提升",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "託育",
        "托育？",
        "谁管托育",
        "托育归哪个单位管",
        "请问托育由谁负责",
        "tuoyu",
        "ty",
        "TUOYU",
        "tuo'yu",
        "托肓",
        "托玉",
    ],
)
def test_all_ways_to_one_answer(index: Index, query: str) -> None:
    assert titles(index, query) == titles(index, "托育")


def test_equal_scores_stand_in_the_plan_s_order(index: Index) -> None:
    hits = index.search("类型:指标", limit=None).hits
    numbers = [int(hit.number) for hit in hits]
    assert numbers == sorted(numbers)
    assert len(hits) == 45


def test_phrase_above_scattered_words(index: Index) -> None:
    assert titles(index, "校园食品安全")[0] == "加强儿童食品、药品、用品监管"


# Words and operators


def test_two_words_are_both_met(index: Index) -> None:
    result = index.search("留守 矫治")
    assert result.mode == "all"
    assert [hit.title for hit in result.hits][:1] == ["加强农村留守儿童、流浪儿童和流动儿童的关爱保护"]
    assert result.notes == ("同时含有全部词语的有 1 条，其后只含其中一部分。",)


def test_some_words_where_none_has_all(index: Index) -> None:
    result = index.search("茄子溪 配方乳粉")
    assert result.mode == "any"
    assert {hit.title for hit in result.hits[:2]} == {
        "加强儿童校外活动场所建设和管理",
        "加强儿童食品、药品、用品监管",
    }
    assert result.notes == ("没有同时含有全部词语的内容，以下只含其中一部分。",)


def test_a_phrase_is_met_as_it_stands(index: Index) -> None:
    assert set(local(index, "“普惠托育”")) == {"1.3.4", "2.4.2", "b1.25"}


def test_without(index: Index) -> None:
    with_all, without = set(local(index, "托育")), set(local(index, "托育 -机构"))
    assert without < with_all
    assert with_all - without <= set(local(index, "机构"))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("类型:指标 属性:约束性", 11),
        ("类型:专栏", 8),
        ("kind:project", 11),
        ("类型:章", 4),
        ("类型:重点任务", 39),
        ("章:一 类型:主要目标", 7),
        ("章:2 类型:目标", 0),
        ("类型:指标 -属性:约束性 单位:区法院", 0),
        ("类型:指标 单位:区残联", 2),
        ("类型:指标 单位:区残联 单位:区医保局", 3),
    ],
)
def test_filters(index: Index, query: str, count: int) -> None:
    assert index.search(query).total == count


def test_a_unit_by_any_of_its_names(index: Index) -> None:
    assert set(local(index, "单位:区卫生健康委员会 类型:指标")) == set(
        local(index, "unit:区卫健委 kind:indicator")
    )


def test_a_unit_among_words_that_say_nothing(index: Index) -> None:
    assert set(local(index, "区残联要填的东西")) == {"b1.28", "b1.29"}
    assert set(local(index, "区残联在规划里管哪些指标")) >= {"b1.28", "b1.29"}


def test_filters_of_the_call(index: Index) -> None:
    result = index.search("儿童", kinds=["box"], limit=None)
    assert {hit.kind for hit in result.hits} == {"box"}
    result = index.search("近视", kinds=["indicator"], units=["区教委"])
    assert [hit.title for hit in result.hits] == ["小学生近视率", "初中生近视率", "高中阶段学生近视率"]
    assert index.search("近视", plans=["no-such-plan"]).total == 0


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("2.4.2", "2.4.2"),
        ("dadukou-children-2021-2030/2.4.2", "2.4.2"),
        ("二、（四）2", "2.4.2"),
        ("专栏五", "b5"),
        ("b5", "b5"),
        ("指标25", "b1.25"),
        ("专栏一 指标25", "b1.25"),
        ("编号:b1.11-2", "b1.11-2"),
        ("大渡口府发〔2023〕7号", "title"),
    ],
)
def test_a_place_by_name(index: Index, query: str, first: str) -> None:
    assert local(index, query)[0] == first


def test_a_word_that_begins_a_title_means_that_plan(tmp_path: Path) -> None:
    def doc(plan: str, order: int, title: str, text: str = "") -> SearchDoc:
        local = "title" if order == 0 else str(order)
        return SearchDoc(f"{plan}/{local}", plan, "task", "", title, title, text, local, order)

    docs = [
        doc("jia", 0, "甲市交通规划"), doc("jia", 1, "扩建机场"), doc("jia", 2, "修路", "通往机场。"),
        doc("yi", 0, "乙市交通规划"), doc("yi", 1, "机场机场机场"), doc("yi", 2, "向甲市学习"),
        doc("yi", 3, "修路", "从甲市到机场。"), doc("yi", 4, "机场路"),
    ]  # fmt: skip
    index_documents(tmp_path / "index", docs, Vocabulary())
    with open_index(tmp_path / "index") as two:
        result = two.search("甲市 机场")
        assert [hit.id for hit in result.hits] == ["jia/1", "yi/3", "jia/2"]
        assert result.mode == "all"
        assert two.search("交通规划 甲市").hits[0].plan == "jia"
        assert {hit.id for hit in two.search("甲市").hits} == {"jia/title", "yi/2", "yi/3"}


# What is said


def test_a_slip_is_told_and_offered(index: Index) -> None:
    result = index.search("托肓")
    assert result.mode == "fuzzy"
    assert result.notes == ("没有“托肓”，按“托育”查找。",)
    assert result.suggestions == ("托育",)


def test_several_slips(index: Index) -> None:
    assert index.search("区卫建委").suggestions == ("区卫健委",)
    assert "抚养" in index.search("事实无人扶养").suggestions[0]


def test_nothing_to_find(index: Index) -> None:
    for query in ("养老金", "高铁站", "低空经济", "殡葬改革", "退役军人", "zzzz", "(((", "\\"):
        result = index.search(query)
        assert (result.total, result.hits) == (0, ()), query
        assert result.notes[-1] == "没有找到。可以换一个说法，或少用几个词。"


def test_empty_query(index: Index) -> None:
    for query in ("", "   ", '""'):
        assert index.search(query).total == 0


def test_unknown_words_are_named(index: Index) -> None:
    assert "规划里没有“娃儿”、“上瘾”，按其余的词查找。" in index.search("娃儿打游戏上瘾").notes


def test_bad_syntax_is_looked_up_as_written(index: Index) -> None:
    result = index.search("颜色:红 托育")
    assert result.mode == "literal"
    assert result.total > 0
    assert result.notes[0].startswith("没有“颜色”这个条件，按原样查找。")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='托育儿童:-"“”（）()[]*?~^\\/ abty019%单位类型章 ', max_size=16))
def test_no_query_raises(index: Index, query: str) -> None:
    result = index.search(query)
    assert result.total >= len(result.hits)


def test_a_sentence_is_answered_by_the_words_the_plans_know(index: Index) -> None:
    result = index.search("打工子女上学")
    assert result.hits[0].title == "提升特殊儿童群体受教育保障水平"
    assert result.mode == "any"
    assert result.notes == (
        "没有同时含有全部词语的内容，以下只含其中一部分。",
        "规划里没有“打工”、“上学”，按其余的词查找。",
    )
    assert titles(index, "总是溺水怎么办") == titles(index, "溺水")
    assert index.search("耕地保护").total == 0  # a name of four characters is one thing


def test_pinyin_in_parts_is_one_word(index: Index) -> None:
    assert titles(index, "tuo yu") == titles(index, "托育")
    result = index.search("xinli jiankang")
    assert result.hits[0].title == "加强儿童心理健康服务"
    assert result.notes == ("没有“xinli jiankang”，按“心理健康”查找。",)
    assert index.search("tuoyu jigou").notes == ("没有“tuoyu jigou”，按“托育机构”查找。",)
    apart = index.search("tuoyu jinshi")  # no word of both
    assert apart.notes[-2:] == ("没有“tuoyu”，按“托育”查找。", "没有“jinshi”，按“近视”查找。")


def test_near_words_are_offered_where_nothing_is_found(index: Index) -> None:
    assert index.search("贩毒").suggestions == ("中毒", "吸毒", "毒品")
    assert index.search("养老金").suggestions == ()
    assert index.search("--").suggestions == ()


def test_the_unit_printed_first_leads(index: Index) -> None:
    assert titles(index, "区教委 约束性")[-1] == "儿童意外伤害死亡率"  # 区公安分局、区教委、区卫健委


# The page


def test_paging_is_one_list_cut_in_pieces(index: Index) -> None:
    every = index.search("儿童", limit=None)
    pages = [index.search("儿童", limit=7, offset=at).hits for at in range(0, every.total, 7)]
    assert tuple(hit for page in pages for hit in page) == every.hits
    assert index.search("儿童", limit=0).total == every.total
    assert index.search("儿童", offset=10_000).hits == ()


def test_facets_count_all_hits(index: Index) -> None:
    result = index.search("近视", limit=1)
    facets = {facet.field: dict(facet.counts) for facet in result.facets}
    assert facets["kind"]["indicator"] == 4
    assert facets["unit"]["区教委"] == 3
    assert sum(facets["kind"].values()) == result.total


def test_snippet_marks_the_words(index: Index) -> None:
    hit = index.search("少年提案").hits[0]
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.ranges] == ["少年提案"]
    assert "“少年提案”等方式" in hit.snippet.text


def test_title_ranges(index: Index) -> None:
    hit = next(h for h in index.search("儿童近视").hits if h.title == "小学生近视率")
    assert [hit.title[a:b] for a, b in hit.title_ranges] == ["近视"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        ["托育", "儿童", "0—6岁", "学生视力", "%", "。", "區衛健委", "预防 溺水", "jtjy", "妇女 -儿童"]
    )
)
def test_ranges_are_ordered_and_inside(index: Index, query: str) -> None:
    for hit in index.search(query, limit=None).hits:
        for text, ranges in ((hit.snippet.text, hit.snippet.ranges), (hit.title, hit.title_ranges)):
            ends = [0] + [end for _, end in ranges]
            assert all(before <= a < b <= len(text) for before, (a, b) in zip(ends, ranges, strict=False))


def test_hits_carry_what_a_page_needs(index: Index) -> None:
    hit = index.search("普惠托育服务机构数量").hits[0]
    assert (hit.id, hit.plan, hit.kind, hit.number) == (
        "dadukou-children-2021-2030/b1.25", "dadukou-children-2021-2030", "indicator", "25",
    )  # fmt: skip
    assert (hit.citation, hit.units) == ("专栏一 指标25", ("区卫健委",))


# Opening


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(BaseMissing, match="里没有搜索索引。请运行 kb build 重建。"):
        open_index(tmp_path)


def test_an_index_of_another_version(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text(json.dumps({"version": 99, "plans": []}), "utf-8")
    with pytest.raises(BaseUnusable, match="索引版本是 99"):
        open_index(tmp_path)


def test_a_damaged_index(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('{"version": 1', "utf-8")
    with pytest.raises(BaseUnusable, match="搜索索引已损坏"):
        open_index(tmp_path)
