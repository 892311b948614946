"""Paragraphs: joined, split, left out as a running head, put back; and what the front matter says of the plan."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from kb.edit.blocks import apart, block_at, blocks_of, insert_after, paragraph, put_blocks, wanted
from kb.edit.change import EditRefused
from kb.parse.plan_md import FIELDS, read_plan_md
from kb.spans import Text, one_line


def join(text: str, line: int) -> str:
    """Join a paragraph or heading with the paragraph after it, nothing between the two but where both are Latin."""
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "para", "heading")
    following = next((b for b in blocks[k + 1 :]), None)
    if (
        following is None
        or following.kind != "para"
        or following.region != block.region
        or apart(text, block, following)
    ):
        raise EditRefused("后面紧接着的不是段落，没有可以合并的。")
    a, b = block.text.value, following.text.value
    latin = a[-1:].isascii() and a[-1:].isalpha() and b[:1].isascii() and b[:1].isalpha()
    value = f"{a} {b}" if latin else a + b
    return put_blocks(text, block, following, [replace(block, text=Text(value))])


def split(text: str, line: int, at: int) -> str:
    """Split a paragraph in two at an offset of its text."""
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "para")
    before, after = block.text.value[:at].strip(), block.text.value[at:].strip()
    if not before or not after:
        raise EditRefused("断开的地方要在文字中间：前后都要有字。")
    return put_blocks(text, block, block, [paragraph(before), paragraph(after)])


def leave_out(text: str, line: int) -> str:
    """Leave a paragraph or heading out of the plan: a running head, a page mark, words of a web page's frame."""
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "para", "heading")
    return put_blocks(text, block, block, [])


def put_back(text: str, after: int, words: str) -> str:
    """Put words of the source that are not in the plan back as a paragraph after the block on a line (0: at the end)."""
    value = one_line(words)
    if not value:
        raise EditRefused("没有要放回的文字。")
    if after:
        blocks, k = block_at(text, after)
    else:
        blocks = tuple(b for b in blocks_of(text) if b.region == "body")
        k = len(blocks) - 1
    if k < 0:
        raise EditRefused("规划还没有正文，没有地方放回。")
    block = blocks[k]
    if block.region != "body":
        raise EditRefused("这里是题目、封面或落款，不是正文。请选正文里的一条，放回到它后面。")
    return insert_after(text, block, paragraph(value))


def set_front(text: str, name: str, value: str) -> str:
    """Set what the front matter says of the plan: title, place, period, … in plain words; "" takes the line out.

    place: “重庆市/大渡口区”. period: “2021-2030”.
    """
    if name not in FIELDS or name == "id":
        raise EditRefused(f"文件头没有“{name}”这一项可以改。")
    value = one_line(value)
    shown: object = value
    if name == "period" and value:
        years = [int(v) for v in re.findall(r"\d+", value)]
        if len(years) != 2 or not 1900 < years[0] <= years[1] < 2200:
            raise EditRefused(f"规划期“{value[:20]}”写法不对。请写成 2021-2030。")
        shown = years
    elif name in ("place", "recipients", "cc", "basis"):
        shown = [v.strip() for v in value.replace("／", "/").replace("、", "/").split("/") if v.strip()]
    if name == "title" and not value:
        raise EditRefused("规划要有题目。")
    lines = text.split("\n")
    ending = "\r" if lines[0].endswith("\r") else ""
    end = next((i for i, row in enumerate(lines[1:], 1) if row.strip() == "---"), 0)
    if lines[0].strip() != "---" or not end:
        raise EditRefused("plan.md 没有文件头。请先在 plan.md 里补上。")
    at = next((i for i in range(1, end) if lines[i].partition(":")[0].strip() == name), None)
    row = [f"{name}: {json.dumps(shown, ensure_ascii=False)}{ending}"] if value else []
    if at is not None:
        lines[at : at + 1] = row
    else:
        order = FIELDS[: FIELDS.index(name)]
        place = next((i + 1 for i in range(end - 1, 0, -1) if lines[i].partition(":")[0].strip() in order), 1)
        lines[place:place] = row
    out = "\n".join(lines)
    read_plan_md(out)
    return out
