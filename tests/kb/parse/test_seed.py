"""The first plan, read by hand and held line by line: every trap of its conversion from Word."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from kb.model import Node, Tree
from kb.parse import parse_draft, parse_source, write_plan
from kb.parse.record import read_plan_folder, read_record
from kb.readers import read_source
from tests.kb.parse.made import SEED, SEED_FOLDER, below, check, node

SEED_FILE = SEED_FOLDER / "source.txt"


@cache
def seed() -> Tree:
    return read_plan_folder(SEED_FOLDER)


def at(local: str) -> Node:
    return node(seed(), local)


def cells(n: Node) -> list[str]:
    return [c.text.value for c in n.cells]


def test_corpus_holds_what_import_gives() -> None:
    source = read_source(SEED_FILE)
    made = parse_draft(source, SEED)
    assert (SEED_FOLDER / "plan.md").read_text(encoding="utf-8") == write_plan(made)
    assert read_record(SEED_FOLDER / "import.json").repairs == made.repairs
    assert parse_source(source, SEED) == seed()
    check(seed())


def test_counts() -> None:
    counts = Counter(n.kind for n in seed().nodes)
    del counts["paragraph"]
    assert counts == {
        "chapter": 4, "section": 21, "principle": 5, "goal": 7, "task": 39, "box": 8, "project": 11, "indicator": 45,
    }  # fmt: skip


def test_every_section_has_its_tasks() -> None:
    tasks = Counter(n.parent for n in seed().nodes if n.kind == "task")
    assert {str(k).split("/")[1]: v for k, v in tasks.items()} == {
        "2.1": 6, "2.2": 6, "2.3": 6, "2.4": 5, "2.5": 5, "2.6": 6, "2.7": 5,
    }  # fmt: skip


def test_cover_matter_is_data() -> None:
    plan = seed().plan
    assert plan.title == "重庆市大渡口区儿童发展规划（2021—2030年）"
    assert plan.doc_number == "大渡口府发〔2023〕7号"
    assert plan.issuer == "重庆市大渡口区人民政府"
    assert plan.issued == "2023-02-27"
    assert plan.adopted == "已经区政府第30次常务会议审议通过"
    assert plan.publicity == "此件主动公开"
    assert plan.level == "区县"
    assert plan.period == (2021, 2030)
    assert plan.recipients == ("各镇人民政府", "各街道办事处", "区政府各部门", "有关单位")
    assert plan.cc == (
        "区委各部委", "区人大常委会办公室", "区政协办公室", "区法院", "区检察院", "区人武部", "区工商联", "各人民团体",
    )  # fmt: skip
    assert plan.basis == (
        "《重庆市儿童发展规划（2021—2030年）》",
        "《重庆市大渡口区国民经济和社会发展第十四个五年规划和二〇三五远景目标纲要》",
    )


def test_title_broken_over_two_lines_is_one_node() -> None:
    title = at("title")
    assert title.text == "重庆市大渡口区儿童发展规划（2021-2030年）"
    assert [seed().plan.source[p.start : p.end] for p in title.body.pieces] == [
        "重庆市大渡口区儿童发展规划",
        "（2021-2030年）",
    ]


def test_cover_preamble_and_imprint_stand_at_the_top_level() -> None:
    outside = [n for n in seed().nodes if n.parent is None and n.kind == "paragraph"]
    assert Counter(n.citation.split(" ")[0] for n in outside) == {"封面": 9, "标题": 1, "序言": 3, "版记": 2}
    assert outside[0].text == "大渡口府发〔2023〕7号"
    assert outside[-2].text == "抄送：区委各部委，区人大常委会办公室，区政协办公室，区法院，"


# local id, number as printed or recovered, title, citation, line of source.txt (counted by hand)
HEADINGS = [
    ("1", "一", "总体思路", "一、", 26),
    ("1.1", "（一）", "指导思想", "一、（一）", 28),
    ("1.2.1", "1", "坚持党的全面领导", "一、（二）1", 34),
    ("1.3.6", "6", "儿童发展环境不断优化", "一、（三）6", 57),
    ("2.1.1", "1", "优化儿童公共卫生服务和管理", "二、（一）1", 454),
    ("2.2.6", "6", "提高儿童遭受伤害的紧急救援、医疗救治、康复服务、监测服务水平", "二、（二）6", 482),
    ("2.4.2", "2", "发展普惠托育服务体系", "二、（四）2", 513),
    ("2.6.4", "4", "加强儿童校外活动场所建设和管理", "二、（六）4", 547),
    ("2.7", "（七）", "依法落实儿童法律保护体系", "二、（七）", 557),
    ("2.7.1", "1", "全面保障儿童的民事权益", "二、（七）1", 558),
    ("2.7.2", "2", "完善落实儿童监护制度", "二、（七）2", 560),
    ("2.7.3", "3", "加强儿童保护法治宣传教育", "二、（七）3", 561),
    ("3", "三", "组织实施", "三、", 571),
    ("3.7", "（七）", "鼓励广泛参与", "三、（七）", 585),
    ("4.1", "（一）", "完善监测评估制度体系", "四、（一）", 589),
    ("4.4", "（四）", "加强监测评估成果运用", "四、（四）", 599),
]


@pytest.mark.parametrize(
    ("local", "number", "title", "citation", "line"), HEADINGS, ids=[h[0] for h in HEADINGS]
)
def test_heading(local: str, number: str, title: str, citation: str, line: int) -> None:
    n = at(local)
    assert (n.number, n.title, n.citation) == (number, title, citation)
    assert n.span is not None
    assert n.span.line == line


def test_only_four_numbers_are_recovered() -> None:
    assert [n.local for n in seed().nodes if "number" in n.repaired] == ["2.6.4", "2.7", "2.7.1", "2.7.2"]
    recovered = [(r.value, r.line, r.reason) for r in seed().repairs if r.kind == "number"]
    reason = "自动编号在转换中丢失，按前后编号补出："
    assert recovered == [
        ("4.", 547, f"{reason}加强儿童校外活动场所建设和管理。"),
        ("（七）", 557, f"{reason}依法落实儿童法律保护体系。"),
        ("1.", 558, f"{reason}全面保障儿童的民事权益。"),
        ("2.", 560, f"{reason}完善落实儿童监护制度。"),
    ]
    # a recovered number is not in the source, so not in the heading's characters
    assert at("2.7").head.value == "依法落实儿童法律保护体系。"


def test_half_and_full_width_points_after_a_number() -> None:
    assert at("2.1.5").head.value == "5．加强儿童心理健康服务。"
    assert at("2.1.6").head.value == "6. 将性与生殖健康教育纳入学校健康教育内容。"
    assert (at("2.1.5").number, at("2.1.6").number) == ("5", "6")


def test_run_in_heading_is_title_and_body() -> None:
    n = at("2.1.1")
    assert n.head.value == "1．优化儿童公共卫生服务和管理。"
    assert n.text.startswith("落实统一的妇幼健康信息平台建设")
    assert n.text.endswith("积极创建儿童健康综合发展示范区。")


def test_sections_with_only_a_run_in_body() -> None:
    for local in ("3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "4.2", "4.3", "4.4"):
        n = at(local)
        assert n.kind == "section"
        assert n.text
        assert not below(seed(), local)
    assert at("3.1").text.startswith(
        "完善落实党委领导、政府主责、妇女儿童工作委员会（以下简称“妇儿工委”）协调"
    )


def test_paragraphs_belong_to_the_item_above() -> None:
    groups = below(seed(), "4.1")
    assert [(n.kind, n.text[:3], n.citation) for n in groups] == [
        ("paragraph", "监测组", "四、（一） 第2段"),
        ("paragraph", "评估组", "四、（一） 第3段"),
    ]
    assert [n.span.line for n in groups if n.span] == [591, 593]


def test_boxes_with_their_sections() -> None:
    boxes = [(n.local, n.number, n.title, n.parent) for n in seed().nodes if n.kind == "box"]
    assert boxes == [
        ("b1", "专栏一", "2021—2030年大渡口区儿童发展主要指标", f"{SEED}/1.3"),
        ("b2", "专栏二", "儿童健康提升重点工程", f"{SEED}/2.1"),
        ("b3", "专栏三", "儿童安全提升重点工程", f"{SEED}/2.2"),
        ("b4", "专栏四", "儿童教育提升重点工程", f"{SEED}/2.3"),
        ("b5", "专栏五", "儿童福利提升重点工程", f"{SEED}/2.4"),
        ("b6", "专栏六", "儿童家庭环境建设重点工程", f"{SEED}/2.5"),
        ("b7", "专栏七", "儿童社会环境建设重点工程", f"{SEED}/2.6"),
        ("b8", "专栏八", "儿童法律保障重点工程", f"{SEED}/2.7"),
    ]


def test_box_whose_title_stands_behind_its_content() -> None:
    assert at("b5").repaired == ("place",)
    (project,) = below(seed(), "b5")
    assert project.title == "托育服务机构规范化项目"
    assert project.citation == "专栏五 托育服务机构规范化项目"
    assert project.span is not None
    assert project.span.line == 521
    (moved,) = [r for r in seed().repairs if r.kind == "moved"]
    assert (moved.source, moved.line) == ("专栏五  儿童福利提升重点工程", 524)
    assert seed().plan.source[moved.start : moved.end] == "专栏五  儿童福利提升重点工程"


def test_projects_of_every_box() -> None:
    projects = {f"b{k}": [n.title for n in below(seed(), f"b{k}")] for k in range(2, 9)}
    assert projects == {
        "b2": ["儿童医务人员提升项目", "儿童早期发展服务促进项目"],
        "b3": ["儿童安全宣传教育项目", "儿童伤害监测系统建设项目"],
        "b4": ["智慧教育提升项目", "儿童科学素质提升项目"],
        "b5": ["托育服务机构规范化项目"],
        "b6": ["家庭教育促进项目"],
        "b7": ["儿童服务社会组织培育项目", "公园适儿化建设改造项目"],
        "b8": ["儿童防性侵治理项目"],
    }
    assert below(seed(), "b2")[0].text.endswith("（责任单位：区卫健委）")


def test_columns_broken_over_lines() -> None:
    assert at("b1").columns == ("类别", "序号", "指标名称（单位）", "2030年规划", "指标属性", "责任单位")


def test_indicators() -> None:
    assert cells(at("b1.1")) == ["儿童与健康", "1", "新生儿死亡率（‰）", "＜1.3", "约束性", "区卫健委"]
    assert cells(at("b1.27"))[3] == "巩固提高"
    assert cells(at("b1.36"))[3] == "明显提高"
    assert cells(at("b1.39")) == [
        "",
        "39",
        "镇（街道）未成年人保护工作站覆盖率（%）",
        "100",
        "预期性",
        "区民政局",
    ]
    assert at("b1.25").title == "普惠托育服务机构数量"
    assert at("b1.25").citation == "专栏一 指标25"
    assert at("b1.8").title == "以镇（街道）为单位的适龄儿童免疫规划疫苗接种率"
    numbers = [n.number for n in seed().nodes if n.kind == "indicator"]
    assert [int(n) for n in dict.fromkeys(numbers)] == list(range(1, 40))


def test_rows_that_share_a_number() -> None:
    rows = {k: [n.title for n in below(seed(), "b1") if n.number == k] for k in ("11", "15", "17")}
    assert rows["11"] == ["小学生近视率", "初中生近视率", "高中阶段学生近视率"]
    assert [t[:6] for t in rows["15"]] == ["每千名（0-", "每所镇卫生院", "每所镇卫生院"]
    assert rows["17"] == ["小学生每天睡眠时间", "初中生每天睡眠时间", "高中生每天睡眠时间"]
    assert [n.local for n in below(seed(), "b1") if n.number == "11"] == ["b1.11", "b1.11-2", "b1.11-3"]
    # a merged cell stays blank in the tree; what it inherits is a rule's affair
    assert cells(at("b1.11-2")) == ["", "", "初中生近视率（%）", "＜60", "", "区教委、区卫健委"]


def test_categories_broken_into_single_characters() -> None:
    shown = [cells(n)[0] for n in below(seed(), "b1") if cells(n)[0]]
    assert shown == [
        "儿童与健康",
        "儿童与安全",
        "儿童与教育",
        "儿童与福利",
        "儿童与家庭",
        "儿童与环境",
        "儿童与法律",
    ]


def test_a_quote_is_found_where_it_stands() -> None:
    n = at("2.4.2")
    quote = "依托区妇幼保健院，探索建立区托育服务指导中心"
    i = n.text.index(quote)
    bounds = n.body.bounds(i, i + len(quote))
    assert bounds is not None
    assert seed().plan.source[slice(*bounds)] == quote
