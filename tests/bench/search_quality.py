"""Search quality: nDCG@10 and MRR over titles, the measure itself and the table with its baselines.

    python tests/bench/search_quality.py

Baselines index the same nodes (title, heading and body): Whoosh with jieba's ChineseAnalyzer, all words or any,
and SQLite FTS5 over pairs of characters. Titles are compared in their one form; a hit without a title counts as
one that is not asked for.
"""

from __future__ import annotations

import json
import math
import sqlite3
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
QUESTIONS = ("dev", "own-search", "held-out", "held-out-plain")
Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Case:
    """A question and its grades: title → 1, 2 or 3; empty where the plan says nothing."""

    question: str
    grades: dict[str, int]


def read_cases(name: str) -> list[Case]:
    rows = json.loads((ROOT / "tests/golden/queries" / f"{name}.json").read_text("utf-8"))
    return [Case(row["q"], {one_form(title): grade for title, grade in row["rel"].items()}) for row in rows]


def one_form(title: str) -> str:
    from kb.search.normalise import Normaliser

    return Normaliser({})(title)


def dcg(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades))


def ndcg(titles: Sequence[str], grades: dict[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `depth` different titles."""
    seen = list(dict.fromkeys(titles))[:depth]
    return dcg(grades.get(title, 0) for title in seen) / dcg(sorted(grades.values(), reverse=True)[:depth])


def reciprocal_rank(titles: Sequence[str], grades: dict[str, int]) -> float:
    seen = dict.fromkeys(titles)
    return next((1 / at for at, title in enumerate(seen, 1) if title in grades), 0.0)


@dataclass(frozen=True)
class Score:
    """Means over the questions that have an answer, the share of those left empty, and how many of the others
    got hits."""

    ndcg: float
    mrr: float
    empty: float
    wrongly_answered: int
    each: dict[str, float]


def score(cases: Sequence[Case], search: Search) -> Score:
    each: dict[str, float] = {}
    ranks = []
    empty = wrong = 0
    for case in cases:
        titles = [one_form(title) for title in search(case.question)]
        if not case.grades:
            wrong += bool(titles)
            continue
        each[case.question] = ndcg(titles, case.grades)
        ranks.append(reciprocal_rank(titles, case.grades))
        empty += not titles
    count = len(each)
    return Score(sum(each.values()) / count, sum(ranks) / count, empty / count, wrong, each)


# The searches compared


def ours(index: Any) -> Search:
    def search(question: str) -> list[str]:
        hits = index.search(question, limit=30, facets=False).hits
        return [hit.title or f"§{hit.citation}" for hit in hits]

    return search


def chinese_analyzer(docs: Sequence[Any], folder: Path, any_word: bool) -> Search:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        from jieba.analyse import ChineseAnalyzer
    jieba.setLogLevel(60)
    from whoosh import fields, index, qparser

    schema = fields.Schema(
        title=fields.TEXT(analyzer=ChineseAnalyzer(), stored=True, field_boost=3.0),
        text=fields.TEXT(analyzer=ChineseAnalyzer()),
    )
    folder.mkdir()
    found = index.create_in(str(folder), schema)
    writer = found.writer()
    for doc in docs:
        writer.add_document(title=doc.title or f"§{doc.citation}", text=f"{doc.title} {doc.head} {doc.text}")
    writer.commit()
    group = qparser.OrGroup if any_word else qparser.AndGroup
    parser = qparser.MultifieldParser(["title", "text"], schema, group=group)
    searcher = found.searcher()

    def search(question: str) -> list[str]:
        return [hit["title"] for hit in searcher.search(parser.parse(question), limit=30)]

    return search


def bigrams(docs: Sequence[Any]) -> Search:
    def pairs(text: str) -> str:
        text = "".join(ch for ch in text if ch.isalnum() or ch in "%+-")
        return " ".join(text[i : i + 2].encode().hex() for i in range(max(1, len(text) - 1)))

    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE node USING fts5(title, text)")
    rows = [(pairs(doc.title), pairs(doc.head + doc.text)) for doc in docs]
    db.executemany("INSERT INTO node VALUES (?, ?)", rows)
    names = [doc.title or f"§{doc.citation}" for doc in docs]

    def search(question: str) -> list[str]:
        asked = " OR ".join(f'"{pair}"' for pair in pairs(question).split())
        sql = "SELECT rowid FROM node WHERE node MATCH ? ORDER BY bm25(node, 3.0, 1.0), rowid LIMIT 30"
        return [names[row - 1] for (row,) in db.execute(sql, (asked,))]

    return search


def seed_index(folder: Path) -> Any:
    """The index of the corpus of this repository, built in a folder."""
    from kb.corpus import Corpus
    from kb.rules import find_facts
    from kb.search import build_index, open_index
    from kb.store import open_base, write_base

    corpus = Corpus(ROOT / "corpus")
    units, topics = corpus.units(), corpus.topics()
    trees = [corpus.read_plan(plan) for plan in corpus.plan_ids()]
    found = [(tree, find_facts(tree, units, topics), ()) for tree in trees]
    write_base(folder / "base", found, topics, units, "0" * 64)
    with open_base(folder / "base") as base:
        build_index(folder / "index", base)
    return open_index(folder / "index")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = seed_index(folder)
        docs = tuple(index.documents())
        searches: dict[str, Search] = {
            "kb search": ours(index),
            "Whoosh + ChineseAnalyzer, all words": chinese_analyzer(docs, folder / "all", False),
            "Whoosh + ChineseAnalyzer, any word": chinese_analyzer(docs, folder / "any", True),
            "SQLite FTS5, pairs of characters": bigrams(docs),
        }
        for questions in QUESTIONS:
            cases = read_cases(questions)
            scores = {label: score(cases, search) for label, search in searches.items()}
            print(f"\n### {questions}.json: {len(scores['kb search'].each)} questions\n")
            print("| | nDCG@10 | MRR | without hits | of the unanswerable, answered |")
            print("|---|---|---|---|---|")
            for label, one in scores.items():
                unanswerable = len(cases) - len(one.each)
                print(
                    f"| {label} | {one.ndcg:.3f} | {one.mrr:.3f} | {one.empty:.1%} "
                    f"| {one.wrongly_answered} of {unanswerable} |"
                )
            mine, any_word = scores["kb search"], scores["Whoosh + ChineseAnalyzer, any word"]
            print("\nBelow 1, of kb search (in brackets the best baseline, any word):\n")
            for question, value in sorted(mine.each.items(), key=lambda pair: pair[1]):
                if value < 0.9995:
                    print(f"- {question} {value:.3f} ({any_word.each[question]:.3f})")
            for label, peer in list(scores.items())[1:]:
                gained = [q for q, v in mine.each.items() if v > peer.each[q] + 0.0005]
                lost = [q for q, v in mine.each.items() if v < peer.each[q] - 0.0005]
                print(
                    f"\nOver {label}: gained {len(gained)}: {'、'.join(gained)}; lost {len(lost)}: {'、'.join(lost) or '—'}"
                )
        index.close()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
