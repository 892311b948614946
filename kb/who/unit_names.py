"""Names of units that a question may have, read as questions come: of all names of a base only those that begin as some part
of the question does. A base of a hundred plans has six thousand units, a question names one or two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from kb.model import Unit
from kb.rules.resolver import meant

if TYPE_CHECKING:
    from kb.store import Base

BEGINNING = 2
"""Characters by which names are told apart before they are read."""


class UnitNames:
    """Names in the form of questions, each with the units that it means. plan: of that plan, and those of none.

    normalise maps character to character, so the beginning of a name is normalised to the beginning of its form.
    """

    def __init__(self, base: Base, normalise: Callable[[str], str], plan: str | None = None) -> None:
        self._base = base
        self._normalise = normalise
        self._plan = plan
        self._begins: dict[str, list[str]] | None = None
        self._read: set[str] = set()
        self.names: dict[str, tuple[Unit, ...]] = {}

    def meet(self, text: str) -> None:
        """Read all names that a normalised text may have."""
        asked = {text[at : at + size] for at in range(len(text)) for size in range(1, BEGINNING + 1)}
        self._take(asked - self._read)

    def every(self) -> dict[str, tuple[Unit, ...]]:
        """Read all names."""
        self._take(set(self._beginnings()) - self._read)
        return self.names

    def _beginnings(self) -> dict[str, list[str]]:
        """Beginnings of names, in the form of questions → as the base has them."""
        if self._begins is None:
            self._begins = {}
            for begins in self._base.name_beginnings(BEGINNING):
                self._begins.setdefault(self._normalise(begins), []).append(begins)
        return self._begins

    def _take(self, asked: set[str]) -> None:
        known = self._beginnings()
        begins = [stored for one in sorted(asked) for stored in known.get(one, ())]
        called: dict[str, list[Unit]] = {}
        for unit in self._units(begins) if begins else ():
            for name in dict.fromkeys(map(self._normalise, unit.names)):
                if name[:BEGINNING] in asked:
                    called.setdefault(name, []).append(unit)
        self.names |= {name: meant(name, units, self._normalise) for name, units in called.items()}
        self._read |= asked

    def _units(self, begins: Iterable[str]) -> Iterator[Unit]:
        for unit in self._base.units_beginning(begins, BEGINNING):
            if self._plan is None or not unit.plans or self._plan in unit.plans:
                yield unit
