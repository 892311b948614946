"""kill -9 at random moments of a build: the last good base opens and answers the same, the next build succeeds."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from kb.store import open_base
from kb.store.swap import in_use
from tests import made

# Builds generations one after another without end, as kb build does, only with the made plan.
BUILDER = """
import sys
from pathlib import Path
from kb.store.lock import build_lock
from kb.store.swap import clear_aside, seal, take
from tests import made

root = Path(sys.argv[1])
for count in range(10**6):
    with build_lock(root):
        clear_aside(root)
        aside = root / ".new-1"
        made.write_made(aside)
        seal(aside, f"{count % 3}")
        take(root, aside, f"g{count % 3}")
    print(count, flush=True)
"""
KILLS = 12
SEED = 20230227


def test_killed_at_any_moment_a_whole_base_stands(tmp_path: Path, repository: Path) -> None:
    chance = random.Random(SEED)
    for _ in range(KILLS):
        builder = subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(tmp_path)], cwd=repository, stdout=subprocess.PIPE, text=True
        )
        assert builder.stdout is not None
        builder.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        builder.kill()
        builder.communicate()
        with open_base(tmp_path) as base:
            assert base.check() == ()
            assert base.tree("jia") == made.TREE
        assert (tmp_path / in_use(tmp_path) / "MANIFEST.json").is_file()
    kept = [p for p in tmp_path.iterdir() if p.is_dir() and not p.name.startswith(".new")]
    assert 1 <= len(kept) <= 3
