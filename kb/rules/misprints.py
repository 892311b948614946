"""Likely misprints (疑似错字): a stretch that differs in one character from one that is elsewhere.

“加快创建全国学期教育普及普惠区” next to “推进学前教育普及普惠发展”. `WINDOW` characters have to agree in all but one; the two
pairs the suspect makes with its neighbours (学期, 期教) appear `STRANGE` times or less in the whole plan together, those of
the usual character (学前, 前教) `USUAL` times or more each. The two characters have to sound or look similar, as slips do:
期 and 前 begin with one sound; 排涝压力 next to 排涝能力 is another word. Lists of units are left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from kb.model import Node
from kb.rules.ground import Ground
from kb.rules.statements.find import statement_spans
from kb.words.lookalikes import look_alike
from kb.words.normalised import Normalised

USUAL = 3
STRANGE = 3
WINDOW = 8


def find_misprints(ground: Ground) -> Iterator[tuple[Node, Normalised, int, int, str]]:
    """(node, text, start, end, what is elsewhere); at most one finding a place."""
    texts: list[tuple[Node, Normalised]] = []
    for node in ground.content:
        if node.cells:
            texts += [(node, p) for _, p in ground.cells(node)]
            continue
        head, body = ground.head(node), ground.body(node)
        texts += [(node, t) for t in ((head, body) if head.value not in body.value else (body,)) if t.value]
    pairs: Counter[str] = Counter()
    for _, t in texts:
        pairs.update(t.value[i : i + 2] for i in range(len(t.value) - 1))
    usual = _Usual(pairs)
    windows = Counter(w for _, t in texts for run in _HAN.findall(t.value) for w in _windows(run))
    order = {window: n for n, window in enumerate(windows)}
    for node, t in texts:
        value, done = t.value, -1
        suspects = {
            at: some for at in range(1, len(value) - 1) if (some := usual.instead(value[at - 1 : at + 2]))
        }
        for i in sorted({i for at in suspects for i in range(max(at - WINDOW + 2, 0), at)}):
            window = value[i : i + WINDOW]
            if i <= done or window not in windows:
                continue
            for hole in range(1, WINDOW - 1):
                others = [
                    (-windows[other], order[other], other)
                    for c in suspects.get(i + hole, ())
                    if (other := window[:hole] + c + window[hole + 1 :]) in windows
                    and _alike(c, window[hole])
                ]
                if others and not any(a < i + WINDOW and i < b for a, b in statement_spans(ground, t)):
                    yield node, t, i, i + WINDOW, min(others)[2]
                    done = i + WINDOW
                    break


class _Usual:
    """Which characters are usual between two others, by the pairs of a plan."""

    def __init__(self, pairs: Counter[str]) -> None:
        self._pairs = pairs
        self._after: dict[str, set[str]] = defaultdict(set)
        self._before: dict[str, set[str]] = defaultdict(set)
        for pair, count in pairs.items():
            if count >= USUAL:
                self._after[pair[0]].add(pair[1])
                self._before[pair[1]].add(pair[0])

    def instead(self, three: str) -> set[str]:
        """Return what is usual in the place of the middle one; empty where that is not strange."""
        found = self._after[three[0]] & self._before[three[2]]
        if not found or self._pairs[three[:2]] + self._pairs[three[1:]] > STRANGE:
            return set()
        return found - {three[1]}


_HAN = re.compile(rf"[\u4e00-\u9fff]{{{WINDOW},}}")
"""Runs of characters that windows are taken from: no mark, digit or letter in them."""


def _windows(run: str) -> Iterator[str]:
    return (run[i : i + WINDOW] for i in range(len(run) - WINDOW + 1))


def _alike(a: str, b: str) -> bool:
    """Whether two characters look similar, or some reading of each begins with the same sound."""
    return look_alike(a, b) or bool(_sounds(a) & _sounds(b))


@lru_cache(maxsize=4096)
def _sounds(ch: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    (readings,) = pinyin(ch, style=Style.INITIALS, heteronym=True, strict=False)
    return frozenset(r for r in readings if r)
