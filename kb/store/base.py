"""The built base, opened read-only: plans, nodes and facts as the model's own objects."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from kb.model import (
    Basis,
    Commitment,
    Duty,
    Facts,
    Indicator,
    Kind,
    Node,
    Obligation,
    Plan,
    Progress,
    Reference,
    Repair,
    Tag,
    Topic,
    Tree,
    Value,
)
from kb.problems import BaseUnusable, KbError, Problem
from kb.rules.resolver import in_place
from kb.store.columns import Row
from kb.store.lookup import citation_key, citation_keys, not_found
from kb.store.manifest import REBUILD, check_files
from kb.store.place import find_base, generation
from kb.store.schema import (
    APPLICATION_ID,
    COMMITMENT,
    DUTY,
    FILE_NAME,
    INDICATOR,
    LOCAL_UNIT,
    NODE,
    OBLIGATION,
    PLAN,
    PROBLEM,
    PROGRESS,
    REFERENCE,
    REPAIR,
    SCHEMA_VERSION,
    TABLES,
    TAG,
    TOPIC,
    VALUE,
    Table,
)
from kb.store.unit_lookup import UnitLookup, in_lots, marks


def open_base(folder: Path | str | None = None) -> Base:
    """Open the base that lies in `folder` (one with CURRENT, or a generation); None looks where bases lie.

    Raises BaseMissing where there is none, BaseUnusable for one of another version, truncated or damaged.
    """
    place = find_base(folder)
    for _ in range(
        2
    ):  # builds may take another generation into use, and clear this one, while it is being opened
        with suppress(BaseUnusable, FileNotFoundError):
            return Base(generation(place))
    return Base(generation(place))


def check_header(path: Path) -> None:
    """Cheap tests before SQLite sees the file: its magic, whose it is, which version, whether it is whole.

    Raises BaseUnusable. Offsets: “Database File Format”, sqlite.org/fileformat2.html, 1.3.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise BaseUnusable(f"{path} 不完整或已损坏（不是 SQLite 文件）。{REBUILD}")
    (page,) = struct.unpack(">H", head[16:18])
    (pages,) = struct.unpack(">I", head[28:32])
    (version,) = struct.unpack(">I", head[60:64])
    (owner,) = struct.unpack(">I", head[68:72])
    if owner != APPLICATION_ID:
        raise BaseUnusable(f"{path} 不是谁管的知识库。{REBUILD}")
    if version != SCHEMA_VERSION:
        raise BaseUnusable(f"{path} 的格式版本是 {version}，本程序要的是 {SCHEMA_VERSION}。{REBUILD}")
    size = path.stat().st_size
    if size != pages * (65536 if page == 1 else page):
        raise BaseUnusable(f"{path} 不完整：应有 {pages * page} 字节，实有 {size} 字节。{REBUILD}")


class Base(UnitLookup):
    """One generation of the base. `folder` is its folder; the search index lies in `folder/index`.

    All methods read; objects come in the plan's reading order, plans in the order of the corpus.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        check_header(self.path)
        check_files(folder, FILE_NAME)
        uri = self.path.resolve().as_uri() + "?mode=ro"
        try:
            self._db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise BaseUnusable(f"{self.path} 打不开（{error}）。{REBUILD}") from error
        self._plans: dict[str, Plan] = {}
        self._topics: tuple[Topic, ...] | None = None
        self._titles: tuple[Plan, ...] | None = None
        try:
            self._plan_ids = tuple(r[0] for r in self._all("SELECT id FROM plan ORDER BY no"))
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise BaseUnusable(f"{self.path} 已损坏（{error}）。{REBUILD}") from error

    # Plans

    @property
    def digest(self) -> str:
        """Digest of the inputs it was built from."""
        return cast(str, self._all("SELECT value FROM meta WHERE key = 'inputs'")[0][0])

    def parts(self) -> dict[str, str]:
        """Return the digests of what staff keep, "units" and "topics", and of each plan, "plan.<id>"; empty where none
        are kept."""
        return dict(
            self._all("SELECT key, value FROM meta WHERE key IN ('units', 'topics') OR key LIKE 'plan.%'")
        )

    def plan_ids(self) -> tuple[str, ...]:
        return self._plan_ids

    def plans(self) -> tuple[Plan, ...]:
        return tuple(self.plan(i) for i in self._plan_ids)

    def titles(self) -> tuple[Plan, ...]:
        """All plans' titles, places and periods in one statement: the plans without their source text."""
        if self._titles is None:
            found = self._all(f"SELECT {PLAN.columns} FROM plan ORDER BY no")
            self._titles = tuple(PLAN.codec.load(row, source="") for row in found)
        return self._titles

    def title(self, id_: str) -> Plan:
        """A plan without its source text; all are read at once. Raises NotFound for an id no plan has."""
        found = next((p for p in self.titles() if p.id == id_), None)
        if found is None:
            raise not_found("规划", id_, self._plan_ids)
        return found

    def plans_of(self, place: str) -> tuple[str, ...]:
        """Ids of the plans of a place, as people say it (“昆明”). Raises NotFound with the places there are."""
        found = in_place(self.titles(), place)
        if not found:
            known = tuple(dict.fromkeys(p.place_name for p in self.titles() if p.place))
            raise not_found("地方", place, known, f"有规划的地方：{'、'.join(known)}。" if known else "")
        return tuple(p.id for p in found)

    def narrowed(
        self, units: Sequence[str], plans: Sequence[str], place: str | None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What an answer is narrowed to: ids of the units asked for, and of the plans; () for all.

        place: of this place the units, where any is asked for; otherwise the plans. Raises NotFound, and SeveralUnits for a
        name of several units.
        """
        asked = tuple(self.title(plan).id for plan in plans)
        if units:
            one = asked[0] if len(asked) == 1 else None
            return tuple(self.one_unit(unit, one, place).id for unit in units), asked
        if place is None:
            return (), asked
        of_place = self.plans_of(place)
        both = tuple(p for p in of_place if not asked or p in asked)
        if not both:
            raise KbError(f"规划“{'、'.join(asked)}”不是{place}的。{place}的规划：{'、'.join(of_place)}。")
        return (), both

    def plan(self, id_: str) -> Plan:
        """Raises NotFound for an id no plan has."""
        if id_ not in self._plans:
            found = self._all(
                f"SELECT source.text, {PLAN.columns} FROM plan JOIN source ON source.plan = plan.id WHERE id = ?",
                (id_,),
            )
            if not found:
                raise not_found("规划", id_, self._plan_ids)
            self._plans[id_] = PLAN.codec.load(found[0][1:], source=found[0][0])
        return self._plans[id_]

    def tree(self, plan: str) -> Tree:
        return Tree(self.plan(plan), self.nodes(plan), self.repairs(plan))

    # Nodes

    def nodes(self, plan: str | None = None, kind: Kind | None = None) -> tuple[Node, ...]:
        where, values = _where(plan=plan, kind=kind)
        return self._nodes(where, values)

    def nodes_of(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes of these full ids, by id, in the order asked; ids of no node are left out."""
        asked = tuple(dict.fromkeys(ids))
        found: dict[str, Node] = {}
        for part in in_lots(asked):
            found |= {n.id: n for n in self._nodes(f" WHERE id IN ({marks(part)})", part)}
        return {id_: found[id_] for id_ in asked if id_ in found}

    def _nodes(self, where: str, values: Sequence[Any]) -> tuple[Node, ...]:
        order = ' ORDER BY (SELECT no FROM plan WHERE plan.id = node.plan), "order"'
        return tuple(
            map(NODE.codec.load, self._all(f"SELECT {NODE.columns} FROM node{where}{order}", values))
        )

    def has_node(self, id_: str) -> bool:
        """Whether a full id is one of the base's."""
        return bool(self._all("SELECT 1 FROM node WHERE id = ?", (id_,)))

    def node(self, id_: str, plan: str | None = None) -> Node:
        """The node meant by a full id, a local id (`2.4.2`) or a citation (“二、（四）2”, “指标25”).

        plan: look in this plan only. Raises NotFound with the nearest ids, or KbError where several plans
        have it.
        """
        asked = id_.strip()
        found = self._nodes(" WHERE id = ?", (asked,)) if "/" in asked else ()
        if not found:
            where, values = _where(local=asked.lower(), plan=plan)
            found = self._nodes(where, values)
        if not found:
            found = self._cited(asked, plan)
        if len(found) == 1:
            return found[0]
        if not found:
            where, values = _where(plan=plan)
            known = self._all(f'SELECT kind, local, citation FROM node{where} ORDER BY plan, "order"', values)
            kind = 1 if asked.isascii() else 2  # ids to who typed an id, citations to who cited
            raise not_found(
                "编号",
                asked,
                [r[kind] for r in known if r[0] != "paragraph"],
                "编号见 kb tree 或 kb search。",
            )
        raise KbError(
            f"“{asked}”不止一处：{'、'.join(n.id for n in found[:5])}。请写完整的编号，或用 --plan 指明规划。"
        )

    def _cited(self, asked: str, plan: str | None) -> tuple[Node, ...]:
        key = citation_key(asked)
        if not key:
            return ()
        where, values = _where(plan=plan)
        cited = self._all(f'SELECT id, kind, citation FROM node{where} ORDER BY plan, "order"', values)
        for strictness in range(3):
            ids = [id_ for id_, kind, citation in cited if key == citation_keys(citation)[strictness]]
            if ids:
                return tuple(self.nodes_of(ids).values())
        return ()

    def children(self, id_: str) -> tuple[Node, ...]:
        return self._nodes(" WHERE parent = ?", (id_,))

    def ancestors(self, id_: str) -> tuple[Node, ...]:
        """From the chapter down to the node's parent. Empty for a node without parent."""
        out: list[Node] = []
        parent = self.node(id_).parent
        while parent is not None:
            node = self._nodes(" WHERE id = ?", (parent,))[0]
            out.append(node)
            parent = node.parent
        return tuple(reversed(out))

    # Facts

    def indicators(self, plan: str | None = None) -> tuple[Indicator, ...]:
        where, values = _where(plan=plan)
        return self._indicators(where, values)

    def indicator(self, node: str) -> Indicator | None:
        """The indicator a node is; None where it is none."""
        found = self._indicators(" WHERE id = ?", (node,))
        return found[0] if found else None

    def indicators_of(self, nodes: Iterable[str]) -> dict[str, Indicator]:
        """The indicators among these nodes, by node id."""
        found: list[Indicator] = []
        for part in in_lots(tuple(dict.fromkeys(nodes))):
            found += self._indicators(f" WHERE id IN ({marks(part)})", part)
        return {i.id: i for i in found}

    def _indicators(self, where: str, values: Sequence[Any]) -> tuple[Indicator, ...]:
        order = " ORDER BY (SELECT no FROM plan WHERE plan.id = indicator.plan), no"
        sql = f"SELECT {INDICATOR.columns} FROM indicator{where}{order}"
        return tuple(map(INDICATOR.codec.load, self._all(sql, values)))

    # Duties

    def duties(
        self,
        unit: str | None = None,
        node: str | None = None,
        plan: str | None = None,
        basis: Basis | None = None,
        unit_id: str | None = None,
    ) -> tuple[Duty, ...]:
        """Duties, narrowed by a unit's name as the plan has it or its id, a full node id, a plan, a basis."""
        where, values = _where(node=node, plan=plan, basis=basis)
        asked: list[str] = list(values)
        more = {"duty.unit = ?": unit, "duty.unit_no IN (SELECT no FROM unit WHERE id = ?)": unit_id}
        for clause, value in more.items():
            if value is not None:
                where += (" AND " if where else " WHERE ") + clause
                asked.append(value)
        return self._duties(_of("duty", where), asked)

    def duties_of(self, nodes: Iterable[str]) -> dict[str, tuple[Duty, ...]]:
        """The duties of these nodes, by full node id; nodes without are left out."""
        out: dict[str, list[Duty]] = {}
        for part in in_lots(tuple(dict.fromkeys(nodes))):
            for duty in self._duties(f" WHERE duty.node IN ({marks(part)})", part):
                out.setdefault(duty.node, []).append(duty)
        return {node: tuple(found) for node, found in out.items()}

    def duties_of_units(
        self, unit_ids: Iterable[str], basis: Basis | None = None
    ) -> dict[str, tuple[Duty, ...]]:
        """The duties of these units, by the unit's id, in reading order; units without are left out."""
        out: dict[str, list[Duty]] = {}
        more, values = ("", ()) if basis is None else (" AND duty.basis = ?", (basis,))
        for part in in_lots(tuple(dict.fromkeys(unit_ids))):
            where = f" WHERE duty.unit_no IN (SELECT no FROM unit WHERE id IN ({marks(part)})){more}"
            for duty in self._duties(where, (*part, *values)):
                out.setdefault(duty.unit_id, []).append(duty)
        return {unit: tuple(found) for unit, found in out.items()}

    def _duties(self, where: str, values: Sequence[Any]) -> tuple[Duty, ...]:
        sql = f"SELECT unit.id, {DUTY.columns} FROM duty JOIN unit ON unit.no = duty.unit_no{where} ORDER BY duty.no"
        load = DUTY.codec.load
        return tuple(load(row[1:], unit_id=row[0]) for row in self._all(sql, values))

    # Topics and what prose says

    def topics(self) -> tuple[Topic, ...]:
        if self._topics is None:
            found = self._all(f"SELECT {TOPIC.columns} FROM topic ORDER BY no")
            self._topics = tuple(map(TOPIC.codec.load, found))
        return self._topics

    def tags(
        self, topic: str | None = None, node: str | None = None, plan: str | None = None
    ) -> tuple[Tag, ...]:
        return self._facts(TAG, topic=topic, node=node, plan=plan)

    def tagged_topics(self, plans: Iterable[str]) -> frozenset[str]:
        """Names of the topics that any node of these plans has."""
        found: set[str] = set()
        for part in in_lots(tuple(plans)):
            sql = f"SELECT DISTINCT topic FROM tag WHERE plan IN ({marks(part)})"
            found.update(row[0] for row in self._all(sql, part))
        return frozenset(found)

    def commitments(self, node: str | None = None, plan: str | None = None) -> tuple[Commitment, ...]:
        return self._facts(COMMITMENT, node=node, plan=plan)

    def references(
        self, node: str | None = None, plan: str | None = None, kind: str | None = None
    ) -> tuple[Reference, ...]:
        return self._facts(REFERENCE, node=node, plan=plan, kind=kind)

    def obligations(self, node: str | None = None, plan: str | None = None) -> tuple[Obligation, ...]:
        """What plans ask of every responsible unit, in reading order."""
        return self._facts(OBLIGATION, node=node, plan=plan)

    def values(
        self, node: str | None = None, plan: str | None = None, *, internal: bool = False
    ) -> tuple[Value, ...]:
        """Return what units returned, as accepted. internal: also what is not for the public."""
        return tuple(v for v in self._facts(VALUE, node=node, plan=plan) if internal or v.public)

    def progress(
        self, node: str | None = None, plan: str | None = None, *, internal: bool = False
    ) -> tuple[Progress, ...]:
        """Return where indicators and measures stood, round by round. internal: also what is not for the public."""
        return tuple(p for p in self._facts(PROGRESS, node=node, plan=plan) if internal or p.public)

    def obligations_of(self, plans: Iterable[str]) -> dict[str, list[Obligation]]:
        """The obligations of these plans, by plan in the order asked; plans without are left out."""
        asked = tuple(dict.fromkeys(plans))
        out: dict[str, list[Obligation]] = {plan: [] for plan in asked}
        for part in in_lots(asked):
            sql = f"SELECT {OBLIGATION.columns} FROM obligation WHERE plan IN ({marks(part)}) ORDER BY no"
            for row in self._all(sql, part):
                one = OBLIGATION.codec.load(row)
                out[one.plan].append(one)
        return {plan: found for plan, found in out.items() if found}

    def repairs(self, plan: str | None = None) -> tuple[Repair, ...]:
        return self._facts(REPAIR, plan=plan)

    def unread(self, plans: Iterable[str]) -> dict[str, list[Repair]]:
        """What import could not read of these plans (pictures, scanned pages), by plan; plans without are left out."""
        out: dict[str, list[Repair]] = {}
        for part in in_lots(tuple(plans)):
            sql = (
                f"SELECT plan, {REPAIR.columns} FROM repair WHERE kind = 'unread' AND plan IN ({marks(part)})"
                " ORDER BY no"
            )
            for row in self._all(sql, part):
                out.setdefault(row[0], []).append(REPAIR.codec.load(row[1:]))
        return out

    def problems(self, plan: str | None = None) -> tuple[Problem, ...]:
        return self._facts(PROBLEM, plan=plan)

    def _facts(self, table: Table, **equal: str | None) -> tuple[Any, ...]:
        where, values = _where(**equal)
        found = self._all(f"SELECT {table.columns} FROM {table.name}{where} ORDER BY no", values)
        return tuple(map(table.codec.load, found))

    def facts(self, plan: str) -> Facts:
        """All that the rules found in one plan."""
        return Facts(
            self.indicators(plan),
            self._facts(LOCAL_UNIT, plan=plan),
            self.duties(plan=plan),
            self.tags(plan=plan),
            self.commitments(plan=plan),
            self.references(plan=plan),
            self.obligations(plan=plan),
            self.values(plan=plan, internal=True),
            self.progress(plan=plan, internal=True),
        )

    # Checking

    def counts(self) -> dict[str, int]:
        """Rows of each table, as they were written."""
        found = self._all("SELECT key, value FROM meta WHERE key LIKE 'rows.%'")
        return {key.removeprefix("rows."): int(value) for key, value in found}

    def check(self) -> tuple[str, ...]:
        """Every page and row: SQLite's own check, foreign keys, counts, quotes. Empty: all is well."""
        found: list[str] = []
        for (line,) in self._all("PRAGMA integrity_check"):
            if line != "ok":
                found.append(f"SQLite：{line}")
        for table, _, target, _ in self._all("PRAGMA foreign_key_check"):
            found.append(f"{table} 有一行指向不存在的 {target}。")
        meta: dict[str, str] = dict(self._all("SELECT key, value FROM meta"))
        for table in TABLES:
            due = meta.get(f"rows.{table}")
            (count,) = self._all(f"SELECT count(*) FROM {table}")[0]
            if due is not None and str(count) != due:
                found.append(f"{table} 应有 {due} 行，实有 {count} 行。")
        for plan in self.plans():
            for duty in self.duties(plan=plan.id):
                if not duty.document and plan.source[duty.start : duty.end] != duty.quote:
                    found.append(f"{duty.node}：{duty.unit} 的引文与源文第 {duty.line} 行不符。")
        return tuple(found)


def _of(table: str, where: str) -> str:
    """A clause of `_where` with its columns told apart from those of a joined table."""
    for column in ("node", "plan", "basis"):
        where = where.replace(f" {column} = ?", f" {table}.{column} = ?")
    return where


def _where(**equal: str | None) -> tuple[str, tuple[str, ...]]:
    """A WHERE clause of the columns that are not None, and its values."""
    asked = {column: value for column, value in equal.items() if value is not None}
    clause = " AND ".join(f"{column} = ?" for column in asked)
    return (f" WHERE {clause}" if clause else "", tuple(asked.values()))


__all__ = ["Base", "check_header", "open_base"]
