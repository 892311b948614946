"""What a unit holds: its own duties and those of the collectives (各镇街, 民政部门) it certainly belongs to.

The one rule by which duties of a unit are counted: a node counts once for each basis, whether the unit is named itself or
through a collective. An organisation that a measure is about counts as “object”, never as named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, TypedDict

from kb.model import OBJECT, STRENGTH, Duty, Unit
from kb.records import dataclass

BASES = (*STRENGTH, OBJECT)


class Counts(TypedDict):
    """条数：单位自己的，加上它所属集合称谓的，同一条目同一依据只计一次"""

    assigned: Annotated[int, 0]
    named: Annotated[int, 0]
    related: Annotated[int, 0]
    object: Annotated[int, 0]


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


def members_of(memberships: Mapping[str, Iterable[Unit]]) -> dict[str, tuple[str, ...]]:
    """The certain members of each collective, by id. memberships: the collectives of each unit, by the unit's id."""
    out: dict[str, list[str]] = {}
    for unit_id, collectives in memberships.items():
        for collective in collectives:
            out.setdefault(collective.id, []).append(unit_id)
    return {id_: tuple(units) for id_, units in out.items()}


def count(holdings: Iterable[Holding]) -> Counts:
    """Nodes by basis: {"assigned": 12, "named": 3, "related": 0, "object": 1}."""
    met = Counter(basis for _, basis in {(h.duty.node, h.duty.standing) for h in holdings})
    return {
        "assigned": met["assigned"],
        "named": met["named"],
        "related": met["related"],
        "object": met[OBJECT],
    }


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of several counts."""
    each = list(counts)
    return {
        "assigned": sum(c["assigned"] for c in each),
        "named": sum(c["named"] for c in each),
        "related": sum(c["related"] for c in each),
        "object": sum(c["object"] for c in each),
    }


def by_basis(counts: Counts) -> dict[str, int]:
    """Counts by basis, in the order of BASES, for those who go through them."""
    return {
        "assigned": counts["assigned"],
        "named": counts["named"],
        "related": counts["related"],
        OBJECT: counts["object"],
    }


def most_first(counts: Counts) -> tuple[int, ...]:
    """Sorting key: most assigned first, then most named, related, and as object."""
    return tuple(-n for n in by_basis(counts).values())
