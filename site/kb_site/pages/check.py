"""What `kb check` found in the plan, as a page."""

from __future__ import annotations

import re

from kb.problems import Problem
from kb_site.page import Page
from kb_site.plan_view import PlanView

LEVELS = {"error": "错误", "warning": "问题", "note": "提示"}


def page(view: PlanView) -> Page:
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in view.problems:
        groups.setdefault((problem.level, problem.code), []).append(problem)
    ranked = sorted(groups.items(), key=lambda x: (list(LEVELS).index(x[0][0]), x[0][1]))
    return Page(
        view.path("check"),
        "check.html",
        "校核",
        f"《{view.plan.title}》的校核结果：{len(view.problems)} 处，各附位置与原文。",
        area="check",
        plan=view.id,
        data={
            "groups": [(LEVELS[level], code, _gist(found), found) for (level, code), found in ranked],
            "total": len(view.problems),
            "by_level": [(LEVELS[k], sum(p.level == k for p in view.problems)) for k in LEVELS],
        },
    )


def _gist(problems: list[Problem]) -> str:
    """What the messages of one code have in common: the message without its place, or the first one's."""
    said = {re.sub(r"^[^：]{1,24}：", "", p.message) for p in problems}
    return said.pop() if len(said) == 1 else ""
