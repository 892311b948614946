"""One plan of a corpus read: its tree, its facts with the overlay, and what a reviewer should know of it."""

from __future__ import annotations

from kb.corpus import Corpus
from kb.model import Facts, Topic, Tree, Unit
from kb.problems import DocumentError, Problem


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
    from kb.rules import check, find_facts
    from kb.rules.overlay import Assignment, check_struck, read_overlay
    from kb.rules.registry import Registry
    from kb.words.duties_csv import STRIKE

    overlay: tuple[Assignment, ...] = ()
    wrong: tuple[Problem, ...] = ()
    path = corpus.overlay(tree.plan.id)
    if path is not None:
        overlay, wrong = read_overlay(path, tree)
        if any(row.role == STRIKE for row in overlay):
            own = find_facts(tree, units, topics)
            wrong = (*wrong, *check_struck(tree, own, overlay, Registry.of(units), str(path)))
    facts = find_facts(tree, units, topics, overlay)
    return facts, (*wrong, *corpus.doubts(tree.plan.id, tree.plan.title), *check(tree, facts, units, topics))
