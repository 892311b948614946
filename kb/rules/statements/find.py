"""All statements of a plan: whose duty each one is, and whether it holds for everything below.

A bracket after a task is the task's. A line of its own below a heading holds for all below the heading. A line of
its own after the last of several tasks that have none holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.model import Node
from kb.rules.ground import INHERITING, TASKS, Ground
from kb.rules.names import Names
from kb.rules.statements.bare import Bare, bare_names
from kb.rules.statements.cells import is_header, statements_of_row
from kb.rules.statements.clauses import read_bare
from kb.rules.statements.found import Found
from kb.rules.statements.labels import Located, nothing_else, statements_in
from kb.rules.statements.lifted import for_heading, for_section
from kb.words.normalised import Normalised
from kb.words.roles import COUNTED_TASKS_SAID, TASK_LABEL, read_label, role_of_label
from kb.words.scope_rules import find_carry_rules, find_lead_rule
from kb.words.unit_names import LEVELLED_DEPARTMENT, OPENING, is_collective, is_unit_shape


def find_statements(ground: Ground) -> list[Found]:
    """Return every statement of responsibility of a plan, in reading order."""
    if "statements" not in ground.memo:
        ground.memo["statements"] = _find_statements(ground)
    found: list[Found] = ground.memo["statements"]
    return found


def statement_spans(ground: Ground, text: Normalised) -> list[tuple[int, int]]:
    """Return where statements occur in one of a node's texts (its `head` or `body`)."""
    if "spans" not in ground.memo:
        spans: dict[int, list[tuple[int, int]]] = {}
        for f in find_statements(ground):
            spans.setdefault(id(f.text), []).append((f.start, f.end))
        ground.memo["spans"] = spans
    out: list[tuple[int, int]] = ground.memo["spans"].get(id(text), [])
    return out


def _find_statements(ground: Ground) -> list[Found]:
    names = Names(ground)
    found: list[Found] = []
    bare: Bare = Bare(ground, names)
    ruled = _ruled_from(ground)
    by_unit = {f.node.id: f for f in _headed_by_units(ground, names)}
    for node in ground.content:
        if is_header(node):
            continue
        if node.id in by_unit:
            found.append(by_unit[node.id])
            continue
        found += _from_row(ground, node, names)
        if any(role_of_label(c.column) for c in node.cells) or (node.cells and node.kind == "indicator"):
            continue
        for text, is_head in _texts(ground, node):
            located = statements_in(text, names)
            found += _from_text(ground, node, text, is_head, located, {f.place.id for f in found[-NEAR:]})
            if (
                found
                and not located
                and (more := _continued(ground, node, text, found[-1], names)) is not None
            ):
                found.append(more)
                continue
            if not located and not node.cells:
                _take_bare(ground, node, text, is_head, bare, node.order >= ruled)
    return for_heading(ground, for_section(ground, bare.joined(found)))


def _continued(ground: Ground, node: Node, text: Normalised, last: Found, names: Names) -> Found | None:
    """A line of names alone right after a label line: “配合单位：区市场监管局 / 区财政局 / 各街道”."""
    if not last.alone or not last.statement.grants or node.kind != "paragraph" or len(text.value) > HEADING:
        return None
    if last.place.order + 1 != node.order or last.quote.text.endswith("。") or text.value[-1:] in "。；：":
        return None
    statement = read_bare(text, 0, len(text.value), names)
    if statement is None or not all(is_unit_shape(g.member.name) for g in statement.grants):
        return None
    if not _precedes_label(ground, node, names):
        return None
    role = last.statement.grants[-1].role
    said = replace(statement, grants=tuple(replace(g, role=role) for g in statement.grants), bare=False)
    one = _found(ground, node, text, Located(0, len(text.value), said), alone=True)
    return replace(one, node=last.node) if one is not None else None


def _precedes_label(ground: Ground, node: Node, names: Names) -> bool:
    """Whether a number or a label follows lines of names: a signature is followed by its date or by nothing."""
    for after in ground.content[ground.content.index(node) + 1 :]:
        text = ground.body(after)
        if after.number or read_label(text.value) is not None:
            return True
        if read_bare(text, 0, len(text.value), names) is None:
            return False
    return False


def _take_bare(ground: Ground, node: Node, text: Normalised, is_head: bool, bare: Bare, ruled: bool) -> None:
    """Add the brackets of names alone of a text. ruled: a scope rule before it says who of a list leads."""
    line = is_head and not ground.body(node).value.removeprefix(text.value)
    for one in bare_names(text, bare.names, line):
        if (found := _found(ground, node, text, one.located)) is not None:
            bare.add(found, one, ruled)


_DIVIDES = re.compile(r"分工|分解|职责|责任|任务|清单|安排|工作要点")
HEADED = 2
"""Headings that are units and nothing else, from which on the work below is divided by unit. One may be a subject."""


def _headed_by_units(ground: Ground, names: Names) -> Iterator[Found]:
    """“一、县水利局 / 1.负责水库巡查。”, below a title that speaks of a division: each unit has what its heading holds."""
    groups: dict[str | None, list[tuple[Node, Located]]] = {}
    for node in ground.content:
        text = ground.head(node)
        if node.cells or not text.value or len(text.value) > HEADING or node.kind == "paragraph":
            continue
        opening = OPENING.match(text.value)
        start = opening.end() if opening else 0
        said = text.value.rstrip("：。")
        counted = COUNTED_TASKS_SAID.search(said)
        end = counted.start() if counted is not None else len(said)
        statement = read_bare(text, start, end, names) if end > start and _holds_work(ground, node) else None
        if statement is not None and all(is_unit_shape(g.member.name) for g in statement.grants):
            groups.setdefault(node.parent, []).append((node, Located(start, end, statement)))
    for parent, some in groups.items():
        titles = [ground.tree.plan.title, *(n.title for n in [ground.nodes[parent]] if n)] if parent else []
        titles = titles or [ground.tree.plan.title]
        siblings = [
            n for n in ground.content if n.parent == parent and n.kind == some[0][0].kind and n.number
        ]
        if len(some) < HEADED or 2 * len(some) < len(siblings) or not any(map(_DIVIDES.search, titles)):
            continue
        for node, located in some:
            one = _found(ground, node, ground.head(node), located, is_head=True)
            if one is not None and any(map(LEVELLED_DEPARTMENT.match, _names(located))) | any(
                map(is_collective, _names(located))
            ):
                yield one


HEADING = 60
"""Characters of a heading that names units and nothing else; five departments have about 40."""


def _names(located: Located) -> list[str]:
    return [g.member.name for g in located.statement.grants]


def _holds_work(ground: Ground, node: Node) -> bool:
    """Whether a heading has tasks or text below it."""
    return bool(ground.children(node)) or len(node.body.value) > len(node.head.value)


def _texts(ground: Ground, node: Node) -> Iterator[tuple[Normalised, bool]]:
    """A node's texts with whether each is its heading; a body that repeats the heading is left out."""
    head, body = ground.head(node), ground.body(node)
    if head.value:
        yield head, True
    if body.value and body.value != head.value:
        yield body, False


def _ruled_from(ground: Ground) -> float:
    """Reading order of the first node that states a scope rule (“列首位的为牵头单位”); infinity for none."""
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            if find_lead_rule(text.value) or find_carry_rules(text.value):
                return node.order
    return float("inf")


def _from_row(ground: Ground, node: Node, names: Names) -> Iterator[Found]:
    for place, text, statement in statements_of_row(ground, node, names) if node.cells else ():
        n = len(text.value)
        if (quote := ground.quote(text, 0, n)) is not None:
            yield Found(
                node=node,
                place=place,
                statement=statement,
                text=text,
                quote=quote,
                start=0,
                end=n,
                above=place is not node,
            )


NEAR = 8
"""Statements before a paragraph among which its task's own is looked for: a task has that many paragraphs at most."""


def _from_text(
    ground: Ground, node: Node, text: Normalised, is_head: bool, located: list[Located], before: set[str]
) -> Iterator[Found]:
    """The located statements of a text. before: nodes that print the statements right before it."""
    alone = not is_head and nothing_else(text, located)
    own = bool(located) and not alone and _is_task_of_its_own(ground, node, text, located[-1], before)
    for one in located:
        found = _found(ground, node, text, one, is_head=is_head, alone=alone, own=own)
        if found is not None:
            yield found


def _found(
    ground: Ground,
    node: Node,
    text: Normalised,
    one: Located,
    *,
    is_head: bool = False,
    alone: bool = False,
    own: bool = False,
) -> Found | None:
    """A located statement with the node whose duty it is; None where no source has it."""
    quote = ground.quote(text, one.start, one.end)
    if quote is None:
        return None
    all_above = None if is_head else _all_above(ground, node, text, one)
    target = all_above or (node if own else _target(ground, node, alone))
    below = (is_head or alone or all_above is not None) and any(
        c.kind in INHERITING for c in ground.children(target)
    )
    return Found(
        node=target,
        place=node,
        statement=one.statement,
        text=text,
        quote=quote,
        start=one.start,
        end=one.end,
        heading=below,
        alone=alone,
    )


_ALL_ABOVE = re.compile(
    r"(?:以上|上述)(?:各项|所有|[\d一二三四五六七八九十]{1,2}项)?(?:重点|主要|具体)?(?:任务|工作|措施|事项|举措|内容|项目)"
)


def _all_above(ground: Ground, node: Node, text: Normalised, one: Located) -> Node | None:
    """The heading of all tasks that “以上任务均由A负责” after the last of them speaks of, None where it speaks of less."""
    opens = text.value.rfind("。", 0, one.start) + 1
    if _ALL_ABOVE.match(text.value, opens, one.end) is None:
        return None
    task = ground.nodes.get(node.parent or "") if node.kind == "paragraph" else node
    if (
        task is None
        or task.kind not in INHERITING
        or (heading := ground.nodes.get(task.parent or "")) is None
    ):
        return None
    tasks = [c for c in ground.children(heading) if c.kind == task.kind]
    return heading if len(tasks) > 1 and tasks[-1].id == task.id else None


_LEAD_SENTENCE = re.compile(r"[^。；：（]{6,40}。(?=[^。；]{10,})")


def _is_task_of_its_own(
    ground: Ground, node: Node, text: Normalised, last: Located, before: set[str]
) -> bool:
    """Whether a paragraph below a task is a task without a number.

    It opens with a sentence that sums it up and ends in its own bracket, as the task's text before it does:
    “（一）强化引领。……。（A牵头）⏎优化机制，强化协作。根据……。（B负责）”.
    """
    if node.kind != "paragraph" or node.parent is None or ground.nodes[node.parent].kind not in TASKS:
        return False
    nearby = {node.parent, *(c.id for c in ground.children(ground.nodes[node.parent]))} & before
    at_end = not text.value[last.end :].strip("。；")
    return bool(nearby) and at_end and _LEAD_SENTENCE.match(text.value) is not None


def _labelled_task(ground: Ground, node: Node) -> Node | None:
    """The paragraph that opens the block of labels in which a line of units occurs, or None."""
    siblings = ground.beside(node)
    at = next((i for i, n in enumerate(siblings) if n.id == node.id), 0)
    for before in reversed(siblings[max(0, at - BLOCK) : at]):
        if before.kind != "paragraph":
            return None
        if TASK_LABEL.match(ground.body(before).value):
            return before
    return None


BLOCK = 8
"""Lines a block of labels has at most: task, goal, measures, leader, units, helpers, contact, deadline."""


def _target(ground: Ground, node: Node, alone: bool) -> Node:
    """Whose duty a text's statement is: a paragraph of a task speaks for the task, a bare line for what it is below."""
    if alone and node.kind == "paragraph":
        return _labelled_task(ground, node) or ground.nodes.get(node.parent or "", node)
    return ground.speaks_for(node)
