"""Checks of units: those the registry lacks, and two ways of printing one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kb.model import Duty, Facts, Node
from kb.problems import Problem
from kb.rules.aliases import guess_full_name
from kb.rules.checks.finding import finding
from kb.rules.ground import Ground
from kb.rules.sentences import mentions_in

_DASHES = re.compile("[-－–—‐]+")


def unregistered_units(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Units that the text names and units.toml lacks: one finding a name, at its first place."""
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
    for d in facts.duties:
        if d.document and ground.registry.resolve(d.unit, d.plan) is None and d.unit not in first:
            said = f"{d.document}所列的单位没有登记"
            hint = "请核对 duties.csv 里的写法，或在 corpus/units.toml 登记"
            yield finding(ground, ground.nodes[d.node], "KB314", said, d.unit, hint)
    for name, (node, start) in first.items():
        many = f"，共 {count[name]} 处" if count[name] > 1 else ""
        yield finding(
            ground,
            node,
            "KB314",
            f"单位没有登记{many}",
            name,
            "请在 corpus/units.toml 登记，或作为已有单位的别名",
            at=start,
        )


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
