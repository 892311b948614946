"""Twins of tables, the matrix and the indicators as pictures."""

from __future__ import annotations

from kb.rules.distance import target_words
from kb_site.context import SiteContext
from kb_site.markdown import Markdown, plain
from kb_site.page import Page
from kb_site.wording import (
    ASSIGNED_NAME,
    place,
)


def table(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    md.block(plain(page.description))
    if page.data.get("table"):
        md.rows(page.data["table"], page.data["rows"])
    unmentioned = page.data.get("unmentioned", ())
    if unmentioned:
        md.heading(2, "名录里有、条目中没有出现的")
        md.block(plain("、".join(u["unit"] for u in unmentioned)))


def matrix(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    sections = page.data["sections"]
    head = ["单位", *(plain(f"{place(s)} {s.title}") for s in sections), ASSIGNED_NAME]
    rows = [
        [md.unit(line.unit), *(c.words if c else "" for c in line.cells), str(line.responsible or "")]
        for line in page.data["rows"]
    ]
    if rows:
        md.table(head, rows)


def overview(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    md.items(f"{n} 项{words}" for _, words, n in page.data["states"])
    for group in page.data["groups"]:
        md.heading(2, plain(group.name or "全部指标"))
        for card in group.cards:
            i = card.indicator
            md.item(f"{md.node(i.id, i.name)}：{plain(target_words(i))}。{plain(card.distance)}")
