"""Indicators by category: of each the target, what the plan says of the base year, and how far it is from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Indicator
from kb.rules.distance import distance_words, met
from kb_site.chart import Chart, make_chart
from kb_site.context import SiteContext
from kb_site.page import Crumb, Page
from kb_site.plan_view import PlanView

# Bytes of HTML: the cards of one page, a card without a chart, a chart.
MOST = 21_000
CARD, CHART = 330, 620
# How far along an indicator is, as far as the plan itself says: key, words.
STATES = {
    "met": "基期已达到",
    "ahead": "有现状，未达到",
    "number": "有数字，没有现状",
    "way": "只有方向",
}


@dataclass(frozen=True, slots=True)
class CardOf:
    """An indicator as a small picture. chart: None where the plan says nothing of the base year. state: of STATES."""

    indicator: Indicator
    state: str
    chart: Chart | None
    way: str
    distance: str


@dataclass(frozen=True, slots=True)
class Group:
    """A category and its cards. continued: whether an earlier page has its first."""

    name: str
    cards: tuple[CardOf, ...]
    continued: bool = False


def register(site: SiteContext, view: PlanView) -> None:
    site.links.add(view.path("overview"))
    for at in range(1, len(site.once(view, "overview", _pages))):
        site.links.add(view.path(f"overview-{at + 1}"))


def make(site: SiteContext, view: PlanView) -> Iterator[Page]:
    pages = site.once(view, "overview", _pages) or ((),)
    counts = Counter(card.state for groups in pages for group in groups for card in group.cards)
    names = ["overview" if not at else f"overview-{at + 1}" for at in range(len(pages))]
    labels = [
        "、".join(dict.fromkeys(g.name for g in groups if g.name)) or f"第 {at + 1} 页"
        for at, groups in enumerate(pages)
    ]
    for at, groups in enumerate(pages):
        yield Page(
            view.path(names[at]),
            "overview.html",
            "指标图示" if not at else f"指标图示（第 {at + 1} 页）",
            f"《{view.plan.title}》的指标按类别看：目标、现状和差距。" + (f"第 {at + 1} 页。" if at else ""),
            area="overview",
            under="indicators",
            plan=view.id,
            data={
                "groups": groups,
                "states": [(key, words, counts[key]) for key, words in STATES.items() if counts[key]],
                "total": sum(counts.values()),
                "pages": [(view.path(name), label) for name, label in zip(names, labels, strict=True)],
                "at": at,
            },
            crumbs=(Crumb("指标", view.path("indicators")),),
        )


def _pages(_site: SiteContext, view: PlanView) -> tuple[tuple[Group, ...], ...]:
    """Return the groups in pages that keep their weight."""
    by_category: dict[str, list[CardOf]] = {}
    for indicator in view.indicators:
        by_category.setdefault(indicator.category, []).append(_card(indicator))
    out: list[list[Group]] = []
    weight = MOST
    for name, cards in by_category.items():
        piece: list[CardOf] = []
        for card in cards:
            heavy = CARD + 3 * len(card.indicator.name + card.distance) + (CHART if card.chart else 0)
            if weight + heavy > MOST:
                if piece:
                    out[-1].append(Group(name, tuple(piece), piece[0] is not cards[0]))
                piece, weight = [], 0
                out.append([])
            piece.append(card)
            weight += heavy
        out[-1].append(Group(name, tuple(piece), piece[0] is not cards[0]))
    return tuple(map(tuple, out))


def _card(indicator: Indicator) -> CardOf:
    chart = make_chart(indicator)
    based = chart.baseline is not None
    reached = met(indicator)
    measured = "number" if reached is None else "met" if reached else "ahead"
    state = "way" if indicator.target.value is None else measured
    return CardOf(indicator, state, chart if based else None, chart.way, distance_words(indicator))
