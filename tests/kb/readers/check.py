"""What holds for every Source, and short forms of one to compare with."""

from __future__ import annotations

from kb.model import DROPPING
from kb.readers import Grid, Line, Source
from kb.spans import Lines, is_ink


def lines(source: Source) -> list[str]:
    """The lines that are not empty."""
    shown = [source.text[b.start : b.end] for b in source.blocks if isinstance(b, Line)]
    return [line for line in shown if line]


def grids(source: Source) -> list[list[list[str]]]:
    return [
        [[source.text[c.start : c.end] for c in row] for row in b.rows]
        for b in source.blocks
        if isinstance(b, Grid)
    ]


def check_source(source: Source) -> None:
    """Every ink character in exactly one block or dropping repair, all in order, offsets and lines right."""
    covered = [0] * len(source.text)
    numbers = Lines(source.text)
    at = 0
    for block in source.blocks:
        if isinstance(block, Line):
            spans = [(block.start, block.end)]
            assert numbers.line(block.start) == block.number
            assert "\n" not in source.text[block.start : block.end]
        else:
            spans = [(c.start, c.end) for row in block.rows for c in row]
            assert len({len(row) for row in block.rows}) == 1
        for start, end in spans:
            assert at <= start <= end <= len(source.text)
            at = end
            for i in range(start, end):
                covered[i] += 1
    for repair in source.repairs:
        assert repair.kind in DROPPING or (repair.kind == "unread" and repair.start == repair.end)
        assert source.text[repair.start : repair.end] == repair.source
        assert numbers.line(repair.start) == repair.line
        for i in range(repair.start, repair.end):
            covered[i] += 1
    assert [c for c, n in zip(source.text, covered, strict=True) if is_ink(c) and n != 1] == []
