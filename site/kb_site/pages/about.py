"""How to cite, how the site was made, what the words mean, what import repaired."""

from __future__ import annotations

from collections.abc import Iterator

from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.plan_view import PlanView

REPAIR_KINDS = {
    "number": "补出编号", "moved": "移动位置", "page-mark": "略去页码", "contents": "略去目录",
    "control": "略去控制字符", "running-head": "略去页眉页脚", "page": "略去网页栏目",
    "reading": "略去注音", "part": "另一份规划", "unread": "图片等未读", "hand": "人工修改",
}  # fmt: skip


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
