"""One plan of a corpus read: its tree, its facts with the overlay, and what a reviewer should know of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kb.corpus import SEEN_FILE, Corpus
from kb.model import HAND, Facts, Topic, Tree, Unit
from kb.problems import DocumentError, Problem

if TYPE_CHECKING:
    from kb.rules.overlay import Assignment


def staff_files(corpus: Corpus) -> tuple[tuple[Unit, ...], tuple[Topic, ...], list[Problem]]:
    """Units, topics, and what is wrong with either file."""
    units: tuple[Unit, ...] = ()
    topics: tuple[Topic, ...] = ()
    errors: list[Problem] = []
    try:
        units = corpus.units()
    except DocumentError as error:
        errors += error.problems
    try:
        topics = corpus.topics()
    except DocumentError as error:
        errors += error.problems
    return units, topics, errors


def read_facts(
    corpus: Corpus, tree: Tree, units: tuple[Unit, ...], topics: tuple[Topic, ...]
) -> tuple[Facts, tuple[Problem, ...]]:
    """A plan's facts, overlay included, and what a reviewer should know of it."""
    from kb.ledger.returns import with_returns
    from kb.rules import check, find_facts
    from kb.rules.ground import Ground
    from kb.rules.overlay import check_struck
    from kb.rules.registry import Registry
    from kb.rules.seen import read_marks, with_marks
    from kb.words.duties_csv import STRIKE

    overlay, wrong = _overlay(corpus, tree)
    ground = Ground(tree, Registry.of(units, tree.plan), topics)
    if any(row.role == STRIKE for row in overlay):
        own = find_facts(tree, units, topics, ground=ground)
        path = corpus.plan_folder(tree.plan.id) / "duties.csv"
        wrong = (*wrong, *check_struck(tree, own, overlay, Registry.of(units), str(path)))
    facts = find_facts(tree, units, topics, overlay, ground)
    facts, told = with_returns(facts, tree, corpus.plan_folder(tree.plan.id))
    wrong = (*wrong, *told)
    marks, unusable = read_marks(corpus.plan_folder(tree.plan.id) / SEEN_FILE)
    found = (
        *wrong,
        *corpus.doubts(tree.plan.id, tree.plan.title),
        *check(tree, facts, units, topics, ground),
    )
    return facts, (*unusable, *with_marks(found, marks, f"{tree.plan.id}/{SEEN_FILE}"))


def read_again(
    corpus: Corpus,
    plan: str,
    units: tuple[Unit, ...],
    topics: tuple[Topic, ...],
    generation: Path,
    by_units: bool,
) -> tuple[Tree, Facts, tuple[Problem, ...]] | None:
    """Return a plan whose files are those an earlier generation was built from, its text not read again.

    by_units: whether units can have changed in it; otherwise only its tags, and what follows from them, are found again.
    None for a plan that a person edited: its tree in the source's own words is not in a base. Raises DocumentError.
    """
    from kb.rules.facts import find_tags_again
    from kb.store import open_base

    with open_base(generation) as base:
        tree = base.tree(plan)
        if any(r.kind == HAND for r in tree.repairs):
            return None
        if by_units:
            return (tree, *read_facts(corpus, tree, units, topics))
        overlay, _ = _overlay(corpus, tree)
        facts = find_tags_again(tree, units, topics, overlay, base.facts(plan))
        return tree, facts, base.problems(plan)


def _overlay(corpus: Corpus, tree: Tree) -> tuple[tuple[Assignment, ...], tuple[Problem, ...]]:
    from kb.rules.overlay import read_overlay

    path = corpus.overlay(tree.plan.id)
    return ((), ()) if path is None else read_overlay(path, tree)
