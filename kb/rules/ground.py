"""What every rule builds on: a tree with its registry, topics, lines and ready matching forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.model import Basis, Cell, Duty, Node, Topic, Tree, Unit
from kb.rules.registry import NamesByFirst, Registry, names_by_first
from kb.spans import Lines, Text
from kb.words.normalised import Normalised, compact, normalise

_WHAT_WAS = (
    r"(?:发展|工作|建设|实施|规划|取得的?|现有|存在的?|面临的?|主要)*(?:突出|历史性|显著)?"
    r"(?:现状|回顾|成效|成绩|成就|不足|问题|困难|短板|(?:发展|现实|工作|规划|建设)基础|形势|挑战|机遇)"
)
_BACK = re.compile(
    rf"^(?:“?十[一二三四五]五”?(?:时期)?|20\d\d年|过去[一二三五十]+年)?的?{_WHAT_WAS}(?:(?:与|和|及|、){_WHAT_WAS})*$"
)
"""Headings of what was: “发展现状”, “主要成效和存在问题”; “发展形势与总体要求” is also of what shall be."""
TASKS = frozenset({"task", "measure", "project", "goal", "principle"})
"""Kinds whose paragraphs speak for the node above them."""
INHERITING = frozenset({"section", "goal", "task", "measure", "project", "indicator"})
"""Kinds below a heading that take the units of the heading."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of the source that proves something: `source[start:end] == text`; line is 1-based."""

    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Ground:
    """A tree made ready for rules. content: the nodes facts are looked for in, cover and imprint left out."""

    tree: Tree
    registry: Registry = field(default_factory=Registry)
    topics: tuple[Topic, ...] = ()

    def __post_init__(self) -> None:
        nodes = {n.id: n for n in self.tree.nodes}
        children: dict[str, list[Node]] = {}
        for n in self.tree.nodes:
            children.setdefault(n.parent or "", []).append(n)
        fixed = {
            "nodes": nodes,
            "_children": children,
            "lines": Lines(self.tree.plan.source),
            "content": tuple(n for n in self.tree.nodes if not _is_cover(n)),
            "_plains": {},
            "names": self.registry.names(self.tree.plan.id),
            "memo": {},
            "source": compact(self.tree.plan.source),
        }
        for k, v in fixed.items():
            object.__setattr__(self, k, v)
        object.__setattr__(self, "names_by_first", names_by_first(self.names))

    nodes: dict[str, Node] = field(init=False, repr=False)
    lines: Lines = field(init=False, repr=False)
    content: tuple[Node, ...] = field(init=False, repr=False)
    names: dict[str, Unit] = field(init=False, repr=False)
    names_by_first: NamesByFirst = field(init=False, repr=False)
    source: str = field(init=False, repr=False)
    memo: dict[str, Any] = field(init=False, repr=False)
    _children: dict[str, list[Node]] = field(init=False, repr=False)
    _plains: dict[tuple[str, str], Normalised] = field(init=False, repr=False)

    def children(self, node: Node) -> list[Node]:
        return self._children.get(node.id, [])

    def beside(self, node: Node) -> list[Node]:
        """Return the nodes under the same heading, the node itself included; without a heading those at the top."""
        return self._children.get(node.parent or "", [])

    def below(self, node: Node) -> Iterator[Node]:
        """Every node below one, in reading order."""
        for c in self.children(node):
            yield c
            yield from self.below(c)

    def above(self, node: Node) -> Iterator[Node]:
        """The nodes a node hangs below, nearest first."""
        while node.parent is not None and (up := self.nodes.get(node.parent)) is not None:
            yield up
            node = up

    def speaks_for(self, node: Node) -> Node:
        """The node whose text a paragraph continues (“监测组由……牵头” under 四、（一）); any other node is its own.

        A section cut into paragraphs from its start has no text of its own to continue: those are alone.
        """
        if node.kind != "paragraph" or node.parent is None or (parent := self.nodes.get(node.parent)) is None:
            return node
        if parent.kind in TASKS:
            return parent
        alone = not any(c.kind in TASKS for c in self.children(parent))
        return parent if parent.kind == "section" and alone and parent.text else node

    def looks_back(self, node: Node) -> bool:
        """Whether a node tells what was, not what shall be: it or a heading above is “发展现状”, “主要成效”, “存在问题”."""
        return any(_BACK.match(compact(n.title)) for n in (node, *self.above(node)))

    def head(self, node: Node) -> Normalised:
        return self._plain(node.id, "head", node.head)

    def body(self, node: Node) -> Normalised:
        return self._plain(node.id, "body", node.body)

    def cell(self, node: Node, index: int) -> Normalised:
        return self._plain(node.id, f"cell{index}", node.cells[index].text, cell=True)

    def cells(self, node: Node) -> Iterator[tuple[Cell, Normalised]]:
        for i, c in enumerate(node.cells):
            yield c, self.cell(node, i)

    def duty(self, unit: str, node: str, role: str, basis: Basis, printed: str, quote: Quote) -> Duty:
        """A duty of this plan, proved by a quote."""
        return Duty(
            self.tree.plan.id,
            unit,
            node,
            role,
            basis,
            printed,
            quote.text,
            quote.start,
            quote.end,
            quote.line,
        )

    def _plain(self, node: str, part: str, text: Text, cell: bool = False) -> Normalised:
        key = (node, part)
        if key not in self._plains:
            self._plains[key] = normalise(text, cell)
        return self._plains[key]

    def quote(self, text: Normalised, a: int, b: int) -> Quote | None:
        """The proof for value[a:b], as printed in the source, breaks included."""
        at = text.bounds(a, b)
        if at is None:
            return None
        start, end = at
        return Quote(self.tree.plan.source[start:end], start, end, self.lines.line(start))


def _is_cover(node: Node) -> bool:
    """Cover, title and imprint: addressees and signatures, not duties."""
    local = node.local
    return local == "title" or local.startswith(("cover.", "imprint."))
