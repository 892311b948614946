"""A statement of responsibility that is placed in the plan: whose duty it is and where it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Node
from kb.rules.ground import Quote
from kb.rules.statements.statement import Statement
from kb.words.normalised import Normalised


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A statement and where the plan prints it.

    node:    whose duty it is
    place:   the node whose text prints it
    text:    that text; start, end: the statement in it
    heading: it is in a heading, or alone below one, and holds for everything below
    above:   it is in the row above, in a cell that is one with this row's
    alone:   its text has nothing else
    """

    node: Node
    place: Node
    statement: Statement
    text: Normalised
    quote: Quote
    start: int
    end: int
    heading: bool = False
    above: bool = False
    alone: bool = False
