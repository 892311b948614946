"""Where a node is on the site, relative to the site's root. The site makes its pages by the same rule."""

from __future__ import annotations

# Kinds that have a page of their own; all others are places in the plan's full text.
PAGED = frozenset({"section", "principle", "goal", "task", "measure", "box", "project", "indicator"})


def node_url(id_: str, kind: str) -> str:
    """`dadukou-children-2021-2030/2.4.2.html`; a paragraph is `…/text.html#2.4.2.q81c2f0`."""
    plan, local = id_.split("/", 1)
    return f"{plan}/{local}.html" if kind in PAGED else f"{plan}/text.html#{local}"
