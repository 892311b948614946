"""Persons printed where units are: “区住建委（王某某）”, “李某某副省长负责”, “市政府主要负责同志参加”. None is a unit."""

from __future__ import annotations

import re

from kb.words.forms import Form, compiled, match_first
from kb.words.role_words import either
from kb.words.unit_names import FIELD, is_unit_shape

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤褚卫"
)
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "夏侯", "司徒", "皇甫")
_NAME = rf"(?:[{_SURNAMES}]|{either(_DOUBLE)})[\u4e00-\u9fff]{{1,2}}"
_HIDDEN = r"[\u4e00-\u9fff]某{1,2}|[\u4e00-\u9fff]{1,2}[×xX*＊]{1,2}"
_LEVEL = "省市区县州旗盟镇乡"
_TITLE = (
    rf"(?:(?:党[委组]|工委|[{_LEVEL}]委)?(?:第一|专职|常务)?副?书记|(?:[{_LEVEL}]委)?常委|(?:常务|分管|主管|主要)?副?[{_LEVEL}]长|副?主席"
    rf"|[\u4e00-\u9fff]{{0,8}}(?:副?主任|副?局长|副?部长|副?院长|副?校长|副?处长|副?科长|董事长|总经理))"
)

PERSONS: tuple[Form, ...] = (
    Form(
        name="a name that is not printed in full, with or without a title",
        pattern=rf"^(?:{_HIDDEN})(?:{_TITLE}|同志)?$",
        samples=("李某某", "王某", "陈某某副省长", "李某某同志", "赵××"),
        never=("某某省财政厅", "市民政局"),
    ),
    Form(
        name="a name with a title",
        pattern=rf"^(?:{_NAME})(?:{_TITLE}|同志)$",
        samples=("李建国副市长", "王强同志", "欧阳明县长"),
        never=("高校党委书记办公室", "驻村第一书记"),
    ),
    Form(
        name="a title",
        pattern=rf"^(?:(?:[{_LEVEL}]委|[{_LEVEL}]政府)?{_TITLE}){{1,2}}$",
        samples=("常务副区长", "区委常委", "分管副市长", "县委书记"),
        never=("驻村第一书记", "省长质量奖评审办公室"),
    ),
)

LEADS = re.compile(r"(?:(?:主要|有关|相关|分管)?(?:负责同志|负责人|领导(?:同志|干部)?)|责任人|工作人员)$")
"""“市委、市政府主要负责同志”: who leads the bodies of a list, not the bodies."""

_PERSONS = compiled(PERSONS)
_BARE = re.compile(rf"^(?:{_NAME})$")
BARE = 3
"""Characters of a bare name at least: 石化 and 金控 are companies and have the shape of 王强."""
_FIELDS = re.compile(rf"^{FIELD}+$")
_AFTER_UNIT = re.compile(r"（(?P<who>[^（）]{2,24})）$")


def is_person(name: str) -> bool:
    """Return whether a name in matching form says itself that it is a person's: by a title, or by 某.

    >>> is_person("李某某副省长"), is_person("常务副区长"), is_person("区教委")
    (True, True, False)
    """
    return match_first(_PERSONS, name) is not None


def may_be_person(name: str) -> bool:
    """Return whether a name is a person's or looks like one: 沈建国. Only its place proves it.

    >>> may_be_person("沈建国"), may_be_person("文联"), may_be_person("高新区")
    (True, False, False)
    """
    if is_person(name):
        return True
    return (
        len(name) >= BARE and bool(_BARE.match(name)) and not is_unit_shape(name) and not _FIELDS.match(name)
    )


def persons_after(name: str) -> tuple[int, tuple[str, ...]]:
    """Return where a unit's name ends before the persons in brackets after it, and their names.

    >>> persons_after("区教委（沈建国、韩某）"), persons_after("市公安局（交警支队）")
    ((3, ('沈建国', '韩某')), (10, ()))
    """
    m = _AFTER_UNIT.search(name)
    who = tuple(re.split("[、，]", m["who"])) if m else ()
    if m is None or m.start() < 2 or not all(map(may_be_person, who)):
        return len(name), ()
    return m.start(), who
