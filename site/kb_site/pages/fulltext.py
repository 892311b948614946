"""The plan as one readable document: the page with its contents, the pages of its text, and all of it on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kb.answer.cover import cover_of
from kb.model import Node
from kb_site.context import SiteContext
from kb_site.marks import Run, mark_text
from kb_site.metadata import legislation
from kb_site.page import Crumb, Page
from kb_site.plan_view import PlanView
from kb_site.text_parts import Part, TextParts, is_frame
from kb_site.wording import heading

MOST_INDICATORS = 4


def register(site: SiteContext, view: PlanView) -> None:
    """Register the pages of the text. The front page keeps an anchor for every entry of its contents."""
    text = site.text_of(view)
    links = site.links
    front = links.add(view.path("text"), (n.local for n, _ in text.entries()) if text.parts else ())
    if text.parts:
        links.add(view.path("whole"), (n.local for n in view.nodes))
    for node in view.nodes:
        links.add_text(node.id, text.path(node.id))
    links.add(front)


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    text = site.text_of(view)
    yield _front(view, text)
    if text.parts:
        yield from (_part(view, text, at) for at in range(len(text.parts)))
        yield _whole(view, text)


def _front(view: PlanView, text: TextParts) -> Page:
    """The cover, the preamble and the contents; with a short plan the whole text."""
    here = [n for n in view.children[None] if is_frame(n)] + (
        [] if text.parts else [i.node for i in text.items]
    )
    return Page(
        view.path("text"),
        "fulltext.html",
        "全文",
        f"《{view.plan.title}》全文：目录，每一条都有锚点、引用格式和责任单位旁注。",
        area="text",
        plan=view.id,
        data={
            **_frame(view),
            "text": text,
            "entries": text.entries(),
            "items": () if text.parts else text.items,
            **_notes(view, here),
        },
        structured=(legislation(view),),
        scripts=("reading.js",),
    )


def _part(view: PlanView, text: TextParts, at: int) -> Page:
    """One page of the text of a longer plan."""
    part = text.parts[at]
    title = part_title(part)
    return Page(
        view.path(part.name),
        "textpart.html",
        title,
        f"《{view.plan.title}》第 {at + 1} 页，共 {len(text.parts)} 页：{title}。",
        area="text",
        plan=view.id,
        data={
            "text": text,
            "part": part,
            "items": part.items,
            "before": text.parts[at - 1] if at else None,
            "after": text.parts[at + 1] if at + 1 < len(text.parts) else None,
            "chapter": (*part.above, part.first)[0],
            "imprint": _frame(view)["imprint"] if at + 1 == len(text.parts) else [],
            "part_title": part_title,
            **_notes(view, [item.node for item in part.items]),
        },
        crumbs=(Crumb("全文", view.path("text")),),
        scripts=("reading.js",),
    )


def _whole(view: PlanView, text: TextParts) -> Page:
    """The text on one page, to search with the browser's own means and to print: without links and buttons."""
    return Page(
        view.path("whole"),
        "whole.html",
        "全文（一页）",
        f"《{view.plan.title}》全文在一页里，供打印、查找。",
        area="whole",
        under="text",
        plan=view.id,
        data={**_frame(view), "items": text.items, "near": {}, "runs": {}},
        crumbs=(Crumb("全文", view.path("text")),),
    )


def part_title(part: Part) -> str:
    """Return what a page of text is called: “二、重点任务　（四）推进儿童普惠福利体系建设”, “三、组织实施”."""
    chapter = (*part.above, part.first)[0]
    if not part.above:
        below = [i.node for i in part.items[1:] if i.depth == 1 and i.begins and i.node.kind == "section"]
        whole = not below or part.last_of_chapter
        return (
            heading(chapter)
            if whole
            else f"{heading(chapter)}　{heading(below[0])}{' 等' if below[1:] else ''}"
        )
    section = (*part.above, part.first)[1]
    continued = len(part.above) > 1 or not part.items[0].begins
    later = [i.node for i in part.items[1:] if i.depth == 1 and i.begins and i.node.kind == "section"]
    return f"{heading(chapter)}　{heading(section)}{'（续）' if continued else ''}{' 等' if later else ''}"


def _frame(view: PlanView) -> dict[str, Any]:
    roots = view.children[None]
    return {
        "cover": cover_of(n for n in roots if n.local.startswith("cover.")),
        "titles": [n for n in roots if n.local == "title"],
        "preamble": [n for n in roots if n.local.startswith("preamble")],
        "imprint": [n for n in roots if n.local.startswith("imprint.")],
    }


def _notes(view: PlanView, nodes: Iterable[Node]) -> dict[str, object]:
    """Return the marked text of the nodes on a page, and the indicators next to its tasks."""
    own = list(nodes)
    return {
        "runs": runs_of(view, *(n.id for n in own)),
        "near": {n.id: near_indicators(view, n) for n in own if n.kind == "task"},
    }


def runs_of(view: PlanView, *ids: str) -> dict[str, tuple[Run, ...]]:
    """Return the marked text of the nodes named."""
    nodes = [view.node[i] for i in ids]
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
    steps = [Crumb("全文", view.path("text"))]
    steps += [
        Crumb(heading(a), node=a.id) if a.kind == "chapter" else Crumb(heading(a), view.path(a.local))
        for a in view.ancestors(node)
        if a.kind != "paragraph"
    ]
    return tuple(steps)
