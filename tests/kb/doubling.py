"""Patterns that make something take more than its share of time: used by the tests named test_doubling.

Processor time is compared with itself: LONGER times the text. The shortest time seen counts, and a pattern is repeated
where it looks quadratic, since a busy machine may look so once. Most patterns are done after one quick run.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from kb.problems import DocumentError

SEED = 20261128

LONGER = 4
"""Between linear (4) and quadratic (16) there is room for the noise of a shared machine."""

MAX_RATIO = 8
"""Twice what is linear, half of what is quadratic."""

SHORT = 0.1
"""Processor seconds below which a figure is noise; what grows faster but takes less at a test's size is not seen."""

TRIES = 4


def drawn(tokens: Sequence[str], count: int, most: int = 3) -> list[str]:
    """Return `count` patterns of one to `most` tokens, the same each time."""
    rng = random.Random(SEED)
    return ["".join(rng.choices(tokens, k=rng.randint(1, most))) for _ in range(count)]


def quadratic(patterns: Iterable[str], size: int, run: Callable[[str], Callable[[], object]]) -> list[str]:
    """Return the patterns whose repetition takes more than MAX_RATIO times as long at LONGER times `size` characters.

    `run` prepares a text, and returns what is to be measured. A text that is refused is measured too."""
    return [p for p in patterns if _grows(p, size, run)]


def _grows(pattern: str, size: int, run: Callable[[str], Callable[[], object]]) -> bool:
    text = pattern * max(1, size // len(pattern))
    long = short = float("inf")
    for _ in range(TRIES):
        long = min(long, _seconds(run(text * LONGER)))
        if long < SHORT:
            return False
        short = min(short, _seconds(run(text)))
        if long <= MAX_RATIO * max(short, SHORT / LONGER / 2):
            return False
    return True


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    with suppress(DocumentError):
        work()
    return time.process_time() - begin
