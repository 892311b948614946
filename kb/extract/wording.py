"""How facts are said in an extract: bases, roles, targets, proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.wording import through_collective
from kb.extract.clean import plain
from kb.words.numerals import han_numeral

if TYPE_CHECKING:
    from kb.extract.sheet import Entry, Part, Partner, Requirement, Sheet, Tie
    from kb.model import Indicator, Plan, Unit

LEADERS = "责任领导"
BASIS_NAMES = {"assigned": "明确责任", "named": "文中点名", "related": "关联", "object": "涉及对象"}
BASIS_MEANINGS = {
    "assigned": "规划写明由该单位负责、牵头或配合",
    "named": "规划正文提到该单位做什么，没有写作责任单位",
    "related": "规划没有写明责任单位，因与该单位的指标或项目同属一个主题而列出，仅供参考",
    "object": "该单位是措施所针对的对象，不是承担者",
}


def meanings(sheet: Sheet) -> dict[str, str]:
    """Return what the bases that occur in a sheet mean, by their name."""
    ties = [t for p in sheet.parts for s in p.sections for e in s.entries for t in e.ties]
    used = {t.basis for t in ties}
    told = {BASIS_NAMES[b]: words for b, words in BASIS_MEANINGS.items() if b in used}
    if any(t.document for t in ties):
        told["明确责任"] = "规划或所注明的文件写明由该单位负责、牵头或配合"
    return told


def plan_name(plan: Plan) -> str:
    """“《重庆市大渡口区儿童发展规划（2021—2030年）》（大渡口府发〔2023〕7号）”."""
    number = f"（{plain(plan.doc_number)}）" if plan.doc_number else ""
    return f"《{plain(plan.title)}》{number}"


def unit_name(unit: Unit) -> str:
    """“大渡口区卫生健康委员会（规划中称“区卫健委”）”, or the name alone where the plan has no other."""
    if unit.full_name and unit.full_name != unit.name:
        return f"{unit.full_name}（规划中称“{unit.name}”）"
    return unit.name


def target_text(indicator: Indicator) -> str:
    """“＜1.3”; with several columns “2025年：≥80；2030年：≥90”."""
    told = [t for t in indicator.targets if t.text]
    if len(told) < 2:
        return plain(indicator.target.text)
    return "；".join(f"{plain(t.column)}：{plain(t.text)}" if t.column else plain(t.text) for t in told)


def measured_name(indicator: Indicator) -> str:
    """“新生儿死亡率（‰）”."""
    unit = f"（{plain(indicator.unit_of_measure)}）" if indicator.unit_of_measure else ""
    return plain(indicator.name) + unit


def number_text(indicator: Indicator) -> str:
    """“11”, of the second of several rows “11（2）”: “11-2” would become a date in a spreadsheet."""
    return f"{indicator.number}（{indicator.part}）" if (indicator.part or 1) > 1 else indicator.number


def baseline_text(indicator: Indicator) -> str:
    """“1.21‰（2020年）”, "" where the plan states none."""
    b = indicator.baseline
    if b is None:
        return ""
    return f"{number(b.value)}{b.unit_of_measure}" + (f"（{b.year}年）" if b.year else "")


def number(value: float) -> str:
    return f"{value:.12g}"


def role_word(role: str) -> str:
    """责任 → 责任单位, 牵头 → 牵头单位, 配合 → 配合单位; what a sentence says the unit does stays: 依托."""
    return f"{role}单位" if role in ("责任", "牵头", "配合", "参与", "支持", "协办") else role


_ROLE_ORDER = ("牵头", "责任", "配合", "参与", "支持", "协办")


def partners_by_role(roles: tuple[str, ...], partners: tuple[Partner, ...]) -> tuple[tuple[str, str], ...]:
    """Return (label, names) for each role: ("牵头单位", "区教委"), ("共同责任单位", "区民政局、区残联").

    roles: the unit's own; “共同” where another unit has the same role.
    """
    found: dict[str, list[str]] = {}
    for partner in partners:
        for role in partner.roles or ("责任",):
            found.setdefault(role, []).append(partner.unit)
    places = {role: at for at, role in enumerate(_ROLE_ORDER)}
    return tuple(
        (
            f"{'共同' if role in roles and role in places else ''}{role_word(role)}",
            "、".join(dict.fromkeys(names)),
        )
        for role, names in sorted(found.items(), key=lambda x: places.get(x[0], len(places)))
    )


def partner_text(tie: Tie) -> str:
    """“区教委、区公安分局；牵头单位：区卫健委”: for a cell headed 共同责任单位; other roles are named."""
    return "；".join(
        names if label == "共同责任单位" else f"{label}：{names}" for label, names in tie_partners(tie)
    )


def tie_partners(tie: Tie) -> tuple[tuple[str, str], ...]:
    """Return (label, names) of a tie's partners, by role."""
    return partners_by_role((tie.role,) if tie.basis == "assigned" else (), tie.partners)


def basis_text(tie: Tie) -> str:
    """“明确责任（责任单位）”, “文中点名（开展），规划写的是“各镇街”，包括本单位”."""
    role = role_word(tie.role) if tie.basis == "assigned" else ""
    if tie.basis == "named" and tie.role not in _ROLE_ORDER:
        role = tie.role  # what the sentence says the unit does; it makes nobody a 责任单位
    text = BASIS_NAMES[tie.basis] + (f"（{role}）" if role else "")
    return text + (f"，{through_collective(tie.via)}" if tie.via else "")


# A longer quote is not said again where it is in the full text right above.
_AGAIN = 40


def citation_text(citation: str) -> str:
    """“二、（一）1”, “九” for “九、”: as it is within a sentence."""
    return plain(citation).rstrip("、.．")


def proof_text(tie: Tie, lines: bool = False, above: str = "") -> str:
    """What proves a tie: “原文“（责任单位：区卫健委）”，源文第 177 行”. above: the full text it is under."""
    if tie.basis == "related":
        proof = f"（该处责任单位为“{plain(tie.said)}”）" if tie.said else ""
        line = f"，源文第{tie.line}行" if lines and tie.line else ""
        return f"{plain(tie.why) or '关联'}，见{tie.link_citation or tie.link}{proof}{line}"
    said = []
    if tie.said:
        quote = plain(tie.said)
        again = len(quote) > _AGAIN and quote in above
        said.append("原文见本条正文" if again else f"原文“{quote}”")
    if tie.inherited:
        said.append(f"见于{citation_text(tie.inherited)}，及于本条")
    if tie.document:
        said.append(f"据{plain(tie.document)}" + (f"（{plain(tie.why)}）" if tie.why else ""))
    if lines and tie.line:
        said.append(f"源文第{tie.line}行")
    return "，".join(said)


def addressee_text(r: Requirement) -> str:
    """Whom the plan lays it on, and whether the unit is known to be among them."""
    return plain(r.obligation.addressee) + (
        "" if r.listed else "（规划没有列出名单，是否包括本单位以牵头协调机构的说明为准）"
    )


def entry_name(entry: Entry) -> str:
    """The heading of an entry: its title without a closing “：”."""
    return plain(entry.title).rstrip("：:。")


def outline_number(level: int, n: int) -> str:
    """一、 （一） 1. as official documents count (GB/T 9704—2012, 7.3.3)."""
    return (f"{han_numeral(n)}、", f"（{han_numeral(n)}）", f"{n}.")[min(level, 3) - 1]


def summary(part: Part, document: str = "") -> str:
    """Return “24项指标（按序号计20项，其中约束性7项）、2个项目”, "" for nothing.

    document: only what this other document assigns; "" for what the plan itself does. Rows of indicators are
    counted; numbers are said where they differ.
    """
    held = {
        key: [e for e in part.entries(key) if document in {t.document for t in e.ties}]
        for key in ("indicators", "projects", "tasks")
    }
    rows = [e.indicator for e in held["indicators"]]
    numbers = len({(i.box, i.number or i.id) for i in rows if i is not None})
    binding = sum(i is not None and i.binding == "约束性" for i in rows)
    said = [f"按序号计{numbers}项"] if numbers and numbers != len(rows) else []
    said += [f"其中约束性{binding}项"] if binding else []
    tasks = sum(e.kind == "task" for e in held["tasks"])
    counts = (
        (len(rows), f"{len(rows)}项指标" + (f"（{'，'.join(said)}）" if said else "")),
        (len(held["projects"]), f"{len(held['projects'])}个项目"),
        (tasks, f"{tasks}项任务"),
        (len(held["tasks"]) - tasks, f"{len(held['tasks']) - tasks}项其他职责"),
    )
    return "、".join(words for n, words in counts if n)


def claim(sheet: Sheet, part: Part) -> str:
    """Return “根据《…》，区卫健委承担24项指标；根据甲府办发〔2024〕2号，承担1项任务”, each document with what it assigns.

    Where neither assigns anything, this is said; where assigned duties were not asked for, nothing is said of them.
    """
    name, plan = unit_name(part.unit), plan_name(part.plan)
    if "assigned" not in sheet.bases:
        return f"根据{plan}，列出与{name}有关的事项"
    own = summary(part)
    said = f"根据{plan}，{name}承担{own}" if own else f"{plan}没有写明由{name}承担的指标、项目和任务"
    others = [(d, summary(part, d)) for d in part.documents]
    return "；".join(
        [said, *(f"根据{plain(d)}，{'' if own else name}承担{counts}" for d, counts in others if counts)]
    )


def open_tasks_text(part: Part, *, listed: bool) -> str:
    """Return how many tasks of the plan name nobody, where some are tied to the unit's own matters; "" otherwise.

    listed: the tied ones are listed in this document.
    """
    if not part.related:
        return ""
    where = "（见“关联事项”）" if listed else ""
    return (
        f"规划{part.plan_tasks}项任务中有{part.open_tasks}项没有写明责任单位，其中{part.related}项与{part.unit.name}的指标或项目"
        f"同属一个主题{where}，责任单位以分工文件为准"
    )
