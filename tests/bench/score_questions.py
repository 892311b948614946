"""Score `kb who` on questions with expectations written by hand, and on questions over several plans.

    python tests/bench/score_questions.py [--misses]          own_questions.json, on the corpus of this repository
    python tests/bench/score_questions.py --several [--misses] ../shared/queries/several-plans.json, where present

own_questions.json, a row a question: q; basis "assigned" | "named" | "none" (no unit to be assigned) | "list" | "no" |
"refuse" (the plan does not say: nobody assigned, and said so) | "qualified" (a qualifier the plan does not print is said);
units expected; ok: units that may be shown as well; titles: nodes of which one has to be shown; says: what the conclusion
or a note has to contain. Rows were written from the plan alone, before the program was asked.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from kb.api import Kb, open_kb
from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.pipeline.importer import import_file
from kb.who.shapes import WhoAnswer

ROOT = Path(__file__).resolve().parents[2]
OWN = Path(__file__).with_name("own_questions.json")
SHARED = Path(os.environ.get("SHARED", ROOT.parent / "shared"))
Row = dict[str, Any]


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
    rows: list[Row] = json.loads(OWN.read_text("utf-8"))
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


def main(args: list[str]) -> int:
    misses = "--misses" in args
    with tempfile.TemporaryDirectory() as folder:
        if "--several" in args:
            if not (SHARED / "queries" / "several-plans.json").exists():
                print("../shared/queries is not beside the checkout.")
                return 0
            with open_kb(build_several(Path(folder))) as kb:
                print("several plans:", dict(score_several(kb, misses)))
            return 0
        built = build(Corpus(ROOT / "corpus"), Path(folder))
        with open_kb(built.folder) as kb:
            print("own questions:", dict(score_own(kb, misses)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
