"""Headings: one level up or down, made of a paragraph, taken back, cut, given the number that the source lost."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.edit.blocks import as_heading, block_at, map_blocks, paragraph, put_blocks, wanted
from kb.edit.change import EditRefused
from kb.parse.blocks import Block
from kb.parse.numbering import read_mark
from kb.parse.outline import MAX_LEVEL
from kb.spans import Text

_ENDS = re.compile(r"[。；：！？，、\s]|(?<=[^\s])[（(]")
MOST_CUTS = 12
"""Places that a form offers for a cut; a heading longer than twelve clauses is none."""


def cuts(value: str) -> tuple[int, ...]:
    """Return the offsets at which a text can be cut: after a sign that ends a clause, before a bracket.

    >>> cuts("1. 加强保障。健全机制，落实责任")
    (2, 8, 13)
    """
    found = []
    for m in _ENDS.finditer(value):
        at = m.start() if m[0] in "（(" else m.end()
        if len(value[:at].strip()) > 0 and value[at:].strip() and at not in found:
            found.append(at)
    return tuple(found[:MOST_CUTS])


def shift_heading(text: str, line: int, by: int, *, below: bool = True) -> str:
    """Move a heading `by` levels down (negative: up), with the headings below it unless `below` is False."""
    blocks, k = block_at(text, line)
    head = wanted(blocks[k], "heading")
    group = [head]
    for block in blocks[k + 1 :] if below else ():
        if block.kind == "box" or (block.kind == "heading" and block.level <= head.level):
            break
        if block.kind == "heading":
            group.append(block)
    for block in group:
        if not 1 <= block.level + by <= MAX_LEVEL:
            way = "再往上" if by < 0 else "再往下"
            raise EditRefused(
                f"“{block.text.value[:20]}”已是第 {block.level} 级，不能{way}（标题共 {MAX_LEVEL} 级）。"
            )
    return map_blocks(text, group, lambda b: replace(b, level=b.level + by))


def make_heading(text: str, line: int, level: int, *, cut: int = 0, number: str = "") -> str:
    """Make a paragraph a heading, or give a heading another level. cut: offset after which it is body text, 0 for none.

    number: one that the source lost, as printed (“（二）”), "" for none.
    """
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "para", "heading")
    if not 1 <= level <= MAX_LEVEL:
        raise EditRefused(f"标题的级别是 1 到 {MAX_LEVEL}。")
    value = block.text.value
    title, rest = (_cut(value, cut)) if cut else (value, "")
    number = _number(number, title) if number else block.number
    new = [as_heading(Block("para", Text(title)), level, number)]
    if rest:
        new.append(paragraph(rest))
    return put_blocks(text, block, block, new)


def no_heading(text: str, line: int) -> str:
    """Make a heading a paragraph. A number that the source lost goes, as the source does not print it."""
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "heading")
    return put_blocks(text, block, block, [paragraph(block.text.value)])


def cut_heading(text: str, line: int, at: int) -> str:
    """Cut a heading at an offset of its text: what comes after is a paragraph below it."""
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "heading")
    title, rest = _cut(block.text.value, at)
    return put_blocks(text, block, block, [replace(block, text=Text(title)), paragraph(rest)])


def set_number(text: str, line: int, number: str) -> str:
    """Give a heading the number that the source lost, another one, or none (""). A printed number stays as it is."""
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "heading")
    number = number.strip()
    if number:
        number = _number(number, block.text.value)
    return put_blocks(text, block, block, [replace(block, number=number)])


def _number(number: str, title: str) -> str:
    number = number.strip()
    if (mark := read_mark(title)) is not None and mark.printed:
        raise EditRefused(f"原文这里印着编号“{mark.printed}”，不能改成另一个。原文印错的，请保留原样。")
    opened = read_mark(f"{number}某")
    if opened is None or opened.end != len(number):
        raise EditRefused(f"“{number[:20]}”不是编号。请写成 一、 （一） 1. （1） 第三章 这样。")
    return number


def _cut(value: str, at: int) -> tuple[str, str]:
    title, rest = value[:at].strip(), value[at:].strip()
    if not title or not rest:
        raise EditRefused("断开的地方要在文字中间：前后都要有字。")
    return title, rest
