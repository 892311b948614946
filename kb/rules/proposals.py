"""Entries of units.toml for the units that only a plan's text knows, for a person to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from kb.model import Plan, Tree, Unit
from kb.rules.aliases import guess_aliases, guess_full_name
from kb.rules.facts import find_facts
from kb.rules.registry import guess_kind
from kb.words.unit_names import places


def propose_units(tree: Tree, units: tuple[Unit, ...] = ()) -> tuple[Unit, ...]:
    """Entries for the units a plan makes responsible that the registry lacks, most frequent first.

    For a person to confirm in corpus/units.toml; `plans` names the plan; `kind`, `full_name` and `aliases` are guesses
    by the shape of the name. Two ways of printing one name (市发改委, 市发展改革委) are one entry.
    """
    facts = find_facts(tree, units, ())
    counts: dict[str, int] = {}
    for d in facts.duties:
        if d.basis == "assigned":
            counts[d.unit] = counts.get(d.unit, 0) + 1
    met = [u for u in facts.units if not u.registered and u.name in counts]
    return join_proposed(sorted(met, key=lambda u: (-counts[u.name], u.name)), tree.plan)


def join_proposed(units: Iterable[Unit], plan: Plan) -> tuple[Unit, ...]:
    """Units only a text knows, as entries of units.toml: names of one unit together, no alias twice."""
    units = tuple(units)
    where = places(plan.title) or places(plan.issuer)
    counties = any(_COUNTIES.match(u.name) for u in units)
    out: dict[str, Unit] = {}
    for u in units:
        place = next((p for p in where if p.endswith(u.name[:1])), "")
        below = any(p != place and p.startswith(place) for p in where if place)
        full = guess_full_name(u.name, place, counties or below)
        key, full = full or u.name, full if full != u.name else ""
        if key in out:
            out[key] = replace(out[key], aliases=tuple(dict.fromkeys((u.name, *out[key].aliases))))
            continue
        own = replace(u, full_name=full, aliases=guess_aliases(u.name), plans=(plan.id,), registered=True)
        out[key] = replace(own, kind=guess_kind(u.name))
    names = Counter(n for u in out.values() for n in {u.name, u.full_name, *u.aliases} if n)
    return tuple(
        replace(u, aliases=tuple(a for a in u.aliases if names[a] == 1 and a != u.full_name))
        for u in out.values()
    )


# 各旗县市区, 各县（市、区）人民政府, 各区县: who has these below it is a city of a prefecture's level.
_COUNTIES = re.compile(r"各(?:[^，。]{0,3}[县旗]|区(?!域))")


def unit_entry(unit: Unit) -> str:
    """A unit as an entry of units.toml."""
    rows = ["[[unit]]", f"name = {_toml(unit.name)}"]
    rows += [f"full_name = {_toml(unit.full_name)}"] if unit.full_name else []
    rows += [f"aliases = [{', '.join(map(_toml, unit.aliases))}]"] if unit.aliases else []
    rows += [f"kind = {_toml(unit.kind)}"] if unit.kind else []
    rows += [f"plans = [{', '.join(map(_toml, unit.plans))}]"] if unit.plans else []
    return "\n".join(rows) + "\n"


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
