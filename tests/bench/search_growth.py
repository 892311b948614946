"""Search as the corpus grows, for each engine: index time and size, build memory, p50 and p99, files open, one plan replaced.

    python tests/bench/search_growth.py [plans …]        (1 10 100 where none are given)

Times are CPU seconds. `fts5` is what one would use instead: SQLite's FTS5 over pairs of characters, any pair, BM25, ten ids;
no substring is certain there, nothing is ranked by topics or titles, and there are no snippets or facets.

The plans are made from the seed: in each, a part of the seed's words is replaced by words of its own, so that the
vocabulary grows with the corpus as it does with real plans.
"""

from __future__ import annotations

import json
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
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
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


def build(folder: Path, seed: Path, plans: int, engine: str) -> None:
    """In a process of its own: build the index of `plans` plans, then replace one, and print what it took."""
    from kb.search import finish_index, open_index, put_plan

    with open_index(seed) as index:
        docs, vocabulary = list(index.documents()), index.lexicon.vocabulary
        words = sorted(index.lexicon.words)
    if engine == PEER:
        build_peer(folder, (made_plan(docs, words, number) for number in range(plans)))
        return
    started = time.process_time()
    names = []
    for number in range(plans):
        made = made_plan(docs, words, number)
        names.append(made[0].plan)
        put_plan(folder, made[0].plan, made)
    finish_index(folder, names, vocabulary, engine=engine)
    built = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    put_plan(folder, names[-1], made)
    finish_index(folder, names, vocabulary, engine=engine)
    replaced = time.process_time()
    print(json.dumps({"build": built - started, "replace": replaced - built, "memory": memory}))


PEER = "fts5"


def pairs(text: str) -> str:
    """A text's pairs of characters, apart."""
    return " ".join(a + b for a, b in pairwise(text) if not (a + b).isspace())


def build_peer(folder: Path, plans: Iterable[list[Any]]) -> None:
    from kb.search.rows import searchable

    folder.mkdir()
    started = time.process_time()
    with closing(sqlite3.connect(folder / "fts5.sqlite", isolation_level=None)) as db:
        db.execute("CREATE VIRTUAL TABLE doc USING fts5(title, text, content='', tokenize=\"unicode61\")")
        db.execute("BEGIN")
        for docs in plans:
            db.executemany(
                "INSERT INTO doc(title, text) VALUES (?, ?)",
                ((pairs(doc.title), pairs(searchable(doc))) for doc in docs),
            )
        db.execute("COMMIT")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"build": time.process_time() - started, "replace": 0.0, "memory": memory}))


def asker(folder: Path) -> Callable[[str], object]:
    """What answers a question from an index, or from the peer."""
    from kb.question.subject import strip_question
    from kb.search import open_index

    if not (folder / "fts5.sqlite").exists():
        return open_index(folder).search
    db = sqlite3.connect(folder / "fts5.sqlite")

    def ask_peer(question: str) -> object:
        said = strip_question(question) or question
        words = [f'"{a + b}"' for a, b in pairwise(said) if (a + b).isalnum()]
        sql = "SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY rank LIMIT 10"
        return db.execute(sql, (" OR ".join(words) or '""',)).fetchall()

    return ask_peer


def ask(folder: Path) -> None:
    """In a process of its own: open the index, ask the graded questions three times over, and print the times."""
    from tests.bench.search_quality import read_cases

    started = time.process_time()
    answer = asker(folder)
    answer("托育")
    first = time.process_time() - started
    questions = [case.question for name in ("dev", "own-search") for case in read_cases(name)]
    times: list[float] = []
    cold: list[float] = []
    for turn in range(3):
        for question in questions:
            before = time.process_time()
            answer(question)
            (times if turn else cold).append(time.process_time() - before)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times.sort()
    cold.sort()

    def at(values: list[float], share: float) -> float:
        return values[min(len(values) - 1, int(len(values) * share))]

    print(
        json.dumps(
            {
                "first": first,
                "p50": at(times, 0.5),
                "p95": at(times, 0.95),
                "files": open_files(folder),
                "p99": at(times, 0.99),
                "cold50": at(cold, 0.5),
                "cold99": at(cold, 0.99),
                "memory": memory,
            }
        )
    )


def open_files(folder: Path) -> int:
    """How many files below a folder this process has open; 0 where the system does not say."""
    own = Path("/proc/self/fd")
    if not own.is_dir():
        return 0
    return sum(str(folder.resolve()) in os.path.realpath(own / name) for name in os.listdir(own))


def run(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def main(sizes: list[int]) -> None:
    from kb.search.engine import ENGINES

    print(
        "| plans | engine | build CPU s | one replaced | build MB | index MB | first answer ms | cold p50 / p99 ms "
        "| warm p50 / p95 / p99 ms | search MB | files |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("--seed", str(folder))
        for plans in sizes:
            for engine in (*ENGINES, PEER):
                target = folder / f"{engine}-{plans}"
                built = run("--build", str(target), str(folder / "index"), str(plans), engine)
                asked = run("--ask", str(target))
                size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6
                shutil.rmtree(target)
                print(
                    f"| {plans} | {engine} | {built['build']:.1f} | {built['replace']:.1f} | {built['memory']:.0f} "
                    f"| {size:.1f} | {asked['first'] * 1e3:.0f} "
                    f"| {asked['cold50'] * 1e3:.1f} / {asked['cold99'] * 1e3:.0f} "
                    f"| {asked['p50'] * 1e3:.1f} / {asked['p95'] * 1e3:.1f} / {asked['p99'] * 1e3:.0f} "
                    f"| {asked['memory']:.0f} | {asked['files']:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seed"]:
        from tests.bench.search_quality import seed_index

        seed_index(Path(sys.argv[2])).close()
        print("{}")
    elif sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    elif sys.argv[1:2] == ["--ask"]:
        ask(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1, 10, 100])
