"""The built base on disk: one SQLite file, written whole, opened read-only.

`write_base(folder, plans, topics, units)` writes it; `open_base(folder)` gives a Base, whose methods
return the model's objects.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.store.base import Base, open_base
    from kb.store.lookup import NotFound, SeveralUnits
    from kb.store.place import find_base, generation
    from kb.store.write import write_base

__all__ = ["Base", "NotFound", "SeveralUnits", "find_base", "generation", "open_base", "write_base"]

# Each is loaded when asked for: reading a base does without writing one, searching an index without SQLite.
_MODULES = {
    "Base": "base",
    "NotFound": "lookup",
    "SeveralUnits": "lookup",
    "find_base": "place",
    "generation": "place",
    "open_base": "base",
    "write_base": "write",
}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return getattr(import_module(f"kb.store.{_MODULES[name]}"), name)
    raise AttributeError(name)
