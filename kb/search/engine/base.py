"""The engine-neutral query, and what an engine must do.

A document is numbered by its place in the order it was written, from 0. It has terms in fields: `gram` holds
the characters, pairs of characters and lexicon words of its normalised text; the rest (`kind`, `plan`,
`unit`, `topic`, `binding`, `chapter`, `parent`, `place`) whole values. An engine answers which documents have
a term and nothing else: it neither ranks nor sees text, so any inverted index can be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Has:
    """Documents with this term in this field."""

    field: str
    term: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that meet every part; of no parts: all documents."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that meet one part or more; of no parts: none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Documents that meet no part."""

    parts: tuple[Condition, ...]


Condition = Has | AllOf | AnyOf | NoneOf


class Engine(Protocol):
    """A written set of documents, opened for reading."""

    def count(self) -> int:
        """How many documents there are."""

    def having(self, field: str, term: str) -> frozenset[int]:
        """Numbers of the documents with a term; empty for a term or field nobody has."""

    def close(self) -> None:
        """Let go of files."""


class EngineWriter(Protocol):
    """Writes one engine folder: the same documents give the same bytes."""

    def __call__(self, folder: Path, documents: Iterable[Mapping[str, Iterable[str]]]) -> None: ...


def evaluate(engine: Engine, condition: Condition) -> frozenset[int]:
    """Numbers of the documents that meet a condition."""
    if isinstance(condition, Has):
        return engine.having(condition.field, condition.term)
    if isinstance(condition, AnyOf):
        return frozenset().union(*(evaluate(engine, part) for part in condition.parts))
    if isinstance(condition, NoneOf):
        return frozenset(range(engine.count())) - evaluate(engine, AnyOf(condition.parts))
    found: frozenset[int] | None = None
    for part in sorted(condition.parts, key=lambda p: isinstance(p, NoneOf)):
        if found is not None and not found:
            return found
        if found is not None and isinstance(part, NoneOf):
            found -= evaluate(engine, AnyOf(part.parts))
        else:
            met = evaluate(engine, part)
            found = met if found is None else found & met
    return frozenset(range(engine.count())) if found is None else found
