"""How facts are said in an extract: bases, roles, targets, proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.extract.clean import plain
from kb.words.numerals import han_numeral

if TYPE_CHECKING:
    from kb.extract.content import Entry, Part, Partner, Sheet, Tie
    from kb.extract.obligations import Obligation
    from kb.model import Indicator, Plan, Unit

BASIS_NAMES = {"assigned": "明确责任", "named": "文中点名", "related": "关联", "object": "涉及对象"}
BASIS_MEANINGS = {
    "assigned": "规划写明由该单位负责、牵头或配合",
    "named": "规划正文提到该单位做什么，没有写作责任单位",
    "related": "规划没有写明责任单位，因与该单位的指标或项目同属一个主题而列出，仅供参考",
    "object": "该单位是措施所针对的对象，不是承担者",
}


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
    """“11”, of the second of several rows “11-2”."""
    return f"{indicator.number}-{indicator.part}" if (indicator.part or 1) > 1 else indicator.number


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


def partner_text(partners: tuple[Partner, ...]) -> str:
    """“区教委（牵头）、区公安分局”: roles other than 责任 are told."""
    return "、".join(
        p.unit + (f"（{'、'.join(p.roles)}）" if p.roles and p.roles != ("责任",) else "") for p in partners
    )


def basis_text(tie: Tie) -> str:
    """“明确责任（责任单位）”, “文中点名（开展），以“各镇街”名义”."""
    role = tie.role if tie.basis in ("assigned", "named") else ""
    text = BASIS_NAMES[tie.basis] + (f"（{role_word(role)}）" if role else "")
    return text + (f"，以“{tie.via}”名义" if tie.via else "")


# A longer quote is not said again where it stands in the full text right above.
_AGAIN = 40


def citation_text(citation: str) -> str:
    """“二、（一）1”, “九” for “九、”: as it stands within a sentence."""
    return plain(citation).rstrip("、.．")


def proof_text(tie: Tie, lines: bool = False, above: str = "") -> str:
    """What proves a tie: “原文“（责任单位：区卫健委）”，源文第 177 行”. above: the full text it stands under."""
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
        said.append(f"据{tie.document}")
    if lines and tie.line:
        said.append(f"源文第{tie.line}行")
    return "，".join(said)


def obligation_note(o: Obligation) -> str:
    """Whom the plan lays it on, and whether the unit is known to be among them."""
    return f"对象：{plain(o.addressee)}" + ("" if o.listed else "（规划没有列出名单，是否包括本单位请核对）")


def entry_name(entry: Entry) -> str:
    """The heading of an entry: its title without a closing “：”."""
    return plain(entry.title).rstrip("：:。")


def outline_number(level: int, n: int) -> str:
    """一、 （一） 1. as official documents count (GB/T 9704—2012, 7.3.3)."""
    return (f"{han_numeral(n)}、", f"（{han_numeral(n)}）", f"{n}.")[min(level, 3) - 1]


def summary(part: Part) -> str:
    """“24项指标（按序号计20项，约束性7项）、2个项目、0项任务”: rows count; numbers are told where they differ. What the
    plan has none of for anybody is not told; "" where nothing is the unit's own."""
    rows, numbers, binding = part.indicator_rows, part.indicator_numbers, part.binding_rows
    told = [f"约束性{binding}项"] if rows else []
    if numbers != rows:
        told.insert(0, f"按序号计{numbers}项")
    projects, tasks = len(part.entries("projects")), part.tasks
    others = len(part.entries("tasks")) - tasks
    if not rows + projects + tasks + others:
        return ""
    counts = (
        ("indicator", rows, f"{rows}项指标" + (f"（{'，'.join(told)}）" if told else "")),
        ("project", projects, f"{projects}个项目"),
        ("task", tasks, f"{tasks}项任务"),
        ("", others, f"{others}项其他职责"),
    )
    return "、".join(words for kind, n, words in counts if n or kind in part.kinds)


def claim(sheet: Sheet, part: Part) -> str:
    """“大渡口区卫生健康委员会（规划中称“区卫健委”）承担24项指标……”, or that the plan gives it nothing of its own; where
    assigned duties were not asked for, nothing is said of them."""
    name, counts = unit_name(part.unit), summary(part)
    if "assigned" not in sheet.bases:
        return f"列出与{name}有关的事项"
    return f"{name}承担{counts}" if counts else f"没有写明由{name}承担的指标、项目和任务"
