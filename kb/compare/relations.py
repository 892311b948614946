"""How plans belong together: which was made by which, which follows which, which is another version of which.

A district's plan names its city's in 依据 (implements) or cites it without (cites). Of two plans of one place about one matter the
later one follows the earlier where their years differ (十三五, 十四五), and is a version of it where they agree (a revision).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kb.compare.references import Cited, title_key
from kb.model import Plan

Kind = Literal["implements", "cites", "follows", "revises"]

# What a title says besides its matter: years, the number of a five-year plan, that it was revised.
_YEARS = re.compile(r"[（(]?(?:19|20)[0-9]{2}年?(?:[—–\-至到]+(?:(?:19|20)[0-9]{2}|[0-9]{2})年?)?[）)]?")
_FIVE_YEARS = re.compile('[“"]?十[一二三四五六七八九]五[”"]?(?:时期)?')
_REVISED = re.compile("[（(](?:修订|修编|修改|调整|[0-9]{4}年修订)(?:版|稿)?[）)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Two plans by their ids: `one` is the wider or the earlier one. node: where `other` cites it, "" where it does not."""

    one: str
    other: str
    kind: Kind
    node: str = ""


def matter(plan: Plan) -> str:
    """Return what a plan is about: its title without its place and years, 儿童发展规划."""
    out = _REVISED.sub("", _FIVE_YEARS.sub("", _YEARS.sub("", title_key(plan.title))))
    for place in plan.place:
        out = out.removeprefix(place)
    return out


def relations(plans: Sequence[Plan], cited_by: Mapping[str, Iterable[Cited]]) -> tuple[Relation, ...]:
    """Return how plans belong together. cited_by: by plan id, what it cites (kb.compare.references)."""
    out: list[Relation] = []
    known = {plan.id for plan in plans}
    for plan in plans:
        for found in cited_by.get(plan.id, ()):
            if found.leads in known and found.leads != plan.id:
                kind: Kind = "implements" if found.basis else "cites"
                out.append(Relation(one=found.leads, other=plan.id, kind=kind, node=found.node))
    alike: dict[tuple[tuple[str, ...], str], list[Plan]] = {}
    for plan in plans:
        if plan.place and (about := matter(plan)):
            alike.setdefault((plan.place, about), []).append(plan)
    for group in alike.values():
        for one, other in combinations(sorted(group, key=_age), 2):
            out.append(
                Relation(
                    one=one.id, other=other.id, kind="revises" if one.period == other.period else "follows"
                )
            )
    return tuple(out)


def _age(plan: Plan) -> tuple[tuple[int, int], str, str]:
    return plan.period or (0, 0), plan.issued, plan.id
