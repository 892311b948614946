"""Paragraphs and tables of a document, in order: what every stage of the parser reads."""

from __future__ import annotations

from dataclasses import dataclass

from kb.parse.numbering import Mark
from kb.spans import Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text; `blanks`: how many empty lines come before it."""

    text: Text
    blanks: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of equally many cells; a merged-away cell is an empty text.

    merged: (row, column) of the cells that are known to be one with the cell above them."""

    rows: tuple[tuple[Text, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()


Item = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph on its way to being a heading. `index`: its place among the items. `frame`: it is in a box."""

    index: int
    text: Text
    mark: Mark | None
    heading: bool = False
    level: int = 0
    recovered: str = ""
    frame: bool = False
