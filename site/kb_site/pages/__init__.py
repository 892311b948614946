"""Pages as pure functions: a plan's view and the links in, pages out. One kind of page a module."""

from __future__ import annotations

from collections.abc import Iterator

from kb_site.links import Links
from kb_site.page import Page
from kb_site.pages import (
    about,
    check,
    fulltext,
    home,
    indicators,
    matrix,
    node,
    references,
    search,
    topics,
    unit_plans,
    units,
)
from kb_site.pages.home import home_path
from kb_site.plan_view import PlanView

# Pages every plan has, by file name.
PLAN_PAGES = ("text", "indicators", "units", "matrix", "topics", "references", "terms", "check", "about")


def register_site(links: Links, views: tuple[PlanView, ...]) -> None:
    links.add("index.html")
    links.add("search.html")
    for path in unit_plans.SharedUnits(views).paths.values():
        links.add(path)


def register_plan(links: Links, view: PlanView, *, single: bool) -> None:
    """Every page of a plan and its anchors."""
    links.add(home_path(view, single=single))
    for name in PLAN_PAGES:
        links.add(view.path(name))
    links.add(view.path("text"), (n.local for n in view.nodes))
    for n in view.nodes:
        links.add_node(n.id, n.kind)
    for name, sheet in view.sheets.items():
        links.add_unit(view.id, name, view.unit_path(name), units.anchors(view, sheet))
        if not links.has_unit(view.id, sheet["unit"]):  # the name all plans together give it
            links.add_unit(view.id, sheet["unit"], view.unit_path(name))
    for topic in view.topics:
        links.add_topic(view.id, topic["name"], view.topic_path(topic["name"]))
    links.add(view.path("check"), {p.code for p in view.problems})
    links.add(view.path("references"), references.anchors(view, "document"))
    links.add(view.path("terms"), references.anchors(view, "brand"))


def all_pages(views: tuple[PlanView, ...], links: Links, digest: str) -> Iterator[Page]:
    single = len(views) == 1
    if not single:
        yield home.site_home(views)
    yield search.page(views)
    elsewhere = units.by_identity(views)
    shared = unit_plans.SharedUnits(views)
    together = shared.together()
    yield from shared.pages()
    for view in views:
        yield home.page(view, single=single)
        yield fulltext.page(view)
        yield from node.pages(view)
        yield indicators.page(view)
        yield units.index(view)
        yield from units.sheets(view, elsewhere, together)
        yield matrix.page(view)
        yield topics.index(view)
        yield from topics.pages(view)
        yield from references.pages(view)
        yield check.page(view)
        yield about.page(view, digest)


__all__ = ["PLAN_PAGES", "all_pages", "home_path", "register_plan", "register_site"]
