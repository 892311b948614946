"""A base, its index, and the browser's scripts made from them, run by Node: no browser is needed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from kb.answer.search import result_dict, search
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.search import Index, open_index
from kb.search.query import is_plain
from kb.store import Base, open_base
from kb.who.answer import who
from kb.who.hits import nodes_asked
from kb_site.search_data import index_script, index_scripts, search_script
from tests.several import build_several
from tests.towns import build_towns

_RUN = """
const queries = %s;
globalThis.self = globalThis;
%s
%s
const search = self.shuiguan.makeSearch(self.shuiguan.unpack(self.shuiguan.index));
process.stdout.write(JSON.stringify(queries.map((query) => search(query, { limit: %d }))));
"""

_RUN_MANY = """
const fs = require("fs");
const vm = require("vm");
globalThis.self = globalThis;
const run = (name) => vm.runInThisContext(fs.readFileSync(__dirname + "/" + name, "utf8"));
run("search-index.js");
run("search.js");
let loaded = 0;
const load = async (names) => {
  for (const name of names) {
    loaded += fs.statSync(`${__dirname}/search/${name}.js`).size;
    run(`search/${name}.js`);
  }
};
const search = self.shuiguan.makeSearch(self.shuiguan.unpack(self.shuiguan.index), load);
(async () => {
  const found = [];
  for (const [query, options] of %s) found.push(await search(query, options));
  process.stdout.write(JSON.stringify({ found, loaded }));
})();
"""


@dataclass
class Twins:
    """Python's answers and the browser's, from one base."""

    base: Base
    index: Index
    node: str
    folder: Path

    def in_node(self, queries: list[str], limit: int = 10) -> list[dict[str, Any]]:
        """What the browser's scripts find, as they are shipped."""
        script = self.folder / "run.js"
        data = index_script(self.base).decode()
        script.write_text(_RUN % (json.dumps(queries), data, search_script().decode(), limit), "utf-8")
        run = subprocess.run([self.node, str(script)], capture_output=True, text=True, encoding="utf-8")
        assert run.returncode == 0, run.stderr[-2000:]
        found: list[dict[str, Any]] = json.loads(run.stdout)
        return found

    @cached_property
    def parts(self) -> Path:
        """A folder of the index in parts, as a site of many plans has it."""
        folder = self.folder / "parts"
        for script in index_scripts(self.base, most_whole=0):
            path = folder / script.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(script.content)
        (folder / "search.js").write_bytes(search_script(whole=False))
        return folder

    def in_parts(self, asked: list[tuple[str, dict[str, Any]]]) -> tuple[list[dict[str, Any]], int]:
        """What the browser finds in an index in parts, and how many bytes of parts it loaded for all of it."""
        script = self.parts / "run.js"
        script.write_text(_RUN_MANY % json.dumps(asked), "utf-8")
        run = subprocess.run([self.node, str(script)], capture_output=True, text=True, encoding="utf-8")
        assert run.returncode == 0, run.stderr[-2000:]
        said = json.loads(run.stdout)
        return said["found"], said["loaded"]

    def assert_same_in_parts(self, queries: list[str], limit: int = 10) -> None:
        """Every hit, score, passage, note and count that Python's index finds for the words of a query, in the plans that it names."""
        found, _ = self.in_parts([(query, {"limit": limit}) for query in queries])
        for query, there in zip(queries, found, strict=True):
            asked = nodes_asked(self.base, self.index, query)
            plain = is_plain(self.index.lexicon.normalise(query))
            text, plans = (asked.text, asked.plans) if plain else (query, ())
            here: dict[str, Any] = {
                **result_dict(self.index.search(text, limit=limit, plans=plans)),
                "query": query,
            }
            for hit in here["hits"]:
                del hit["url"]
            del here["offset"]
            for name in ("answer", "rows", "tries", "card", "plans"):
                del there[name]
            del there["facets"]["topic"]
            assert there == json.loads(json.dumps(here)), query

    def assert_same(self, queries: list[str], limit: int = 10) -> None:
        """Every hit, score, passage, note, answer and proof. A page makes addresses itself; no answer is given
        to a query that filters or leaves out. What only the page shows is left out: topics among the facets, rows, tries."""
        for query, found in zip(queries, self.in_node(queries, limit), strict=True):
            answer = found.pop("answer")
            del found["rows"], found["tries"], found["facets"]["topic"]
            here: dict[str, Any] = {**search(self.index, query, base=self.base, limit=limit)}
            for hit in here["hits"]:
                del hit["url"]
            del here["offset"]
            assert found == json.loads(json.dumps(here)), query
            if answer is not None:
                assert answer == json.loads(json.dumps(who(self.base, self.index, query))), query


@pytest.fixture(scope="session")
def one(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, require: Callable[[str], str]
) -> Iterator[Twins]:
    """The twins of the plan in corpus/."""
    folder = tmp_path_factory.mktemp("one")
    with (
        open_base(build(Corpus(repository / "corpus"), folder / "kb").folder) as base,
        open_index(base.folder / "index") as index,
    ):
        yield Twins(base, index, require("node"), folder)


@pytest.fixture(scope="session")
def several(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, require: Callable[[str], str]
) -> Iterator[Twins]:
    """The twins of plans that have little in common."""
    folder = tmp_path_factory.mktemp("several")
    with open_base(build_several(repository, folder)) as base, open_index(base.folder / "index") as index:
        yield Twins(base, index, require("node"), folder)


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory, require: Callable[[str], str]) -> Iterator[Twins]:
    """The twins of plans that share a matter."""
    folder = tmp_path_factory.mktemp("towns")
    with open_base(build_towns(folder)) as base, open_index(base.folder / "index") as index:
        yield Twins(base, index, require("node"), folder)
