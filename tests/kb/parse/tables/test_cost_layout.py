"""Tables whose cells stand one a paragraph, beside the rows they are."""

from __future__ import annotations

import json
from functools import cache

import pytest

from kb.model import Tree
from kb.parse import parse_draft, parse_source, read_plan, write_plan
from kb.parse.items import Paragraph
from kb.parse.tables.cost_layout import find_flat
from kb.pipeline.importer import find_problems
from kb.readers import read_source
from kb.spans import Lines, Text
from tests.conftest import ABSENT
from tests.kb.parse.made import PLANS, REPOSITORY, below, check, draft, node, text_source, tree

HEAD = "某省防灾规划\n\n一、主要任务\n\n"
TAIL = "\n\n（一）完善设施\n\n加快建设，分年实施。\n\n二、保障措施\n\n加强领导。"


def flat(caption: str, *slots: str) -> str:
    """A text with each slot a paragraph and an empty line behind it; "" is an empty cell."""
    return HEAD + "\n\n".join((caption, *slots)) + TAIL


def rows(text: str) -> list[list[str]]:
    check(tree(text))
    (table,) = [b for b in draft(text).blocks if b.kind == "table"]
    return [[c.value for c in row] for row in table.rows]


def problems(text: str) -> list[str]:
    made = parse_draft(text_source(text), "plan")
    return [str(p) for p in find_problems(made, read_plan(write_plan(made), text, made.repairs))]


PLAIN = flat(
    "表4  主要指标", "序号", "主要指标", "单位", "计划任务", "指标属性",
    "1", "建设雨水管网", "公里", "2000", "约束性", "2", "改造管网", "公里", "1500", "约束性", "3", "新增泵站能力", "万m³/小时", "10", "预期性",
)  # fmt: skip


def test_rows_by_their_serial_numbers() -> None:
    assert rows(PLAIN) == [
        ["序号", "主要指标", "单位", "计划任务", "指标属性"],
        ["1", "建设雨水管网", "公里", "2000", "约束性"],
        ["2", "改造管网", "公里", "1500", "约束性"],
        ["3", "新增泵站能力", "万m³/小时", "10", "预期性"],
    ]
    assert problems(PLAIN) == []


def test_what_follows_a_table_is_not_swallowed() -> None:
    made = tree(PLAIN)
    assert [n.kind for n in below(made, "t4")] == ["indicator"] * 3
    assert node(made, "1.1").title == "完善设施"
    assert node(made, "1.1").text == "加快建设，分年实施。"
    assert node(made, "2").title == "保障措施"


def test_serial_numbers_that_also_stand_as_values() -> None:
    text = flat(
        "附表1  整治计划表",
        "序号",
        "地市",
        "处数",
        "2021年",
        "2022年",
        "1",
        "甲市",
        "8",
        "2",
        "6",
        "2",
        "乙市",
        "3",
        "1",
        "2",
        "3",
        "丙市",
        "2",
        "1",
        "1",
    )
    assert rows(text)[1:] == [
        ["1", "甲市", "8", "2", "6"],
        ["2", "乙市", "3", "1", "2"],
        ["3", "丙市", "2", "1", "1"],
    ]


def test_broken_headings_and_cells_and_empty_cells() -> None:
    text = flat(
        "表3  主要指标", "序号", "类别", "主要指标", "2020年现状", "2025年目标", "指标", "属性",
        "1", "综合", "治理", "内涝防治达标率（%）", "——", "95", "约束性", "2", "", "防洪达标率（%）", "80", "95", "约束性",
        "3", "", "监测率（%）", "——", "重点城市≥30", "一般城市≥15", "预期性", "4", "数字", "赋能", "覆盖率（%）", "46", "98", "预期性",
    )  # fmt: skip
    assert rows(text) == [
        ["序号", "类别", "主要指标", "2020年现状", "2025年目标", "指标属性"],
        ["1", "综合治理", "内涝防治达标率（%）", "——", "95", "约束性"],
        ["2", "", "防洪达标率（%）", "80", "95", "约束性"],
        ["3", "", "监测率（%）", "——", "重点城市≥30一般城市≥15", "预期性"],
        ["4", "数字赋能", "覆盖率（%）", "46", "98", "预期性"],
    ]


def test_groups_totals_and_parts_of_a_row() -> None:
    text = flat(
        "附表2  项目表", "序号", "项目名称", "建设性质", "总投资", "（万元）", "", "河道工程/（项）", "", "", "1", "甲河清淤工程", "新建", "240",
        "2", "乙河治理工程", "续建", "7800", "小计", "", "", "8040", "", "泵站工程/（座）", "", "", "1", "丙泵站", "", "900",
        "（1）", "丙泵站一期", "新建", "400", "（2）", "丙泵站二期", "新建", "500", "合计", "", "", "8940",
    )  # fmt: skip
    assert rows(text) == [
        ["序号", "项目名称", "建设性质", "总投资（万元）"],
        ["河道工程/（项）", "", "", ""],
        ["1", "甲河清淤工程", "新建", "240"],
        ["2", "乙河治理工程", "续建", "7800"],
        ["小计", "", "", "8040"],
        ["泵站工程/（座）", "", "", ""],
        ["1", "丙泵站", "", "900"],
        ["（1）", "丙泵站一期", "新建", "400"],
        ["（2）", "丙泵站二期", "新建", "500"],
        ["合计", "", "", "8940"],
    ]
    projects = [n for n in tree(text).nodes if n.kind == "project"]
    assert [(n.number, n.title) for n in projects] == [
        ("1", "甲河清淤工程"), ("2", "乙河治理工程"), ("1", "丙泵站"), ("（1）", "丙泵站一期"), ("（2）", "丙泵站二期"),
    ]  # fmt: skip
    assert projects[0].citation == "附表2 甲河清淤工程"
    assert projects[0].parent == "plan/ft2"


def test_two_rows_of_headings() -> None:
    text = flat(
        "附表1  整治计划表", "序号", "地市", "数量", "整治计划（处）", "", "", "", "2020年", "2021年", "2022年",
        "1", "甲市", "8", "3", "4", "1", "2", "乙市", "38", "25", "6", "7", "", "合计", "46", "28", "10", "8",
    )  # fmt: skip
    assert rows(text)[0] == ["序号", "地市", "数量", "整治计划（处） 2020年", "2021年", "2022年"]
    assert rows(text)[1] == ["1", "甲市", "8", "3", "4", "1"]


def test_notes_below_a_table_are_paragraphs_of_its_box() -> None:
    text = PLAIN.replace(TAIL, "\n\n注：1. 按建成区计算。\n\n2. 含在建项目。" + TAIL)
    check(tree(text))
    assert [(n.kind, n.text) for n in below(tree(text), "t4")][3:] == [
        ("paragraph", "注：1. 按建成区计算。"),
        ("paragraph", "2. 含在建项目。"),
    ]


def test_table_without_serial_numbers() -> None:
    text = flat(
        "表5  重现期（年）", "城镇类型", "中心城区", "非中心城区", "下沉广场", "超大城市", "3～5", "2～3", "30～50", "大城市", "2～5", "2～3", "20～30",
        "中小城市", "2～3", "2～3", "10～20",
    )  # fmt: skip
    assert rows(text) == [
        ["城镇类型", "中心城区", "非中心城区", "下沉广场"],
        ["超大城市", "3～5", "2～3", "30～50"],
        ["大城市", "2～5", "2～3", "20～30"],
        ["中小城市", "2～3", "2～3", "10～20"],
    ]


def test_layout_that_cannot_be_told_stays_paragraphs() -> None:
    text = flat(
        "表6  设计标准",
        "城镇类型",
        "重现期",
        "标准",
        "超大城市",
        "100",
        "底层不进水",
        "积水不深",
        "特大城市",
        "50～100",
        "大城市",
        "30",
    )
    check(tree(text))
    assert not [b for b in draft(text).blocks if b.kind == "table"]
    assert {n.kind for n in below(tree(text), "t6")} == {"paragraph"}
    assert [n.text for n in below(tree(text), "t6")] == [
        "城镇类型", "重现期", "标准", "超大城市", "100", "底层不进水", "积水不深", "特大城市", "50～100", "大城市", "30",
    ]  # fmt: skip
    assert problems(text) == [
        "plan/source.txt:5:1: KB116 表格的行列认不准，按段落保留：“表6  设计标准”。请对照原文，在 plan.md 里整理成表格"
    ]


def test_headings_that_span_columns_unknown_stand_above_the_rows() -> None:
    """Rows have four cells and the heading three: which one spans two is not told, so none is given a column."""
    cells = [
        x for k in range(1, 8) for x in (str(k), f"{'甲乙丙丁戊己庚'[k - 1]}市", f"第{k}分区江北片", "50")
    ]
    text = flat("附表2  标准表", "序号", "城市及分区", "标准", *cells)
    made = rows(text)
    assert made[0] == ["", "", "", ""]
    assert made[1] == ["1", "甲市", "第1分区江北片", "50"]
    assert len(made) == 8
    assert [n.text for n in below(tree(text), "ft2")][:3] == ["序号", "城市及分区", "标准"]


def test_text_behind_a_table_without_a_caption_stays() -> None:
    cells = "领域 序号 指标 2025年 儿童 1 死亡率 3 2 近视率 50 妇女 3 筛查率 95 附件2 分工按职责执行。"
    items, problems = find_flat(tuple(Paragraph(Text(c)) for c in cells.split()), Lines(""))
    assert [x.text.value if isinstance(x, Paragraph) else len(x.rows) for x in items] == [
        4,
        "附件2",
        "分工按职责执行。",
    ]
    assert problems == ()


# A real one: the file is not kept here ------------------------------------------------------------------------------

FLOOD = PLANS / "zhejiang-flood-145.txt"
TRUTH = REPOSITORY / "tests" / "golden" / "plans" / "zhejiang-flood-145.json"
needs_flood = pytest.mark.skipif(not FLOOD.is_file(), reason=ABSENT)


@cache
def flood() -> Tree:
    return parse_source(read_source(FLOOD), "flood")


@needs_flood
def test_indicator_rows_of_a_real_plan() -> None:
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))["indicators"]
    found = [n for n in flood().nodes if n.kind == "indicator"]
    assert [(n.citation.split()[0], n.number) for n in found] == [(t["table"], t["number"]) for t in truth]
    assert [n.title for n in found] == [t["name"] for t in truth]
    for n, t in zip(found, truth, strict=True):
        shown = {c.column: c.text.value for c in n.cells}
        assert shown["指标属性"] == t["binding"]
        target = shown.get("2025年目标", shown.get("计划任务", ""))
        assert target == "".join(t["targets"])


@needs_flood
def test_rows_of_every_table_of_a_real_plan() -> None:
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))["structure"]["table_rows"]
    found = {
        b.number: sum(
            1
            for n in below(flood(), b.local)
            if n.cells and (n.cells[0].text.value.isdigit() or b.number in ("表5", "表7", "表8"))
        )
        for b in flood().nodes
        if b.kind == "box" and not b.number.startswith("专栏")
    }
    assert {k: (found[k], n) for k, n in truth.items() if found[k] != n} == {
        "表6": (0, 4)
    }  # merged cells lost


@needs_flood
def test_sections_behind_tables_of_a_real_plan() -> None:
    assert next(n.title for n in below(flood(), "3") if n.kind == "section") == "全面整治城市易涝区域"
    assert [n.number for n in below(flood(), "4") if n.kind == "section"] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
        "（六）",
        "（七）",
    ]
    assert [n.parent for n in flood().nodes if n.local in ("ft1", "ft2", "ft3", "ft4")] == [None] * 4
    assert not [n.title for n in below(flood(), "6.7")]
    assert [n.text[:8] for n in flood().nodes if n.citation.startswith("附注")] == [
        "附表：1．浙江省",
        "2．浙江省城市防",
        "3．浙江省城市内",
        "4．浙江省城市内",
    ]
