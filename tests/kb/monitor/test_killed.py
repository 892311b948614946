"""Point 4: a process that is killed, at any moment, leaves a round as it was or as it was to be."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kb.corpus import Corpus
from kb.ledger.folder import RECEIVED
from kb.monitor.collect import collect
from kb.monitor.desk import Desk
from kb.store import Base
from tests.kb.monitor.two_years import PLAN, TwoYears

DAY = "2025-01-16"
KILLS = 12
CHILD = """
import sys
from pathlib import Path
from kb.corpus import Corpus
from kb.monitor.collect import collect
from kb.monitor.desk import Desk
from kb.store import open_base
base, corpus, returns = map(Path, sys.argv[1:])
with open_base(base) as opened:
    desk = Desk(opened, Corpus(corpus), "dadukou-children-2021-2030")
    desk.round(2024), desk.gathering
    print("ready", flush=True)
    sys.stdin.readline()
    collect(desk, [returns], 2024, day="2025-01-16")
print("done", flush=True)
"""


def held(corpus: Corpus) -> dict[str, bytes]:
    """Every file of the round by name, as a reader finds it."""
    folder = corpus.plan_folder(PLAN) / "monitor" / "rounds" / "2024"
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def empty_round(corpus: Corpus) -> None:
    """Take back what was collected, so that the whole round is to be written."""
    folder = corpus.plan_folder(PLAN) / "monitor" / "rounds" / "2024"
    for name in ("receipts", "values", "progress", "problems"):
        (folder / f"{name}.csv").unlink()
    shutil.rmtree(folder / RECEIVED)


def start(base: Path, corpus: Path, returns: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(base), str(corpus), str(returns)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip


def go(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "ready\n"
    child.stdin.write("\n")
    child.stdin.flush()


def test_a_process_killed_at_a_random_moment(
    own_corpus: Corpus,
    plan_base: Base,
    desk_of: Callable[[Corpus], Desk],
    two_years: TwoYears,
    tmp_path: Path,
) -> None:
    """kill -9 at moments spread over the whole run, most of them over its end, where the files are written."""
    empty_round(own_corpus)
    before = held(own_corpus)
    returns = tmp_path / "returns"
    returns.mkdir()
    for path in sorted(two_years.returns[2024].iterdir())[:12]:
        shutil.copy(path, returns / path.name)
    whole = tmp_path / "whole"
    shutil.copytree(own_corpus.folder, whole)
    child = start(plan_base.folder, whole, returns)
    go(child)
    begun = time.monotonic()
    assert child.communicate()[0] == "done\n"
    lasts = time.monotonic() - begun
    after = held(Corpus(whole))
    assert set(after) > set(before)

    rng = random.Random(4)
    found = {"before": 0, "after": 0}
    for n in range(KILLS):
        share = rng.uniform(0.0, 1.0) if n % 3 == 0 else rng.uniform(0.85, 1.15)
        corpus = tmp_path / f"killed-{n}"
        shutil.copytree(own_corpus.folder, corpus)
        child = start(plan_base.folder, corpus, returns)
        go(child)
        time.sleep(lasts * share)
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        desk_of(Corpus(corpus)).round(2024)  # a reader puts a half-done exchange right
        now = held(Corpus(corpus))
        assert now in (before, after), (n, share, sorted(set(now) ^ set(before)))
        found["before" if now == before else "after"] += 1
        again = collect(desk_of(Corpus(corpus)), [returns], 2024, day=DAY)
        assert again.refused == []
        assert held(Corpus(corpus)) == after
        shutil.rmtree(corpus)
    assert found["before"] > 0
