"""One finding of a check: the line of plan.md where a person can act, and the line of the source next to it."""

from __future__ import annotations

from kb.codes import problem
from kb.model import Node
from kb.problems import Problem
from kb.rules.ground import Ground


def finding(
    ground: Ground,
    node: Node,
    code: str,
    message: str,
    excerpt: str = "",
    hint: str = "",
    at: int | None = None,
) -> Problem:
    """Return a finding at a node, or at the source offset `at`; the message opens with the citation.

    A node that was read from a plan.md is shown there; one made without (in tests) at its place in the source.
    """
    start = at if at is not None else node.span.start if node.span is not None else None
    line = ground.lines.line(start) if start is not None else 0
    plan = ground.tree.plan
    said = f"{node.citation}：{message}" if node.citation else message
    if node.plan_line:
        return problem(
            code, f"{plan.id}/plan.md", line=node.plan_line, message=said, excerpt=excerpt[:40], hint=hint,
            node=node.id, source_line=line,
        )  # fmt: skip
    column = start - ground.lines.start(line) + 1 if start is not None else 0
    return problem(
        code, f"{plan.id}/{plan.source_file}", line=line, column=column, message=said, excerpt=excerpt[:40],
        hint=hint, node=node.id,
    )  # fmt: skip
