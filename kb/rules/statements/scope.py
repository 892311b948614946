"""From statements to duties: what is inherited from headings, who leads, and what a scope rule carries on.

“以下责任单位中均包含各市、县〔区〕政府，不再列出”; “排在第一位的部门为牵头部门，下同”; “责任单位：同上”.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kb.model import Duty, Node
from kb.rules.ground import INHERITING, Ground, Quote
from kb.rules.names import Names
from kb.rules.statements.clauses import read_statement
from kb.rules.statements.find import find_statements, statement_spans
from kb.rules.statements.found import Found
from kb.rules.statements.statement import Grant, Statement
from kb.words.normalised import compact, without_pinyin
from kb.words.role_words import ROLE_OF
from kb.words.roles import role_of_group
from kb.words.scope_rules import find_carry_rules, find_lead_rule, find_mark_rule


@dataclass(frozen=True, slots=True)
class Carried:
    """A scope rule: from `after` (reading order) on, every task that has units has these, too."""

    after: int
    node: Node
    grants: tuple[Grant, ...]
    quote: Quote


def find_assigned(ground: Ground) -> list[Duty]:
    """Return all duties assigned by brackets, label lines, cells, headings and scope rules, in reading order."""
    statements = find_statements(ground)
    duties = _Duties(ground)
    deadlines, leaders = _line_deadlines(statements), _line_leaders(statements)
    own: list[Node] = []
    for f, grants in _with_roles(ground, statements):
        deadline = f.statement.deadline or deadlines.get(f.node.id, "")
        if grants:
            own.append(f.node)
        said = Said(f.quote, deadline, f.statement.leaders or leaders.get(f.node.id, ()))
        for grant in grants:
            duties.put(f.node, grant, said, f.place.id if f.above else None)
            for node in ground.below(f.node) if f.heading else ():
                if node.kind in INHERITING:
                    duties.put(node, _below_role_heading(ground, f.node, node, grant), said, f.node.id)
    headings = {f.node.id for f in statements if f.heading}
    for rule in find_carried(ground):
        for node in own:
            if node.order >= rule.after and node.id not in headings:
                for grant in rule.grants:
                    duties.put(node, grant, Said(rule.quote), rule.node.id)
    order = {n.id: n.order for n in ground.tree.nodes}
    return sorted(duties.found.values(), key=lambda d: order[d.node])


def _below_role_heading(ground: Ground, owner: Node, node: Node, grant: Grant) -> Grant:
    """Return a grant with the role of the heading between a unit's heading and its task: “县教育局 / 牵头任务： / 1.……”."""
    for above in (node, *ground.above(node)):
        if above.id == owner.id:
            break
        if (role := role_of_group(ground.head(above).value)) is not None:
            return replace(grant, role=role)
    return grant


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement says of all its units. deadline: as printed, "" for none; leaders: the persons who answer for it."""

    quote: Quote
    deadline: str = ""
    leaders: tuple[str, ...] = ()


INHERITED = -1
"""In place of an offset: what a heading gives a node is one duty, however often headings give it."""


@dataclass(slots=True)
class _Duties:
    """Duties by what makes them one: node, unit, role, and the statement that gives them.

    Two brackets of one task, each after its own sentence, are two duties with two proofs. What is inherited is one.
    """

    ground: Ground
    found: dict[tuple[str, str, str, int], Duty] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    _own: set[tuple[str, str, str]] = field(default_factory=set)

    def put(self, node: Node, grant: Grant, said: Said, origin: str | None) -> None:
        """Add a duty of a node unless it has it. origin: the heading or rule that gives it, None for its own statement."""
        name = self._unit(grant)
        one = (node.id, name, grant.role)
        if origin is not None and one in self._own:
            return
        if origin is None:
            self._own.add(one)
            self.found.pop(
                (*one, INHERITED), None
            )  # the node's own bracket says it better than the heading above
        key = (*one, said.quote.start if origin is None else INHERITED)
        if key not in self.found:
            made = self.ground.duty(name, node.id, grant.role, "assigned", grant.member.printed, said.quote)
            self.found[key] = replace(
                made,
                deadline=said.deadline,
                leaders=grant.member.persons or said.leaders,
                inherited_from=origin,
            )

    def _unit(self, grant: Grant) -> str:
        """The registered name, otherwise the name as printed first, whatever the width of its brackets."""
        member, plan = grant.member, self.ground.tree.plan.id
        resolve = self.ground.registry.resolve
        if (unit := resolve(member.name, plan) or resolve(member.printed, plan)) is not None:
            return unit.name
        name = without_pinyin(member.printed) if compact(member.printed) == member.name else member.name
        return self.printed.setdefault(compact(name), name)


# -- roles --------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _LeadRules:
    """The lead rules that hold at one place of the plan. others: the role of those who don't lead."""

    first: bool = False
    comma: bool = False
    marks: bool = False
    others: str = ""

    def learn(self, statement: Statement) -> None:
        """Take over what a statement says about those after it (“下同”)."""
        if statement.onward:
            self.first = self.first or statement.first_leads
            self.comma = self.comma or statement.comma_leads
            self.others = statement.others or self.others

    def apply(self, statement: Statement) -> tuple[Grant, ...]:
        """A statement's grants with the roles the rules give them."""
        grants = statement.grants
        if not grants or any(g.role == "牵头" for g in grants):
            return grants  # “A、B分别牵头” says itself who leads
        if (self.marks or statement.marks_lead) and any(g.member.marked for g in grants):
            return tuple(replace(g, role="牵头") if g.member.marked else g for g in grants)
        rest = statement.others or self.others if statement.bare else ""
        first = grants[0].member.run
        if (self.comma or statement.comma_leads) and grants[-1].member.run != first:
            return tuple(replace(g, role="牵头") if g.member.run == first else g for g in grants)
        # “（海关总署负责）”: where nobody else is listed, there is no first one that leads.
        if len(grants) > 1 and (self.first or statement.first_leads):
            return (
                replace(grants[0], role="牵头"),
                *(replace(g, role=rest) if rest else g for g in grants[1:]),
            )
        return grants


def _with_roles(ground: Ground, statements: list[Found]) -> Iterator[tuple[Found, tuple[Grant, ...]]]:
    """Statements with their grants: “同上” filled in, lead rules applied."""
    rules = _LeadRules(marks=any(_has_mark_rule(ground, node) for node in ground.content))
    announced = _announced(ground, statements)
    before: tuple[Grant, ...] = ()
    named: Quote | None = None  # of the statement that prints the units of `before`
    for f in statements:
        rules.learn(f.statement)
        rules.first = rules.first or f.node.order > announced
        grants = rules.apply(f.statement)
        if f.statement.same and not grants:
            names = {g.member.name: g.member for g in before}
            grants = tuple(Grant(f.statement.same, member) for member in names.values())
            f = _quoting_names(ground, f, named)
        if grants:
            before, named = grants, f.quote
        yield f, grants


def _quoting_names(ground: Ground, found: Found, named: Quote | None) -> Found:
    """Return a statement that says 同上 with a quote that begins where the names are printed.

    “责任单位：同上” proves nothing by itself; “牵头单位：区文旅局⏎责任单位：同上” does.
    """
    if named is None or named.start > found.quote.start:
        return found
    text = ground.tree.plan.source[named.start : found.quote.end]
    return replace(found, quote=Quote(text, named.start, found.quote.end, named.line))


def _has_mark_rule(ground: Ground, node: Node) -> bool:
    return any(find_mark_rule(text.value) for text in (ground.head(node), ground.body(node)))


def _announced(ground: Ground, statements: list[Found]) -> float:
    """Reading order of the node whose prose says that the first listed leads, outside any bracket; infinity for none.

    A note after the last statement holds for all of them: -1.
    """
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            rule = find_lead_rule(text.value)
            if rule is None or any(a <= rule.start() < b for a, b in statement_spans(ground, text)):
                continue
            return node.order if any(f.node.order > node.order for f in statements) else -1.0
    return float("inf")


def _line_deadlines(statements: list[Found]) -> dict[str, str]:
    """Deadlines on a line of their own, by the node they belong to."""
    out: dict[str, str] = {}
    for f in statements:
        if f.statement.deadline and not f.statement.grants:
            out.setdefault(f.node.id, f.statement.deadline)
    return out


def _line_leaders(statements: list[Found]) -> dict[str, tuple[str, ...]]:
    """Leaders on a line of their own, by the node they belong to."""
    out: dict[str, tuple[str, ...]] = {}
    for f in statements:
        if f.statement.leaders and not f.statement.grants:
            out[f.node.id] = out.get(f.node.id, ()) + f.statement.leaders
    return out


def find_carried(ground: Ground) -> list[Carried]:
    """Return the scope rules that add units to everything after them."""
    names = Names(ground)
    out: list[Carried] = []
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            for m in find_carry_rules(text.value):
                role = ROLE_OF.get(m["word"], "责任")
                statement = read_statement(text, m.start("units"), m.end("units"), names, role)
                quote = ground.quote(text, m.start(), m.end())
                if statement is not None and statement.grants and quote is not None:
                    out.append(Carried(node.order, node, statement.grants, quote))
    return out
