"""Writing a base: one file, rows in a fixed order, no clock; the same facts give the same bytes.

Plans are written as they come, so that a corpus need not fit in memory; only their duties wait for the units of all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kb.model import Duty, Facts, Topic, Tree, Unit
from kb.problems import KbError, Problem
from kb.store import rows
from kb.store.kept import KeptRows
from kb.store.rows import Row, dump_list
from kb.store.schema import APPLICATION_ID, DDL, FILE_NAME, PAGE_SIZE, SCHEMA_VERSION, TABLES

PlanFacts = tuple[Tree, Facts, Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan whose rows are taken from an earlier base, of the same registry and topics."""

    plan: str


def write_base(
    folder: Path,
    plans: Iterable[PlanFacts | Kept],
    topics: Iterable[Topic] = (),
    units: Iterable[Unit] = (),
    digest: str = "",
    parts: Iterable[tuple[str, str]] = (),
    earlier: Path | None = None,
) -> Path:
    """Write `folder/kb.sqlite` and return its path.

    plans: a tree, what the rules found in it and its problems, in the order of the corpus. units: the
    registry; units that only a plan's facts know come after it. digest: of the inputs, kept in table meta, as
    are its parts. earlier: the generation that Kept plans are taken from; the bytes are the same as without.
    Raises KbError where facts point at nodes or topics that there are none of: the file is not left behind.
    What `plans` raises comes through.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None, uri=True)) as db:
            db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            db.executescript(DDL)
            kept = KeptRows(db, earlier) if earlier is not None else None
            db.execute("BEGIN")
            writer = _Writer(db, tuple(units), kept)
            writer.write(plans, tuple(topics), {"inputs": digest, **dict(parts)})
            db.execute("COMMIT")
            if kept is not None:
                kept.let_go()
            db.execute("VACUUM")
    except sqlite3.IntegrityError as error:
        path.unlink(missing_ok=True)
        raise KbError(f"知识库写不成：有事实指向不存在的条目或主题（{error}）。") from error
    return path


class _Writer:
    """One writing: the open transaction and the numbers handed out so far."""

    def __init__(self, db: sqlite3.Connection, units: tuple[Unit, ...], kept: KeptRows | None) -> None:
        self.db = db
        self.kept = kept
        self.units: list[Unit] = []
        self.by_name: dict[str, list[int]] = {}
        self.known: set[Unit] = set()
        self.next: dict[str, int] = {}
        for unit in units:
            self.add_unit(unit)

    def add_unit(self, unit: Unit) -> None:
        if unit not in self.known:
            self.known.add(unit)
            self.by_name.setdefault(unit.name, []).append(len(self.units))
            self.units.append(unit)

    def unit_id(self, name: str, plan: str) -> int:
        """The entry of that name that holds for the plan; a name no entry has gets one, unregistered."""
        found = self.by_name.get(name)
        if found is None:
            self.add_unit(Unit(name, registered=False))
            found = self.by_name[name]
        for i in found:
            if plan in self.units[i].plans:
                return i
        return next((i for i in found if not self.units[i].plans), found[0])

    def number(self, table: str) -> int:
        self.next[table] = self.next.get(table, -1) + 1
        return self.next[table]

    def insert(self, table: str, items: Iterable[Row]) -> None:
        batch = list(items)
        if batch:
            marks = ",".join("?" * len(batch[0]))
            self.db.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)

    def write(
        self, plans: Iterable[PlanFacts | Kept], topics: tuple[Topic, ...], meta: dict[str, str]
    ) -> None:
        self.insert("topic", (
            (t.name, i, dump_list(t.terms), dump_list(t.said), dump_list(t.narrower))
            for i, t in enumerate(topics)
        ))  # fmt: skip
        duties: list[tuple[Duty, ...] | str] = []  # of each plan; of a kept one its id
        for place, one in enumerate(plans):
            if isinstance(one, Kept):
                duties.append(one.plan)
                self.keep(one.plan, place)
            else:
                duties.append(one[1].duties)
                self.write_plan(*one, place)
        found = [
            (plan, self.kept_units(plan)) if isinstance(plan, str)
            else [(d, self.unit_id(d.unit, d.plan)) for d in plan]
            for plan in duties
        ]  # fmt: skip
        self.write_units()
        for of_plan in found:
            if isinstance(of_plan, tuple):
                self.keep_duties(*of_plan)
            else:
                self.insert("duty", (rows.duty_row(self.number("duty"), unit, d) for d, unit in of_plan))
        self.insert("meta", sorted({"schema": str(SCHEMA_VERSION), **meta, **self.counts()}.items()))

    def keep(self, plan: str, place: int) -> None:
        assert self.kept is not None, plan
        for unit in self.kept.units(plan):
            self.add_unit(unit)
        self.kept.copy_plan(plan, place)
        for table in ("repair", "tag", "commitment", "reference", "problem"):
            self.next[table] = self.kept.copy_numbered(table, plan, self.next.get(table, -1) + 1) - 1

    def kept_units(self, plan: str) -> dict[int, int]:
        """A kept plan's units with duties: number in the earlier base → number in this one."""
        assert self.kept is not None, plan
        return {old: self.unit_id(name, plan) for old, name in self.kept.duty_units(plan)}

    def keep_duties(self, plan: str, units: dict[int, int]) -> None:
        assert self.kept is not None, plan
        self.next["duty"] = self.kept.copy_duties(plan, self.next.get("duty", -1) + 1, units) - 1

    def write_units(self) -> None:
        for i, unit in enumerate(self.units):
            self.insert("unit", [(
                i, unit.name, unit.full_name, unit.kind, unit.parent, dump_list(unit.plans),
                int(unit.registered),
            )])  # fmt: skip
            self.insert("alias", ((i, n, alias) for n, alias in enumerate(unit.aliases)))
            self.insert("member", ((i, n, member) for n, member in enumerate(unit.members)))

    def write_plan(self, tree: Tree, facts: Facts, problems: Sequence[Problem], place: int) -> None:
        for unit in facts.units:
            self.add_unit(unit)
        self.write_tree(tree, place)
        self.write_facts(facts)
        plan = tree.plan.id
        self.insert("problem", (rows.problem_row(self.number("problem"), plan, p) for p in problems))

    def write_tree(self, tree: Tree, place: int) -> None:
        plan = tree.plan
        self.insert("plan", [rows.plan_row(plan, place)])
        self.insert("source", [(plan.id, plan.source)])
        self.insert("node", (rows.node_row(n) for n in tree.nodes))
        self.insert("cell", (rows.cell_row(n.id, i, c) for n in tree.nodes for i, c in enumerate(n.cells)))
        self.insert("repair", (rows.repair_row(self.number("repair"), plan.id, r) for r in tree.repairs))

    def write_facts(self, facts: Facts) -> None:
        self.insert("indicator", (rows.indicator_row(x, i) for i, x in enumerate(facts.indicators)))
        self.insert("target", (row for x in facts.indicators for row in rows.target_rows(x)))
        self.insert("tag", (rows.tag_row(self.number("tag"), t) for t in facts.tags))
        self.insert(
            "commitment", (rows.commitment_row(self.number("commitment"), c) for c in facts.commitments)
        )
        self.insert("reference", (rows.reference_row(self.number("reference"), r) for r in facts.references))

    def counts(self) -> dict[str, str]:
        """Rows of each table, as meta keys `rows.node`."""
        return {
            f"rows.{table}": str(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in TABLES
            if table != "meta"
        }
