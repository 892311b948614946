"""Building the site: base → pages → files → folder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import kb
from kb.store import Base
from kb_site import assets, metadata
from kb_site.context import Extract, SiteContext
from kb_site.links import ASSETS, Links
from kb_site.markdown import twin_path
from kb_site.output import MARK, Written, write_site
from kb_site.page import Page, environment, script_json
from kb_site.pages import registry
from kb_site.plan_view import LoadedViews, PlanView
from kb_site.settings import SiteSettings
from kb_site.twins import to_markdown
from kb_site.wording import short_title

# How many plans the menu on every page lists; the home page lists all. (Else pages grow with the number of plans.)
MENU = 12

__all__ = ["BuiltSite", "Extract", "build_site", "render_site"]


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """out: where it stands. pages: how many HTML pages. seconds: by step."""

    out: Path
    pages: int
    size: int
    written: Written
    seconds: tuple[tuple[str, float], ...]


def build_site(
    base: Base,
    out: Path,
    *,
    base_url: str = "",
    extracts: Iterable[Extract] = (),
    settings: SiteSettings | None = None,
) -> BuiltSite:
    """Build the whole site and put it in `out`. base_url: where it will be published, "" for a file share.

    extracts: documents that its pages offer. settings: what the office says in corpus/site.toml.

    Raises KbError where a link has no target or `out` is not a site; the old site then stays as it was.
    """
    begun = time.perf_counter()
    loaded = LoadedViews()
    views = tuple(PlanView(base, plan, loaded) for plan in base.plans())
    read = time.perf_counter()
    count = Counted()
    written = write_site(
        out, site_files(base, views, count, base_url=base_url, extracts=tuple(extracts), settings=settings)
    )
    done = time.perf_counter()
    return BuiltSite(
        out, count.pages, count.size, written, (("读知识库", read - begun), ("排页面、写文件", done - read))
    )


@dataclass(slots=True)
class Counted:
    """What has been made so far: HTML pages, and bytes of all files."""

    pages: int = 0
    size: int = 0


def render_site(
    base: Base,
    views: tuple[PlanView, ...],
    *,
    base_url: str = "",
    extracts: tuple[Extract, ...] = (),
    settings: SiteSettings | None = None,
) -> tuple[dict[str, bytes], int]:
    """All files of the site by their path, in order of path, and how many of them are pages."""
    count = Counted()
    files = site_files(base, views, count, base_url=base_url, extracts=extracts, settings=settings)
    return dict(sorted(files)), count.pages


def site_files(
    base: Base,
    views: tuple[PlanView, ...],
    count: Counted,
    *,
    base_url: str = "",
    extracts: tuple[Extract, ...] = (),
    settings: SiteSettings | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file, each made when it is asked for: no more than one page is held."""
    for path, content in _files(base, views, count, base_url, extracts, settings or SiteSettings()):
        count.size += len(content)
        yield path, content


def _files(
    base: Base, views: tuple[PlanView, ...], count: Counted, base_url: str, extracts: tuple[Extract, ...], settings: SiteSettings
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    links = Links(base_url)
    site = SiteContext(
        views=views,
        links=links,
        digest=base.digest,
        extracts={v.id: tuple(e for e in extracts if e.plan == v.id) for v in views},
        settings=settings,
    )
    for view in views:
        if view.loaded is not None:
            view.loaded.forget = site.forget
    register(site)
    listed: list[Page] = []
    for page in registry.all_pages(site):
        links.check(page.path)
        count.pages += 1
        html = render(page, site)
        yield page.path, html.encode()
        if base_url:
            listed.append(replace(page, data={}, structured=()))
            yield twin_path(page.path), to_markdown(page, site).encode()
    yield from assets.asset_files(base, views, links)
    yield from registry.all_files(site)
    for extract in extracts:
        yield extract.path, extract.content
    if base_url:
        yield from metadata.web_files(listed, views, links, registry.UNLISTED).items()
    yield MARK, _mark(views, base.digest)


def register(site: SiteContext) -> None:
    """Tell the resolver every page, anchor and file there will be."""
    links = site.links
    for name in assets.NAMES:
        links.add(f"{ASSETS}/{name}")
    if links.base_url:
        links.add("opensearch.xml")
    registry.register_all(site)
    for extracts in site.extracts.values():
        for extract in extracts:
            links.add(extract.path)


def render(page: Page, site: SiteContext) -> str:
    """One page as HTML. A page of a site of several plans that is no plan's has no view."""
    view = site.view(page.plan) or (site.views[0] if site.single else None)
    template = environment().get_template(page.template)
    return template.render(
        page=page,
        to=site.links.at(page.path),
        view=view,
        plan=view.plan if view else None,
        plans=[(v, short_title(v.plan)) for v in site.views[:MENU]],
        single=site.single,
        home=site.home_of(view) if view else "index.html",
        menu=registry.MENU,
        plan_pages=registry.PLAN_PAGES,
        plans_total=len(site.views),
        extracts=site.extracts.get(page.plan, ()),
        office=site.settings,
        place_names=dict(registry.MENU),
        structured=metadata.structured(page, view, site.links),
        **page.data,
    )


def _mark(views: tuple[PlanView, ...], digest: str) -> bytes:
    """What says that a folder is ours, and which base it was made from."""
    said = {"generator": f"shuiguan {kb.__version__}", "base": digest, "plans": [v.id for v in views]}
    text = script_json(said)
    return f"{text}\n".encode()
