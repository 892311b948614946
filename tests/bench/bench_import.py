"""Import's processor time for one plan and for a text of N plans' length: printed as ratio, held to at most 1.3 N.

python tests/bench/bench_import.py [N]           (default 100)
python tests/bench/bench_import.py 100 --profile
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kb.parse import parse_draft, read_plan, write_plan
from kb.parse.blocks import Draft
from kb.parse.is_plan import refuse_other
from kb.pipeline.importer import find_problems
from kb.readers.source import Source, split_lines

SEED = Path(__file__).resolve().parents[2] / "corpus" / "dadukou-children-2021-2030" / "source.txt"
STAGES = ("draft", "plan.md", "align and tree", "problems")


def many(text: str, n: int) -> str:
    """One text as long as n plans: the plan's body n times, each time with other words and chapters that count on."""
    from kb.words.numerals import han_numeral

    head, body = text[: text.index("一、总体思路")], text[text.index("一、总体思路") : text.index("抄送：")]
    out = [head]
    for k in range(n):
        part = body.replace("儿童", f"儿{chr(0x5000 + k)}童")
        for value in (4, 3, 2, 1):
            old = f"\n{han_numeral(value)}、" if value > 1 else "一、总体思路"
            new = f"{han_numeral(value + 4 * k)}、" if value + 4 * k < 1000 else "九百九十九、"
            part = part.replace(old, f"\n{new}" if value > 1 else f"{new}总体思路", 1)
        out.append(part)
    out.append(text[text.index("抄送：") :])
    return "".join(out)


def timed(text: str) -> dict[str, float]:
    """Processor seconds of each stage; the garbage collector is off, so that a long text doesn't pay for a short one."""
    source = Source("规划.txt", text, tuple(split_lines(text)))
    laps: dict[str, float] = {}

    def lap(name: str, do: Callable[[], object]) -> object:
        start = time.process_time()
        result = do()
        laps[name] = laps.get(name, 0.0) + time.process_time() - start
        return result

    gc.collect()
    gc.disable()
    try:
        draft = lap("draft", lambda: parse_draft(source, "plan"))
        assert isinstance(draft, Draft)
        refuse_other(Path("规划.txt"), draft)
        md = str(lap("plan.md", lambda: write_plan(draft)))
        tree = lap("align and tree", lambda: read_plan(md, text, draft.repairs))
        lap("problems", lambda: find_problems(draft, tree))  # type: ignore[arg-type]  # a Tree
    finally:
        gc.enable()
    return laps


def main(argv: list[str]) -> int:
    n = next((int(a) for a in argv if a.isdigit()), 100)
    text = SEED.read_text(encoding="utf-8")
    one = min((timed(text) for _ in range(3)), key=lambda laps: sum(laps.values()))
    long = many(text, n)
    if "--profile" in argv:
        profile = cProfile.Profile()
        profile.runcall(timed, long)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    all_of = timed(long)
    for name in STAGES:
        sys.stdout.write(
            f"{name:16} {one[name]:8.3f} s {all_of[name]:8.3f} s  ×{all_of[name] / one[name]:.1f}\n"
        )
    ratio = sum(all_of.values()) / sum(one.values())
    sys.stdout.write(
        f"{'all':16} {sum(one.values()):8.3f} s {sum(all_of.values()):8.3f} s  ×{ratio:.1f} for ×{n} of text\n"
    )
    return 0 if ratio <= 1.3 * n else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
