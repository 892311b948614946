"""Names for what import changed in a plan, and the repair of each node."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model import Node, Repair

REPAIR_KINDS = {
    "number": "补出编号", "moved": "移动位置", "page-mark": "略去页码", "contents": "略去目录",
    "control": "略去控制字符", "running-head": "略去页眉页脚", "page": "略去网页栏目",
    "reading": "略去注音", "unread": "图片等未读", "hand": "人工修改",
}  # fmt: skip
"""Kind of a repair → its name on every surface."""


def repair_of(nodes: Iterable[Node], repairs: Iterable[Repair]) -> dict[str, Repair]:
    """Return the repair that a node carries, by node id; a node has one at most."""
    heads: dict[int, Repair] = {r.start: r for r in repairs}
    out = {}
    for node in nodes:
        if not node.repaired:
            continue
        starts = [p.start for p in (*node.head.pieces, *node.body.pieces)]
        found = next((heads[s] for s in starts if s in heads), None)
        if found is not None:
            out[node.id] = found
    return out
