"""How to cite, how the site was made, what the words mean, what import repaired."""

from __future__ import annotations

from collections.abc import Iterator

from kb.answer.repairs import REPAIR_KINDS
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.plan_view import PlanView


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield page(view, site.digest)


def page(view: PlanView, digest: str) -> Page:
    sample = next((n for n in view.nodes if n.kind in ("task", "measure", "section")), None)
    return Page(
        view.path("about"),
        "about.html",
        "关于",
        f"怎样引用《{view.plan.title}》的条目，各种依据是什么意思，本站怎样由原文生成。",
        area="about",
        plan=view.id,
        data={
            "sample": sample,
            "repaired": {r: i for i, r in view.repair_of.items()},
            "repair_kinds": REPAIR_KINDS,
            "digest": digest[:16],
        },
        scripts=("reading.js",),
    )
