"""Conditions and bounds as OpenSearch asks them: conditions as filters, a bound as the score.

Points are whole numbers, but scores are 32-bit floats and kinds are percentages. So a score is off by a few parts in ten
million; `bound_of` rounds up by more than that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kb.search.engine.base import (
    AllOf,
    AnyOf,
    Best,
    Bound,
    ByKind,
    Condition,
    Enough,
    Has,
    NoneOf,
    Share,
    Worth,
)
from kb.search.engine.opensearch.mapping import SIZE, TEXTS

Query = dict[str, Any]
ALL: Query = {"match_all": {}}
NONE: Query = {"match_none": {}}
NO_TEXTS: Mapping[Has, Query] = {}
SLACK = 2.0**-20
"""More than what a score can be off: 2^-24 a step, and some eight steps from points to the score."""


def bound_of(score: float) -> int:
    """Return the bound that a score stands for; never below the exact one, and rising with the score."""
    return math.floor(score * (1 + SLACK)) + 1


LONG = 24
"""Characters of a text from which on it is looked for once, and then asked by the numbers of its documents. A phrase is a clause
for each pair of its characters, a condition has it many times over, and a node takes so many clauses and no more."""
Known = Mapping[Has, Query]
"""What long texts are asked by."""


def long_texts(where: Condition) -> Iterator[Has]:
    """Yield the long texts of a condition."""
    if isinstance(where, Has):
        field = _field(where.field)
        if field in TEXTS and len(where.term) >= LONG:
            yield Has(field, where.term)
    else:
        for part in where.parts:
            yield from long_texts(part[0] if isinstance(part, tuple) else part)


def long_texts_of(bound: Bound) -> Iterator[Has]:
    """Yield the long texts of a bound."""
    if isinstance(bound, Worth | Share):
        yield from long_texts(bound.where)
    else:
        for part in (bound.part,) if isinstance(bound, ByKind) else bound.parts:
            yield from long_texts_of(part)


def condition(where: Condition, known: Known = NO_TEXTS) -> Query:
    """Return the filter of a condition. known: of its long texts; those that it lacks are asked as phrases."""
    if isinstance(where, Has):
        return _has(Has(_field(where.field), where.term), known)
    if isinstance(where, AllOf):
        return _all(where, known)
    if isinstance(where, AnyOf):
        return _any([condition(part, known) for part in where.parts])
    if isinstance(where, NoneOf):
        parts = [query for part in where.parts if (query := condition(part, known)) != NONE]
        return {"bool": {"must_not": parts}} if parts else ALL
    return _enough(where, known)


def _field(name: str) -> str:
    return "gram" if name == "near" else name


def _has(where: Has, known: Known) -> Query:
    field, term = where.field, where.term
    if not term:
        return NONE
    if field in TEXTS:
        if len(term) <= 2:
            return {"term": {field if len(term) == 2 else f"{field}.one": term}}
        return known.get(where) or {"match_phrase": {field: term}}
    if field != "more" or (len(term) <= 2 and " " not in term):
        return {"term": {field: term}}
    grams = {term[i : i + 2] for i in range(len(term) - 1)}
    pieces = {gram for gram in grams if " " not in gram} or {ch for ch in term if ch != " "}
    return {"bool": {"filter": [{"term": {field: piece}} for piece in sorted(pieces)]}} if pieces else ALL


def _all(where: AllOf, known: Known) -> Query:
    if len(where.parts) == 1:
        return condition(where.parts[0], known)
    inside = [condition(part, known) for part in where.parts if not isinstance(part, NoneOf)]
    outside = [
        condition(one, known) for part in where.parts if isinstance(part, NoneOf) for one in part.parts
    ]
    if NONE in inside or ALL in outside:
        return NONE
    inside = [query for query in inside if query != ALL]
    outside = [query for query in outside if query != NONE]
    found: Query = {name: parts for name, parts in (("filter", inside), ("must_not", outside)) if parts}
    return {"bool": found} if found else ALL


def _any(queries: Sequence[Query]) -> Query:
    """Values of one field are asked at once: all plans of a city are one clause."""
    if ALL in queries:
        return ALL
    values: dict[str, list[str]] = {}
    parts: list[Query] = []
    for query in queries:
        term = query.get("term")
        if term is None:
            parts.append(query)
        else:
            ((field, value),) = term.items()
            values.setdefault(field, []).append(value)
    parts += [
        {"term": {field: terms[0]}} if len(terms) == 1 else {"terms": {field: terms}}
        for field, terms in values.items()
    ]
    parts = [part for part in parts if part != NONE]
    if not parts:
        return NONE
    return parts[0] if len(parts) == 1 else {"bool": {"should": parts, "minimum_should_match": 1}}


def _enough(where: Enough, known: Known) -> Query:
    """Weights are points, and the least of them the least score."""
    parts = [_points(part, weight, known) for part, weight in where.parts]
    if sum(weight for _, weight in where.parts) < where.least:
        return NONE
    return {"function_score": {"query": {"bool": {"should": parts}}, "min_score": where.least}}


def _points(where: Condition, points: int, known: Known) -> Query:
    return {"constant_score": {"filter": condition(where, known), "boost": points}}


def scoring(bound: Bound, known: Known = NO_TEXTS) -> Query | None:
    """Return the query whose score is a bound; None where the bound is 0 for every document. known: as for `condition`."""
    if isinstance(bound, Worth | Share):
        if not bound.points or condition(bound.where, known) == NONE:
            return None
        return _points(bound.where, bound.points, known) if isinstance(bound, Worth) else _share(bound, known)
    if isinstance(bound, ByKind):
        return _by_kind(bound, known)
    parts = [query for part in bound.parts if (query := scoring(part, known)) is not None]
    if len(parts) <= 1:
        return parts[0] if parts else None
    if isinstance(bound, Best):
        return {"dis_max": {"queries": parts, "tie_breaker": bound.beside / 100}}
    return {"bool": {"should": parts}}


def _share(bound: Share, known: Known) -> Query:
    by_size = {"field_value_factor": {"field": SIZE, "modifier": "reciprocal", "missing": 1}}
    return {
        "function_score": {
            "query": _points(bound.where, bound.points * bound.length, known),
            "functions": [by_size],
            "boost_mode": "multiply",
        }
    }


def _by_kind(bound: ByKind, known: Known) -> Query | None:
    part = scoring(bound.part, known)
    if part is None:
        return None
    kinds: dict[int, list[str]] = {}
    for kind, percent in bound.percent:
        kinds.setdefault(percent, []).append(kind)
    functions: list[Query] = [
        {"filter": {"terms": {"kind": names}}, "weight": percent / 100} for percent, names in kinds.items()
    ]
    functions.append({"filter": ALL, "weight": bound.others / 100})
    return {
        "function_score": {
            "query": part,
            "functions": functions,
            "score_mode": "first",
            "boost_mode": "multiply",
        }
    }


def named(query: Query, name: str) -> Query:
    """Return a filter that adds nothing to a score and is named in the hits that meet it."""
    return {"constant_score": {"filter": query, "boost": 0, "_name": name}}
