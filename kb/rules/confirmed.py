"""Facts of a plan.md that a person changed: only what the source's own words say as well.

Rules read two trees side by side, plan.md's and the same one as printed (`Tree.printed`). A fact with a quote is kept
where both yield it, with the printed one's quote. So no duty is proved by words that do not say it, and no words of
the source give a duty that the reviewed plan.md no longer shows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kb.model import DROPPING, Duty, Facts, Indicator, Repair, Tree
from kb.words.normalised import compact

Fact = TypeVar("Fact")


def same_nodes(tree: Tree, printed: Tree) -> dict[str, str]:
    """Return the printed tree's id of each node: ids of paragraphs come from their opening words, which may differ."""
    pairs = list(zip(tree.nodes, printed.nodes, strict=False))
    if len(tree.nodes) == len(printed.nodes) and all(a.kind == b.kind for a, b in pairs):
        return {a.id: b.id for a, b in pairs}
    return {b.id: b.id for b in printed.nodes}


def confirm(facts: Facts, printed: Facts, ids: dict[str, str]) -> Facts:
    """Return the facts that `printed` has as well. ids: the printed tree's id of each node."""
    back = {b: a for a, b in ids.items()}

    def at(node: str) -> str:
        return ids.get(node, "")

    def here(node: str | None) -> str | None:
        return back.get(node) if node else node

    said = {(d.node, d.unit, d.role, d.basis): d for d in printed.duties}

    def duties() -> Iterator[Duty]:
        for d in facts.duties:
            if d.document or d.basis == "related":
                yield d
            elif (one := said.get((at(d.node), d.unit, d.role, d.basis))) is not None:
                deadline = d.deadline if d.deadline == one.deadline else ""
                origin = here(one.inherited_from)
                yield replace(one, node=d.node, deadline=deadline, inherited_from=origin, link=d.link)

    return replace(
        facts,
        duties=tuple(duties()),
        indicators=tuple(_with_baseline(facts.indicators, printed.indicators, at, back)),
        commitments=tuple(
            replace(one, node=c.node)
            for c, one in _both(
                facts.commitments, printed.commitments,
                lambda c: (at(c.node), c.subject, c.op, c.value, c.value_high, c.unit_of_measure),
                lambda c: (c.node, c.subject, c.op, c.value, c.value_high, c.unit_of_measure),
            )
        ),
        references=tuple(
            replace(one, node=r.node)
            for r, one in _both(
                facts.references, printed.references,
                lambda r: (at(r.node), r.kind, r.name), lambda r: (r.node, r.kind, r.name),
            )
        ),
        obligations=tuple(
            replace(one, node=o.node)
            for o, one in _both(
                facts.obligations, printed.obligations,
                lambda o: (at(o.node), o.addressee, o.kinds), lambda o: (o.node, o.addressee, o.kinds),
            )
        ),
    )  # fmt: skip


def held(duties: tuple[Duty, ...], repairs: tuple[Repair, ...]) -> tuple[Duty, ...]:
    """Return the duties whose quote has the printed name; what import left out (a page's number) may occur inside it.

    Words cut out of the middle of a name and put elsewhere leave a name that nobody printed: “市健委” of “市卫健委”.
    Duties of another document, and those that only relate, quote no name.
    """
    cuts = sorted((r.start, r.end) for r in repairs if r.kind in DROPPING)

    def holds(d: Duty) -> bool:
        name = compact(d.printed)
        if name in compact(d.quote):
            return True
        quote = d.quote
        for start, end in reversed(cuts):
            if start < d.end and end > d.start:
                quote = quote[: max(0, start - d.start)] + quote[end - d.start :]
        return name in compact(quote)

    return tuple(d for d in duties if d.document or d.basis == "related" or holds(d))


def _both(
    ours: Iterable[Fact],
    theirs: Iterable[Fact],
    our_key: Callable[[Fact], Hashable],
    their_key: Callable[[Fact], Hashable],
) -> Iterator[tuple[Fact, Fact]]:
    """Yield each fact with the printed one of the same key; those without one are left out."""
    said = {their_key(one): one for one in theirs}
    for fact in ours:
        if (one := said.get(our_key(fact))) is not None:
            yield fact, one


def _with_baseline(
    ours: tuple[Indicator, ...],
    theirs: tuple[Indicator, ...],
    at: Callable[[str], str],
    back: dict[str, str],
) -> Iterator[Indicator]:
    """Yield the indicators, without a baseline whose value the source does not print."""
    said = {i.id: i.baseline for i in theirs}
    for i in ours:
        b, one = i.baseline, said.get(at(i.id))
        if b is None or (one is not None and (one.year, one.value) == (b.year, b.value)):
            yield (
                i
                if b is None or one is None
                else replace(i, baseline=replace(one, node=back.get(one.node, b.node)))
            )
        else:
            yield replace(i, baseline=None)
