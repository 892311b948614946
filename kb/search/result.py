"""What a search answers."""

from __future__ import annotations

from typing import Literal

from kb.records import dataclass

Mode = Literal["all", "any", "literal", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage and its marked ranges: half-open character offsets into `text`, in order, not touching."""

    text: str
    ranges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One node found. score: higher is better, comparable within one result only. title_ranges: marked ranges
    of the title. units: with an assigned duty there; roles: the role of each.
    edited: a person changed its words in plan.md."""

    id: str
    plan: str
    kind: str
    number: str
    title: str
    citation: str
    snippet: Snippet
    units: tuple[str, ...]
    score: int
    title_ranges: tuple[tuple[int, int], ...] = ()
    roles: tuple[str, ...] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of all hits have a value; values by count, then as they come in the plans."""

    field: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A search's answer: one page of `hits` out of `total`.

    mode: "all" every word met; "any" some words met; "literal" looked up as written; "fuzzy" another spelling
    or pinyin was taken. notes: Chinese sentences for the reader. suggestions: queries to offer
    (“您是不是要找”).
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    mode: Mode = "all"
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    offset: int = 0
