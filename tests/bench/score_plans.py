"""Score responsibility found in the ten real plans against the hand-read truth in tests/golden/plans.

    python tests/bench/score_plans.py            the table of docs/import.md
    python tests/bench/score_plans.py --misses   and every row that was missed or invented

Plans are read from the folder SHARED (default ../shared/plans beside the checkout); absent ones are skipped.
A row is (task, unit, role), inherited rows included. Rows printed “等……” may be missing where the truth allows it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.model import Facts, Node, Tree
from kb.parse import parse_source
from kb.readers import read_source
from kb.rules import find_facts
from kb.words.normalised import compact
from kb.words.roles import read_label

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT / "tests" / "golden" / "plans"
PLANS = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "plans"

Row = tuple[str, str, str]


@dataclass
class Score:
    """Rows of one plan: right, missed (in the truth only), invented (found only), and tasks found."""

    plan: str
    tasks: int
    found_tasks: int
    right: set[Row] = field(default_factory=set)
    missed: set[Row] = field(default_factory=set)
    invented: set[Row] = field(default_factory=set)
    deadlines: tuple[int, int] = (0, 0)

    @property
    def precision(self) -> float:
        n = len(self.right) + len(self.invented)
        return len(self.right) / n if n else 1.0

    @property
    def recall(self) -> float:
        n = len(self.right) + len(self.missed)
        return len(self.right) / n if n else 1.0


def plan_names() -> list[str]:
    return sorted(p.stem for p in TRUTH.glob("*.json"))


def truth_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((TRUTH / f"{name}.json").read_text("utf-8"))
    return loaded


def score_plan(name: str) -> Score | None:
    """The score of one plan; None where its source is not at hand or is another version."""
    truth = truth_of(name)
    path = PLANS / truth["source"]
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != truth["sha256"]:
        return None
    tree = parse_source(read_source(path), name)
    return compare(name, truth, tree, find_facts(tree, (), ()))


def compare(name: str, truth: dict[str, Any], tree: Tree, facts: Facts) -> Score:
    """Truth beside facts. A task's node is the one whose title or text begins as the truth says; duties of nodes
    below it that are no task of their own count for it. Prose duties outside the tasks are not scored."""
    nodes = {n.id: n for n in tree.nodes}
    home: dict[str, str] = {}
    score = Score(name, len(truth["tasks"]), 0)
    claimed: dict[str, str] = {}
    for task in truth["tasks"]:
        node = _find(tree, task, claimed)
        if node is not None:
            claimed[node.id] = task["path"]
            score.found_tasks += 1
    for n in tree.nodes:
        at: Node | None = n
        while at is not None and at.id not in claimed:
            at = nodes.get(at.parent) if at.parent else None
        if at is not None:
            home[n.id] = claimed[at.id]
    found: set[Row] = set()
    deadlines: dict[str, str] = {}
    outside = {u[0] for d in truth.get("other_duties") or () for u in d["units"]}
    headings = {d.inherited_from for d in facts.duties if d.inherited_from}
    for d in facts.duties:
        if d.basis != "assigned":
            continue
        path = home.get(d.node, "")
        prose = d.quote[:1] not in "（〔[【(" and read_label(compact(d.quote)) is None
        if not path and (d.node in headings or d.unit in outside or prose):
            continue
        found.add((path or nodes[d.node].citation, d.unit, d.role))
        if d.deadline and path:
            deadlines[path] = d.deadline
    wanted: set[Row] = set()
    forgiven: set[Row] = set()
    for task in truth["tasks"]:
        for u in [*task["units"], *task["inherited"]]:
            row = (task["path"], u[0], u[1])
            wanted.add(row)
            if len(u) > 2 and u[2].startswith("等"):
                forgiven.add(row)
    score.right = found & wanted
    score.missed = wanted - found
    score.invented = found - wanted
    labelled = {t["path"]: t["deadline"] for t in truth["tasks"] if t.get("deadline")}
    score.deadlines = (sum(deadlines.get(p) == x for p, x in labelled.items()), len(labelled))
    return score


def _find(tree: Tree, task: dict[str, Any], claimed: dict[str, str]) -> Node | None:
    """The node of a truth's task: begins so, and stands where the path's last numbers say, if several begin so."""
    starts = compact(task["starts"]).rstrip("。.")
    fits = [
        n
        for n in tree.nodes
        if n.id not in claimed
        and (
            compact(n.title).startswith(starts)
            or compact(n.text).startswith(starts)
            or starts in compact(n.head.value)[:24]
        )
        and not n.local.startswith(("cover", "title"))
    ]
    if len(fits) > 1:
        fits.sort(key=lambda n: (n.kind == "paragraph", n.order))
    return fits[0] if fits else None


def table(scores: list[Score]) -> str:
    """The table of docs/import.md."""
    out = [
        "| plan | tasks found | rows in truth | right | missed | invented | precision | recall | labelled deadlines |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for s in scores:
        out.append(
            f"| {s.plan} | {s.found_tasks}/{s.tasks} | {len(s.right) + len(s.missed)} | {len(s.right)} | {len(s.missed)} | "
            f"{len(s.invented)} | {s.precision:.3f} | {s.recall:.3f} | {s.deadlines[0]}/{s.deadlines[1]} |"
        )
    right = sum(len(s.right) for s in scores)
    missed = sum(len(s.missed) for s in scores)
    invented = sum(len(s.invented) for s in scores)
    if right:
        out.append(
            f"| all | {sum(s.found_tasks for s in scores)}/{sum(s.tasks for s in scores)} | {right + missed} | {right} | {missed} | "
            f"{invented} | {right / (right + invented):.3f} | {right / (right + missed):.3f} | "
            f"{sum(s.deadlines[0] for s in scores)}/{sum(s.deadlines[1] for s in scores)} |"
        )
    return "\n".join(out)


def main(argv: list[str]) -> int:
    scores: list[Score] = []
    for name in plan_names():
        scored = score_plan(name)
        if scored is None:
            sys.stderr.write(f"{name}: not at hand, skipped\n")
            continue
        scores.append(scored)
    sys.stdout.write(table(scores) + "\n")
    if "--misses" in argv:
        for s in scores:
            for sign, rows in (("-", s.missed), ("+", s.invented)):
                for row in sorted(rows):
                    sys.stdout.write(f"{s.plan} {sign} {'  '.join(row)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
