"""Plans' rows taken over from an earlier base: copied inside SQLite, in the order they were written in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from kb.model import Unit
from kb.problems import KbError
from kb.store.columns import quoted
from kb.store.schema import FILE_NAME, LOCAL_UNIT

# Tables whose rows are a plan's, what picks them out, and the order they were written in.
_TABLES = (
    ("plan", "id = :plan", "id"),
    ("source", "plan = :plan", "plan"),
    ("node", "plan = :plan", '"order"'),
    ("indicator", "plan = :plan", "no"),
)
_NUMBERED = ("repair", "tag", "commitment", "reference", "obligation", "value", "progress", "problem", "duty")


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
            found = db.execute(f"SELECT plan, min(no), max(no), count(*) FROM earlier.{table} GROUP BY plan")
            runs = self._runs[table] = {}
            for plan, first, last, count in found:
                if last - first + 1 != count:
                    raise KbError(f"{earlier / FILE_NAME} 的 {table} 不成序。请用 kb build --force 重建。")
                runs[plan] = (first, count)

    def let_go(self) -> None:
        self._db.execute("DETACH earlier")

    def units(self, plan: str) -> tuple[Unit, ...]:
        """The plan's units as it has them, in the order they were written in."""
        sql = f"SELECT {LOCAL_UNIT.columns} FROM earlier.local_unit AS local_unit WHERE plan = ? ORDER BY no"
        return tuple(LOCAL_UNIT.codec.load(row) for row in self._db.execute(sql, (plan,)))

    def copy_plan(self, plan: str, place: int) -> None:
        """A plan, its source, nodes and indicators. place: in the order of the corpus, from 0."""
        for table, which, order in _TABLES:
            columns = self._columns[table]
            values = [
                ":place" if (table, c) == ("plan", "no") else q
                for c, q in zip(columns, quoted(columns), strict=True)
            ]
            self._db.execute(
                f"INSERT INTO main.{table} SELECT {', '.join(values)} FROM earlier.{table}"
                f" WHERE {which} ORDER BY {order}",
                {"plan": plan, "place": place},
            )

    def copy_numbered(self, table: str, plan: str, start: int, unit: str = "unit_no") -> int:
        """A plan's rows of a table whose rows are numbered, from `start` on; the number after the last one."""
        first, count = self._runs[table].get(plan, (0, 0))
        values = [
            f"no + {start - first}" if c == "no" else unit if c == "unit_no" else f'"{c}"'
            for c in self._columns[table]
        ]
        self._db.execute(
            f"INSERT INTO main.{table} SELECT {', '.join(values)} FROM earlier.{table}"
            " WHERE no >= ? AND no < ? ORDER BY no",
            (first, first + count),
        )
        return start + count

    def copy_duties(self, plan: str, start: int, units: Mapping[str, int]) -> int:
        """A plan's duties, from number `start` on. units: id as the plan reads it → number in this base."""
        found = self._db.execute("SELECT unit, id FROM earlier.local_unit WHERE plan = ?", (plan,)).fetchall()
        self._db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS unit_now (earlier INTEGER PRIMARY KEY, now INTEGER)"
        )
        self._db.execute("DELETE FROM temp.unit_now")
        self._db.executemany(
            "INSERT INTO temp.unit_now VALUES (?, ?)", ((no, units[id_]) for no, id_ in found)
        )
        return self.copy_numbered(
            "duty", plan, start, "(SELECT now FROM temp.unit_now WHERE earlier = unit_no)"
        )
