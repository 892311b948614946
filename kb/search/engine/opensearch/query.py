"""Conditions and bounds as OpenSearch asks them: conditions as filters, a bound as the score.

Points are whole numbers, but scores are 32-bit floats and kinds are percentages. So a score is off by a few parts in ten
million; `bound_of` rounds up by more than that.
"""

from __future__ import annotations

import math
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
SLACK = 2.0**-20
"""More than what a score can be off: 2^-24 a step, and some eight steps from points to the score."""


def bound_of(score: float) -> int:
    """Return the bound that a score stands for; never below the exact one, and rising with the score."""
    return math.floor(score * (1 + SLACK)) + 1


def condition(where: Condition) -> Query:
    """Return the filter of a condition."""
    if isinstance(where, Has):
        return _has("gram" if where.field == "near" else where.field, where.term)
    if isinstance(where, AllOf):
        return _all(where)
    if isinstance(where, AnyOf):
        return _any(where)
    if isinstance(where, NoneOf):
        return {"bool": {"must_not": [condition(part) for part in where.parts]}} if where.parts else ALL
    return _enough(where)


def _has(field: str, term: str) -> Query:
    if not term:
        return NONE
    if field in TEXTS:
        if len(term) <= 2:
            return {"term": {field if len(term) == 2 else f"{field}.one": term}}
        return {"match_phrase": {field: term}}
    if field != "more" or (len(term) <= 2 and " " not in term):
        return {"term": {field: term}}
    grams = {term[i : i + 2] for i in range(len(term) - 1)}
    pieces = {gram for gram in grams if " " not in gram} or {ch for ch in term if ch != " "}
    return {"bool": {"filter": [{"term": {field: piece}} for piece in sorted(pieces)]}} if pieces else ALL


def _all(where: AllOf) -> Query:
    if not where.parts:
        return ALL
    if len(where.parts) == 1:
        return condition(where.parts[0])
    inside = [condition(part) for part in where.parts if not isinstance(part, NoneOf)]
    outside = [condition(one) for part in where.parts if isinstance(part, NoneOf) for one in part.parts]
    found: Query = {name: parts for name, parts in (("filter", inside), ("must_not", outside)) if parts}
    return {"bool": found} if found else ALL


def _any(where: AnyOf) -> Query:
    """Values of one field are asked at once: all plans of a city are one clause."""
    values: dict[str, list[str]] = {}
    parts: list[Query] = []
    for part in where.parts:
        query = condition(part)
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


def _enough(where: Enough) -> Query:
    """Weights are points, and the least of them the least score."""
    parts = [_points(part, weight) for part, weight in where.parts]
    return {"function_score": {"query": {"bool": {"should": parts}}, "min_score": where.least}}


def _points(where: Condition, points: int) -> Query:
    return {"constant_score": {"filter": condition(where), "boost": points}}


def scoring(bound: Bound) -> Query | None:
    """Return the query whose score is a bound; None where the bound is 0 for every document."""
    if isinstance(bound, Worth):
        return _points(bound.where, bound.points) if bound.points and condition(bound.where) != NONE else None
    if isinstance(bound, Share):
        return _share(bound) if bound.points else None
    if isinstance(bound, ByKind):
        return _by_kind(bound)
    parts = [query for part in bound.parts if (query := scoring(part)) is not None]
    if len(parts) <= 1:
        return parts[0] if parts else None
    if isinstance(bound, Best):
        return {"dis_max": {"queries": parts, "tie_breaker": bound.beside / 100}}
    return {"bool": {"should": parts}}


def _share(bound: Share) -> Query:
    by_size = {"field_value_factor": {"field": SIZE, "modifier": "reciprocal", "missing": 1}}
    return {
        "function_score": {
            "query": _points(bound.where, bound.points * bound.length),
            "functions": [by_size],
            "boost_mode": "multiply",
        }
    }


def _by_kind(bound: ByKind) -> Query | None:
    part = scoring(bound.part)
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


def named(where: Condition, name: str) -> Query:
    """Return a condition that adds nothing to a score and is named in the hits that meet it."""
    return {"constant_score": {"filter": condition(where), "boost": 0, "_name": name}}
