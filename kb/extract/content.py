"""A unit's duties gathered from the base: which entries, which words of them, and who shares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kb.extract.passages import Passages, said_within
from kb.extract.sheet import (
    ALL_BASES,
    DEFAULT_BASES,
    SECTION_NAMES,
    Entry,
    Key,
    Part,
    Partner,
    Requirement,
    Section,
    Sheet,
    Tie,
)
from kb.model import OBJECT, Duty, Indicator, Node, Obligation, Plan, Unit
from kb.rules.holdings import held_by
from kb.rules.obligations import assign
from kb.store import Base


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
        self.units = base.units(plan)
        self.local = {p.id: {u.id: u for u in base.units(p.id)} for p in self.plans}
        self.memberships = base.memberships(plan)
        self.by_unit: dict[str, list[Duty]] = {}
        self.by_node: dict[str, list[Duty]] = {}
        for duty in base.duties(plan=plan):
            self.by_unit.setdefault(duty.unit_id, []).append(duty)
            self.by_node.setdefault(duty.node, []).append(duty)
        self._children: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if node.parent is not None:
                self._children.setdefault(node.parent, []).append(node)
        self._passages: dict[str, Passages] = {}
        self.obligations: dict[str, list[Obligation]] = {p.id: [] for p in self.plans}
        for obligation in base.obligations(plan=plan):
            self.obligations[obligation.plan].append(obligation)
        self.open_tasks = {p.id: self._open_tasks(p.id) for p in self.plans}

    def _open_tasks(self, plan: str) -> tuple[int, frozenset[str]]:
        """Return the number of a plan's tasks, and those that name nobody."""
        tasks = [n.id for n in self.nodes.values() if n.plan == plan and n.kind == "task"]
        assigned = {n for n in tasks if any(d.basis == "assigned" for d in self.by_node.get(n, ()))}
        return len(tasks), frozenset(tasks) - assigned

    def sheet(self, name: str, bases: Iterable[str] = DEFAULT_BASES, place: str | None = None) -> Sheet:
        """The sheet of a unit by id, canonical name, full name or alias.

        Raises NotFound with the nearest names, SeveralUnits where units of several places are called so.
        """
        only = self.plans[0].id if len(self.plans) == 1 else None
        return self.sheet_of(self.base.one_unit(name, only, place), bases)

    def sheet_of(self, unit: Unit, bases: Iterable[str] = DEFAULT_BASES) -> Sheet:
        """The sheet of a unit."""
        wanted = tuple(b for b in ALL_BASES if b in set(bases))
        # By date of issue, as an office files them; plans without a date come last, in the corpus's order.
        plans = sorted(self.plans, key=lambda p: p.issued or "9999")
        parts = tuple(self._part(unit, plan, wanted) for plan in plans)
        return Sheet(unit, wanted, tuple(p for p in parts if p.sections or p.obligations))

    def held(self, unit: Unit, plan: str) -> list[tuple[Duty, str]]:
        """The unit's duties in a plan with the collective they come through ("" for its own), in reading order."""
        found = held_by(unit.id, self.memberships.get(unit.id, ()), lambda id_: self.by_unit.get(id_, ()))
        held = [(h.duty, h.via) for h in found if h.duty.plan == plan]
        return sorted(held, key=lambda x: self.nodes[x[0].node].order)

    def _part(self, unit: Unit, plan: Plan, bases: tuple[str, ...]) -> Part:
        held = self.held(unit, plan.id)
        own = self.local[plan.id].get(unit.id)
        local = tuple(self.local[plan.id].values())
        found = [assign(o, own, plan.id, local, held) for o in self.obligations[plan.id]] if own else []
        laid = [o for o in found if o is not None] if "assigned" in bases else []
        mine = tuple(
            Requirement(
                o.obligation, o.listed, self._citation(o.obligation.node), _held_through(o.obligation, held)
            )
            for o in laid
        )
        sorted_: dict[Key, dict[str, list[tuple[Duty, Tie]]]] = {key: {} for key in SECTION_NAMES}
        for duty, via in held:
            tie = self._tie(duty, via)
            if tie.basis in bases and not (via and any(_is_within(duty, r.obligation) for r in mine)):
                sorted_[self._section(duty, tie)].setdefault(duty.node, []).append((duty, tie))
        sections = tuple(
            Section(key, tuple(self._entry(node, ties, unit) for node, ties in nodes.items()))
            for key, nodes in sorted_.items()
            if nodes
        )
        tasks, unassigned = self.open_tasks[plan.id]
        related = {d.node for d, _ in held if d.basis == "related" and d.role != "object"} & unassigned
        return Part(
            plan=plan,
            unit=own or unit,
            sections=sections,
            kinds=self.kinds[plan.id],
            obligations=mine,
            plan_tasks=tasks,
            open_tasks=len(unassigned),
            related=len(related),
        )

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
        return Tie(
            basis="object" if duty.role == "object" else duty.basis,
            role="" if duty.role == "object" else duty.role,
            printed=duty.printed,
            quote=duty.quote,
            line=duty.line,
            via=via,
            deadline=duty.deadline,
            document=duty.document,
            why=duty.why,
            link=duty.link or "",
            link_citation=self._citation(duty.link),
            inherited=self._citation(duty.inherited_from),
            said=self._said(duty),
            leaders=duty.leaders,
        )

    def _said(self, duty: Duty) -> str:
        """Return the quote as it reads in the text of the node it is in."""
        if duty.document or "\n" not in duty.quote:
            return duty.quote
        node = self.nodes.get(duty.link or duty.inherited_from or duty.node)
        if node is None:
            return duty.quote
        texts = (self.passages(node).text, node.head)
        return next((s for t in texts if (s := said_within(t, duty.start, duty.end))), duty.quote)

    def _citation(self, node: str | None) -> str:
        return self.nodes[node].citation if node in self.nodes else ""

    def passages(self, node: Node) -> Passages:
        """Return a node's text with the untitled paragraphs before its first titled child.

        Where a label occurs further below (“（责任单位：…）” after the items of a section), all text up to it.
        """
        if node.id not in self._passages:
            duties = self.by_node.get(node.id, ())
            continued = []
            for child in self._children.get(node.id, ()):
                if child.kind != "paragraph" or child.title or child.cells:
                    break
                continued.append(child)
            made = Passages(node, continued, duties)
            missing = [d for d in duties if not made.has(d)]
            if missing:
                below = list(self._below(node))
                last = max(
                    (i for i, n in enumerate(below) if any(Passages(n, (), ()).has(d) for d in missing)),
                    default=-1,
                )
                made = Passages(node, below[: last + 1], duties) if last >= 0 else made
            self._passages[node.id] = made
        return self._passages[node.id]

    def _below(self, node: Node) -> Iterator[Node]:
        """Every node below one, in reading order."""
        for child in self._children.get(node.id, ()):
            yield child
            yield from self._below(child)

    def _entry(self, id_: str, found: list[tuple[Duty, Tie]], unit: Unit) -> Entry:
        node = self.nodes[id_]
        found.sort(key=lambda x: bool(x[1].inherited))
        duties = [d for d, _ in found]
        return Entry(
            id=id_,
            plan=node.plan,
            kind=node.kind,
            number=node.number,
            title=self.title(node),
            citation=node.citation,
            passages=self.passages(node).printed(duties),
            line=node.span.line if node.span else 0,
            ties=tuple(replace(t, partners=self.partners(node, d, unit)) for d, t in found),
            indicator=self.indicators.get(id_),
            edited=node.edited,
        )

    def title(self, node: Node) -> str:
        """The node's title, or that of the nearest node above that has one, or its citation."""
        at: Node | None = node
        while at is not None:
            if at.title:
                return at.title
            at = self.nodes[at.parent] if at.parent else None
        return node.citation

    def partners(self, node: Node, duty: Duty, unit: Unit) -> tuple[Partner, ...]:
        """Return the other units of the statement that a duty of the unit is in, in the order printed."""
        passages = self.passages(node)
        names: dict[str, str] = {}
        roles: dict[str, list[str]] = {}
        for other in self.by_node.get(node.id, ()):
            if other.basis != "assigned" or other.role == OBJECT or self._is_same(unit, other):
                continue
            if passages.share(duty, other):
                names.setdefault(other.unit_id, other.unit)
                roles.setdefault(other.unit_id, []).append(other.role)
        return tuple(Partner(names[id_], tuple(dict.fromkeys(found)), id_) for id_, found in roles.items())

    def _is_same(self, unit: Unit, other: Duty) -> bool:
        """Return whether a duty is the unit's itself: its own, under another name it goes by, or of a collective it is
        in."""
        if other.unit_id == unit.id or _is_field_of(other.unit, unit.name):
            return True
        own = self.local[other.plan].get(unit.id, unit)
        if other.unit in own.names:
            return True
        return any(c.id == other.unit_id for c in self.memberships.get(unit.id, ()))


def _is_field_of(other: str, name: str) -> bool:
    """Return whether “民政部门” is how a text also calls 市民政局.

    >>> _is_field_of("民政部门", "市民政局"), _is_field_of("财政部门", "市民政局")
    (True, False)
    """
    if not other.endswith("部门"):  # asked of every pair of units in a row
        return False
    field = re.sub(r"(?:行政)?(?:主管)?部门$", "", other)
    return re.fullmatch(rf"[省市区县州旗]?{re.escape(field)}(?:局|委|委员会|厅|部|办)", name) is not None


def _held_through(obligation: Obligation, held: Iterable[tuple[Duty, str]]) -> str:
    """Return the collective through which the unit holds the sentence of a general obligation as a duty, "" for none."""
    return next((via for duty, via in held if via and _is_within(duty, obligation)), "")


def _is_within(duty: Duty, obligation: Obligation) -> bool:
    return duty.end > 0 and obligation.start <= duty.start and duty.end <= obligation.end


def gather_sheet(
    base: Base,
    name: str,
    *,
    plan: str | None = None,
    place: str | None = None,
    bases: Iterable[str] = DEFAULT_BASES,
) -> Sheet:
    """The sheet of one unit; for many units make one Gathering and ask it. Raises NotFound, SeveralUnits."""
    return Gathering(base, plan).sheet(name, bases, place)
