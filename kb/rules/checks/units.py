"""Checks of units: those the registry lacks, and two ways of printing one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kb.model import Duty, Facts, Node
from kb.problems import Problem
from kb.rules.aliases import guess_full_name
from kb.rules.checks.finding import finding
from kb.rules.ground import Ground
from kb.rules.sentences import mentions_in

SHOWN = 5
"""Names that a message lists: what a line of a terminal holds. The command lists all."""
_DASHES = re.compile("[-－–—‐]+")


def unregistered_units(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield one finding for all units that the text names and units.toml lacks, the most frequent by name."""
    first: dict[str, tuple[Node, int]] = {}
    count: Counter[str] = Counter()
    for d in facts.duties:
        if d.basis != "related" and not d.document and ground.registry.resolve(d.unit, d.plan) is None:
            count[d.unit] += 1
            first.setdefault(d.unit, (ground.nodes[d.node], d.start))
    for node in ground.content:
        if node.cells:
            continue
        for text in (ground.head(node), ground.body(node)):
            for m in mentions_in(ground, text):
                at = text.bounds(m.start, m.end)
                if (
                    at is not None
                    and ground.registry.resolve(m.unit, node.plan) is None
                    and m.unit not in first
                ):
                    count[m.unit] += 1
                    first[m.unit] = (node, at[0])
    if first:
        node, start = next(iter(first.values()))
        said = f"{len(first)} 家单位没有登记：{_most(count)}"
        hint = f"kb units --propose --plan {ground.tree.plan.id} 列成待核对的条目，登记在 corpus/units.toml"
        yield replace(finding(ground, node, "KB314", said, hint=hint, at=start), message=said)
    strange = [d for d in facts.duties if d.document and ground.registry.resolve(d.unit, d.plan) is None]
    others = Counter(d.unit for d in strange if d.unit not in first)
    if others:
        node = next(ground.nodes[d.node] for d in strange if d.unit in others)
        said = f"duties.csv 里有 {len(others)} 家单位没有登记：{_most(others)}"
        hint = "请核对 duties.csv 里的写法，或在 corpus/units.toml 登记"
        yield replace(finding(ground, node, "KB314", said, hint=hint), message=said)


def _most(count: Counter[str]) -> str:
    """Return the most frequent names with their counts: “市财政局 12 处、市教育局 9 处等”."""
    names = "、".join(f"{name} {n} 处" for name, n in count.most_common(SHOWN))
    return names + ("等" if len(count) > SHOWN else "")


def names_of_one_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Units printed in two ways that are likely one: 市发改委 and 市发展改革委."""
    first: dict[str, Duty] = {}
    for d in facts.duties:
        if d.basis != "related" and not d.document:
            first.setdefault(d.unit, d)
    groups: dict[str, list[str]] = {}
    for name in first:
        groups.setdefault(guess_full_name(name) or _DASHES.sub("-", name), []).append(name)
    for one, *others in groups.values():
        for other in others:
            d = first[other]
            said = f"“{other}”与“{one}”疑为同一单位"
            hint = "如是，请在 corpus/units.toml 里写成一条的别名"
            yield finding(ground, ground.nodes[d.node], "KB323", said, d.printed, hint, at=d.start)
