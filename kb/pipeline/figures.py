"""What `kb import --report` shows: how much of each kind was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kb.model import KINDS, Facts, Tree, Unit
from kb.rules.ground import Ground
from kb.rules.registry import Registry
from kb.rules.unread import KINDS as UNREAD
from kb.rules.unread import find_unread


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found, for a person to check. headings: count by level. counts: nodes by kind.
    with_units: tasks and projects with a responsible unit assigned, out of `duties_of`."""

    headings: tuple[int, ...]
    counts: dict[str, int]
    indicator_numbers: int
    duties_of: int
    with_units: int
    units: tuple[str, ...]
    unread: tuple[UnreadKind, ...]


@dataclass(frozen=True, slots=True)
class UnreadKind:
    """Unread brackets of one kind. said: what is wrong with them; brackets: line of the source (0: unknown) and the bracket as printed."""

    said: str
    brackets: tuple[tuple[int, str], ...]


def _unread(tree: Tree, units: tuple[Unit, ...]) -> tuple[UnreadKind, ...]:
    """Unread brackets by kind, the most important kind first."""
    ground = Ground(tree, Registry.of(units, tree.plan))
    found = list(find_unread(ground))
    return tuple(
        UnreadKind(said, tuple((ground.lines.line(x.at) if x.at is not None else 0, x.printed) for x in some))
        for kind, said in UNREAD.items()
        if (some := [x for x in found if x.kind == kind])
    )


def report(tree: Tree, facts: Facts, units: tuple[Unit, ...] = ()) -> Report:
    """The figures `kb import --report` shows."""
    levels: Counter[int] = Counter()
    counts = Counter(n.kind for n in tree.nodes)
    for n in tree.nodes:
        if n.kind not in ("paragraph", "box", "project", "indicator") or (
            n.kind == "paragraph" and n.title and n.head
        ):
            levels[n.depth] += 1
    duties_of = {n.id for n in tree.nodes if n.kind in ("task", "measure", "project")}
    assigned = {d.node for d in facts.duties if d.basis == "assigned"}
    numbers = {(i.box, i.number or i.id) for i in facts.indicators}
    named = tuple(sorted({d.unit for d in facts.duties if d.basis == "assigned"}))
    headings = tuple(levels[k] for k in range(max(levels, default=-1) + 1))
    return Report(
        headings,
        {k: counts.get(k, 0) for k in KINDS},
        len(numbers),
        len(duties_of),
        len(duties_of & assigned),
        named,
        _unread(tree, units),
    )
