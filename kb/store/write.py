"""Writing a base: one file, rows in a fixed order, no clock; the same facts give the same bytes.

Plans are written as they come, so that a corpus need not fit in memory; only their duties wait for the units of all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.model import Duty, Facts, Topic, Tree, Unit, place_name
from kb.problems import KbError, Problem
from kb.rules.resolver import Resolver
from kb.store.columns import Row
from kb.store.kept import KeptRows
from kb.store.schema import (
    APPLICATION_ID,
    COMMITMENT,
    DDL,
    DUTY,
    FILE_NAME,
    INDICATOR,
    LOCAL_UNIT,
    NODE,
    OBLIGATION,
    PAGE_SIZE,
    PLAN,
    PROBLEM,
    PROGRESS,
    REFERENCE,
    REPAIR,
    SCHEMA_VERSION,
    TABLES,
    TAG,
    TOPIC,
    UNIT,
    VALUE,
    Table,
)
from kb.store.units import UnitList
from kb.words.normalised import compact

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


@dataclass(frozen=True, slots=True)
class _PlanUnits:
    """What waits until the units of all plans are known. duties: None of a kept plan, whose rows are copied."""

    plan: str
    units: tuple[Unit, ...]
    duties: tuple[Duty, ...] | None


class _Writer:
    """One writing: the open transaction and the numbers handed out so far."""

    def __init__(self, db: sqlite3.Connection, units: tuple[Unit, ...], kept: KeptRows | None) -> None:
        self.db = db
        self.kept = kept
        self.units = UnitList(units)
        self.next: dict[str, int] = {}

    def number(self, table: str) -> int:
        self.next[table] = self.next.get(table, -1) + 1
        return self.next[table]

    def insert(self, table: str, items: Iterable[Row]) -> None:
        batch = list(items)
        if batch:
            marks = ",".join("?" * len(batch[0]))
            self.db.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)

    def insert_numbered(self, table: Table, items: Iterable[Any], *between: Any) -> None:
        """Objects with the table's next numbers. between: values of the columns after the number."""
        dump = table.codec.dump
        self.insert(table.name, ((self.number(table.name), *between, *dump(item)) for item in items))

    def write(
        self, plans: Iterable[PlanFacts | Kept], topics: tuple[Topic, ...], meta: dict[str, str]
    ) -> None:
        self.insert("topic", ((i, *TOPIC.codec.dump(t)) for i, t in enumerate(topics)))
        waiting = [self.write_plan(one, place) for place, one in enumerate(plans)]
        for one in waiting:
            for unit in one.units:
                self.units.add(unit)
        self.units.settle()
        self.write_units(waiting)
        for one in waiting:
            numbers = {u.id: self.units.numbers[u.id, u.place] for u in one.units}
            if one.duties is None:
                assert self.kept is not None, one.plan
                self.next["duty"] = (
                    self.kept.copy_duties(one.plan, self.next.get("duty", -1) + 1, numbers) - 1
                )
            else:
                for d in one.duties:
                    self.insert_numbered(DUTY, [d], numbers[_unit_id(d)])
        self.insert("meta", sorted({"schema": str(SCHEMA_VERSION), **meta, **self.counts()}.items()))

    def write_plan(self, one: PlanFacts | Kept, place: int) -> _PlanUnits:
        """All of a plan but its units and duties, which are returned."""
        if isinstance(one, Kept):
            assert self.kept is not None, one.plan
            self.kept.copy_plan(one.plan, place)
            for table in (
                "repair",
                "tag",
                "commitment",
                "reference",
                "obligation",
                "value",
                "progress",
                "problem",
            ):
                start = self.next.get(table, -1) + 1
                self.next[table] = self.kept.copy_numbered(table, one.plan, start) - 1
            return _PlanUnits(one.plan, self.kept.units(one.plan), None)
        tree, facts, problems = one
        plan = tree.plan
        self.insert("plan", [(place, *PLAN.codec.dump(plan))])
        self.insert("source", [(plan.id, plan.source)])
        self.insert("node", ((n.local, *NODE.codec.dump(n)) for n in tree.nodes))
        self.insert("indicator", ((i, *INDICATOR.codec.dump(x)) for i, x in enumerate(facts.indicators)))
        self.insert_numbered(REPAIR, tree.repairs, plan.id)
        self.insert_numbered(TAG, facts.tags)
        self.insert_numbered(COMMITMENT, facts.commitments)
        self.insert_numbered(REFERENCE, facts.references)
        self.insert_numbered(OBLIGATION, facts.obligations)
        self.insert_numbered(VALUE, facts.values)
        self.insert_numbered(PROGRESS, facts.progress)
        self.insert_numbered(PROBLEM, problems, plan.id)
        return _PlanUnits(plan.id, _with_strays(plan.id, facts, self.units.registry), facts.duties)

    def write_units(self, waiting: list[_PlanUnits]) -> None:
        self.insert_numbered(UNIT, self.units.units)
        called = {(compact(name), no) for no, u in enumerate(self.units.units) for name in u.names}
        self.insert("called", sorted(called))
        members: set[tuple[int, int]] = set()
        for one in waiting:
            by_name = {u.name: self.units.numbers[u.id, u.place] for u in one.units}
            names = Resolver(one.units)
            for u in one.units:
                no = by_name[u.name]
                self.insert_numbered(LOCAL_UNIT, [u], one.plan, no)
                members.update(
                    (by_name[member.name], no) for m in u.members for member in names.called(m)[:1]
                )
        self.insert("member", sorted(members))

    def counts(self) -> dict[str, str]:
        """Rows of each table, as meta keys `rows.node`."""
        return {
            f"rows.{table}": str(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in TABLES
            if table != "meta"
        }


def _unit_id(duty: Duty) -> str:
    return duty.unit_id or duty.unit


def _with_strays(plan: str, facts: Facts, registry: Sequence[Unit]) -> tuple[Unit, ...]:
    """A plan's units, with one for each that only its duties name: as the registry has it, or unregistered."""
    units = tuple(u if u.id else replace(u, id=u.name) for u in facts.units)
    known = {u.id for u in units}
    strays = {_unit_id(d): d.unit for d in facts.duties if _unit_id(d) not in known}
    entries = {u.name: u for u in reversed(registry) if not u.plans or plan in u.plans}
    more = (
        replace(
            entries.get(name, Unit(name, registered=False)),
            id=id_,
            place=tuple(filter(None, (place_name(id_),))),
            plans=(plan,),
        )
        for id_, name in strays.items()
    )
    return (*units, *more)
