"""Identity of a unit: the place a printed name means in its plan, and the id made of both, 大渡口区/区卫健委.

A name is read in its plan's place: 区… is this district's, 市… in a district's plan the city's above it, 省… the
province's. A name that begins with a place (某某市商务局) is that place's. A national body is one everywhere. A
collective (各镇街) is its plan's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.model import Chain, Plan, Unit
from kb.words.normalised import compact
from kb.words.places import NATION, find_level, is_national, level_of, read_place
from kb.words.unit_names import DEPARTMENT, is_collective

COLLECTIVE = "集合称谓"
# The level a name begins with. 市场监管局, 市政公用局, 区域中心 begin with no level.
_LEVEL = re.compile(
    r"^(?:共青)?团?(?P<level>自治区|自治州|自治县|省|市(?!场|民(?!政|族|宗|委|革|建|盟|进)|容|值|政(?!府|协|法|务))|区(?!域|块|位|间|划)|县|州|旗|盟|镇|乡(?!村)|街道)"
)
_LEVELS = {
    "省": "省", "自治区": "省", "市": "市", "州": "市", "自治州": "市", "盟": "市", "区": "区县", "县": "区县", "旗": "区县",
    "自治县": "区县", "镇": "乡镇", "乡": "乡镇", "街道": "乡镇",
}  # fmt: skip
# Bodies whose name after a place is that after a level: 某某市人民政府, 某某区委宣传部, 某某县妇联.
_BODY = re.compile(
    r"^(?:人民政府|政府|委|人大|政协|纪委|监委|法院|检察院|人民法院|人民检察院|妇联|残联|科协|工商联|总工会|团委|文联|侨联|红十字会)"
)
# What runs an area that is no administrative place: 空港区管委会, 中央商务区管理局.
_AREA = re.compile("管委会|管理委员会|管理局|管理办")
_STEM = re.compile("^(?:国家|中国)[\u4e00-\u9fff]{2,8}?(?:总局|局|银行|会|移动|电信|联通|邮政)(?=.{2})")
"""What a local branch of a national body begins with: 国家税务总局某某市税务局, 中国人民银行某某市分行."""
_BRANCH_OF = re.compile(r"(?:^|[局厅委])(?P<place>[^局厅委]{2,8}?[省市区县州旗])(?:分局|税务局|支局)$")


@dataclass(frozen=True, slots=True)
class Identity:
    """place: the chain, () where the plan's place is unknown. id: place and name, 大渡口区/区卫健委; with the plan where
    the unit is that plan's own: 大渡口区/各镇街@plan, and /区卫健委@plan of a plan without place."""

    place: Chain
    id: str


class UnitReader:
    """Reads the names of one plan as identities."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._read: dict[tuple[str, str], Identity] = {}

    def read(self, name: str, kind: str = "", stated: Chain = ()) -> Identity:
        """The identity of a unit's canonical name. kind, stated: of its registry entry, "" and () for none."""
        key = (name, kind + "/".join(stated))
        if key not in self._read:
            self._read[key] = self._identity(name, kind, stated)
        return self._read[key]

    def complete(self, unit: Unit, entry_place: Chain = ()) -> Unit:
        """A unit with its id and place in this plan."""
        found = self.read(unit.name, unit.kind, entry_place or unit.place)
        return replace(unit, id=found.id, place=found.place)

    def _identity(self, name: str, kind: str, stated: Chain) -> Identity:
        own = self.plan.place
        if kind == COLLECTIVE or is_collective(compact(name)):
            return Identity(own, f"{own[-1] if own else ''}/{name}@{self.plan.id}")
        place, called = (stated, name) if stated else unit_place(name, own)
        if not place:
            return Identity((), f"/{name}@{self.plan.id}")
        return Identity(place, f"{place[-1]}/{called}")


def unit_place(name: str, own: Chain) -> tuple[Chain, str]:
    """The place a printed name means in a plan of the place `own`, and the name under which that place knows it.

    >>> unit_place("市教委", ("重庆市", "大渡口区")), unit_place("国家统计局", ("某某市",))
    ((('重庆市',), '市教委'), (('国家',), '统计局'))
    >>> unit_place("某某市商务局", ("某某省",)), unit_place("省教育厅", ("某某市",))
    ((('某某省', '某某市'), '市商务局'), (('某某市所在省',), '省教育厅'))
    """
    short = compact(name)
    if is_national(short):
        return (NATION,), _national_name(short, name)
    if stem := _STEM.match(short):
        branch_of, _ = read_place(short[stem.end() :])
        return (_below(branch_of, own) if branch_of else own), name
    explicit, end = read_place(short)
    if explicit and (level_of(explicit[-1]) == "乡镇" or _AREA.match(short, end)):
        return own, name
    if explicit and end < len(short) and not _LEVEL.match(short[: len(explicit[0])]):
        place = _below(explicit, own)
        rest = short[end:]
        if branch := _BRANCH_OF.search(rest):
            inner, _ = read_place(branch["place"])
            return (_below(inner, place), name) if inner else (place, name)
        same_body = bool(DEPARTMENT.match(rest) or _BODY.match(rest)) and level_of(place[-1]) != "乡镇"
        return place, _level_word(place[-1]) + rest if same_body else name
    m = _LEVEL.match(short)
    if m is not None and not DEPARTMENT.match(short):
        return _at_level(_LEVELS[m["level"]], own), name
    if own == (NATION,):
        return own, _national_name(short, name)
    return own, name


def unit_labels(units: Iterable[Unit]) -> dict[str, str]:
    """Names that tell units apart in one list, by id: with the place where several have one name, 市商务局（某某市）."""
    listed = list({u.id: u for u in units}.values())
    names = Counter(u.name for u in listed)
    placed = {u.id: u.name if names[u.name] == 1 else f"{u.name}（{_where(u)}）" for u in listed}
    again = Counter(placed.values())
    return {
        u.id: placed[u.id]
        if again[placed[u.id]] == 1
        else f"{u.name}（{u.place_name}，{'、'.join(u.plans)}）"
        for u in listed
    }


def _where(unit: Unit) -> str:
    return unit.place_name or "、".join(unit.plans)


def _national_name(short: str, name: str) -> str:
    """国家统计局 and 统计局 in a national plan are one: without 国家 where a department is left."""
    rest = re.sub("^(?:国家|中华人民共和国)", "", short)
    return rest if rest != short and (DEPARTMENT.match(rest) or is_national(rest)) else name


def _level_word(place: str) -> str:
    """What replaces a place before its body: 某某市商务局 → 市商务局, 某某自治区教育厅 → 自治区教育厅."""
    return next((word for word in ("自治区", "自治州", "自治县") if place.endswith(word)), place[-1])


def _at_level(level: str, own: Chain) -> Chain:
    """The link of that level in the plan's chain; a level below the plan's means the plan's own place.

    Where the chain lacks the link above, the place is 某某区所在市: no other plan's place can be it by chance.
    """
    order = (NATION, "省", "市", "区县", "乡镇")
    if not own:
        return ()
    found = find_level(own, level)
    if found:
        return found
    narrowest = level_of(own[-1], own[:-1])
    if order.index(level) >= order.index(narrowest):
        return own
    if own[0] == NATION or (level == "市" and find_level(own, "省") and len(own) > 1 and narrowest == "市"):
        return own
    return (f"{own[-1]}所在{level[0] if level != '区县' else '区'}",)


def _below(explicit: Chain, own: Chain) -> Chain:
    """A place named in a plan, with the plan's own links above it as far as they certainly are."""
    if explicit[0] in own:
        return (*own[: own.index(explicit[0])], *explicit)
    level = level_of(explicit[0])
    if level == "省" or not own or own[0] == NATION:
        return explicit
    if level == "市":
        return (*find_level(own, "省"), *explicit) if len(own) == 1 else explicit
    above = own if level_of(own[-1], own[:-1]) != "区县" else own[:-1]
    return (*above, *explicit) if above else explicit
