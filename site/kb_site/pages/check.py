"""What `kb check` found in the plan, as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.codes import BY_CODE
from kb.problems import Problem
from kb_site.page import Page
from kb_site.plan_view import PlanView

_PLACE = re.compile(r"^[^：]{1,24}：")
_COUNT = re.compile(r"，共 \d+ 处")
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
            "groups": [Group(LEVELS[level], code, tuple(found)) for (level, code), found in ranked],
            "total": len(view.problems),
            "by_level": [(LEVELS[k], sum(p.level == k for p in view.problems)) for k in LEVELS],
        },
    )


class Group:
    """Problems of one code.

    title: the heading, never a bare code. gist: what their messages say alike, hint: the hint they share; "" where they
    differ.
    """

    def __init__(self, level: str, code: str, problems: tuple[Problem, ...]) -> None:
        self.level = level
        self.code = code
        self.problems = problems
        self.gist = _alike(_COUNT.sub("", _said(p)) for p in problems)
        self.title = self.gist or (BY_CODE[code].title if code in BY_CODE else level)
        self.hint = _alike(p.hint for p in problems)

    def rest(self, problem: Problem) -> str:
        """What one problem says beside the gist: “共 17 处”, or its whole message."""
        said = _said(problem)
        return "，".join(_COUNT.findall(said)).lstrip("，") if self.gist else said


def _said(problem: Problem) -> str:
    """The message without the place it begins with: “二、（一）1：任务没有责任单位” → “任务没有责任单位”."""
    return _PLACE.sub("", problem.message)


def _alike(said: Iterable[str]) -> str:
    found = set(said)
    return found.pop() if len(found) == 1 else ""
