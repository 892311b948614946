"""Searches of a few lines, to compare `kb search` with: SQLite FTS5 over pairs of characters, and BM25 over words.

Both index what `kb search` indexes of a node: title, heading and body. A question is its pieces joined by OR, as it is
typed: no table of questions, topics or units.
"""

from __future__ import annotations

import logging
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Search = Callable[[str], list[str]]
_RUN = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?|[\u3400-\u9fff]+")
_SATURATION, _LENGTH = 1.2, 0.75
"""k1 and b of BM25, as Lucene and FTS5 have them."""


@dataclass(frozen=True)
class Indexed:
    """A node's id and texts."""

    id: str
    title: str
    text: str


def pairs(text: str) -> list[str]:
    """Pairs of characters; words of letters and numbers whole."""
    out = []
    for run in _RUN.findall(text.lower()):
        out += (
            [run] if run[0].isascii() or len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
        )
    return out


def words(text: str) -> list[str]:
    """jieba's words."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return [w for w in jieba.cut_for_search(text.lower()) if _RUN.fullmatch(w)]


def fts5(nodes: Sequence[Indexed], title_weight: float = 1.0) -> Search:
    """FTS5's own bm25() over pairs, any of them."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE node USING fts5(title, text, tokenize = \"unicode61 tokenchars '.'\")")
    rows = [(" ".join(pairs(n.title)), " ".join(pairs(n.text))) for n in nodes]
    db.executemany("INSERT INTO node VALUES (?, ?)", rows)

    def search(question: str) -> list[str]:
        asked = " OR ".join(f'"{p}"' for p in dict.fromkeys(pairs(question)))
        if not asked:
            return []
        sql = f"SELECT rowid FROM node WHERE node MATCH ? ORDER BY bm25(node, {title_weight}, 1.0), rowid LIMIT 30"
        return [nodes[row[0] - 1].id for row in db.execute(sql, (asked,))]

    return search


def bm25(nodes: Sequence[Indexed], tokens: Callable[[str], list[str]] = words) -> Search:
    """BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) in plain Python."""
    counts = [Counter(tokens(f"{n.title}\n{n.text}")) for n in nodes]
    lengths = [sum(c.values()) for c in counts]
    mean = sum(lengths) / len(lengths)
    having = Counter(token for c in counts for token in c)

    def rarity(token: str) -> float:
        return math.log(1 + (len(nodes) - having[token] + 0.5) / (having[token] + 0.5))

    def score(asked: Iterable[str], at: int) -> float:
        long = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[at] / mean)
        return sum(
            rarity(t) * counts[at][t] * (_SATURATION + 1) / (counts[at][t] + long)
            for t in asked
            if counts[at][t]
        )

    def search(question: str) -> list[str]:
        asked = tuple(dict.fromkeys(tokens(question)))
        scored = sorted((-score(asked, at), at) for at in range(len(nodes)))
        return [nodes[at].id for worth, at in scored[:30] if worth < 0]

    return search
