"""Likely misprints (疑似错字): a stretch that differs in one character from one that is elsewhere.

“加快创建全国学期教育普及普惠区” next to “推进学前教育普及普惠发展”. `WINDOW` characters have to agree in all but one; the two
pairs the suspect makes with its neighbours (学期, 期教) appear `STRANGE` times or less in the whole plan together, those of
the usual character (学前, 前教) `USUAL` times or more each. The two characters have to sound or look similar, as slips do:
期 and 前 begin with one sound; 排涝压力 next to 排涝能力 is another word. Lists of units are left alone.
"""

from __future__ import annotations

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
    masked: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for _, t in texts:
        for hole, window in _windows(t.value):
            masked[hole, window[:hole] + "\0" + window[hole + 1 :]][window[hole]] += 1
    for node, t in texts:
        done = -1
        for i in range(len(t.value) - WINDOW + 1):
            window = t.value[i : i + WINDOW]
            if not _han(window) or i <= done:
                continue
            for hole in range(1, WINDOW - 1):
                others = masked[hole, window[:hole] + "\0" + window[hole + 1 :]]
                if len(others) < 2:
                    continue
                ch = window[hole]
                if pairs[window[hole - 1] + ch] + pairs[ch + window[hole + 1]] > STRANGE:
                    continue
                if any(a < i + WINDOW and i < b for a, b in statement_spans(ground, t)):
                    continue
                usual = next(
                    (
                        c
                        for c, _ in others.most_common()
                        if c != ch
                        and _alike(c, ch)
                        and pairs[window[hole - 1] + c] >= USUAL
                        and pairs[c + window[hole + 1]] >= USUAL
                    ),
                    None,
                )
                if usual is not None:
                    yield node, t, i, i + WINDOW, window[:hole] + usual + window[hole + 1 :]
                    done = i + WINDOW
                    break


def _windows(value: str) -> Iterator[tuple[int, str]]:
    for i in range(len(value) - WINDOW + 1):
        window = value[i : i + WINDOW]
        if _han(window):
            for hole in range(1, WINDOW - 1):
                yield hole, window


def _han(window: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in window)


def _alike(a: str, b: str) -> bool:
    """Whether two characters look similar, or some reading of each begins with the same sound."""
    return look_alike(a, b) or bool(_sounds(a) & _sounds(b))


@lru_cache(maxsize=4096)
def _sounds(ch: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    (readings,) = pinyin(ch, style=Style.INITIALS, heteronym=True, strict=False)
    return frozenset(r for r in readings if r)
