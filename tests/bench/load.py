"""Eight processes search one base for a minute while it is rebuilt every two seconds.

    python tests/bench/load.py [processes [seconds]]

The figures stand in docs/reliability.md.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "cli")]

from tests.trust import load  # noqa: E402
from tests.trust import stage as st  # noqa: E402


def main() -> None:
    processes, seconds = (int(a) for a in (*sys.argv[1:3], *("8", "60")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        stage = st.make_stage(Path(folder))
        begun = time.monotonic()
        told = load.run(stage, processes, seconds // 2, 2.0)
    for error in told.errors:
        print(error)
    print(
        f"{processes} processes, {time.monotonic() - begun:.0f} s: {told.opened} times opened, {told.queries} questions answered, {told.builds} rebuilds, "
        f"{len(told.errors)} errors, {told.mixed} mixed, states seen {sorted(told.seen)}, slowest round {told.slowest * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
