"""The engine boundary (base.py), the retriever over postings in files (sets.py), and the engines.

Whoosh shows nowhere else, and neither does OpenSearch, which is a retriever of its own.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from kb.search.engine.base import (
    AllOf,
    AnyOf,
    Ask,
    Best,
    Bound,
    ByKind,
    Condition,
    Contents,
    Cursor,
    Enough,
    Has,
    NoneOf,
    Page,
    Postings,
    Retriever,
    Row,
    Share,
    Sum,
    Worth,
    Writer,
)

ENGINES = ("whoosh", "sqlite", "opensearch")
"""Engines that `kb build --engine` offers, the default first."""
DEFAULT = ENGINES[0]
OVER_NETWORK = "opensearch"
"""The engine that is a cluster: its index is not among the base's files."""
IN_FILES = tuple(engine for engine in ENGINES if engine != OVER_NETWORK)
MOST_FOR_WHOOSH = 10_000
"""Documents, some 60 plans: from here on Whoosh's share of a build and of a question is felt (docs/benchmarks.md)."""

__all__ = [
    "DEFAULT", "ENGINES", "IN_FILES", "MOST_FOR_WHOOSH", "OVER_NETWORK", "AllOf", "AnyOf", "Ask", "Best", "Bound", "ByKind", "Condition",
    "Contents", "Cursor", "Enough", "Has", "NoneOf", "Page", "Postings", "Retriever", "Row", "Share", "Sum", "Worth", "Writer",
    "better_engine", "open_postings", "write_contents",
]  # fmt: skip


def better_engine(engine: str, documents: int) -> str:
    """Return the engine that would serve so many documents better; "" where the one they have does."""
    return "sqlite" if engine == "whoosh" and documents > MOST_FOR_WHOOSH else ""


def write_contents(engine: str) -> Writer:
    """Return the writer of an engine. Raises KeyError for a name of none."""
    return _module(_WRITERS[engine]).write_contents  # type: ignore[no-any-return]


def open_postings(engine: str, folder: Path) -> Postings:
    """Open the files of an engine. Raises KeyError for a name of none, and what the engine raises for files that are none of its."""
    return _module(_READERS[engine]).open_postings(folder)  # type: ignore[no-any-return]


def _module(name: str) -> ModuleType:
    return import_module(f"kb.search.engine.{name}")


_WRITERS = {"whoosh": "embedded", "sqlite": "sqlite", OVER_NETWORK: "opensearch.write"}
_READERS = {"whoosh": "whoosh_files", "sqlite": "sqlite"}
"""Modules by engine; asking must not import Whoosh."""
