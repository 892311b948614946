"""Search as the corpus grows, for each engine: build, size, memory, files open, cold and warm times, one plan replaced.

    python tests/bench/search_growth.py [plans …]        (1 10 100 where none are given; 300 and 1000 take long)

Times are CPU seconds, of the node too where OpenSearch is asked. Peers are what one would use instead, without what this
program adds (topics, titles, snippets, facets, the exact first ten by its own formula): `fts5` is SQLite's FTS5 over pairs of
characters, `tantivy` the same in Rust, any pair, BM25, ten ids. tantivy is measured where it is installed
(`pip install tantivy`; the program does not need it), OpenSearch where a JDK is there.

The plans are made from the seed: in each, a part of the seed's words is replaced by words of its own, so that the
vocabulary grows with the corpus as it does with real plans. What a plan adds by itself is worked out once and the same for every
engine (`parts`). Exponents are fitted over the sizes, by least squares of logarithms: 1 is in proportion, 0 does not grow.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
KEPT = 0.7  # share of the seed's words a made plan keeps


def made_plan(docs: list[Any], words: list[str], number: int) -> list[Any]:
    """The seed's documents as plan `number`, with words of its own; the plan of number 0 is the seed itself."""
    if number == 0:
        return docs
    chance = random.Random(number)
    characters = sorted(set("".join(words)))
    own = {
        word: "".join(chance.choice(characters) for _ in word)
        for word in words
        if len(word) == 2 and chance.random() > KEPT
    }
    pattern = re.compile("|".join(map(re.escape, own)))

    def changed(text: str) -> str:
        return pattern.sub(lambda m: own[m[0]], text)

    plan = f"made-{number:03}"
    return [
        replace(
            doc,
            id=f"{plan}/{doc.id.split('/', 1)[1]}",
            plan=plan,
            parent=f"{plan}/{doc.parent.split('/', 1)[1]}" if doc.parent else None,
            title=changed(doc.title),
            head=changed(doc.head),
            text=changed(doc.text),
        )
        for doc in docs
    ]


def made_plans(seed: Path, first: int, last: int) -> Iterator[list[Any]]:
    """The documents of plans `first` to `last` - 1, one plan after another."""
    from kb.search import open_index

    with open_index(seed) as index:
        docs, words = list(index.documents()), sorted(index.lexicon.words)
    for number in range(first, last):
        yield made_plan(docs, words, number)


def put_parts(folder: Path, seed: Path, first: int, last: int) -> None:
    """In a process of its own: the parts of plans that smaller sizes did not have, put aside."""
    from kb.search import put_plan

    begun = time.process_time()
    for docs in made_plans(seed, first, last):
        put_plan(folder, docs[0].plan, docs)
    print(json.dumps({"parts": time.process_time() - begun}))


def join(folder: Path, seed: Path, plans: int, engine: str, parts: Path) -> None:
    """In a process of its own: the index of `plans` plans from parts that are there, then one plan replaced."""
    from kb.search import finish_index, open_index, put_plan

    with open_index(seed) as index:
        vocabulary, first = index.lexicon.vocabulary, index.plans[0]
    names = [first, *(f"made-{number:03}" for number in range(1, plans))]
    seconds = clock()
    finish_index(folder, names, vocabulary, engine=engine, earlier=parts)
    built = seconds()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (last,) = made_plans(seed, plans - 1, plans)
    put_plan(folder, names[-1], last)
    finish_index(folder, names, vocabulary, engine=engine, earlier=parts)
    print(json.dumps({"build": built, "replace": seconds() - built, "memory": memory}))


def clock() -> Callable[[], float]:
    """CPU seconds from now on, of this process and of the node."""
    node = os.environ.get("SHUIGUAN_NODE", "")
    tick = os.sysconf("SC_CLK_TCK") if node else 1

    def used() -> float:
        own = time.process_time()
        if not node:
            return own
        fields = Path(f"/proc/{node}/stat").read_text("utf-8").rpartition(")")[2].split()
        return own + (int(fields[11]) + int(fields[12])) / tick

    begun = used()
    return lambda: used() - begun


FTS5, TANTIVY = "fts5", "tantivy"
PEERS = (FTS5, TANTIVY)
FTS5_FILE = "fts5.sqlite"


def pairs(text: str) -> str:
    """A text's pairs of characters, apart."""
    return " ".join(a + b for a, b in pairwise(text) if not (a + b).isspace())


def build_peer(folder: Path, seed: Path, plans: int, engine: str) -> None:
    """In a process of its own: a peer's index. Making the documents is not counted."""
    from kb.search.rows import searchable

    folder.mkdir()
    rows = [
        [(pairs(doc.title), pairs(searchable(doc))) for doc in docs] for docs in made_plans(seed, 0, plans)
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.process_time()
    (_build_fts5 if engine == FTS5 else _build_tantivy)(folder, rows)
    spent = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    print(json.dumps({"build": spent, "replace": math.nan, "memory": memory}))


def _build_fts5(folder: Path, plans: Iterable[list[tuple[str, str]]]) -> None:
    with closing(sqlite3.connect(folder / FTS5_FILE, isolation_level=None)) as db:
        db.execute("CREATE VIRTUAL TABLE doc USING fts5(title, text, content='', tokenize=\"unicode61\")")
        db.execute("BEGIN")
        for rows in plans:
            db.executemany("INSERT INTO doc(title, text) VALUES (?, ?)", rows)
        db.execute("COMMIT")


def _tantivy_schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in ("title", "text"):
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace")
    builder.add_unsigned_field("number", stored=True)
    return builder.build()


def _build_tantivy(folder: Path, plans: Iterable[list[tuple[str, str]]]) -> None:
    import tantivy

    index = tantivy.Index(_tantivy_schema(), path=str(folder))
    writer = index.writer(num_threads=1)
    number = 0
    for rows in plans:
        for title, text in rows:
            writer.add_document(tantivy.Document(title=title, text=text, number=number))
            number += 1
    writer.commit()
    writer.wait_merging_threads()


def asker(folder: Path, engine: str) -> Callable[[str], object]:
    """What answers a question from an index, or from a peer."""
    from kb.question.subject import strip_question
    from kb.search import open_index

    if engine not in PEERS:
        return open_index(folder).search

    def words_of(question: str) -> list[str]:
        said = strip_question(question) or question
        return [a + b for a, b in pairwise(said) if (a + b).isalnum()]

    if engine == FTS5:
        db = sqlite3.connect(folder / FTS5_FILE)
        sql = "SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT 10"
        return lambda question: db.execute(
            sql, (" OR ".join(f'"{word}"' for word in words_of(question)) or '""',)
        ).fetchall()
    import tantivy

    schema = _tantivy_schema()
    searcher = tantivy.Index(schema, path=str(folder)).searcher()

    def ask(question: str) -> object:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, field, word))
            for word in words_of(question)
            for field in ("title", "text")
        ]
        return searcher.search(tantivy.Query.boolean_query(terms), 10).hits

    return ask


def ask(folder: Path, engine: str) -> None:
    """In a process of its own: open the index, ask the graded questions three times over, and print the times."""
    from tests.bench.search_quality import read_cases

    spent = time.process_time
    started = spent()
    answer = asker(folder, engine)
    answer("托育")
    first = spent() - started
    questions = [case.question for name in ("dev", "own-search") for case in read_cases(name)]
    times: list[float] = []
    cold: list[float] = []
    node = clock()
    before_all = spent()
    for turn in range(3):
        for question in questions:
            before = spent()
            answer(question)
            (times if turn else cold).append(spent() - before)
    # What the node spent on a question is known as a mean alone.
    aside = (node() - (spent() - before_all)) / (3 * len(questions))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"first": first, "memory": memory, "files": float(open_files(folder)), "node": aside}
    for name, values in (("cold", sorted(cold)), ("warm", sorted(times))):
        for share in (50, 95, 99):
            found[f"{name}{share}"] = values[min(len(values) - 1, len(values) * share // 100)] + aside
    print(json.dumps(found))


def open_files(folder: Path) -> int:
    """How many files below a folder, and connections, this process has open; 0 where the system does not say."""
    own = Path("/proc/self/fd")
    if not own.is_dir():
        return 0
    names = [os.path.realpath(own / name) for name in os.listdir(own)]
    return sum(str(folder.resolve()) in name or "socket:" in name for name in names)


def run(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def cluster(folder: Path) -> Iterator[bool]:
    """A node for the processes of this run; False where it cannot be had."""
    from tests.opensearch.node import Node, NodeUnavailable

    try:
        node = Node(folder)
    except NodeUnavailable as missing:
        print(missing, file=sys.stderr)
        yield False
        return
    os.environ.update(
        {"KB_OPENSEARCH_URL": node.url, "SHUIGUAN_NODE": str(node.pid), "KB_OPENSEARCH_TIMEOUT": "300"}
    )
    try:
        yield True
    finally:
        node.stop()


def size_of(folder: Path, engine: str) -> float:
    """MB of an index, with what the cluster keeps of it. Its index is deleted then."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    if engine == "opensearch":
        from kb.search.engine.opensearch.client import Client
        from kb.search.engine.opensearch.record import read_record
        from kb.search.engine.opensearch.settings import read_settings

        record = read_record(folder / "terms")
        client = Client(read_settings())
        stats = client.ask("GET", f"/{record.index}/_stats/store")
        size += stats["_all"]["primaries"]["store"]["size_in_bytes"] / 1e6
        client.ask("DELETE", f"/{record.index}")
        client.close()
    return size


COLUMNS = (
    ("build CPU s", ("build",), 1.0, ".1f"),
    ("one replaced CPU s", ("replace",), 1.0, ".1f"),
    ("build MB", ("memory",), 1.0, ".0f"),
    ("index MB", ("size",), 1.0, ".1f"),
    ("first answer ms", ("first",), 1e3, ".0f"),
    ("cold p50 / p95 / p99 ms", ("cold50", "cold95", "cold99"), 1e3, ".1f"),
    ("warm p50 / p95 / p99 ms", ("warm50", "warm95", "warm99"), 1e3, ".1f"),
    ("search MB", ("asking",), 1.0, ".0f"),
    ("files", ("files",), 1.0, ".0f"),
)  # fmt: skip


def measure(engine: str, plans: int, folder: Path, seed: Path, parts: Path) -> dict[str, float]:
    # SQLite's index has the parts, which the other engines and the next size take from it.
    target = parts if engine == "sqlite" else folder / f"{engine}-{plans}"
    if engine in PEERS:
        found = run("--peer", str(target), str(seed), str(plans), engine)
    else:
        found = run("--join", str(target), str(seed), str(plans), engine, str(parts))
    asked = run("--ask", str(target), engine)
    found |= {**asked, "memory": found["memory"], "asking": asked["memory"]}
    found["size"] = size_of(target, engine)
    if target != parts:
        shutil.rmtree(target)
    return found


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The exponent of growth, by least squares of logarithms."""
    points = [(math.log(n), math.log(v)) for n, v in zip(sizes, values, strict=True) if v > 0]
    if len(points) < 2:
        return math.nan
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    square = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / square


def main(sizes: list[int]) -> None:
    print(f"| plans | engine | {' | '.join(name for name, *_ in COLUMNS)} |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    known: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as name, cluster(Path(name) / "node") as has_node:
        folder = Path(name)
        run("--seed", str(folder))
        seed, parts = folder / "index", folder / "parts"
        engines = ["whoosh", *(["opensearch"] if has_node else []), FTS5]
        engines += [TANTIVY] if find_spec("tantivy") else []
        before = 0
        every = 0.0
        for plans in sizes:
            every += run("--parts", str(parts), str(seed), str(before), str(plans))["parts"]
            before = plans
            for engine in ("sqlite", *engines):
                found = measure(engine, plans, folder, seed, parts)
                if engine not in PEERS:
                    found["build"] += every
                known.setdefault(engine, []).append(found)
                cells = (
                    " / ".join(format(found[key] * by, how) for key in keys) for _, keys, by, how in COLUMNS
                )
                print(f"| {plans} | {engine} | {' | '.join(cells)} |".replace("nan", "–"), flush=True)
    for engine, rows in known.items():
        cells = (
            " / ".join(format(exponent(sizes, [row[key] for row in rows]), ".2f") for key in keys)
            for _, keys, *_ in COLUMNS
        )
        print(f"| exponent | {engine} | {' | '.join(cells)} |".replace("nan", "–"))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--seed", folder]:
            from tests.bench.search_quality import seed_index

            seed_index(Path(folder)).close()
            print("{}")
        case ["--parts", folder, seed, first, last]:
            put_parts(Path(folder), Path(seed), int(first), int(last))
        case ["--join", folder, seed, plans, engine, parts]:
            join(Path(folder), Path(seed), int(plans), engine, Path(parts))
        case ["--peer", folder, seed, plans, engine]:
            build_peer(Path(folder), Path(seed), int(plans), engine)
        case ["--ask", folder, engine]:
            ask(Path(folder), engine)
        case given:
            main([int(size) for size in given] or [1, 10, 100])
