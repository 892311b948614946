"""One plan as the pages see it: its nodes and facts, read from the base once and grouped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kb.answer.facts import ASSIGNED, HELP, LEAD, PARTS, part, rank
from kb.answer.links import PAGED
from kb.answer.matrix import matrix
from kb.answer.repairs import repair_of
from kb.answer.shapes import MatrixAnswer, TopicCounted, UnitAnswer, UnitCounted
from kb.answer.topics import topics
from kb.answer.unit import unit
from kb.answer.units import units
from kb.model import DROPPING, Commitment, Duty, Indicator, Node, Plan, Reference, Repair, Tag, Topic
from kb.problems import Problem
from kb.rules.holdings import by_basis
from kb.rules.ties import Tie, find_ties
from kb.store import Base
from kb_site.slug import slug
from kb_site.wording import BASES, left_out_of


@dataclass(frozen=True, slots=True)
class TableCell:
    """span: rows it covers. name: whether it is the indicator's name."""

    text: str
    span: int
    name: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a box's table: its node and the cells that begin in it."""

    node: Node
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """Units that take part in a node in one way. key: one of kb.answer.facts.PARTS. label: 牵头, 责任, 配合, 指导, …"""

    key: str
    label: str
    units: tuple[str, ...]


CHIEF = frozenset({LEAD, ASSIGNED, HELP, "named"})


_KEPT = frozenset({"base", "plan", "id", "loaded"})
_READ = frozenset({
    "nodes", "node", "children", "paged", "paged_ids", "_siblings", "indicators", "indicator", "repairs", "problems",
    "references", "duties", "tags", "tagged", "commitments", "cited",
})  # fmt: skip


def _cell(node: Node, column: int, span: int) -> TableCell:
    text = node.cells[column].text.value if column < len(node.cells) else ""
    return TableCell(text, span, bool(node.title) and text.startswith(node.title))


MOST_LOADED = 128
"""Plans that are held as read, 3 to 4 MB each: a site of a city's plans is read once, and one of a thousand holds no more of them."""


class LoadedViews:
    """The plans that are held as read. One too many, and the one read first is let go; it is read again where it is asked for."""

    def __init__(self, most: int = MOST_LOADED) -> None:
        self._most = most
        self._held: dict[str, PlanView] = {}
        self.forget: Callable[[str], None] = lambda _: None
        """Told which plan is let go."""

    def add(self, view: PlanView) -> None:
        self._held[view.id] = view
        while len(self._held) > self._most:
            first = next(iter(self._held))
            self._held.pop(first).release()
            self.forget(first)


class PlanView:
    """Everything the pages of one plan are made of. All lists in reading order.

    loaded: where it is told when it has been read; None: it is read now and stays so.
    """

    def __init__(self, base: Base, plan: Plan, loaded: LoadedViews | None = None) -> None:
        self.base = base
        self.plan = plan
        self.id = plan.id
        self.loaded = loaded
        if loaded is None:
            self._read(base)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name not in _READ:
                raise AttributeError(name)
            self._read(self.base)
            return vars(self)[name]

    def release(self) -> None:
        """Let go of what was read and worked out."""
        for name in [*vars(self)]:
            if name not in _KEPT:
                delattr(self, name)

    def _read(self, base: Base) -> None:
        plan = self.plan
        self.nodes: tuple[Node, ...] = base.nodes(plan.id)
        self.node: dict[str, Node] = {n.id: n for n in self.nodes}
        self.children: dict[str | None, list[Node]] = defaultdict(list)
        for n in self.nodes:
            self.children[n.parent].append(n)
        self.paged: tuple[Node, ...] = tuple(n for n in self.nodes if n.kind in PAGED)
        self.paged_ids: frozenset[str] = frozenset(n.id for n in self.paged)
        self._siblings: dict[str | None, tuple[Node, ...]] = {}
        self.indicators: tuple[Indicator, ...] = base.indicators(plan.id)
        self.indicator: dict[str, Indicator] = {i.id: i for i in self.indicators}
        self.repairs: tuple[Repair, ...] = base.repairs(plan.id)
        self.problems: tuple[Problem, ...] = base.problems(plan.id)
        self.references: tuple[Reference, ...] = base.references(plan=plan.id)
        self._group(base)
        if self.loaded is not None:
            self.loaded.add(self)

    def _group(self, base: Base) -> None:
        self.duties: dict[str, list[Duty]] = defaultdict(list)
        for duty in sorted(base.duties(plan=self.id), key=rank):
            self.duties[duty.node].append(duty)
        self.tags: dict[str, list[Tag]] = defaultdict(list)
        self.tagged: dict[str, list[Tag]] = defaultdict(list)
        for tag in base.tags(plan=self.id):
            self.tags[tag.node].append(tag)
            self.tagged[tag.topic].append(tag)
        self.commitments: dict[str, list[Commitment]] = defaultdict(list)
        for commitment in base.commitments(plan=self.id):
            self.commitments[commitment.node].append(commitment)
        self.cited: dict[str, list[Reference]] = defaultdict(list)
        for reference in self.references:
            self.cited[reference.node].append(reference)

    def path(self, name: str) -> str:
        """A page of this plan: "indicators" → `dadukou-children-2021-2030/indicators.html`."""
        return f"{self.id}/{name}.html"

    def unit_path(self, name: str) -> str:
        return self.path(f"unit-{slug(name)}")

    def topic_path(self, name: str) -> str:
        return self.path(f"topic-{slug(name)}")

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        """From the chapter down to the parent."""
        out: list[Node] = []
        parent = node.parent
        while parent is not None:
            out.append(self.node[parent])
            parent = self.node[parent].parent
        return tuple(reversed(out))

    def siblings(self, node: Node) -> tuple[Node, ...]:
        """The nodes with a page of their own under the same parent, the node among them."""
        if node.parent not in self._siblings:
            self._siblings[node.parent] = tuple(
                n for n in self.children[node.parent] if n.id in self.paged_ids
            )
        return self._siblings[node.parent]

    def section(self, node: Node) -> Node | None:
        """The nearest section or chapter, the node itself included; None for cover matter."""
        at: Node | None = node
        while at is not None and at.kind not in ("section", "chapter"):
            at = self.node[at.parent] if at.parent else None
        return at

    def holders(self, node: str) -> tuple[Holders, ...]:
        """Units by how they take part in a node, the strongest first, each unit once; empty groups left out."""
        found: dict[tuple[int, str, str], dict[str, None]] = {}
        for duty in self.duties.get(node, ()):
            key = part(duty)
            label = duty.role if key == HELP else BASES[key]
            found.setdefault((PARTS.index(key), key, label), {})[duty.unit] = None
        seen: set[str] = set()
        out = []
        for (_, key, label), held in sorted(found.items(), key=lambda group: group[0][0]):
            names = tuple(u for u in held if u not in seen)
            seen.update(names)
            if names:
                out.append(Holders(key, label, names))
        return tuple(out)

    def chief_holders(self, node: str) -> tuple[Holders, ...]:
        """For lists: who is assigned or named; where nobody is, those on the next basis there is."""
        found = self.holders(node)
        return tuple(h for h in found if h.key in CHIEF) or found[:1]

    def topic_names(self, node: str) -> tuple[str, ...]:
        """Topics of a node: those of its title first."""
        tags = sorted(self.tags.get(node, ()), key=lambda t: (t.place != "title", -t.hits))
        return tuple(dict.fromkeys(t.topic for t in tags))

    def table(self, box: Node, rows: tuple[Node, ...] = ()) -> list[TableRow]:
        """A box's table as printed: a cell spans the rows below whose cell is merged with it, and no others: an empty
        cell stays empty. No rows for a box without a table. rows: some of its rows in order; () for all."""
        below = list(rows) or ([n for n in self.children[box.id] if n.cells] if box.columns else [])
        spans = [[1] * len(box.columns) for _ in below]
        first_cells = self._cells_above(box, below[0]) if rows else {}
        for column in range(len(box.columns)):
            first = 0
            for i, node in enumerate(below):
                if i and column < len(node.cells) and node.cells[column].merged:
                    spans[first][column] += 1
                    spans[i][column] = 0
                else:
                    first = i
        return [
            TableRow(
                node,
                tuple(
                    TableCell(first_cells[column], span, False)
                    if not i and column in first_cells
                    else _cell(node, column, span)
                    for column, span in enumerate(row)
                    if span
                ),
            )
            for i, (node, row) in enumerate(zip(below, spans, strict=True))
        ]

    def _cells_above(self, box: Node, first: Node) -> dict[int, str]:
        """Return the words of the cells that the first row shown is one with, by column: they were printed on a page before."""
        out = {}
        for column, cell in enumerate(first.cells):
            if cell.merged:
                above = [n for n in self.children[box.id] if n.cells and n.order < first.order]
                own = (n.cells[column] for n in reversed(above) if column < len(n.cells))
                out[column] = next((c.text.value for c in own if not c.merged), "")
        return out

    def ties(self, node: str) -> tuple[Tie, ...]:
        """The nodes most closely tied to one."""
        return find_ties(
            node, nodes=self.node, tags=self.tags, tagged=self.tagged, duties=self.duties.get(node, ())
        )

    def column_of(self, node: Node, quote: str) -> str:
        """The heading of the table column a quote stands in; "" for running text."""
        return next((c.column for c in node.cells if c.text.value and quote in c.text.value), "")

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Lines that import left out of the text and that are inside what a duty quotes: page marks, running heads."""
        dropped = {line.strip() for r in self.repairs if r.kind in DROPPING for line in r.source.splitlines()}
        quotes = {duty.quote for duties in self.duties.values() for duty in duties if "\n" in duty.quote}
        return tuple(sorted({line for quote in quotes for line in left_out_of(quote, dropped - {""})}))

    @cached_property
    def repair_of(self) -> dict[str, Repair]:
        """The repair a node carries, by node id."""
        return repair_of(self.nodes, self.repairs)

    @cached_property
    def units(self) -> tuple[UnitCounted, ...]:
        """Units with any tie to this plan, most responsible first: kb.answer.units of the plan."""
        return tuple(u for u in units(self.base, self.id)["units"] if any(by_basis(u["counts"]).values()))

    @cached_property
    def unmentioned(self) -> tuple[UnitCounted, ...]:
        """Units the registry holds for this plan that no node names."""
        with_page = {u["unit"] for u in self.units}
        return tuple(
            u
            for u in units(self.base, self.id)["units"]
            if self.id in u["plans"] and u["unit"] not in with_page
        )

    @cached_property
    def sheets(self) -> dict[str, UnitAnswer]:
        """The duty sheet of every unit with a page, by its name in this plan: kb.answer.unit."""
        return {u["unit"]: unit(self.base, u["unit_id"], plan=self.id) for u in self.units}

    @cached_property
    def topics(self) -> tuple[TopicCounted, ...]:
        """Topics with nodes in this plan: kb.answer.topics."""
        return tuple(t for t in topics(self.base, self.id)["topics"] if t["nodes"])

    @cached_property
    def topic(self) -> dict[str, Topic]:
        return {t.name: t for t in self.base.topics()}

    @cached_property
    def matrix(self) -> MatrixAnswer:
        return matrix(self.base, self.id)
