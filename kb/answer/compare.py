"""`kb compare`: plans side by side, with every pair's reasons. Nothing is aligned silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kb.answer.facts import indicator_dict, node_dict
from kb.compare import indicators, tasks
from kb.compare.by_hand import FILE, read_decisions
from kb.compare.pairs import Pair
from kb.compare.references import cited
from kb.problems import KbError
from kb.store.lookup import NotFound, not_found
from kb.store.place import corpus_of
from kb.words.normalised import compact

if TYPE_CHECKING:
    from pathlib import Path

    from kb.answer.compare_shapes import (
        AlignedPair,
        AlignedTask,
        CitedPlan,
        CompareAnswer,
        ComparedIndicator,
        ComparedPlan,
    )
    from kb.model import Plan
    from kb.store import Base

Decided = Mapping[tuple[str, str], bool]

CANDIDATES = 8
"""Plans that are listed for a name of several: what a line or two hold."""


def compare(base: Base, names: Sequence[str], corpus: Path | None = None) -> CompareAnswer:
    """Compare two plans or more. names: ids, or a part of an id or a title that one plan has. corpus: where align.csv is; None: the
    corpus of the base, where it can be determined.

    Raises NotFound where names are of no plan, KbError for those of several (each of them is said), or where there are
    not two different plans.
    """
    plans = tuple(dict.fromkeys(_find(base, names)))
    if len(plans) < 2:
        raise KbError("请写出两份不同的规划：kb compare 甲 乙。")
    corpus = corpus or corpus_of(base.folder.parent)
    decided: Decided = {}
    notes: tuple[str, ...] = ()
    if corpus is not None:
        decided, notes = read_decisions(corpus / FILE, base.has_node)
    topics = {plan.id: _topics(base, plan.id) for plan in plans}
    called = _called(plans)
    named = {plan.id: _named(base, plan, topics[plan.id]) for plan in plans}
    titled = {
        plan.id: [
            tasks.read(node, topics[plan.id].get(node.id, ()))
            for node in base.nodes(plan.id)
            if node.kind in tasks.KINDS
        ]
        for plan in plans
    }
    pairs: list[Pair] = []
    aligned: list[AlignedTask] = []
    for one, other in combinations(plans, 2):
        of_two = {key: same for key, same in decided.items() if _of(key[0], one) and _of(key[1], other)}
        pairs += indicators.align(
            named[one.id], named[other.id], _known(of_two, named[one.id], named[other.id])
        )
        ids = {t.node.id for t in (*titled[one.id], *titled[other.id])}
        own = {key: same for key, same in of_two.items() if set(key) <= ids}
        nodes = {t.node.id: t.node for t in (*titled[one.id], *titled[other.id])}
        aligned += [
            {"pair": _pair(p), "nodes": [node_dict(nodes[p.one]), node_dict(nodes[p.other])]}
            for p in tasks.align(titled[one.id], titled[other.id], own)
        ]
    by_id = {n.indicator.id: n for found in named.values() for n in found}
    rows = _rows(plans, by_id, [p for p in pairs if p.standing != "proposed"], called)
    seen = {cell["id"] for row in rows for cell in row["cells"] if cell is not None}
    every = base.titles()
    return {
        "plans": [_plan(plan, called) for plan in plans],
        "indicators": rows,
        "proposed": [
            {
                "pair": _pair(p),
                "cells": [indicator_dict(by_id[p.one].indicator), indicator_dict(by_id[p.other].indicator)],
            }
            for p in pairs
            if p.standing == "proposed"
        ],
        "only": {
            plan.id: [indicator_dict(n.indicator) for n in named[plan.id] if n.indicator.id not in seen]
            for plan in plans
        },
        "tasks": aligned,
        "references": [row for plan in plans for row in _cited(base, plan, every)],
        "notes": list(notes),
    }


def _find(base: Base, names: Sequence[str]) -> list[Plan]:
    """Return the plan of every name; all that name none or several are said at once."""
    plans = base.titles()
    offered = {p.title: p.id for p in plans} | {p.id: p.id for p in plans}
    out: list[Plan] = []
    missing: list[NotFound] = []
    several: list[str] = []
    for name in dict.fromkeys(names):
        found = _matching(plans, name)
        if len(found) == 1:
            out += found
        elif not found:
            missing.append(not_found("规划", name, offered, "编号和名称见 kb list 规划。"))
        else:
            shown = "、".join(f"{p.id}（{p.title}）" for p in found[:CANDIDATES])
            more = f" 等 {len(found)} 份" if len(found) > CANDIDATES else ""
            several.append(f"“{name}”不止一份规划：{shown}{more}。请写编号。")
    said = "\n".join((*map(str, missing), *several))
    if missing:
        raise NotFound(said, tuple(dict.fromkeys(near for one in missing for near in one.nearest)))
    if several:
        raise KbError(said)
    return out


def _matching(plans: Sequence[Plan], name: str) -> list[Plan]:
    """Return the plans of a name: of just this id or title, or else all that have it as a part of either."""
    asked = compact(name).casefold()
    keys = [(p, (p.id.casefold(), compact(p.title).casefold())) for p in plans]
    exact = [p for p, own in keys if asked in own]
    return exact or [p for p, own in keys if asked and any(asked in key for key in own)]


def _named(base: Base, plan: Plan, topics: Mapping[str, Sequence[str]]) -> list[indicators.Named]:
    found = base.indicators(plan.id)
    nodes = base.nodes_of(i.id for i in found)
    return [indicators.read(i, plan, topics.get(i.id, ()), nodes[i.id].cells) for i in found]


def _topics(base: Base, plan: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for tag in base.tags(plan=plan):
        out.setdefault(tag.node, []).append(tag.topic)
    return out


def _called(plans: Sequence[Plan]) -> dict[str, str]:
    """By what short name each plan goes: its place where no two have one, else its title."""
    places = [plan.place[-1] if plan.place else "" for plan in plans]
    apart = all(places) and len(set(places)) == len(places)
    return {
        plan.id: place if apart else f"《{plan.title}》" for plan, place in zip(plans, places, strict=True)
    }


def _of(id_: str, plan: Plan) -> bool:
    return id_.split("/", 1)[0] == plan.id


def _known(
    decided: Decided, one: Iterable[indicators.Named], other: Iterable[indicators.Named]
) -> dict[tuple[str, str], bool]:
    """Decisions about indicators alone."""
    ids = {n.indicator.id for n in (*one, *other)}
    return {key: same for key, same in decided.items() if set(key) <= ids}


def _rows(
    plans: Sequence[Plan],
    by_id: Mapping[str, indicators.Named],
    pairs: Sequence[Pair],
    called: Mapping[str, str],
) -> list[ComparedIndicator]:
    """Join pairs to rows with at most one indicator a plan, in the order of the first plan that has it."""
    row_of: dict[str, dict[str, str]] = {}
    for pair in sorted(pairs, key=lambda p: p.standing != "by_hand"):
        one = row_of.get(pair.one, {_plan_of(pair.one): pair.one})
        other = row_of.get(pair.other, {_plan_of(pair.other): pair.other})
        if any(other.get(plan, id_) != id_ for plan, id_ in one.items()):
            continue  # by hand one thing, by name another: what a person decided came first
        joined = {**one, **other}
        row_of |= dict.fromkeys(joined.values(), joined)
    order = {id_: at for at, id_ in enumerate(by_id)}
    rows = {id(row): row for row in row_of.values()}
    out: list[ComparedIndicator] = []
    for row in sorted(rows.values(), key=lambda r: min(order[id_] for id_ in r.values())):
        found = [row.get(plan.id) for plan in plans]
        of_row = [
            p for p in pairs if row.get(_plan_of(p.one)) == p.one and row.get(_plan_of(p.other)) == p.other
        ]
        said = [
            sentence
            for p in of_row
            for sentence in indicators.say(
                by_id[p.one],
                by_id[p.other],
                (_by(plans, p.one), _by(plans, p.other)),
                lambda plan: called[plan.id],
            )
        ]
        out.append(
            {
                "name": by_id[next(id_ for id_ in found if id_)].indicator.name,
                "cells": [indicator_dict(by_id[id_].indicator) if id_ else None for id_ in found],
                "pairs": [_pair(p) for p in of_row],
                "said": said,
            }
        )
    return out


def _plan_of(id_: str) -> str:
    return id_.split("/", 1)[0]


def _by(plans: Sequence[Plan], id_: str) -> Plan:
    return next(plan for plan in plans if _of(id_, plan))


def _pair(pair: Pair) -> AlignedPair:
    return {
        "ids": [pair.one, pair.other],
        "standing": pair.standing,
        "sure": pair.sure,
        "why": list(pair.why),
        "against": list(pair.against),
    }


def _plan(plan: Plan, called: Mapping[str, str]) -> ComparedPlan:
    return {
        "id": plan.id,
        "title": plan.title,
        "place": list(plan.place),
        "level": plan.level,
        "period": list(plan.period) if plan.period else None,
        "called": called[plan.id],
    }


def _cited(base: Base, plan: Plan, every: Sequence[Plan]) -> list[CitedPlan]:
    found = cited(plan, base.references(plan=plan.id, kind="document"), every)
    nodes = base.nodes_of(c.node for c in found)
    return [
        {
            "plan": plan.id,
            "name": c.name,
            "id": c.node,
            "citation": nodes[c.node].citation,
            "leads": c.leads,
            "basis": c.basis,
        }
        for c in found
    ]
