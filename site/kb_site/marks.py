"""A node's text cut into runs: plain, a unit's name with the basis it stands there on, a cited document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.answer.facts import part
from kb.model import Duty, Reference
from kb.spans import Text


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. kind: "" plain, "unit" (unit, basis), "document" (name)."""

    text: str
    kind: str = ""
    unit: str = ""
    basis: str = ""
    name: str = ""


def mark_text(
    text: Text, source: str, duties: Iterable[Duty], references: Iterable[Reference]
) -> tuple[Run, ...]:
    """The text as runs. Of marks that overlap the one that begins first stays, of two at one place the stronger."""
    found: dict[tuple[int, int], Run] = {}
    for duty in duties:
        if duty.document or duty.basis == "related":
            continue
        at = source.find(duty.printed, duty.start, duty.end) if duty.printed else -1
        place = _within(text, at, at + len(duty.printed)) if at >= 0 else None
        if place is not None and text.value[slice(*place)] == duty.printed:
            found.setdefault(place, Run(duty.printed, "unit", duty.unit, part(duty)))
    for reference in references:
        if reference.kind != "document":
            continue
        place = _within(text, reference.start, reference.end)
        if place is not None:
            found.setdefault(place, Run(text.value[slice(*place)], "document", name=reference.name))
    runs: list[Run] = []
    done = 0
    for (start, end), run in sorted(found.items()):
        if start < done:
            continue
        if start > done:
            runs.append(Run(text.value[done:start]))
        runs.append(run)
        done = end
    if done < len(text.value):
        runs.append(Run(text.value[done:]))
    return tuple(runs)


def _within(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """Where source[start:end] stands in the text; None where it does not, or not as a whole."""
    low: int | None = None
    high = 0
    for piece in text.pieces:
        a, b = max(start, piece.start), min(end, piece.end)
        if a < b:
            first = piece.at + a - piece.start
            low = first if low is None else min(low, first)
            high = max(high, piece.at + b - piece.start)
    return None if low is None else (low, high)
