"""Checks of the tree alone: numbers, captions, paragraphs that look like headings. Import and build both run them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Facts, Node
from kb.parse.heading_text import looks_headed
from kb.parse.numbering import read_mark
from kb.problems import Problem
from kb.rules.checks.finding import finding
from kb.rules.ground import Ground


def recovered_numbers(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield headings whose number is not in the source."""
    for node in ground.tree.nodes:
        if "number" in node.repaired:
            said = f"源文缺少编号，已按前后推定为“{node.number}”"
            hint = "请核对 plan.md 中标有 {.repaired} 的标题"
            yield finding(ground, node, "KB110", said, node.title, hint)


def moved_captions(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield boxes whose caption is printed after their content."""
    for node in ground.tree.nodes:
        if node.kind == "box" and "place" in node.repaired:
            at = node.head.bounds(0, len(node.head.value))
            said = "专栏标题排在内容之后，已移到内容之前"
            yield finding(ground, node, "KB111", said, node.title, at=at[0] if at else None)


def empty_boxes(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield boxes with neither rows nor text below them."""
    for node in ground.tree.nodes:
        if node.kind == "box" and not ground.children(node) and not node.columns:
            hint = "请核对专栏内容是否在转换中移位"
            yield finding(ground, node, "KB112", "专栏里没有内容", node.title, hint)


def numbering(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield gaps, repeats and steps back among the numbers of siblings: 一、三、; 1. 3.; 2. 2."""
    again = {n.id for n in _chapters_again(ground)}
    roots = [n for n in ground.tree.nodes if n.parent is None]
    for parent in (None, *ground.tree.nodes):
        last: dict[tuple[bool, str], tuple[int, Node]] = {}
        for node in roots if parent is None else ground.children(parent):
            mark = _number(node)
            if mark is None or node.id in again:
                continue
            style, value = mark
            before = last.get((bool(node.cells), style))
            last[(bool(node.cells), style)] = (value, node)
            if before is not None:
                yield from _step(ground, before, value, node)
            elif value != 1 and node.kind == "chapter":
                yield finding(ground, node, "KB118", "编号不从一开始", node.number)


def _step(ground: Ground, before: tuple[int, Node], value: int, node: Node) -> Iterator[Problem]:
    """Yield what is odd about a number after its elder's."""
    was, elder = before
    if value == was:
        if node.kind != "indicator":
            said, hint = f"编号“{node.number}”重复", "请核对层级，或是否是另一组编号"
            yield finding(ground, node, "KB114", said, node.title, hint)
    elif value > was + 1:
        said, hint = f"编号从“{elder.number}”跳到“{node.number}”", "请核对是否有标题丢了编号"
        yield finding(ground, node, "KB113", said, node.title, hint)
    elif value < was:
        said = f"编号从“{elder.number}”退回“{node.number}”"
        yield finding(ground, node, "KB118", said, node.title, "请核对层级和次序")


def _number(node: Node) -> tuple[str, int] | None:
    """Return a node's number as (style, value); None where it has none that counts."""
    if not node.number or node.kind == "project" or (node.kind == "paragraph" and not node.head):
        return None
    if node.kind == "indicator" or node.number.isdecimal():
        # “²” counts nothing, and a thousand digits are no number
        counts = node.number.isdecimal() and len(node.number) < 9
        return ("n", int(node.number)) if counts else None
    mark = read_mark(node.number + "。") or read_mark(node.number + "、") or read_mark(node.number)
    return (mark.style, mark.value) if mark is not None else None


def two_plans(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield the chapter at which a second plan begins: 一、二、三、 and again 一、二、"""
    again = _chapters_again(ground)
    if again:
        hint = "一份规划一个文件：请拆开，分别导入"
        yield finding(ground, again[0], "KB117", "文件里像有两份规划，各章又从头编号", again[0].title, hint)


def _chapters_again(ground: Ground) -> list[Node]:
    """Return the chapters that are numbered from one again, two at least."""
    twice = [n for n in ground.tree.nodes if n.parent is None and n.head and re.fullmatch(r"\d+-2", n.local)]
    return twice if len(twice) >= 2 and twice[0].local == "1-2" else []


def lost_headings(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield paragraphs of one short sentence that look like a heading without its number."""
    for n in ground.tree.nodes:
        if n.kind != "paragraph" or not n.depth or n.cells or n.head or n.span is None:
            continue
        alone = n.text.find("。") + 1 == len(n.text)
        if alone and read_mark(n.text) is None and looks_headed(n.text):
            hint = "如是标题，请在 plan.md 里补上编号"
            yield finding(ground, n, "KB115", "这一段像丢了编号的标题", n.text, hint)
