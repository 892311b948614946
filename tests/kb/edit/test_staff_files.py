"""Operations on units.toml, topics.toml and duties.csv: comments stay, errors are refused, facts follow."""

from __future__ import annotations

import pytest

from kb.corpus import Corpus
from kb.edit.change import EditRefused
from kb.edit.desk import Desk, Operation
from kb.edit.duties import Row, add_row, remove_row
from kb.edit.topics import add_word, new_topic, remove_word
from kb.edit.units import merge, new_unit, not_a_unit, remove_unit, same_as, set_field, split
from kb.model import Unit
from kb.pipeline.build import build
from kb.pipeline.plan_reading import read_facts, staff_files
from kb.store import open_base
from tests.kb.edit.conftest import PLAN

UNITS = """# 单位登记

[[unit]]
name = "县卫健局"  # 常用
aliases = [
    "卫健局",
]
plans = ["a"]

# 第二家
[[unit]]
name = "县卫生局"
full_name = "青川县卫生局"
aliases = ["卫生局", "县卫计局"]
plans = ["b"]

[[unit]]
name = "县疾控中心"
parent = "县卫生局"
"""
TOPICS = '# 主题\n\n[[topic]]\nname = "托育"  # 三岁以下\nterms = ["托育"]\nsaid = ["托儿所"]\n'


def test_another_name_of_a_unit_keeps_comments_and_layout() -> None:
    after = same_as(UNITS, 0, "县卫健局", "县卫生健康局")
    assert after == UNITS.replace('    "卫健局",\n', '    "卫健局",\n    "县卫生健康局",\n')
    with pytest.raises(EditRefused, match="“卫健局”已经是“县卫健局”的名称或别名"):
        same_as(UNITS, 0, "县卫健局", "卫健局")
    with pytest.raises(EditRefused, match="可能有人刚改过"):
        same_as(UNITS, 1, "县卫健局", "甲")


def test_a_new_unit_is_an_entry_at_the_end() -> None:
    after = new_unit(
        UNITS, Unit("县农道办", kind="政府部门", plans=("a",), place=("甲省", "青川县")), "核对过"
    )
    assert after == UNITS + (
        '\n# 核对过\n[[unit]]\nname = "县农道办"\nkind = "政府部门"\nplace = "甲省/青川县"\nplans = ["a"]\n'
    )
    with pytest.raises(EditRefused, match="“卫健局”已经是“县卫健局”的名称或别名"):
        new_unit(UNITS, Unit("卫健局", plans=("a",)))


def test_fields_of_a_unit_are_set_and_taken_out() -> None:
    after = set_field(UNITS, 1, "县卫生局", "kind", "政府部门")
    assert 'kind = "政府部门"\n' in after
    assert set_field(after, 1, "县卫生局", "kind", "") == UNITS
    with pytest.raises(EditRefused, match="没有“phone”这一项"):
        set_field(UNITS, 1, "县卫生局", "phone", "1")


def test_two_units_become_one_and_others_follow() -> None:
    after = merge(UNITS, 0, "县卫健局", 1, "县卫生局")
    assert after.count("[[unit]]") == 2
    assert all(f'    "{n}",\n' in after for n in ("卫健局", "县卫生局", "青川县卫生局", "卫生局", "县卫计局"))
    assert 'plans = ["a", "b"]' in after
    assert 'parent = "县卫健局"' in after
    assert "# 常用" in after


def test_a_unit_is_split_by_its_aliases() -> None:
    after = split(UNITS, 1, "县卫生局", ["县卫计局"])
    assert 'aliases = ["卫生局"]' in after
    assert after.endswith('[[unit]]\nname = "县卫计局"\nplans = ["b"]\n')
    with pytest.raises(EditRefused, match="请选出要分出去的别名"):
        split(UNITS, 1, "县卫生局", ["甲"])


def test_an_entry_is_taken_out() -> None:
    assert '"县卫健局"' not in remove_unit(UNITS, 0, "县卫健局")


def test_a_file_that_cannot_be_read_is_not_written() -> None:
    with pytest.raises(EditRefused, match="文件写法有误，没有改"):
        same_as(UNITS + "\n[[unit", 0, "县卫健局", "甲")


def test_a_topic_gets_a_word_and_gives_it_back() -> None:
    after = add_word(TOPICS, "托育", "看孩子")
    assert after == TOPICS.replace('["托儿所"]', '["托儿所", "看孩子"]')
    assert remove_word(after, "托育", "看孩子") == TOPICS
    assert add_word(TOPICS, "托育", "托位", "terms") == TOPICS.replace('["托育"]', '["托育", "托位"]')
    with pytest.raises(EditRefused, match="没有登记“养老”"):
        add_word(TOPICS, "养老", "养老院")
    assert new_topic(TOPICS, "养老", ["养老"]).endswith('\n[[topic]]\nname = "养老"\nterms = ["养老"]\n')
    with pytest.raises(EditRefused, match="主题“托育”写了两次"):
        new_topic(TOPICS, "托育", ["托育"])


def test_a_duty_is_given_and_struck_out(corpus: Corpus, desk: Desk) -> None:
    tree = corpus.read_plan(PLAN)
    file = f"{PLAN}/duties.csv"

    def do(operation: Operation) -> None:
        desk.do(file, desk.open(file).digest, operation, "张三", "分工")

    do(
        lambda t: add_row(
            t,
            Row(
                node="3.1",
                unit="县委组织部",
                role="牵头单位",
                document="青府办〔2024〕3号",
                deadline="6月底前",
            ),
            tree,
        )
    )
    do(
        lambda t: add_row(
            t,
            Row(
                node="二、（二）", unit="县民政局", role="划去", document="青府办〔2024〕3号", note="机构改革"
            ),
            tree,
        )
    )
    assert corpus.plan_folder(PLAN).joinpath("duties.csv").read_bytes().decode() == (
        "\ufeff编号,单位,角色,依据文件,时限,说明\r\n"
        "3.1,县委组织部,牵头单位,青府办〔2024〕3号,6月底前,\r\n"
        "二、（二）,县民政局,划去,青府办〔2024〕3号,,机构改革\r\n"
    )
    facts, _ = read_facts(corpus, tree, *staff_files(corpus)[:2])
    assert [(d.unit, d.role, d.deadline) for d in facts.duties if d.node == f"{PLAN}/3.1"] == [
        ("县委组织部", "牵头", "6月底前")
    ]
    assert not [d for d in facts.duties if d.node == f"{PLAN}/2.2" and d.basis == "assigned"]
    do(lambda t: remove_row(t, 3, "二、（二）", "县民政局"))
    assert "县民政局" not in desk.open(file).text
    for entry in reversed(desk.history(file)[:2]):
        desk.undo(desk.history(file)[-1].no if entry.no == 2 else entry.no, "李四")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(node="9.9", unit="甲局", role="", document="某文件"), "规划里没有编号“9.9”"),
        (Row(node="3.1", unit="甲局", role="", document=""), "没有写依据文件"),
        (Row(node="3.1", unit="甲局", role="院长", document="某文件"), "不认识的角色“院长”"),
        (Row(node="3.1", unit="甲局", role="划去", document="某文件"), "划去职责没有写原因"),
        (Row(node="3.1", unit="=甲局", role="", document="某文件"), "电子表格会当成公式"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_hold_is_refused(corpus: Corpus, row: Row, said: str) -> None:
    with pytest.raises(EditRefused, match=said):
        add_row("", row, corpus.read_plan(PLAN))


def test_a_name_that_is_no_unit_has_no_duties_and_is_proposed_no_more(corpus: Corpus, desk: Desk) -> None:
    opened = desk.open("units.toml")
    desk.do("units.toml", opened.digest, lambda t: not_a_unit(t, "农道办", PLAN), "张三", "“农道办”不是单位")
    facts, problems = read_facts(corpus, corpus.read_plan(PLAN), *staff_files(corpus)[:2])
    assert "县交通局" in {d.unit for d in facts.duties}
    assert "农道办" not in {d.unit for d in facts.duties} | {u.name for u in facts.units}
    assert not any("农道办" in p.message for p in problems)
    with open_base(build(corpus, corpus.folder.parent / "kb").folder) as base:
        assert "农道办" not in {u.name for u in base.units()}
