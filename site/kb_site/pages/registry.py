"""The one table of kinds of pages: in what order they are made, registered and listed, and what the menu calls them.

To add a kind: a module with a function that yields its pages, a row here, a template. Tests, the menu, the sitemap and
llms.txt follow from the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.pages import (
    about,
    check,
    compared,
    deadlines,
    fulltext,
    home,
    indicators,
    matrix,
    node,
    overview,
    portal,
    references,
    search,
    topic_plans,
    topics,
    unit_index,
    unit_plans,
)
from kb_site.plan_view import PlanView


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKind:
    """A kind of page that every plan has.

    key: `Page.area` of its pages. register: tells the resolver the pages and their anchors. make: yields the pages.
    label: what the menu calls it, "" where the menu does not have it. files: names of pages that every plan has.
    written: yields what is written beside the pages: path and bytes. listed: whether llms.txt lists each page of the kind.
    """

    key: str
    register: Callable[[SiteContext, PlanView], None]
    make: Callable[[SiteContext, PlanView], Iterable[Page]]
    label: str = ""
    files: tuple[str, ...] = ()
    written: Callable[[SiteContext, PlanView], Iterable[tuple[str, bytes]]] | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteKind:
    """A kind of page over all plans. Its fields are those of PlanKind."""

    key: str
    register: Callable[[SiteContext], None]
    make: Callable[[SiteContext], Iterable[Page]]
    written: Callable[[SiteContext], Iterable[tuple[str, bytes]]] | None = None
    listed: bool = True


def named(*names: str) -> Callable[[SiteContext, PlanView], None]:
    """Return what registers pages of these names, without anchors."""

    def register(site: SiteContext, view: PlanView) -> None:
        for name in names:
            site.links.add(view.path(name))

    return register


SITE_KINDS: tuple[SiteKind, ...] = (
    SiteKind(key="home", register=home.register_site, make=home.make_site),
    SiteKind(key="search", register=search.register, make=search.make),
    SiteKind(key="plans", register=portal.register, make=portal.make),
    SiteKind(key="compare", register=compared.register, make=compared.make, listed=False),
    SiteKind(key="topic", register=topic_plans.register, make=topic_plans.make, listed=False),
    SiteKind(
        key="unit", register=unit_plans.register, make=unit_plans.make, written=unit_plans.files, listed=False
    ),
)
PLAN_KINDS: tuple[PlanKind, ...] = (
    PlanKind(key="home", register=home.register, make=home.make),
    PlanKind(key="text", label="全文", files=("text",), register=fulltext.register, make=fulltext.make),
    PlanKind(key="node", register=node.register, make=node.make, listed=False),
    PlanKind(
        key="indicators",
        label="指标",
        files=("indicators",),
        register=indicators.register,
        make=indicators.make,
        written=indicators.files,
    ),
    PlanKind(key="deadlines", register=deadlines.register, make=deadlines.make, written=deadlines.files),
    PlanKind(key="overview", register=overview.register, make=overview.make),
    PlanKind(
        key="units",
        label="单位",
        files=("units",),
        register=unit_index.register,
        make=unit_index.make,
        written=unit_index.files,
    ),
    PlanKind(
        key="matrix",
        label="矩阵",
        files=("matrix",),
        register=matrix.register,
        make=matrix.make,
        written=matrix.files,
    ),
    PlanKind(key="topics", label="主题", files=("topics",), register=named("topics"), make=topics.make_index),
    PlanKind(key="topic", register=topics.register, make=topics.make, listed=False),
    PlanKind(
        key="references",
        label="引用",
        files=("references", "terms"),
        register=references.register,
        make=references.make,
    ),
    PlanKind(key="check", label="校核", files=("check",), register=check.register, make=check.make),
    PlanKind(key="about", label="关于", files=("about",), register=named("about"), make=about.make),
)
MENU = tuple((kind.key, kind.label) for kind in PLAN_KINDS if kind.label)
PLAN_PAGES = tuple(name for kind in PLAN_KINDS for name in kind.files)
UNLISTED = frozenset(k.key for k in SITE_KINDS if not k.listed) | frozenset(
    k.key for k in PLAN_KINDS if not k.listed
)


def register_all(site: SiteContext) -> None:
    """Tell the resolver every page and anchor there will be."""
    for kind in SITE_KINDS:
        kind.register(site)
    for view in site.views:
        for each in PLAN_KINDS:
            each.register(site, view)


def all_pages(site: SiteContext) -> Iterator[Page]:
    for kind in SITE_KINDS:
        yield from kind.make(site)
    for view in site.views:
        for each in PLAN_KINDS:
            yield from each.make(site, view)


def all_files(site: SiteContext) -> Iterator[tuple[str, bytes]]:
    """Yield what is written beside the pages: path and bytes."""
    for each in SITE_KINDS:
        if each.written is not None:
            yield from each.written(site)
    for view in site.views:
        for kind in PLAN_KINDS:
            if kind.written is not None:
                yield from kind.written(site, view)
