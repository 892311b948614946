"""Open SDG (open-sdg.org): a CSV of values and a YAML of what they mean for each indicator.

Files: data/indicator_<id>.csv (Year, Value) and meta/<id>.yml. Whether something was reported and whether it is on track
are two fields there too: reporting_status, progress_status.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kb.rules.distance import direction
from kb.words.monitoring import MET

if TYPE_CHECKING:
    from kb.model import Indicator, Progress
    from kb.store import Base

PROGRESS = {
    "达进度": "substantial_progress", "趋势向好": "substantial_progress", "持平": "moderate_progress",
    "略欠进度": "moderate_progress", "提高不明显": "moderate_progress", "欠进度": "limited_progress", "倒退": "deterioration",
    "趋势背离": "deterioration", "退出达标": "deterioration", "越过目标": "deterioration",
}  # fmt: skip
"""Status → progress_status; what cannot be judged has none. A site names its own words in its configuration."""
REACHED = "target_achieved"


def open_sdg(base: Base, plan: str, *, internal: bool = False) -> dict[str, str]:
    """Return the files by path. internal: values that are not for the public too. Raises NotFound for a plan there is none of."""
    base.plan(plan)
    values = base.values(plan=plan, internal=internal)
    progress = base.progress(plan=plan, internal=internal)
    hidden = {p.node for p in base.progress(plan=plan, internal=True)} - {p.node for p in progress}
    last = max((p.year for p in progress), default=None)
    out: dict[str, str] = {}
    for i in base.indicators(plan):
        if not internal and i.id in hidden:
            continue
        name = i.id.split("/", 1)[1].replace(".", "-")
        series = {v.year: v.value for v in values if v.node == i.id and v.value is not None}
        if (
            i.baseline is not None
            and i.baseline.year is not None
            and i.baseline.unit_of_measure == i.unit_of_measure
        ):
            series.setdefault(i.baseline.year, i.baseline.value)
        rows = "".join(f"{year},{value:.10g}\n" for year, value in sorted(series.items()))
        out[f"data/indicator_{name}.csv"] = f"Year,Value\n{rows}"
        now = next((p for p in progress if p.node == i.id and p.year == last and p.kind == "indicator"), None)
        out[f"meta/{name}.yml"] = _meta(i, name, now, bool(series))
    return out


def _meta(i: Indicator, name: str, now: Progress | None, has_values: bool) -> str:
    way = direction(i.target) or ("up" if i.target.value is not None else "")
    fields: dict[str, object] = {
        "indicator_number": name,
        "indicator_name": i.name,
        "goal_name": i.category,
        "computation_units": i.unit_of_measure,
        "national_indicator_available": i.name,
        "reporting_status": "complete" if has_values else "notstarted",
        "direction": {"up": "positive", "down": "negative"}.get(way, ""),
        "target": i.target.value,
        "target_name": i.target.text,
        "target_year": i.target.year,
        "base_year": now.base_year if now is not None else None,
        "progress_status": "" if now is None else REACHED if now.status in MET else PROGRESS.get(now.status, ""),
        "data_show_map": False,
        "graph_type": "line",
        "source_organisation_1": "、".join(i.units),
    }  # fmt: skip
    # A JSON value is a YAML value.
    return "".join(
        f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in fields.items() if v not in (None, "")
    )
