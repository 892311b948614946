"""Named duties (文中点名): a unit acts, is acted through, is reported to, or is what a measure is about.

“依托区妇幼保健院” → 依托; “各镇街加快普惠托育点建设” → 推进; “督促各镇（街）推进……” → 推进 (it is they who act);
“推进……区人民医院……等儿科建设” → object (对象), never an answer to who does it. A name in passing gives nothing.
"""

from __future__ import annotations

import re

from kb.model import Duty
from kb.rules.ground import Ground
from kb.rules.sentences import Group, groups_in, quote_of

OBJECT = "object"
"""Role of an organisation that a measure is about."""

VERBS = {
    "牵头": "牵头", "负责": "责任", "承担": "责任", "主责": "责任", "主导": "责任", "配合": "配合", "参与": "参与", "协调": "协调",
    "统筹": "协调", "指导": "指导", "监督": "监督", "监管": "监督", "督促": "督促", "督导": "督促", "检查": "监督",
    "组织": "组织", "动员": "组织", "设立": "组织", "成立": "组织", "召开": "组织", "举办": "组织", "推进": "推进", "推动": "推进",
    "加快": "推进", "落实": "落实", "完成": "落实", "列入": "落实", "纳入": "落实", "报告": "报告", "报送": "报告",
    "提交": "报告", "上报": "报告", "支持": "支持", "开展": "开展", "实施": "开展", "建立": "开展", "制定": "开展",
    "制订": "开展", "提供": "开展", "加强": "开展", "做好": "开展", "建设": "开展", "开设": "开展", "强化": "开展",
    "完善": "开展", "健全": "开展", "探索": "开展", "推广": "开展", "实现": "落实", "代表": "开展", "协助": "配合",
    "研究": "开展", "出台": "开展", "明确": "开展", "积极": "开展", "增强": "开展", "加大": "开展", "编制": "开展",
    "抓好": "落实", "履行": "落实", "执行": "落实", "定期": "开展", "细化": "开展", "联合": "开展", "会同": "开展",
    "帮助": "支持", "发现": "开展", "核实": "开展", "合作": "参与", "领导": "领导", "协作": "参与", "审核": "开展", "审批": "开展",
    "继续": "开展", "提升": "开展", "深化": "开展", "优化": "开展", "创建": "开展", "打造": "开展", "组建": "组织",
    "设置": "开展", "通报": "开展",
}  # fmt: skip
_VERB = re.compile("|".join(sorted(VERBS, key=len, reverse=True)))
_ADVERB = re.compile(
    r"^(?:要|应当|应该|应|须|需|必须|可以|可|能够|将|也|都|均|每[年月季]度?|定期|常态化|积极|切实|主动|密切|全力|大力|认真|共同|分别|各自|"
    r"联合|进一步|深入|全面|持续|有针对性地?|广泛|依法|及时|严格|具体|按(?:照)?(?:各自)?(?:职责|职能|任务)(?:分工)?，?|"
    r"(?:结合|按照|根据|依据|围绕|对照)[^，。；]{0,14}?(?:职责|分工|要求|实际|情况|规划|规定)，?|"
    r"(?:向|对|为|给|与|在|于)[^，。；]{1,16}?(?=报告|报送|提交|开展|提供|加强|进行|设置|设立|建立)|"
    r"(?:、|和|及|与|以及)[\u4e00-\u9fff]{2,8}?(?=参与|开展|提供|加强|推进|落实|实施|共同|结合|按照|积极))*"
)
_PIVOT = re.compile(
    r"(?:督促|指导|支持|鼓励|引导|推动|组织|动员|协调|要求|督导|发动|倡导|鼓励和支持|支持和鼓励)(?:有条件的|符合条件的|各类|广大)?$"
)
_FAVOURS = re.compile(r"(?:支持|鼓励|引导|扶持|倡导|推动)(?:有条件的|符合条件的|各类|广大)?$")
_SERVES = re.compile(
    r"(?:医院|保健院|卫生院|学院|大学|中学|小学|学校|高校|幼儿园|[图文博科]\w{1,2}馆|公司|集团|企业|机构|用人单位)$"
)
"""Bodies that give a service: “支持市图书馆设立分馆” is about the library; who supports it is left open."""
_THROUGH = re.compile(r"(?:依托|通过|借助|委托|经由|利用|依靠)$")
_TO = re.compile(r"(?:向|报送|报送至|报告|报告至|提交|提交至|上报|上报至|报至|报给|交由|送至)$")
_TAKES_PART = re.compile(r"参(?:与|加)到?$")
_WITH = re.compile(r"(?:(?<!参)与|(?<!共)同|会同|联合|对接|强化与|加强与)$")
_OBJECT_VERB = re.compile(
    r"(?:推进|加强|加快|建成|建设|新建|改建|扩建|改扩建|成立|建立|设立|组建|打造|完善|健全|培育|创建|提升|规范|构建|规划建设|"
    r"完成|建好|支持|优化|强化|推动|发展|巩固|引进|改造|扶持|探索建立|设置|开办|筹建|迁建|重建|办好|建立完善|建立健全|下设|"
    r"实施|开展|深化|促进|拓展|增设|配齐)(?:好|了|一批|全市|全区|全县|全省|市级|区级|县级|部分|各类|一个|完善|加快)*$"
)
_OWN_DUTY = re.compile(r"^的?(?:属地|主体|监管|领导|管理|保护|工作|部门|第一|首要)?责任")
_CLAUSE_END = re.compile(r"(?:领导|主责|负责|牵头|协调|配合|参与|合作|监督|指导|主导|统筹|落实|推进)$")
_WHOLE = re.compile(
    r"^(?:的|、|，|。|$|（|和|及|与|建设|发展|改造|改扩建|扩建|能力|体系|规范化|标准化|信息化|设置|设立|作用|等)"
)
_START = re.compile(r"(?:^|[，。；：、“”（）]|并|同时|其中|以及|由|动员|促使|确保|分工|机制)$")


def find_named(ground: Ground, duties: tuple[Duty, ...]) -> list[Duty]:
    """Named duties of every sentence, for units that the same node does not already assign in that sentence."""
    assigned = {(d.node, d.unit, d.start <= d.end and d.quote) for d in duties if d.basis == "assigned"}
    out: dict[tuple[str, str, str], Duty] = {}
    for node in ground.content:
        if ground.looks_back(node):
            continue
        for group in groups_in(ground, node):
            role = role_of(group)
            if role is None:
                continue
            quote = quote_of(ground, group)
            if quote is None:
                continue
            owner = ground.speaks_for(node)
            for m in group.mentions:
                if (owner.id, m.unit, quote.text) in assigned:
                    continue
                printed = group.text.raw(m.start, m.end)
                named = ground.duty(m.unit, owner.id, role, "named", printed, quote)
                out.setdefault((owner.id, m.unit, role), named)
    return list(out.values())


def role_of(group: Group) -> str | None:
    """What a group of units does in its sentence; OBJECT for what the measure is about; None for a name in passing."""
    left, right = group.left, group.right
    if left.endswith("、"):
        before = _before_list(left)
        if before is not None:
            left = before
    if _THROUGH.search(left):
        return "依托"
    if _TO.search(left):
        return "接受报告"
    acts = acting_verb(right)
    if left.endswith("发挥") and "作用" in right[:14]:
        return "参与"
    if _OWN_DUTY.match(right) and _OBJECT_VERB.search(left):
        return "责任"
    if acts is not None and _FAVOURS.search(left) and all(_SERVES.search(m.unit) for m in group.mentions):
        return OBJECT
    if _PIVOT.search(left) and acts is not None:
        return VERBS[acts]
    if _OBJECT_VERB.search(left):
        whole = "等" in group.text.value[group.mentions[-1].end : group.end] or _WHOLE.match(right)
        return OBJECT if whole else None
    if _TAKES_PART.search(left):  # “学生参与学校事务”: what is taken part in takes no part itself
        return OBJECT
    if _WITH.search(left):
        return "参与"
    if acts is not None and _START.search(left):
        return VERBS[acts]
    return None


def _before_list(left: str) -> str | None:
    """What governs a list whose first members are no units: “建成党史馆、方志馆、” → “建成”; None where the item in
    front is a clause of its own (“政府主责、”)."""
    clause = re.split(r"[，。；：]", left)[-1]
    items = clause.split("、")
    if len(items) < 2 or _CLAUSE_END.search(items[-2]):
        return None
    first = items[0]
    for pattern in (_THROUGH, _TO, _PIVOT, _OBJECT_VERB):
        for n in range(min(len(first), 12), 0, -1):
            if pattern.search(first[:n]):
                return left[: len(left) - len(clause)] + first[:n]
    return left


def acting_verb(right: str) -> str | None:
    """The verb right after a unit, adverbs skipped: “定期向区政府……报送” → 报送; None where it does not act.

    “将……列入” acts; “负责同志”, “……人员组成” do not.
    """
    m = _ADVERB.match(right)
    skipped = m[0] if m else ""
    rest = right[len(skipped) :]
    verb = _VERB.match(rest)
    if verb is None:
        if "将" in skipped[:2] and (late := re.search(r"列入|纳入", rest[:30])):
            return late[0]
        return None
    after = rest[verb.end() :]
    if verb[0] == "负责" and re.match(r"(?:同志|人|干部|领导)", after):
        return None
    clause = re.split(r"[，。；]", rest, maxsplit=1)[0]
    if re.search(r"(?:组成|构成)$", clause) and "的" in clause[-12:]:
        return None
    if (
        verb[0] in ("组织", "建设", "领导", "监督", "指导", "协调", "管理")
        and re.match(r"(?:的|$|体系|机制|标准|能力|水平|力度|责任|，)", after)
        and not (verb[0] == "协调" and re.match(r"(?:、|$|，)", after))
    ):
        return None
    return verb[0]
