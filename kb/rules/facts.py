"""tree → facts: an ordered table of rules, each building on what the ones before it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kb.model import NOT_A_UNIT, Duty, Facts, Topic, Tree, Unit
from kb.rules.aliases import guess_aliases
from kb.rules.baselines import find_baselines
from kb.rules.commitments import find_commitments
from kb.rules.confirmed import confirm, held, same_nodes
from kb.rules.ground import Ground
from kb.rules.indicators import find_indicators
from kb.rules.mentions import find_named
from kb.rules.obligations import find_obligations
from kb.rules.overlay import Assignment, overlay_duties, without_struck
from kb.rules.prose import find_prose_duties
from kb.rules.references import find_references
from kb.rules.registry import Registry, guess_kind
from kb.rules.related import find_related
from kb.rules.statements.scope import find_assigned
from kb.rules.topics import find_tags
from kb.words.deadlines import due_date

Rule = Callable[[Ground, Facts, tuple[Assignment, ...]], Facts]


def _assigned(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, duties=facts.duties + tuple(find_assigned(ground)))


def _prose(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, duties=_join(facts.duties, find_prose_duties(ground)))


def _overlay(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, duties=_join(facts.duties, overlay_duties(ground, overlay)))


def _indicators(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    indicators = find_indicators(ground, list(facts.duties))
    return replace(facts, indicators=tuple(find_baselines(ground, indicators)))


def _named(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, duties=_join(facts.duties, find_named(ground, facts.duties)))


def _topics(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, tags=find_tags(ground))


def _related(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, duties=facts.duties + tuple(find_related(ground, facts)))


def _commitments(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, commitments=tuple(find_commitments(ground)))


def _references(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    return replace(facts, references=tuple(find_references(ground)))


def _obligations(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    tree = ground.tree
    return replace(facts, obligations=find_obligations(tree.nodes, tree.plan.source, facts.duties))


def _due(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    """The last day of each deadline; one without a year is of the plan's year, where the plan is for one year."""
    plan = ground.tree.plan
    year = int(plan.issued[:4]) if plan.issued else None
    if plan.period is not None:
        year = plan.period[0] if plan.period[0] == plan.period[1] else None
    return replace(
        facts,
        duties=tuple(replace(d, due=due_date(d.deadline, year)) if d.deadline else d for d in facts.duties),
    )


def _units(ground: Ground, facts: Facts, overlay: tuple[Assignment, ...]) -> Facts:
    """The registered units that hold for the plan, in the registry's order, then those only the text knows."""
    plan = ground.tree.plan.id
    registry = ground.registry
    met = list(dict.fromkeys(d.unit for d in facts.duties))
    names = set(met)
    units = [
        u
        for u in registry.units
        if u.kind != NOT_A_UNIT
        and (plan in u.plans or (not u.plans and u.name in names and registry.holds(u, plan, u.name)))
    ]
    members = {registry.resolve(m, plan) for u in units for m in u.members}
    units += [u for u in registry.units if u in members and u not in units]
    known = {u.name for u in units}
    units += [
        Unit(n, "", guess_aliases(n), guess_kind(n), plans=(plan,), registered=False)
        for n in met
        if n not in known
    ]
    found = tuple(replace(registry.complete(u), plans=(plan,)) for u in units)
    ids = {u.name: u.id for u in reversed(found)}
    duties = tuple(replace(d, unit_id=ids[d.unit]) for d in facts.duties)
    return replace(facts, units=found, duties=duties)


RULES: tuple[tuple[str, Rule], ...] = (
    ("assigned", _assigned),  # brackets, label lines, cells, headings, carried over
    ("prose", _prose),  # “由A牵头”, “A负责……工作”
    ("overlay", _overlay),  # corpus/<plan>/duties.csv
    ("indicators", _indicators),  # targets, baselines; units from the row's duties
    ("named", _named),  # who acts, is acted through or is the object, in sentences
    ("topics", _topics),
    ("related", _related),  # tasks without units, through topics
    ("commitments", _commitments),
    ("references", _references),
    ("obligations", _obligations),  # “责任单位每年报告”: of every responsible unit, naming none
    ("due", _due),  # the days of deadlines
    ("units", _units),  # whose each is: ids of units and duties
)


def find_facts(
    tree: Tree,
    units: tuple[Unit, ...],
    topics: tuple[Topic, ...],
    overlay: tuple[Assignment, ...] = (),
    ground: Ground | None = None,
) -> Facts:
    """All facts of a plan. Every offset counts in `tree.plan.source` and `source[start:end] == quote`.

    ground: of this tree, these units and topics, where the checks will use it, too; None for one of its own.

    Each duty's quote has the unit's printed name. Where a person changed plan.md, a fact with a quote is kept only where
    the source's own words say it too.
    """
    ground = ground or Ground(tree, Registry.of(units, tree.plan), topics)
    beside = Ground(tree.printed, ground.registry, topics) if tree.printed is not None else None
    ids = same_nodes(tree, tree.printed) if tree.printed is not None else {}
    facts, printed = Facts(), Facts()
    for _, rule in RULES:
        before = facts.duties
        facts = rule(ground, facts, overlay)
        if facts.duties is not before:
            facts = replace(facts, duties=_of_units(ground, held(facts.duties, tree.repairs)))
        if beside is not None:
            printed = rule(beside, printed, ())
            facts = confirm(facts, printed, ids)
        facts = replace(facts, duties=without_struck(ground, facts.duties, overlay))
    return facts


ON_TAGS = frozenset({"topics", "related", "obligations", "units"})
"""Rules whose findings depend on topics, or on those of a rule that does."""


def find_tags_again(
    tree: Tree,
    units: tuple[Unit, ...],
    topics: tuple[Topic, ...],
    overlay: tuple[Assignment, ...],
    facts: Facts,
) -> Facts:
    """Return the facts of a plan under other topics. facts: those under the topics before, of the same units.

    tree: one that no person edited."""
    ground = Ground(tree, Registry.of(units, tree.plan), topics)
    facts = replace(facts, tags=(), duties=tuple(d for d in facts.duties if d.basis != "related"))
    for name, rule in RULES:
        if name in ON_TAGS:
            before = facts.duties
            facts = rule(ground, facts, overlay)
            if facts.duties is not before:
                facts = replace(facts, duties=_of_units(ground, held(facts.duties, tree.repairs)))
            facts = replace(facts, duties=without_struck(ground, facts.duties, overlay))
    return facts


def _of_units(ground: Ground, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """Duties without those of names that units.toml says are no unit."""
    plan = ground.tree.plan.id
    names = {d.unit for d in duties}
    none = {n for n in names if (u := ground.registry.resolve(n, plan)) is not None and u.kind == NOT_A_UNIT}
    return tuple(d for d in duties if d.unit not in none) if none else duties


def _join(old: tuple[Duty, ...], new: list[Duty]) -> tuple[Duty, ...]:
    """Duties with those added that say something new: another unit, node, basis or role."""
    keys = {(d.node, d.unit, d.basis, d.role, d.document) for d in old}
    return old + tuple(d for d in new if (d.node, d.unit, d.basis, d.role, d.document) not in keys)
