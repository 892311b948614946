"""What is between lines and tree: a plan as a flat row of blocks, just what plan.md can say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kb.model import Plan, Repair
from kb.problems import Problem
from kb.spans import Text

Region = Literal["cover", "title", "body", "closing", "notes", "imprint"]
BlockKind = Literal["heading", "para", "table", "box", "end"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a plan.

    heading: `text` is the heading as printed, with its mark; `number` the mark import recovered where the source
    lost it (“（七）”), then not part of `text`. level 1 is a chapter; between box and end a heading is a project.
    table: `rows`, the first one the header; merged: (row, column) of cells that are one with the cell above.
    box: `text` is the caption; everything up to the matching end is in it.
    line: 1-based line of plan.md that the block begins on, 0 where it was not read from one. last: the line it ends
    on, for a box that of its caption; 0 as line is.
    edited: rows whose words are not all the source's, 0 for anything but a table; empty for what import writes.
    """

    kind: BlockKind
    text: Text = field(default_factory=lambda: Text(""))
    level: int = 0
    number: str = ""
    rows: tuple[tuple[Text, ...], ...] = ()
    region: Region = "body"
    merged: frozenset[tuple[int, int]] = frozenset()
    line: int = field(default=0, compare=False)
    last: int = field(default=0, compare=False)
    edited: frozenset[int] = frozenset()

    def row_line(self, row: int) -> int:
        """Return the line of plan.md that a table's row is on; the line of dashes comes after the first one."""
        return self.line + row + (row > 0) if self.line else 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan before it is a tree. `plan.source` is the text that pieces count in. `problems`: what was unsure."""

    plan: Plan
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
