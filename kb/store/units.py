"""Units of all plans as one list: what several plans say of one identity together, each identity with its number.

An id names a place by its narrowest link. Where two places of that name meet in one base (甲市东区, 乙市东区), the ids of
both begin with as many links as tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from kb.model import Chain, Unit, same_place
from kb.records import dataclass

Key = tuple[str, Chain]
"""An identity as one plan reads it: id and place."""


@dataclass(slots=True)
class UnitList:
    """Collects the units of plan after plan; `settle` numbers them. registry: entries of units.toml in their order."""

    registry: Sequence[Unit] = ()
    met: dict[Key, Unit] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    numbers: dict[Key, int] = field(default_factory=dict)

    def add(self, unit: Unit) -> None:
        key = (unit.id, unit.place)
        known = self.met.get(key)
        self.met[key] = unit if known is None else joined(known, unit)

    def settle(self) -> None:
        """Number all units: those of the registry in its order, then the others as they were met."""
        order = {u.name: n for n, u in reversed(list(enumerate(self.registry)))}
        groups = _groups(self.met)
        made: list[tuple[Unit, list[Key]]] = []
        for keys, place in groups:
            unit = self.met[keys[0]]
            for key in keys[1:]:
                unit = joined(unit, self.met[key])
            made.append((replace(unit, place=place), keys))
        listed = {u.name for u, _ in made if u.registered}
        for entry in self.registry:
            if entry.name not in listed:
                listed.add(entry.name)
                where = entry.place[-1] if entry.place else ""
                made.append((replace(entry, id=f"{where}/{entry.name}"), []))
        last = len(self.registry)
        made.sort(key=lambda x: order.get(x[0].name, last) if x[0].registered else last)
        self.units = tuple(_apart([u for u, _ in made]))
        self.numbers = {key: n for n, (_, keys) in enumerate(made) for key in keys}


def joined(one: Unit, other: Unit) -> Unit:
    """Two plans' entries of one unit as one: the registered one's name, all other names as aliases."""
    first, second = (other, one) if other.registered and not one.registered else (one, other)
    names = [
        n for n in (second.name, *first.aliases, *second.aliases) if n not in (first.name, first.full_name)
    ]
    return replace(
        first,
        full_name=first.full_name or second.full_name,
        aliases=tuple(dict.fromkeys(names)),
        kind=first.kind or second.kind,
        parent=first.parent or second.parent,
        members=tuple(dict.fromkeys((*first.members, *second.members))),
        plans=tuple(dict.fromkeys((*one.plans, *other.plans))),
        place=max(one.place, other.place, key=len),
    )


def _groups(met: Iterable[Key]) -> list[tuple[list[Key], Chain]]:
    """Keys that are one identity, in the order met, with their longest chain.

    A short chain belongs to the one longer chain it can be; where it can be several, it is none of them.
    """
    by_id: dict[str, list[Key]] = {}
    for key in met:
        by_id.setdefault(key[0], []).append(key)
    out = []
    for keys in by_id.values():
        chains = dict.fromkeys(place for _, place in keys)
        full = [c for c in chains if not any(c != d and len(d) > len(c) and same_place(c, d) for d in chains)]
        groups: dict[Chain, list[Key]] = {}
        for key in keys:
            fits = [c for c in full if c == key[1] or same_place(c, key[1])]
            groups.setdefault(fits[0] if len(fits) == 1 else key[1], []).append(key)
        out += [(group, place) for place, group in groups.items()]
    return out


def _apart(units: list[Unit]) -> list[Unit]:
    """Units with ids that no two share: more links of the place where the narrowest alone does not do."""
    by_id: dict[str, list[int]] = {}
    for n, u in enumerate(units):
        by_id.setdefault(u.id, []).append(n)
    out = list(units)
    for same in by_id.values():
        if len(same) < 2:
            continue
        for n in same:
            name = units[n].id.split("/", 1)[-1]
            out[n] = replace(
                units[n], id=f"{_qualified(units[n].place, [units[i].place for i in same])}/{name}"
            )
    return out


def _qualified(place: Chain, places: list[Chain]) -> str:
    """“甲市东区”: the fewest last links that no other place of the list ends with."""
    for size in range(2, len(place)):
        if sum(p[-size:] == place[-size:] for p in places) == 1:
            return "".join(place[-size:])
    return "".join(place)
