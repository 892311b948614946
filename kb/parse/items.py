"""Paragraphs and tables of a document, in order: what every stage of the parser reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kb.parse.captions import Caption, read_caption
from kb.parse.numbering import Mark, read_mark
from kb.spans import Text
from kb.words.roles import opens_with_label


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text; `blanks`: how many empty lines come before it.

    What opens it is read once, by whoever asks first: its numbering mark, its caption, whether it opens with a label.
    """

    text: Text
    blanks: int = 0

    @property
    def value(self) -> str:
        return self.text.value

    @cached_property
    def mark(self) -> Mark | None:
        """The numbering mark: “（一）” of “（一）发展托育服务。”; None where there is none."""
        return read_mark(self.text.value)

    @cached_property
    def caption(self) -> Caption | None:
        """The caption of a box or table: “专栏一 主要指标”; None where it is none."""
        return read_caption(self.text.value)

    @cached_property
    def labelled(self) -> bool:
        """Whether it opens with a label of responsibility: “责任单位：市教育局”."""
        return opens_with_label(self.text.value)


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
