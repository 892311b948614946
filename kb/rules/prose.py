"""Assigned duties in prose: “监测组由区统计部门牵头”, “区人民政府负责规划实施工作”, “（一）市民政局：制定标准。”.

Only where the sentence truly assigns: a unit with 由 before it and a verb of responsibility after it, or a unit at the
start of a clause whose verb is 负责, 承担 or 牵头; a sentence that begins with 负责 speaks of the body the one before it
introduced. “由……组成”, “负责同志” assign nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Duty, Node
from kb.rules.ground import Ground
from kb.rules.mentions import acting_verb
from kb.rules.sentences import FAR, Group, groups_in, quote_of
from kb.words.endings import DUTIES
from kb.words.role_words import ROLE_OF
from kb.words.roles import read_label
from kb.words.unit_names import OPENING, is_unit_shape

_BY = re.compile(r"由$")
_BY_VERB = re.compile(
    rf"^(?:共同|分别|具体|统一|依法|依规依?[法纪]|依纪依法|会同[^，。；]{{2,20}}|{DUTIES})*(?:(?P<lead>牵头)|(?P<own>负责(?!同志|人|干部|的)|承担|代表|主导|组织|统筹|承办|实施|落实|"
    r"协调|督促|开展|制定|制订|管理|审批|审核|研究|提出|拟订|拟定|编制|办理|汇总|推进|推动|做好|解释|受理|追究|查处|处罚|核定|审定|验收|考核))"
)
_NOT_WHO = r"(?!同志|人|干部|的|[^，。；]{0,20}的(?:人员|同志|领导|部门|单位|工作人员))"
_OWN = re.compile(
    r"^(?:要|应|应当|须|将|也|共同|分别|具体|统一|切实|继续|(?:结合|按照|根据|依据)[^，。；]{0,12}?(?:职责|分工|实际|规定)，?)*"
    r"(?:(?:作为|为|是)(?:[^，。；]{1,16}的)?(?P<as>牵头|责任|主管|配合|协办|参与)(?:责任)?(?:单位|部门|主体)|(?:负责)?(?P<lead>牵头)"
    rf"|(?P<own>负责{_NOT_WHO}|承担(?!能力|的)|负(?:总责|[^，。；]{{0,6}}责任(?!人|制|书))))"
)
_START = re.compile(r"(?:^|[，。；：（〔]|其中，?)$")
_MADE_UP = re.compile(r"(?:组成|构成)$")
_SETS_UP = re.compile(r"(?:设立|成立|组建|建立|下设)$")
_HELPS = re.compile(
    rf"^(?:(?:主要|有关|分管)?(?:负责同志|负责人|领导))?(?:{DUTIES}|共同|分别|积极)*"
    r"(?:跟踪|督促|定期)*(?P<word>配合|参与|参加|协助|协办|负责|落实|督办|督导)(?:落实|实施|推进|做好[^，。；]{0,12})?(?:$|，)"
)
_WITH = re.compile(r"(?:牵头|负责)?，?(?:会同|联合|协同|商)")
_DONE = re.compile(r"了|已")
_VAGUE = re.compile(r"^(?:多部门|全社会|各方|各级|社会|家庭|个人)$")


def find_prose_duties(ground: Ground) -> list[Duty]:
    """Return the duties that sentences assign, in reading order."""
    out: list[Duty] = []
    listed = _items_of_units(ground)
    for node in ground.content:
        if ground.looks_back(node):
            continue
        groups = list(groups_in(ground, node))
        for group, role in _roles(groups, listed=node.id in listed):
            out += _duties(ground, group, role, node if node.id in listed else ground.speaks_for(node))
        if groups:
            out += _carried_subject(ground, groups)
    out += _items_of_any_unit(ground, listed)
    return sorted(out, key=lambda d: ground.nodes[d.node].order)


def _roles(groups: list[Group], listed: bool) -> Iterator[tuple[Group, str]]:
    """The groups of a node that its sentences assign something, each with its role. listed: see `_items_of_units`."""
    roles: dict[int, str] = {}
    led = -1
    with_help: int | None = None
    for i, group in enumerate(groups):
        role = assigned_role(group)
        if role is None and with_help is not None and _helper(groups, with_help):
            role = "配合"  # “由A会同B组织实施”, “A会同B储备物资”
        with_help = i if role is not None and role != "配合" and _helper(groups, i) else None
        if role is None and _helper(groups, i) and _calls_helpers(group, groups[i + 1]):
            role, with_help = "责任", i
        if role in ("牵头", "责任"):
            led = group.sentence
        elif role is None and led == group.sentence and _START.search(group.left):
            helps = _HELPS.match(group.right)
            role = ROLE_OF[helps["word"]] if helps is not None else None
        if role is None and i == 0 and listed and _opens_item(group):
            role = "责任"
        if role is not None:
            roles[i] = role
    roles |= _parallel(groups, roles)
    return ((groups[i], roles[i]) for i in sorted(roles))


def _calls_helpers(group: Group, helpers: Group) -> bool:
    """Whether 由 gives a unit a work that it does with others, whatever the verb: “由A会同B对河道清淤”."""
    clause = re.split(r"[。；]", helpers.right, maxsplit=1)[0]
    return bool(_BY.search(group.left)) and len(clause) > 2 and not _DONE.search(clause)


ITEMS = 2
"""Items “市民政局：……” below one heading from which on they divide the work; one alone may be an addressee."""
_SAYS = re.compile(r"^：(?:$|(?![^。；]*\d{5})[\u4e00-\u9fff][^。；]{3,})")
"""What an item says its units do, of 4 characters (“维护治安”) or more; “市民政局：张某某 5551234” is a list of contacts."""


def _opens_item(group: Group) -> bool:
    """Whether a node's text is “（一）市民政局：制定标准，审核资格。”."""
    return not group.left and bool(_SAYS.match(group.right))


def _items_of_units(ground: Ground) -> frozenset[str]:
    """Nodes that divide the work among units, “（一）市民政局：制定标准”, with ITEMS of them below one heading."""
    items: dict[str | None, list[str]] = {}
    for node in ground.content:
        group = next(groups_in(ground, node), None) if _may_be_item(ground, node) else None
        if group is not None and _opens_item(group):
            # the text right below a heading is the first of its paragraphs
            first = node.kind != "paragraph" and group.text is not ground.head(node)
            heading = node.id if first and node.head.value else node.parent
            items.setdefault(heading, []).append(node.id)
    return frozenset(i for ids in items.values() if len(ids) >= ITEMS for i in ids)


_ITEM = re.compile(rf"(?:{OPENING.pattern})?(?P<who>[^，。；：、]{{2,20}})(?=：)")


def _items_of_any_unit(ground: Ground, listed: frozenset[str]) -> Iterator[Duty]:
    """Next to items of known units, “县公安局：……”, an item of any unit: “县融媒体中心：播发公益广告。”."""
    headings = {ground.nodes[i].parent for i in listed}
    for node in ground.content:
        if node.id in listed or node.parent not in headings or not _may_be_item(ground, node):
            continue
        text = ground.head(node) if "：" in ground.head(node).value else ground.body(node)
        m = _ITEM.match(text.value)
        if m is None or not _SAYS.match(text.value[m.end() :]) or not is_unit_shape(m["who"]):
            continue
        label = read_label(text.value[m.start("who") :])
        if (label is not None and label.what != "other") or next(groups_in(ground, node), None) is not None:
            continue
        stop = text.value.find("。", m.end())
        quote = ground.quote(text, m.start("who"), stop if stop >= 0 else len(text.value))
        if quote is not None:
            yield ground.duty(m["who"], node.id, "责任", "assigned", text.raw(*m.span("who")), quote)


def _may_be_item(ground: Ground, node: Node) -> bool:
    return not node.cells and any("：" in text.value[:40] for text in (ground.head(node), ground.body(node)))


PARALLEL = 3
"""Clauses of one sentence that begin with units from which on they divide the work: “A牵头制定计划；B协调推动落实；C会同D
推动招引”. With two, the second may tell what came of the first."""
_DIVIDED = re.compile(r"(?:单位|部门)(?:及|和|、)(?:主要|具体|工作)?(?:职责|分工|任务)(?:分工)?：$")
"""“责任单位及职责：县供销社建设冷库；……”: each clause is its unit's, whatever the verb."""
_CLAUSE_START = re.compile(r"(?:^|[；：]|其中，)$")


def _parallel(groups: list[Group], roles: dict[int, str]) -> dict[int, str]:
    """Roles of units that open the clauses of a sentence of which another clause assigns: 责任; after 会同: 配合."""
    out: dict[int, str] = {}
    sentences: dict[int, list[int]] = {}
    for i, group in enumerate(groups):
        if _CLAUSE_START.search(group.text.value[max(0, group.start - 4) : group.start]):
            sentences.setdefault(_sentence(group), []).append(i)
    for openers in sentences.values():
        first = groups[openers[0]]
        said = _DIVIDED.search(first.text.value, max(0, first.start - 16), first.start) is not None
        if not said and (len(openers) < PARALLEL or not any(i in roles for i in openers)):
            continue
        for i in openers:
            if i not in roles and (said or acting_verb(_after_helper(groups, i))):
                out[i] = "责任"
                if _helper(groups, i):
                    out[i + 1] = "配合"
    return out


def _sentence(group: Group) -> int:
    """Where the whole sentence begins, its clauses after ； included."""
    return group.text.value.rfind("。", 0, group.start)


def _helper(groups: list[Group], i: int) -> bool:
    """Whether the next group follows the i-th after 会同."""
    if i + 1 >= len(groups) or groups[i + 1].text is not groups[i].text:
        return False
    return _WITH.fullmatch(groups[i].text.value[groups[i].end : groups[i + 1].start]) is not None


def _after_helper(groups: list[Group], i: int) -> str:
    return groups[i + 1].right if _helper(groups, i) else groups[i].right


def assigned_role(group: Group) -> str | None:
    """牵头 or 责任 where the sentence assigns the group something, else None."""
    left, right = group.left, group.right
    by = _BY.search(left) is not None
    m = _BY_VERB.match(right) if by else _OWN.match(right) if _START.search(left) else None
    if m is None or all(_VAGUE.match(x.unit) for x in group.mentions):
        return None
    clause = re.split(r"[，。；]", right[m.end() - 2 :], maxsplit=1)[0]
    if _MADE_UP.search(clause):
        return None
    if not by and m["as"]:
        if _MADE_UP.search(left.rstrip("，")):  # “联席会议由A、B组成，A为牵头单位”
            return None
        return ROLE_OF[m["as"]]
    if left.endswith(("（", "〔")) and "，" not in right.split("）")[0].split("〕")[0]:
        return None  # “（市民政局负责解释）”: only a bracket that divides the task assigns
    answers = m[0].endswith(("责任", "总责"))
    if (
        not m["lead"]
        and not by
        and not answers
        and len(clause) <= 2
        and not re.match("具体|共同|统一|分别", m[0])
    ):
        return None
    return "牵头" if m["lead"] else "责任"


def _carried_subject(ground: Ground, groups: list[Group]) -> list[Duty]:
    """“区妇儿工委设立监测评估领导小组，由……组成，负责……的组织领导”; “监测组由……牵头……。负责监测工作的组织……”."""
    out: list[Duty] = []
    for group in groups:
        value = group.text.value
        here = re.match(
            r"(?P<made>[^。；]*?(?:组成|构成))?[，。]负责(?!同志|人)", value[group.end : group.end + FAR]
        )
        if here is None or "（" in here[0]:
            continue
        body = _SETS_UP.search(group.left) and re.match(r"^，由", group.right)
        heads = group.start == group.sentence and re.match(r"^由", group.right)
        if not (body or heads) or here["made"] is None:
            continue
        at = group.end + here.end()
        stops = [j for x in "。；" if (j := value.find(x, at)) >= 0]
        quote = ground.quote(group.text, group.start, min(stops) if stops else len(value))
        if quote is None:
            continue
        for m in group.mentions:
            owner = ground.speaks_for(group.node).id
            printed = group.text.raw(m.start, m.end)
            out.append(ground.duty(m.unit, owner, "责任", "assigned", printed, quote))
    return out


def _duties(ground: Ground, group: Group, role: str, owner: Node) -> list[Duty]:
    quote = quote_of(ground, group)
    if quote is None:
        return []
    return [
        ground.duty(m.unit, owner.id, role, "assigned", group.text.raw(m.start, m.end), quote)
        for m in group.mentions
        if not _VAGUE.match(m.unit)
    ]
