"""Assigned duties (明确责任) where a plan prints them: brackets, label lines, table cells, headings.

“……（责任单位：区卫健委）”, “〔牵头单位：A；配合单位：B；完成时限：2023 年10 月底前〕”, “（A牵头，B配合）”, a line
“牵头单位：A。” of its own, a cell of a column 责任单位, a heading “（一）……（牵头单位：A）” for all below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.model import Cell, Node
from kb.rules.ground import INHERITING, Ground, Quote
from kb.rules.names import Names
from kb.rules.roles import (
    CARRIED,
    FIRST_LEADS,
    LABEL_BRACKETED,
    LABEL_IN_BRACKET,
    LABEL_IN_TEXT,
    LABEL_SAID,
    LABEL_START,
    is_deadline_column,
)
from kb.rules.statements.clauses import Statement, read_bare, read_statement
from kb.words.normalised import CLOSE, OPEN, Normalised, brackets, compact
from kb.words.role_words import ROLE_OF
from kb.words.roles import is_role_name, role_of_label


@dataclass(frozen=True, slots=True)
class Found:
    """A statement and where it stands. node: whose duty it is; place: the node whose text prints it.

    heading: it stands in a heading, or alone below one, and holds for all below. above: it stands in the row above,
    in a cell that is one with this row's.
    """

    node: Node
    place: Node
    statement: Statement
    text: Normalised
    quote: Quote
    start: int
    end: int
    heading: bool = False
    above: bool = False


def find_statements(ground: Ground) -> list[Found]:
    """Every statement of responsibility of a plan, in reading order."""
    if "statements" not in ground.memo:
        ground.memo["statements"] = _find_statements(ground)
    found: list[Found] = ground.memo["statements"]
    return found


def statement_spans(ground: Ground, text: Normalised) -> list[tuple[int, int]]:
    """Where statements stand in one of a node's texts (its `head` or `body`)."""
    if "spans" not in ground.memo:
        spans: dict[int, list[tuple[int, int]]] = {}
        for f in find_statements(ground):
            spans.setdefault(id(f.text), []).append((f.start, f.end))
        ground.memo["spans"] = spans
    out: list[tuple[int, int]] = ground.memo["spans"].get(id(text), [])
    return out


USUAL = 3
"""So many nodes with statements of their own show that a bracket behind a task is where this plan puts its units."""


def _find_statements(ground: Ground) -> list[Found]:
    names = Names(ground)
    found: list[Found] = []
    maybe: list[Found] = []
    ruled = _ruled_from(ground)
    for node in ground.content:
        if is_header(node):
            continue
        if node.cells:
            found += _from_cells(ground, node, names)
            if any(role_of_label(c.column) for c in node.cells) or node.kind == "indicator":
                continue
        head, body = ground.head(node), ground.body(node)
        parts = [(head, True)] if head.value else []
        if body.value and body.value != head.value:
            parts.append((body, False))
        for text, is_head in parts:
            spans = _statements_in(ground, text, names)
            alone = not is_head and _nothing_else(text, spans)
            for a, b, statement in spans:
                quote = ground.quote(text, a, b)
                if quote is None:
                    continue
                target = _target(ground, node, alone)
                below = any(c.kind in INHERITING for c in ground.children(target))
                found.append(
                    Found(target, node, statement, text, quote, a, b, heading=below and (is_head or alone))
                )
            if not spans and (closing := _closing_names(text, names)) is not None:
                a, b, statement = closing
                if (quote := ground.quote(text, a, b)) is not None and not node.cells:
                    one = Found(_target(ground, node, False), node, statement, text, quote, a, b)
                    if node.order >= ruled or statement.first_leads or statement.deadline:
                        found.append(one)
                    elif len(statement.grants) > 1:
                        maybe.append(one)
    if maybe and max(len({f.node.id for f in some}) for some in (found, maybe)) >= USUAL:
        found = sorted([*found, *maybe], key=lambda f: f.place.order)
    return found


def _ruled_from(ground: Ground) -> float:
    """Reading order of the first node that states a scope rule (“列首位的为牵头单位”, “…不再列出”); infinity for none."""
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            if FIRST_LEADS.search(text.value) or any(p.search(text.value) for p in CARRIED):
                return node.order
    return float("inf")


def _closing_names(text: Normalised, names: Names) -> tuple[int, int, Statement] | None:
    """The bracket of names alone that stands by itself behind the last sentence of a text: “……。（市文旅局、市教育局）”."""
    value = text.value.rstrip("。；")
    spans = [(a, b) for a, b in brackets(value) if b == len(value) and (not a or value[a - 1] in "。；！？")]
    if not spans:
        return None
    a, b = spans[0]
    statement = read_bare(text, a + 1, b - 1, names)
    return (a, b, statement) if statement is not None else None


def is_header(node: Node) -> bool:
    """Whether a table row is a header: every cell that has text repeats its column, or names a role and nothing else."""
    cells = [(compact(c.column), compact(c.text.value)) for c in node.cells]
    said = [(column, value) for column, value in cells if value]
    return bool(said) and all(value == column or is_role_name(value) for column, value in said)


def _statements_in(ground: Ground, text: Normalised, names: Names) -> list[tuple[int, int, Statement]]:
    """(start, end, statement) of every bracket and label line of a text."""
    value = text.value
    out: list[tuple[int, int, Statement]] = []
    end = 0
    spans = list(brackets(value))
    openers = {a for a, _ in spans}
    inner = {b for _, b in spans}  # “（责任单位：区教委、各镇〔街〕” is never closed: 〕 belongs to the name
    for m in LABEL_IN_BRACKET.finditer(value):
        if m.start() not in openers:
            spans.append((m.start(), _unclosed(value, m.start())))
    for a, b in sorted(spans):
        if a < end:
            continue
        closed = value[b - 1] in CLOSE and (a in openers or b not in inner)
        statement = read_statement(text, a + 1, b - 1 if closed else b, names)
        if statement is not None and (statement.grants or statement.first_leads):
            out.append((a, b, statement))
            end = b
    taken = [(a, b) for a, b, _ in out]
    starts = {m.start(): m.end() for m in LABEL_IN_TEXT.finditer(value)}
    starts |= {m.start(): m.end() for m in LABEL_START.finditer(value) if text.gap(m.start())}
    end = 0
    for start, colon in sorted(starts.items()):
        if start < end or any(a <= start < b for a, b in taken):
            continue
        end = _sentence_end(value, colon)
        statement = read_statement(text, start, end, names)
        if statement is not None and (statement.grants or statement.deadline):
            out.append((start, end, statement))
    for m in LABEL_SAID.finditer(value):
        if any(a <= m.start() < b for a, b, _ in out):
            continue
        end = _sentence_end(value, m.end())
        statement = read_statement(text, m.start(), end, names, strict=True)
        if (
            statement is not None
            and statement.grants
            and not any("的" in g.member.name for g in statement.grants)
        ):
            out.append((m.start(), end, statement))
    out += _bracketed_labels(text, names)
    return sorted(out, key=lambda x: x[0])


def _bracketed_labels(text: Normalised, names: Names) -> list[tuple[int, int, Statement]]:
    """“【牵头部门】市工信局【配合部门】市科技局、市财政局”: one statement a sentence."""
    value = text.value
    out: list[tuple[int, int, Statement]] = []
    labels = list(LABEL_BRACKETED.finditer(value))
    for i, m in enumerate(labels):
        stop = labels[i + 1].start() if i + 1 < len(labels) else len(value)
        end = min(_sentence_end(value, m.end()), stop)
        if m["deadline"]:
            statement: Statement | None = Statement((), text.raw(m.end(), end), labelled=True)
        else:
            statement = read_statement(text, m.end(), end, names, ROLE_OF[m["word"]])
        if statement is None:
            continue
        if out and out[-1][1] == m.start():
            start, _, before = out.pop()
            both = replace(
                before,
                grants=before.grants + statement.grants,
                deadline=before.deadline or statement.deadline,
            )
            out.append((start, end, both))
        else:
            out.append((m.start(), end, statement))
    return [x for x in out if x[2].grants]


def _unclosed(value: str, a: int) -> int:
    """Where a bracket that is never closed ends: after the last closer before the next sentence, or there."""
    stop = value.find("。", a)
    stop = len(value) if stop < 0 else stop
    again = LABEL_IN_BRACKET.search(value, a + 1)
    if again is not None:
        stop = min(stop, again.start())
    closers = [i for i in range(a, stop) if value[i] in CLOSE]
    return closers[-1] + 1 if closers else stop


def _sentence_end(value: str, a: int) -> int:
    depth = 0
    for i in range(a, len(value)):
        ch = value[i]
        if ch in OPEN:
            depth += 1
        elif ch in CLOSE:
            depth = max(0, depth - 1)
        elif (ch == "。" and depth == 0) or (i > a and depth == 0 and LABEL_IN_TEXT.match(value, i)):
            return i
    return len(value)


def _nothing_else(text: Normalised, spans: list[tuple[int, int, Statement]]) -> bool:
    """Whether a text is responsibility and nothing more."""
    rest, at = [], 0
    for a, b, _ in spans:
        rest.append(text.value[at:a])
        at = b
    rest.append(text.value[at:])
    return bool(spans) and not "".join(rest).strip("。；，、 ")


def _target(ground: Ground, node: Node, alone: bool) -> Node:
    """Whose duty a text's statement is: a paragraph of a task speaks for the task, a bare line for what it is under."""
    if alone and node.kind == "paragraph" and node.parent is not None:
        return ground.nodes.get(node.parent, node)
    return ground.speaks_for(node)


def _from_cells(ground: Ground, node: Node, names: Names) -> list[Found]:
    """Duties of a table row: a column 责任单位, 牵头部门, …; a column 完成时限 gives the deadline. A cell merged with the
    one above says what that says."""
    deadline = next(
        (
            text.raw(0, len(text.value))
            for _, cell, text in _said_cells(ground, node)
            if is_deadline_column(cell.column)
        ),
        "",
    )
    out: list[Found] = []
    below = _second_header(ground, node)
    for i, (place, cell, text) in enumerate(_said_cells(ground, node)):
        role = below.get(i) or role_of_label(cell.column)
        n = len(text.value)
        if role is None or not n:
            continue
        statement = read_statement(text, 0, n, names, role)
        quote = ground.quote(text, 0, n)
        if statement is None or not statement.grants or quote is None:
            continue
        if deadline and not statement.deadline:
            statement = Statement(
                statement.grants, deadline, statement.first_leads, statement.onward, statement.open, True
            )
        out.append(Found(node, place, statement, text, quote, 0, n, above=place is not node))
    return out


def _second_header(ground: Ground, node: Node) -> dict[int, str]:
    """Roles by column of a second header row, which parts 责任单位 into 牵头 and 配合."""
    if node.parent is None:
        return {}
    memo: dict[str, dict[int, str]] = ground.memo.setdefault("second headers", {})
    if node.parent not in memo:
        memo[node.parent] = {
            i: ROLE_OF[value[:2]]
            for row in ground.children(ground.nodes[node.parent])
            if row.cells and is_header(row)
            for i, cell in enumerate(row.cells)
            if (value := compact(cell.text.value)) != compact(cell.column)
            and is_role_name(value)
            and value[:2] in ROLE_OF
        }
    return memo[node.parent]


def _said_cells(ground: Ground, node: Node) -> Iterator[tuple[Node, Cell, Normalised]]:
    """The cells of a row with the row each stands in: its own, or one above with which the cell is merged."""
    rows: list[Node] | None = None
    for i, cell in enumerate(node.cells):
        place = node
        if cell.merged and node.parent is not None:
            if rows is None:
                siblings = ground.children(ground.nodes[node.parent])
                rows = [n for n in siblings if n.order < node.order and len(n.cells) == len(node.cells)]
            for above in reversed(rows):
                place = above
                if not above.cells[i].merged:
                    break
        yield place, place.cells[i], ground.cell(place, i)
