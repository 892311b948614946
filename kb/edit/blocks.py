"""Blocks of a plan.md by their lines, and blocks put in the place of others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.edit.change import EditRefused
from kb.parse.blocks import Block
from kb.parse.plan_md import block_lines, read_plan_md
from kb.spans import Text

_REPAIRED = re.compile(r"\s*\{\.repaired\b[^}]*\}\s*")
KIND_WORDS = {"heading": "标题", "para": "段落", "table": "表格", "box": "专栏", "end": "专栏的结尾"}


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plan.md that stand on lines of their own. Raises DocumentError."""
    return tuple(b for b in read_plan_md(text).blocks if b.line)


def block_at(text: str, line: int) -> tuple[tuple[Block, ...], int]:
    """Return the blocks of a plan.md and the index of the one that a line (1-based) belongs to.

    Raises EditRefused where none does, or where several share their lines.
    """
    blocks = blocks_of(text)
    found = [k for k, b in enumerate(blocks) if b.line <= line <= max(b.last, b.line)]
    if not found:
        raise EditRefused(f"plan.md 第 {line} 行没有可以改的内容。请在校对页上重新点选。")
    if len(found) > 1:
        raise EditRefused(f"plan.md 第 {line} 行是写在 ``` 之间的几段，分不开。请先在 plan.md 里去掉 ```。")
    return blocks, found[0]


def wanted(block: Block, *kinds: str) -> Block:
    """Return a block of the running text of one of some kinds. Raises EditRefused otherwise."""
    if block.kind not in kinds:
        said = "或".join(KIND_WORDS[k] for k in kinds)
        raise EditRefused(f"plan.md 第 {block.line} 行是{KIND_WORDS[block.kind]}，这里只能改{said}。")
    if block.region != "body":
        raise EditRefused(f"plan.md 第 {block.line} 行在题目、封面或落款里，不是正文，不能这样改。")
    return block


def put_blocks(text: str, first: Block, last: Block, new: Sequence[Block]) -> str:
    """Return the text with other blocks in the place of those from `first` to `last`, an empty line between two.

    A {.repaired} above `first` goes with it. Line endings stay those of the text.
    """
    lines = text.split("\n")
    start, end = first.line - 1, max(last.last, last.line)
    if start and first.kind == "heading" and _REPAIRED.fullmatch(lines[start - 1]):
        start -= 1
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    ending = "\r" if lines[0].endswith("\r") else ""
    out: list[str] = []
    for block in new:
        if out or (start and lines[start - 1].strip()):
            out.append("")
        out += block_lines(block)
    if out and end < len(lines) and lines[end].strip():
        out.append("")
    if not out:  # of the empty lines around what goes, one stays
        while end < len(lines) - 1 and not lines[end].strip() and (not start or not lines[start - 1].strip()):
            end += 1
    return "\n".join([*lines[:start], *(line + ending for line in out), *lines[end:]])


def insert_after(text: str, block: Block, new: Block) -> str:
    """Return the text with a block put in after another, an empty line on either side."""
    lines = text.split("\n")
    end = max(block.last, block.line)
    while end > block.line and not lines[end - 1].strip():
        end -= 1
    ending = "\r" if lines[0].endswith("\r") else ""
    made = [ending, *(row + ending for row in block_lines(new))]
    if end < len(lines) and lines[end].strip():
        made.append(ending)
    return "\n".join([*lines[:end], *made, *lines[end:]])


def apart(text: str, a: Block, b: Block) -> bool:
    """Whether something ends or begins between two blocks: a line of ::: that no block has."""
    between = text.split("\n")[max(a.last, a.line) : b.line - 1]
    return any(row.strip() for row in between)


def map_blocks(text: str, which: Sequence[Block], change: Callable[[Block], Block]) -> str:
    """Return the text with each of some blocks changed in its place."""
    for block in sorted(which, key=lambda b: -b.line):
        text = put_blocks(text, block, block, [change(block)])
    return text


def paragraph(value: str) -> Block:
    """Return a paragraph of running text."""
    return Block("para", Text(value.strip()))


def as_heading(block: Block, level: int, number: str = "") -> Block:
    """Return a block as a heading. number: one that the source lost, "" for none."""
    return replace(block, kind="heading", level=level, number=number)
