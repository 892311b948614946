"""Names of units: what can be one, how it is shortened and lengthened, what a plan knows of it, what is proposed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from kb.model import Plan, Tree, Unit
from kb.rules.aliases import guess_aliases, guess_full_name
from kb.rules.ground import Ground
from kb.rules.names import Names
from kb.rules.proposals import join_proposed, propose_units, unit_entry
from kb.rules.registry import Registry, find_mentions, guess_kind, names_by_first
from kb.rules.statements.lists import Member, break_lines, complete, split_atoms, split_members
from kb.spans import Piece, Text
from kb.words.normalised import normalise
from kb.words.unit_names import is_collective, is_name_like, is_plausible, is_unit_shape, places, prose_units
from tests.kb.rules.small import Row, plan, task

ALIASES = {
    "市卫健委": ("市卫生健康委员会", "市卫生健康委", "卫健委", "卫生健康委员会", "卫生健康委"),
    "卫健委": ("卫生健康委员会", "卫生健康委"),
    "市教育局": ("教育局",),
    "市农业农村委": ("市农业农村委员会", "农业农村委", "农业农村委员会", "市农委", "农委"),
    "市农业农村局": ("农业农村局",),
    "市水务管理局": ("水务管理局",),
    "市发改委": (
        "市发展和改革委员会", "市发展和改革委", "市发展改革委员会", "市发展改革委", "发改委", "发展和改革委员会", "发展和改革委",
        "发展改革委员会", "发展改革委",
    ),
    "官渡区人民政府": ("官渡区", "官渡区政府"),
    "官渡区政府": ("官渡区", "官渡区人民政府"),
    "空港经济区管委会": ("空港经济区", "空港经济区管理委员会"),
    "国家税务总局赣州市税务局": ("赣州市税务局", "市税务局", "税务局"),
    "人行郑州中心支行": ("人民银行", "人行", "中国人民银行郑州中心支行", "人民银行郑州中心支行"),
    "团市委": ("共青团市委", "共青团", "团委"),
    "共青团区委": ("团区委", "共青团", "团委"),
    "区妇联": ("区妇女联合会", "妇联", "妇女联合会"),
    "区妇女联合会": ("区妇联", "妇联", "妇女联合会"),
    "区政府": ("区人民政府",),
    "市委编办": ("市委机构编制委员会办公室",),
    "市委宣传部": ("宣传部",),
    "市大数据中心": ("大数据中心",),
    "市水电站": (),
    "有关部门": (),
    "各市教育局": (),
    "昆明交投公司": (),
}  # fmt: skip


@pytest.mark.parametrize("name", ALIASES)
def test_guess_aliases(name: str) -> None:
    assert guess_aliases(name) == ALIASES[name]


def test_an_education_commission_is_called_jiaowei() -> None:
    assert {"市教委", "教委"} <= set(guess_aliases("市教育委"))
    assert {"市教育委", "教育委", "教委"} <= set(guess_aliases("市教委"))
    assert not {"市教委", "教委"} & set(guess_aliases("市教育局"))


@pytest.mark.parametrize(
    ("name", "place", "full"),
    [
        ("市卫健委", "赣州市", "赣州市卫生健康委员会"),
        ("市卫健委", "", "市卫生健康委员会"),
        ("市卫健委", "大渡口区", "市卫生健康委员会"),  # the place is of another level
        ("卫健委", "赣州市", "卫生健康委员会"),
        ("区教委", "大渡口区", "大渡口区教育委员会"),
        ("市水务管理局", "赣州市", "赣州市水务管理局"),
        ("市教育局", "赣州市", "赣州市教育局"),
        ("团市委", "赣州市", "共青团赣州市委员会"),
        ("共青团市委", "赣州市", "共青团赣州市委员会"),
        ("团市委", "大渡口区", "共青团市委员会"),
        ("区妇联", "大渡口区", "大渡口区妇女联合会"),
        ("区妇女联合会", "大渡口区", "大渡口区妇女联合会"),
        ("区法院", "", "区人民法院"),
        ("省法院", "福建省", "福建省高级人民法院"),
        ("市法院", "重庆市", "重庆市高级人民法院"),
        ("州法院", "乙州", "乙州中级人民法院"),
        ("市法院", "甲市", ""),  # of a prefecture or of a county: nothing says which
        ("妇联", "大渡口区", ""),
        ("市水电站", "赣州市", "赣州市水电站"),
        ("市水电站", "", ""),
        ("昆明交投公司", "昆明市", ""),
    ],
)
def test_guess_full_name(name: str, place: str, full: str) -> None:
    assert guess_full_name(name, place) == full


def known(source: str, *units: str, title: str = "规划", issuer: str = "") -> Names:
    tree = task(source)
    tree = Tree(replace(tree.plan, title=title, issuer=issuer), tree.nodes)
    return Names(Ground(tree, Registry.of(tuple(Unit(u) for u in units))))


def test_what_a_plan_knows_of_a_name() -> None:
    names = known("由省商务厅、河南省财政厅、甲州和商务厅办理。", "中原办")
    assert names.registered("中原办")
    assert not names.registered("省商务厅")
    assert names.printed("中原办")
    assert names.printed("省商务厅")
    assert not names.printed("商务厅")  # it stands there, without a level
    assert not names.printed("省教育厅")  # a level, and stands nowhere
    assert names.placed("河南银保监局")
    assert names.placed("甲州妇联") is False  # two characters and a level, or three: 甲州省 stands nowhere
    assert names.placed("人行郑州中心支行")
    assert names.placed("中国残联")
    assert not names.placed("妇联")
    assert known("省商务厅").printed("省商务厅")
    assert known("甲乙丙旗、丁戊市").placed("甲乙丙妇联")
    assert known("甲乙丙旗、丁戊市").placed("丁戊妇联")


@pytest.mark.parametrize(
    ("title", "issuer", "place"),
    [
        ("和平市托育规划", "丁戊县人民政府", "和平市"),
        ("托育规划", "丁戊县人民政府", "丁戊县"),
        ("托育规划", "", ""),
    ],
)
def test_the_place_whose_plan_it_is(title: str, issuer: str, place: str) -> None:
    assert known("做。", title=title, issuer=issuer).place == place


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("重庆市大渡口区儿童发展规划", ("重庆市", "重庆市大渡口区")),
        ("甲省乙市丙县丁镇规划", ("甲省", "甲省乙市", "甲省乙市丙县")),
        ("云南省红河州弥勒市丁县规划", ("云南省", "云南省红河州", "云南省红河州弥勒市")),
        ("广西壮族自治区规划", ("广西壮族自治区",)),
        ("推进全市工作", ()),
        ("市规划", ()),
        ("", ()),
    ],
)
def test_places(title: str, found: tuple[str, ...]) -> None:
    assert places(title) == found


@pytest.mark.parametrize(
    ("name", "unit", "plausible", "like"),
    [
        ("区卫健委", True, True, True),
        ("妇联", True, True, False),
        ("局", False, False, False),
        ("各县（市、区）人民政府", True, True, True),
        ("省政府（办公厅）", True, True, True),
        ("中储粮直属库", False, True, True),
        ("直属粮库", False, True, True),
        ("粮食库", False, True, False),
        ("推进儿科建设", False, True, False),
        ("加强社区", False, True, False),
        ("对外办", True, True, False),
        ("对外合作办", True, True, True),
        ("对象社区", False, True, False),
        ("其他", False, False, False),
        ("待定", False, False, False),
        ("——", False, False, False),
        ("ABCD", False, False, False),
        ("A局", True, False, False),
        ("建好的", False, False, False),
        ("某" * 39 + "局", True, True, True),
        ("某" * 40 + "局", False, False, False),
    ],
)
def test_what_can_be_a_name(name: str, unit: bool, plausible: bool, like: bool) -> None:
    assert (is_unit_shape(name), is_plausible(name), is_name_like(name)) == (unit, plausible, like)


def test_names_for_many() -> None:
    assert all(map(is_collective, ("有关部门", "各镇街", "驻市各国有商业银行", "国务院相关部门")))
    assert not any(map(is_collective, ("区教委", "部门", "各项工作")))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("由市民政局会同县财政局办理。", ["市民政局", "县财政局"]),
        ("市民政局长期坚持", ["市民政局"]),
        ("按照市民政局标准执行", ["市民政局"]),
        ("市民政局长说", []),
        ("市民政局，市财政局", ["市民政局", "市财政局"]),
        ("办公自动化", []),
    ],
)
def test_names_in_running_text(value: str, found: list[str]) -> None:
    assert [value[a:b] for a, b in prose_units(value)] == found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区法院", "司法机关"), ("区中医院", "医疗机构"), ("区妇儿工委", "议事协调机构"), ("区妇联", "群团"), ("甲集团", "企业"),
        ("甲大学", "学校"), ("甲协会", "社会组织"), ("甲街道", "镇街"), ("甲村", "基层组织"), ("市委宣传部", "党委部门"),
        ("区政府", "政府"), ("区疾控中心", "事业单位"), ("区教委", "政府部门"), ("有关部门", "集合称谓"), ("甲乙丙", ""),
    ],
)  # fmt: skip
def test_guess_kind(name: str, kind: str) -> None:
    assert guess_kind(name) == kind


def test_mentions_are_the_longest_leftmost_ones() -> None:
    names = names_by_first({n: Unit(n) for n in ("区教委", "区教委办公室", "教委", "区残联")})
    assert [(a, b, u.name) for a, b, u in find_mentions(names, "区教委办公室和区教委教委，由区残联报")] == [
        (0, 6, "区教委办公室"),
        (7, 10, "区教委"),
        (10, 12, "教委"),
        (14, 17, "区残联"),
    ]
    assert find_mentions({}, "区教委") == []


# Lists


def members(value: str, place: str = "") -> tuple[list[str], bool]:
    text = normalise(Text(value, (Piece(0, 0, len(value)),)))
    found, is_open = split_members(text, 0, len(text.value), 3, place)
    assert all((m.run, text.value[m.start : m.end]) == (3, m.name) for m in found)
    return [m.printed for m in found], is_open


@pytest.mark.parametrize(
    ("value", "found", "is_open"),
    [
        ("市教育局", ["市教育局"], False),
        ("市教育局和市民政局", ["市教育局", "市民政局"], False),
        ("市教育局以及市民政局", ["市教育局", "市民政局"], False),
        ("市教育局/市民政局", ["市教育局", "市民政局"], False),
        ("市教育局等", ["市教育局"], True),
        ("市教育局等部门", ["市教育局"], True),
        ("市教育局等5个部门", ["市教育局"], True),
        ("市教育局等十五家单位", ["市教育局"], True),
        ("市教育局等有关部门及各地区", ["市教育局", "有关部门", "各地区"], True),
        ("市教育局和市民政局等", ["市教育局", "市民政局"], True),
        ("等市教育局", ["市教育局"], False),
        ("市场（含等外）管理局", ["市场（含等外）管理局"], False),
        ("市发展和改革委员会", ["市发展和改革委员会"], False),
        ("各市（区、县和镇）政府", ["各市（区、县和镇）政府"], False),
        ("市教育局市人力资源社会保障局", ["市教育局", "市人力资源社会保障局"], False),
        ("市教育局县民政局", ["市教育局县民政局"], False),
        ("市教育局及其下属单位", ["市教育局及其下属单位"], False),
    ],
)
def test_members_of_one_atom(value: str, found: list[str], is_open: bool) -> None:
    assert members(value) == (found, is_open)


def test_a_place_whose_name_begins_with_a_joining_word() -> None:
    assert members("县教育局和平市民政局", "和平市") == (["县教育局和平市民政局"], False)
    assert members("县教育局和平市民政局")[0] == ["县教育局", "平市民政局"]
    assert members("县教育局和县民政局", "和平市")[0] == ["县教育局", "县民政局"]


@pytest.mark.parametrize(
    ("value", "atoms"),
    [
        ("市教育局、市民政局，市财政局；县教育局。县民政局", [("", "市教育局"), ("、", "市民政局"), ("，", "市财政局"), ("；", "县教育局"), ("。", "县民政局")]),
        ("各县（市、区）政府、市教育局", [("", "各县（市、区）政府"), ("、", "市教育局")]),
        ("各市、县政府、市教育局", [("", "各市、县政府"), ("、", "市教育局")]),
        ("各市、县教育局", [("", "各市"), ("、", "县教育局")]),
        ("市教育局、，市民政局", [("", "市教育局"), ("，", "市民政局")]),
        ("牵头单位：市教育局 责任单位：市民政局", [("", "牵头单位：市教育局"), ("；", "责任单位：市民政局")]),
        ("）市教育局、市民政局", [("", "）市教育局"), ("、", "市民政局")]),
        ("", []),
    ],
)  # fmt: skip
def test_atoms(value: str, atoms: list[tuple[str, str]]) -> None:
    text = normalise(Text(value, (Piece(0, 0, len(value)),)))
    found = split_atoms(text, 0, len(text.value))
    assert [(a.before, text.value[a.start : a.end]) for a in found] == atoms


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("区教委\n区卫健委", ["区教委", "区卫健委"]),
        ("区农业\n农村委", ["区农业农村委"]),
        ("市教育局 市民政局 市财政局", ["市教育局", "市民政局", "市财政局"]),
        ("中原办\n直属库", ["中原办", "直属库"]),
        ("市教育局\n民政局", ["市教育局民政局"]),
        ("市教育局\n各镇街", ["市教育局", "各镇街"]),
    ],
)
def test_line_breaks_between_whole_names(value: str, parts: list[str]) -> None:
    text = normalise(Text(value, (Piece(0, 0, len(value)),)))
    cuts = [0, *break_lines(text, 0, len(text.value), known("做。", "中原办")), len(text.value)]
    assert [text.value[a:b] for a, b in pairwise(cuts)] == parts


def lengthened(*rows: tuple[str, int], source: str = "做。") -> list[str]:
    found = [Member(name, name, 0, len(name), run) for name, run in rows]
    return [m.name for m in complete(found, known(source))]


def test_what_a_list_shares() -> None:
    same = (("官渡区", 1), ("西山区", 1), ("呈贡区人民政府", 1))
    assert lengthened(*same) == ["官渡区人民政府", "西山区人民政府", "呈贡区人民政府"]
    assert lengthened(("官渡区", 1), ("呈贡区人民政府", 2)) == ["官渡区", "呈贡区人民政府"]  # not of one run
    assert lengthened(("省工业和信息化厅", 1), ("商务厅", 1)) == ["省工业和信息化厅", "省商务厅"]
    assert lengthened(("商务厅", 1), ("省财政厅", 1)) == ["商务厅", "省财政厅"]
    assert lengthened(("各级党委", 1), ("政府", 1)) == ["各级党委", "各级政府"]
    assert lengthened(("市委组织部", 1), ("宣传部", 1)) == ["市委组织部", "市委宣传部"]
    assert lengthened(("市委组织部", 1), ("民政局", 1)) == ["市委组织部", "市民政局"]
    assert lengthened(("市政府办公室", 1), ("民政局", 1), ("妇联", 1)) == [
        "市政府办公室",
        "市民政局",
        "市妇联",
    ]
    assert lengthened(("市民政局", 1), ("妇联", 1)) == ["市民政局", "妇联"]  # nothing shows that it is shared
    assert lengthened(("市民政局", 1), ("妇联", 1), source="市妇联办。") == ["市民政局", "市妇联"]
    assert lengthened(("市民政局", 1), ("财政局", 1), ("中国残联", 1)) == ["市民政局", "市财政局", "中国残联"]
    assert lengthened(("市民政局", 1), ("有关部门", 1)) == ["市民政局", "有关部门"]


# Proposals


def test_proposals_come_by_how_often_a_unit_is_made_responsible() -> None:
    tree = plan(
        Row(0, "chapter", "一、任务"),
        Row(1, "task", "1.甲。", "做。（责任单位：市民政局、市财政局、市审计局）"),
        Row(1, "task", "2.乙。", "做。（责任单位：市财政局、市审计局）"),
        Row(1, "task", "3.丙。", "做。（责任单位：市财政局）"),
    )
    assert [u.name for u in propose_units(tree)] == ["市财政局", "市审计局", "市民政局"]


def test_two_ways_of_printing_one_unit_are_one_entry() -> None:
    units = tuple(Unit(n, registered=False) for n in ("市卫健委", "市卫生健康委", "卫健委", "市水电站"))
    one, two, three = join_proposed(units, Plan("p", "赣州市规划", source=""))
    assert (one.name, one.full_name, one.kind) == ("市卫健委", "赣州市卫生健康委员会", "政府部门")
    assert (one.plans, one.registered) == (("p",), True)
    assert one.aliases == ("市卫生健康委", "市卫生健康委员会")  # those that 卫健委 goes by too are nobody's
    assert (two.name, two.full_name, two.aliases) == ("卫健委", "卫生健康委员会", ())
    assert (three.name, three.full_name, three.aliases, three.kind) == (
        "市水电站",
        "赣州市水电站",
        (),
        "事业单位",
    )
    (own,) = join_proposed([Unit("市卫生健康委员会")], Plan("p", "规划", source=""))
    assert own.full_name == ""


def test_an_entry_of_units_toml() -> None:
    unit = Unit("区教委", "区教育委员会", ("教委", '甲"乙\\'), "政府部门", plans=("p", "q"))
    assert unit_entry(unit) == (
        '[[unit]]\nname = "区教委"\nfull_name = "区教育委员会"\naliases = ["教委", "甲\\"乙\\\\"]\n'
        'kind = "政府部门"\nplans = ["p", "q"]\n'
    )
    assert unit_entry(Unit("区教委")) == '[[unit]]\nname = "区教委"\n'


def test_the_court_of_a_city_that_has_counties() -> None:
    """市法院 is the 中级人民法院 where the plan itself shows that counties are below its city."""
    plan = Plan("p", "甲市规划", source="")
    court = Unit("市法院", registered=False)
    for others, full in (
        ((), ""),
        (("各功能区",), ""),
        (("各区域",), ""),
        (("各旗县市区",), "甲市中级人民法院"),
        (("各县（市、区）人民政府",), "甲市中级人民法院"),
        (("各区",), "甲市中级人民法院"),
    ):
        first = join_proposed((court, *(Unit(n, registered=False) for n in others)), plan)[0]
        assert (first.name, first.full_name) == ("市法院", full), others
    (one,) = join_proposed((court,), Plan("p", "甲市乙县规划", source=""))
    assert one.full_name == "甲市中级人民法院"  # the city above a county
