"""`kb list`: indicators, projects, tasks and plans chosen by filters, without a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.question.question import Deadline, Question
from kb.question.words import THINGS, expression
from kb.who import worked
from kb.who.nodes import Nodes
from kb.who.progress import NOT_REACHED, REACHED, of_year, progress_of

if TYPE_CHECKING:
    from kb.search import Index
    from kb.store import Base
    from kb.who.shapes import ListAnswer


def listed(
    base: Base,
    index: Index,
    thing: str,
    *,
    filters: Sequence[str] = (),
    unit: str | None = None,
    before: str = "",
    words: Sequence[str] = (),
    plan: str | None = None,
    year: int | None = None,
    plans: Sequence[str] = (),
) -> ListAnswer:
    """{"thing", "filters", "conclusion", "total", "rows": [as the groups of `who`], "progress"}.

    thing: 指标, 项目, 任务 or 规划. filters: names of words.FILTERS. unit: a unit's id. plan, plans: only these. before:
    “2025年底前”, “7月底前”. words: all have to occur in title, text, category or topic. year: of what the plan's monitoring
    says of a year; then 已达标 and 未达标 are of that year's values, not of the plan's base.
    """
    nodes = Nodes(base, index, (plan,) if plan is not None else plans or None)
    units = (base.unit_of(unit),) if unit is not None else ()
    read = Question(
        query=thing,
        text=thing,
        kind="list",
        things=(THINGS[thing],),
        filters=tuple(f for f in filters if year is None or f not in (REACHED, NOT_REACHED)),
        units=units,
        unit_words=tuple(u.name for u in units),
        groups=tuple((u,) for u in units),
        words=tuple(nodes.plain(w) for w in words),
        deadline=read_deadline(before),
    )
    rows = worked.chosen(read, nodes)
    said = worked.list_words(read, rows, nodes)
    if year is not None:
        kept = of_year(base, year, filters, plan)
        rows = [r for r in rows if r.id in kept]
        what = "、".join(f for f in filters if f in (REACHED, NOT_REACHED))
        said = (
            f"{year}年{what}的{thing}有 {len(rows)} 行。"
            if rows
            else f"{year}年没有{what}的{thing}，或这一年没有监测。"
        )
    nodes.load(r.id for r in rows if r.kind != "plan")
    found: ListAnswer = {
        "thing": thing,
        "filters": list(filters),
        "conclusion": said,
        "total": len(rows),
        "rows": [worked.row_dict(r, nodes) for r in rows],
    }
    if progress := progress_of(base, (r.id for r in rows), year):
        found["progress"] = progress
    return found


def read_deadline(text: str) -> Deadline | None:
    """A time as people write it: 2025, 2025年底前, 2025年6月, 7月底前; None for none."""
    text = "".join(text.split())
    for pattern in ("before", "month", "year"):
        found = expression(pattern).match(text)
        if found is not None:
            year = int(found[1]) if found[1] else None
            month = int(found[2]) if pattern != "year" and found[2] else None
            return Deadline(text=text, year=year, month=month)
    return None
