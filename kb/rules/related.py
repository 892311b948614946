"""Related units (关联): a task or project with no unit of its own, and the indicators and projects of the same topic
that have one. Never a duty: `link` names what ties them, `why` the topic or words in common; the quote is the link's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.model import Duty, Facts, Node, Tag
from kb.rules.ground import Ground
from kb.rules.plain import compact

UNASSIGNED = frozenset({"task", "project"})
STRONG = 2
"""How often a topic's terms must stand in a task's text to count where the title has none."""
COMMON = 4
"""Characters that the name of an indicator and the text of a task must share, where no topic ties them."""
_WORDLESS = re.compile(r"[^\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Tie:
    """What links a task to an indicator or project, and why."""

    link: str
    why: str
    rank: int


def find_related(ground: Ground, facts: Facts) -> list[Duty]:
    """A related duty for every (task or project without unit, unit of a tied indicator or project)."""
    assigned: dict[str, list[Duty]] = {}
    for d in facts.duties:
        if d.basis == "assigned":
            assigned.setdefault(d.node, []).append(d)
    links = [n for n in ground.content if n.kind in ("indicator", "project") and n.id in assigned]
    tags: dict[str, list[Tag]] = {}
    for t in facts.tags:
        tags.setdefault(t.node, []).append(t)
    out: list[Duty] = []
    for node in ground.content:
        if node.kind not in UNASSIGNED or node.id in assigned:
            continue
        seen: set[str] = set()
        for tie in sorted(
            _ties(ground, node, links, tags), key=lambda t: (-t.rank, ground.nodes[t.link].order)
        ):
            for d in assigned[tie.link]:
                if d.unit in seen or d.document:
                    continue
                seen.add(d.unit)
                out.append(
                    replace(
                        d,
                        node=node.id,
                        basis="related",
                        deadline="",
                        inherited_from=None,
                        link=tie.link,
                        why=tie.why,
                    )
                )
    return out


def _ties(ground: Ground, node: Node, links: list[Node], tags: dict[str, list[Tag]]) -> list[Tie]:
    mine = {t.topic: t for t in tags.get(node.id, ()) if t.place == "title" or t.hits >= STRONG}
    found: list[Tie] = []
    for link in links:
        shared = [t for t in tags.get(link.id, ()) if t.topic in mine and t.place == "title"]
        if shared:
            best = max(shared, key=lambda t: (mine[t.topic].place == "title", mine[t.topic].hits))
            place = mine[best.topic].place
            found.append(Tie(link.id, f"同一主题：{best.topic}", 2 if place == "title" else 1))
            continue
        words = common_words(ground, node, link)
        if words:
            found.append(Tie(link.id, f"共有词语：{words}", 0))
    return found


def common_words(ground: Ground, node: Node, link: Node) -> str:
    """The longest words an indicator's name shares with a task that few other tasks have; "" for none.

    The words must be the name's own matter: five characters or more, half the name, in two tasks at most.
    """
    name = _WORDLESS.sub("，", compact(link.title))
    text = ground.head(node).value + "。" + ground.body(node).value
    best = ""
    for part in name.split("，"):
        for a in range(len(part)):
            for b in range(len(part), a + COMMON, -1):
                if b - a <= len(best):
                    break
                if part[a:b] in text:
                    best = part[a:b]
    if len(best) <= COMMON or 2 * len(best) < len(name.replace("，", "")) or _spread(ground, best) > 2:
        return ""
    return best


def _spread(ground: Ground, words: str) -> int:
    """In how many tasks' and projects' texts a stretch stands."""
    return sum(
        words in ground.head(n).value or words in ground.body(n).value
        for n in ground.content
        if n.kind in UNASSIGNED
    )
