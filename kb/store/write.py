"""Writing a base: one file, rows in a fixed order, no clock; the same facts give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from kb.model import Facts, Topic, Tree, Unit
from kb.problems import KbError, Problem
from kb.store import rows
from kb.store.rows import Row, dump_list
from kb.store.schema import APPLICATION_ID, DDL, FILE_NAME, PAGE_SIZE, SCHEMA_VERSION, TABLES

PlanFacts = tuple[Tree, Facts, Sequence[Problem]]


def write_base(
    folder: Path,
    plans: Iterable[PlanFacts],
    topics: Iterable[Topic] = (),
    units: Iterable[Unit] = (),
    digest: str = "",
) -> Path:
    """Write `folder/kb.sqlite` and return its path.

    plans: a tree, what the rules found in it and its problems, in the order of the corpus. units: the
    registry; units that only a plan's facts know come after it. digest: of the inputs, kept in table meta.
    Raises KbError where facts point at nodes or topics that there are none of: the file is not left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            db.executescript(DDL)
            db.execute("BEGIN")
            _Writer(db, tuple(units), digest).write(tuple(plans), tuple(topics))
            db.execute("COMMIT")
            db.execute("VACUUM")
    except sqlite3.IntegrityError as error:
        path.unlink(missing_ok=True)
        raise KbError(f"知识库写不成：有事实指向不存在的条目或主题（{error}）。") from error
    return path


class _Writer:
    """One writing: the open transaction and the numbers handed out so far."""

    def __init__(self, db: sqlite3.Connection, units: tuple[Unit, ...], digest: str) -> None:
        self.db = db
        self.units: list[Unit] = []
        self.by_name: dict[str, list[int]] = {}
        self.known: set[Unit] = set()
        self.next: dict[str, int] = {}
        self.digest = digest
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

    def write(self, plans: tuple[PlanFacts, ...], topics: tuple[Topic, ...]) -> None:
        for _tree, facts, _problems in plans:
            for unit in facts.units:
                self.add_unit(unit)
        duties = [(d, self.unit_id(d.unit, d.plan)) for _, facts, _ in plans for d in facts.duties]
        self.insert("topic", (
            (t.name, i, dump_list(t.terms), dump_list(t.said), dump_list(t.narrower))
            for i, t in enumerate(topics)
        ))  # fmt: skip
        for i, unit in enumerate(self.units):
            self.insert("unit", [(
                i, unit.name, unit.full_name, unit.kind, unit.parent, dump_list(unit.plans),
                int(unit.registered),
            )])  # fmt: skip
            self.insert("alias", ((i, n, alias) for n, alias in enumerate(unit.aliases)))
            self.insert("member", ((i, n, member) for n, member in enumerate(unit.members)))
        for place, (tree, facts, problems) in enumerate(plans):
            self.write_tree(tree, place)
            self.write_facts(facts)
            plan = tree.plan.id
            self.insert("problem", (rows.problem_row(self.number("problem"), plan, p) for p in problems))
        self.insert("duty", (rows.duty_row(self.number("duty"), unit, d) for d, unit in duties))
        self.insert("meta", sorted({
            "schema": str(SCHEMA_VERSION), "inputs": self.digest, **self.counts(),
        }.items()))  # fmt: skip

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
