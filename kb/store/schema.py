"""The base's tables, in the field's words, and the numbers that say whose file it is and of which version.

A base is one SQLite file, `kb.sqlite`; any SQLite tool opens it. Lists that nothing is looked up by
(recipients, columns, pieces) are JSON arrays; everything else is a row. The view `duties` is `duty` with the
unit's name.
"""

from __future__ import annotations

FILE_NAME = "kb.sqlite"
APPLICATION_ID = 0x53475A53  # "SGZS": 谁管 知识
SCHEMA_VERSION = 2
PAGE_SIZE = 4096

# Every table with its rows in writing order; a full check counts them again.
TABLES = (
    "meta", "plan", "source", "node", "cell", "indicator", "target", "unit", "alias", "member", "duty",
    "topic", "tag", "commitment", "reference", "problem", "repair",
)  # fmt: skip

DDL = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE plan (
  id TEXT PRIMARY KEY,
  place INTEGER NOT NULL UNIQUE,          -- order in the corpus, from 0
  title TEXT NOT NULL, doc_number TEXT NOT NULL, issuer TEXT NOT NULL,
  issued TEXT NOT NULL, adopted TEXT NOT NULL, publicity TEXT NOT NULL, level TEXT NOT NULL,
  recipients TEXT NOT NULL, cc TEXT NOT NULL,                     -- JSON arrays
  period_from INTEGER, period_to INTEGER,                         -- inclusive years
  basis TEXT NOT NULL,                                            -- JSON array
  source_file TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE source (plan TEXT PRIMARY KEY REFERENCES plan(id), text TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE node (
  id TEXT NOT NULL UNIQUE,                -- <plan>/<local>
  plan TEXT NOT NULL REFERENCES plan(id),
  place INTEGER NOT NULL,                 -- reading order within the plan, from 0
  local TEXT NOT NULL,
  parent TEXT REFERENCES node(id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, depth INTEGER NOT NULL,
  citation TEXT NOT NULL,
  head TEXT NOT NULL, body TEXT NOT NULL,
  head_pieces TEXT NOT NULL, body_pieces TEXT NOT NULL,           -- JSON: at, start, end, at, start, end, …
  "start" INTEGER, "end" INTEGER, line INTEGER,                   -- half-open source characters; 1-based line
  repaired TEXT NOT NULL, columns TEXT NOT NULL,                  -- JSON arrays
  plan_line INTEGER NOT NULL,             -- 1-based, in plan.md; 0 is none
  edited INTEGER NOT NULL,                -- 1: a person changed its words in plan.md
  UNIQUE (plan, place)
);
CREATE INDEX node_local ON node(local);
CREATE INDEX node_parent ON node(parent);

CREATE TABLE cell (
  node TEXT NOT NULL REFERENCES node(id), place INTEGER NOT NULL,
  "column" TEXT NOT NULL, text TEXT NOT NULL, pieces TEXT NOT NULL,
  PRIMARY KEY (node, place)
) WITHOUT ROWID;

CREATE TABLE indicator (
  id TEXT PRIMARY KEY REFERENCES node(id),
  plan TEXT NOT NULL REFERENCES plan(id), place INTEGER NOT NULL,
  box TEXT NOT NULL,
  number TEXT NOT NULL, part INTEGER, name TEXT NOT NULL, unit_of_measure TEXT NOT NULL,
  binding TEXT NOT NULL, binding_inherited INTEGER NOT NULL, category TEXT NOT NULL,
  units TEXT NOT NULL,                                            -- JSON array of canonical names
  baseline_year INTEGER, baseline_value REAL, baseline_unit_of_measure TEXT,
  baseline_node TEXT REFERENCES node(id),
  baseline_quote TEXT, baseline_start INTEGER, baseline_end INTEGER, baseline_line INTEGER,
  UNIQUE (plan, place)
) WITHOUT ROWID;

CREATE TABLE target (
  indicator TEXT NOT NULL REFERENCES indicator(id),
  place INTEGER NOT NULL,                 -- order of the columns; -1 where the main target is none of them
  text TEXT NOT NULL, op TEXT, value REAL, value_high REAL, trend TEXT, year INTEGER,
  "column" TEXT NOT NULL, approx INTEGER NOT NULL, cumulative INTEGER NOT NULL,
  PRIMARY KEY (indicator, place)
) WITHOUT ROWID;

CREATE TABLE unit (
  id INTEGER PRIMARY KEY,                 -- order in the registry, from 0
  name TEXT NOT NULL, full_name TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT NOT NULL,
  plans TEXT NOT NULL,                    -- JSON array of plan ids the entry holds for; [] is all
  registered INTEGER NOT NULL             -- 0: only the text, not units.toml, knows it
);
CREATE INDEX unit_name ON unit(name);
CREATE TABLE alias (
  unit INTEGER NOT NULL REFERENCES unit(id), place INTEGER NOT NULL, alias TEXT NOT NULL,
  PRIMARY KEY (unit, place)
) WITHOUT ROWID;
CREATE TABLE member (
  unit INTEGER NOT NULL REFERENCES unit(id), place INTEGER NOT NULL, member TEXT NOT NULL,
  PRIMARY KEY (unit, place)
) WITHOUT ROWID;

CREATE TABLE duty (
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plan(id),
  unit INTEGER NOT NULL REFERENCES unit(id),
  node TEXT NOT NULL REFERENCES node(id),
  role TEXT NOT NULL,
  basis TEXT NOT NULL CHECK (basis IN ('assigned', 'named', 'related')),
  printed TEXT NOT NULL, quote TEXT NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL,
  deadline TEXT NOT NULL,
  inherited_from TEXT REFERENCES node(id), link TEXT REFERENCES node(id),
  why TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX duty_unit ON duty(unit);
CREATE INDEX duty_node ON duty(node);

CREATE TABLE topic (
  name TEXT PRIMARY KEY, place INTEGER NOT NULL UNIQUE,
  terms TEXT NOT NULL, said TEXT NOT NULL, narrower TEXT NOT NULL -- JSON arrays
) WITHOUT ROWID;
CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plan(id), node TEXT NOT NULL REFERENCES node(id),
  topic TEXT NOT NULL REFERENCES topic(name),
  place TEXT NOT NULL, hits INTEGER NOT NULL
);
CREATE INDEX tag_topic ON tag(topic);
CREATE INDEX tag_node ON tag(node);

CREATE TABLE commitment (
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plan(id), node TEXT NOT NULL REFERENCES node(id),
  subject TEXT NOT NULL, op TEXT, value REAL NOT NULL, value_high REAL, unit_of_measure TEXT NOT NULL,
  quote TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX commitment_node ON commitment(node);

CREATE TABLE reference (
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plan(id), node TEXT NOT NULL REFERENCES node(id),
  kind TEXT NOT NULL CHECK (kind IN ('document', 'brand')), name TEXT NOT NULL,
  quote TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX reference_node ON reference(node);

CREATE TABLE problem (
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plan(id),
  path TEXT NOT NULL, line INTEGER NOT NULL, "column" INTEGER NOT NULL,
  code TEXT NOT NULL, level TEXT NOT NULL, message TEXT NOT NULL, excerpt TEXT NOT NULL, hint TEXT NOT NULL,
  node TEXT,
  source_line INTEGER NOT NULL            -- 1-based, in source.txt, where path is another file; 0 is none
);
CREATE TABLE repair (
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL REFERENCES plan(id),
  kind TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL,
  source TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL,
  plan_line INTEGER NOT NULL              -- of a change by hand; 0 is none
);

CREATE VIEW duties AS
  SELECT duty.plan, unit.name AS unit, duty.basis, duty.role, node.citation, node.title, duty.quote,
         duty.line, duty.node, duty.document
  FROM duty JOIN unit ON unit.id = duty.unit JOIN node ON node.id = duty.node
  ORDER BY duty.id;
"""
