"""Building the site: base → pages → files → folder."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import kb
from kb.store import Base
from kb_site import assets, metadata, pages, twin
from kb_site.links import ASSETS, Links
from kb_site.output import MARK, Written, write_site
from kb_site.page import Page, environment, script_json
from kb_site.plan_view import PlanView
from kb_site.wording import short_title

# How many plans the menu on every page lists; the home page lists all. (Else pages grow with the number of plans.)
MENU = 12


@dataclass(frozen=True, slots=True)
class Extract:
    """A ready-made extract of a unit's duties that its page offers: label “Word”, name "x.docx".

    offered: the name a browser proposes for the saved file, “区卫健委-职责清单.docx”; "" for `name`.
    """

    plan: str
    unit: str
    label: str
    name: str
    content: bytes
    offered: str = ""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """out: where it stands. pages: how many HTML pages. seconds: by step."""

    out: Path
    pages: int
    size: int
    written: Written
    seconds: tuple[tuple[str, float], ...]


def build_site(base: Base, out: Path, *, base_url: str = "", extracts: Iterable[Extract] = ()) -> BuiltSite:
    """Build the whole site and put it in `out`. base_url: where it will be published, "" for a file share.

    Raises KbError where a link has no target or `out` is not a site; the old site then stays as it was.
    """
    begun = time.perf_counter()
    views = tuple(PlanView(base, plan) for plan in base.plans())
    read = time.perf_counter()
    rendered, count = render_site(base, views, base_url=base_url, extracts=tuple(extracts))
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
    base: Base, views: tuple[PlanView, ...], *, base_url: str = "", extracts: tuple[Extract, ...] = ()
) -> tuple[dict[str, bytes], int]:
    """All files of the site by their path, in order of path, and how many of them are pages."""
    links = Links(base_url)
    register(links, views, extracts)
    all_pages = tuple(pages.all_pages(views, links, base.digest))
    for page in all_pages:
        links.check(page.path)
    out: dict[str, bytes] = {}
    plans = [(v, short_title(v.plan)) for v in views[:MENU]]
    by_id = {v.id: v for v in views}
    for page in all_pages:
        view = by_id.get(page.plan, views[0] if len(views) == 1 else None)
        html = render(page, links, view, plans, plans_total=len(views), extracts=extracts)
        out[page.path] = html.encode()
        if base_url:
            out[twin.twin_path(page.path)] = twin.to_markdown(html, links.at(page.path).canonical).encode()
    out.update(assets.asset_files(base, views, links))
    for extract in extracts:
        out[extract_path(extract)] = extract.content
    if base_url:
        out.update(metadata.web_files(all_pages, views, links))
    out[MARK] = _mark(views, base.digest)
    return dict(sorted(out.items())), len(all_pages)


def register(links: Links, views: tuple[PlanView, ...], extracts: tuple[Extract, ...]) -> None:
    """Tell the resolver every page and anchor there will be."""
    for name in assets.NAMES:
        links.add(f"{ASSETS}/{name}")
    if links.base_url:
        links.add("opensearch.xml")
    pages.register_site(links, views)
    for view in views:
        pages.register_plan(links, view, single=len(views) == 1)
    for extract in extracts:
        links.add(extract_path(extract))


def extract_path(extract: Extract) -> str:
    return f"{extract.plan}/{extract.name}"


def render(
    page: Page,
    links: Links,
    view: PlanView | None,
    plans: list[tuple[PlanView, str]],
    *,
    plans_total: int,
    extracts: tuple[Extract, ...] = (),
) -> str:
    """One page as HTML. view: its plan, None on pages of a site with several. plans: those the menu lists."""
    template = environment().get_template(page.template)
    return template.render(
        page=page,
        to=links.at(page.path),
        view=view,
        plan=view.plan if view else None,
        plans=plans,
        single=plans_total == 1,
        home=pages.home_path(view, single=plans_total == 1) if view else "index.html",
        plan_pages=pages.PLAN_PAGES,
        plans_total=plans_total,
        extracts=[e for e in extracts if e.plan == page.plan],
        extract_path=extract_path,
        structured=metadata.structured(page, view, links),
        **page.data,
    )


def _mark(views: tuple[PlanView, ...], digest: str) -> bytes:
    """What says that a folder is ours, and which base it was made from."""
    said = {"generator": f"shuiguan {kb.__version__}", "base": digest, "plans": [v.id for v in views]}
    text = script_json(said)
    return f"{text}\n".encode()
