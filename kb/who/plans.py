"""What the plans of a base are called in questions: their places, short names and document numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kb.question.question import PlanName

if TYPE_CHECKING:
    from kb.model import Plan
    from kb.store import Base

_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|新区|[省市区县旗州盟])$")
_NUMBER = re.compile(r"([0-9]+)号$")
NATION = frozenset(("国家", "全国"))
"""The place of national plans; in a question the word is matter (代表国家进行监护)."""
LEAST_STEM = 2


def plan_names(base: Base, normalise: Callable[[str], str]) -> tuple[PlanName, ...]:
    """Every plan with the names it goes by."""
    return tuple(plan_name(p, normalise) for p in base.titles())


def plan_name(plan: Plan, normalise: Callable[[str], str]) -> PlanName:
    """A plan's name in questions. Places: those of its chain, with and without 省, 市, 区, 县."""
    names: dict[str, None] = {}
    for place in map(normalise, places_of(plan)):
        if place in NATION:
            continue
        names[place] = None
        stem = _SUFFIX.sub("", place)
        if len(stem) >= LEAST_STEM:
            names[stem] = None
    sign = normalise(plan.doc_number)
    number = _NUMBER.search(sign)
    return PlanName(
        id=plan.id,
        names=tuple(names),
        sign=sign,
        number=number[1] if number else "",
        years=plan.period,
    )


def places_of(plan: Plan) -> tuple[str, ...]:
    """The places of a plan, widest first: 重庆市, 大渡口区; () where the plan does not say."""
    return tuple(plan.place)


def place_word(plan: Plan) -> str:
    """The place to show before an answer of a plan: the narrowest one, otherwise the title."""
    places = places_of(plan)
    return places[-1] if places else plan.title
