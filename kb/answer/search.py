"""`kb search`: hits as dicts of the JSON contract.

A question that is worked out (a list, a count, a unit's duties) begins with the nodes of its answer. Behind the hits of a
sentence follow the nodes that print some of its words, rarest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.answer.links import node_url
from kb.search.messages import say
from kb.search.query import is_plain
from kb.who.messages import say as say_who

if TYPE_CHECKING:
    from kb.answer.shapes import SearchAnswer, SearchHit
    from kb.search import Hit, Index, Result
    from kb.store import Base

PAGE = 10
"""Hits below which the nodes that print only some words are appended: with a full page nobody reads so far."""


def search(
    index: Index,
    query: str,
    *,
    base: Base | None = None,
    limit: int | None = 10,
    offset: int = 0,
    kinds: Sequence[str] = (),
    units: Sequence[str] = (),
    plans: Sequence[str] = (),
) -> SearchAnswer:
    """{"query", "total", "hits": […], "offset", "mode", "notes", "suggestions", "facets"}.

    roles: of the units, one each: 牵头, 责任, 配合. snippet: the passage as text. snippet_ranges, title_ranges: half-open
    character ranges to mark. base: reads the query as a question too; without it, and in the query language, words
    alone are searched.
    """
    if base is not None and is_plain(index.lexicon.normalise(query)) and not (kinds or units):
        return _asked(index, base, query, limit=limit, offset=offset, plans=plans)
    return result_dict(index.search(query, limit=limit, offset=offset, kinds=kinds, units=units, plans=plans))


def _asked(
    index: Index, base: Base, query: str, *, limit: int | None, offset: int, plans: Sequence[str]
) -> SearchAnswer:
    """Search with the query read as a question."""
    from kb.who.hits import nodes_asked

    asked = nodes_asked(base, index, query, plans)
    found = index.search(asked.text, limit=None if asked.first else limit, offset=0 if asked.first else offset,
                         plans=asked.plans)  # fmt: skip
    out = result_dict(found)
    out["query"], out["offset"] = query, offset
    hits = list(found.hits)
    total = found.total
    if asked.first:
        kept = set(asked.first)
        hits = [*index.hits_of(asked.first, asked.words), *(h for h in hits if h.id not in kept)]
        total = len(hits)
        hits = hits[offset:] if limit is None else hits[offset : offset + limit]
    elif total < PAGE and len(asked.words) > 1 and found.mode != "fuzzy":
        known = {
            h.id
            for h in (
                found.hits if not offset else index.search(asked.text, limit=None, plans=asked.plans).hits
            )
        }
        more = [i for i in asked.some() if i not in known][: PAGE - total]
        if more:
            start = max(0, offset - total)
            room = len(more) if limit is None else max(0, limit - len(hits))
            hits += index.hits_of(more[start : start + room], asked.words)
            if total:
                out["notes"].append(say_who("then_some", n=total + 1))
            else:
                out["notes"] = [n for n in out["notes"] if n != say("nothing")]
                out["notes"].append(say("only_some"))
            total += len(more)
    out["notes"] = [*asked.notes, *out["notes"]]
    out["hits"] = [_hit(hit) for hit in hits]
    out["total"] = total
    return out


def result_dict(found: Result) -> SearchAnswer:
    return {
        "query": found.query,
        "total": found.total,
        "hits": _hits(found.hits),
        "offset": found.offset,
        "mode": found.mode,
        "notes": list(found.notes),
        "suggestions": list(found.suggestions),
        "facets": {f.field: dict(f.counts) for f in found.facets},
    }


def _hits(hits: Iterable[Hit]) -> list[SearchHit]:
    return [_hit(hit) for hit in hits]


def _hit(hit: Hit) -> SearchHit:
    return {
        "id": hit.id,
        "plan": hit.plan,
        "kind": hit.kind,
        "number": hit.number,
        "title": hit.title,
        "citation": hit.citation,
        "snippet": hit.snippet.text,
        "snippet_ranges": [list(r) for r in hit.snippet.ranges],
        "title_ranges": [list(r) for r in hit.title_ranges],
        "units": list(hit.units),
        "roles": list(hit.roles),
        "score": hit.score,
        "url": node_url(hit.id, hit.kind),
        "edited": hit.edited,
    }
