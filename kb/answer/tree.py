"""`kb tree`: a plan's outline, nested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answer.facts import node_dict

if TYPE_CHECKING:
    from kb.answer.shapes import Branch, PlanTree, TreeAnswer
    from kb.model import Node
    from kb.store import Base


def tree(
    base: Base, plan: str | None = None, *, depth: int | None = None, paragraphs: bool = False
) -> TreeAnswer:
    """{"plans": [{"id", "title", "nodes": [{…, "children": […]}]}]}, plans in the order of the corpus.

    depth: levels shown, 1 is the chapters. paragraphs: unnumbered paragraphs and the cover matter too.
    Raises NotFound for a plan there is none of.
    """
    plans = base.plans() if plan is None else (base.plan(plan),)
    out: list[PlanTree] = []
    for p in plans:
        kept = [n for n in base.nodes(p.id) if paragraphs or n.kind != "paragraph"]
        below: dict[str | None, list[Node]] = {}
        for node in kept:
            below.setdefault(node.parent, []).append(node)
        roots = [n for n in kept if n.parent is None]
        out.append({"id": p.id, "title": p.title, "nodes": [_branch(n, below, depth) for n in roots]})
    return {"plans": out}


def _branch(node: Node, below: dict[str | None, list[Node]], depth: int | None) -> Branch:
    deeper = None if depth is None else depth - 1
    children = below.get(node.id, []) if deeper is None or deeper > 0 else []
    return {**node_dict(node), "children": [_branch(c, below, deeper) for c in children]}
