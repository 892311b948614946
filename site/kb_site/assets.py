"""Files that pages share: styles, scripts, and what the scripts read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

import rcssmin

from kb.answer.facts import ROLE_PARTS
from kb.answer.links import PAGED
from kb.search.messages import MESSAGES
from kb.search.query import BINDING_WORDS
from kb.store import Base
from kb_site import search_data
from kb_site.links import ASSETS, Links
from kb_site.page import script_json
from kb_site.plan_view import PlanView
from kb_site.wording import BASES, BOX, FILTER_FIELDS, KINDS, short_title

# Each is its parts, in this order. A plan's home needs only the first: it opens as small as can be.
STYLES = {
    "site.css": (
        "theme.css",
        "page.css",
        "labels.css",
        "home.css",
        "found.css",
        "progress.css",
        "narrow.css",
    ),
    "pages.css": (
        "inner.css",
        "text.css",
        "node.css",
        "tables.css",
        "matrix.css",
        "sheet.css",
        "curve.css",
        "narrow-pages.css",
        "large.css",
    ),
    "print.css": ("print.css",),
}
SCRIPTS = {
    "theme.js": ("theme.js",),
    "reading.js": ("reading.js", "marked-words.js"),
    "tables.js": ("tables.js",),
    "search-box.js": ("clipboard.js", "recent.js", "search-box.js"),
}
NAMES = (*STYLES, *SCRIPTS, "icon.svg", "search.js", "search-index.js", "site-data.js")


def asset_files(base: Base, views: tuple[PlanView, ...], links: Links) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of all of them."""
    for name, content in _asset_files(base, views, links):
        yield f"{ASSETS}/{name}", content


def _asset_files(base: Base, views: tuple[PlanView, ...], links: Links) -> Iterator[tuple[str, bytes]]:
    folder = files("kb_site") / "static"
    for name in STYLES:
        yield name, f"{rcssmin.cssmin(style(name))}\n".encode()
    whole = search_data.is_whole(base)
    for name, parts in SCRIPTS.items():
        if name == "search-box.js" and not whole:
            parts = ("answer-later.js", *parts)
        js = "\n".join((folder / part).read_text(encoding="utf-8") for part in parts)
        yield name, search_data.minified(js).encode()
    yield "icon.svg", (folder / "icon.svg").read_bytes()
    yield "search.js", search_data.search_script(whole=whole)
    units = _units_by_plan(links)
    by_id = {v.id: v for v in views}

    def of_plan(plan: str) -> search_data.OfPlan:
        view = by_id[plan]
        return search_data.OfPlan(short_title(view.plan), units.get(plan, {}), view.left_out)

    for script in search_data.index_scripts(base, of_plan=of_plan):
        yield script.path, script.content
    yield "site-data.js", _site_data(views if whole else (), units if whole else {}).encode()


def style(name: str) -> str:
    """A style sheet as it is written, its parts in order."""
    folder = files("kb_site") / "static"
    return "\n".join((folder / part).read_text(encoding="utf-8") for part in STYLES[name])


def _units_by_plan(links: Links) -> dict[str, dict[str, str]]:
    """By plan: the name of a unit → what its page is called after."""
    units: dict[str, dict[str, str]] = {}
    for (plan, name), path in links.units().items():
        units.setdefault(plan, {})[name] = path.removeprefix(f"{plan}/unit-").removesuffix(".html")
    return units


def _site_data(views: tuple[PlanView, ...], units: Mapping[str, Mapping[str, str]]) -> str:
    """What the search box has to know of the site: plans' short titles, and by what slug units' pages are named.

    Of many plans it gets that with what is found: no views are given then.
    """
    data = {
        "many": not views,
        "plans": {v.id: short_title(v.plan) for v in views},
        "units": units,
        "words": BOX,
        "nothing": MESSAGES["nothing"],
        "parts": BASES,
        "roles": ROLE_PARTS,
        "kinds": KINDS,
        "fields": FILTER_FIELDS,
        "bindings": BINDING_WORDS,
        "paged": sorted(PAGED),
        "left_out": {v.id: v.left_out for v in views if v.left_out},
    }
    return f"window.shuiguan=window.shuiguan||{{}};window.shuiguan.site={script_json(data)};\n"
