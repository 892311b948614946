"""Lists of units: splitting “A、B等有关部门及各地区”, lengthening names that share a beginning or an end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.rules.names import Names
from kb.rules.roles import LABEL_START
from kb.words.normalised import CLOSE, OPEN, Normalised
from kb.words.unit_names import (
    BODY,
    DEPARTMENT,
    FIELD,
    LEVELS,
    PARTY,
    REGION,
    SHARED_ENDING,
    is_collective,
    is_unit_shape,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch between separators: value[start:end] of a Normalised; `before`: the separator in front, "" for the first."""

    start: int
    end: int
    before: str


@dataclass(frozen=True, slots=True)
class Member:
    """One unit of a list. printed: as the text has it; name: lengthened where the list shares a beginning or end.

    start, end: in the Normalised. run: members joined by 、 share a run number.
    """

    printed: str
    name: str
    start: int
    end: int
    run: int


def split_atoms(text: Normalised, a: int, b: int) -> list[Atom]:
    """value[a:b] cut at 、，；。 outside brackets; a line break between two whole names cuts too.

    “各市、县〔区〕政府” stays one: 各市 alone names nothing. A label behind a blank cuts too: “牵头单位：A 责任单位：B”.
    """
    atoms: list[Atom] = []
    depth = 0
    start, before = a, ""
    value = text.value
    labels = {m.start() for m in LABEL_START.finditer(value, a, b) if text.gap(m.start())}
    for i in range(a, b + 1):
        ch = value[i] if i < b else "。"
        if i < b and ch in OPEN:
            depth += 1
        elif i < b and ch in CLOSE:
            depth = max(0, depth - 1)
        elif i in labels and depth == 0 and i > start:
            atoms.append(Atom(start, i, before))
            start, before = i, "；"
        elif i == b or (depth == 0 and ch in "、，；。"):
            if i > start:
                atoms.append(Atom(start, i, before))
                before = ch
            elif atoms and ch in "，；。":
                before = ch
            start = i + 1
    out: list[Atom] = []
    for atom in atoms:
        last = out[-1] if out else None
        if (
            last
            and atom.before == "、"
            and re.fullmatch(rf"(?:各|全)?[{LEVELS}]{{1,2}}", value[last.start : last.end])
        ):
            here = value[atom.start : atom.end]
            if not here.startswith("各") and here[0] in LEVELS and re.search(r"(?:政府|管委会)", here):
                out[-1] = Atom(last.start, atom.end, last.before)
                continue
        out.append(atom)
    return out


def break_lines(text: Normalised, a: int, b: int, names: Names) -> list[int]:
    """Places inside value[a:b] where a blank or line break parts two whole names: “区教委⏎区卫健委” but not “区农业⏎农村委”."""
    cuts: list[int] = []
    start = a
    for i in range(a + 1, b):
        if not text.gap(i):
            continue
        left, right = text.value[start:i], text.value[i:b]
        if not (names.registered(left) or (len(left) >= 3 and is_unit_shape(left))):
            continue
        stop = next((j for j in range(i + 1, b) if text.gap(j)), b)
        if (
            names.registered(left)
            or re.match(rf"(?:各|[{LEVELS}](?:委|政府)|[{LEVELS}]{FIELD})", right)
            or (right[0] in LEVELS and is_unit_shape(text.value[i:stop]))
        ):
            cuts.append(i)
            start = i
    return cuts


def split_members(text: Normalised, a: int, b: int, run: int, place: str = "") -> tuple[list[Member], bool]:
    """The units of one atom, and whether it ends open: “市农业农村局等行业主管部门” → two, True.

    place: the plan's own, where its name begins with a joining word: 和平市 is not “和” and 平市.
    """
    value = text.value
    while a < b and value[a] == "等":
        a += 1
    for m in re.finditer("等", value[a:b]):
        i = a + m.start()
        if _depth(value, a, i):
            continue
        left, right = value[a:i], value[i + 1 : b]
        if not is_unit_shape(left):
            continue
        if not right or re.fullmatch(r"[\d一二三四五六七八九十]+[个家]?(?:部门|单位|机构)?", right):
            return split_members(text, a, i, run, place)[0], True
        if is_unit_shape(right) and re.search(
            r"(?:部门|单位|机构|地区|组织|团体|企业|部委|政府|主体|院校|学校)", right
        ):
            rest, _ = split_members(text, i + 1, b, run, place)
            return split_members(text, a, i, run, place)[0] + rest, True
    for m in re.finditer("以及|及|和|与|/|／", value[a:b]):
        i, j = a + m.start(), a + m.end()
        if _depth(value, a, i) or (place and value.startswith(place, i)):
            continue
        left, right = value[a:i], value[j:b]
        if is_unit_shape(left) and is_unit_shape(right) and not right.startswith("其"):
            one, open_one = split_members(text, a, i, run, place)
            two, open_two = split_members(text, j, b, run, place)
            return one + two, open_one or open_two
    if (cut := _stacked(value, a, b)) > a:
        one, open_one = split_members(text, a, cut, run, place)
        two, open_two = split_members(text, cut, b, run, place)
        return one + two, open_one or open_two
    printed = text.raw(a, b)
    return [Member(printed, value[a:b], a, b, run)], False


_STACKED = re.compile(
    rf"(?<=[局委厅办院会])(?=[{LEVELS}](?:委|政府)?{FIELD}{{1,3}}(?:管理|事务|工作|服务|监督|保障|执法|和)*(?:局|委|厅|办|委员会|办公室)$)"
)


def _stacked(value: str, a: int, b: int) -> int:
    """Where two names of one level stand one behind the other without a sign: “市教育局市人力资源社会保障局”; -1 for nowhere."""
    for m in _STACKED.finditer(value[a:b]):
        if m.start() >= 3 and value[a + m.start()] == value[a] and is_unit_shape(value[a : a + m.start()]):
            return a + m.start()
    return -1


def _depth(value: str, a: int, i: int) -> int:
    d = 0
    for ch in value[a:i]:
        d += (ch in OPEN) - (ch in CLOSE)
    return d


_LEVEL = re.compile(rf"^((?:[\u4e00-\u9fff]{{1,3}}?)?[省市区县州旗盟])(?={FIELD})")
_PARTY_LEVEL = re.compile(r"^(([省市区县州旗盟])委)(?=[\u4e00-\u9fff]{2})")


def lengthen(members: list[Member], names: Names) -> list[Member]:
    """Members with the beginning or end they share with their neighbours.

    “官渡区、西山区、呈贡区人民政府” → 官渡区人民政府 …; “省工业和信息化厅、商务厅” → 省商务厅. A beginning is
    shared only by a bare department, or where the whole name is printed elsewhere or registered:
    “省商务厅、河南银保监局” stays. A name that begins with a place keeps to it. Where a list has shared its
    beginning so, other bare bodies in it (妇联, 法院) share it too.
    """
    out = list(members)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        m = SHARED_ENDING.match(after.name)
        if m and here.run == after.run and REGION.match(here.name) and not is_collective(here.name):
            out[i] = replace(here, name=here.name + m[1])
    for i in range(1, len(out)):
        before, here = out[i - 1], out[i]
        m = re.fullmatch(r"(?P<whose>.{1,12}?)党?委", before.name)
        if m and re.fullmatch("(?:人民)?政府", here.name):  # “各县（市、区）委、政府”, “各级党委、政府”
            out[i] = replace(here, name=m["whose"] + here.name)
    level = party = ""
    left: list[tuple[int, str]] = []
    shares = False
    for i, m0 in enumerate(out):
        name = m0.name
        if g := re.match(r"^([省市区县州旗盟])(?:人民)?政府", name):
            level, party = g[1], ""
        elif p := _PARTY_LEVEL.match(name):
            party, level = p[1], p[2]
        elif q := _LEVEL.match(name):
            level, party = q[1], ""
        elif level and not is_collective(name):
            full = [x + name for x in (party, level) if x]
            found = next((f for f in full if names.printed(f)), "")
            if not found and party and PARTY.match(name):
                found = party + name
            if not found and DEPARTMENT.match(name):
                found = level + name
            if found:
                out[i] = replace(m0, name=found)
                shares = True
            elif BODY.match(name) and not names.placed(name):
                left.append((i, level + name))
    if shares:
        for i, name in left:
            out[i] = replace(out[i], name=name)
    return out
