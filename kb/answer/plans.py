"""The plans of a base and the indicators they set, each as one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.export import plan_dict
from kb.answer.facts import indicator_dict

if TYPE_CHECKING:
    from kb.answer.shapes import IndicatorsAnswer, PlansAnswer
    from kb.store import Base


def plans(base: Base) -> PlansAnswer:
    """All plans, in the order of the corpus."""
    return {"plans": [plan_dict(p) for p in base.plans()]}


def indicators(base: Base, plan: str | None = None) -> IndicatorsAnswer:
    """The indicators of a plan, or of all. Raises NotFound for a plan there is none of."""
    if plan is not None:
        base.plan(plan)
    return {"indicators": [indicator_dict(i) for i in base.indicators(plan)]}
