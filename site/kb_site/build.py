"""Building the site: base → pages → files → folder."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
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
from kb_site.plan_view import PlanView
from kb_site.settings import SiteSettings
from kb_site.text_parts import TextParts
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
    views = tuple(PlanView(base, plan) for plan in base.plans())
    read = time.perf_counter()
    rendered, count = render_site(base, views, base_url=base_url, extracts=tuple(extracts), settings=settings)
    made = time.perf_counter()
    written = write_site(out, rendered)
    done = time.perf_counter()
    return BuiltSite(
        out,
        count,
        sum(map(len, rendered.values())),
        written,
        (("读知识库", read - begun), ("排页面", made - read), ("写文件", done - made)),
    )


def render_site(
    base: Base,
    views: tuple[PlanView, ...],
    *,
    base_url: str = "",
    extracts: tuple[Extract, ...] = (),
    settings: SiteSettings | None = None,
) -> tuple[dict[str, bytes], int]:
    """All files of the site by their path, in order of path, and how many of them are pages."""
    links = Links(base_url)
    by_plan = {v.id: tuple(e for e in extracts if e.plan == v.id) for v in views}
    texts = {v.id: TextParts(v) for v in views}
    site = SiteContext(
        views=views,
        links=links,
        digest=base.digest,
        extracts=by_plan,
        texts=texts,
        settings=settings or SiteSettings(),
    )
    register(site)
    made = tuple(registry.all_pages(site))
    for page in made:
        links.check(page.path)
    out: dict[str, bytes] = {}
    for page in made:
        html = render(page, site)
        out[page.path] = html.encode()
        if base_url:
            out[twin_path(page.path)] = to_markdown(page, site).encode()
    out.update(assets.asset_files(base, views, links))
    out.update(registry.all_files(site))
    for extract in extracts:
        out[extract.path] = extract.content
    if base_url:
        out.update(metadata.web_files(made, views, links, registry.UNLISTED))
    out[MARK] = _mark(views, base.digest)
    return dict(sorted(out.items())), len(made)


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
