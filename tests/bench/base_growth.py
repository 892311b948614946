"""A whole base as plans are added: `kb build`, one changed plan, one changed topic, and `kb who`, `kb unit`, `kb search` as processes.

    python tests/bench/base_growth.py [plans …]        (1 10 100 where none are given)

The first plan is the packaged one, whose matter is asked about; the others are 60 tasks each of another city's water works
(tests/bench/ask_growth.py). Every figure is CPU seconds of a process of its own, or its greatest memory; a question's is also given
in times of `python -c pass`, the least of five runs. Builds use one process. Exponents as in search_growth.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "cli")]
ENGINES = ("sqlite", "whoosh")
ASKS = {"who": ("who", "托育"), "unit": ("unit", "区卫健委"), "search": ("search", "托育")}
RUNS = 5
COLUMNS = (
    "build", "memory", "again", "changed", "topic", "base", "index", "pass", "who", "who_mb", "unit", "unit_mb", "search", "search_mb",
)  # fmt: skip
"""build, changed, topic: seconds; memory, who_mb …: MB; base, index: MB; who, unit, search: ÷ pass, which is in milliseconds."""


def spent(*command: str) -> tuple[float, float]:
    """CPU seconds and MB of a process."""
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "site", ROOT / "cli"))), "KB_MISSING": "off",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", *command], stdout=subprocess.DEVNULL, env=environment
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command}: {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def kb(base: Path, *arguments: str) -> tuple[float, float]:
    return spent("-m", "kb_cli", "--base", str(base), *arguments)


def least(*found: tuple[float, float]) -> tuple[float, float]:
    return min(seconds for seconds, _ in found), max(memory for _, memory in found)


def measure(corpus: Path, base: Path, engine: str, plans: int) -> dict[str, float]:
    """All columns of one engine; the corpus is as before in the end."""
    build = ("build", "--corpus", str(corpus), "--engine", engine)
    found: dict[str, float] = {}
    found["build"], found["memory"] = kb(base, *build)
    found["again"], _ = kb(base, *build)
    (folder,) = (path for path in base.iterdir() if path.is_dir())
    found["base"] = (folder / "kb.sqlite").stat().st_size / 1e6
    found["index"] = sum(p.stat().st_size for p in (folder / "index").rglob("*") if p.is_file()) / 1e6
    found["pass"], _ = least(*(spent("-c", "pass") for _ in range(RUNS)))
    for name, arguments in ASKS.items():
        seconds, found[f"{name}_mb"] = least(*(kb(base, *arguments) for _ in range(RUNS)))
        found[name] = seconds / found["pass"]
    changed = corpus / ("made-001" if plans > 1 else "dadukou-children-2021-2030") / "plan.md"
    for name, path, add in (
        ("changed", changed, "\n\n另行通知其他事项。\n"),
        ("topic", corpus / "topics.toml", '\n[[topic]]\nname = "清淤"\nterms = ["清淤疏浚"]\n'),
    ):
        whole = path.read_text("utf-8")
        path.write_text(whole + add, "utf-8")
        found[name], _ = kb(base, *build)
        path.write_text(whole, "utf-8")
    found["pass"] *= 1000
    return found


def main(sizes: list[int]) -> None:
    from kb.pipeline.importer import import_file
    from tests.bench.ask_growth import made_text
    from tests.bench.search_growth import exponent

    print(f"| plans | engine | {' | '.join(COLUMNS)} |\n{'|---' * (len(COLUMNS) + 2)}|")
    known: dict[str, list[dict[str, float]]] = {engine: [] for engine in ENGINES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus"
        shutil.copytree(ROOT / "corpus", corpus)
        here = 1
        for plans in sizes:
            for number in range(here, plans):
                path = folder / f"made-{number:03}.txt"
                path.write_text(made_text(number), "utf-8")
                import_file(path, corpus, path.stem)
            here = plans
            for engine in ENGINES:
                base = folder / f"{engine}-{plans}"
                found = measure(corpus, base, engine, plans)
                shutil.rmtree(base)
                known[engine].append(found)
                cells = (
                    format(found[key], ".2f" if key in ("build", "again", "changed", "topic") else ".1f")
                    for key in COLUMNS
                )
                print(f"| {plans} | {engine} | {' | '.join(cells)} |", flush=True)
    for engine, rows in known.items():
        cells = (format(exponent(sizes, [row[key] for row in rows]), ".2f") for key in COLUMNS)
        print(f"| exponent | {engine} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1, 10, 100])
