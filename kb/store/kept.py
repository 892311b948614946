"""Plans' rows taken over from an earlier base: copied inside SQLite, in the order they were written in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from kb.model import Unit
from kb.problems import KbError
from kb.store.rows import dump_list, load_list
from kb.store.schema import FILE_NAME

# What picks a plan's rows out of a table, and the order they were written in.
_OWN = "plan = :plan"
_BY_NODE = "{0} >= :plan || '/' AND {0} < :plan || '0'"
_TABLES = (
    ("plan", "id = :plan", "id"),
    ("source", _OWN, "plan"),
    ("node", _OWN, "place"),
    ("cell", _BY_NODE.format("node"), "node, place"),
    ("indicator", _OWN, "place"),
    ("target", _BY_NODE.format("indicator"), "indicator, place"),
)
_NUMBERED = ("repair", "tag", "commitment", "reference", "problem", "duty")


class KeptRows:
    """An earlier generation's base, attached to the one being written."""

    def __init__(self, db: sqlite3.Connection, earlier: Path) -> None:
        self._db = db
        self._db.execute("ATTACH ? AS earlier", ((earlier / FILE_NAME).resolve().as_uri() + "?mode=ro",))
        self._columns = {
            table: [str(row[1]) for row in db.execute(f"PRAGMA main.table_info({table})")]
            for table in (*(name for name, _, _ in _TABLES), *_NUMBERED)
        }
        # Table → plan → its first row's number and how many rows it has; they follow one another.
        self._runs: dict[str, dict[str, tuple[int, int]]] = {}
        for table in _NUMBERED:
            found = db.execute(f"SELECT plan, min(id), max(id), count(*) FROM earlier.{table} GROUP BY plan")
            runs = self._runs[table] = {}
            for plan, first, last, count in found:
                if last - first + 1 != count:
                    raise KbError(f"{earlier / FILE_NAME} 的 {table} 不成序。请用 kb build --force 重建。")
                runs[plan] = (first, count)

    def let_go(self) -> None:
        self._db.execute("DETACH earlier")

    def units(self, plan: str) -> Iterator[Unit]:
        """The units that only this plan's text knows, in the order they were met."""
        found = self._db.execute(
            "SELECT id, name, full_name, kind, parent, plans FROM earlier.unit"
            " WHERE registered = 0 AND plans = ? ORDER BY id",
            (dump_list([plan]),),
        )
        for id_, name, full_name, kind, parent, plans in found.fetchall():
            said = self._db.execute("SELECT alias FROM earlier.alias WHERE unit = ? ORDER BY place", (id_,))
            aliases = tuple(alias for (alias,) in said)
            yield Unit(name, full_name, aliases, kind, parent, (), load_list(plans), False)

    def duty_units(self, plan: str) -> list[tuple[int, str]]:
        """(number in the earlier base, name) of the units with duties in a plan, in the order of their first one."""
        first, count = self._runs["duty"].get(plan, (0, 0))
        return [
            (old, name)
            for old, name, _ in self._db.execute(
                "SELECT duty.unit, unit.name, min(duty.id) FROM earlier.duty AS duty"
                " JOIN earlier.unit AS unit ON unit.id = duty.unit"
                " WHERE duty.id >= ? AND duty.id < ? GROUP BY duty.unit ORDER BY 3",
                (first, first + count),
            )
        ]

    def copy_plan(self, plan: str, place: int) -> None:
        """A plan, its source, nodes and indicators. place: in the order of the corpus, from 0."""
        for table, which, order in _TABLES:
            values = [":place" if (table, c) == ("plan", "place") else f'"{c}"' for c in self._columns[table]]
            self._db.execute(
                f"INSERT INTO main.{table} SELECT {', '.join(values)} FROM earlier.{table}"
                f" WHERE {which} ORDER BY {order}",
                {"plan": plan, "place": place},
            )

    def copy_numbered(self, table: str, plan: str, start: int, unit: str = '"unit"') -> int:
        """A plan's rows of a table whose rows are numbered, from `start` on; the number after the last one."""
        first, count = self._runs[table].get(plan, (0, 0))
        values = [
            f"id + {start - first}" if c == "id" else unit if c == "unit" else f'"{c}"'
            for c in self._columns[table]
        ]
        self._db.execute(
            f"INSERT INTO main.{table} SELECT {', '.join(values)} FROM earlier.{table}"
            " WHERE id >= ? AND id < ? ORDER BY id",
            (first, first + count),
        )
        return start + count

    def copy_duties(self, plan: str, start: int, units: Mapping[int, int]) -> int:
        """A plan's duties, from number `start` on. units: number in the earlier base → number in this one."""
        self._db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS unit_now (earlier INTEGER PRIMARY KEY, now INTEGER)"
        )
        self._db.execute("DELETE FROM temp.unit_now")
        self._db.executemany("INSERT INTO temp.unit_now VALUES (?, ?)", units.items())
        return self.copy_numbered("duty", plan, start, "(SELECT now FROM temp.unit_now WHERE earlier = unit)")
