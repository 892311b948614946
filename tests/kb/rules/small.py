"""Small plans for rule tests, written as rows; spans are right by construction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.model import Cell, Duty, Facts, Kind, Node, Plan, Topic, Tree, Unit
from kb.rules import find_facts
from kb.spans import Piece, Span, Text, join_texts

NUMBER = re.compile(
    r"^(?:第[^章]{1,3}章|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．]|——|专栏[一二三四五六七八九十\d]+)"
)


@dataclass(frozen=True)
class Row:
    """One node: depth below the root, kind, heading as printed, text below it, cells for a table row."""

    depth: int
    kind: Kind
    head: str = ""
    body: str = ""
    cells: tuple[tuple[str, str], ...] = ()


def plan(*rows: Row, id_: str = "p", period: tuple[int, int] | None = (2021, 2030)) -> Tree:
    """A tree whose source is the rows' texts, one a line."""
    source = ""
    nodes: list[Node] = []
    parents: list[str] = []
    counts: list[int] = []

    def put(text: str) -> Text:
        nonlocal source
        if not text:
            return Text("")
        start = len(source)
        source += text + "\n"
        return Text(text, (Piece(0, start, start + len(text)),))

    for order, row in enumerate(rows):
        start = len(source)
        head = put(row.head)
        if row.cells:
            cells = tuple(Cell(column, put(value)) for column, value in row.cells)
            body = join_texts([c.text for c in cells], " ")
        else:
            cells = ()
            body = put(row.body)
        del counts[row.depth + 1 :], parents[row.depth :]
        if len(counts) <= row.depth:
            counts.append(0)
        counts[row.depth] += 1
        local = ("q" if row.kind == "paragraph" else "") + ".".join(map(str, counts))
        m = NUMBER.match(row.head)
        number = m[0].rstrip("、.．") if m else ""
        title = re.sub(r"（[^）]*单位[^）]*）$", "", row.head[m.end() if m else 0 :]).rstrip("。：")
        if row.kind == "indicator":
            title = re.sub(r"（[^（）]*）$", "", dict(row.cells).get("指标名称（单位）", ""))
            number = dict(row.cells).get("序号", "")
        node = Node(
            f"{id_}/{local}", id_, row.kind, number, title, parents[-1] if parents else None, order, row.depth,
            head, body, f"第{order + 1}条", Span(start, len(source), order + 1), cells=cells,
        )  # fmt: skip
        nodes.append(node)
        parents.append(node.id)
    return Tree(Plan(id_, "规划", period=period, source=source), tuple(nodes))


def task(body: str, head: str = "1.做一件事。") -> Tree:
    """A plan of one task with this text."""
    return plan(Row(0, "chapter", "一、任务"), Row(1, "task", head, body))


def facts(tree: Tree, units: tuple[Unit, ...] = (), topics: tuple[Topic, ...] = ()) -> Facts:
    return find_facts(tree, units, topics)


def assigned(tree: Tree, node: str = "p/1.1", units: tuple[Unit, ...] = ()) -> list[tuple[str, str]]:
    """(unit, role) of a node's assigned duties, in order."""
    return [(d.unit, d.role) for d in duties(tree, node, units) if d.basis == "assigned"]


def named(tree: Tree, node: str = "p/1.1", units: tuple[Unit, ...] = ()) -> list[tuple[str, str]]:
    return [(d.unit, d.role) for d in duties(tree, node, units) if d.basis == "named"]


def duties(tree: Tree, node: str = "p/1.1", units: tuple[Unit, ...] = ()) -> list[Duty]:
    found = find_facts(tree, units, ())
    for d in found.duties:
        assert tree.plan.source[d.start : d.end] == d.quote
    return [d for d in found.duties if d.node == node]
