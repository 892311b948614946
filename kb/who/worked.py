"""Answers that are worked out: filter, group, count and compare indicators, projects, tasks and plans.

A row is a node with the facts a question may ask for. A question's filters are predicates over rows, by the names of
kb.question.words.FILTERS; `kb list` uses the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kb.model import Duty, Indicator
from kb.question.question import Deadline, Question
from kb.question.reader import COLLECTIVE
from kb.records import dataclass
from kb.rules.distance import gap, met
from kb.who.contract import HELPING, LEADING
from kb.who.groups import clause
from kb.who.messages import say
from kb.who.nodes import Nodes

if TYPE_CHECKING:
    from kb.who.shapes import Group, GroupDuty

DATE = re.compile(r"(?:((?:19|20)[0-9]{2})年)?(?:([0-9]{1,2})月)?")
KINDS = {"indicator": ("indicator",), "project": ("project",), "task": ("task", "measure")}
BRANCH = "^(?![省市区县州旗镇乡]).*部门$"
"""Departments of one kind, of no place: 水利部门, 教育部门; 区统计部门 is one."""
YEAR_END = 12
POINTS = {"%": "个百分点", "‰": "个千分点"}
OF_DISTANCE = frozenset({"已达标", "未达标"})
OF_INDICATORS = ("约束性", "预期性", "已达标", "未达标", "无数值")
KIND_WORDS = {"indicator": "指标", "project": "项目", "task": "任务", "plan": "规划"}
COUNTERS = {"indicator": "项", "project": "个", "task": "项", "plan": "个"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A node with what can be asked of it. units: assigned, in the text's order; roles: ids of units with their roles;
    deadlines: as printed; dues: their last days. indicator: None for other kinds."""

    id: str
    plan: str
    kind: str
    title: str
    citation: str
    units: tuple[str, ...] = ()
    unit_ids: frozenset[str] = frozenset()
    roles: tuple[tuple[str, str], ...] = ()
    deadlines: tuple[str, ...] = ()
    dues: tuple[str, ...] = ()
    indicator: Indicator | None = None


Test = Callable[[Row], bool]

TESTS: dict[str, Test] = {
    "约束性": lambda r: r.indicator is not None and r.indicator.binding == "约束性",
    "预期性": lambda r: r.indicator is not None and r.indicator.binding == "预期性",
    "已达标": lambda r: r.indicator is not None and met(r.indicator) is True,
    "未达标": lambda r: r.indicator is not None and met(r.indicator) is False,
    "无数值": lambda r: r.indicator is not None and r.indicator.target.value is None,
    "无单位": lambda r: not r.units,
    "有单位": lambda r: bool(r.units),
    "无计量单位": lambda r: r.indicator is not None and not r.indicator.unit_of_measure,
    "共同": lambda r: len(r.units) > 1,
    "单独": lambda r: len(r.units) == 1,
    "牵头": lambda r: any(role in LEADING for _, role in r.roles),
    "配合": lambda r: any(role in HELPING for _, role in r.roles),
}
"""Filter → predicate."""
BROWSER_TESTS = {
    "约束性": "binding", "预期性": "expected", "已达标": "met", "未达标": "unmet", "无数值": "vague", "无单位": "nobody",
    "有单位": "somebody", "无计量单位": "unmeasured", "共同": "jointly", "单独": "alone", "牵头": "leads", "配合": "helps",
}  # fmt: skip
"""Filter → what the browser's twin calls its predicate."""


def rows(nodes: Nodes, things: Sequence[str]) -> Iterator[Row]:
    """Rows of the kinds asked for, in the order of the corpus and of reading."""
    duties: dict[str, dict[str, list[Duty]]] = {}
    indicators: dict[str, dict[str, Indicator]] = {}
    every = len(nodes.plans) == len(nodes.index.plans)
    for one in (None,) if every else nodes.plans:  # all plans are read at once
        for d in nodes.base.duties(plan=one, basis="assigned"):
            duties.setdefault(d.plan, {}).setdefault(d.node, []).append(d)
        for i in nodes.base.indicators(one) if "indicator" in things else ():
            indicators.setdefault(i.plan, {})[i.id] = i
    if "plan" in things:
        nodes.load_units(d.unit_id for found in duties.values() for many in found.values() for d in many)
    for plan in nodes.plans:
        yield from _of_plan(nodes, plan, things, duties.get(plan, {}), indicators.get(plan, {}))


def _of_plan(
    nodes: Nodes,
    plan: str,
    things: Sequence[str],
    duties: dict[str, list[Duty]],
    indicators: dict[str, Indicator],
) -> Iterator[Row]:
    if "plan" in things:
        title = nodes.base.title(plan).title
        units = tuple(dict.fromkeys(d.unit for found in duties.values() for d in found if _is_one(d, nodes)))
        yield Row(
            id=f"{plan}/title", plan=plan, kind="plan", title=title, citation=f"《{title}》", units=units
        )
    wanted = {k for thing in things for k in KINDS.get(thing, ())}
    for doc in nodes.index.lookup.documents((plan,), wanted):
        if doc.kind == "indicator" and doc.id not in indicators:
            continue
        found = duties.get(doc.id, [])
        yield Row(
            id=doc.id,
            plan=plan,
            kind=doc.kind,
            title=doc.title,
            citation=doc.citation,
            units=tuple(dict.fromkeys(d.unit for d in found)),
            unit_ids=frozenset(d.unit_id for d in found),
            roles=tuple(dict.fromkeys((d.unit_id, d.role) for d in found)),
            deadlines=tuple(dict.fromkeys(d.deadline for d in found if d.deadline)),
            dues=tuple(dict.fromkeys(d.due for d in found if d.due)),
            indicator=indicators.get(doc.id),
        )


def _is_one(duty: Duty, nodes: Nodes) -> bool:
    """Whether a duty is a certain unit's: not 有关部门 or 各地区, and not every 水利部门."""
    return nodes.unit(duty.unit_id).kind != COLLECTIVE and re.search(BRANCH, duty.unit) is None


def chosen(read: Question, nodes: Nodes) -> list[Row]:
    """The rows a question of kind list or count asks for."""
    things = read.things or ("task", "project", "indicator")
    if read.deadline is not None and not read.things:
        things = ("task", "project", "indicator")
    out = [r for r in rows(nodes, things) if all(TESTS[f](r) for f in read.filters if f in TESTS)]
    if read.units:
        groups = [{u.id for u in group} for group in read.groups]
        every = all if read.jointly else any
        out = [r for r in out if every(r.unit_ids & group for group in groups)]
        for role, roles in (("牵头", LEADING), ("配合", HELPING)):
            if role in read.roles:
                mine = {u.id for u in read.units}
                out = [r for r in out if any(u in mine and x in roles for u, x in r.roles)]
    if read.deadline is not None:
        out = [r for r in out if due(r, read.deadline)]
    elif read.years and "plan" not in things:
        out = [r for r in out if _of_year(r, read.years)]
    words = [w for w in read.words if not any(w in u for u in read.unit_words)]
    if words:
        out = [r for r in out if all(_about(r, w, nodes) for w in words)]
    return out


def _about(row: Row, word: str, nodes: Nodes) -> bool:
    if row.kind == "plan":
        return any(id_.split("/", 1)[0] == row.plan for id_ in nodes.containing(word))
    title, text = nodes.text(row.id)
    category = nodes.plain(row.indicator.category) if row.indicator is not None else ""
    if word in title or word in text or (category and word in category):
        return True
    return any(t.name == word for t in nodes.doc(row.id).topics)


def due(row: Row, deadline: Deadline) -> bool:
    """Whether a row is due by a time: the last day of one of its deadlines, or its target's year, is not later.

    A month without a year is that of any year.
    """
    if deadline.year is not None:
        end = f"{deadline.year}-{deadline.month or YEAR_END:02d}-31"
        if any(day <= end for day in row.dues):
            return True
    elif deadline.month is not None:
        for printed in row.deadlines:
            found = DATE.search(re.sub(r"\s", "", printed))
            if found is not None and (found[1] or found[2]) and int(found[2] or YEAR_END) == deadline.month:
                return True
    target = row.indicator.target.year if row.indicator is not None else None
    return target is not None and deadline.year is not None and target <= deadline.year


def _of_year(row: Row, years: Iterable[int]) -> bool:
    if row.indicator is not None:
        printed = {t.year for t in row.indicator.targets} | (
            {row.indicator.baseline.year} if row.indicator.baseline is not None else set()
        )
        return bool(printed & set(years))
    return any(str(y) in date for y in years for date in (*row.deadlines, *row.dues))


# Words --------------------------------------------------------------------------------------------------------------


def count_words(found: Sequence[Row]) -> str:
    """“12 项指标（16 行）、1 个项目”. Indicators count by their number; rows only where they are more."""
    parts = []
    for kind, kinds in (*KINDS.items(), ("plan", ("plan",))):
        mine = [r for r in found if r.kind in kinds]
        if not mine:
            continue
        count = len(mine)
        lines = ""
        if kind == "indicator":
            numbers = {(r.plan, r.indicator.box, r.indicator.number or r.id) for r in mine if r.indicator}
            if len(numbers) != count:
                lines = say("rows", n=count)
            count = len(numbers)
        parts.append(f"{count} {COUNTERS[kind]}{KIND_WORDS[kind]}{lines}")
    return "、".join(parts)


def number_word(value: float) -> str:
    """1.0 → "1", 98.5 → "98.5"."""
    return f"{value:.10g}"


def value_words(indicator: Indicator) -> str:
    """“2020年 1.51‰ → 2030年 ＜2.3‰（约束性，已优于目标）”."""
    target = indicator.target
    measure = indicator.unit_of_measure if target.value is not None else ""
    printed = target.text if measure and measure in target.text else f"{target.text}{measure}"
    goal = say("of_year", year=target.year, text=printed) if target.year else printed
    more = [
        say("of_year", year=t.year, text=t.text) if t.year else f"{t.column} {t.text}".strip()
        for t in indicator.targets[1:]
    ]
    goal = "、".join([goal, *more])
    remarks = [indicator.binding] if indicator.binding else []
    state = met(indicator)
    if indicator.baseline is None:
        remarks.append(say("no_baseline"))
        said = goal
    else:
        base = indicator.baseline
        stood = f"{number_word(base.value)}{base.unit_of_measure}"
        when = say("of_year", year=base.year, text=stood) if base.year else say("stood", text=stood)
        said = f"{when} → {goal}"
        if state is not None:
            far = number_word(gap(indicator) or 0.0)
            points = POINTS.get(base.unit_of_measure, base.unit_of_measure)
            remarks.append(say("met_by" if state else "short_of", far=far, points=points))
    return f"{said}（{'，'.join(remarks)}）" if remarks else said


LABELS = {
    "无单位": "没有写责任单位",
    "有单位": "写了责任单位",
    "无数值": "没有具体数值",
    "无计量单位": "没有计量单位",
}
"""Filters as a sentence names them, where the name is not the word."""


def list_words(read: Question, found: Sequence[Row], nodes: Nodes) -> str:
    """The sentence for a list or count: what was chosen and how many."""
    what = [LABELS.get(f, f) for f in read.filters if f in TESTS]
    things = "、".join(KIND_WORDS[t] for t in read.things) or KIND_WORDS["task"]
    asked = "、".join(
        [*read.unit_words, *what, *read.words, *([read.deadline.text] if read.deadline else [])]
    )
    if not found:
        said = say("none_such", asked=asked, things=things) if asked else say("none", things=things)
    else:
        count = count_words(found)
        said = say("listed_of", asked=asked, count=count) if asked else say("listed", count=count)
    if OF_DISTANCE & set(read.filters):
        every = (r.indicator for r in rows(nodes, ("indicator",)))
        silent = sum(1 for i in every if i is not None and met(i) is None)
        if silent:
            said += say("silent", n=silent)
    return said


def row_of(id_: str, nodes: Nodes) -> Row:
    """The row of one node."""
    doc = nodes.doc(id_)
    return Row(
        id=id_, plan=doc.plan, kind=doc.kind, title=doc.title, citation=doc.citation, units=doc.units,
        indicator=nodes.indicator(id_),
    )  # fmt: skip


def row_dict(row: Row, nodes: Nodes) -> Group:
    """A row as a group of the answer: its units by role, without quotes."""
    duties: dict[tuple[str, str], GroupDuty] = {}
    if row.kind != "plan":
        for d in nodes.duties(row.id):
            if d.basis != "assigned":
                continue
            entry = duties.setdefault(
                (d.role, d.quote),
                {
                    "basis": d.basis, "role": d.role, "units": [], "quote": d.quote, "clause": clause(d.quote, (d.unit,)), "line": d.line,
                    "deadline": d.deadline, "leaders": list(d.leaders), "why": d.why, "link": None, "document": d.document,
                },
            )  # fmt: skip
            entry["units"].append(d.unit)
    node = nodes.get(row.id)
    span = node.span if node is not None else None
    return {
        "id": row.id,
        "plan": row.plan,
        "kind": row.kind,
        "title": row.title,
        "citation": row.citation,
        "line": span.line if span else None,
        "target": row.indicator.target.text if row.indicator is not None else "",
        "edited": node is not None and node.edited,
        "state": "answered" if duties else "unassigned",
        "duties": list(duties.values()),
    }


def keeps(read: Question, nodes: Nodes) -> Callable[[Duty], bool]:
    """Whether a duty of a unit's list is asked for: of the kinds named (指标), with the filters, by the deadline.

    “任务” asks for all duties; where the plan prints no deadline earlier than its targets, the targets' year counts.
    """
    things = {k for t in read.things for k in KINDS.get(t, ())} if "task" not in read.things else set()
    tests = [TESTS[f] for f in read.filters if f in OF_INDICATORS]

    def keep(duty: Duty) -> bool:
        doc = nodes.doc(duty.node)
        if things and doc.kind not in things and duty.basis == "assigned":
            return False
        if tests:
            row = row_of(duty.node, nodes)
            if not all(test(row) for test in tests):
                return False
        if read.deadline is not None and duty.deadline:
            return due(
                Row(
                    id=doc.id,
                    plan=doc.plan,
                    kind=doc.kind,
                    title="",
                    citation="",
                    deadlines=(duty.deadline,),
                    dues=(duty.due,) if duty.due else (),
                ),
                read.deadline,
            )
        return True

    return keep
