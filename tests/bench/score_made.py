"""Score import and responsibility on the made-up plans of tests/golden/made against their hand-written truth.

    python tests/bench/score_made.py            the table
    python tests/bench/score_made.py --misses   and every miss (-) and every invention (+)
    python tests/bench/score_made.py --misses NAME…   only those plans

Each document goes through `read_source`, `parse_source` and `find_facts` with an empty registry. Headings are
compared by number, opening words and numbers of the headings above; rows are (task, unit, role), inherited ones
included; indicators field by field. Files named refused-* must end in a DocumentError.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.model import Facts, Indicator, Node, Tree
from kb.parse import parse_draft, parse_source
from kb.parse.is_plan import refuse_other
from kb.problems import DocumentError
from kb.readers import read_source
from kb.rules import find_facts
from kb.words.normalised import WIDE, compact

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "tests" / "golden" / "made"
AREAS = ("front", "headings", "boxes", "rows", "named", "never", "indicators", "deadlines")


@dataclass
class Tally:
    """Right, missed and invented of one area, the last two as lines to read."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if not (self.right or self.missed or self.invented):
            return "–"
        return f"{self.right} −{len(self.missed)} +{len(self.invented)}"


def wide(s: str) -> str:
    """White space gone, brackets and punctuation full-width, so that printed forms compare."""
    return "".join(WIDE.get(c, c) for c in compact(s))


def truths() -> list[dict[str, Any]]:
    return [json.loads(p.read_text("utf-8")) for p in sorted(MADE.glob("*.json"))]


def score(truth: dict[str, Any]) -> dict[str, Tally]:
    """The tallies of one plan."""
    source = read_source(MADE / truth["source"])
    plan_id = Path(truth["source"]).stem
    out = {a: Tally() for a in AREAS}
    try:
        refuse_other(MADE / truth["source"], parse_draft(source, plan_id))
    except DocumentError as e:
        out["headings"].missed.append(f"the plan is refused: {e.problems[0].message}")
    tree = parse_source(source, plan_id)
    _front(truth, tree, out["front"])
    facts = find_facts(tree, (), ())
    found = _headings(truth, tree, out)
    _rows(truth, tree, facts, found, out)
    _named(truth, facts, found, out)
    _indicators(truth, tree, facts, out)
    return out


def _front(truth: dict[str, Any], tree: Tree, area: Tally) -> None:
    """Title, document number, date and issuer."""
    for key, want in truth["plan"].items():
        have = wide(getattr(tree.plan, key))
        if have == wide(want):
            area.right += 1
        else:
            area.missed.append(f"{key} {have!r}, should be {want!r}")


# --- structure ------------------------------------------------------------------------------------------------


def _path(node: Node, nodes: dict[str, Node]) -> str:
    parts, at = [], node
    while True:
        if at.number:
            parts.append(wide(at.number))
        if not at.parent:
            return "/".join(reversed(parts))
        at = nodes[at.parent]


def _headings(truth: dict[str, Any], tree: Tree, out: dict[str, Tally]) -> dict[str, Node]:
    """Find every heading of the truth; node by path, for tasks too. Fills headings and boxes."""
    nodes = {n.id: n for n in tree.nodes}
    found: dict[str, Node] = {}
    used: set[str] = set()
    for h in truth["headings"]:
        area = out["boxes" if h.get("kind") in ("box", "project") else "headings"]
        starts, number = wide(h["starts"]), wide(h["path"].rsplit("/", 1)[-1])
        fits = [n for n in tree.nodes if n.id not in used and _begins(n, starts)]
        fits.sort(
            key=lambda n: (not _path(n, nodes).endswith(wide(h["path"])), n.kind == "paragraph", n.order)
        )
        if not fits:
            area.missed.append(f"{h['path']} {h['starts']}: no such node")
            continue
        node = fits[0]
        used.add(node.id)
        found[h["path"]] = node
        have = _path(node, nodes)
        if h.get("kind") in ("box", "project"):
            same = wide(node.title) == starts if h["kind"] == "project" else wide(node.number) == number
            good = node.kind == h["kind"] and same
        else:
            good = bool(h.get("lost")) or have == wide(h["path"])
        if good:
            area.right += 1
        else:
            area.missed.append(
                f"{h['path']} {h['starts']}: is {node.kind} “{have}” “{node.title[:30]}” ({node.local})"
            )
    _invented_headings(truth, tree, used, out)
    for t in truth["tasks"]:
        if t["path"] not in found and t.get("row"):
            starts = wide(t["starts"])
            rows = [n for n in tree.nodes if n.id not in used and starts in wide(n.head.value + n.body.value)]
            rows.sort(key=lambda n: (n.kind == "box", n.kind == "paragraph", n.order))
            if rows and rows[0].kind != "box":
                found[t["path"]] = rows[0]
                used.add(rows[0].id)
                out["headings"].right += 1
            else:
                out["headings"].missed.append(f"{t['path']} {t['starts']}: no row of its own")
    return found


def _begins(node: Node, starts: str) -> bool:
    if node.local.startswith(("cover", "title")):
        return False
    return any(wide(s).startswith(starts) for s in (node.title, node.text, node.head.value)) or (
        bool(node.number) and starts in wide(node.head.value)[:40]
    )


def _invented_headings(truth: dict[str, Any], tree: Tree, used: set[str], out: dict[str, Tally]) -> None:
    """Numbered nodes that the truth does not know: contents lines, notes, list items inside prose, page marks."""
    rows = [wide(t["starts"]) for t in truth["tasks"] if t.get("row")]
    for n in tree.nodes:
        if n.id in used or n.kind in ("paragraph", "indicator") or not n.number:
            continue
        words = wide(n.head.value + n.body.value)
        if (n.kind == "box" and (rows or not n.title)) or any(r in words for r in rows):
            continue
        area = out["boxes" if n.kind in ("box", "project") else "headings"]
        area.invented.append(f"{n.kind} {n.local} “{n.number} {n.title[:24]}”")


# --- responsibility -------------------------------------------------------------------------------------------


def _homes(tree: Tree, found: dict[str, Node]) -> dict[str, str]:
    """Path of the nearest node of the truth at or above each node."""
    nodes = {n.id: n for n in tree.nodes}
    claimed = {n.id: p for p, n in found.items()}
    home: dict[str, str] = {}
    for n in tree.nodes:
        at: Node | None = n
        while at is not None and at.id not in claimed:
            at = nodes.get(at.parent) if at.parent else None
        home[n.id] = claimed[at.id] if at is not None else ""
    return home


def _rows(
    truth: dict[str, Any], tree: Tree, facts: Facts, found: dict[str, Node], out: dict[str, Tally]
) -> None:
    home = _homes(tree, found)
    nodes = {n.id: n for n in tree.nodes}
    skip = {(o["path"], wide(u)) for o in truth.get("open", ()) for u in o["units"]}
    paths = {t["path"] for t in truth["tasks"]}
    ours = {i.id for i in facts.indicators}
    have: dict[tuple[str, str, str], str] = {}
    dates: dict[str, str] = {}
    for d in facts.duties:
        if d.basis != "assigned" or (d.node in ours and truth["indicators"]):
            continue
        path = home[d.node]
        if d.deadline:
            dates[path] = d.deadline
        if (path, wide(d.unit)) not in skip:
            have.setdefault((path, wide(d.unit), d.role), f"{nodes[d.node].local} “{wide(d.quote)[:40]}”")
    area = out["rows"]
    for t in truth["tasks"]:
        for u in [*t["units"], *t["inherited"]]:
            wanted = [(t["path"], wide(n), r) for n in u[0].split("|") for r in u[1].split("|")]
            hit = next((w for w in wanted if w in have), None)
            if hit:
                have.pop(hit)
                area.right += 1
            else:
                area.missed.append(
                    f"{t['path']}  {u[0]}  {u[1]}" + ("" if t["path"] in found else "  (no node)")
                )
        if t.get("deadline"):
            if wide(dates.get(t["path"], "")) == wide(t["deadline"]):
                out["deadlines"].right += 1
            else:
                out["deadlines"].missed.append(f"{t['path']} {t['deadline']}: {dates.get(t['path'], 'none')}")
    for (path, unit, role), where in have.items():
        heading = path not in paths and any(d.inherited_from == nodes_id(found, path) for d in facts.duties)
        if not heading:
            area.invented.append(f"{path}  {unit}  {role}  {where}")


def nodes_id(found: dict[str, Node], path: str) -> str:
    return found[path].id if path in found else ""


def _named(truth: dict[str, Any], facts: Facts, found: dict[str, Node], out: dict[str, Tally]) -> None:
    """Units that prose says act: found on any basis. Units that only are objects, places or titles: never."""
    claimed = {p: n.id for p, n in found.items()}
    for entry in truth.get("named", ()):
        node = claimed.get(entry["path"], "?")
        met = {wide(d.unit) for d in facts.duties if d.node.startswith(node) and d.role != "object"}
        for u in entry["units"]:
            if wide(u) in met:
                out["named"].right += 1
            else:
                out["named"].missed.append(f"{entry['path']} {u} (found: {'、'.join(sorted(met)) or 'none'})")
    for d in facts.duties:
        for word in truth["never"]:
            if d.role != "object" and d.basis != "related" and wide(d.unit) == wide(word):
                out["never"].invented.append(
                    f"{d.unit} {d.role} ({d.basis}) at {d.node}: “{wide(d.quote)[:50]}”"
                )


# --- indicators -----------------------------------------------------------------------------------------------


def _indicators(truth: dict[str, Any], tree: Tree, facts: Facts, out: dict[str, Tally]) -> None:
    """Each field of each row of the truth is one point; a row too many is an invention."""
    area = out["indicators"]
    left = list(facts.indicators)
    roles: dict[str, set[tuple[str, str]]] = {}
    for d in facts.duties:
        if d.basis == "assigned":
            roles.setdefault(d.node, set()).add((wide(d.unit), d.role))
    for t in truth["indicators"]:
        where = f"{t['box']} {t['number']} {t['name']}"
        mine = next((i for i in left if wide(t["name"]) in wide(i.name)), None)
        if mine is None:
            area.missed.append(f"{where}: no such indicator")
            continue
        left.remove(mine)
        for name, want, have in _fields(t, mine, roles.get(mine.id, set())):
            if want == have:
                area.right += 1
            else:
                area.missed.append(f"{where}: {name} {have!r}, should be {want!r}")
    if truth["indicators"] or not any(t.get("row") for t in truth["tasks"]):
        area.invented += [f"{i.id} {i.number} {i.name}" for i in left]


def _fields(t: dict[str, Any], i: Indicator, roles: set[tuple[str, str]]) -> list[tuple[str, Any, Any]]:
    g = i.target
    out: list[tuple[str, Any, Any]] = [
        ("name", wide(t["name"]), wide(i.name).removeprefix("其中：")),
        ("unit_of_measure", t["unit_of_measure"], i.unit_of_measure),
        ("units", sorted((wide(u[0]), u[1]) for u in t["units"]), sorted(roles)),
    ]
    for key in ("op", "value", "value_high", "trend", "approx", "cumulative"):
        if key in t:
            out.append((key, t[key], getattr(g, key)))
    if "year" in t:
        out.append(("year", t["year"], g.year))
    if "targets" in t:
        have = [(x.year, x.op, x.value) for x in i.targets if x.value is not None]
        wild = [
            (y, have[k][1] if op == "~" and k < len(have) else op, v)
            for k, (y, op, v) in enumerate(t["targets"])
        ]
        out.append(("targets", wild, have))
    if "binding" in t:
        out.append(("binding", t["binding"], i.binding))
    if "baseline" in t:
        want = (t["baseline"]["value"], t["baseline"]["year"]) if t["baseline"] else None
        out.append(("baseline", want, (i.baseline.value, i.baseline.year) if i.baseline else None))
    return out


# --- output ---------------------------------------------------------------------------------------------------


def refusals() -> list[str]:
    """Documents that are no plan and were taken all the same."""
    taken = []
    for path in sorted(p for p in MADE.iterdir() if p.stem.startswith("refused-")):
        try:
            refuse_other(path, parse_draft(read_source(path), path.stem))
        except DocumentError:
            continue
        taken.append(path.name)
    return taken


def main(argv: list[str]) -> int:
    wanted = [a for a in argv if not a.startswith("-")]
    write = sys.stdout.write
    write("right −missed +invented\n| plan | " + " | ".join(AREAS) + " |\n|---|" + "---|" * len(AREAS) + "\n")
    total = {a: Tally() for a in AREAS}
    notes: list[str] = []
    for truth in truths():
        name = Path(truth["source"]).stem
        if wanted and name not in wanted:
            continue
        tallies = score(truth)
        write(f"| {name} | " + " | ".join(str(tallies[a]) for a in AREAS) + " |\n")
        for a, t in tallies.items():
            total[a].right += t.right
            total[a].missed += t.missed
            total[a].invented += t.invented
            notes += [f"{name} - {a}: {x}" for x in t.missed] + [f"{name} + {a}: {x}" for x in t.invented]
    write("| all | " + " | ".join(str(total[a]) for a in AREAS) + " |\n")
    for sign in ("precision", "recall"):
        cells = []
        for t in total.values():
            n = t.right + len(t.invented if sign == "precision" else t.missed)
            cells.append(f"{t.right / n:.3f}" if n else "–")
        write(f"| {sign} | " + " | ".join(cells) + " |\n")
    for taken in refusals():
        notes.append(f"{taken} + taken for a plan")
    if "--misses" in argv:
        write("\n".join(notes) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
