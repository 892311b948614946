"""`kb search`: a search's result as a dict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.answer.facts import Json
from kb.answer.links import node_url

if TYPE_CHECKING:
    from kb.search import Hit, Index, Result


def search(
    index: Index,
    query: str,
    *,
    limit: int | None = 10,
    offset: int = 0,
    kinds: Sequence[str] = (),
    units: Sequence[str] = (),
    plans: Sequence[str] = (),
) -> Json:
    """{"query", "total", "hits": […], "offset", "mode", "notes", "suggestions", "facets"}.

    snippet is the passage as text; snippet_ranges and title_ranges are half-open character ranges to mark.
    """
    found = index.search(query, limit=limit, offset=offset, kinds=kinds, units=units, plans=plans)
    return result_dict(found)


def result_dict(found: Result) -> Json:
    return {
        "query": found.query,
        "total": found.total,
        "hits": [_hit(hit) for hit in found.hits],
        "offset": found.offset,
        "mode": found.mode,
        "notes": list(found.notes),
        "suggestions": list(found.suggestions),
        "facets": {f.field: dict(f.counts) for f in found.facets},
    }


def _hit(hit: Hit) -> Json:
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
        "score": hit.score,
        "url": node_url(hit.id, hit.kind),
        "edited": hit.edited,
    }
