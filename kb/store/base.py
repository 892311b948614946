"""The built base, opened read-only: plans, nodes and facts as the model's own objects."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from kb.model import (
    Basis,
    Cell,
    Commitment,
    Duty,
    Facts,
    Indicator,
    Kind,
    Node,
    Plan,
    Reference,
    Repair,
    Tag,
    Target,
    Topic,
    Tree,
    Unit,
)
from kb.problems import BaseUnusable, KbError, Problem
from kb.store import rows
from kb.store.lookup import citation_key, citation_keys, not_found
from kb.store.manifest import REBUILD, check_files
from kb.store.place import find_base, generation
from kb.store.rows import NODE_COLUMNS, Row, load_list, load_text
from kb.store.schema import APPLICATION_ID, FILE_NAME, SCHEMA_VERSION, TABLES

# All ids of one plan: those between "plan/" and "plan0", the character after the stroke.
_BY_PLAN = " WHERE node >= ? || '/' AND node < ? || '0'"
_BY_PLAN_TARGET = _BY_PLAN.replace("node", "indicator")


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


class Base:
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
        self._units: tuple[Unit, ...] | None = None
        self._unit_ids: dict[int, Unit] = {}
        try:
            self._plan_ids = tuple(r[0] for r in self._all("SELECT id FROM plan ORDER BY place"))
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
        """Return the digests of what staff keep, "shared", and of each plan, "plan.<id>"; empty where none are kept."""
        return dict(self._all("SELECT key, value FROM meta WHERE key = 'shared' OR key LIKE 'plan.%'"))

    def plan_ids(self) -> tuple[str, ...]:
        return self._plan_ids

    def plans(self) -> tuple[Plan, ...]:
        return tuple(self.plan(i) for i in self._plan_ids)

    def plan(self, id_: str) -> Plan:
        """Raises NotFound for an id no plan has."""
        if id_ not in self._plans:
            found = self._all(
                "SELECT plan.*, source.text FROM plan JOIN source ON source.plan = plan.id WHERE id = ?",
                (id_,),
            )
            if not found:
                raise not_found("规划", id_, self._plan_ids)
            self._plans[id_] = rows.load_plan(found[0][:-1], found[0][-1])
        return self._plans[id_]

    def tree(self, plan: str) -> Tree:
        return Tree(self.plan(plan), self.nodes(plan), self.repairs(plan))

    # Nodes

    def nodes(self, plan: str | None = None, kind: Kind | None = None) -> tuple[Node, ...]:
        where, values = _where(plan=plan, kind=kind)
        cells = "" if plan is None else _BY_PLAN
        return self._nodes(where, values, (cells, (plan, plan) if plan is not None else ()))

    def _nodes(
        self, where: str, values: Sequence[Any], cells: tuple[str, Sequence[Any]] | None = None
    ) -> tuple[Node, ...]:
        """Nodes of a WHERE clause. cells: the clause and values that take in all their cells in one sweep; None
        where there are so few that each is asked for."""
        found = self._all(
            f"SELECT {NODE_COLUMNS} FROM node{where}"
            " ORDER BY (SELECT place FROM plan WHERE plan.id = node.plan), place",
            values,
        )
        sql = 'SELECT node, "column", text, pieces FROM cell'
        raw: list[Row] = []
        if cells is not None:
            raw = self._all(f"{sql}{cells[0]} ORDER BY node, place", cells[1])
        else:
            for row in found:
                raw += self._all(f"{sql} WHERE node = ? ORDER BY place", (row[0],))
        by_node: dict[str, list[Cell]] = {}
        for node, column, text, pieces in raw:
            by_node.setdefault(node, []).append(Cell(column, load_text(text, pieces)))
        return tuple(rows.load_node(r, tuple(by_node.get(r[0], ()))) for r in found)

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
            known = self._all(f"SELECT kind, local, citation FROM node{where} ORDER BY place", values)
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
        cited = self._all(f"SELECT id, kind, citation FROM node{where} ORDER BY place", values)
        for strictness in range(3):
            ids = [id_ for id_, kind, citation in cited if key == citation_keys(citation)[strictness]]
            if ids:
                return tuple(n for id_ in ids for n in self._nodes(" WHERE id = ?", (id_,)))
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

    def _indicators(self, where: str, values: Sequence[Any]) -> tuple[Indicator, ...]:
        found = self._all(
            f"SELECT * FROM indicator{where}"
            " ORDER BY (SELECT place FROM plan WHERE plan.id = indicator.plan), place",
            values,
        )
        sql = "SELECT * FROM target"
        if len({row[1] for row in found}) == 1:
            plan = found[0][1]
            clause, asked = (
                (" WHERE indicator = ?", (found[0][0],))
                if len(found) == 1
                else (_BY_PLAN_TARGET, (plan, plan))
            )
            raw = self._all(f"{sql}{clause} ORDER BY indicator, place", asked)
        else:
            raw = self._all(f"{sql} ORDER BY indicator, place") if found else []
        targets: dict[str, list[tuple[int, Target]]] = {}
        for row in raw:
            indicator, place, target = rows.load_target(row)
            targets.setdefault(indicator, []).append((place, target))
        return tuple(rows.load_indicator(r, targets[r[0]]) for r in found)

    def units(self) -> tuple[Unit, ...]:
        """The registry in its order, then units that only the text knows."""
        if self._units is None:
            aliases: dict[int, list[str]] = {}
            members: dict[int, list[str]] = {}
            for unit, alias in self._all("SELECT unit, alias FROM alias ORDER BY unit, place"):
                aliases.setdefault(unit, []).append(alias)
            for unit, member in self._all("SELECT unit, member FROM member ORDER BY unit, place"):
                members.setdefault(unit, []).append(member)
            for id_, name, full_name, kind, parent, plans, registered in self._all(
                "SELECT * FROM unit ORDER BY id"
            ):
                self._unit_ids[id_] = Unit(
                    name, full_name, tuple(aliases.get(id_, ())), kind, parent, tuple(members.get(id_, ())),
                    load_list(plans), bool(registered),
                )  # fmt: skip
            self._units = tuple(self._unit_ids.values())
        return self._units

    def unit(self, name: str, plan: str | None = None) -> Unit:
        """The unit of that canonical name, full name or alias. plan: prefer the entry that holds for it.

        Raises NotFound with the nearest names.
        """
        asked = "".join(name.split())
        found = self.find_units(name.strip(), plan) or self.find_units(asked, plan)
        if not found:
            called = {n: u.name for u in self.units() for n in (u.name, *u.aliases, u.full_name) if n}
            raise not_found("单位", asked, called)
        return found[0]

    def find_units(self, name: str, plan: str | None = None) -> tuple[Unit, ...]:
        """All units so called: by canonical name if any is, else full name, else alias; those of the plan first."""
        if not name:
            return ()
        units = list(self.units())
        if plan is not None:  # entries that name the plan, then those for all, then those of other plans
            units.sort(key=lambda u: 0 if plan in u.plans else 2 if u.plans else 1)
        for match in (
            [u for u in units if u.name == name],
            [u for u in units if u.full_name == name],
            [u for u in units if name in u.aliases],
        ):
            if match:
                return tuple(match)
        return ()

    def collectives(self, unit: str) -> tuple[Unit, ...]:
        """The collectives (各镇街, 有关部门) a unit is a member of."""
        return tuple(u for u in self.units() if unit in u.members)

    def duties(
        self,
        unit: str | None = None,
        node: str | None = None,
        plan: str | None = None,
        basis: Basis | None = None,
    ) -> tuple[Duty, ...]:
        """Duties, narrowed by a unit's canonical name, a full node id, a plan, a basis."""
        self.units()
        where, values = _where(node=node, plan=plan, basis=basis)
        asked: tuple[str | int, ...] = values
        if unit is not None:
            ids = [i for i, u in self._unit_ids.items() if u.name == unit]
            where += (" AND" if where else " WHERE") + f" unit IN ({','.join('?' * len(ids))})"
            asked = (*values, *ids)
        return tuple(
            Duty(r[1], self._unit_ids[r[2]].name, *r[3:])
            for r in self._all(f"SELECT * FROM duty{where} ORDER BY id", asked)
        )

    def topics(self) -> tuple[Topic, ...]:
        return tuple(
            Topic(name, load_list(terms), load_list(said), load_list(narrower))
            for name, _, terms, said, narrower in self._all("SELECT * FROM topic ORDER BY place")
        )

    def tags(
        self, topic: str | None = None, node: str | None = None, plan: str | None = None
    ) -> tuple[Tag, ...]:
        return tuple(Tag(*r[1:]) for r in self._facts("tag", topic=topic, node=node, plan=plan))

    def commitments(self, node: str | None = None, plan: str | None = None) -> tuple[Commitment, ...]:
        return tuple(Commitment(*r[1:]) for r in self._facts("commitment", node=node, plan=plan))

    def references(
        self, node: str | None = None, plan: str | None = None, kind: str | None = None
    ) -> tuple[Reference, ...]:
        return tuple(Reference(*r[1:]) for r in self._facts("reference", node=node, plan=plan, kind=kind))

    def repairs(self, plan: str | None = None) -> tuple[Repair, ...]:
        return tuple(Repair(*r[2:]) for r in self._facts("repair", plan=plan))

    def problems(self, plan: str | None = None) -> tuple[Problem, ...]:
        where, values = _where(plan=plan)
        sql = f'SELECT path, line, "column", code, level, message, excerpt, hint, node, source_line FROM problem{where}'
        return tuple(rows.load_problem(r) for r in self._all(f"{sql} ORDER BY id", values))

    def _facts(self, table: str, **equal: str | None) -> list[Row]:
        where, values = _where(**equal)
        return self._all(f"SELECT * FROM {table}{where} ORDER BY id", values)

    def facts(self, plan: str) -> Facts:
        """All that the rules found in one plan; units are those its duties name."""
        duties = self.duties(plan=plan)
        names = {d.unit for d in duties}
        return Facts(
            self.indicators(plan),
            tuple(u for u in self.units() if u.name in names and (not u.plans or plan in u.plans)),
            duties,
            self.tags(plan=plan),
            self.commitments(plan=plan),
            self.references(plan=plan),
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


def _where(**equal: str | None) -> tuple[str, tuple[str, ...]]:
    """A WHERE clause of the columns that are not None, and its values."""
    asked = {column: value for column, value in equal.items() if value is not None}
    clause = " AND ".join(f"{column} = ?" for column in asked)
    return (f" WHERE {clause}" if clause else "", tuple(asked.values()))


__all__ = ["Base", "check_header", "open_base"]
