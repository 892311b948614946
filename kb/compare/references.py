"""Which plans of the base a plan cites in 《…》, and which of them it names as what it was made by (依据)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.model import Plan, Reference
from kb.words.normalised import compact

# What a document is besides its title: 《关于印发某规划的通知》 cites the plan it issues.
_ISSUES = re.compile("^.*?关于印发(.+)的通知$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A document that a plan cites. node: the first node that does. leads: the plan of the base that it is, "" for none.

    basis: the plan says that it was made by it."""

    name: str
    node: str
    leads: str
    basis: bool


def cited(plan: Plan, references: Iterable[Reference], plans: Sequence[Plan]) -> tuple[Cited, ...]:
    """Return the documents that a plan cites, each once, as they first occur. Its own title is none."""
    titles = {title_key(p.title): p.id for p in reversed(plans)}
    basis = {title_key(name.strip("《》")) for name in plan.basis}
    out: dict[str, Cited] = {}
    for reference in references:
        key = title_key(reference.name)
        if reference.kind != "document" or key in out or titles.get(key) == plan.id:
            continue
        out[key] = Cited(
            name=reference.name, node=reference.node, leads=titles.get(key, ""), basis=key in basis
        )
    return tuple(out.values())


def title_key(title: str) -> str:
    """Return a title in matching form, without what issues it."""
    plain = compact(title).replace("—", "-").replace("－", "-").replace("–", "-")
    issued = _ISSUES.match(plain)
    return issued[1].strip("《》") if issued else plain
