"""What staff maintain in corpus/units.toml and topics.toml agrees with itself and with the plan it is for."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PLAN = "dadukou-children-2021-2030"
SOURCE = CORPUS / PLAN / "source.txt"
KINDS = {
    "政府", "政府部门", "党委部门", "群团", "司法机关", "医疗机构",
    "镇街", "议事协调机构", "学校", "社会组织", "集合称谓",
}  # fmt: skip


def entries(file: str, table: str) -> list[dict[str, Any]]:
    """The tables `[[table]]` of one corpus file, as TOML has them."""
    loaded: list[dict[str, Any]] = tomllib.loads((CORPUS / file).read_text("utf-8"))[table]
    return loaded


UNITS = entries("units.toml", "unit")
TOPICS = entries("topics.toml", "topic")


def forms(unit: dict[str, Any]) -> list[str]:
    return [unit["name"], *unit["aliases"]]


@pytest.fixture(scope="module")
def text() -> str:
    """The plan's source without whitespace: its table cells break words over lines (“责任\\n单位”)."""
    if not SOURCE.exists():
        pytest.skip(f"{SOURCE.name} of {PLAN} is not imported yet")
    return re.sub(r"\s", "", SOURCE.read_text("utf-8"))


def test_unit_names_are_unique_within_a_plan() -> None:
    named = Counter((plan, unit["name"]) for unit in UNITS for plan in unit["plans"])
    assert [pair for pair, count in named.items() if count > 1] == []


def test_every_unit_names_its_plans_and_a_known_kind() -> None:
    assert [unit["name"] for unit in UNITS if not unit["plans"] or not unit["full_name"]] == []
    assert {unit["kind"] for unit in UNITS} - KINDS == set()


def test_no_two_units_of_a_plan_share_a_form() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for unit in UNITS:
        for plan in unit["plans"]:
            for form in {*forms(unit), unit["full_name"]}:
                owners.setdefault((plan, form), set()).add(unit["name"])
    assert {form: names for form, names in owners.items() if len(names) > 1} == {}


def test_no_unit_repeats_an_alias() -> None:
    assert [unit["name"] for unit in UNITS if len(set(forms(unit))) != len(forms(unit))] == []


def test_parents_and_members_are_units_of_the_same_plan() -> None:
    known = {(plan, unit["name"]) for unit in UNITS for plan in unit["plans"]}
    missing = [
        (unit["name"], other)
        for unit in UNITS
        for plan in unit["plans"]
        for other in [*unit.get("members", []), *([unit["parent"]] if "parent" in unit else [])]
        if (plan, other) not in known or other == unit["name"]
    ]
    assert missing == []


def test_only_collectives_have_members() -> None:
    assert [unit["name"] for unit in UNITS if unit.get("members") and unit["kind"] != "集合称谓"] == []


def test_every_unit_stands_in_the_plan(text: str) -> None:
    units = [unit for unit in UNITS if PLAN in unit["plans"]]
    assert [unit["name"] for unit in units if not any(form in text for form in forms(unit))] == []


def test_the_responsible_units_of_the_indicator_table_are_registered() -> None:
    column = {
        "区卫健委", "区教委", "区公安分局", "区医保局", "区残联",
        "区妇联", "区农业农村委", "区法院", "区民政局",
    }  # fmt: skip
    assert column <= {unit["name"] for unit in UNITS if PLAN in unit["plans"]}


def test_colloquial_forms_lead_to_their_unit() -> None:
    owner = {form: unit["name"] for unit in UNITS for form in forms(unit) if PLAN in unit["plans"]}
    assert owner["卫健局"] == "区卫健委"
    assert owner["教育局"] == "区教委"
    assert owner["妇联"] == "区妇联"
    assert owner["镇街"] == "各镇街"
    assert owner["妇儿办"] == "区妇儿工委办公室"


def test_topics_are_many_and_unique() -> None:
    names = [topic["name"] for topic in TOPICS]
    assert len(names) >= 40
    assert len(set(names)) == len(names)


def test_every_topic_has_terms_and_said_words_once_each() -> None:
    for topic in TOPICS:
        assert topic["terms"], topic["name"]
        assert topic["said"], topic["name"]
        assert len(set(topic["terms"])) == len(topic["terms"]), topic["name"]
        assert len(set(topic["said"])) == len(topic["said"]), topic["name"]


def test_narrower_topics_exist_and_do_not_turn_in_a_circle() -> None:
    narrower = {topic["name"]: list(topic["narrower"]) for topic in TOPICS}
    for name in narrower:
        seen, queue = set[str](), list(narrower[name])
        while queue:
            below = queue.pop()
            assert below in narrower, (name, below)
            assert below != name, name
            if below not in seen:
                seen.add(below)
                queue.extend(narrower[below])


def test_every_term_stands_in_the_plan(text: str) -> None:
    missing = [(topic["name"], term) for topic in TOPICS for term in topic["terms"] if term not in text]
    assert missing == []


def test_no_term_is_covered_by_a_shorter_one_of_its_topic() -> None:
    covered = [
        (topic["name"], longer, shorter)
        for topic in TOPICS
        for longer in topic["terms"]
        for shorter in topic["terms"]
        if shorter != longer and shorter in longer
    ]
    assert covered == []


def test_a_said_word_leads_to_one_topic() -> None:
    said = Counter(word for topic in TOPICS for word in topic["said"])
    assert [word for word, count in said.items() if count > 1] == []


def test_no_word_is_one_character_long() -> None:
    short = [word for topic in TOPICS for word in [*topic["terms"], *topic["said"]] if len(word) < 2]
    assert short == []


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("将儿童工作纳入全区国民经济和社会发展总体规划", "拐卖、童工与毒品"),
        ("建立儿童性侵害案件强制报告制度。", "督查考核与报告"),
        ("建立儿童心理健康监测数据库", "统计数据"),
        ("依托医疗机构、学校、幼儿园、托育机构、社区、司法机关等多渠道收集", "托育"),
        ("依托区妇幼保健院，探索建立区托育服务指导中心。", "儿科医疗"),
        ("严厉打击利用网络诱骗儿童参与赌博", "儿童参与"),
        ("深化校企合作协同育人。", "家校社协同"),
        ("高中阶段学生近视率（%）", "高中与职业教育"),
        ("覆盖城乡的儿童健康服务体系更加完善，儿童医疗保障服务能力明显增强。", "医保与医疗救助"),
    ],
)
def test_terms_do_not_tag_what_only_looks_like_them(sentence: str, topic: str) -> None:
    (terms,) = [entry["terms"] for entry in TOPICS if entry["name"] == topic]
    assert [term for term in terms if term in sentence] == []
