"""Related units (关联): a task or project with no unit of its own, and the indicators and projects of the same topic
that have one. Never a duty: `link` names what ties them, `why` the topic or words in common; the quote is the link's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kb.model import Duty, Facts, Node, Tag
from kb.rules.ground import Ground
from kb.words.normalised import compact

UNASSIGNED = frozenset({"task", "project"})
STRONG = 2
"""How often a topic's terms must appear in a task's text to count where the title has none."""
COMMON = 5
"""Characters that the name of an indicator and the text of a task must at least share, where no topic ties them."""
MANY = 40
"""A run of COMMON characters in more tasks than this says nothing."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def find_related(ground: Ground, facts: Facts) -> list[Duty]:
    """A related duty for every (task or project without unit, unit of a tied indicator or project)."""
    assigned: dict[str, list[Duty]] = {}
    for d in facts.duties:
        if d.basis == "assigned":
            assigned.setdefault(d.node, []).append(d)
    links = [n for n in ground.content if n.kind in ("indicator", "project") and n.id in assigned]
    tasks = [n for n in ground.content if n.kind in UNASSIGNED]
    tags: dict[str, list[Tag]] = {}
    for t in facts.tags:
        tags.setdefault(t.node, []).append(t)
    by_topic = _units_by_topic(links, tags, assigned)
    words = _Words(ground, links, tasks)
    out: list[Duty] = []
    for node in tasks:
        if node.id in assigned:
            continue
        seen: set[str] = set()
        mine = [t for t in tags.get(node.id, ()) if t.place == "title" or t.hits >= STRONG]
        for tag in sorted(mine, key=lambda t: (t.place != "title", -t.hits)):
            for d in by_topic.get(tag.topic, {}).values():
                if d.unit not in seen:
                    seen.add(d.unit)
                    out.append(_related(d, node, f"同一主题：{tag.topic}"))
        for link, common in words.shared(node):
            for d in assigned[link.id]:
                if d.unit not in seen and not d.document:
                    seen.add(d.unit)
                    out.append(_related(d, node, f"共有词语：{common}"))
    return out


def _related(d: Duty, node: Node, why: str) -> Duty:
    return replace(d, node=node.id, basis="related", deadline="", inherited_from=None, link=d.node, why=why)


def _units_by_topic(
    links: list[Node], tags: dict[str, list[Tag]], assigned: dict[str, list[Duty]]
) -> dict[str, dict[str, Duty]]:
    """For every topic in a link's title the units of such links, each with its first duty."""
    out: dict[str, dict[str, Duty]] = {}
    for link in links:
        for tag in tags.get(link.id, ()):
            if tag.place == "title":
                units = out.setdefault(tag.topic, {})
                for d in assigned[link.id]:
                    if not d.document:
                        units.setdefault(d.unit, d)
    return out


@dataclass(slots=True)
class _Words:
    """Runs of characters that names of indicators and texts of tasks share."""

    ground: Ground
    links: list[Node]
    tasks: list[Node]
    _links: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    _tasks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for link in self.links:
            for gram in _grams(compact(link.title)):
                self._links[gram].append(link)
        for node in self.tasks:
            for gram in _grams(self._text(node)):
                if gram in self._links:
                    self._tasks[gram].append(node.id)

    def shared(self, node: Node) -> Iterator[tuple[Node, str]]:
        """Links with the words they share with a task: half the name or more, in the text of two tasks at most."""
        text = self._text(node)
        met: dict[str, Node] = {}
        for gram in _grams(text):
            if gram in self._links and len(self._tasks[gram]) <= MANY and len(self._links[gram]) <= MANY:
                met |= {link.id: link for link in self._links[gram]}
        for link in sorted(met.values(), key=lambda n: n.order):
            name = "".join(_HAN.findall(compact(link.title)))
            best = _longest_common(compact(link.title), text)
            others = self._tasks[best[:COMMON]]
            if 2 * len(best) >= len(name) and (
                len(others) <= 2 or sum(best in self._text(self.ground.nodes[i]) for i in others) <= 2
            ):
                yield link, best

    def _text(self, node: Node) -> str:
        return self.ground.head(node).value + "。" + self.ground.body(node).value


def _grams(text: str) -> dict[str, None]:
    """Runs of COMMON Chinese characters of a text, each once, in order."""
    return {run[i : i + COMMON]: None for run in _HAN.findall(text) for i in range(len(run) - COMMON + 1)}


def _longest_common(name: str, text: str) -> str:
    """The longest run of Chinese characters of a name that is in a text."""
    best = ""
    for run in _HAN.findall(name):
        for a in range(len(run)):
            while a + len(best) < len(run) and run[a : a + len(best) + 1] in text:
                best = run[a : a + len(best) + 1]
    return best
