"""The built base on disk: one SQLite file, written whole, opened read-only.

`write_base(folder, plans, topics, units)` writes it; `open_base(folder)` gives a Base, whose methods
return the model's objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.store.base import Base, open_base
from kb.store.lookup import NotFound
from kb.store.place import find_base, generation

if TYPE_CHECKING:
    from kb.store.write import write_base

__all__ = ["Base", "NotFound", "find_base", "generation", "open_base", "write_base"]


def __getattr__(name: str) -> object:
    """Writing is loaded when asked for: reading a base does without it."""
    if name == "write_base":
        from kb.store.write import write_base

        return write_base
    raise AttributeError(name)
