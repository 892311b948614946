"""A page before it is written, and the templates it is written with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kb_site import distance, wording
from kb_site.slug import slug


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page: its words and the path (with anchor) of the page."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """path: from the site's root. area: which entry of the navigation is its own. plan: id, "" for the site's own
    pages. data: what the template is given. structured: schema.org objects. light: drawn with site.css alone.
    """

    path: str
    template: str
    title: str
    description: str
    area: str = ""
    plan: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    crumbs: tuple[Crumb, ...] = ()
    structured: tuple[Mapping[str, Any], ...] = ()
    scripts: tuple[str, ...] = ()
    light: bool = False


def script_json(value: object) -> Markup:
    """JSON that may stand in a <script>: nothing in it can end the element or the line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for ch in "<>&\u2028\u2029":
        text = text.replace(ch, f"\\u{ord(ch):04x}")
    return Markup(text)  # every character that HTML knows is escaped above


@cache
def environment() -> Environment:
    """The templates of this package, autoescaped; an undefined name is an error."""
    folder = files("kb_site") / "templates"

    def load(name: str) -> tuple[str, str, None]:
        return (folder / name).read_text(encoding="utf-8"), name, None

    env = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.filters["script_json"] = script_json
    env.filters["anchor"] = slug
    env.filters["one_line"] = wording.one_line
    env.globals.update(
        number_shown=wording.number_shown,
        number_text=distance.number,
        heading=wording.heading,
        citation=wording.citation,
        place=wording.place,
        place_beside=wording.place_beside,
        short_title=wording.short_title,
        title_parts=wording.title_parts,
        number_width=wording.number_width,
        chinese_date=wording.chinese_date,
        KINDS=wording.KINDS,
        BASES=wording.BASES,
        BASIS_MEANING=wording.BASIS_MEANING,
    )
    return env
