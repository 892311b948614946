"""kill -9 at seeded random moments, and before every single step, of import, build, site and extract.

    python tests/bench/kills.py [kills a command] [--real]

--real: the plan of the corpus in place of a small one. Ends with the first state that is neither the old nor the
new one. The figures stand in docs/reliability.md.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "cli")]

from tests.trust import stage as st  # noqa: E402

SEED = 20230227
NAMES = ("import", "build", "site", "extract")


def real_sources(folder: Path) -> tuple[Path, Path]:
    """The corpus's own plan, and the same with two sentences changed."""
    text = next((ROOT / "corpus").glob("*/source.txt")).read_text(encoding="utf-8")
    folder.mkdir(parents=True)
    paths = (folder / "0.txt", folder / "1.txt")
    paths[0].write_text(text, encoding="utf-8", newline="")
    changed = text.replace("托育", "托儿").replace("区教委", "区教育局")
    paths[1].write_text(changed, encoding="utf-8", newline="")
    return paths


def random_kills(stage: st.Stage, name: str, kills: int, chance: random.Random) -> Counter[str]:
    """Kill at moments spread over the command's own time, until so many runs were killed."""
    told: Counter[str] = Counter()
    state = 1
    longest = 0.0
    while told["killed"] < kills:
        st.prepare(stage, name, state)
        if not longest:
            begun = time.perf_counter()
            assert st.run(stage.command(name, state)) == 0
            longest = time.perf_counter() - begun
            state = 1 - state
            continue
        died, stood = st.kill_and_mend(
            stage, name, state, partial(st.kill_after, seconds=chance.uniform(0, longest))
        )
        told["killed" if died else "ended before"] += 1
        if died and stood != "files":
            told["new stood" if stood == str(state) else "old stood"] += 1
        state = 1 - state
    return told


def bring_part(stage: st.Stage, name: str, state: int) -> None:
    st.prepare(stage, name, state)
    assert st.run(stage.command(name, state)) == 0


def every_step(stage: st.Stage, name: str, at_most: int) -> Counter[str]:
    """Kill before each change to the disk, from the last one backward."""
    told: Counter[str] = Counter()
    for state in (1, 0):
        bring_part(stage, name, 1 - state)
        st.prepare(stage, name, state)
        steps = st.steps_of(stage.command(name, state))
        bring_part(stage, name, 1 - state)
        for step in range(steps, max(0, steps - at_most), -1):
            st.prepare(stage, name, state)
            died, stood = st.kill_and_mend(stage, name, state, partial(st.kill_at_step, step=step))
            told["killed"] += died
            if died and stood != "files":
                told["new stood" if stood == str(state) else "old stood"] += 1
            bring_part(stage, name, 1 - state)
        told["steps"] += steps
    return told


def side_by_side(stage: st.Stage, kills: int, chance: random.Random) -> Counter[str]:
    """Kill builds from nothing that work on plans in several processes."""
    from kb.pipeline import build

    pays_from, build.PAYS_FROM = build.PAYS_FROM, 1
    args = [*stage.command("build", 0), "--force"]
    told: Counter[str] = Counter()
    stage.bring(0, "import")
    begun = time.perf_counter()
    assert st.run(args) == 0
    longest = time.perf_counter() - begun
    while told["killed"] < kills:
        died = st.kill_after(args, chance.uniform(0, longest))
        told["killed" if died else "ended before"] += 1
        assert st.standing(stage, "build") == "0"
        assert st.run(args) == 0
        assert st.standing(stage, "build") == "0"
        assert st.leftovers(stage) == []
    build.PAYS_FROM = pays_from
    return told


def main() -> None:
    kills = next((int(a) for a in sys.argv[1:] if a.isdecimal()), 50)
    real = "--real" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        sources = real_sources(root / "sources") if real else None
        stage = st.make_stage(root / "stage", sources, ROOT / "corpus" if real else None)
        total = 0
        for name in NAMES:
            begun = time.perf_counter()
            told = random_kills(stage, name, kills, random.Random(f"{SEED}{name}"))
            total += told["killed"]
            print(f"{name:8} moments {dict(told)} {time.perf_counter() - begun:.0f} s", flush=True)
        if not real:
            told = side_by_side(stage, min(kills, 30), random.Random(f"{SEED}side by side"))
            total += told["killed"]
            print(f"build by several processes, moments {dict(told)}", flush=True)
            for name in NAMES:
                begun = time.perf_counter()
                told = every_step(stage, name, 60)
                total += told["killed"]
                print(f"{name:8} steps   {dict(told)} {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{total} kills, every one followed by a whole state and a good next run")


if __name__ == "__main__":
    main()
