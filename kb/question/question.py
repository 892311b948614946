"""What is read of a question: plain data, the same for `kb who`, `kb search`, the API and the browser."""

from __future__ import annotations

from typing import Literal

from kb.model import Topic, Unit
from kb.records import dataclass

Kind = Literal["who", "what-of-unit", "value", "count", "list", "compare", "yes-no", "where", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that is an anchor of its own: 98.5, 15分钟, 10小时."""

    text: str
    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A time by which something is due; month None: any of the year, year None: of any year."""

    text: str
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanName:
    """What a plan is called in questions: its places (三亚, 三亚市), and the document's sign and number."""

    id: str
    names: tuple[str, ...] = ()
    sign: str = ""
    number: str = ""
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question read.

    query: as typed. text: normalised, without a polite opening. kind: what it is after.
    segments: stretches of matter that remain without asking words, topic words included; words: the content words in
    them, cut by the lexicon.
    topics: for every topic word met the topics it may mean; topic_words: those words. either: the topics are
    alternatives, not to be met at once.
    units: units named; unit_words: as written; groups: for every name the units so called; jointly: what they share.
    bodies: bodies by their shape that no plan names (水务局).
    places: names of places that no plan is of; plans: ids of plans named by place, short name or document number.
    years, populations: as asked. deadline: “7月底前”. numbers: anchors.
    things: kinds of nodes asked for (指标 → indicator). filters: names of words.FILTERS. measure: target | baseline |
    gap | "". counts: how many is asked.
    negated, yes_no, bare (a name alone): how it is put.
    unread: what nothing in the base prints; filled by the scope, which knows the base.
    """

    query: str
    text: str
    kind: Kind = "who"
    segments: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    topics: tuple[tuple[Topic, ...], ...] = ()
    topic_words: tuple[str, ...] = ()
    either: bool = False
    units: tuple[Unit, ...] = ()
    unit_words: tuple[str, ...] = ()
    groups: tuple[tuple[Unit, ...], ...] = ()
    jointly: bool = False
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    document: str = ""
    years: tuple[int, ...] = ()
    populations: tuple[str, ...] = ()
    deadline: Deadline | None = None
    numbers: tuple[Number, ...] = ()
    things: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    measure: str = ""
    counts: bool = False
    roles: tuple[str, ...] = ()
    yes_no: bool = False
    bare: bool = False
    negated: bool = False
    unread: tuple[str, ...] = ()
