"""From statements to duties: what is inherited from headings and what a scope rule carries over.

“以下责任单位中均包含各市、县〔区〕政府，不再列出”; “排在第一位的部门为牵头部门，下同”.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.model import Duty, Node
from kb.rules.ground import INHERITING, Ground, Quote
from kb.rules.names import Names
from kb.rules.roles import CARRIED, FIRST_LEADS
from kb.rules.statements.clauses import Grant, read_statement
from kb.rules.statements.labels import Found, find_statements, statement_spans
from kb.words.normalised import compact
from kb.words.role_words import ROLE_OF


@dataclass(frozen=True, slots=True)
class Carried:
    """A scope rule: from `after` (reading order) on, every task that has units has these too."""

    after: int
    node: Node
    grants: tuple[Grant, ...]
    quote: Quote


def find_assigned(ground: Ground) -> list[Duty]:
    """All duties assigned by brackets, label lines, cells, headings and scope rules, in reading order."""
    statements = find_statements(ground)
    carried = find_carried(ground)
    # A unit with two brackets in one node has two duties, each for its part of the text: the quote is in the key.
    duties: dict[tuple[str, str, str, int], Duty] = {}
    inherited: dict[tuple[str, str, str], int] = {}
    stated: set[tuple[str, str, str]] = set()
    printed: dict[str, str] = {}  # one way of printing a name, whatever the width of its brackets
    own: list[Node] = []
    leads = False
    others = ""
    deadlines = _line_deadlines(statements)
    announced = _announced(ground)

    def put(node: Node, grant: Grant, quote: Quote, role: str, deadline: str, origin: str | None) -> None:
        unit = ground.registry.resolve(grant.member.name, ground.tree.plan.id) or ground.registry.resolve(
            grant.member.printed, ground.tree.plan.id
        )
        member = grant.member
        as_printed = compact(member.printed) == member.name
        name = unit.name if unit else member.printed if as_printed else member.name
        name = unit.name if unit else printed.setdefault(compact(name), name)
        same = (node.id, name, role)
        if origin is not None:
            if same in stated or same in inherited:
                return
            inherited[same] = quote.start
        else:
            stated.add(same)
            if same in inherited:  # the node's own bracket says it better than the heading above
                del duties[(*same, inherited.pop(same))]
        key = (*same, quote.start)
        if key not in duties:
            made = ground.duty(name, node.id, role, "assigned", member.printed, quote)
            duties[key] = replace(made, deadline=deadline, inherited_from=origin)

    for f in statements:
        leads = leads or (f.statement.first_leads and f.statement.onward) or f.node.order > announced
        others = f.statement.others if f.statement.others and f.statement.onward else others
        roles = [g.role for g in f.statement.grants]
        # “（海关总署负责）”: where nobody else is listed, there is no first one that leads.
        if (leads or f.statement.first_leads) and len(roles) > 1 and "牵头" not in roles:
            roles[0] = "牵头"
            if f.statement.bare and (rest := f.statement.others or others):
                roles[1:] = [rest] * (len(roles) - 1)
        deadline = f.statement.deadline or deadlines.get(f.node.id, "")
        if f.statement.grants:
            own.append(f.node)
        for grant, role in zip(f.statement.grants, roles, strict=True):
            put(f.node, grant, f.quote, role, deadline, f.place.id if f.above else None)
            if f.heading:
                for node in ground.below(f.node):
                    if node.kind in INHERITING:
                        put(node, grant, f.quote, role, deadline, f.node.id)
    for rule in carried:
        for node in own:
            if node.order >= rule.after and not ground_heading(statements, node):
                for grant in rule.grants:
                    put(node, grant, rule.quote, grant.role, "", rule.node.id)
    order = {n.id: n.order for n in ground.tree.nodes}
    return sorted(duties.values(), key=lambda d: order[d.node])


def ground_heading(statements: list[Found], node: Node) -> bool:
    """Whether a node's units stand in its heading for what is below: it is no task itself."""
    return any(f.heading and f.node.id == node.id for f in statements)


def _line_deadlines(statements: list[Found]) -> dict[str, str]:
    """Deadlines that stand on a line of their own, by the node they belong to."""
    out: dict[str, str] = {}
    for f in statements:
        if f.statement.deadline and not f.statement.grants:
            out.setdefault(f.node.id, f.statement.deadline)
    return out


def _announced(ground: Ground) -> float:
    """Reading order of the node whose prose says that the first listed leads, outside any bracket; infinity for none."""
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            spans = statement_spans(ground, text)
            for m in FIRST_LEADS.finditer(text.value):
                if not any(a <= m.start() < b for a, b in spans):
                    return node.order
    return float("inf")


def find_carried(ground: Ground) -> list[Carried]:
    """Scope rules that add units to everything after them."""
    names = Names(ground)
    out: list[Carried] = []
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            for m in (m for pattern in CARRIED for m in pattern.finditer(text.value)):
                statement = read_statement(text, m.start("units"), m.end("units"), names, ROLE_OF[m["word"]])
                quote = ground.quote(text, m.start(), m.end())
                if statement is not None and quote is not None:
                    out.append(Carried(node.order, node, statement.grants, quote))
    return out
