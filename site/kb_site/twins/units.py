"""Twins of pages of units and topics."""

from __future__ import annotations

from collections.abc import Iterable

from kb.answer.facts import ASSIGNED_PARTS, PARTS
from kb_site.context import SiteContext
from kb_site.markdown import Markdown, link, plain
from kb_site.page import Page
from kb_site.pages.units import DutyRow
from kb_site.twins.node import held_by, node_row
from kb_site.wording import (
    BASES,
    BASIS_MEANING,
    place_beside,
    said,
)


def unit(md: Markdown, page: Page, _site: SiteContext) -> None:
    sheet, name, plan = page.data["sheet"], page.data["name"], md.view.plan
    md.block(
        " ".join(
            plain(x)
            for x in (sheet["kind"] or "单位", sheet["place"], f"据《{plan.title}》{plan.doc_number}")
            if x
        )
    )
    md.heading(1, plain(name))
    if sheet["full_name"] != name:
        md.block(plain(sheet["full_name"]))
    groups = page.data["groups"]
    md.items(f"{BASES[key]} {len(rows)} 条" for key, rows in groups)
    if page.data["progress"]:
        md.heading(2, f"{page.data['progress_year']}年度进展")
        md.items(f"{md.node(p.node)} {plain(p.status)}" for p in page.data["progress"])
    _duties(md, groups, 2)
    if sheet["aliases"]:
        md.block(f"也作：{plain('、'.join(sheet['aliases']))}")
    if sheet["members"]:
        md.block(f"包括：{md.units(sheet['members'])}")
    if sheet["collectives"]:
        md.block(f"属于：{md.units(sheet['collectives'])}")
    for other in page.data["elsewhere"]:
        md.item(
            f"在其他规划里：{link(other.view.plan.title, md.to.unit(other.view.id, other.name))} {other.count} 条"
        )
    if page.data["together"]:
        md.block(
            link(f"{page.data['together_plans']} 份规划的职责合为一页看", md.to.page(page.data["together"]))
        )


def _duties(md: Markdown, groups: Iterable[tuple[str, list[DutyRow]]], level: int) -> None:
    for key, rows in groups:
        md.heading(level, BASES[key], f"{len(rows)} 条")
        md.block(BASIS_MEANING[key])
        for row in rows:
            _duty(md, row, key)


def _duty(md: Markdown, row: DutyRow, key: str) -> None:
    i = md.view.indicator.get(row.node.id)
    target = (
        f" {plain(i.target.text)}{plain(i.unit_of_measure) if i.target.value is not None else ''}"
        if i
        else ""
    )
    lines = "、".join(dict.fromkeys(str(d["line"]) for d in row.duties))
    via = "".join(f"（经“{plain(d['via'])}”）" for d in row.duties[:1] if d["via"])
    when = f"；期限：{plain('、'.join(row.deadlines))}" if row.deadlines else ""
    where = f"（源文第 {lines} 行）" if key != "related" else ""
    md.item(
        f"{plain(place_beside(row.node))} {md.node(row.node.id)}{target}{via}{when}{held_by(md, row.fellows)}{where}"
    )
    if key in ASSIGNED_PARTS and row.node.text and not i:
        md.item(plain(row.node.text), 1)
    for duty in row.duties:
        if key == "related":
            tie = f"，见 {md.node(duty['link']['id'])}" if duty["link"] else ""
            md.item(f"{plain(duty['why'])}{tie}", 1)
        elif duty["document"]:
            md.item(f"依据《{plain(duty['document'])}》", 1)
        elif not i and duty["quote"] != duty["printed"]:
            md.quote(said(duty["quote"], md.view.left_out), 1)
    md.gap()


def unit_plans(md: Markdown, page: Page, _site: SiteContext) -> None:
    data = page.data
    md.heading(1, plain(page.title))
    md.block(plain("、".join(data["full_names"])))
    md.items(f"{BASES[key]} {n} 条" for key, n in data["totals"].items())
    for block in data["blocks"]:
        inside = md.of(block.view)
        md.heading(
            2,
            link(f"《{block.view.plan.title}》", md.to.unit(block.view.id, block.name)),
            f"{block.count} 条",
        )
        _duties(inside, block.groups, 3)


def topics(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, "主题")
    for topic in page.data["topics"]:
        who = f"；{md.units(topic['units'])}" if topic["units"] else ""
        md.item(f"{md.topics([topic['name']])} {topic['nodes']} 条{who}")


def topic(md: Markdown, page: Page, _site: SiteContext) -> None:
    data = page.data
    md.block(f"主题 {data['total']} 条")
    md.heading(1, plain(data["topic"]["name"]))
    md.heading(2, "谁管")
    if not data["holders"]:
        md.block("原文没有写明由谁负责，也没有点名哪个单位。")
    for name, counts in data["holders"]:
        md.item(f"{md.unit(name)} {'，'.join(f'{BASES[key]} {counts[key]}' for key in PARTS if counts[key])}")
    for label, nodes in data["groups"]:
        md.heading(2, label)
        md.items(node_row(md, node) for node in nodes)
    md.block(f"文中的词：{plain('、'.join(data['topic']['terms']))}")
    for label, names in (("包括", data["narrower"]), ("属于", data["wider"])):
        if names:
            md.block(f"{label}：{md.topics(names)}")
