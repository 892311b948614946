"""General obligations: what a plan lays on every responsible unit, in prose and without naming one.

“健全报告制度，责任单位每年向区妇儿工委报告规划落实情况和下一年工作安排。” They are found by the shape of the
sentence alone: a clause that begins with a collective (责任单位, 各有关部门, 各地各部门, 区级有关部门和人民团体) as
its subject, and behind it what is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.model import Duty, Node, Obligation, Unit
from kb.records import dataclass
from kb.spans import Lines
from kb.words.role_words import ROLE_OF, either, words_in
from kb.words.roles import LED_BY
from kb.words.simple_label import SIMPLE_LABEL


@dataclass(frozen=True, slots=True)
class Laid:
    """An obligation as it holds for one unit.

    listed: the plan (or units.toml) says that the unit belongs to the addressee; False where it leaves the
    addressee's members open, so that the unit has to judge.
    """

    obligation: Obligation
    listed: bool


# Punctuation typed half-width reads as the full-width one; the text keeps its length.
_FULL = str.maketrans(",;:()!?", "，；：（）！？")
_VERB = "制定|制订|编制|拟定|拟订|研究提出|研究制定|出台|细化|形成|建立"
_PAPER = "方案|计划|细则|措施|办法|台账|清单|规划|政策"
# What is to be done → how the sentence says so, behind its subject.
_WHEN = "向|每[年月季半]|定期|及时|按期|按时"
_REPORT = (
    rf"(?:{_WHEN})[^，。；]{{0,30}}?(?:报告|汇报|通报|反馈|报备)|报送|上报|呈报"
    r"|(?:每年|年底|月底|季末|日前)[^，。；]{0,24}报[^告名考道社纸]"
)
_MONEY = (
    r"(?:经费|资金|投入)[^，。；]{0,24}(?:列入|纳入|编入)[^，。；]{0,16}预算"
    r"|(?:保障|落实|安排|统筹)[^，。；]{0,8}(?:经费|资金)"
)
_INTO = r"纳入[^，。；]{0,24}(?:规划|部署|考核|目标管理|督查|议事日程|工作计划|年度计划)"
_CHARGE = (
    r"(?:明确|落实|压实|细化|强化)[^，。；]{0,10}(?:责任|分工|责任人)|加强组织领导"
    r"|(?:明确|确定|指定|安排)[^，。；]{0,12}(?:专人|联络员|分管领导|责任领导|负责人)"
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
    # 加强联动，密切配合; 强化横向沟通
    ("协作配合", re.compile(r"(?:加强|强化|密切|主动|积极)[^，。；]{0,8}(?:联动|协作|配合|协同|沟通|衔接)")),
    # 数据上报; 开展监测
    (
        "统计监测",
        re.compile(
            r"(?:数据|统计|监测)[^，。；]{0,8}(?:上报|填报|采集|监测)|(?:开展|做好|加强)[^，。；]{0,10}(?:监测|统计|自查|评估)"
        ),
    ),
    ("宣传", re.compile(r"(?:加强|做好|开展|强化|加大)[^，。；]{0,10}宣传")),
)

_BODY = "单位|部门|机构|团体|方面"
_PLACE = "地区|市县|县区|区县|镇街|街镇|乡镇|街道|园区|市|县|区|旗|镇|乡|村|州|地|级"
_SOME = r"(?:各级|各有关|各相关|各任务|各项目|各|有关|相关|所有){1,3}"
_ROLE = either((*words_in("label"), "成员", "职能"))
_POWER = "(?:人民)?政府|党委(?:和|、)政府|管委会|办事处"
# 责任单位, 牵头单位, 实施部门: those who answer for a task or lead it, not those who help.
_ANSWERING = (
    rf"(?:{either(tuple(w for w in words_in('label') if ROLE_OF[w] in ('责任', '牵头')))})(?:单位|部门)"
)
# 承担规划目标任务的: what makes them its members.
_THAT = r"(?:(?:承担|负责|涉及|参与)[^，。；、的]{2,16}的)"
_GROUP = (
    rf"(?:(?:{_SOME})(?:{_ROLE})?(?:{_BODY}|(?:{_PLACE})(?:（[^）]{{1,20}}）)?(?:{_POWER}|(?![\u4e00-\u9fff]{{0,2}}学))))"
    rf"|(?:目标|任务|专项|项目|专项工作)?(?:{_ANSWERING}|成员单位|成员部门)"
    rf"|{_THAT}(?:{_BODY})"
)
# 区级, 全市, 国务院, 市直, 区妇儿工委, 中央及地方: whose the addressee's members are.
_WHOSE = (
    r"(?:(?:全?[国省市区县州旗乡镇]|地方|中央|中央及地方|国务院)(?:级|直|属)?"
    r"|[\u4e00-\u9fff]{2,9}(?:委|办|会|组|局|部|厅|府))"
)
_MORE = rf"(?:[、和及与]|以及)?(?:{_WHOSE})?{_THAT}?(?:{_GROUP}|人民团体|群团组织|街道办事处|(?:{_PLACE})人民政府)"
_SUBJECT = re.compile(
    rf"(?:由|请|要求)?(?P<who>(?:{_WHOSE})?{_THAT}?(?:{_GROUP})(?:{_MORE})*(?:（[^）]{{1,20}}）)?)"
)
# “；要严格绩效考核”, “；定期编制实施方案” goes on about the same subject.
_GOES_ON = "要|应|须|并|同时|定期|及时|积极|加强|强化|加大|认真|切实|严格|建立|健全|完善|制定|制订|编制|细化|落实|将|把|按照"
_SENTENCE = re.compile(rf"[^。；！？\n]+(?:；(?={_GOES_ON})[^。；！？\n]+)*[。；！？]?")
_CLAUSE = re.compile(r"[^，：；]+[，：；]?")
_DEMAND = re.compile(r"^(?:都|均|也|还)?(?:要|应|须|必须|需|应当)")
# “有关部门负责同志组成”, “责任单位落实情况纳入考核”: a part of the addressee or what it did, not the addressee.
_PART = re.compile(
    r"^(?:负责[^，。；]{0,16}的)?(?:负责同志|负责人|领导|工作人员|人员|的|等组成|组成|[^，。；]{0,8}情况)"
)
# What these hold is the plan's own work or what it aims at, not how units are to carry it out.
_NOT_GENERAL = frozenset({"goal", "task", "principle", "project", "indicator", "box"})
_OUTSIDE = ("封面", "版记")
_RESPONSIBLE = re.compile(rf"{_ANSWERING}|承担[^，。；、的]{{2,16}}的")
_LEADING = re.compile(LED_BY)
_OF_UNITS = re.compile(_BODY)
# “（责任单位：…）”, “牵头单位：…”: a label, which holds for all of its node; a sentence holds for itself.
_FAR = 400  # characters behind a subject within which it is told what to do
_LABEL = re.compile(rf"^\s*(?:[（(〔【\[]|(?:{SIMPLE_LABEL}|{either(words_in('short'))})\s*[：:])")
DEPARTMENTS = frozenset({"政府部门", "党委部门", "群团", "司法机关", ""})
PLACES = frozenset({"镇街", "政府", ""})


def find_obligations(
    nodes: Iterable[Node], source: str, duties: Iterable[Duty] = ()
) -> tuple[Obligation, ...]:
    """General obligations in nodes of one plan, in reading order; source: the plan's text.

    duties: of the plan. What stands in a node labelled with its units (and in any task) is those units' task, but
    for the closing words of the plan: what follows the label of its last task, “各地各部门要在每月底前报送进展”.
    """
    labels: dict[str, int] = {}
    for d in duties:
        if d.basis == "assigned" and not d.inherited_from and _LABEL.match(d.quote):
            labels[d.node] = max(d.end, labels.get(d.node, 0))
    inside: dict[str, int] = {}  # node → where the last label of it or above it ends, 0 for none
    kept = [n for n in nodes if not n.citation.startswith(_OUTSIDE)]
    last = max((i for i, n in enumerate(kept) if n.body.value.strip()), default=-1)
    found: list[Obligation] = []
    for at, node in enumerate(kept):
        label = max(labels.get(node.id, 0), inside.get(node.parent or "", 0))
        if node.kind in _NOT_GENERAL or node.parent in inside:
            inside[node.id] = label
        if node.id not in inside:
            found += [o for o in _in_text(node, source) if not label or _RESPONSIBLE.search(o.addressee)]
        if label and at == last:
            found += [o for o in _in_text(node, source, label) if o not in found]
    return tuple(found)


def _in_text(node: Node, source: str, since: int = 0) -> list[Obligation]:
    """since: offset in the source before which nothing counts."""
    out: list[Obligation] = []
    text, read = node.body, node.body.value.translate(_FULL)
    begin = min((p.at + max(since - p.start, 0) for p in text.pieces if p.end > since), default=len(read))
    for sentence in _SENTENCE.finditer(read, begin):
        for clause in _CLAUSE.finditer(read, sentence.start(), sentence.end()):
            lead = len(clause[0]) - len(clause[0].lstrip())
            subject = _SUBJECT.match(read, clause.start() + lead, clause.end())
            if subject is None:
                continue
            rest = read[subject.end() : min(sentence.end(), subject.end() + _FAR)]
            rest = re.sub(r"^(?:之间|间)", "", rest)  # “各成员单位之间要强化横向沟通”
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
                who = text.value[subject.start("who") : subject.end("who")]
                quote = source[start:end]
                out.append(
                    Obligation(
                        plan=node.plan,
                        node=node.id,
                        kinds=kinds,
                        addressee=who,
                        quote=quote,
                        said=text.value[a : sentence.end()],
                        start=start,
                        end=end,
                        line=line,
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
) -> Laid | None:
    """Return how an obligation holds for a unit, None where it is not the unit's.

    held: the unit's duties in the plan, with the collective they come through. The unit is the addressee, or a
    member of it, or, where the addressee is “责任单位” without a list, carries an assigned duty (“牵头单位”: leads
    one); where the addressee's members are open, a department with an assigned duty of its own may be meant.
    """
    said = "".join(obligation.addressee.split())
    named = [
        u for u in units if (not u.plans or plan in u.plans) and any(n in said for n in (u.name, *u.aliases))
    ]
    if said in unit.names or any(n in u.members for u in named for n in unit.names):
        return Laid(obligation, True)
    if _receives(obligation, unit) or unit.kind == "集合称谓":
        return None
    assigned = [(d, via) for d, via in held if d.basis == "assigned" and d.role != "object"]
    if _RESPONSIBLE.search(said):
        exhaustive = any(u.members and said in (u.name, *u.aliases) for u in named)
        leads = not _LEADING.search(said) or "责任" in said
        mine = any(leads or d.role == "牵头" for d, _ in assigned)
        return Laid(obligation, True) if mine and not exhaustive else None
    kinds = DEPARTMENTS if _OF_UNITS.search(said) else PLACES
    return Laid(obligation, False) if unit.kind in kinds and any(not via for _, via in assigned) else None


def _receives(obligation: Obligation, unit: Unit) -> bool:
    """Whether the sentence is about what others do towards the unit (“向区妇儿工委报告”)."""
    told = obligation.said.partition(obligation.addressee)[2]
    return any(name and name in told for name in (unit.name, unit.full_name))
