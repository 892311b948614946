"""How far an indicator is from its target: the one rule for checks, answers and site, and its words."""

from __future__ import annotations

from decimal import Decimal

from kb.model import Indicator, Target

_DOWN = ("下降", "减少", "降低", "控制", "缩小", "不增")
_UP = ("提高", "增加", "增长", "上升", "提升", "扩大", "改善")
_LEVEL = ("保持", "稳定", "持平", "不变", "维持")
_POINTS = {"%": "个百分点", "％": "个百分点", "‰": "个千分点"}
_SIGNS = {"<": "低于", "<=": "不高于", "=": "等于", ">=": "不低于", ">": "高于"}


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


def direction(target: Target) -> str:
    """Which way is good: "up", "down", "level" (keep it as it is) or "" where the text does not say."""
    if target.op in (">", ">="):
        return "up"
    if target.op in ("<", "<="):
        return "down"
    trend = target.trend or ""
    if any(word in trend for word in _DOWN):
        return "down"
    if any(word in trend for word in _UP):
        return "up"
    return "level" if any(word in trend for word in _LEVEL) else ""


def target_words(indicator: Indicator) -> str:
    """The target as a sentence: “到 2030 年低于 1.3‰”, “到 2030 年增加（没有定数）”."""
    target = indicator.target
    by = f"到 {target.year} 年" if target.year else "目标："
    if target.value is None:
        return f"{by}{target.trend or target.text}（原文没有定数）"
    unit = indicator.unit_of_measure
    if target.value_high is not None:
        return f"{by}达到 {number(target.value)}—{number(target.value_high)}{spaced(unit)}"
    sign = _SIGNS.get(target.op or "", "达到")
    return f"{by}{'达到' if sign == '等于' else sign} {number(target.value)}{spaced(unit)}"


def distance_words(indicator: Indicator) -> str:
    """“2020 年为 1.21‰，已达到 2030 年目标（低于 1.3‰），余 0.09 个千分点。” Empty where the plan gives no baseline,
    or where target and baseline are not in the same unit."""
    target, baseline = indicator.target, indicator.baseline
    if baseline is None:
        return ""
    when = f"{baseline.year} 年为" if baseline.year else "规划前为"
    stood = f"{when} {number(baseline.value)}{spaced(baseline.unit_of_measure)}"
    if target.value is None or baseline.unit_of_measure != indicator.unit_of_measure:
        return f"{stood}。"
    apart = gap(indicator) or 0.0
    amount = f"{number(apart)} {_POINTS.get(indicator.unit_of_measure, indicator.unit_of_measure)}"
    goal = f" {target.year} 年目标" if target.year else "目标"
    if met(indicator):
        rest = f"，余 {amount}" if apart else ""
        return f"{stood}，已在{goal}之内{rest}。"
    return f"{stood}，距{goal}还差 {amount}。"


def number(value: float) -> str:
    """1.0 → "1", 98.5 → "98.5"."""
    return f"{value:.10g}"


def spaced(unit: str) -> str:
    """A unit of measure after a number: signs close up (95%), words are set apart (10 小时)."""
    return unit if unit in ("%", "％", "‰", "℃", "") else f" {unit}"
