"""What a search needs of a question: the nodes of an answer that is worked out, plans that it narrows to, and the nodes
that print some of its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kb.records import dataclass
from kb.who.answer import Asked
from kb.who.nearest import LEAST
from kb.who.scope import coverages

if TYPE_CHECKING:
    from kb.search import Index
    from kb.store import Base


@dataclass(frozen=True, slots=True, kw_only=True)
class NodesAsked:
    """What a search needs of a question. text: what to search for; plans: in which plans. first: nodes of an answer that
    is worked out. words: content words, to mark. some: ids of nodes that print some of them, best first."""

    text: str
    plans: tuple[str, ...]
    first: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    some: Callable[[], list[str]] = list


def nodes_asked(base: Base, index: Index, query: str, plans: Sequence[str] = ()) -> NodesAsked:
    """Read a query for searching: worked-out answers first, a place narrows to its plans."""
    plan = plans[0] if len(plans) == 1 else None
    asked = Asked(base, index, query, basis=None, unit=None, plan=plan, limit=None)
    read = asked.read
    named = tuple(p for p in read.plans if not plans or p in plans)
    narrowed = named if named and len(index.plans) > 1 else tuple(plans)
    text = query
    if narrowed != tuple(plans) and read.segments:
        text = " ".join(read.segments)
    first: tuple[str, ...] = ()
    if read.kind not in ("list", "count", "what-of-unit") and not read.topics and not read.units:
        spelt = asked.spelt()
        if spelt is not None:
            read = spelt.read
            asked = spelt
    if read.kind in ("list", "count", "what-of-unit"):
        found = asked.answer()
        ids = [g["id"] for g in found["groups"] if g["duties"] or read.kind != "what-of-unit"]
        first = tuple(i for i in dict.fromkeys(ids) if i in asked.nodes)

    def some() -> list[str]:
        shares = coverages(asked.nodes, asked.find, read)
        return [i for i, share in shares.items() if share >= LEAST]

    return NodesAsked(text=text, plans=narrowed, first=first, words=read.words, some=some)
