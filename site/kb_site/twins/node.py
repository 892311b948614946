"""Twin of a node's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.model import Duty, Node
from kb.rules.distance import distance_words, number, spaced, target_words
from kb_site.context import SiteContext
from kb_site.markdown import Markdown, link, plain
from kb_site.page import Page
from kb_site.plan_view import Holders
from kb_site.twins.text import box_table
from kb_site.wording import (
    KINDS,
    citation,
    number_shown,
    one_line,
    place,
    place_beside,
    said,
)


def node(md: Markdown, page: Page, _site: SiteContext) -> None:
    data, view = page.data, md.view
    node: Node = data["node"]
    md.block(f"{KINDS[node.kind]} {plain(place_beside(node))}")
    shown = number_shown(node.number) if node.kind != "indicator" else ""
    md.heading(
        1,
        plain(f"{shown}{'' if shown.endswith(('、', '）')) else ' '}{node.title or node.text[:30]}".strip()),
    )
    indicator = data["indicator"]
    if indicator:
        md.block(plain(target_words(indicator) + "。" + distance_words(indicator)))
        if len(indicator.targets) > 1:
            md.table(
                [plain(t.column or str(t.year)) for t in indicator.targets],
                [[plain(t.text) for t in indicator.targets]],
            )
        for label, value in (
            ("计量单位", indicator.unit_of_measure),
            ("类别", indicator.category),
            ("属性", indicator.binding),
        ):
            if value:
                md.item(f"{label}：{plain(value)}")
        if indicator.baseline:
            b = indicator.baseline
            where = md.node(b.node, place(view.node[b.node]))
            md.item(
                f"现状：{b.year} 年 {number(b.value)}{plain(spaced(b.unit_of_measure))}，见 {where}（源文第 {b.line} 行）"
            )
        md.gap()
    elif node.text and not node.columns:
        md.block(md.runs(data["runs"][node.id]))
    for paragraph in data["paragraphs"]:
        md.block(md.runs(data["runs"][paragraph.id]))
    if node.columns and any(n.cells for n in view.children[node.id]):
        box_table(md, node)
    rest = [c for c in data["children"] if not (node.columns and c.cells)]
    if rest:
        md.heading(2, f"下设 {len(rest)} 条")
        md.items(node_row(md, child) for child in rest)
    _progress(md, data["progress"], indicator.unit_of_measure if indicator else "")
    if data["duties"] or node.kind in ("task", "project", "measure", "indicator"):
        md.heading(2, "责任与依据")
        if not data["duties"]:
            md.block("原文没有为这一条写明责任单位，也没有点名哪个单位。")
        for group in data["duties"]:
            md.heading(3, group["label"])
            for same in group["rows"]:
                _proof(md, same)
    if data["commitments"]:
        md.heading(2, "文中的数字承诺")
        md.items(f"{plain(c.subject)}：{plain(one_line(c.quote))}" for c in data["commitments"])
    if data["ties"]:
        md.heading(2, "相关条目")
        for label, ties in data["ties"]:
            md.heading(3, label)
            for tie in ties:
                topics = f"，同属主题 {md.topics(tie.topics)}" if tie.topics else ""
                md.item(f"{md.node(tie.node)} {plain(place_beside(view.node[tie.node]))}{topics}")
    md.block(link("在全文中看", md.to.text(node.id)))
    md.block(plain(f"引用：{citation(view.plan, node)}"))


def node_row(md: Markdown, node: Node) -> str:
    """A node in a list: its place, its target, who has it."""
    target = ""
    if node.id in md.view.indicator:
        i = md.view.indicator[node.id]
        target = f" {plain(i.target.text)}{plain(i.unit_of_measure) if i.target.value is not None else ''}"
    return (
        f"{plain(place_beside(node))} {md.node(node.id)}{target}{held_by(md, md.view.chief_holders(node.id))}"
    )


def held_by(md: Markdown, holders: Iterable[Holders]) -> str:
    return "".join(f"；{h.label}：{md.units(h.units)}" for h in holders)


def _proof(md: Markdown, same: list[Duty]) -> None:
    d = same[0]
    printed = [
        f"{md.unit(x.unit)}{f'（原文作“{plain(x.printed)}”）' if x.printed and x.printed != x.unit else ''}"
        for x in same
    ]
    when = f"，{plain(d.deadline)}" if d.deadline else ""
    if d.basis == "related":
        md.item(f"{'、'.join(printed)}：{plain(d.why)}")
    elif d.document:
        md.item(f"{'、'.join(printed)}：依据《{plain(d.document)}》")
    else:
        md.item(f"{'、'.join(printed)}（源文第 {d.line} 行{when}）")
        md.quote(said(d.quote, md.view.left_out), 1)
    md.gap()


def _progress(md: Markdown, found: Any, unit: str) -> None:
    if not found:
        return
    md.heading(2, "进展")
    rows = []
    for row in found.rows:
        value = "—" if row.value is None else f"{number(row.value)}{unit}"
        status = (
            f"{row.progress.status}{row.progress.reason and f'（{row.progress.reason}）'}"
            if row.progress
            else ""
        )
        rows.append(
            [f"{row.year}{' 基期' if row.base else ''}", plain(value), plain(status), plain(row.source)]
        )
    if rows:
        md.table(["年度", "值", "状态", "来源"], rows)
    md.items(f"{md.unit(p.unit)} {plain(p.status)}" for p in found.measures)
    md.block(f"{found.year}年度监测，单位报送、经核对采用的数。")
