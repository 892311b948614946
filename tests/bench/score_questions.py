"""Score `kb who` on questions with expectations written by hand, and on questions over several plans.

    python tests/bench/score_questions.py [--misses]          own_questions.json, on the corpus of this repository
    python tests/bench/score_questions.py --asked [--misses]  asked_questions.json, there and on the made plans of tests/several.py
    python tests/bench/score_questions.py --several [--misses] ../shared/queries/several-plans.json, where present
    python tests/bench/score_questions.py --baselines         `kb search` next to FTS5 and BM25 on ../shared/queries, in one run

own_questions.json, a row a question: q; basis "assigned" | "named" | "none" (no unit to be assigned) | "list" | "no" |
"refuse" (the plan does not say: nobody assigned, and said so) | "qualified" (a qualifier the plan does not print is said);
units expected; ok: units that may be shown as well; titles: nodes of which one has to be shown; says: what the conclusion
or a note has to contain. base: "several" for the made plans. Rows were written from the plans alone, before the program was
asked.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.api import Kb, open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.who.shapes import WhoAnswer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # run as a script, for the other modules of this folder
OWN = Path(__file__).with_name("own_questions.json")
ASKED = Path(__file__).with_name("asked_questions.json")
SHARED = Path(os.environ.get("SHARED", ROOT.parent / "shared"))
Row = dict[str, Any]

if TYPE_CHECKING:
    from tests.bench.baselines import Search


def said(found: WhoAnswer) -> str:
    """What the answer says in words: its conclusion and notes."""
    return "\n".join([found.get("conclusion") or "", *found["notes"]])


def shown(found: WhoAnswer) -> set[str]:
    """Titles of all nodes an answer shows."""
    titles = {e["title"] for a in found["answers"] for e in a["evidence"]}
    titles |= {r["title"] for r in (*found["unassigned"], *found["nearest"])}
    return titles | {r["title"] for r in found["groups"]}


def by_basis(found: WhoAnswer, basis: str) -> set[str]:
    return {a["unit"] for a in found["answers"] if a["basis"] == basis}


def faults(row: Row, found: WhoAnswer, names: dict[str, str]) -> list[str]:
    """What is wrong with an answer; [] where all is as expected."""
    out: list[str] = []

    def one(units: Any) -> set[str]:
        return {names.get(u, u) for u in units}

    assigned, named = one(by_basis(found, "assigned")), one(by_basis(found, "named"))
    expected, fine = one(row["units"]), one([*row["units"], *row["ok"]])
    if row["basis"] in ("refuse", "none"):
        fine = one(row["ok"])
    if over := assigned - fine:
        out.append(f"overclaims {'、'.join(sorted(over))}")
    have = assigned if row["basis"] in ("assigned", "list") else assigned | named
    if row["basis"] in ("assigned", "named") and not expected <= have:
        out.append(f"misses {'、'.join(sorted(expected - have))}")
    if row["titles"] and not any(s.startswith(t) for t in row["titles"] for s in shown(found)):
        out.append(f"does not show {row['titles'][0]}")
    out += [f"does not say {word}" for word in row["says"] if word not in said(found)]
    if row["basis"] == "refuse" and not said(found):
        out.append("says nothing")
    return out


def score_own(kb: Kb, misses: bool) -> Counter[str]:
    return score_rows(kb, json.loads(OWN.read_text("utf-8")), misses)


def score_asked(kb: Kb, base: str, misses: bool) -> Counter[str]:
    """Score the rows of asked_questions.json that are for a base: "" the corpus, "several" the made plans."""
    rows: list[Row] = json.loads(ASKED.read_text("utf-8"))
    return score_rows(kb, [row for row in rows if row.get("base", "") == base], misses)


def score_rows(kb: Kb, rows: list[Row], misses: bool) -> Counter[str]:
    names = {n: u.name for u in kb.base.units() for n in (u.name, u.full_name, *u.aliases) if n}
    count: Counter[str] = Counter()
    for row in rows:
        wrong = faults(row, kb.who(row["q"]), names)
        count["questions"] += 1
        count["right"] += not wrong
        count["overclaims"] += any(w.startswith("overclaims") for w in wrong)
        if wrong and misses:
            print(f"{row['q']}: {'; '.join(wrong)}")
    return count


# Several plans

_PLACES = {
    "大渡口": "dadukou",
    "三亚": "sanya",
    "河南": "henan",
    "昆明": "kunming",
    "赣州": "ganzhou",
    "北京": "beijing",
}


def _expected(row: Row) -> list[tuple[str, str]]:
    """(plan, unit) pairs of the listed expectations; a plan named before the colon, otherwise the row's own."""
    out = []
    for group in row["units"]:
        place, _, units = group.rpartition(":")
        plan = _PLACES.get(place, row["plans"][0] if row["plans"] else "")
        units = re.sub("（.*?）", "", units)
        out += [(plan, u) for u in units.split("、")]
    return out


def several_faults(row: Row, found: WhoAnswer) -> list[str]:
    """Expected units are there in their plan; nobody is assigned in a plan, or for a node, that is not expected."""
    out = []
    pairs = {(e["plan"].split("-")[0] if not e["plan"].startswith("state") else "-".join(e["plan"].split("-")[:2]),
              a["unit"], e["basis"], e["title"])
             for a in found["answers"] for e in a["evidence"]}  # fmt: skip
    near = {(n["plan"].split("-")[0] if not n["plan"].startswith("state") else "-".join(n["plan"].split("-")[:2]))
            for n in [*found.get("nearest", ()), *found.get("groups", ()), *found["unassigned"]]} | {p for p, *_ in pairs}  # fmt: skip
    for plan, unit in _expected(row):
        if not any(p == plan and (u == unit or u.endswith(unit)) and b != "related" for p, u, b, _ in pairs):
            out.append(f"misses {plan}:{unit}")
    for plan in {p for p, _, b, _ in pairs if b == "assigned"}:
        if plan not in row["plans"]:
            out.append(f"overclaims {plan}")
    for plan in row["plans"] if row["basis"] == "none" else ():
        if plan not in near and plan not in said(found):
            out.append(f"does not show {plan}")
    if not row["plans"] and not said(found):
        out.append("says nothing")
    return out


def build_several(folder: Path) -> Path:
    """The corpus and the plans of ../shared in one base."""
    import shutil

    corpus = folder / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    for path in sorted((SHARED / "plans").iterdir()):
        if path.suffix in (".txt", ".html"):
            import_file(path, corpus)
    return build(Corpus(corpus), folder / "kb").folder


def score_several(kb: Kb, misses: bool) -> Counter[str]:
    rows: list[Row] = json.loads((SHARED / "queries" / "several-plans.json").read_text("utf-8"))
    count: Counter[str] = Counter()
    for row in rows:
        wrong = several_faults(row, kb.who(row["q"]))
        count["questions"] += 1
        count["right"] += not wrong
        count["overclaims"] += any(w.startswith("overclaims") for w in wrong)
        if wrong and misses:
            print(f"{row['q']}: {'; '.join(wrong)}")
    return count


# Searching, next to baselines

_FIRST_PLAN = ("sentences", "keywords", "everyday-words")
_DEPTH, _TOLD, _MEANT = 10, 5, 2
"""Hits that nDCG reads; hits among which a right node counts as found; the least grade of a right node."""


class Titles:
    """What a hit is called for grading: its title, or that of the nearest node above that has one."""

    def __init__(self, kb: Kb) -> None:
        export = kb.export()
        self.nodes: Row = {n["id"]: n for n in export["nodes"]}
        self.covers = {p["id"]: p["title"] for p in export["plans"]}

    def __call__(self, id_: str) -> str:
        node = self.nodes[id_]
        while not node["title"] and node["parent"]:
            node = self.nodes[node["parent"]]
        cover = not node["title"] or node["id"].split("/")[-1].startswith("preamble")
        return str(self.covers[node["plan"]] if cover else node["title"])


def graded(rows: list[Row], search: Search, titles: Titles) -> Row:
    """nDCG@10, MRR, questions without hits and with a right node among the first five; those nothing answers apart."""
    from tests.bench.search_quality import ndcg

    count: Counter[str] = Counter()
    gain = reciprocal = 0.0
    for row in rows:
        found = list(dict.fromkeys(titles(i) for i in search(row["q"])))
        rel = {t: g for t, g in row["rel"].items() if g}
        if row.get("kind") == "unanswerable" or not rel:
            count["unanswerable"] += 1
            count["answered"] += bool(found)
            continue
        count["questions"] += 1
        gain += ndcg(found, rel, _DEPTH)
        right = [at for at, t in enumerate(found[:_DEPTH]) if rel.get(t, 0) >= _MEANT]
        reciprocal += 1 / (right[0] + 1) if right else 0.0
        count["empty"] += not found
        count["told"] += bool(right and right[0] < _TOLD)
    asked = max(1, count["questions"])
    return {"ndcg": gain / asked, "mrr": reciprocal / asked, **count}


def compare(kb: Kb, names: Sequence[str]) -> None:
    """Print a row a search for every set of questions."""
    from tests.bench.baselines import Indexed, bm25, fts5, pairs

    titles = Titles(kb)
    nodes = [Indexed(n["id"], n["title"], n["text"]) for n in titles.nodes.values()]
    searches: dict[str, Search] = {
        "kb search": lambda q: [h["id"] for h in kb.search(q, limit=30)["hits"]],
        "FTS5, pairs, OR": fts5(nodes),
        "FTS5, pairs, OR, titles × 3": fts5(nodes, 3.0),
        "BM25, jieba's words": bm25(nodes),
        "BM25, pairs": bm25(nodes, pairs),
    }
    for name in names:
        rows: list[Row] = json.loads((SHARED / "queries" / f"{name}.json").read_text("utf-8"))
        print(
            f"\n| {name} | nDCG@10 | MRR | without hits | right among 5 | unanswerable, answered |\n|---|---|---|---|---|---|"
        )
        for called, search in searches.items():
            s = graded(rows, search, titles)
            print(
                f"| {called} | {s['ndcg']:.3f} | {s['mrr']:.3f} | {s.get('empty', 0)} of {s['questions']} | {s.get('told', 0)}"
                f" | {s.get('answered', 0)} of {s.get('unanswerable', 0)} |"
            )


def main(args: list[str]) -> int:
    misses = "--misses" in args
    if "--baselines" in args and not (SHARED / "queries").is_dir():
        print("../shared/queries is not beside the checkout.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if "--several" in args:
            if not (SHARED / "queries" / "several-plans.json").exists():
                print("../shared/queries is not beside the checkout.")
                return 0
            with open_kb(build_several(Path(folder))) as kb:
                print("several plans:", dict(score_several(kb, misses)))
            return 0
        if "--baselines" in args:
            with open_kb(build(Corpus(ROOT / "corpus"), Path(folder) / "first").folder) as kb:
                compare(kb, _FIRST_PLAN)
            with open_kb(build_several(Path(folder))) as kb:
                compare(kb, ("several-plans",))
            return 0
        built = build(Corpus(ROOT / "corpus"), Path(folder))
        with open_kb(built.folder) as kb:
            if "--asked" not in args:
                print("own questions:", dict(score_own(kb, misses)))
                return 0
            print("asked questions:", dict(score_asked(kb, "", misses)))
        from tests.several import build_several as build_made

        with open_kb(build_made(ROOT, Path(folder) / "made")) as kb:
            print("asked questions, several plans:", dict(score_asked(kb, "several", misses)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
