"""Lists of units: cut at their signs, then names completed that share a beginning or an end with their neighbours.

省工业和信息化厅、商务厅等有关部门及各市政府  →  省工业和信息化厅 | 省商务厅 | 有关部门 | 各市政府
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.rules.names import Names
from kb.words.normalised import Normalised, brackets
from kb.words.persons import may_be_person
from kb.words.roles import ANY_AFTER_GAP, LABEL_WITHIN, PLACES_OF_LABEL
from kb.words.scope_rules import SIGNS
from kb.words.unit_names import (
    BEGINS_NAME,
    BODY,
    DEPARTMENT,
    EVERYWHERE,
    FIELD,
    GENERIC,
    LEVELS,
    NOTE,
    PARTY,
    REGION,
    REMARK_INSIDE,
    SHARED_ENDING,
    is_collective,
    is_unit_shape,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of text between separators: value[start:end]; before: the separator in front of it, "" for the first."""

    start: int
    end: int
    before: str


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of a list.

    printed: as the text has it; name: completed where the list shares a beginning or end.
    start, end: in the matching form. run: members joined by 、 share a run number.
    marked: a sign is next to the name, “★市民政局”, which is no part of it.
    persons: printed in brackets after it: 区教委（王某某）.
    """

    printed: str
    name: str
    start: int
    end: int
    run: int
    marked: bool = False
    persons: tuple[str, ...] = ()


_QUOTED = re.compile(
    r"“[^“”。；]{1,24}”|\"[^\"。；]{1,24}\"|「[^「」。；]{1,24}」|《[^《》。；]{1,40}》|〈[^〈〉。；]{1,40}〉|<[^<>。；]{1,10}>"
)


def held(value: str, a: int, b: int) -> bytearray:
    """Return a mask over value[a:b]: 1 inside brackets and quotation marks, where no sign separates names."""
    mask = bytearray(b - a)
    for start, end in brackets(value[a:b]):
        mask[start:end] = b"\1" * (end - start)
    for m in _QUOTED.finditer(value, a, b):
        mask[m.start() - a : m.end() - a] = b"\1" * (m.end() - m.start())
    return mask


_BEFORE_DATE = re.compile(r"[/／](?=\d{4}年|\d{1,2}月|长期|持续|全年|年底)")
"""“县交通局、县文旅局/2025年5月1日前”."""


def split_atoms(text: Normalised, a: int, b: int) -> list[Atom]:
    """Cut value[a:b] at 、，；。 outside brackets and quotation marks, and before a label.

    “市“双随机、一公开”联席会议” is one name. A label cuts without a sign, too, where lines were joined:
    “牵头单位：市发改委责任单位：各区政府”. Collectives of places stay whole: “各市、县〔区〕政府”.
    """
    value = text.value
    mask = held(value, a, b)
    labels = {i for i in range(a, b) if text.gap(i) and ANY_AFTER_GAP.match(value, i, b)}
    labels |= {m.start() for m in LABEL_WITHIN.finditer(value, a, b) if not _of_places(value, a, m.start())}
    starts = {i for i in labels | _after_endings(text, a, b) if not mask[i - a]}
    atoms: list[Atom] = []
    start, before = a, ""
    for i in range(a, b):
        if i in starts and i > start:
            atoms.append(Atom(start, i, before))
            start, before = i, "；"
        elif (value[i] in "、，；。" or _BEFORE_DATE.match(value, i, b)) and not mask[i - a]:
            if i > start:
                atoms.append(Atom(start, i, before))
                before = value[i] if value[i] in "、，；。" else "；"
            elif atoms and value[i] in "，；。":
                before = value[i]
            start = i + 1
    if b > start:
        atoms.append(Atom(start, b, before))
    return _whole_collectives(value, atoms)


def _of_places(value: str, a: int, label: int) -> bool:
    """Whether nothing but places precedes a label since the last sign: “市县责任主体：”."""
    start = max(value.rfind(sign, a, label) for sign in "，；。：") + 1
    return PLACES_OF_LABEL.fullmatch(value, max(start, a), label) is not None


_ENDED = re.compile(r"(?:牵头|负责|配合|参与|落实|协办|主办)$")


def _after_endings(text: Normalised, a: int, b: int) -> set[int]:
    """Where a blank separates a clause from the next: “市民政局牵头 市财政局配合”."""
    gaps = (i for i in range(a + 1, b) if text.gap(i))
    return {
        i for i in gaps if _ENDED.search(text.value, max(a, i - 2), i) and BEGINS_NAME.match(text.value, i)
    }


_PLACES = rf"(?:[{LEVELS}](?:直属?)?|特区|县级市|设区的?市|自治县|市州|镇街|街道|新区|乡镇|自治区|直辖市)"
_ENCLOSED = r"（[^（）]{1,14}）|〔[^〔〕]{1,14}〕|\[[^\[\]]{1,14}\]|〈[^〈〉]{1,14}〉|<[^<>]{1,14}>"
_OF_PLACES = re.compile(
    rf"(?:各级?|全|本)(?:地级以上|有关|相关)?(?:{_PLACES}|{_ENCLOSED})(?:{_PLACES}|{_ENCLOSED}|、)*|[{LEVELS}]{{1,2}}"
)
_OFFICE = (
    rf"{FIELD}{{1,3}}(?:管理|事务|工作|服务|监督|保障|执法|行政|和)*(?:主管)?(?:局|委|厅|办|委员会|部门)"
)
_MORE = rf"(?:{_PLACES}|{_ENCLOSED})+"
REST_OF_PLACES = (
    re.compile(rf"{_MORE}$"),  # 各区、县级市
    re.compile(rf"{_MORE}委?(?:(?:人民)?政府|管委会)(?!办|有关)"),  # 各市（州）、县（市、区）政府
    # 各市、县〔区〕市场监管局; in “各镇街、区卫健委” the second is a unit of its own
    re.compile(rf"[{LEVELS}]{{1,2}}(?:{_ENCLOSED}){_OFFICE}$"),
    re.compile(
        r"[\u4e00-\u9fff]{2,30}(?:领导小组|联席会议|指挥部|工作专班)(?:办公室)?$"
    ),  # 各设区市、某新区某某领导小组
)
"""What completes “各市（州）”: more places, places with a government, or a body that each of the places has."""


_BARE_OFFICE = re.compile(_OFFICE)
_OFFICES_OF_PLACES = re.compile(rf"(?:各级?|全|本)(?:{_PLACES}|{_ENCLOSED}|、)+{_OFFICE}(?:、{_OFFICE})*")


def _whole_collectives(value: str, atoms: list[Atom]) -> list[Atom]:
    """Join “各市（州）” and “县（市、区）政府”, “各区” and “县级市”: places without a body of their own, then the rest of the name."""
    out: list[Atom] = []
    for atom in atoms:
        last = out[-1] if out else None
        if last is not None and atom.before == "、":
            left, here = value[last.start : last.end], value[atom.start : atom.end]
            if _ends_in(_OF_PLACES, left) and any(p.match(here) for p in REST_OF_PLACES):
                out[-1] = Atom(last.start, atom.end, last.before)
                continue
            if _OFFICES_OF_PLACES.fullmatch(left) and _BARE_OFFICE.fullmatch(here):
                out[-1] = Atom(last.start, atom.end, last.before)
                continue
        out.append(atom)
    return out


def _ends_in(pattern: re.Pattern[str], left: str) -> bool:
    return pattern.fullmatch(left.rpartition("：")[2]) is not None


def break_lines(text: Normalised, a: int, b: int, names: Names) -> list[int]:
    """Return where a blank or line break inside value[a:b] separates two whole names.

    “区教委⏎区卫健委” and “区教委　王某某” are cut, “区农业⏎农村委” is not.
    """
    gaps = [i for i in range(a + 1, b) if text.gap(i)]
    cuts: list[int] = []
    start = a
    for n, i in enumerate(gaps):
        left = text.value[start:i]
        known = names.registered(left)
        if not (known or (len(left) >= 3 and is_unit_shape(left))):
            continue
        stop = gaps[n + 1] if n + 1 < len(gaps) else b
        if (
            known
            or may_be_person(text.value[i:stop])
            or _begins_name(text.value, i, stop, b)
            or _set_apart(text, start, i, stop)
        ):
            cuts.append(i)
            start = i
    return cuts


_WHOLE = re.compile(r"(?:公司|集团|政府|委员会|办公室|[局委厅会院校]|中心|支队|大队)$")


def _set_apart(text: Normalised, start: int, i: int, stop: int) -> bool:
    """Whether a blank inside a line is between two whole names: “各区人民政府 东澜燃气有限公司”."""
    left, right = text.value[start:i], text.value[i:stop]
    if "\n" in text.gap(i) or min(len(left), len(right)) < 4:
        return False
    return bool(_WHOLE.search(left) and _WHOLE.search(right)) and is_unit_shape(right)


_BEGINS = re.compile(rf"(?:各|[{LEVELS}](?:委|政府)|[{LEVELS}]{FIELD})")


def _begins_name(value: str, i: int, stop: int, b: int) -> bool:
    """Whether a name begins at i: by its first words, or by the whole word up to the next blank."""
    if _BEGINS.match(value, i, b):
        return True
    return value[i] in LEVELS and is_unit_shape(value[i:stop])


_JOINS = re.compile(r"以及|等|及|和|与|/|／|\+")
_COUNT = re.compile(r"[\d一二三四五六七八九十]+[个家]?(?:部门|单位|机构)?")
_LEADING = re.compile(r"(?:以及|及|等|并|请|由)+|(?:和|与)(?=各|有关|相关|[省市区县州旗盟])")
_COUNTER = re.compile(r"(?:（\d{1,2}）|\d{1,2}[.．）]|[①-⑳])(?=[\u4e00-\u9fff])")
"""“责任单位：1.市民政局；2.市财政局”."""
TRIES = 3
"""Joining words that a name on the right may hold: “和人力资源和社会保障局”. A fourth would make a list of fields."""


def split_members(text: Normalised, a: int, b: int, run: int, place: str = "") -> tuple[list[Member], bool]:
    """Return the units of one atom, and whether it ends open: “市农业农村局等行业主管部门” → two, True.

    place: the plan's own, where its name begins with a joining word: 和平市 is not “和” and 平市.
    """
    value = text.value
    if m := _COUNTER.match(value, a, b):
        a = m.end()
    if (m := _LEADING.match(value, a, b)) and not (place and value.startswith(place, a)):
        a = m.end()
    mask = held(value, a, b)
    joins = [m for m in _JOINS.finditer(value, a, b) if not mask[m.start() - a]]
    joins = [m for m in joins if not (place and value.startswith(place, m.start()))]
    members: list[Member] = []
    is_open = False
    start = a
    for n, m in enumerate(joins):
        if m.start() < start or not is_unit_shape(_named(value[start : m.start()])):
            continue
        left, stop = (start, m.start()), [x.start() for x in joins[n + 1 : n + TRIES]] + [b]
        right = value[m.end() : b]
        if m[0] == "等" and (not right or _COUNT.fullmatch(right) or GENERIC.match(right)):
            members += _members(text, *left, run)
            return members, True
        if right.startswith("其") or (m[0] != "等" and GENERIC.match(value[m.end() : stop[0]])):
            continue
        if any(is_unit_shape(_named(value[m.end() : end])) for end in stop):
            members += _members(text, *left, run)
            start = m.end()
            if again := _LEADING.match(value, start, b):  # “……公司等和各设区市牵头部门”
                start = again.end()
            is_open = is_open or m[0] == "等"
    if start < b:
        members += _members(text, start, b, run)
    return members, is_open


def _named(name: str) -> str:
    """A name without the remark at its end."""
    return NOTE.sub("", name)


_STACKED = re.compile(
    rf"(?<=[局委厅办院会])(?=[{LEVELS}](?:委|政府)?{FIELD}{{1,3}}(?:管理|事务|工作|服务|监督|保障|执法|和)*(?:局|委|厅|办|委员会|办公室)$)"
)


_SIGNED = re.compile(
    rf"(?P<before>[{re.escape(SIGNS)}]*)(?P<name>.*?[^{re.escape(SIGNS)}])(?P<after>[{re.escape(SIGNS)}]*)$"
)


def _members(text: Normalised, a: int, b: int, run: int) -> Iterator[Member]:
    """The one name in value[a:b]; two where a sign is missing: “市教育局市人力资源社会保障局”."""
    for m in _STACKED.finditer(text.value[a:b]):
        at = a + m.start()
        if m.start() >= 3 and text.value[at] == text.value[a] and is_unit_shape(text.value[a:at]):
            yield from _members(text, a, at, run)
            a = at
            break
    if (note := NOTE.search(text.value[a:b])) is not None and note.start() > 1:
        b = a + note.start()
    signed = _SIGNED.match(text.value, a, b)
    if signed is not None:
        a, b = signed.span("name")
    marked = signed is not None and bool(signed["before"] or signed["after"])
    yield Member(text.raw(a, b), REMARK_INSIDE.sub("", text.value[a:b]), a, b, run, marked)


def complete(members: list[Member], names: Names) -> list[Member]:
    """Return the members with the beginning or end they share with their neighbours.

    “官渡区、西山区、呈贡区人民政府” → 官渡区人民政府 …; “省工业和信息化厅、商务厅” → 省商务厅.
    """
    return _with_beginnings(_with_endings(members), names)


_PARTY_SEAT = re.compile(r"(?P<whose>.{1,12}?)党?委")


def _with_endings(members: list[Member]) -> list[Member]:
    """Bare regions take the ending of the region after them: “官渡区、西山区人民政府”; “各县委、政府” share their place."""
    out = list(members)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        m = SHARED_ENDING.match(after.name)
        if m and here.run == after.run and REGION.match(here.name) and not is_collective(here.name):
            out[i] = replace(here, name=here.name + m[1])
    for i in range(1, len(out)):
        seat = _PARTY_SEAT.fullmatch(out[i - 1].name)
        if seat and re.fullmatch("(?:人民)?政府", out[i].name):
            out[i] = replace(out[i], name=seat["whose"] + out[i].name)
    return out


OTHER_BODIES = ("科协", "文协", "作协", "工会", "党校")
"""Bodies of a level whose names end like no department's."""
_FIELD = re.compile(FIELD)
_GOVERNMENT = re.compile(rf"^([{LEVELS}])(?:人民)?政府")
_PARTY_LEVEL = re.compile(rf"^(([{LEVELS}])委)(?=[\u4e00-\u9fff]{{2}})")
_LEVEL = re.compile(rf"^((?:[\u4e00-\u9fff]{{1,3}}?)?[{LEVELS}])(?={FIELD})")


def _beginning(name: str) -> tuple[str, str]:
    """(level, party) that a name begins with: 省工信厅 → (省, ""), 市委宣传部 → (市, 市委), 财政局 → ("", "")."""
    if m := _GOVERNMENT.match(name):
        return m[1], ""
    if m := _PARTY_LEVEL.match(name):
        return m[2], m[1]
    if _FIELD.match(name):  # 市场监管总局: the level is part of the field
        return "", ""
    if m := _LEVEL.match(name):
        return m[1], ""
    if name[0] in LEVELS and (BODY.match(name[1:]) or name[1:] in OTHER_BODIES) and not is_collective(name):
        return name[0], ""
    return "", ""


def _with_beginnings(members: list[Member], names: Names) -> list[Member]:
    """Names without a level take the level of a name before them, where the list or the plan proves it.

    The plan proves it where it prints the whole name elsewhere; the list where the bare name is a department
    (商务厅) or a body that every level has (检察院). “省商务厅、河南银保监局” stays. Once a list has shared its
    level, other bare bodies in it (事管局) share it, too.
    """
    out = list(members)
    seen: list[str] = []  # beginnings met so far, the latest last
    left: list[tuple[int, str]] = []
    shares = False
    for i, member in enumerate(out):
        name = member.name
        level, party = _beginning(name)
        if level:
            seen += [level, party] if party else [level]
            continue
        if is_collective(name) or names.registered(name):
            continue
        whole = _proved(name, seen, [m.name for m in members], names)
        if whole:
            out[i] = replace(member, name=whole)
            shares = True
        elif seen and BODY.match(name) and not names.placed(name):
            left.append((i, _level_of(seen) + name))
    if shares:
        for i, name in left:
            out[i] = replace(out[i], name=name)
    return out


def _level_of(seen: list[str]) -> str:
    """The level of the latest beginning: 市 of 市委."""
    return seen[-1].removesuffix("委") if len(seen[-1]) > 1 else seen[-1]


def _proved(name: str, seen: list[str], list_names: list[str], names: Names) -> str:
    """The whole name of a bare one, "" where nothing proves it."""
    for start in dict.fromkeys(reversed(seen)):
        if names.printed(start + name):
            return start + name
    for start in names.beginnings(name):
        if any(other.startswith(start) for other in list_names):
            return start + name
    if not seen:
        return ""
    if len(seen[-1]) > 1 and seen[-1].endswith("委") and PARTY.match(name):
        return seen[-1] + name
    if DEPARTMENT.match(name) or EVERYWHERE.match(name):
        return _level_of(seen) + name
    return ""
