"""The home page of a plan, and of a site with several."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Node
from kb_site.metadata import legislation
from kb_site.page import Page
from kb_site.plan_view import PlanView
from kb_site.wording import short_title

EXAMPLES = 6
UNITS_SHOWN = 12


def home_path(view: PlanView, *, single: bool) -> str:
    """With one plan its home is the site's."""
    return "index.html" if single else f"{view.id}/index.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the plan's figures: “45 项指标”, where it leads, what it is made of."""

    count: int
    label: str
    path: str
    note: str = ""


def page(view: PlanView, *, single: bool) -> Page:
    plan = view.plan
    title = plan.title
    return Page(
        home_path(view, single=single),
        "home.html",
        title,
        f"{title}：查一件事归哪个单位管，看原文依据；全文、指标、单位职责、主题索引。",
        area="home",
        plan=view.id,
        data={
            "figures": figures(view),
            "examples": examples(view),
            "chapters": [(c, sections(view, c)) for c in view.children[None] if c.kind == "chapter"],
            "top_units": [u for u in view.units if u["counts"]["assigned"]][:UNITS_SHOWN],
            "topics": view.topics,
        },
        structured=(legislation(view), {"@type": "WebSite", "name": "谁管", "inLanguage": "zh-Hans"}),
        scripts=("search-index.js", "search.js"),
    )


def site_home(views: tuple[PlanView, ...]) -> Page:
    """Several plans: the search box and the list of them."""
    return Page(
        "index.html",
        "plans.html",
        "谁管",
        f"{len(views)} 份规划：查一件事归哪个单位管，看原文依据。",
        area="home",
        data={"views": [(v, figures(v)) for v in views], "examples": examples(views[0]) if views else ()},
        structured=({"@type": "WebSite", "name": "谁管", "inLanguage": "zh-Hans"},),
        scripts=("search-index.js", "search.js"),
    )


def figures(view: PlanView) -> tuple[Figure, ...]:
    count = {kind: sum(n.kind == kind for n in view.nodes) for kind in ("task", "project")}
    binding = sum(i.binding == "约束性" for i in view.indicators)
    assigned = sum(bool(u["counts"]["assigned"]) for u in view.units)
    found = (
        Figure(count["task"], "项任务", view.path("text")),
        Figure(count["project"], "个项目", view.path("text")),
        Figure(
            len(view.indicators), "项指标", view.path("indicators"), f"约束性 {binding}" if binding else ""
        ),
        Figure(assigned, "个责任单位", view.path("units"), f"另有点名或关联 {len(view.units) - assigned}"),
        Figure(len(view.topics), "个主题", view.path("topics")),
    )
    return tuple(f for f in found if f.count)


def examples(view: PlanView) -> tuple[str, ...]:
    """Words to try: topics a unit is responsible for, those with most nodes first, one topic a unit at first."""
    ranked = sorted((t for t in view.topics if t["units"]), key=lambda t: -t["nodes"])
    out: list[str] = []
    seen: set[str] = set()
    for topic in ranked:
        if topic["units"][0] not in seen and len(topic["name"]) <= 6:
            seen.add(topic["units"][0])
            out.append(topic["name"])
    return tuple(out[:EXAMPLES]) or tuple(short_title(view.plan).split("\n")[:1])


def sections(view: PlanView, chapter: Node) -> list[tuple[Node, int]]:
    """A chapter's sections with how many tasks, goals, projects and indicators stand in each."""
    return [
        (s, sum(1 for n in below(view, s) if n.kind in ("task", "goal", "principle", "project", "indicator")))
        for s in view.children[chapter.id]
        if s.kind in ("section", "measure", "task", "goal", "box")
    ]


def below(view: PlanView, node: Node) -> list[Node]:
    """All nodes below one, in reading order."""
    out: list[Node] = []
    stack = list(reversed(view.children[node.id]))
    while stack:
        n = stack.pop()
        out.append(n)
        stack.extend(reversed(view.children[n.id]))
    return out
