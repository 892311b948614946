"""All indicators in one table that sorts and filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Indicator
from kb.rules.distance import direction, distance_words
from kb_site.chart import Chart, make_chart
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.plan_view import PlanView

KIND_OF_TARGET = {
    "up": "达到或高于",
    "down": "低于",
    "number": "等于",
    "trend-up": "提高、增加",
    "trend-down": "下降、减少",
    "trend-level": "保持不变",
    "trend": "其他",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with its chart, the key of its kind of target, and how far it is from there, as far as known."""

    indicator: Indicator
    chart: Chart
    target_kind: str
    stood: str


def make(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield page(view)


def page(view: PlanView) -> Page:
    rows = [Row(i, make_chart(i), target_kind(i), distance_words(i)) for i in view.indicators]
    return Page(
        view.path("indicators"),
        "indicators.html",
        "指标",
        f"《{view.plan.title}》的 {len(rows)} 项指标：目标、属性、责任单位，可排序、可筛选。",
        area="indicators",
        plan=view.id,
        data={
            "rows": rows,
            "categories": _distinct(i.category for i in view.indicators),
            "bindings": _distinct(i.binding for i in view.indicators),
            "vague": any(i.target.value is None for i in view.indicators),
            "without_unit": any(not i.units for i in view.indicators),
            "unit_names": _distinct(u for i in view.indicators for u in i.units),
            "kinds": [(k, KIND_OF_TARGET[k]) for k in _distinct(r.target_kind for r in rows)],
            "many_tables": len({view.node[i.id].parent for i in view.indicators}) > 1,
        },
        scripts=("tables.js",),
    )


def target_kind(indicator: Indicator) -> str:
    """What the target asks: a floor, a ceiling, a number, or only a way to go."""
    way = direction(indicator.target)
    if indicator.target.value is not None:
        return way or "number"
    return f"trend-{way}" if way else "trend"


def _distinct(values: object) -> list[str]:
    return [v for v in dict.fromkeys(values) if v]  # type: ignore[call-overload]
