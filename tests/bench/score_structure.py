"""Score the structure import finds in the ten real plans against the hand-read truth in tests/golden/plans.

    python tests/bench/score_structure.py            the table of docs/import.md
    python tests/bench/score_structure.py --misses   and what was missed (-) or is too much (+), by name

Chapters, sections, boxes, projects and indicator rows are counted and compared; a task counts as found where its
opening words stand at its path (二/（一）/3). Plans are read from the folder SHARED (default ../shared/plans beside the
checkout); absent ones are skipped.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.model import Node, Tree
from kb.parse import parse_draft, read_plan, write_plan
from kb.parse.coverage import covered
from kb.pipeline.importer import find_problems
from kb.readers import read_source
from kb.words.normalised import compact

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT / "tests" / "golden" / "plans"
PLANS = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "plans"
COUNTED = ("chapters", "sections", "boxes", "projects", "indicator_rows")


@dataclass
class Score:
    """One plan. counts: what → (found, in truth). tasks: (found at their path, in truth). misses: lines to read."""

    plan: str
    counts: dict[str, tuple[int, int]]
    tasks: tuple[int, int]
    kept: bool
    problems: int
    misses: list[str] = field(default_factory=list)


def score_plan(name: str) -> Score | None:
    """The score of one plan; None where its source is not at hand or is another version."""
    truth = json.loads((TRUTH / f"{name}.json").read_text(encoding="utf-8"))
    path = PLANS / truth["source"]
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != truth["sha256"]:
        return None
    source = read_source(path)
    draft = parse_draft(source, name)
    tree = read_plan(write_plan(draft), source.text, draft.repairs)
    kept = covered(draft, source)
    return compare(name, truth, tree, kept, len(find_problems(draft, tree)))


def compare(name: str, truth: dict[str, Any], tree: Tree, kept: bool, problems: int) -> Score:
    """Truth beside a tree. A level is a chapter or section by its number, whatever kind its nodes are called."""
    nodes = {n.id: n for n in tree.nodes}
    paths = {n.id: "/".join(_path(n, nodes)) for n in tree.nodes}
    structure = truth["structure"]
    headed = [n for n in tree.nodes if n.head and n.kind not in ("box", "project")]
    tops = [n for n in headed if n.parent is None]
    bracketed = [n for n in headed if n.number.startswith("（") and not n.number[1:-1].isdigit()]
    tasks = {t["path"] for t in truth["tasks"]}
    found = {
        "chapters": sum(1 for n in tops if paths[n.id] not in tasks),
        "sections": sum(1 for n in bracketed if structure["sections"]),
        "boxes": sum(1 for n in tree.nodes if n.kind == "box" and n.number.startswith("专")),
        "projects": sum(1 for n in tree.nodes if n.kind == "project" and n.cells and n.number.isdigit()),
        "indicator_rows": sum(1 for n in tree.nodes if n.kind == "indicator"),
    }
    counts = {what: (found[what], structure.get(what, 0)) for what in COUNTED}
    score = Score(name, counts, (0, len(truth["tasks"])), kept, problems)
    right = 0
    for task in truth["tasks"]:
        starts = compact(task["starts"]).rstrip("。.")
        at = task["path"] if task["number"] else task["path"].rsplit("/", 1)[0]
        here = [n for n in tree.nodes if paths[n.id] == at and _begins(n, starts)]
        if here:
            right += 1
            continue
        away = next((paths[n.id] for n in tree.nodes if _begins(n, starts)), None)
        score.misses.append(
            f"- {task['path']} {task['starts']}" + (f" (stands at {away})" if away is not None else "")
        )
    score.tasks = (right, len(truth["tasks"]))
    for what, (mine, theirs) in counts.items():
        if mine != theirs:
            score.misses.append(f"{'+' if mine > theirs else '-'} {what}: {mine} instead of {theirs}")
    if not kept:
        score.misses.append("- characters lost")
    return score


def _path(n: Node, nodes: dict[str, Node]) -> list[str]:
    """The numbers of a node and of the headings above it."""
    above = _path(nodes[n.parent], nodes) if n.parent else []
    return [*above, n.number] if n.number and n.head and n.kind != "box" else above


def _begins(n: Node, starts: str) -> bool:
    return any(compact(v).startswith(starts) for v in (n.title, n.text) if v)


def table(scores: list[Score]) -> str:
    """The table of docs/import.md: found/in truth."""
    out = [
        "| plan | tasks at their path | chapters | sections | 专栏 | projects in tables | indicator rows | every character kept | problems shown |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for s in scores:
        shown = " | ".join(
            f"{a}/{b}" if a or b else "–" for a, b in (s.tasks, *(s.counts[c] for c in COUNTED))
        )
        out.append(f"| {s.plan} | {shown} | {'yes' if s.kept else 'NO'} | {s.problems} |")
    found, wanted = sum(s.tasks[0] for s in scores), sum(s.tasks[1] for s in scores)
    sums = [(sum(s.counts[c][0] for s in scores), sum(s.counts[c][1] for s in scores)) for c in COUNTED]
    shown = " | ".join(f"{a}/{b}" for a, b in ((found, wanted), *sums))
    out.append(f"| all | {shown} | | {sum(s.problems for s in scores)} |")
    return "\n".join(out)


def main(argv: list[str]) -> int:
    scores = []
    for name in sorted(p.stem for p in TRUTH.glob("*.json")):
        scored = score_plan(name)
        if scored is None:
            sys.stderr.write(f"{name}: not at hand, skipped\n")
            continue
        scores.append(scored)
    sys.stdout.write(table(scores) + "\n")
    if "--misses" in argv:
        for s in scores:
            for line in s.misses:
                sys.stdout.write(f"{s.plan} {line}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
