"""The search page: `search.html?q=托育`."""

from __future__ import annotations

from kb_site.page import Page
from kb_site.plan_view import PlanView


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
