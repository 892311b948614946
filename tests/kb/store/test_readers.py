"""Readers while a base is rebuilt over and over: each sees one generation whole, never a mix."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from kb.store import open_base

# Two corpora take turns; every fact of a base carries the sign of its own.
BUILDER = """
import sys
from dataclasses import replace
from pathlib import Path
from kb.store import write_base
from kb.store.lock import build_lock
from kb.store.swap import seal, take
from tests import made

root = Path(sys.argv[1])
for count in range(10**6):
    sign = f"{count % 2}"
    tree = replace(made.TREE, plan=replace(made.TREE.plan, title=sign))
    facts = replace(made.FACTS, duties=tuple(replace(d, why=sign) for d in made.DUTIES))
    with build_lock(root):
        write_base(root / ".new-1", [(tree, facts, ())], made.TOPICS, made.UNITS, sign)
        seal(root / ".new-1", sign)
        take(root, root / ".new-1", f"g{sign}")
    print(count, flush=True)
"""
SECONDS = 3.0


def test_a_reader_sees_old_or_new_and_never_a_mix(tmp_path: Path, repository: Path) -> None:
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(tmp_path)], cwd=repository, stdout=subprocess.PIPE, text=True
    )
    assert builder.stdout is not None
    builder.stdout.readline()
    seen = set()
    reads = 0
    until = time.monotonic() + SECONDS
    try:
        while time.monotonic() < until:
            with open_base(tmp_path) as base:
                signs = {base.plan("jia").title, *(d.why for d in base.duties()), base.digest}
            assert len(signs) == 1
            seen |= signs
            reads += 1
    finally:
        builder.kill()
        builder.communicate()
    assert seen == {"0", "1"}
    assert reads > 50
