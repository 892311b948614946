"""The index of topics, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from kb.answer.facts import PARTS
from kb.answer.shapes import TopicCounted
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.plan_view import PlanView
from kb_site.wording import GROUPS


def register(site: SiteContext, view: PlanView) -> None:
    for topic in view.topics:
        site.links.add_topic(view.id, topic["name"], view.topic_path(topic["name"]))


def make_index(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield index(view)


def make(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield from pages(view)


def index(view: PlanView) -> Page:
    return Page(
        view.path("topics"),
        "topics.html",
        "主题",
        f"《{view.plan.title}》的 {len(view.topics)} 个主题：每个主题涉及哪些条目、由哪些单位负责。",
        area="topics",
        plan=view.id,
        data={"topics": view.topics},
    )


def pages(view: PlanView) -> Iterator[Page]:
    wider: dict[str, list[str]] = {}
    with_page = {t["name"] for t in view.topics}
    for topic in view.topics:
        for name in topic["narrower"]:
            wider.setdefault(name, []).append(topic["name"])
    for topic in view.topics:
        yield page(view, topic, wider.get(topic["name"], []), with_page)


def page(view: PlanView, topic: TopicCounted, wider: list[str], with_page: set[str]) -> Page:
    tags = view.tagged[topic["name"]]
    in_title = {t.node for t in tags if t.place == "title"}
    ids = list(dict.fromkeys(t.node for t in tags))
    groups = []
    for label, kinds in GROUPS:
        found = [view.node[i] for i in ids if view.node[i].kind in kinds]
        found.sort(key=lambda n: (n.id not in in_title, n.order))
        if found:
            groups.append((label, found))
    held: dict[str, dict[str, int]] = {}
    for id_ in ids:
        for holders in view.holders(id_):
            for name in holders.units:
                held.setdefault(name, dict.fromkeys(PARTS, 0))[holders.key] += 1
    ranked = sorted(held.items(), key=lambda x: tuple(-n for n in x[1].values()))
    who = "、".join(topic["units"]) or "原文没有写明"
    return Page(
        view.topic_path(topic["name"]),
        "topic.html",
        topic["name"],
        f"主题“{topic['name']}”：{len(ids)} 条，责任单位：{who}。",
        area="topic",
        under="topics",
        plan=view.id,
        data={
            "topic": topic,
            "groups": groups,
            "in_title": in_title,
            "holders": ranked,
            "narrower": [n for n in topic["narrower"] if n in with_page],
            "wider": wider,
            "total": len(ids),
        },
    )
