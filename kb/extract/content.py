"""A unit's duties gathered from the base as one frozen Sheet (职责清单), which every writer writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kb.extract.obligations import Obligation, assign, find_obligations
from kb.model import Duty, Indicator, Node, Plan, Unit
from kb.spans import Text
from kb.store import Base

Key = Literal["indicators", "projects", "tasks", "collective", "named", "related", "object"]
SECTION_NAMES: dict[Key, str] = {
    "indicators": "主要指标",
    "projects": "重点项目",
    "tasks": "重点任务和其他职责",
    "collective": "以集合称谓承担的职责",
    "named": "规划文中点名的事项",
    "related": "关联事项（仅供参考，不是责任分工）",
    "object": "以本单位为对象的事项（不是承担的职责）",
}
# What an extract holds unless asked otherwise; "object": a measure is about the unit, which does not act in it.
DEFAULT_BASES = ("assigned", "named")
ALL_BASES = ("assigned", "named", "related", "object")


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds the unit to a node: one duty, with its proof.

    basis: assigned | named | related | object. quote: as the source has it; said: as the plan's text reads, page
    marks of the source left out. via: the collective (各镇街) whose duty it is, "" where it is the unit's own.
    inherited: citation of the heading or rule that gave it; link: citation of the indicator or project that ties a
    related node; document: of an overlay. line: in the source, 0 where an overlay says so.
    """

    basis: str
    role: str
    printed: str
    quote: str
    line: int
    via: str = ""
    deadline: str = ""
    document: str = ""
    why: str = ""
    link: str = ""
    link_citation: str = ""
    inherited: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """Another unit assigned to the same node, with its roles there."""

    unit: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A node in a section of the sheet and what binds the unit to it; ties are never empty.

    title: the node's, or where it has none (a paragraph) that of what it stands in. text: body in full.
    indicator: the row's facts where the node is one. line: where the node begins in the source, 0 unknown.
    """

    id: str
    plan: str
    kind: str
    number: str
    title: str
    citation: str
    text: str
    line: int
    ties: tuple[Tie, ...]
    indicator: Indicator | None = None
    partners: tuple[Partner, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.role for t in self.ties))

    @property
    def deadline(self) -> str:
        return "；".join(dict.fromkeys(t.deadline for t in self.ties if t.deadline))


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind or basis, in the plan's order."""

    key: Key
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        return SECTION_NAMES[self.key]


@dataclass(frozen=True, slots=True)
class Part:
    """What one plan says of the unit. sections: those with entries only, in the order of SECTION_NAMES.

    unit: as the registry has it for this plan (区教委 is another unit in another district). kinds: the plan has nodes
    of. obligations: what the plan lays on every responsible unit (年度报告, 经费, 方案), the unit among them.
    """

    plan: Plan
    unit: Unit
    sections: tuple[Section, ...]
    kinds: frozenset[str] = frozenset()
    obligations: tuple[Obligation, ...] = ()

    def entries(self, key: Key) -> tuple[Entry, ...]:
        return next((s.entries for s in self.sections if s.key == key), ())

    @property
    def indicator_rows(self) -> int:
        return len(self.entries("indicators"))

    @property
    def indicator_numbers(self) -> int:
        """Numbered indicators; an indicator of three rows counts once."""
        rows = [e.indicator for e in self.entries("indicators")]
        return len({(i.box, i.number or i.id) for i in rows if i is not None})

    @property
    def tasks(self) -> int:
        """Nodes among the assigned ones that are tasks; the others are measures, sections, paragraphs."""
        return sum(e.kind == "task" for e in self.entries("tasks"))

    @property
    def binding_rows(self) -> int:
        rows = [e.indicator for e in self.entries("indicators")]
        return sum(i is not None and i.binding == "约束性" for i in rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All parts with anything to say, in the base's order of plans. digest: of the base it was gathered from."""

    unit: Unit
    bases: tuple[str, ...]
    parts: tuple[Part, ...]
    digest: str = ""

    @property
    def empty(self) -> bool:
        return not any(p.sections for p in self.parts)

    @property
    def title(self) -> str:
        return f"{self.unit.name}职责清单"

    def nodes(self) -> frozenset[str]:
        """Ids of all nodes with an entry."""
        return frozenset(e.id for p in self.parts for s in p.sections for e in s.entries)


def said_within(text: Text, start: int, end: int) -> str:
    """The part of a text that stands at source[start:end], "" for none. Where it begins or ends elsewhere: none."""
    inside = [p for p in text.pieces if p.start < end and start < p.end]
    if not inside or inside[0].start > start or inside[-1].end < end:
        return ""
    first, last = inside[0], inside[-1]
    return text.value[first.at + start - first.start : last.at + end - last.start]


class Gathering:
    """Reads the base once and gives the sheet of any unit. plan: of this plan only."""

    def __init__(self, base: Base, plan: str | None = None) -> None:
        self.base = base
        self.plans = (base.plan(plan),) if plan is not None else base.plans()
        self.nodes: dict[str, Node] = {n.id: n for n in base.nodes(plan)}
        self.indicators: dict[str, Indicator] = {i.id: i for i in base.indicators(plan)}
        self.kinds = {
            p.id: frozenset(n.kind for n in self.nodes.values() if n.plan == p.id) for p in self.plans
        }
        self.units = base.units()
        self.by_unit: dict[str, list[Duty]] = {}
        self.by_node: dict[str, list[Duty]] = {}
        for duty in base.duties(plan=plan):
            self.by_unit.setdefault(duty.unit, []).append(duty)
            self.by_node.setdefault(duty.node, []).append(duty)
        self.obligations = {
            p.id: find_obligations(
                [n for n in self.nodes.values() if n.plan == p.id],
                p.source,
                (d for ds in self.by_unit.values() for d in ds if d.plan == p.id),
            )
            for p in self.plans
        }

    def unit_names(self) -> tuple[str, ...]:
        """Canonical names, each once, in the registry's order."""
        return tuple(dict.fromkeys(u.name for u in self.units))

    def sheet(self, name: str, bases: Iterable[str] = DEFAULT_BASES) -> Sheet:
        """The sheet of a unit by canonical name, full name or alias. Raises NotFound with the nearest names."""
        only = self.plans[0].id if len(self.plans) == 1 else None
        unit = next(
            (u for u in self.units if u.name == name and (not u.plans or only in (None, *u.plans))), None
        )
        unit = unit or self.base.unit(name, only)
        wanted = tuple(b for b in ALL_BASES if b in set(bases))
        parts = tuple(self._part(unit, plan, wanted) for plan in self.plans)
        return Sheet(unit, wanted, tuple(p for p in parts if p.sections), self.base.digest)

    def held(self, unit: Unit, plan: str) -> list[tuple[Duty, str]]:
        """The unit's duties in a plan with the collective they come through ("" for its own), in reading order."""
        own = [(d, "") for d in self.by_unit.get(unit.name, ()) if d.plan == plan]
        collectives = dict.fromkeys(
            u.name for u in self.units if unit.name in u.members and (not u.plans or plan in u.plans)
        )
        for name in collectives:
            found = self.by_unit.get(name, ())
            own += [(d, name) for d in found if d.plan == plan and (d, "") not in own]
        return sorted(own, key=lambda x: self.nodes[x[0].node].order)

    def _part(self, unit: Unit, plan: Plan, bases: tuple[str, ...]) -> Part:
        held = self.held(unit, plan.id)
        sorted_: dict[Key, dict[str, list[Tie]]] = {key: {} for key in SECTION_NAMES}
        for duty, via in held:
            tie = self._tie(duty, via)
            if tie.basis in bases:
                sorted_[self._section(duty, tie)].setdefault(duty.node, []).append(tie)
        sections = tuple(
            Section(
                key,
                tuple(
                    self._entry(node, sorted(ties, key=lambda t: bool(t.inherited)), unit)
                    for node, ties in found.items()
                ),
            )
            for key, found in sorted_.items()
            if found
        )
        found = [assign(o, unit, plan.id, self.units, held) for o in self.obligations[plan.id]]
        mine = tuple(o for o in found if o is not None) if "assigned" in bases else ()
        own = next((u for u in self.units if u.name == unit.name and plan.id in u.plans), unit)
        return Part(plan, own, sections, self.kinds[plan.id], mine)

    def _section(self, duty: Duty, tie: Tie) -> Key:
        if tie.basis == "object":
            return "object"
        if tie.basis == "related":
            return "related"
        if tie.via:
            return "collective"
        if tie.basis == "named":
            return "named"
        kind = self.nodes[duty.node].kind
        return "indicators" if kind == "indicator" else "projects" if kind == "project" else "tasks"

    def _tie(self, duty: Duty, via: str) -> Tie:
        basis = "object" if duty.role == "object" else duty.basis
        return Tie(
            basis, "" if duty.role == "object" else duty.role, duty.printed, duty.quote, duty.line, via,
            duty.deadline, duty.document, duty.why, duty.link or "", self._citation(duty.link),
            self._citation(duty.inherited_from), self._said(duty),
        )  # fmt: skip

    def _said(self, duty: Duty) -> str:
        """The quote as it reads in the text of the node it stands in."""
        if duty.document or "\n" not in duty.quote:
            return duty.quote
        node = self.nodes.get(duty.link or duty.inherited_from or duty.node)
        texts = (node.body, node.head) if node else ()
        return next((s for t in texts if (s := said_within(t, duty.start, duty.end))), duty.quote)

    def _citation(self, node: str | None) -> str:
        return self.nodes[node].citation if node in self.nodes else ""

    def _entry(self, id_: str, ties: list[Tie], unit: Unit) -> Entry:
        node = self.nodes[id_]
        return Entry(
            id_, node.plan, node.kind, node.number, self.title(node), node.citation, node.text,
            node.span.line if node.span else 0, tuple(ties), self.indicators.get(id_),
            self.partners(id_, unit.name),
        )  # fmt: skip

    def title(self, node: Node) -> str:
        """The node's title, or that of the nearest node above that has one, or its citation."""
        at: Node | None = node
        while at is not None:
            if at.title:
                return at.title
            at = self.nodes[at.parent] if at.parent else None
        return node.citation

    def partners(self, node: str, but: str = "") -> tuple[Partner, ...]:
        """Units assigned to a node, in the order printed, one left out."""
        roles: dict[str, list[str]] = {}
        for duty in self.by_node.get(node, ()):
            if duty.basis == "assigned" and duty.role != "object" and duty.unit != but:
                roles.setdefault(duty.unit, []).append(duty.role)
        return tuple(Partner(name, tuple(dict.fromkeys(found))) for name, found in roles.items())


def gather_sheet(
    base: Base, name: str, *, plan: str | None = None, bases: Iterable[str] = DEFAULT_BASES
) -> Sheet:
    """The sheet of one unit; for many units make one Gathering and ask it. Raises NotFound."""
    return Gathering(base, plan).sheet(name, bases)
