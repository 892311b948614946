"""How far an indicator is from its target: the one rule for site, checks and answers."""

from __future__ import annotations

from decimal import Decimal

from kb.model import Indicator, Target


def is_met(target: Target, value: float) -> bool:
    """Whether a value meets a target. A target without a number (提高, 下降) is met by none; a bare number or a range
    (3—5) by what lies in it."""
    if target.value is None:
        return False
    match target.op:
        case "<":
            return value < target.value
        case "<=":
            return value <= target.value
        case ">":
            return value > target.value
        case ">=":
            return value >= target.value
        case _:
            high = target.value if target.value_high is None else target.value_high
            return target.value <= value <= high


def met(indicator: Indicator) -> bool | None:
    """Whether the baseline already meets the target; None where the plan does not print both in one measure."""
    base = indicator.baseline
    if base is None or indicator.target.value is None or base.unit_of_measure != indicator.unit_of_measure:
        return None
    return is_met(indicator.target, base.value)


def gap(indicator: Indicator) -> float | None:
    """How much the baseline and the target differ; None as for `met`."""
    base, value = indicator.baseline, indicator.target.value
    if base is None or value is None or met(indicator) is None:
        return None
    return float(abs(Decimal(str(base.value)) - Decimal(str(value))))
