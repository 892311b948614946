"""What a pair of two plans' entries is: who they are, how sure it is, and every reason for and against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Standing = Literal["sure", "proposed", "by_hand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An entry of one plan and one of another. sure: 0 to 100. why: reasons, in Chinese; against: what speaks against it.

    standing: `sure` is aligned without asking, `proposed` is for a person to decide, `by_hand` a person has decided."""

    one: str
    other: str
    standing: Standing
    sure: int
    why: tuple[str, ...]
    against: tuple[str, ...] = ()


def bigrams(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(text))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets of bigrams: 1 the same, 0 nothing in common."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0


def mutual_best(proposed: Iterable[Pair]) -> tuple[Pair, ...]:
    """Keep pairs in which each is the best for the other, the surest first; of equals those that come first."""
    taken: set[str] = set()
    out = []
    for pair in sorted(proposed, key=lambda p: -p.sure):
        if pair.one not in taken and pair.other not in taken:
            taken |= {pair.one, pair.other}
            out.append(pair)
    return tuple(out)
