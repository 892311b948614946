"""A page for every section, box, goal, task, project, measure and indicator."""

from __future__ import annotations

from collections.abc import Iterator

from kb.answer.facts import ASSIGNED, HELP, LEAD, part
from kb.model import Duty, Node
from kb.rules.ties import Tie
from kb.spans import Lines
from kb_site.chart import make_chart
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.pages.fulltext import crumbs_of, runs_of
from kb_site.plan_view import PlanView
from kb_site.progress import PlanProgress
from kb_site.wording import GROUPS, KINDS, heading, place

BESIDE = 24  # siblings listed beside a node


def register(site: SiteContext, view: PlanView) -> None:
    for node in view.nodes:
        site.links.add_node(node.id, node.kind)


def make(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield from pages(view)


def pages(view: PlanView) -> Iterator[Page]:
    lines = Lines(view.plan.source)
    progress = PlanProgress(view)
    for i, node in enumerate(view.paged):
        before = view.paged[i - 1] if i else None
        after = view.paged[i + 1] if i + 1 < len(view.paged) else None
        yield page(view, node, before, after, lines, progress)


def page(
    view: PlanView, node: Node, before: Node | None, after: Node | None, lines: Lines, progress: PlanProgress
) -> Page:
    indicator = view.indicator.get(node.id)
    title = heading(node)
    paragraphs = [c for c in view.children[node.id] if c.kind == "paragraph"]
    siblings = view.siblings(node)
    return Page(
        view.path(node.local),
        "node.html",
        title,
        description(view, node),
        area="node",
        plan=view.id,
        data={
            "node": node,
            "parent": view.node[node.parent] if node.parent else None,
            "paged": view.paged_ids,
            "beside": nearest(siblings, siblings.index(node)),
            "beside_all": len(siblings),
            "indicator": indicator,
            "chart": make_chart(indicator) if indicator else None,
            "progress": progress.of_node(node.id),
            "paragraphs": paragraphs,
            "children": [c for c in view.children[node.id] if c.kind != "paragraph"],
            "runs": runs_of(view, node.id, *(p.id for p in paragraphs)),
            "duties": evidence(view, node),
            "ties": grouped(view, view.ties(node.id)),
            "commitments": view.commitments.get(node.id, ()),
            "cited": list({(r.kind, r.name): r for r in view.cited.get(node.id, ())}.values()),
            "before": before,
            "after": after,
            "source_lines": source_lines(node, lines),
            "original": original(view, node),
        },
        under="indicators" if indicator else "text",
        crumbs=crumbs_of(view, node),
        scripts=("reading.js",),
    )


def nearest(siblings: tuple[Node, ...], at: int) -> tuple[Node, ...]:
    """At most BESIDE of a node's siblings, itself in the middle as far as there are some on both sides."""
    first = max(0, min(at - BESIDE // 2, len(siblings) - BESIDE))
    return siblings[first : first + BESIDE]


def description(view: PlanView, node: Node) -> str:
    """“重点任务，二、（四）2。明确责任：…。加强托育服务机构和……”"""
    held = [h for h in view.holders(node.id) if h.key in (LEAD, ASSIGNED, HELP)]
    who = "".join(f"{'责任单位' if h.key == ASSIGNED else h.label}：{'、'.join(h.units)}。" for h in held)
    below = [c.title for c in view.children[node.id] if c.title and c.kind != "paragraph"]
    text = f"{node.title}，下设 {len(below)} 条：{'、'.join(below)}。" if below else node.text
    text = text if len(text) <= 80 else text[:79] + "…"
    return f"{KINDS[node.kind]}，{place(node)}。{who}{text}"


def evidence(view: PlanView, node: Node) -> list[dict[str, object]]:
    """The node's duties by how the units take part; units that one and the same sentence names are together."""
    out: list[dict[str, object]] = []
    for held in view.holders(node.id):
        rows = [
            d
            for d in view.duties[node.id]
            if part(d) == held.key and d.unit in held.units and (held.key != HELP or d.role == held.label)
        ]
        same: dict[tuple[object, ...], list[Duty]] = {}
        for d in rows:
            said = (d.quote, d.start, d.document, d.inherited_from, d.deadline, d.why, d.link)
            same.setdefault(said, []).append(d)
        out.append({"key": held.key, "label": held.label, "rows": list(same.values())})
    return out


def grouped(view: PlanView, ties: tuple[Tie, ...]) -> list[tuple[str, list[Tie]]]:
    """Ties by group of kinds: (("重点任务", […]), …)."""
    out = []
    for name, kinds in GROUPS:
        found = [t for t in ties if view.node[t.node].kind in kinds]
        if found:
            out.append((name, found))
    return out


def source_lines(node: Node, lines: Lines) -> tuple[int, int] | None:
    """First and last line of the node's own heading and text in the source."""
    pieces = (*node.head.pieces, *node.body.pieces)
    if not pieces:
        return None
    return lines.line(min(p.start for p in pieces)), lines.line(max(p.end - 1 for p in pieces))


def original(view: PlanView, node: Node) -> str:
    """The node's own words exactly as the source has them, line breaks and all."""
    pieces = (*node.head.pieces, *node.body.pieces)
    if not pieces:
        return ""
    return view.plan.source[min(p.start for p in pieces) : max(p.end for p in pieces)].strip("\n")
