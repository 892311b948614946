"""Documents the plan cites, and the terms and brands it puts in quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kb.model import Reference
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.plan_view import PlanView
from kb_site.slug import slug


def register(site: SiteContext, view: PlanView) -> None:
    site.links.add(view.path("references"), anchors(view, "document"))
    site.links.add(view.path("terms"), anchors(view, "brand"))


def make(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield from pages(view)


def pages(view: PlanView) -> Iterator[Page]:
    yield _page(
        view, "document", "references", "文件引用", f"《{view.plan.title}》引用的文件，以及在哪一条引用。"
    )
    yield _page(
        view, "brand", "terms", "术语与品牌", f"《{view.plan.title}》加引号的术语、工程和品牌，以及出处。"
    )


def _page(view: PlanView, kind: Literal["document", "brand"], name: str, title: str, words: str) -> Page:
    other = ("terms", "术语与品牌") if kind == "document" else ("references", "文件引用")
    return Page(
        view.path(name),
        "references.html",
        title,
        words,
        area="references",
        plan=view.id,
        data={
            "entries": entries(view, kind),
            "kind": kind,
            "other": (view.path(other[0]), other[1]),
            "anchor_of": anchor,
        },
    )


def entries(view: PlanView, kind: str) -> list[tuple[str, list[Reference]]]:
    """Names with the places they stand in, a place once a name."""
    out: dict[str, dict[str, Reference]] = {}
    for reference in view.references:
        if reference.kind == kind:
            out.setdefault(reference.name, {}).setdefault(reference.node, reference)
    return [(name, list(found.values())) for name, found in out.items()]


def anchor(name: str) -> str:
    return slug(name)


def anchors(view: PlanView, kind: str) -> list[str]:
    return [anchor(name) for name, _ in entries(view, kind)]
