"""The engine boundary: which documents have which terms. What stands behind it shows nowhere else."""

from __future__ import annotations

from kb.search.engine.base import AllOf, AnyOf, Condition, Engine, EngineWriter, Has, NoneOf, evaluate

__all__ = [
    "AllOf", "AnyOf", "Condition", "Engine", "EngineWriter", "Has", "NoneOf", "evaluate", "open_engine", "write_engine",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """The embedded engine, loaded when asked for."""
    if name in ("open_engine", "write_engine"):
        from kb.search.engine import embedded

        return getattr(embedded, name)
    raise AttributeError(name)
