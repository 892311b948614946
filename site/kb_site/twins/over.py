"""Twins of pages over plans: side by side, the tree, all plans, topics."""

from __future__ import annotations

from kb_site.context import SiteContext
from kb_site.markdown import Markdown, link, plain
from kb_site.page import Page
from kb_site.pages.compared import Branch, Side
from kb_site.wording import short_title


def compared(md: Markdown, page: Page, site: SiteContext) -> None:
    views = page.data["views"]
    md.heading(1, plain(page.title))
    md.block(plain(page.description))
    head = ["事项", *(link(v.plan.title, md.to.page(site.home_of(v))) for v in views), "说明"]
    for section in page.data["sections"]:
        md.heading(2, plain(section.title))
        rows = []
        for row in section.rows:
            changed = (*(f"删去：{s}" for s in row.gone), *(f"新增：{s}" for s in row.new))
            told = "".join((*row.said, *row.against, *changed))
            rows.append([plain(row.title), *(_side(md, side) for side in row.sides), plain(told)])
        md.table(head, rows)


def _side(md: Markdown, side: Side | None) -> str:
    if side is None:
        return "没有"
    return f"{md.node(side.id, side.text)} {plain(side.where)} {plain(side.meta)}".strip()


def tree(md: Markdown, page: Page, site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    md.heading(2, "谁依据谁")
    for branch in page.data["roots"]:
        _branch(md, page, site, branch, "")
    if page.data["versions"]:
        md.heading(2, "各期和各版本")
        for one, other, kind, pair in page.data["versions"]:
            md.item(
                f"{plain(other.plan.title)}的{kind}：{plain(one.plan.title)}，{link('对照', md.to.page(pair))}"
            )


def _branch(md: Markdown, page: Page, site: SiteContext, branch: Branch, above: str) -> None:
    title = short_title(branch.view.plan)
    kind = f"{page.data['words'][branch.relation.kind]}{above}：" if branch.relation else ""
    md.item(f"{plain(kind)}{link(title, md.to.page(site.home_of(branch.view)))}")
    for below in branch.below:
        _branch(md, page, site, below, f"《{title}》")


def portal(md: Markdown, page: Page, site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    rows = [
        [
            link(row.view.plan.title, md.to.page(site.home_of(row.view))),
            *map(plain, (row.view.plan.place_name, row.view.plan.level, row.years, row.kind)),
        ]
        for row in page.data["rows"]
    ]
    md.table(["规划", "地方", "层级", "年份", "种类"], rows)


def topics(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    for name, count, path in page.data["topics"]:
        md.item(f"{link(name, md.to.page(path))} {count} 份")


def topic(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    for section in page.data["sections"]:
        md.heading(2, plain(section.title))
        rows = [
            [
                link(short_title(row.view.plan), md.to.topic(row.view.id, page.data["name"])),
                f"{md.node(row.id, row.title)} {plain(row.where)}",
                *map(plain, (row.target, row.binding, "、".join(row.units))),
            ]
            for row in section.rows
        ]
        md.table(["规划", "条目", "目标", "属性", "单位"], rows)
