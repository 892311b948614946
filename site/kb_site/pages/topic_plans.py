"""A topic over all plans: its indicators with their targets beside one another, then each plan's tasks and who has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Node
from kb_site.context import SiteContext
from kb_site.cut import Section, cut
from kb_site.page import Page
from kb_site.plan_view import PlanView
from kb_site.slug import slug
from kb_site.wording import place

INDEX = "topics.html"
_KINDS = ("task", "measure", "project", "goal")
MOST_OF_PLAN = 5
"""Tasks of a plan that the page lists; the plan's own page of the topic has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry of a plan. target, binding: of an indicator. more: how many others of the plan are left out after it."""

    view: PlanView
    id: str
    title: str
    where: str
    units: tuple[str, ...]
    target: str = ""
    binding: str = ""
    more: int = 0

    @property
    def weight(self) -> int:
        return (
            480 + 3 * (len(self.title) + len(self.view.plan.title)) + sum(60 + 3 * len(u) for u in self.units)
        )


def shared(site: SiteContext) -> dict[str, tuple[PlanView, ...]]:
    """Return the topics that two plans or more have, with those plans; topics of most plans first."""

    def made() -> dict[str, tuple[PlanView, ...]]:
        found: dict[str, list[PlanView]] = {}
        for view in site.views:
            for topic in view.topics:
                found.setdefault(topic["name"], []).append(view)
        ranked = sorted(found.items(), key=lambda item: -len(item[1]))
        return {name: tuple(views) for name, views in ranked if len(views) > 1}

    return site.once_for_all("shared topics", made)


def path_of(name: str, at: int = 0) -> str:
    return f"topic-{slug(name)}{f'-{at + 1}' if at else ''}.html"


def _parts(site: SiteContext, name: str) -> tuple[tuple[Section, ...], ...]:
    rows = site.once_for_all("topics over plans", lambda: _rows(site))[name]
    sections = (
        Section(key="indicators", title="各地目标", rows=rows[0]),
        Section(key="tasks", title="各地任务", rows=rows[1]),
    )
    return cut(sections)


def _rows(site: SiteContext) -> dict[str, tuple[list[Row], list[Row]]]:
    """Return the rows of every topic, indicators and tasks, read plan by plan."""
    out: dict[str, tuple[list[Row], list[Row]]] = {name: ([], []) for name in shared(site)}
    for view in site.views:
        for topic in view.topics:
            name = topic["name"]
            if name not in out:
                continue
            ids = dict.fromkeys(t.node for t in sorted(view.tagged[name], key=lambda t: t.place != "title"))
            nodes = [view.node[id_] for id_ in ids]
            of_plan = [n for n in nodes if n.kind in _KINDS]
            out[name][0].extend(_row(view, n) for n in nodes if n.id in view.indicator)
            for at, node in enumerate(of_plan[:MOST_OF_PLAN], 1):
                out[name][1].append(_row(view, node, len(of_plan) - at if at == MOST_OF_PLAN else 0))
    return out


def _row(view: PlanView, node: Node, more: int = 0) -> Row:
    units = tuple(dict.fromkeys(u for h in view.chief_holders(node.id) for u in h.units))
    found = view.indicator.get(node.id)
    target = binding = ""
    if found is not None:
        unit = found.unit_of_measure if found.target.value is not None else ""
        target = found.target.text + (unit if unit not in found.target.text else "")
        binding = found.binding
    title = node.title or node.text[:28]
    return Row(
        view=view,
        id=node.id,
        title=title,
        where=place(node),
        units=units,
        target=target,
        binding=binding,
        more=more,
    )


def register(site: SiteContext) -> None:
    if site.single:
        return
    site.links.add(INDEX)
    for name in shared(site):
        for at in range(len(_parts(site, name))):
            site.links.add(path_of(name, at))


def make(site: SiteContext) -> Iterator[Page]:
    if site.single:
        return
    topics = [(name, len(views), path_of(name)) for name, views in shared(site).items()]
    yield Page(
        INDEX,
        "topics-plans.html",
        "各地同一主题",
        f"{len(topics)} 个主题在两份以上的规划里都有：各地目标和任务并排看。",
        area="topics",
        data={"topics": topics},
    )
    for name, views in shared(site).items():
        parts = _parts(site, name)
        labels = [(path_of(name, at), f"第 {at + 1} 页") for at in range(len(parts))]
        for at, sections in enumerate(parts):
            yield Page(
                path_of(name, at),
                "topic-plans.html",
                f"各地{name}",
                f"{len(views)} 份规划的{name}：各地目标并排，任务和责任单位，附出处。",
                area="topic",
                data={
                    "name": name,
                    "many": len(views),
                    "sections": sections,
                    "parts": labels,
                    "at": at,
                    "index": INDEX,
                },
            )
