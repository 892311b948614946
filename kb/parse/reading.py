"""What is known of a document while it is read: the stages of `kb.parse.stages` add to it one after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model import Plan, Repair
from kb.parse.blocks import Block, Region
from kb.parse.boxes import Box
from kb.parse.front_matter import Parts
from kb.parse.items import Entry, Item, Paragraph
from kb.problems import Problem
from kb.readers.source import Source
from kb.spans import Lines, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document on its way from lines to blocks.

    items:       paragraphs and tables in the order of the source
    notes:       footnotes, which move to the end
    boxes:       the boxes (专栏) among the items
    outside:     indices of the items that are in no box and are paragraphs
    said:        what these say, in simplified characters
    traditional: the document is in traditional characters
    tail:        region of the items that are no running text: annex lists, signatures before annexes, glossaries
    headings:    the headings by their index
    parts:       where cover, title, body and imprint are among the paragraphs outside of boxes
    regions:     region of every item
    plan:        the plan's identity
    blocks:      what plan.md says
    repairs, problems: what was changed or left out, and what was unsure
    """

    source: Source
    plan_id: str
    lines: Lines
    items: tuple[Item, ...] = ()
    notes: tuple[Text, ...] = ()
    boxes: tuple[Box, ...] = ()
    outside: tuple[int, ...] = ()
    said: tuple[str, ...] = ()
    traditional: bool = False
    tail: Mapping[int, Region] = field(default_factory=dict)
    headings: Mapping[int, Entry] = field(default_factory=dict)
    parts: Parts = field(default_factory=lambda: Parts(0, 0, 0, 0))
    regions: tuple[Region, ...] = ()
    plan: Plan = field(default_factory=lambda: Plan("", ""))
    blocks: tuple[Block, ...] = ()
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def boxed(self) -> frozenset[int]:
        """Indices of what is in a box, captions included."""
        return frozenset(i for box in self.boxes for i in (box.caption, *box.content))

    def text(self, index: int) -> Text:
        """Return the text of an item that is a paragraph."""
        item = self.items[index]
        assert isinstance(item, Paragraph)
        return item.text
