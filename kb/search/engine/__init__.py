"""The engine boundary: which documents have which terms. What stands behind it shows nowhere else."""

from __future__ import annotations

from kb.search.engine.base import AllOf, AnyOf, Condition, Engine, EngineWriter, Has, NoneOf, evaluate

__all__ = [
    "AllOf", "AnyOf", "Condition", "Engine", "EngineWriter", "Has", "NoneOf", "evaluate",
]  # fmt: skip
