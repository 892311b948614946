"""The base's tables, generated from the model, and the numbers that say whose file it is and of which version.

A base is one SQLite file, `kb.sqlite`; any SQLite tool opens it. A table holds the fields of its class (see
`kb.store.columns`) after the columns named here; lists are JSON arrays. The view `duties` is `duty` with the unit's id
and the node's citation.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import (
    Commitment,
    Duty,
    Indicator,
    Node,
    Obligation,
    Plan,
    Progress,
    Reference,
    Repair,
    Tag,
    Topic,
    Unit,
    Value,
)
from kb.problems import Problem
from kb.records import dataclass
from kb.store.columns import ClassCodec, class_codec, quoted

FILE_NAME = "kb.sqlite"
APPLICATION_ID = 0x53475A53  # "SGZS": 谁管 知识
SCHEMA_VERSION = 7
PAGE_SIZE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A class's table. first: columns before its fields. more: constraints. without: fields held elsewhere.
    indexes: columns, an index each. rowid: False where the primary key is text."""

    name: str
    cls: type
    first: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    indexes: tuple[str, ...] = ()
    rowid: bool = True

    @property
    def codec(self) -> ClassCodec:
        return class_codec(self.cls, self.without)

    @property
    def columns(self) -> str:
        """The fields' columns as SQL lists them."""
        return ", ".join(f"{self.name}.{c}" for c in quoted(c.name for c in self.codec.columns))

    @property
    def ddl(self) -> str:
        parts = [*self.first, *(f'"{c.name}" {c.sql}' for c in self.codec.columns), *self.more]
        made = f"CREATE TABLE {self.name} (\n  " + ",\n  ".join(parts) + "\n)"
        out = [made + ("" if self.rowid else " WITHOUT ROWID")]
        out += [f"CREATE INDEX {self.name}_{c} ON {self.name}({c})" for c in self.indexes]
        return ";\n".join(out) + ";\n"


_NO = "no INTEGER PRIMARY KEY"  # in the order they were written
_PLAN = "FOREIGN KEY (plan) REFERENCES plan(id)"
_NODE = "FOREIGN KEY (node) REFERENCES node(id)"
_OWN_PLAN = "plan TEXT NOT NULL REFERENCES plan(id)"

PLAN = Table(
    name="plan", cls=Plan, first=("no INTEGER NOT NULL UNIQUE",), more=("PRIMARY KEY (id)",), rowid=False,
    without=frozenset({"source"}),
)  # fmt: skip
NODE = Table(
    name="node", cls=Node, first=("local TEXT NOT NULL",), indexes=("local", "parent"),
    more=(
        "UNIQUE (id)", 'UNIQUE (plan, "order")', _PLAN,
        "FOREIGN KEY (parent) REFERENCES node(id) DEFERRABLE INITIALLY DEFERRED",
    ),
)  # fmt: skip
INDICATOR = Table(
    name="indicator", cls=Indicator, first=("no INTEGER NOT NULL",), rowid=False,
    more=(
        "PRIMARY KEY (id)", "UNIQUE (plan, no)", _PLAN, "FOREIGN KEY (id) REFERENCES node(id)",
        "FOREIGN KEY (baseline_node) REFERENCES node(id)",
    ),
)  # fmt: skip
UNIT = Table(name="unit", cls=Unit, first=(_NO,), indexes=("id", "name"))
# A unit as one plan has it: its name, place and registry entry there. The same columns as `unit`.
LOCAL_UNIT = Table(
    name="local_unit", cls=Unit, first=(_NO, _OWN_PLAN, "unit INTEGER NOT NULL REFERENCES unit(no)"),
    indexes=("plan", "unit"),
)  # fmt: skip
DUTY = Table(
    name="duty", cls=Duty, first=(_NO, "unit_no INTEGER NOT NULL REFERENCES unit(no)"), without=frozenset({"unit_id"}),
    more=(
        "CHECK (basis IN ('assigned', 'named', 'related'))", _PLAN, _NODE,
        "FOREIGN KEY (inherited_from) REFERENCES node(id)", "FOREIGN KEY (link) REFERENCES node(id)",
    ),
    indexes=("unit_no", "node", "plan"),
)  # fmt: skip
TOPIC = Table(
    name="topic", cls=Topic, first=("no INTEGER NOT NULL UNIQUE",), more=("PRIMARY KEY (name)",), rowid=False
)
TAG = Table(
    name="tag", cls=Tag, first=(_NO,), indexes=("topic", "node", "plan"),
    more=(_PLAN, _NODE, "FOREIGN KEY (topic) REFERENCES topic(name)"),
)  # fmt: skip
COMMITMENT = Table(
    name="commitment", cls=Commitment, first=(_NO,), indexes=("node", "plan"), more=(_PLAN, _NODE)
)
REFERENCE = Table(
    name="reference", cls=Reference, first=(_NO,), indexes=("node", "plan"),
    more=(_PLAN, _NODE, "CHECK (kind IN ('document', 'brand'))"),
)  # fmt: skip
OBLIGATION = Table(
    name="obligation", cls=Obligation, first=(_NO,), indexes=("node", "plan"), more=(_PLAN, _NODE)
)
VALUE = Table(name="value", cls=Value, first=(_NO,), indexes=("node", "plan"), more=(_PLAN, _NODE))
PROGRESS = Table(name="progress", cls=Progress, first=(_NO,), indexes=("node", "plan"), more=(_PLAN, _NODE))
PROBLEM = Table(name="problem", cls=Problem, first=(_NO, _OWN_PLAN), indexes=("plan",))
REPAIR = Table(name="repair", cls=Repair, first=(_NO, _OWN_PLAN), indexes=("plan",))

# Every class's table in writing order.
CLASS_TABLES = (
    PLAN, NODE, INDICATOR, UNIT, LOCAL_UNIT, DUTY, TOPIC, TAG, COMMITMENT, REFERENCE, OBLIGATION, VALUE, PROGRESS,
    PROBLEM, REPAIR,
)  # fmt: skip

_OTHERS = {
    "meta": "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;\n",
    "source": "CREATE TABLE source (plan TEXT PRIMARY KEY REFERENCES plan(id), text TEXT NOT NULL) WITHOUT ROWID;\n",
    # Every name of a unit, in matching form. Which of the units so called is meant: kb.rules.resolver.
    "called": """CREATE TABLE called (
  name TEXT NOT NULL, unit INTEGER NOT NULL REFERENCES unit(no), PRIMARY KEY (name, unit)
) WITHOUT ROWID;
""",
    # Which units a collective certainly includes.
    "member": """CREATE TABLE member (
  unit INTEGER NOT NULL REFERENCES unit(no), collective INTEGER NOT NULL REFERENCES unit(no),
  PRIMARY KEY (unit, collective)
) WITHOUT ROWID;
""",
}
# Every table; a full check counts their rows again.
TABLES = (*_OTHERS, *(t.name for t in CLASS_TABLES))

_VIEWS = """
CREATE VIEW duties AS
  SELECT duty.plan, duty.unit, unit.id AS unit_id, duty.basis, duty.role, node.citation, node.title, duty.quote,
         duty.line, duty.node, duty.document
  FROM duty JOIN unit ON unit.no = duty.unit_no JOIN node ON node.id = duty.node
  ORDER BY duty.no;
"""


def _ddl() -> Iterator[str]:
    yield _OTHERS["meta"]
    yield PLAN.ddl
    yield _OTHERS["source"]
    yield from (t.ddl for t in CLASS_TABLES if t is not PLAN)
    yield _OTHERS["called"]
    yield _OTHERS["member"]
    yield _VIEWS


DDL = "".join(_ddl())
