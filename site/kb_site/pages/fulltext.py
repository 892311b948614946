"""The plan as one readable document."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import Node
from kb_site.context import SiteContext
from kb_site.marks import Run, mark_text
from kb_site.metadata import legislation
from kb_site.page import Crumb, Page
from kb_site.plan_view import PlanView

MOST_INDICATORS = 4


def register(site: SiteContext, view: PlanView) -> None:
    site.links.add(view.path("text"), (n.local for n in view.nodes))


def make(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield page(view)


def page(view: PlanView) -> Page:
    roots = view.children[None]
    return Page(
        view.path("text"),
        "fulltext.html",
        "全文",
        f"《{view.plan.title}》全文，每一条都有锚点、引用格式和责任单位旁注。",
        area="text",
        plan=view.id,
        data={
            "cover": [n for n in roots if n.local.startswith("cover.")],
            "titles": [n for n in roots if n.local == "title"],
            "preamble": [n for n in roots if n.local.startswith("preamble")],
            "imprint": [n for n in roots if n.local.startswith("imprint.")],
            "body": [n for n in roots if not _is_frame(n)],
            "runs": runs_of(view),
            "near": {n.id: near_indicators(view, n) for n in view.nodes if n.kind == "task"},
        },
        crumbs=(),
        structured=(legislation(view),),
        scripts=("reading.js",),
    )


def _is_frame(node: Node) -> bool:
    """Whether a root node is cover, title, preamble or imprint."""
    return node.local == "title" or node.local.split(".")[0] in ("cover", "preamble", "imprint")


def runs_of(view: PlanView, *ids: str) -> dict[str, tuple[Run, ...]]:
    """Marked text of the nodes named, or of all."""
    nodes = [view.node[i] for i in ids] if ids else list(view.nodes)
    return {
        n.id: mark_text(n.body, view.plan.source, view.duties.get(n.id, ()), view.cited.get(n.id, ()))
        for n in nodes
    }


def near_indicators(view: PlanView, node: Node) -> list[Node]:
    """Indicators of what the node is chiefly about: the topics of its title, else those it says most often."""
    tags = view.tags.get(node.id, ())
    most = max((t.hits for t in tags), default=0)
    chief = {t.topic for t in tags if t.place == "title"} or {t.topic for t in tags if t.hits == most}
    ties = (view.node[t.node] for t in view.ties(node.id) if chief.intersection(t.topics))
    return [n for n in ties if n.kind == "indicator"][:MOST_INDICATORS]


def crumbs_of(view: PlanView, node: Node) -> tuple[Crumb, ...]:
    """The way from the full text down to a node's parent."""
    from kb_site.wording import heading

    steps = [Crumb("全文", view.path("text"))]
    steps += [
        Crumb(heading(a), view.path(a.local) if a.kind != "chapter" else view.path("text") + f"#{a.local}")
        for a in view.ancestors(node)
        if a.kind != "paragraph"
    ]
    return tuple(steps)
