"""Twins of the pages of the full text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.model import Node
from kb_site.context import SiteContext
from kb_site.markdown import Markdown, link, plain
from kb_site.page import Page
from kb_site.text_parts import Item
from kb_site.wording import (
    heading,
)


def front(md: Markdown, page: Page, _site: SiteContext) -> None:
    _frame(md, page)
    text = page.data["text"]
    if text.parts:
        md.heading(2, "目录")
        md.items(
            f"{'  ' * depth}{link(heading(node), md.to.text(node.id))}"
            for node, depth in page.data["entries"]
        )
    else:
        _items(md, text.items, page.data["runs"])
        _lines(md, page.data["imprint"])


def part(md: Markdown, page: Page, _site: SiteContext) -> None:
    md.heading(1, plain(page.title))
    _items(md, page.data["items"], page.data["runs"])
    _lines(md, page.data["imprint"])


def whole(md: Markdown, page: Page, _site: SiteContext) -> None:
    _frame(md, page)
    _items(md, page.data["items"], {})
    _lines(md, page.data["imprint"])


def _frame(md: Markdown, page: Page) -> None:
    _lines(md, (node for node, _ in page.data["cover"]))
    titles = page.data["titles"]
    md.heading(1, plain("".join(n.title or n.text for n in titles) or md.view.plan.title))
    _lines(md, page.data["preamble"])


def _lines(md: Markdown, nodes: Iterable[Node]) -> None:
    for node in nodes:
        md.block(plain(node.text))


def _items(md: Markdown, items: Iterable[Item], runs: dict[str, Any]) -> None:
    for item in items:
        node = item.node
        text = md.runs(runs[node.id]) if node.id in runs else plain(node.text)
        if node.kind != "paragraph" and item.begins:
            linked = node.id in md.view.paged_ids
            md.heading(item.depth + 2, md.node(node.id, heading(node)) if linked else plain(heading(node)))
        if item.rows:
            box_table(md, node, item.rows)
        elif text and not node.columns:
            for line in text.split("\n"):
                md.block(line)
        _held(md, node)


def box_table(md: Markdown, box: Node, rows: tuple[Node, ...] = ()) -> None:
    """Add a box's table. Markdown merges no cells: one that covers several rows has its words in each."""
    above: dict[int, str] = {}
    made = []
    for row in rows or tuple(n for n in md.view.children[box.id] if n.cells):
        cells = []
        for at, cell in enumerate(row.cells):
            if not cell.merged:
                name = bool(row.title) and cell.text.value.startswith(row.title)
                above[at] = link(cell.text.value, md.to.node(row.id)) if name else plain(cell.text.value)
            cells.append(above.get(at, ""))
        made.append(cells)
    md.table([plain(c) for c in box.columns], made)


def _held(md: Markdown, node: Node) -> None:
    for held in md.view.holders(node.id):
        md.item(f"{held.label}：{md.units(held.units)}")
    md.gap()
