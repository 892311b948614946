"""Whose unit a printed name is: place of the plan, place of the unit, id."""

from __future__ import annotations

import doctest

import pytest

from kb.model import Plan, Unit
from kb.rules import identity
from kb.rules.identity import UnitReader, unit_place
from kb.rules.registry import Registry
from kb.words import places
from kb.words.places import PROVINCES, place_of_plan

PLANS = (
    # title, issuer, place
    ("江西省云山市托育服务规划", "江西省云山市人民政府", ("江西省", "云山市")),
    ("重庆市石桥区养老规划", "石桥区人民政府", ("重庆市", "石桥区")),
    ("白河县农村供水实施方案", "", ("白河县",)),
    ("关于扩大服务消费的若干意见", "国务院办公厅", ("国家",)),
    ("促进托育发展的通知", "住房城乡建设部、财政部", ("国家",)),
    ("广西青山市规划", "", ("广西壮族自治区", "青山市")),
    ("临江市清溪县水利规划", "临江市人民政府", ("临江市",)),
    ("推进老旧小区改造实施方案", "", ()),
    ("关于加快县域商业体系建设的方案", "", ()),
    ("城市更新行动计划", "北山省人民政府", ("北山省",)),
)


@pytest.mark.parametrize(("title", "issuer", "place"), PLANS)
def test_place_of_a_plan(title: str, issuer: str, place: tuple[str, ...]) -> None:
    assert place_of_plan(title, issuer) == place


DISTRICT, CITY, COUNTY, NATION = ("重庆市", "石桥区"), ("江西省", "云山市"), ("江西省", "白河县"), ("国家",)
NAMES = (
    # name, place of the plan, id
    ("区卫健委", DISTRICT, "石桥区/区卫健委"),
    ("市卫健委", DISTRICT, "重庆市/市卫健委"),
    ("市卫健委", ("重庆市",), "重庆市/市卫健委"),
    ("市商务局", CITY, "云山市/市商务局"),
    ("云山市商务局", CITY, "云山市/市商务局"),
    ("云山市商务局", ("江西省",), "云山市/市商务局"),
    ("省教育厅", CITY, "江西省/省教育厅"),
    ("江西省教育厅", CITY, "江西省/省教育厅"),
    ("省教育厅", ("云山市",), "云山市所在省/省教育厅"),
    ("市教育局", COUNTY, "白河县所在市/市教育局"),
    ("县教育局", COUNTY, "白河县/县教育局"),
    ("市市场监管局", DISTRICT, "重庆市/市市场监管局"),
    ("市场监管局", DISTRICT, "石桥区/市场监管局"),
    ("市民政局", DISTRICT, "重庆市/市民政局"),
    ("市政务服务局", DISTRICT, "重庆市/市政务服务局"),
    ("团市委", DISTRICT, "重庆市/团市委"),
    ("财政部", DISTRICT, "国家/财政部"),
    ("财政部", NATION, "国家/财政部"),
    ("国家发展改革委", CITY, "国家/发展改革委"),
    ("发展改革委", NATION, "国家/发展改革委"),
    ("区委宣传部", DISTRICT, "石桥区/区委宣传部"),
    ("宣传部", DISTRICT, "石桥区/宣传部"),
    ("市场监管总局", CITY, "国家/市场监管总局"),
    ("国家税务总局云山市税务局", CITY, "云山市/国家税务总局云山市税务局"),
    ("城市管理局", CITY, "云山市/城市管理局"),
    ("高新区管委会", CITY, "云山市/高新区管委会"),
    ("清溪县人民政府", CITY, "清溪县/县人民政府"),
    ("各镇街", DISTRICT, "石桥区/各镇街@p"),
    ("有关部门", NATION, "国家/有关部门@p"),
    ("区教委", (), "/区教委@p"),
    ("财政部", (), "国家/财政部"),
)


@pytest.mark.parametrize(("name", "place", "id_"), NAMES)
def test_a_name_is_read_in_its_plans_place(name: str, place: tuple[str, ...], id_: str) -> None:
    assert UnitReader(Plan("p", "规划", place=place)).read(name).id == id_


def test_a_name_of_no_known_place_is_its_plans_own() -> None:
    one, other = (UnitReader(Plan(p, "规划")).read("区教委").id for p in ("jia", "yi"))
    assert one != other


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_is_read_whole_and_its_departments_are_its_own(province: str) -> None:
    assert place_of_plan(f"{province}托育规划", "") == (province,)
    assert unit_place(f"{province}财政局", ("国家",))[0] == (province,)


def test_an_entry_of_a_stated_place_holds_for_names_of_that_place() -> None:
    entry = Unit("市商务局", "云山市商务局", ("市商委",), place=("江西省", "云山市"))
    here, there = Plan("a", "甲", place=("江西省", "云山市")), Plan("b", "乙", place=("临江市",))
    assert Registry.of((entry,), here).resolve("市商委", "a") == entry
    assert Registry.of((entry,), there).resolve("市商委", "b") is None
    below = Plan("c", "丙", place=("江西省", "云山市", "东湖区"))
    assert Registry.of((entry,), below).resolve("市商务局", "c") == entry


@pytest.mark.parametrize("module", [identity, places])
def test_examples_of_the_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
