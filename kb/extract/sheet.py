"""A unit's duties as one frozen Sheet (职责清单), which every writer writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.model import EDITED, Indicator, Obligation, Plan, Unit

Key = Literal["indicators", "projects", "tasks", "collective", "named", "related", "object"]
SECTION_NAMES: dict[Key, str] = {
    "indicators": "主要指标",
    "projects": "重点项目",
    "tasks": "重点任务和其他职责",
    "collective": "规划以集合称谓提到、包括本单位的事项",
    "named": "规划文中点名的事项",
    "related": "关联事项（仅供参考，不是责任分工）",
    "object": "以本单位为对象的事项（不是承担的职责）",
}
# What an extract holds unless asked otherwise; "object": a measure is about the unit, which does not act in it.
DEFAULT_BASES = ("assigned", "named")
ALL_BASES = ("assigned", "named", "related", "object")


@dataclass(frozen=True, slots=True)
class Partner:
    """Another unit of the same statement, with its roles there."""

    unit: str
    roles: tuple[str, ...]
    unit_id: str = ""


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
    partners: tuple[Partner, ...] = ()
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A node in a section of the sheet and what binds the unit to it; ties are never empty.

    title: the node's, or where it has none (a paragraph) that of the node it is in.
    passages: the paragraphs that speak of the unit; every quote of a tie that is not inherited and no other
    document's is in one of them.
    indicator: the row's facts where the node is one. line: where the node begins in the source, 0 unknown.
    """

    id: str
    plan: str
    kind: str
    number: str
    title: str
    citation: str
    passages: tuple[str, ...]
    line: int
    ties: tuple[Tie, ...]
    indicator: Indicator | None = None
    edited: bool = False

    @property
    def cited(self) -> str:
        """The citation; of a node whose words a person changed, with a note that says so."""
        return f"{self.citation}（{EDITED}）" if self.edited else self.citation

    @property
    def text(self) -> str:
        return "\n".join(self.passages)

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The partners of all ties, each unit once; which of them share what is said by the ties."""
        found: dict[str, Partner] = {}
        for partner in (p for t in self.ties for p in t.partners):
            before = found.get(partner.unit_id)
            roles = dict.fromkeys((*(before.roles if before else ()), *partner.roles))
            found[partner.unit_id] = Partner(partner.unit, tuple(roles), partner.unit_id)
        return tuple(found.values())

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.role for t in self.ties))

    @property
    def deadline(self) -> str:
        return "；".join(dict.fromkeys(t.deadline for t in self.ties if t.deadline))


@dataclass(frozen=True, slots=True)
class Requirement:
    """A general obligation as it holds for the unit; listed: see kb.rules.obligations.Laid. via: the collective whose duty
    the same sentence is, "" where it is no duty that the unit holds (see kb.rules.holdings)."""

    obligation: Obligation
    listed: bool
    citation: str
    via: str = ""


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
    plan_tasks, open_tasks: tasks of the plan, and how many of them name nobody; related: of these, how many are
    tied to the unit through a topic, whether they are listed or not.
    """

    plan: Plan
    unit: Unit
    sections: tuple[Section, ...]
    kinds: frozenset[str] = frozenset()
    obligations: tuple[Requirement, ...] = ()
    plan_tasks: int = 0
    open_tasks: int = 0
    related: int = 0

    def entries(self, key: Key) -> tuple[Entry, ...]:
        return next((s.entries for s in self.sections if s.key == key), ())

    @property
    def documents(self) -> tuple[str, ...]:
        """Other documents that assign something here (duties.csv), in reading order."""
        ties = [t for s in self.sections for e in s.entries for t in e.ties]
        return tuple(dict.fromkeys(t.document for t in ties if t.document))

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
    """All parts with anything to say, by date of issue.

    day: the day the sheet is made, ISO, for templates; "" not said.
    """

    unit: Unit
    bases: tuple[str, ...]
    parts: tuple[Part, ...]
    day: str = ""

    @property
    def empty(self) -> bool:
        return not self.parts

    @property
    def title(self) -> str:
        return f"{self.unit.name}职责清单"

    def nodes(self) -> frozenset[str]:
        """Ids of all nodes with an entry."""
        return frozenset(e.id for p in self.parts for s in p.sections for e in s.entries)
