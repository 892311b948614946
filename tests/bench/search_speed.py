"""Whole processes against each other, in turns, and where the time of `kb search` goes.

    python tests/bench/search_speed.py [rounds]

`kb search 托育` and `kb who 托育` against ten lines that import jieba and Whoosh and ask an index of their own, and
against `python -c "import click, whoosh.index"`. Times are medians; the ratios are what counts. Those of processor time hardly
change where other programs use the machine.
"""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
KB = Path(sys.executable).with_name("kb")
TEN_LINES = """
import sys
from jieba.analyse import ChineseAnalyzer
from whoosh import fields, index, qparser
found = index.open_dir(sys.argv[1])
parser = qparser.MultifieldParser(["title", "text"], found.schema)
with found.searcher() as searcher:
    for hit in searcher.search(parser.parse(sys.argv[2]), limit=10):
        print(hit["title"])
"""


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    before, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, capture_output=True)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return time.perf_counter() - before, worked


def peak_memory(command: list[str], environment: dict[str, str]) -> float:
    """Peak resident memory in MB, measured by a process that does nothing but start the command."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], env=environment, capture_output=True, check=True, text=True
    )
    return float(done.stdout)


def main(rounds: int) -> None:
    from tests.bench.search_quality import chinese_analyzer, seed_index

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "KB_BASE": str(folder / "kb"), "PYTHONWARNINGS": "ignore"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as on any desk
        subprocess.run([KB, "build"], env=environment, check=True, capture_output=True, cwd=ROOT)
        with seed_index(folder) as index:
            chinese_analyzer(tuple(index.documents()), folder / "words", False)
        commands = {
            "kb search 托育": [str(KB), "search", "托育"],
            "kb who 托育": [str(KB), "who", "托育"],
            "ten lines: jieba + Whoosh": [sys.executable, "-c", TEN_LINES, str(folder / "words"), "托育"],
            "import click, whoosh.index": [sys.executable, "-c", "import click, whoosh.index"],
            "python -c pass": [sys.executable, "-c", "pass"],
        }
        times: dict[str, list[tuple[float, float]]] = {label: [] for label in commands}
        for turn in range(rounds + 1):
            for label, command in commands.items():
                took = timed(command, environment)
                if turn:
                    times[label].append(took)
        median = {
            label: [statistics.median(v) for v in zip(*values, strict=True)]
            for label, values in times.items()
        }
        words, imports = median["ten lines: jieba + Whoosh"], median["import click, whoosh.index"]
        print(
            "| | ms | of the ten lines | of the imports | CPU ms | of the ten lines | of the imports | MB |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for label, values in median.items():
            columns = [
                f"{value * 1e3:.0f} | {value / of_words:.2f} | {value / of_imports:.2f}"
                for value, of_words, of_imports in zip(values, words, imports, strict=True)
            ]
            print(f"| {label} | {' | '.join(columns)} | {peak_memory(commands[label], environment):.0f} |")
        done = subprocess.run(
            [sys.executable, "-X", "importtime", str(KB), "search", "托育"],
            env=environment, capture_output=True, text=True,
        )  # fmt: skip
        own: dict[str, int] = {}
        for line in done.stderr.splitlines():
            found = re.match(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", line)
            if found:
                room = (
                    ".".join(found[2].split(".")[:2]) if found[2].startswith("kb") else found[2].split(".")[0]
                )
                own[room] = own.get(room, 0) + int(found[1])
        total = sum(own.values())
        print("\nImports of kb search, share of their time (-X importtime):\n")
        for room, share in sorted(own.items(), key=lambda pair: -pair[1])[:14]:
            print(f"- {room} {share / total:.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
