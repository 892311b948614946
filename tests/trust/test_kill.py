"""kill -9 before any step of import, build, site and extract: a whole state stands, and the next run mends.

The steps are the changes a command makes to the disk; where there are few every one is tried, else some of each
part of the run by a fixed seed, always with the last ones, in which the new takes the place of the old.
All steps, and moments between them: tests/bench/kills.py, with figures in docs/reliability.md.
"""

from __future__ import annotations

import os
import random
from functools import partial
from pathlib import Path

import pytest

from tests.trust import stage as st

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by signal, runs by fork")
SEED = 20230227
LAST = 5


@pytest.mark.parametrize(("name", "at_most"), [("import", 12), ("build", 10), ("site", 7), ("extract", 6)])
def test_killed_before_any_step(tmp_path: Path, name: str, at_most: int) -> None:
    stage = st.make_stage(tmp_path)
    steps: list[int] = []
    for state in (1, 0):
        st.prepare(stage, name, state)
        steps.insert(0, st.steps_of(stage.command(name, state)))
    fewest = min(steps)
    tried = list(range(fewest, 0, -1))  # counted from the end, where the new takes the place of the old
    if fewest > at_most:
        tried = [*tried[-LAST:], *random.Random(SEED).sample(tried[:-LAST], at_most - LAST)]
    state = 1
    for from_end in tried:
        st.prepare(stage, name, state)
        step = steps[state] - from_end + 1
        died, stood = st.kill_and_mend(stage, name, state, partial(st.kill_at_step, step=step))
        assert died, (step, stood)
        state = 1 - state
