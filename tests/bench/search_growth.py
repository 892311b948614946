"""Search as the corpus grows: index time and size, build memory, p50 and p99, one plan replaced.

    python tests/bench/search_growth.py [plans …]        (1 10 100 where none are given)

The plans are made from the seed: in each, a part of the seed's words is replaced by words of its own, so that the
vocabulary grows with the corpus as it does with real plans.
"""

from __future__ import annotations

import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
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


def build(folder: Path, seed: Path, plans: int) -> None:
    """In a process of its own: build the index of `plans` plans, then replace one, and print what it took."""
    from kb.search import finish_index, open_index, put_plan

    with open_index(seed) as index:
        docs, vocabulary = list(index.documents()), index.lexicon.vocabulary
        words = sorted(index.lexicon.words)
    started = time.perf_counter()
    names = []
    for number in range(plans):
        made = made_plan(docs, words, number)
        names.append(made[0].plan)
        put_plan(folder, made[0].plan, made)
    finish_index(folder, names, vocabulary)
    built = time.perf_counter()
    put_plan(folder, names[-1], made)
    finish_index(folder, names, vocabulary)
    replaced = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"build": built - started, "replace": replaced - built, "memory": memory}))


def ask(folder: Path) -> None:
    """In a process of its own: open the index, ask the graded questions three times over, and print the times."""
    from kb.search import open_index
    from tests.bench.search_quality import read_cases

    started = time.perf_counter()
    index = open_index(folder)
    index.search("托育")
    first = time.perf_counter() - started
    questions = [case.question for name in ("dev", "own-search") for case in read_cases(name)]
    times: list[float] = []
    cold: list[float] = []
    for turn in range(3):
        for question in questions:
            before = time.perf_counter()
            index.search(question)
            (times if turn else cold).append(time.perf_counter() - before)
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
                "p99": at(times, 0.99),
                "cold50": at(cold, 0.5),
                "cold99": at(cold, 0.99),
                "memory": memory,
            }
        )
    )


def run(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def main(sizes: list[int]) -> None:
    print(
        "| plans | nodes | build s | one replaced s | build MB | index MB | first answer ms | cold p50 / p99 ms "
        "| warm p50 / p99 ms | search MB |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("--seed", str(folder))
        for plans in sizes:
            target = folder / f"of-{plans}"
            built = run("--build", str(target), str(folder / "index"), str(plans))
            asked = run("--ask", str(target))
            size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6
            nodes = sum(count for _, count in json.loads((target / "meta.json").read_text())["plans"])
            print(
                f"| {plans} | {nodes} | {built['build']:.1f} | {built['replace']:.1f} | {built['memory']:.0f} "
                f"| {size:.1f} | {asked['first'] * 1e3:.0f} "
                f"| {asked['cold50'] * 1e3:.1f} / {asked['cold99'] * 1e3:.0f} "
                f"| {asked['p50'] * 1e3:.1f} / {asked['p99'] * 1e3:.0f} | {asked['memory']:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seed"]:
        from tests.bench.search_quality import seed_index

        seed_index(Path(sys.argv[2])).close()
        print("{}")
    elif sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["--ask"]:
        ask(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1, 10, 100])
