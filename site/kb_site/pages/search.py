"""The search page: `search.html?q=托育`."""

from __future__ import annotations

from collections.abc import Iterator

from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.plan_view import PlanView


def register(site: SiteContext) -> None:
    site.links.add("search.html")


def make(site: SiteContext) -> Iterator[Page]:
    yield page(site.views)


def page(views: tuple[PlanView, ...]) -> Page:
    return Page(
        "search.html",
        "search.html",
        "搜索",
        "搜规划的条目、指标、项目和单位。",
        area="search",
        plan=views[0].id if len(views) == 1 else "",
        data={"browse": views},
        light=True,
    )
