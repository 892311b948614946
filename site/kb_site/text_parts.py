"""The full text of a plan cut into pages: front (cover, preamble, contents), then chapters, sections or runs of clauses.

A page of text weighs at most `MOST` bytes of HTML, as far as the plan's own clauses allow. A plan that fits on one page
has no other. A chapter begins a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kb.model import Node
from kb_site.plan_view import PlanView

# Bytes of HTML a page may hold of the text itself. The page's head, foot and contents come to 4–6 KB more (measured on the
# eleven plans of tests/several.py); a page is to weigh 30 KB at most.
MOST = 23_500
# What the HTML of a clause weighs besides its characters, in bytes: heading, anchor, button of citation, line number.
CLAUSE = 620
ROW = 330
# A link in the margin: a unit, a topic, an indicator with its target.
UNIT = 115
TOPIC = 90
INDICATOR = 170
BYTES = 3  # of a Chinese character
# Entries of the contents on the front page. A plan with more lists its chapters and sections alone.
MOST_ENTRIES = 150


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of text that is not cut: a clause, or a box with some rows of its table.

    depth: 0 for a chapter. rows: nodes of the table's rows that are printed here. begins: whether the piece has the
    node's own heading, or continues it.
    """

    node: Node
    depth: int
    weight: int
    rows: tuple[Node, ...] = ()
    begins: bool = True
    box: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A page of text.

    name: of its file, without the ending. above: headings that its first item continues.
    last_of_chapter: whether the chapter ends on this page.
    """

    name: str
    items: tuple[Item, ...]
    above: tuple[Node, ...]
    last_of_chapter: bool = True

    @property
    def first(self) -> Node:
        return self.items[0].node

    @property
    def nodes(self) -> Iterator[Node]:
        for item in self.items:
            if item.begins:
                yield item.node
            yield from item.rows


def is_frame(node: Node) -> bool:
    """Return whether a root node is cover, title, preamble or imprint."""
    return node.local == "title" or node.local.split(".")[0] in ("cover", "preamble", "imprint")


class TextParts:
    """The pages of one plan's full text, and on which of them each node is."""

    def __init__(self, view: PlanView) -> None:
        self.view = view
        self.body = tuple(n for n in view.children[None] if not is_frame(n))
        items = [item for n in self.body for item in self._items(n, 0)]
        front = sum(_weight(view, n) for n in view.children[None] if is_frame(n))
        whole = front + sum(item.weight for item in items)
        self.parts = () if whole <= MOST else tuple(self._parts(items))
        self.items = tuple(items)
        self.name_of: dict[str, str] = dict.fromkeys((n.id for n in view.nodes), "text")
        for part in self.parts:
            self.name_of.update((n.id, part.name) for n in part.nodes)
        self.imprint = tuple(n for n in view.children[None] if n.local.startswith("imprint."))
        if self.parts:
            self.name_of.update((n.id, self.parts[-1].name) for n in self.imprint)

    def path(self, node: str) -> str:
        """Return the page of the text that a node is on."""
        return self.view.path(self.name_of[node])

    def _items(self, node: Node, depth: int, box: str = "") -> Iterator[Item]:
        """Yield a node and what is below it in reading order."""
        view = self.view
        rows = [row.node for row in view.table(node)] if node.kind == "box" else []
        inside = node.id if node.kind == "box" else box
        own = _weight(view, node)
        if rows:
            yield from self._rows(node, depth, own, rows)
        else:
            yield Item(node, depth, own, box=inside)
        for child in view.children[node.id]:
            if not (rows and child.cells):
                yield from self._items(child, depth + 1, inside)

    def _rows(self, box: Node, depth: int, own: int, rows: list[Node]) -> Iterator[Item]:
        """Yield a box with its table, the rows in as many pieces as they need."""
        piece: list[Node] = []
        weight, begins = own, True
        for row in rows:
            heavy = _row_weight(row)
            if piece and weight + heavy > MOST:
                yield Item(box, depth, weight, tuple(piece), begins, box.id)
                piece, weight, begins = [], CLAUSE, False
            piece.append(row)
            weight += heavy
        yield Item(box, depth, weight, tuple(piece), begins, box.id)

    def _parts(self, items: list[Item]) -> Iterator[Part]:
        """Yield pages: a new one with every chapter, and where the next clause with all below it does not fit."""
        now: list[Item] = []
        used: set[str] = set()
        weight = 0
        below = self._below(items)
        for at, item in enumerate(items):
            chapter = item.node.kind == "chapter" and item.begins
            need = below[at]
            if need > MOST:  # it is cut anyway: its heading stays with what follows it
                need = item.weight + min(below[at + 1] if at + 1 < len(items) else 0, MOST // 2)
            if now and (chapter or weight + need > MOST):
                yield self._part(now, used, last=chapter)
                now, weight = [], 0
            now.append(item)
            weight += item.weight
        if now:
            yield self._part(now, used, last=True)

    def _part(self, items: list[Item], used: set[str], *, last: bool) -> Part:
        node = items[0].node
        name, n = f"text-{node.local}", 1
        while name in used:
            n += 1
            name = f"text-{node.local}-{n}"
        used.add(name)
        above = (*self.view.ancestors(node), *(() if items[0].begins else (node,)))
        return Part(
            name=name, items=tuple(items), above=tuple(a for a in above if a.title), last_of_chapter=last
        )

    def _below(self, items: list[Item]) -> list[int]:
        """Return for each item its weight with that of the items below it."""
        out = [item.weight for item in items]
        for at in range(len(items) - 1, -1, -1):
            for later in range(at + 1, len(items)):
                if items[later].depth <= items[at].depth:
                    break
                out[at] += items[later].weight
        return out

    def entries(self) -> tuple[tuple[Node, int], ...]:
        """Return what the contents of the front page list, with depths.

        Every anchor that an old link may name leads on from here: its own entry, or the entry that its number begins
        with, is on the same page as the node itself.
        """
        titled = [(i.node, i.depth) for i in self.items if i.begins and i.node.title]
        if len(titled) > MOST_ENTRIES:
            shallow = [(n, d) for n, d in titled if d < 2 and n.kind != "paragraph"]
            titled = shallow if len(shallow) > 1 else titled
        listed = {n.id for n, _ in titled}
        out: list[tuple[Node, int]] = []
        for item in self.items:
            nodes = ((item.node, item.depth),) if item.begins else ()
            for node, depth in (*nodes, *((row, item.depth + 1) for row in item.rows)):
                if node.id in listed or self._lost(node, listed):
                    listed.add(node.id)
                    out.append((node, depth))
        return (*out, *((node, 1) for node in self.imprint))

    def _lost(self, node: Node, listed: set[str]) -> bool:
        """Whether no entry that the node's number begins with is on the node's page."""
        plan, local = node.id.split("/", 1)
        while "." in local:
            local = local.rpartition(".")[0]
            if f"{plan}/{local}" in listed:
                return self.name_of[f"{plan}/{local}"] != self.name_of[node.id]
        return True


def groups_of_boxes(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """Return the items in runs of one box, with the box's id; "" for those in none."""
    return [(box, list(inside)) for box, inside in groupby(items, key=lambda item: item.box)]


def _weight(view: PlanView, node: Node) -> int:
    """Return about how many bytes of HTML a node's own block takes."""
    links = sum(len(h.units) for h in view.holders(node.id))
    own = CLAUSE + BYTES * (len(node.text) + 2 * len(node.title))
    if node.columns:
        own = CLAUSE + 2 * BYTES * len(node.title) + BYTES * sum(map(len, node.columns))
    marks = len(view.duties.get(node.id, ())) + len(view.cited.get(node.id, ()))
    near = INDICATOR * 4 if node.kind == "task" else 0
    return own + UNIT * (links + marks) + TOPIC * len(view.topic_names(node.id)) + near


def _row_weight(row: Node) -> int:
    return ROW + sum(BYTES * len(c.text.value) + 10 for c in row.cells)
