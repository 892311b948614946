"""Tables: paragraphs as a table of n columns, and a table as paragraphs again."""

from __future__ import annotations

import re
from itertools import pairwise

from kb.edit.blocks import apart, block_at, paragraph, put_blocks, wanted
from kb.edit.change import EditRefused
from kb.parse.blocks import Block
from kb.spans import Text

MOST_COLUMNS = 30
_GAP = re.compile(r"\t+|[ \u3000]{2,}")


def make_table(text: str, first: int, last: int, columns: int) -> str:
    """Make the paragraphs from one line to another a table of so many columns, the first row its header.

    Each paragraph is a row where every one has so many parts with a tab or wide space between; otherwise each is a cell.
    """
    blocks, k = block_at(text, first)
    _, m = block_at(text, last)
    if m < k:
        raise EditRefused("表格的末行在首行之前。请重新选择从哪一段到哪一段。")
    if not 2 <= columns <= MOST_COLUMNS:
        raise EditRefused(f"表格的列数是 2 到 {MOST_COLUMNS}。")
    rows = [wanted(b, "para") for b in blocks[k : m + 1]]
    for a, b in pairwise(rows):
        if apart(text, a, b):
            raise EditRefused(f"plan.md 第 {a.line} 行到第 {b.line} 行之间还有别的一栏，不能放进一张表。")
    values = [b.text.value for b in rows]
    parted = [[part for part in _GAP.split(v) if part] for v in values]
    if len(values) > 1 and all(len(p) == columns for p in parted):
        table = parted
    elif len(values) % columns:
        left = len(values) % columns
        raise EditRefused(
            f"选了 {len(values)} 段，排成 {columns} 列会多出 {left} 段。请核对列数，或检查有没有空着的格子、没分开的段落。"
        )
    else:
        table = [values[i : i + columns] for i in range(0, len(values), columns)]
    if len(table) < 2:
        raise EditRefused("表格至少要有表头和一行。请多选几段。")
    made = Block("table", rows=tuple(tuple(Text(c.strip()) for c in row) for row in table))
    return put_blocks(text, rows[0], rows[-1], [made])


def no_table(text: str, line: int) -> str:
    """Make a table paragraphs, one a cell; empty cells leave nothing."""
    blocks, k = block_at(text, line)
    block = wanted(blocks[k], "table")
    cells = [paragraph(c.value) for row in block.rows for c in row if c.value.strip()]
    return put_blocks(text, block, block, cells)
