"""Laying a row's cells out over columns: a cell may be empty, lost, or broken over several paragraphs.

The cheapest layout wins; what a layout costs tells how far it can be trusted.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from kb.parse.settings import FIT
from kb.spans import Text

Slot = Text | None  # a paragraph that may be a cell, or an empty one

FIGURE = re.compile(  # 95, 2021-2022, 3～5, 113%, 〔3000〕
    r"[〔\[【（(]?[\d.,，％%‰～~\-—–至/]*\d[\d.,，％%‰～~\-—–至/年月]*[〕\]】）)]?"
)
YEARS = re.compile(r"(?:19|20)\d\d年?(?:[-—–~～至]{1,2}(?:19|20)?\d\d年?)?")  # 2021-2022
BOUND = re.compile(
    r"[^。；]{0,10}[≥≤＜＞<>≈][^。；]{1,12}|[一-鿿]{1,6}\d[\d.%％‰—–-]*"
    r"|[约]?\d[\d.,%％‰—–-]*[一-鿿]{0,2}(?:左右|以[上下内])"
    r"|[一-鿿]{0,6}(?:提高|提升|下降|降低|减少|增加|增长|上升|改善|扩大|稳定|达标)"
)  # ≥30, 重点城市≥30, 防洪100, 93左右, 逐步提高
NO_VALUE = re.compile(r"[—–\-－/]{1,3}|无")  # ——
# How unlike two kinds are, 0 to 1; pairs not listed are 1.
UNLIKE = {
    frozenset(("figure", "bound")): 0.3, frozenset(("figure", "none")): 0.0, frozenset(("bound", "none")): 0.2,
    frozenset(("word", "text")): 0.2, frozenset(("text", "long")): 0.3, frozenset(("word", "long")): 0.5,
    frozenset(("figure", "years")): 0.4, frozenset(("bound", "years")): 0.6, frozenset(("word", "bound")): 0.6,
    frozenset(("none", "word")): 0.3,
}  # fmt: skip
KINDS = ("figure", "years", "bound", "none", "word", "text", "long")


def kind_of(value: str) -> str:
    """What a cell holds: "figure", "years" (2021-2022), "bound" (≥30), "none" (——), "word" (a few characters), "text", "long"."""
    if YEARS.fullmatch(value):
        return "years"
    if FIGURE.fullmatch(value):
        return "figure"
    if NO_VALUE.fullmatch(value):
        return "none"
    if BOUND.fullmatch(value):
        return "bound"
    return "word" if len(value) <= FIT.word else "text" if len(value) <= FIT.text else "long"


class Layout:
    """Lays rows of a stretch of slots out over columns; what cells cost is kept, as many layouts share them."""

    def __init__(self, slots: list[Slot]) -> None:
        self.slots = slots
        self._shapes: dict[tuple[int, int], tuple[float, str]] = {}
        self._unlike: list[dict[str, float]] = []

    def learn(self, rows: list[tuple[tuple[int, ...], ...]]) -> bool:
        """Count what each column holds over rows that are laid out beyond doubt; False without any."""
        self._unlike = []
        if not rows:
            return False
        for c in range(len(rows[0])):
            held = Counter(
                k for row in rows[:200] if row[c] and (k := self._shape(row[c][0], len(row[c]))[1])
            )
            total = sum(held.values())
            self._unlike.append(
                {
                    kind: sum(
                        n * (0.0 if k == kind else UNLIKE.get(frozenset((k, kind)), 1.0))
                        for k, n in held.items()
                    )
                    / total
                    for kind in KINDS
                }
                if total
                else {}
            )
        return True

    def forget(self) -> None:
        self._unlike = []

    def fit(self, start: int, end: int, width: int, free: bool) -> tuple[tuple[tuple[int, ...], ...], float]:
        """The cheapest layout of slots[start:end] over `width` columns, as slot indices a cell, and its cost.

        free: the first cell is no serial number and may appear in any of the first columns."""
        n = end - start
        nothing: tuple[tuple[int, ...], ...] = tuple(() for _ in range(width))
        infinite = float("inf")
        if n > FIT.pieces * width:
            return nothing, infinite
        if n == width:
            plain = sum(self._cost(start + c, 1, c, free) for c in range(width))
            if plain < FIT.sure:
                return tuple((start + c,) for c in range(width)), plain
        best = [[infinite] * (width + 1) for _ in range(n + 1)]
        back = [[0] * (width + 1) for _ in range(n + 1)]
        best[0][0] = 0.0
        for c in range(width):
            for i in range(n + 1):
                base = best[i][c]
                if base == infinite:
                    continue
                for take in range(min(FIT.pieces, n - i) + 1):
                    if c == 0 and not free and take != 1:
                        continue
                    cost = base + self._cost(start + i, take, c, free)
                    if cost < best[i + take][c + 1] - 1e-9:
                        best[i + take][c + 1] = cost
                        back[i + take][c + 1] = take
        # empty slots left over after the last column
        used, total = n, best[n][width]
        for spare in range(1, n):
            if self.slots[end - spare] is not None:
                break
            if best[n - spare][width] + spare * FIT.spare < total:
                used, total = n - spare, best[n - spare][width] + spare * FIT.spare
        if total == infinite:
            return nothing, infinite
        cells: list[tuple[int, ...]] = []
        i = used
        for c in range(width, 0, -1):
            take = back[i][c]
            cells.append(tuple(range(start + i - take, start + i)))
            i -= take
        return tuple(reversed(cells)), total

    def _cost(self, at: int, take: int, column: int, free: bool) -> float:
        if take == 0:
            return FIT.lost / 2 if free else FIT.lost
        cost, kind = self._shape(at, take)
        label = free and column < FIT.labels and kind == "word"  # “小计” is over whatever its column holds
        if kind and column < len(self._unlike) and not label:
            cost += self._unlike[column].get(kind, 0.0)
        return cost

    def _shape(self, at: int, take: int) -> tuple[float, str]:
        """What a cell of slots[at:at+take] costs by itself, and what kind of thing it holds ("" for nothing)."""
        known = self._shapes.get((at, take))
        if known is not None:
            return known
        pieces = [s.value.strip() for s in self.slots[at : at + take] if s is not None]
        empties = take - len(pieces)
        if not pieces:
            shape = (FIT.empty + FIT.spare * (empties - 1), "")
        else:
            cost = 0.6 * empties + 0.2 * max(0, len(pieces) - 2)
            cost += sum(joint(a, b) for a, b in pairwise(pieces))
            shape = (cost, kind_of(re.sub(r"\s+", "", "".join(pieces))))
        self._shapes[at, take] = shape
        return shape


def joint(a: str, b: str) -> float:
    """What it costs to take two paragraphs for one cell: little where the first looks broken off."""
    if b[:1] in "（([〔，、。；）)" or a[-1:] in "（([〔，、/" or a.count("（") > a.count("）"):
        return 0.1
    ka, kb = kind_of(a), kind_of(b)
    if ka == kb == "bound":
        return 0.3
    if {ka, kb} <= {"figure", "years", "none", "bound"}:
        return 1.5
    if ka in ("figure", "years", "none") or kb in ("figure", "years", "none"):
        return 1.2
    if len(a) <= FIT.word and len(b) <= FIT.word:
        return 0.3
    return 0.5 if len(b) <= len(a) else 0.8
