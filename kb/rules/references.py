"""References: documents cited in 《…》 and brands or terms in “…”."""

from __future__ import annotations

import re

from kb.model import Reference
from kb.rules.ground import Ground

_BRAND = re.compile(r"“([^“”。；，]{2,20})”")


def find_references(ground: Ground) -> list[Reference]:
    """Every 《…》 (nested 〈…〉 and 《…》 kept inside) and every short “…” of every node, cover included.

    A table row's cells and its heading print the same characters: each place counts once.
    """
    out: list[Reference] = []
    seen: set[tuple[int, int]] = set()
    plan = ground.tree.plan.id
    for node in ground.tree.nodes:
        for text in (ground.head(node), ground.body(node)):
            found = [("document", a, b) for a, b in titles(text.value)]
            inside = [(a, b) for _, a, b in found]
            for m in _BRAND.finditer(text.value):
                if not any(s < m.start() and m.end() < e for s, e in inside):
                    found.append(("brand", m.start(), m.end()))
            for kind, a, b in sorted(found, key=lambda x: x[1]):
                quote = ground.quote(text, a, b)
                if quote is None or (quote.start, quote.end) in seen:
                    continue
                seen.add((quote.start, quote.end))
                name = text.raw(a + 1, b - 1)
                out.append(
                    Reference(
                        plan,
                        node.id,
                        "document" if kind == "document" else "brand",
                        name,
                        quote.text,
                        quote.start,
                        quote.end,
                        quote.line,
                    )
                )
    return out


def titles(value: str) -> list[tuple[int, int]]:
    """Outermost 《…》 of a text as (start, end)."""
    out: list[tuple[int, int]] = []
    stack: list[int] = []
    for i, ch in enumerate(value):
        if ch == "《":
            stack.append(i)
        elif ch == "》" and stack:
            a = stack.pop()
            if not stack and 2 < i + 1 - a <= 120:
                out.append((a, i + 1))
    return out
