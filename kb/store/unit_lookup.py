"""Units of a built base: by id, name, plan and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from kb.model import Unit
from kb.rules.resolver import meant, narrowed
from kb.store.columns import Row
from kb.store.lookup import SeveralUnits, not_found
from kb.store.schema import LOCAL_UNIT, UNIT
from kb.store.units import joined
from kb.words.normalised import compact

# SQLite takes at least so many values in one statement; more are asked in several.
_AT_ONCE = 500
_FIRST, _LAST = "\0", "\U0010ffff"
"""After a text and before all that continue it, and after all that continue it."""
V = TypeVar("V")


class UnitLookup:
    """What a base knows of units. `_all` runs a statement."""

    _all_units: tuple[Unit, ...] | None = None
    _by_id: dict[str, Unit] | None = None

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        raise NotImplementedError

    def units(self, plan: str | None = None) -> tuple[Unit, ...]:
        """The registry in its order, then units that only the text knows. plan: the units of that plan, each as the
        plan has it, in the plan's order."""
        if plan is not None:
            return self._local_units(plan)
        if self._all_units is None:
            self._all_units = self._some_units("", ())
        return self._all_units

    def _local_units(self, plan: str) -> tuple[Unit, ...]:
        return self.units_by_plan((plan,)).get(plan, ())

    def units_by_plan(self, plans: Iterable[str]) -> dict[str, tuple[Unit, ...]]:
        """The units of each plan as the plan has them, in its order; plans without are left out."""
        out: dict[str, dict[str, Unit]] = {}
        for part in in_lots(tuple(plans)):
            sql = (
                f"SELECT local_unit.plan, unit.id, {LOCAL_UNIT.columns} FROM local_unit"
                f" JOIN unit ON unit.no = local_unit.unit WHERE local_unit.plan IN ({marks(part)})"
                " ORDER BY local_unit.no"
            )
            for row in self._all(sql, part):
                units = out.setdefault(row[0], {})
                unit = replace(LOCAL_UNIT.codec.load(row[2:]), id=row[1])
                units[unit.id] = joined(units[unit.id], unit) if unit.id in units else unit
        return {plan: tuple(units.values()) for plan, units in out.items()}

    def _some_units(self, rest: str, values: Sequence[Any]) -> tuple[Unit, ...]:
        """Units by what follows FROM unit."""
        found = self._all(f"SELECT {UNIT.columns} FROM unit{rest} ORDER BY unit.no", values)
        return tuple(map(UNIT.codec.load, found))

    def unit(self, name: str, plan: str | None = None, place: str | None = None) -> Unit:
        """The unit of that id, canonical name, full name or alias; of several the first (see `find_units`).

        plan: prefer the unit that the plan means. Raises NotFound with the nearest names.
        """
        found = self.find_units(name, plan, place)
        if not found and place is not None and self.find_units(name, plan):
            known = dict.fromkeys(u.place_name for u in self.find_units(name, plan) if u.place)
            raise not_found("地方", place, [*known], f"有{name.strip()}的地方：{'、'.join(known)}。")
        if not found:
            called = {n: u.name for u in self.units() for n in u.names}
            raise not_found("单位", "".join(name.split()), called)
        return found[0]

    def one_unit(self, name: str, plan: str | None = None, place: str | None = None) -> Unit:
        """The one unit meant by an id, canonical name, full name or alias.

        plan, place: of these only. Raises NotFound with the nearest names, SeveralUnits where more than one is meant.
        """
        first = self.unit(name, plan, place)
        found = self.find_units(name, plan, place)
        if len(found) > 1:
            raise SeveralUnits(name, found)
        return first

    def unit_of(self, unit_id: str) -> Unit:
        """The unit of an id. Raises NotFound."""
        if self._all_units is not None:  # a question has read all names; no statement more
            if self._by_id is None:
                self._by_id = {u.id: u for u in self._all_units}
            if unit_id in self._by_id:
                return self._by_id[unit_id]
        found = self._some_units(" WHERE unit.id = ?", (unit_id,))
        if not found:
            raise not_found("单位", unit_id, [u.id for u in self.units()])
        return found[0]

    def units_of(self, ids: Iterable[str]) -> dict[str, Unit]:
        """The units of these ids, by id; ids of no unit are left out."""
        found: dict[str, Unit] = {}
        for part in in_lots(tuple(dict.fromkeys(ids))):
            found |= {u.id: u for u in self._some_units(f" WHERE unit.id IN ({marks(part)})", part)}
        return found

    def find_units(self, name: str, plan: str | None = None, place: str | None = None) -> tuple[Unit, ...]:
        """All units meant by an id or a name (see `kb.rules.resolver`).

        plan: those of the plan only, where it has any. place: those of a place that has these characters in its
        name (“昆明”), or above which such a place is.
        """
        asked = compact(name)
        if not asked:
            return ()
        by_id = self._some_units(" WHERE unit.id = ?", (name.strip(),))
        if by_id:
            return narrowed(by_id, plan, place)
        called = self._some_units(" JOIN called ON called.unit = unit.no WHERE called.name = ?", (asked,))
        return meant(asked, narrowed(called, plan, place))

    def name_beginnings(self, size: int) -> tuple[str, ...]:
        """The first characters of all names that units go by, each once."""
        return tuple(r[0] for r in self._all(f"SELECT DISTINCT substr(name, 1, {size}) FROM called"))

    def units_beginning(self, begins: Iterable[str], size: int) -> tuple[Unit, ...]:
        """The units that have a name with one of these beginnings, in their order; a shorter one is a whole name."""
        numbers: set[int] = set()
        for part in in_lots(tuple(begins), _AT_ONCE // 2):
            ends = [one + _LAST if len(one) == size else one + _FIRST for one in part]
            asked = " OR ".join(["name >= ? AND name < ?"] * len(part))
            values = [v for pair in zip(part, ends, strict=True) for v in pair]
            numbers.update(r[0] for r in self._all(f"SELECT unit FROM called WHERE {asked}", values))
        found: list[Unit] = []
        for lot in in_lots(tuple(sorted(numbers))):
            found += self._some_units(f" WHERE unit.no IN ({marks(lot)})", lot)
        return tuple(found)

    def collectives(self, unit: str) -> tuple[Unit, ...]:
        """The collectives (各镇街, 有关部门) that a unit, by id or canonical name, certainly is a member of."""
        return self._some_units(
            " WHERE unit.no IN (SELECT member.collective FROM member JOIN unit AS one ON one.no = member.unit"
            " WHERE one.id = ? OR one.name = ?)",
            (unit, unit),
        )

    def collectives_of(self, unit_ids: Iterable[str]) -> dict[str, tuple[Unit, ...]]:
        """The collectives that each of these units certainly is a member of, by the unit's id; units in none are left out."""
        out: dict[str, list[Unit]] = {}
        for part in in_lots(tuple(dict.fromkeys(unit_ids))):
            sql = (
                f"SELECT one.id, {UNIT.columns} FROM member JOIN unit AS one ON one.no = member.unit"
                f" JOIN unit ON unit.no = member.collective WHERE one.id IN ({marks(part)}) ORDER BY unit.no"
            )
            for row in self._all(sql, part):
                out.setdefault(row[0], []).append(UNIT.codec.load(row[1:]))
        return {unit: tuple(found) for unit, found in out.items()}

    def memberships(self, plan: str | None = None) -> dict[str, tuple[Unit, ...]]:
        """The collectives of each unit that is in any, by the unit's id. plan: collectives of that plan only."""
        out: dict[str, list[Unit]] = {}
        known = {u.id: u for u in (self.units() if plan is None else self._local_units(plan))}
        sql = (
            "SELECT one.id, many.id FROM member JOIN unit AS one ON one.no = member.unit"
            " JOIN unit AS many ON many.no = member.collective"
        )
        if plan is not None:
            sql += " WHERE many.no IN (SELECT unit FROM local_unit WHERE plan = ?)"
        values = () if plan is None else (plan,)
        for unit, collective in self._all(f"{sql} ORDER BY one.no, many.no", values):
            if collective in known:
                out.setdefault(unit, []).append(known[collective])
        return {unit: tuple(found) for unit, found in out.items()}


def in_lots(values: tuple[V, ...], most: int = _AT_ONCE) -> Iterator[tuple[V, ...]]:
    """Values in lots that one statement takes."""
    return (values[at : at + most] for at in range(0, len(values), most))


def marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
