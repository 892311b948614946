"""What a careful reviewer of a plan would want to know: one set of checks for import and for the base.

Each check is a function (ground, facts) → findings. STRUCTURE needs the tree alone, so import runs it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb.model import Facts, Topic, Tree, Unit
from kb.problems import Problem
from kb.rules.checks import duties, edits, indicators, structure, units, words
from kb.rules.ground import Ground
from kb.rules.registry import Registry

Check = Callable[[Ground, Facts], Iterator[Problem]]
STRUCTURE: tuple[Check, ...] = (
    edits.changed_words, structure.recovered_numbers, structure.moved_captions, structure.empty_boxes, structure.numbering,
    structure.two_plans, structure.lost_headings,
)  # fmt: skip
FACTS: tuple[Check, ...] = (
    edits.changed_duties, duties.unread_brackets, duties.open_brackets,
    duties.tasks_without_unit, duties.projects_without_unit, indicators.indicators_without_unit,
    indicators.indicators_without_target, units.unregistered_units, words.misprints,
    indicators.baselines_already_met, duties.overlay_contradictions, duties.several_leaders,
    indicators.columns_inherited, units.names_of_one_unit,
)  # fmt: skip


def check(
    tree: Tree,
    facts: Facts,
    units: tuple[Unit, ...] = (),
    topics: tuple[Topic, ...] = (),
    ground: Ground | None = None,
) -> tuple[Problem, ...]:
    """Return every finding of every check, in the order of the checks, then of the lines.

    ground: the one that the facts were found on; None for one of its own."""
    ground = ground or Ground(tree, Registry.of(units, tree.plan), topics)
    return _run((*STRUCTURE, *FACTS), ground, facts)


def check_structure(tree: Tree) -> tuple[Problem, ...]:
    """Return what can be found without units and topics: import's doubts."""
    return _run(STRUCTURE, Ground(tree), Facts())


def _run(checks: tuple[Check, ...], ground: Ground, facts: Facts) -> tuple[Problem, ...]:
    out: list[Problem] = []
    for one in checks:
        out += sorted(one(ground, facts), key=lambda p: (p.line, p.column))
    return tuple(out)
