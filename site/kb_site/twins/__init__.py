"""The Markdown twin of each kind of page, written from what the page is made of: what a program reads instead of the HTML."""

from __future__ import annotations

from collections.abc import Callable

from kb_site.context import SiteContext
from kb_site.markdown import Markdown, plain
from kb_site.page import Page
from kb_site.twins import about, front, node, over, tables, text, units

Twin = Callable[[Markdown, Page, SiteContext], None]


def to_markdown(page: Page, site: SiteContext) -> str:
    """Return a page's twin. A page of a site of several plans that is no plan's has no view."""
    view = site.view(page.plan) or (site.views[0] if site.single else None)
    to = site.links.at(page.path)
    md = Markdown(to, view)
    TWINS.get(page.template, _said)(md, page, site)
    address = f"\n原页：<{to.canonical}>\n" if to.canonical else ""
    return md.text() + address


def _said(md: Markdown, page: Page, _site: SiteContext) -> None:
    """What a page of another kind is about."""
    md.heading(1, plain(page.title))
    md.block(plain(page.description))


TWINS: dict[str, Twin] = {
    "home.html": front.home,
    "plans.html": front.plans,
    "search.html": front.search,
    "fulltext.html": text.front,
    "textpart.html": text.part,
    "whole.html": text.whole,
    "node.html": node.node,
    "indicators.html": tables.table,
    "units.html": tables.table,
    "deadlines.html": tables.table,
    "overview.html": tables.overview,
    "matrix.html": tables.matrix,
    "unit.html": units.unit,
    "unit-plans.html": units.unit_plans,
    "topics.html": units.topics,
    "topic.html": units.topic,
    "portal.html": over.portal,
    "compare.html": over.compared,
    "compare-index.html": over.tree,
    "topics-plans.html": over.topics,
    "topic-plans.html": over.topic,
    "references.html": about.references,
    "check.html": about.check,
    "about.html": about.about,
}
"""Template of a kind of page → what writes its twin. Tests hold that every kind has one."""
