"""Twins of home pages, of the list of plans and of the search page."""

from __future__ import annotations

from kb_site.context import SiteContext
from kb_site.markdown import Markdown, link, plain
from kb_site.page import Page
from kb_site.wording import (
    chinese_date,
    heading,
)


def home(md: Markdown, page: Page, _site: SiteContext) -> None:
    plan, data = md.view.plan, page.data
    md.block(plain(plan.doc_number))
    md.heading(1, plain(plan.title))
    md.items(link(f"{f.count} {f.measure}{f.label}", md.to.page(f.path)) for f in data["figures"])
    if data["gaps"] or data["deadlines"]:
        md.heading(2, "缺口与期限")
        for gap in data["gaps"]:
            there = link(f"{gap.count} {gap.measure}{gap.said}", md.to.page(gap.path, gap.anchor))
            md.item(f"{there}，共 {gap.total} {gap.measure[0]}")
        for year in data["due_years"]:
            md.item(link(f"{year.count} 项 {year.year} 年到期", md.to.page(data["deadlines"])))
    md.heading(2, "按章节" if data["has_chapters"] else "按条目")
    for chapter, parts in data["chapters"]:
        md.item(md.node(chapter.id, heading(chapter)))
        for section, count in parts:
            md.item(md.node(section.id, heading(section)) + (f" {count} 条" if count else ""), 1)
    md.heading(2, "按责任单位")
    md.items(f"{md.unit(name)} {count} 条明确责任" for name, count in data["top_units"])
    md.heading(2, "按主题")
    md.items(md.topics([t["name"]]) for t in data["topics"])
    md.heading(2, "文件信息")
    period = f"{plan.period[0]}—{plan.period[1]} 年" if plan.period else ""
    known = {
        "文号": plan.doc_number,
        "发布机关": plan.issuer,
        "成文日期": chinese_date(plan.issued),
        "规划期": period,
    }
    md.items(f"{label}：{plain(value)}" for label, value in known.items() if value)


def plans(md: Markdown, page: Page, site: SiteContext) -> None:
    md.heading(1, "谁管")
    columns = page.data["columns"]
    rows = []
    for view, figures in page.data["views"]:
        home = link(view.plan.title, md.to.page(site.home_of(view)))
        rows.append(
            [home, view.plan.issued, *(str(figures[c].count) if c in figures else "" for c in columns)]
        )
    md.table(["规划", "成文", *columns], rows)


def search(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, "搜索")
    for view in page.data["browse"]:
        named = (
            ("text", "全文"),
            ("indicators", "指标"),
            ("units", "单位"),
            ("matrix", "矩阵"),
            ("topics", "主题"),
        )
        pages = "、".join(link(label, md.to.page(view.path(name))) for name, label in named)
        md.item(f"{plain(view.plan.title)}：{pages}")
