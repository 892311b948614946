"""A page before it is written, and the templates it is written with."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from kb.answer.facts import ASSIGNED_PARTS, PARTS, part
from kb.answer.wording import through_collective
from kb.model import EDITED
from kb.rules import distance
from kb_site import wording
from kb_site.slug import slug
from kb_site.text_parts import groups_of_boxes


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to a page: its words, and the page's path or the id of a node in the full text."""

    label: str
    path: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """path: from the site's root. area: its kind, the key of its row in pages/registry.py. under: the menu's entry that
    it belongs to where that is another's. plan: id, "" for the site's own pages. data: what the template is given.
    structured: schema.org objects. light: drawn with site.css alone.
    """

    path: str
    template: str
    title: str
    description: str
    area: str = ""
    under: str = ""
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


class CompiledTemplates(BytecodeCache):
    """Compiled templates beside the templates, as Python keeps its own; where that folder can't be written, none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            bucket.bytecode_from_string((self._folder / f"{bucket.key}.jinja").read_bytes())
        except (OSError, EOFError, ValueError, TypeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        aside = self._folder / f"{bucket.key}.{os.getpid()}"
        try:
            self._folder.mkdir(exist_ok=True)
            aside.write_bytes(bucket.bytecode_to_string())
            aside.replace(self._folder / f"{bucket.key}.jinja")
        except OSError:
            with suppress(OSError):
                aside.unlink()


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
        bytecode_cache=CompiledTemplates(folder / "__pycache__") if isinstance(folder, Path) else None,
    )
    env.filters["script_json"] = script_json
    env.filters["anchor"] = slug
    env.filters["groups_of_boxes"] = groups_of_boxes
    env.filters["one_line"] = wording.one_line
    env.filters["through_collective"] = through_collective
    env.globals.update(
        number_shown=wording.number_shown,
        number_text=distance.number,
        heading=wording.heading,
        citation=wording.citation,
        place=wording.place,
        said=wording.said,
        brief=wording.brief,
        place_beside=wording.place_beside,
        short_title=wording.short_title,
        title_parts=wording.title_parts,
        number_width=wording.number_width,
        chinese_date=wording.chinese_date,
        KINDS=wording.KINDS,
        BASES=wording.BASES,
        COLOUR_KEYS=wording.COLOUR_KEYS,
        ASSIGNED_NAME=wording.ASSIGNED_NAME,
        EDITED=EDITED,
        BASIS_MEANING=wording.BASIS_MEANING,
        PARTS=PARTS,
        ASSIGNED_PARTS=ASSIGNED_PARTS,
        part=part,
    )
    return env
