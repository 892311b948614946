"""What is aligned, against gold written by hand from the made plans."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kb.answer.compare import compare
from kb.answer.compare_shapes import CompareAnswer
from kb.answer.contract import BY_NAME
from kb.answer.schema import schema
from kb.compare.indicators import read, say
from kb.problems import KbError
from kb.store import Base, NotFound
from tests.kb.compare.conftest import CITY, DISTRICT, NATION, ids

# Rows that are one indicator, by their numbers in the two plans. 普惠性幼儿园覆盖率 and 普惠幼儿园覆盖率 are one too, but their
# names differ: a person has to say so. 儿童图书馆数 in 个 and in 万册 are not, nor are 儿童近视率 and 小学生近视率.
GOLD: dict[tuple[str, str], set[tuple[int, int]]] = {
    (NATION, CITY): {(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 9)},
    (NATION, DISTRICT): {(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (7, 7), (8, 8)},
    (CITY, DISTRICT): {(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (7, 7), (8, 8), (12, 12)},
}
ASKED = {((NATION, CITY), (7, 7)), ((CITY, DISTRICT), (7, 7))}
SAID = {
    "云溪区目标（≥93）低于澄江市目标（≥95）。",  # 学前教育毛入园率: the planted one
    "云溪区目标（≤6）宽于澄江市目标（≤5）。",
    "云溪区目标（≤6）与国家目标（≤6）相同。",
    "澄江市目标（≤2.5）严于国家目标（≤3）。",
    "云溪区目标（≥5.2）高于澄江市目标（≥5）。",
    "是总数，不是比率，两地不比高低。",  # 儿童之家数: 300 of the city, 28 of its district
}


@pytest.fixture(scope="module")
def found(base: Base) -> CompareAnswer:
    return compare(base, (NATION, CITY, DISTRICT))


def gold(base: Base) -> set[tuple[str, str]]:
    return {
        (ids(one, base)[a - 1], ids(other, base)[b - 1])
        for (one, other), pairs in GOLD.items()
        for a, b in pairs
    }


def test_what_is_aligned_without_asking_is_right(found: CompareAnswer, base: Base) -> None:
    aligned = {(pair["ids"][0], pair["ids"][1]) for row in found["indicators"] for pair in row["pairs"]}
    asked = {(ids(one, base)[a - 1], ids(other, base)[b - 1]) for (one, other), (a, b) in ASKED}
    right = aligned & gold(base)
    assert len(right) / len(aligned) >= 0.95
    assert aligned - gold(base) == set()
    assert gold(base) - aligned == asked  # and those are proposed
    assert asked <= {(p["pair"]["ids"][0], p["pair"]["ids"][1]) for p in found["proposed"]}


def test_every_pair_says_why(found: CompareAnswer) -> None:
    pairs = [pair for row in found["indicators"] for pair in row["pairs"]]
    pairs += [row["pair"] for row in (*found["proposed"], *found["tasks"])]
    assert all(pair["why"] for pair in pairs)
    for pair in pairs:
        assert (pair["standing"] == "proposed") == bool(pair["against"])
    library = next(p for p in found["proposed"] if p["cells"][0]["name"] == "儿童图书馆数")
    assert library["pair"]["against"] == ["计量单位不同：个、万册"]


def test_a_word_in_brackets_is_part_of_the_name(found: CompareAnswer, base: Base) -> None:
    """婴儿死亡率（农村） of the district stays alone."""
    countryside = ids(DISTRICT, base)[12]
    assert countryside in {cell["id"] for cell in found["only"][DISTRICT]}
    assert all(countryside not in pair["ids"] for row in found["indicators"] for pair in row["pairs"])


def test_targets_side_by_side(found: CompareAnswer) -> None:
    said = {sentence for row in found["indicators"] for sentence in row["said"]}
    assert said >= SAID
    assert not any("28" in sentence or "300" in sentence for sentence in said)
    entry = next(row for row in found["indicators"] if row["name"] == "学前教育毛入园率")
    assert [cell["target"]["text"] for cell in entry["cells"] if cell] == ["≥90", "≥95", "≥93"]


def test_what_one_has_and_the_others_lack(found: CompareAnswer) -> None:
    names = {plan: {cell["name"] for cell in cells} for plan, cells in found["only"].items()}
    assert names[NATION] == {"农村自来水普及率", "儿童中医药健康管理率"}
    assert names[CITY] == {"普惠幼儿园覆盖率", "未成年人犯罪率", "儿童图书馆数"}
    assert {"高中阶段毛入学率", "小学生近视率", "初中生近视率", "儿童图书馆数"} <= names[DISTRICT]


def test_tasks(found: CompareAnswer) -> None:
    """The same title is sure; a title with other words is proposed with how sure it is; other matters are not."""
    titles = {
        (row["nodes"][0]["title"], row["nodes"][1]["title"]): row["pair"]["standing"]
        for row in found["tasks"]
    }
    assert titles[("健全儿童健康服务体系",) * 2] == "sure"
    assert titles["发展普惠托育服务", "增加普惠托育服务供给"] == "proposed"
    assert not any("防溺水" in title or "交通" in title for pair in titles for title in pair)
    assert all(0 < row["pair"]["sure"] <= 100 for row in found["tasks"])


def test_cited_documents_lead_to_plans_of_the_base(found: CompareAnswer) -> None:
    rows = {(row["plan"], row["name"]): (row["leads"], row["basis"]) for row in found["references"]}
    assert rows[CITY, "国家儿童健康发展纲要（2021—2030年）"] == (NATION, True)
    assert rows[DISTRICT, "澄江市儿童健康发展规划（2021—2030年）"] == (CITY, True)
    assert rows[CITY, "澄江市卫生条例"] == ("", True)


def test_the_answer_keeps_the_contract(found: CompareAnswer) -> None:
    validator = Draft202012Validator(schema(BY_NAME["compare"], closed=True))
    assert [e.message for e in validator.iter_errors(json.loads(json.dumps(found)))] == []


def test_the_order_of_plans_changes_sides_and_nothing_else(found: CompareAnswer, base: Base) -> None:
    turned = compare(base, (DISTRICT, CITY, NATION))
    pairs = {frozenset(pair["ids"]) for row in found["indicators"] for pair in row["pairs"]}
    assert {frozenset(pair["ids"]) for row in turned["indicators"] for pair in row["pairs"]} == pairs
    said = {sentence for row in turned["indicators"] for sentence in row["said"]}
    assert said == {sentence for row in found["indicators"] for sentence in row["said"]}


# By hand


@pytest.fixture
def corpus_with(base: Base, tmp_path: Path) -> Path:
    one, other = ids(NATION, base), ids(CITY, base)
    rows = (
        "甲,乙,是否同一,备注",
        f"{other[6]},{one[6]},是,口径相同",
        f"{one[0]},{other[0]},否,口径不同",
        "guo/b9.1,shi/b1.1,是,",
        f"{one[1]},{other[1]},大概,",
    )
    (tmp_path / "align.csv").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def test_a_person_decides(base: Base, corpus_with: Path) -> None:
    found = compare(base, (NATION, CITY), corpus_with)
    rows = {row["name"]: row for row in found["indicators"]}
    assert rows["普惠性幼儿园覆盖率"]["pairs"][0]["standing"] == "by_hand"
    assert rows["普惠性幼儿园覆盖率"]["said"] == ["澄江市目标（≥88）高于国家目标（≥85）。"]
    assert "新生儿死亡率" not in rows
    assert "新生儿死亡率" not in {p["cells"][0]["name"] for p in found["proposed"]}
    path = corpus_with / "align.csv"
    assert found["notes"] == [
        f"{path} 第 4 行：库里没有编号 guo/b9.1，这一行没有采用。编号见 kb compare。",
        f"{path} 第 5 行：“是否同一”写的是“大概”，这一行没有采用。请写 是 或 否。",
    ]


def test_a_file_that_is_none(base: Base, tmp_path: Path) -> None:
    (tmp_path / "align.csv").write_text("甲,备注\n1,2\n", encoding="utf-8")
    (note,) = compare(base, (NATION, CITY), tmp_path)["notes"]
    assert note.startswith(f"{tmp_path / 'align.csv'} 第 1 行：第一行缺少列：")


# What is asked


def test_plans_by_a_part_of_their_title(base: Base) -> None:
    assert [p["id"] for p in compare(base, ("云溪区", "纲要"))["plans"]] == [DISTRICT, NATION]
    with pytest.raises(KbError, match=r"“儿童健康”不止一份规划：.*请写编号。"):
        compare(base, ("儿童健康", NATION))
    with pytest.raises(NotFound):
        compare(base, ("qi", NATION))
    with pytest.raises(KbError, match="请写出两份不同的规划"):
        compare(base, (NATION, NATION))


def test_plans_by_a_part_of_their_id_and_every_name_that_names_none(base: Base) -> None:
    assert [p["id"] for p in compare(base, ("SH", "gu"))["plans"]] == [CITY, NATION]
    with pytest.raises(KbError) as several:
        compare(base, ("u", NATION))
    assert str(several.value) == (
        "“u”不止一份规划：guo（国家儿童健康发展纲要（2021—2030年））、qu（云溪区儿童健康发展规划（2021—2030年））。请写编号。"
    )
    with pytest.raises(NotFound) as missing:
        compare(base, ("营商", "枢纽", "澄江市", "规划"))
    first, second, third = str(missing.value).splitlines()
    assert first.startswith("没有找到规划“营商”。")
    assert second.startswith("没有找到规划“枢纽”。")
    assert third.startswith("“规划”不止一份规划：qu（")


def test_years_that_differ_are_said(base: Base) -> None:
    one, other = (base.indicators(plan)[4] for plan in (CITY, DISTRICT))
    plans = (base.plan(CITY), base.plan(DISTRICT))
    sooner = replace(other, targets=tuple(replace(t, year=2025) for t in other.targets))
    said = say(read(one, plans[0], ()), read(sooner, plans[1], ()), plans, lambda plan: plan.place[-1])
    assert said == ("目标的年份不同（云溪区 2025、澄江市 2030），不比高低。",)


def test_the_gold_has_every_pair_of_plans() -> None:
    assert list(GOLD) == list(combinations((NATION, CITY, DISTRICT), 2))
