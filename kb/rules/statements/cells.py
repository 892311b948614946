"""Statements in tables: a column 责任单位, 牵头部门, …, with the deadline of a column 完成时限."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kb.model import Cell, Node
from kb.rules.ground import Ground
from kb.rules.names import Names
from kb.rules.statements.clauses import read_statement
from kb.rules.statements.statement import Statement
from kb.words.deadlines import is_deadline_column
from kb.words.normalised import Normalised, compact
from kb.words.role_words import ROLE_OF
from kb.words.roles import is_leader_label, is_role_name, role_of_label


def is_header(node: Node) -> bool:
    """Return whether a table row is a header: every cell with text repeats its column, or names a role and nothing else."""
    cells = [(compact(c.column), compact(c.text.value)) for c in node.cells]
    said = [(column, value) for column, value in cells if value]
    return bool(said) and all(column.startswith(value) or is_role_name(value) for column, value in said)


def statements_of_row(
    ground: Ground, node: Node, names: Names
) -> Iterator[tuple[Node, Normalised, Statement]]:
    """Yield (the row that prints it, the cell's text, its statement) for each role column of a table row.

    A cell merged with the one above says what that one says.
    """
    cells = list(said_cells(ground, node))
    deadline = next(
        (t.raw(0, len(t.value)) for _, c, t in cells if is_deadline_column(compact(c.column))), ""
    )
    leaders = tuple(
        t.raw(0, len(t.value)) for _, c, t in cells if is_leader_label(compact(c.column)) and t.value
    )
    below = _second_header(ground, node)
    for i, (place, cell, text) in enumerate(cells):
        role = below.get(i) or _role_of_column(node, compact(cell.column))
        if role is None or not text.value:
            continue
        statement = read_statement(text, 0, len(text.value), names, role)
        if statement is not None and (statement.grants or statement.same):
            yield (
                place,
                text,
                replace(
                    statement,
                    deadline=statement.deadline or deadline,
                    leaders=statement.leaders or leaders,
                    labelled=True,
                ),
            )


def _role_of_column(node: Node, column: str) -> str | None:
    """Return the role of a column. 主要责任单位 next to a column 责任单位 is of those who lead."""
    role = role_of_label(column)
    if role != "责任" or not column.startswith(("主要", "第一")):
        return role
    others = (compact(c.column) for c in node.cells if c.column != column)
    return "牵头" if any(column.endswith(o) and role_of_label(o) == "责任" for o in others if o) else role


def _second_header(ground: Ground, node: Node) -> dict[int, str]:
    """Roles by column of a second header row, which divides 责任单位 into 牵头 and 配合."""
    memo: dict[str | None, dict[int, str]] = ground.memo.setdefault("second headers", {})
    if node.parent not in memo:
        rows = [r for r in ground.beside(node) if r.cells and is_header(r)]
        memo[node.parent] = {
            i: ROLE_OF[value[:2]]
            for row in rows
            for i, cell in enumerate(row.cells)
            if (value := compact(cell.text.value)) != compact(cell.column)
            if is_role_name(value) and value[:2] in ROLE_OF
        }
    return memo[node.parent]


def said_cells(ground: Ground, node: Node) -> Iterator[tuple[Node, Cell, Normalised]]:
    """Yield the cells of a row with the row that prints each: its own, or one above with which the cell is merged."""
    rows: list[Node] | None = None
    for i, cell in enumerate(node.cells):
        place = node
        if cell.merged:
            if rows is None:
                siblings = ground.beside(node)
                rows = [n for n in siblings if n.order < node.order and len(n.cells) == len(node.cells)]
            for above in reversed(rows):
                place = above
                if not above.cells[i].merged:
                    break
        yield place, place.cells[i], ground.cell(place, i)
