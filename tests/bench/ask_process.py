"""`kb who` and `kb search` as whole processes against `python -c "import click"`, in turns, as plans are added.

    python tests/bench/ask_process.py [rounds] [BASE …]        bases of 1 and 100 plans are made where none is given

Ratios of the medians of processor time and of the clock; those of processor time hardly change where other programs use the
machine. The program is compiled first, as pip and make do. The aim: 4 times at most, whatever the number of plans.
"""

from __future__ import annotations

import compileall
import os
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from tests.bench.ask_growth import made_base  # noqa: E402
from tests.bench.search_speed import KB, peak_memory, timed  # noqa: E402

CLICK = [sys.executable, "-c", "import click"]
ASKED = (
    ("who", "托育"),
    ("who", "区教委负责什么"),
    ("who", "家里娃儿没人带，村里谁来管"),
    ("search", "托育"),
)
"""A topic; a unit's duties; a question whose nodes are searched for; a search."""
PLANS = (1, 100)


def row(folder: Path, asked: tuple[str, str], rounds: int) -> str:
    environment = {**os.environ, "KB_BASE": str(folder), "KB_MISSING": "off"}
    command = [str(KB), *asked]
    ours, theirs = [], []
    for turn in range(rounds + 1):
        one, other = timed(command, environment), timed(CLICK, environment)
        if turn:
            ours.append(one)
            theirs.append(other)
    (clock, cpu), (clock_of, cpu_of) = (
        [statistics.median(v) for v in zip(*times, strict=True)] for times in (ours, theirs)
    )
    return (
        f"| kb {' '.join(asked)} | {cpu * 1e3:.0f} | {cpu / cpu_of:.1f} | {clock / clock_of:.1f}"
        f" | {peak_memory(command, environment):.0f} |"
    )


def main(rounds: int, folders: list[Path]) -> None:
    for room in ("kb", "cli", "site/kb_site"):
        compileall.compile_dir(ROOT / room, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        bases = {str(folder): folder for folder in folders}
        for plans in () if folders else PLANS:
            place = Path(name) / str(plans)
            place.mkdir()
            bases[f"{plans} plans"] = made_base(place, plans).parent
        for label, folder in bases.items():
            print(
                f"\n{label}\n\n| | CPU ms | × import click, CPU | by the clock | MB |\n|---|---|---|---|---|"
            )
            for asked in ASKED:
                print(row(folder, asked, rounds), flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 9,
        [Path(one) for one in sys.argv[2:]],
    )
