"""Rows ⇄ model: how each dataclass lies in its table. Reading back what was written gives equal objects."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kb.model import Baseline, Cell, Commitment, Duty, Indicator, Node, Plan, Reference, Repair, Tag, Target
from kb.problems import Problem
from kb.spans import Piece, Span, Text

Row = tuple[Any, ...]


def dump_list(items: Iterable[Any]) -> str:
    return json.dumps(list(items), ensure_ascii=False, separators=(",", ":"))


def load_list(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def dump_pieces(text: Text) -> str:
    """Runs as one flat array: `[0,120,158]` is value[0:38] == source[120:158]."""
    return dump_list(n for p in text.pieces for n in (p.at, p.start, p.end))


def load_text(value: str, pieces: str) -> Text:
    if pieces == "[]":
        return Text(value)
    flat = json.loads(pieces)
    return Text(value, tuple(Piece(*flat[i : i + 3]) for i in range(0, len(flat), 3)))


def plan_row(plan: Plan, place: int) -> Row:
    first, last = plan.period or (None, None)
    return (
        plan.id, place, plan.title, plan.doc_number, plan.issuer, plan.issued, plan.adopted, plan.publicity,
        plan.level, dump_list(plan.recipients), dump_list(plan.cc), first, last, dump_list(plan.basis),
        plan.source_file,
    )  # fmt: skip


def load_plan(row: Row, source: str) -> Plan:
    (id_, _place, title, doc_number, issuer, issued, adopted, publicity, level, recipients, cc, first, last,
     basis, source_file) = row  # fmt: skip
    return Plan(
        id_, title, doc_number, issuer, issued, adopted, publicity, level, load_list(recipients),
        load_list(cc), None if first is None else (first, last), load_list(basis), source_file, source,
    )  # fmt: skip


NODE_COLUMNS = (
    'id, plan, place, parent, kind, number, title, depth, citation, head, body, head_pieces, body_pieces, '
    '"start", "end", line, repaired, columns, plan_line, edited'
)  # fmt: skip


def node_row(node: Node) -> Row:
    span = node.span
    return (
        node.id, node.plan, node.order, node.local, node.parent, node.kind, node.number, node.title,
        node.depth, node.citation, node.head.value, node.body.value,
        dump_pieces(node.head), dump_pieces(node.body),
        span.start if span else None, span.end if span else None, span.line if span else None,
        dump_list(node.repaired), dump_list(node.columns), node.plan_line, int(node.edited),
    )  # fmt: skip


def load_node(row: Row, cells: tuple[Cell, ...] = ()) -> Node:
    (id_, plan, place, parent, kind, number, title, depth, citation, head, body, head_pieces, body_pieces,
     start, end, line, repaired, columns, plan_line, edited) = row  # fmt: skip
    return Node(
        id_, plan, kind, number, title, parent, place, depth, load_text(head, head_pieces),
        load_text(body, body_pieces), citation, None if start is None else Span(start, end, line),
        load_list(repaired), cells, load_list(columns), plan_line, bool(edited),
    )  # fmt: skip


def cell_row(node: str, place: int, cell: Cell) -> Row:
    return (node, place, cell.column, cell.text.value, dump_pieces(cell.text))


def indicator_row(i: Indicator, place: int) -> Row:
    b = i.baseline
    tail: Row = (None,) * 8
    if b is not None:
        tail = (b.year, b.value, b.unit_of_measure, b.node, b.quote, b.start, b.end, b.line)
    return (
        i.id, i.plan, place, i.box, i.number, i.part, i.name, i.unit_of_measure, i.binding,
        int(i.binding_inherited), i.category, dump_list(i.units), *tail,
    )  # fmt: skip


def target_rows(i: Indicator) -> list[Row]:
    rows: list[Row] = []
    if not i.targets or i.targets[0] != i.target:
        rows.append((i.id, -1, *_target(i.target)))
    rows.extend((i.id, place, *_target(t)) for place, t in enumerate(i.targets))
    return rows


def _target(t: Target) -> Row:
    return (t.text, t.op, t.value, t.value_high, t.trend, t.year, t.column, int(t.approx), int(t.cumulative))


def load_indicator(row: Row, targets: list[tuple[int, Target]]) -> Indicator:
    """targets: (place, target) in order of place; place -1 is the main target where it is no column's."""
    (id_, plan, _place, box, number, part, name, unit, binding, inherited, category, units,
     year, value, measure, node, quote, start, end, line) = row  # fmt: skip
    baseline = None if value is None else Baseline(year, value, measure, node, quote, start, end, line)
    columns = tuple(t for place, t in targets if place >= 0)
    return Indicator(
        id_, plan, box, number, part, name, unit, targets[0][1], columns, binding, bool(inherited), category,
        load_list(units), baseline,
    )  # fmt: skip


def load_target(row: Row) -> tuple[str, int, Target]:
    indicator, place, text, op, value, high, trend, year, column, approx, cumulative = row
    target = Target(text, op, value, high, trend, year, column, bool(approx), bool(cumulative))
    return indicator, place, target


def duty_row(id_: int, unit: int, d: Duty) -> Row:
    return (
        id_, d.plan, unit, d.node, d.role, d.basis, d.printed, d.quote, d.start, d.end, d.line, d.deadline,
        d.inherited_from, d.link, d.why, d.document,
    )  # fmt: skip


def tag_row(id_: int, t: Tag) -> Row:
    return (id_, t.plan, t.node, t.topic, t.place, t.hits)


def commitment_row(id_: int, c: Commitment) -> Row:
    return (
        id_, c.plan, c.node, c.subject, c.op, c.value, c.value_high, c.unit_of_measure, c.quote, c.start,
        c.end, c.line,
    )  # fmt: skip


def reference_row(id_: int, r: Reference) -> Row:
    return (id_, r.plan, r.node, r.kind, r.name, r.quote, r.start, r.end, r.line)


def problem_row(id_: int, plan: str, p: Problem) -> Row:
    return (
        id_,
        plan,
        p.path,
        p.line,
        p.column,
        p.code,
        p.level,
        p.message,
        p.excerpt,
        p.hint,
        p.node,
        p.source_line,
    )


def load_problem(row: Row) -> Problem:
    path, line, column, code, level, message, excerpt, hint, node, source_line = row
    return Problem(path, line, column, code, message, excerpt, hint, level, node, source_line)


def repair_row(id_: int, plan: str, r: Repair) -> Row:
    return (id_, plan, r.kind, r.start, r.end, r.line, r.source, r.value, r.reason, r.plan_line)
