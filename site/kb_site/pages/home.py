"""The home page of a plan, and of a site with several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Node
from kb_site.context import SiteContext
from kb_site.metadata import legislation
from kb_site.page import Page
from kb_site.pages.deadlines import has_deadlines, years
from kb_site.pages.gaps import gaps
from kb_site.pages.portal import MOST_ON_HOME, PORTAL, summary
from kb_site.pages.units import part_counts, responsible
from kb_site.plan_view import PlanView
from kb_site.progress import PlanProgress

EXAMPLES = 6
SHORT = 6  # characters of an example
UNITS_SHOWN = 12
TOPICS_SHOWN = 36
WITHOUT_UNIT = frozenset({"KB310", "KB311", "KB312"})  # findings of the checks
LABELS = {"task": "任务", "project": "项目", "indicator": "指标", "unit": "责任单位", "topic": "主题"}


def register_site(site: SiteContext) -> None:
    site.links.add("index.html")


def make_site(site: SiteContext) -> Iterator[Page]:
    if not site.single:
        yield site_home(site.views, summary(site))


def register(site: SiteContext, view: PlanView) -> None:
    site.links.add(site.home_of(view))


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield page(view, single=site.single)


def home_path(view: PlanView, *, single: bool) -> str:
    """With one plan its home is the site's."""
    return "index.html" if single else f"{view.id}/index.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the plan's figures: “45 项指标”, where it leads, what it is counted in, what it is made of."""

    count: int
    label: str
    path: str
    measure: str
    note: str = ""


def page(view: PlanView, *, single: bool) -> Page:
    plan = view.plan
    title = plan.title
    # A plan without chapters lists what it has instead at the top.
    tops = [n for n in view.children[None] if n.kind == "chapter"] or [
        n for n in view.children[None] if n.kind != "paragraph"
    ]
    chapters = [(c, sections(view, c)) for c in tops]
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
            "chapters": chapters,
            "numbered": [s for _, parts in chapters for s, _ in parts],
            "has_chapters": any(c.kind == "chapter" for c, _ in chapters),
            "top_units": top_units(view),
            "topics": sorted(view.topics, key=lambda t: -t["nodes"])[:TOPICS_SHOWN],
            "gaps": gaps(view),
            "progress": PlanProgress(view),
            "due_years": years(view),
            "deadlines": view.path("deadlines") if has_deadlines(view) else "",
            "without_unit": any(p.code in WITHOUT_UNIT for p in view.problems),
        },
        structured=(legislation(view), {"@type": "WebSite", "name": "谁管", "inLanguage": "zh-Hans"}),
        light=True,
    )


def top_units(view: PlanView) -> list[tuple[str, int]]:
    """Return the units that the plan gives most, with the number on their sheets."""
    counted = ((u["unit"], responsible(part_counts(view, u["unit"]))) for u in view.units)
    return sorted((row for row in counted if row[1]), key=lambda row: -row[1])[:UNITS_SHOWN]


def site_home(views: tuple[PlanView, ...], counts: list[tuple[str, int]]) -> Page:
    """Several plans: the search box and the list of them, or of many how many there are. counts: plans by level."""
    shown = views if len(views) <= MOST_ON_HOME else ()
    return Page(
        "index.html",
        "plans.html",
        "谁管",
        f"{len(views)} 份规划：查一件事归哪个单位管，看原文依据。",
        area="home",
        data={
            "views": [(v, {f.label: f for f in figures(v)}) for v in shown],
            "total": len(views),
            "counts": counts,
            "portal": PORTAL,
            "columns": [
                label for label in LABELS.values() if any(f.label == label for v in shown for f in figures(v))
            ],
            "examples": taken_in_turn(tuple(examples(v) for v in views[:MOST_ON_HOME])),
        },
        structured=({"@type": "WebSite", "name": "谁管", "inLanguage": "zh-Hans"},),
        scripts=("tables.js",),
    )


def figures(view: PlanView) -> tuple[Figure, ...]:
    count = {kind: sum(n.kind == kind for n in view.nodes) for kind in ("task", "project")}
    binding = sum(i.binding == "约束性" for i in view.indicators)
    assigned = sum(bool(responsible(part_counts(view, u["unit"]))) for u in view.units)
    others = len(view.units) - assigned
    found = (
        Figure(count["task"], LABELS["task"], view.path("text"), "项"),
        Figure(count["project"], LABELS["project"], view.path("text"), "个"),
        Figure(
            len(view.indicators),
            LABELS["indicator"],
            view.path("indicators"),
            "项",
            f"约束性 {binding}" if binding else "",
        ),
        Figure(
            assigned, LABELS["unit"], view.path("units"), "个", f"另有点名或关联 {others}" if others else ""
        ),
        Figure(len(view.topics), LABELS["topic"], view.path("topics"), "个"),
    )
    return tuple(f for f in found if f.count)


def examples(view: PlanView) -> tuple[str, ...]:
    """Words to try, each found in the plan: topics a unit is responsible for, those with most nodes first and one
    topic a unit; then the units with most duties, indicators, other topics, and headings, as far as they are short.
    """
    out: list[str] = []
    seen: set[str] = set()
    for topic in sorted((t for t in view.topics if t["units"]), key=lambda t: -t["nodes"]):
        if topic["units"][0] not in seen:
            seen.add(topic["units"][0])
            out.append(topic["name"])
    units = [u["unit"] for u in view.units if u["counts"]["assigned"]][:2]
    others = [t["name"] for t in view.topics]
    headings = [n.title for n in view.nodes if n.kind in ("task", "section", "project", "chapter")]
    known = [w for w in (*out, *units, *(i.name for i in view.indicators), *others) if 1 < len(w) <= SHORT]
    known += [h for h in headings if 1 < len(h) <= SHORT + 4]
    return tuple(dict.fromkeys(known))[:EXAMPLES]


def taken_in_turn(lists: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """One of each list after the other, each once."""
    turns = (words[i] for i in range(EXAMPLES) for words in lists if i < len(words))
    return tuple(dict.fromkeys(turns))[:EXAMPLES]


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
