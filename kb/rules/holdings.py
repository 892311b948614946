"""What a unit holds: its own duties and those of the collectives (各镇街, 民政部门) it certainly belongs to.

The one rule by which duties of a unit are counted: a node counts once for each basis, whether the unit is named itself or
through a collective. An organisation that a measure is about counts as “object”, never as named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.model import OBJECT, STRENGTH, Duty, Unit

BASES = (*STRENGTH, OBJECT)


@dataclass(frozen=True, slots=True)
class Holding:
    """A duty of a unit. via: name of the collective whose duty it is, "" where it is the unit's own."""

    duty: Duty
    via: str = ""


def held_by(
    unit_id: str, collectives: Iterable[Unit], duties: Callable[[str], Iterable[Duty]]
) -> tuple[Holding, ...]:
    """All a unit holds: its own duties, then those through its collectives. duties: those of a unit's id."""
    out = [Holding(d) for d in duties(unit_id)]
    for collective in collectives:
        out += [Holding(d, collective.name) for d in duties(collective.id)]
    return tuple(out)


def count(holdings: Iterable[Holding]) -> dict[str, int]:
    """Nodes by basis: {"assigned": 12, "named": 3, "related": 0, "object": 1}."""
    met = {(h.duty.node, h.duty.standing) for h in holdings}
    return {basis: sum(b == basis for _, b in met) for basis in BASES}
