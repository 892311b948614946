"""What the index knows of a node, and the words staff gave units and topics. The index is built from these
alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.records import dataclass
from kb.rules.holdings import members_of

if TYPE_CHECKING:
    from kb.model import Indicator, Node, Unit
    from kb.store import Base


RESPONSIBLE = "责任"


@dataclass(frozen=True, slots=True)
class TopicTag:
    """A node's topic: in its title or only in its text, and how many times a term of it occurs there."""

    name: str
    in_title: bool
    hits: int


@dataclass(frozen=True, slots=True)
class SearchDoc:
    """One node as search sees it.

    number: as printed; for the plan's title node its document number.
    head, text: the node's own searchable text.
    units: canonical names with an assigned duty here, in the text's order; named: those only named or acting.
    roles: the role of each of the units (牵头, 配合); () where all are 责任.
    binding: 约束性 | 预期性 | "".
    chapter: number of the chapter it is in, "二"; "" outside.
    order: reading order within the plan.
    values: an indicator's numbers with their unit of measure, which a table prints in two cells: “≥99%” for a target
    ≥99 of a rate in （%）.
    edited: a person changed its words in plan.md.
    holders: ids of all units that have an assigned or named duty here, themselves or through a collective.
    """

    id: str
    plan: str
    kind: str
    number: str
    title: str
    head: str
    text: str
    citation: str
    order: int
    parent: str | None = None
    chapter: str = ""
    units: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    topics: tuple[TopicTag, ...] = ()
    binding: str = ""
    values: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    edited: bool = False
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit and all it is called. id: identity; key: its id in the documents of its plans (see own_id); place: ""
    unknown; plans: where it is met."""

    name: str
    also: tuple[str, ...] = ()
    id: str = ""
    key: str = ""
    place: str = ""
    plans: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All it goes by, its own name first."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A topic: the terms that tag nodes, the words people say, and the topics it includes."""

    name: str
    terms: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Units and topics of a corpus, and quoted names (“关爱雏鹰健康行动”, 《…》) of its plans."""

    units: tuple[UnitName, ...] = ()
    topics: tuple[TopicWords, ...] = ()
    names: tuple[str, ...] = ()


def read_vocabulary(base: Base) -> Vocabulary:
    """Units, topics and quoted names of a base."""
    units = tuple(
        UnitName(
            u.name,
            u.names[1:],
            u.id,
            own_id(u),
            u.place_name,
            u.plans,
        )
        for u in base.units()
    )
    topics = tuple(TopicWords(t.name, t.terms, t.said, t.narrower) for t in base.topics())
    names = tuple(dict.fromkeys(r.name for r in base.references() if 2 <= len(r.name) <= 30))
    return Vocabulary(units, topics, names)


def own_id(unit: Unit) -> str:
    """A unit's id as its plan alone gives it, whatever other plans the base has: by the narrowest link of its place."""
    return f"{unit.place[-1]}/{unit.id.split('/', 1)[-1]}" if unit.place else unit.id


def documents(base: Base, plan: str | None = None) -> Iterator[SearchDoc]:
    """The documents of a base, or of one of its plans, in the order of the corpus and then of reading."""
    for plan_id in (plan,) if plan else base.plan_ids():
        yield from _documents(base, plan_id)


def _documents(base: Base, plan_id: str) -> Iterator[SearchDoc]:
    plan = base.plan(plan_id)
    indicators = {i.id: i for i in base.indicators(plan_id)}
    assigned: dict[str, dict[str, str]] = defaultdict(dict)
    named: dict[str, dict[str, None]] = defaultdict(dict)
    ids = {u.id: own_id(u) for u in base.units(plan_id)}
    members = {
        collective: tuple(ids[unit] for unit in units)
        for collective, units in members_of(base.memberships(plan_id)).items()
    }
    holders: dict[str, dict[str, None]] = defaultdict(dict)
    for duty in base.duties(plan=plan_id):
        if duty.basis != "related":
            holders[duty.node].update(dict.fromkeys((ids[duty.unit_id], *members.get(duty.unit_id, ()))))
        if duty.basis == "assigned":
            role = assigned[duty.node].get(duty.unit)
            assigned[duty.node][duty.unit] = stronger_role(role, duty.role) if role else duty.role
        elif duty.basis == "named":
            named[duty.node][duty.unit] = None
    tags: dict[str, list[TopicTag]] = defaultdict(list)
    for tag in base.tags(plan=plan_id):
        tags[tag.node].append(TopicTag(tag.topic, tag.place == "title", tag.hits))
    chapters: dict[str, str] = {}
    for node in base.nodes(plan_id):
        chapters[node.id] = node.number if node.kind == "chapter" else chapters.get(node.parent or "", "")
        yield document(
            node,
            number=plan.doc_number if node.local == "title" else node.number,
            chapter=chapters[node.id],
            units=tuple(assigned.get(node.id, ())),
            named=tuple(u for u in named.get(node.id, ()) if u not in assigned.get(node.id, ())),
            topics=tuple(tags.get(node.id, ())),
            binding=indicators[node.id].binding if node.id in indicators else "",
            values=measured_values(indicators[node.id]) if node.id in indicators else (),
            roles=told_roles(tuple(assigned.get(node.id, {}).values())),
            holders=tuple(holders.get(node.id, ())),
        )


def stronger_role(first: str, second: str) -> str:
    """Return the role by which a unit that has two in one node is known: 牵头 before 责任 before any other."""
    return min(
        (first, second),
        key=lambda role: ("牵头", RESPONSIBLE).index(role) if role in ("牵头", RESPONSIBLE) else 2,
    )


def told_roles(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the roles of a document's units; () where they say nothing more than that the units are responsible."""
    return () if all(role == RESPONSIBLE for role in roles) else roles


def measured_values(indicator: Indicator) -> tuple[str, ...]:
    """The targets and the baseline of an indicator with its unit of measure: ("≥99%", "2020年98.7%").

    A target that prints the unit itself (“95%以上”) is in the row's own text and is left out, as is a trend (“增加”).
    """
    unit = indicator.unit_of_measure
    if not unit:
        return ()
    found = [f"{t.text}{unit}" for t in indicator.targets if t.value is not None and unit not in t.text]
    if indicator.baseline is not None:
        stood = indicator.baseline
        year = f"{stood.year}年" if stood.year else ""
        found.append(f"{year}{stood.value:.10g}{stood.unit_of_measure or unit}")
    return tuple(dict.fromkeys(found))


def document(
    node: Node,
    *,
    number: str = "",
    chapter: str = "",
    units: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    topics: tuple[TopicTag, ...] = (),
    binding: str = "",
    values: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    holders: tuple[str, ...] = (),
) -> SearchDoc:
    """A node's document."""
    return SearchDoc(
        id=node.id,
        plan=node.plan,
        kind=node.kind,
        number=number,
        title=node.title,
        head=node.head.value,
        text=node.body.value,
        citation=node.citation,
        order=node.order,
        parent=node.parent,
        chapter=chapter,
        units=units,
        named=named,
        topics=topics,
        binding=binding,
        values=values,
        roles=roles,
        holders=holders,
        edited=node.edited,
    )
