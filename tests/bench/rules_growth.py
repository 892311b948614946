"""How the rules grow with a text: each seeded pattern repeated to SIZE and to twice SIZE characters in one task.

    python tests/bench/rules_growth.py [SIZE]

Prints every pattern whose time more than doubles: ratio, seconds, pattern. Linear rules print nothing but the sum.
The seeds are the signs and words that open something in some rule, alone and in pairs drawn with a fixed seed.
"""

from __future__ import annotations

import random
import sys
import time

from tests.kb.rules.small import Row, facts, plan

SEEDS = (
    "达到", "不低于", "不得超过", "《", "》", "“", "”", "（", "）", "〔", "〈", "（责任单位：", "责任单位：", "牵头单位：市民政局；", "市民政局、",
    "等", "和", "会同", "联合", "由", "市", "各市（州）、", "县（市、区）", "负责", "按职责分工", "（市民政局负责）", "（甲负责", "、", "，", "；", "。", "：",
    "★", "以下各项", "均", "2023年", "一是", "专栏", "简称", "（以下简称", "各县", "到", "的", "突破600万吨、", "分别", "以及", "市教育局市民政局",
    "第一位", "排在", "1234", "人民政府", "市发展", "改革委", "第三条", "各市、县",
)  # fmt: skip
PAIRS = 80
LIMIT = 2.6
"""Twice the text may take this many times as long: 2 and the noise of a shared machine."""
SHORT = 0.1
"""Seconds below which a ratio says nothing."""


def seconds(text: str) -> float:
    """Return the processor time of all rules over a task with this text."""
    tree = plan(Row(0, "chapter", "一、任务"), Row(1, "task", "1.做好工作。", text))
    start = time.process_time()
    facts(tree)
    return time.process_time() - start


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
    draw = random.Random(13)
    patterns = [*SEEDS, *("".join(draw.sample(SEEDS, 2)) for _ in range(PAIRS))]
    bad = 0
    for pattern in patterns:
        once = seconds(pattern * (size // len(pattern)))
        if once < SHORT:
            continue
        ratio = seconds(pattern * (2 * size // len(pattern))) / once
        if ratio > LIMIT:
            bad += 1
            print(f"{ratio:.1f}  {once:.2f} s  {pattern}")
    print(f"{len(patterns)} patterns of {size} characters, {bad} grow faster than the text")


if __name__ == "__main__":
    main()
