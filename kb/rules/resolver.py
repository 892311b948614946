"""Which unit a name means: the one rule, for names that a plan prints, that somebody asks for, and that a search filters by.

Of the units that go by a name, in any form of it, those are kept that hold where it is read (a plan, a place). Of those, the
ones whose own name it is are meant; where it is nobody's own name, the ones that have it as full name or alias. Several may be
meant: 区教委 of two districts.

Who asks brings three things: the units, the form in which names are compared, and what holds. The registry asks with the
entries that hold for a plan, the store with what its table of names finds, the reader of questions and the index with all
units of the base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from kb.words.normalised import compact

Form = Callable[[str], str]


class Named(Protocol):
    """A unit as far as its names go. names: all it goes by, its own first, each once. place_name: “大渡口区”, "" unknown."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


class InPlace(Protocol):
    """A unit or a plan of a place. place: the chain from wide to narrow, () unknown; place_name: how it is called in short,
    “大渡口区”."""

    @property
    def place_name(self) -> str: ...
    @property
    def place(self) -> tuple[str, ...]: ...


class Placed(Named, InPlace, Protocol):
    """A unit with its place. plans: ids of plans that have it."""

    @property
    def plans(self) -> tuple[str, ...]: ...


N = TypeVar("N", bound=Named)
L = TypeVar("L", bound=InPlace)
P = TypeVar("P", bound=Placed)


def meant(name: str, called: Iterable[N], form: Form = compact) -> tuple[N, ...]:
    """Of the units that go by a name (in its form) and hold, those that are meant by it."""
    found = tuple(called)
    return tuple(u for u in found if form(u.name) == name) or found


def narrowed(called: Sequence[P], plan: str | None = None, place: str | None = None) -> tuple[P, ...]:
    """Of some units those of a plan, where it has any, and those of a place (see `in_place`); None narrows nothing."""
    found = tuple(called)
    if plan is not None:
        found = tuple(u for u in found if plan in u.plans) or found
    return found if place is None else in_place(found, place)


def in_place(found: Sequence[L], place: str) -> tuple[L, ...]:
    """Of some units or plans those of a place, as people say it: “昆明”.

    Meant is the place that is called so; otherwise those that have it in the name; otherwise those that lie in such a place.
    () where none does.
    """
    asked = compact(place)
    for fits in (
        tuple(u for u in found if asked in (u.place_name, "".join(u.place))),
        tuple(u for u in found if u.place and asked in "".join(u.place[-1:])),
        tuple(u for u in found if asked in "".join(u.place)),
    ):
        if fits:
            return fits
    return ()


class Resolver(Generic[N]):
    """Units by every name they go by. form: brings a name to the form in which names are compared."""

    def __init__(self, units: Iterable[N], form: Form = compact) -> None:
        self.units = tuple(units)
        self.form = form
        called: dict[str, list[N]] = {}
        for unit in self.units:
            for name in dict.fromkeys(map(form, unit.names)):
                called.setdefault(name, []).append(unit)
        self._called = called

    def __iter__(self) -> Iterator[str]:
        """Every name, in its form."""
        return iter(self._called)

    def __contains__(self, name: object) -> bool:
        return name in self._called

    @cached_property
    def names(self) -> dict[str, tuple[N, ...]]:
        """Every name, in its form, with the units that it means; for finding names in a text."""
        return {name: meant(name, units, self.form) for name, units in self._called.items()}

    def called(self, name: str, holds: Callable[[N], bool] | None = None) -> tuple[N, ...]:
        """The units that a name means; () for none. holds: whether a unit may be meant where the name is read."""
        asked = self.form(name)
        found = self._called.get(asked, ())
        return meant(asked, found if holds is None else filter(holds, found), self.form)

    def having(self, part: str) -> tuple[N, ...]:
        """The units that have a part in one of their names: 卫健 in 区卫健委."""
        asked = self.form(part)
        return tuple(u for u in self.units if any(asked in self.form(n) for n in u.names))
