"""Twins of references, of what was checked, and of what the site says of itself."""

from __future__ import annotations

from kb.answer.facts import PARTS
from kb_site.context import SiteContext
from kb_site.markdown import Markdown, plain
from kb_site.page import Page
from kb_site.plan_view import PlanView
from kb_site.wording import (
    BASES,
    BASIS_MEANING,
    citation,
    place,
)


def references(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    signs = "《{}》" if page.data["kind"] == "document" else "“{}”"
    for name, found in page.data["entries"]:
        places = "、".join(
            f"{md.node(r.node, place(md.view.node[r.node]))}（源文第 {r.line} 行）" for r in found
        )
        md.item(f"{plain(signs.format(name))}：{places}")


def check(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, "校核")
    md.items(f"{label} {n} 处" for label, n in page.data["by_level"] if n)
    for group in page.data["groups"]:
        md.heading(2, group.level, plain(group.title), f"{group.open} 处 {group.code}")
        md.block(plain(group.hint))
        for p in group.problems:
            known = p.node and p.node in md.view.node
            words = p.excerpt or (md.view.node[p.node].title if known else "") or p.message
            seen = f"；核对过，没问题{f'：{plain(p.note)}' if p.note else ''}" if p.seen else ""
            where = f"（第 {p.line} 行）" if p.line else ""
            md.item(
                f"{md.node(p.node, words) if known else plain(words)} {plain(group.rest(p))}{where}{seen}"
            )


def about(md: Markdown, page: Page, _site: SiteContext) -> None:
    view: PlanView = md.view
    md.heading(1, "关于")
    md.heading(2, "怎样引用")
    sample = page.data["sample"]
    md.block(f"每一条的编号就是原文的编号。{f'例如：{plain(citation(view.plan, sample))}' if sample else ''}")
    md.heading(2, "依据")
    md.items(f"{BASES[key]}：{BASIS_MEANING[key]}" for key in PARTS)
    md.heading(2, "怎样做成")
    md.block(
        plain(
            f"原文逐字保存为 {view.plan.source_file}，分成 {len(view.nodes)} 条；凡原文没有写明的，本站不代为判断。"
        )
    )
    md.block(f"数据版本：`{page.data['digest']}`")
    md.heading(2, "对原文的校订")
    if not view.repairs:
        md.block("没有。原文一字未动。")
        return
    kinds, repaired = page.data["repair_kinds"], page.data["repaired"]
    rows = [
        [
            str(r.line), kinds.get(r.kind, r.kind), plain(r.value), plain(r.reason),
            md.node(repaired[r], place(view.node[repaired[r]])) if r in repaired else "",
        ]
        for r in view.repairs
    ]  # fmt: skip
    md.table(["源文行", "校订", "现作", "说明", "条目"], rows)
