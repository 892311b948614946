"""All plans with what they are told apart by: place, level, years, kind, topics. The home page lists few plans itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb_site.context import SiteContext
from kb_site.cut import Section, cut
from kb_site.page import Page
from kb_site.plan_view import PlanView

PORTAL = "plans.html"
MOST_ON_HOME = 30
"""Plans that the home page lists in full, 900 bytes each; with more it counts them by place and level and leads here."""
MOST_TOPICS = 12
"""Topics that a filter offers: those of most plans."""
KINDS = (
    "规划纲要",
    "纲要",
    "规划",
    "实施方案",
    "行动方案",
    "工作方案",
    "方案",
    "行动计划",
    "计划",
    "实施意见",
    "意见",
    "办法",
    "通知",
)
_LEVELS = ("国家", "省", "市", "区县", "乡镇", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A plan in the list. topics: those that the filter offers."""

    view: PlanView
    kind: str
    years: str
    topics: tuple[str, ...]

    @property
    def weight(self) -> int:
        return 420 + 3 * (2 * len(self.view.plan.title) + sum(map(len, self.topics)))


def kind_of(title: str) -> str:
    """Return what a plan calls itself, by the end of its title without years: 规划, 实施方案; "" where it says none."""
    bare = title.split("（", 1)[0].split("(", 1)[0]
    return next(
        (kind for kind in KINDS if bare.endswith(kind)), next((kind for kind in KINDS if kind in bare), "")
    )


def years_of(view: PlanView) -> str:
    period = view.plan.period
    return f"{period[0]}—{period[1]}" if period else ""


def listed(site: SiteContext) -> tuple[Listed, ...]:
    """Return all plans as the portal lists them: by level, place and years."""

    def made() -> tuple[Listed, ...]:
        topics = {v.id: [t["name"] for t in v.topics] for v in site.views}
        offered = dict(Counter(name for found in topics.values() for name in found).most_common(MOST_TOPICS))
        rows = [
            Listed(
                view=v,
                kind=kind_of(v.plan.title),
                years=years_of(v),
                topics=tuple(name for name in topics[v.id] if name in offered),
            )
            for v in site.views
        ]
        return tuple(sorted(rows, key=lambda r: (_LEVELS.index(r.view.plan.level) if r.view.plan.level in _LEVELS else 5,
                                                 r.view.plan.place, r.years, r.view.id)))  # fmt: skip

    return site.once_for_all("listed", made)


def _parts(site: SiteContext) -> tuple[tuple[Section, ...], ...]:
    return cut((Section(key="plans", title="规划", rows=listed(site)),))


def path_of(at: int) -> str:
    return PORTAL if not at else f"plans-{at + 1}.html"


def register(site: SiteContext) -> None:
    if not site.single:
        for at in range(len(_parts(site))):
            site.links.add(path_of(at))


def make(site: SiteContext) -> Iterator[Page]:
    if site.single:
        return
    rows = listed(site)
    parts = _parts(site)
    offered = [
        ("place", "地方", _values(r.view.plan.place_name for r in rows)),
        ("level", "层级", _values(r.view.plan.level for r in rows)),
        ("years", "年份", _values(r.years for r in rows)),
        ("kind", "种类", _values(r.kind for r in rows)),
        ("topic", "主题", _values(name for r in rows for name in r.topics)),
    ]
    labels = [(path_of(at), f"第 {at + 1} 页") for at in range(len(parts))]
    for at, (section, *_) in enumerate(parts):
        yield Page(
            path_of(at),
            "portal.html",
            "全部规划",
            f"{len(rows)} 份规划，按地方、层级、年份、种类、主题查找。",
            area="plans",
            data={
                "rows": section.rows,
                "total": len(rows),
                "facets": [(key, label, values) for key, label, values in offered if len(values) > 1],
                "parts": labels,
                "at": at,
            },
            scripts=("tables.js",),
        )


def _values(found: Iterator[str]) -> list[tuple[str, int]]:
    """Return the values that occur with how many plans have them, the most frequent first, those of most plans only."""
    return [pair for pair in Counter(found).most_common(40) if pair[0]]


def summary(site: SiteContext) -> list[tuple[str, int]]:
    """Return how many plans there are by level, for a home page that does not list them; "" where a plan does not say."""
    return Counter(r.view.plan.level for r in listed(site)).most_common()
