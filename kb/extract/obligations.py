"""General obligations: what a plan lays on every responsible unit, in prose and without naming one.

“健全报告制度，责任单位每年向区妇儿工委报告规划落实情况和下一年工作安排。” They are found by the shape of the
sentence alone: a clause that begins with a collective (责任单位, 各有关部门, 各地各部门, 区级有关部门和人民团体) as
its subject, and behind it what is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.model import Duty, Node, Unit
from kb.spans import Lines


@dataclass(frozen=True, slots=True)
class Obligation:
    """kinds: of KINDS, in its order. addressee: as printed. quote: the sentence, `source[start:end] == quote`.

    listed: the plan (or units.toml) tells that the unit belongs to the addressee; False where it leaves the
    addressee's members open, so that the unit has to judge.
    """

    plan: str
    node: str
    citation: str
    kinds: tuple[str, ...]
    addressee: str
    quote: str
    start: int
    end: int
    line: int
    listed: bool = False


_VERB = "制定|制订|编制|拟定|拟订|研究提出|研究制定|出台|细化|形成|建立"
_PAPER = "方案|计划|细则|措施|办法|台账|清单|规划|政策"
# What is to be done → how the sentence says so, behind its subject.
_WHEN = "向|每[年月季半]|定期|及时|按期|按时"
_REPORT = (
    rf"(?:{_WHEN})[^，。；]{{0,30}}?(?:报告|汇报|通报|反馈|报备)|报送|上报|呈报"
    r"|(?:每年|年底|月底|季末|日前)[^，。；]{0,12}报[^告名考道社纸]"
)
_MONEY = (
    r"(?:经费|资金|投入)[^，。；]{0,24}(?:列入|纳入|编入)[^，。；]{0,16}预算"
    r"|(?:保障|落实|安排|统筹)[^，。；]{0,8}(?:经费|资金)"
)
_INTO = r"纳入[^，。；]{0,24}(?:规划|部署|考核|目标管理|督查|议事日程|工作计划|年度计划)"
_CHARGE = (
    r"(?:明确|落实|压实|细化|强化)[^，。；]{0,10}(?:责任|分工|责任人)|加强组织领导"
    r"|(?:承担|负责|抓好|认真)[^，。；]{0,20}落实|按照[^，。；]{0,12}(?:职责|任务)分工"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # 责任单位每年向区妇儿工委报告…; 于每季度末25日前报送…; 每年报区政府
    ("报告", re.compile(_REPORT)),
    # 将本规划实施所需经费列入年度财政预算
    ("经费", re.compile(_MONEY)),
    # 制订规划实施方案; 细化具体措施
    ("方案", re.compile(rf"(?:{_VERB})[^，。；]{{0,24}}?(?:{_PAPER})")),
    # 将…纳入本部门年度工作计划和目标考核
    ("纳入规划和考核", re.compile(_INTO)),
    # 明确责任人; 结合职责承担规划目标任务的具体落实; 认真落实本方案
    ("责任落实", re.compile(_CHARGE)),
    # 数据上报; 开展监测
    ("统计监测", re.compile(r"(?:数据|统计|监测)[^，。；]{0,8}(?:上报|填报|采集|监测)")),
    ("宣传", re.compile(r"(?:加强|做好|开展|强化)[^，。；]{0,10}宣传")),
)

_BODY = "单位|部门|机构|团体|方面"
_PLACE = "地区|市县|县区|区县|镇街|乡镇|街道|园区|市|县|区|旗|镇|乡|村|州|地"
_SOME = r"各级|各有关|各相关|各任务|各项目|各|有关|相关|所有"
_GROUP = (
    rf"(?:(?:{_SOME})(?:责任|牵头|成员|承担|实施|配合|参与|主管|职能|主责)?(?:{_BODY}|(?:{_PLACE})(?![\u4e00-\u9fff]{{0,2}}学)))"
    rf"|(?:各级|地方各级)(?:人民)?政府"
    rf"|(?:责任|牵头|成员|承办|实施|主责)(?:单位|部门)"
)
# 区级, 全市, 国务院, 市直, 区妇儿工委: whose the addressee's members are.
_WHOSE = r"(?:(?:全?[国省市区县州旗乡镇]|地方|中央|国务院)(?:级|直|属)?|[\u4e00-\u9fff]{2,9}(?:委|办|会|组|局|部|厅|府))"
_MORE = rf"(?:[、和及与]|以及)?(?:{_WHOSE})?(?:{_GROUP}|人民团体|(?:{_PLACE})人民政府)"
_SUBJECT = re.compile(rf"(?:由|请|要求)?(?P<who>(?:{_WHOSE})?(?:{_GROUP})(?:{_MORE})*(?:（[^）]{{1,20}}）)?)")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_DEMAND = re.compile(r"^(?:都|均|也|还)?(?:要|应|须|必须|需|应当)")
# “有关部门负责同志组成”: a part of the addressee, not the addressee.
_PART = re.compile(
    r"^(?:负责[^，。；]{0,16}的)?(?:负责同志|负责人|领导|工作人员|人员|的|之间|间|等组成|组成)"
)
# What these hold is the plan's own work or what it aims at, not how units are to carry it out.
_NOT_GENERAL = frozenset({"goal", "task", "principle", "project", "indicator", "box"})
_OUTSIDE = frozenset({"封面", "版记"})
_RESPONSIBLE = re.compile(r"(?:责任|牵头|承办|实施|主责)(?:单位|部门)")
_OF_UNITS = re.compile(_BODY)
DEPARTMENTS = frozenset({"政府部门", "党委部门", "群团", "司法机关", ""})
PLACES = frozenset({"镇街", "政府", ""})


def find_obligations(
    nodes: Iterable[Node], source: str, assigned: frozenset[str] = frozenset()
) -> tuple[Obligation, ...]:
    """General obligations in nodes of one plan, in reading order; source: the plan's text.

    assigned: nodes that have responsible units of their own; what these say is those units' task.
    """
    found: list[Obligation] = []
    inside: set[str] = set()
    for node in nodes:
        if node.kind in _NOT_GENERAL or node.parent in inside:
            inside.add(node.id)
            continue
        if node.citation in _OUTSIDE:
            continue
        named = node.id in assigned
        found += [o for o in _in_text(node, source) if not named or _RESPONSIBLE.search(o.addressee)]
    return tuple(found)


def _in_text(node: Node, source: str) -> list[Obligation]:
    out: list[Obligation] = []
    text = node.body
    for sentence in _SENTENCE.finditer(text.value):
        clauses = list(_CLAUSE.finditer(text.value, sentence.start(), sentence.end()))
        for clause in clauses:
            lead = len(clause[0]) - len(clause[0].lstrip())
            subject = _SUBJECT.match(text.value, clause.start() + lead, clause.end())
            if subject is None:
                continue
            rest = text.value[subject.end() : sentence.end()]
            kinds = _kinds(rest)
            if _PART.match(rest) or not kinds:
                continue
            if not _OF_UNITS.search(subject["who"]) and not _DEMAND.match(rest):
                continue  # “全省各地结合排查发现的问题，……编制……方案” tells what was done
            a = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            bounds = text.bounds(a, sentence.end())
            if bounds is not None:
                start, end = bounds
                line = (node.span.line if node.span else 1) + _breaks(source, node, start)
                out.append(
                    Obligation(
                        node.plan,
                        node.id,
                        node.citation,
                        kinds,
                        subject["who"],
                        source[start:end],
                        start,
                        end,
                        line,
                    )
                )
            break
    return out


def _kinds(rest: str) -> tuple[str, ...]:
    """What the words behind the subject ask for.

    >>> _kinds("结合各自职责，按照任务分工，制订规划实施方案并报送区妇儿工委办公室。")
    ('报告', '方案', '责任落实')
    """
    return tuple(name for name, pattern in KINDS if pattern.search(rest))


def _breaks(source: str, node: Node, offset: int) -> int:
    """Lines between a node's first character and an offset of its text."""
    lines = Lines(source[node.span.start : offset]) if node.span else ()
    return max(len(lines) - 1, 0)


def assign(
    obligation: Obligation, unit: Unit, plan: str, units: Sequence[Unit], held: Sequence[tuple[Duty, str]]
) -> Obligation | None:
    """The obligation as it stands in the unit's extract, `listed` set; None where it is not the unit's.

    held: the unit's duties in the plan. The unit is the addressee, or a member of it, or, where the addressee is
    “责任单位” without a list, carries an assigned duty; where the addressee's members are open, a department with
    an assigned duty may be meant.
    """
    named = [u for u in units if u.name in obligation.addressee and (not u.plans or plan in u.plans)]
    if unit.name == obligation.addressee or any(unit.name in u.members for u in named):
        return replace(obligation, listed=True)
    if _receives(obligation, unit) or unit.kind == "集合称谓":
        return None
    assigned = [d for d, via in held if d.basis == "assigned" and d.role != "object" and not via]
    if not assigned:
        return None
    if _RESPONSIBLE.search(obligation.addressee):
        exhaustive = any(u.members for u in named if u.name == obligation.addressee)
        return None if exhaustive else replace(obligation, listed=True)
    kinds = DEPARTMENTS if _OF_UNITS.search(obligation.addressee) else PLACES
    return obligation if unit.kind in kinds else None


def _receives(obligation: Obligation, unit: Unit) -> bool:
    """Whether the sentence is about what others do towards the unit (“向区妇儿工委报告”)."""
    return any(name and name in obligation.quote for name in (unit.name, unit.full_name))
