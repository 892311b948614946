"""What `kb check` found in the plan, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.codes import BY_CODE, urgency
from kb.problems import Problem
from kb_site.context import SiteContext
from kb_site.page import Page
from kb_site.plan_view import PlanView

LEVELS = {"error": "错误", "warning": "问题", "note": "提示"}


def register(site: SiteContext, view: PlanView) -> None:
    site.links.add(view.path("check"), {p.code for p in view.problems})


def make(_site: SiteContext, view: PlanView) -> Iterator[Page]:
    yield page(view)


def page(view: PlanView) -> Page:
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in view.problems:
        groups.setdefault((problem.level, problem.code), []).append(problem)
    found = [p for p in view.problems if not p.seen]
    ranked = sorted(groups.items(), key=lambda x: (urgency(x[1][0]), x[0][1]))
    return Page(
        view.path("check"),
        "check.html",
        "校核",
        f"《{view.plan.title}》的校核结果：{len(found)} 处，各附位置与原文。",
        area="check",
        plan=view.id,
        data={
            "groups": [Group(view, code, tuple(found)) for (_, code), found in ranked],
            "total": len(found),
            "seen": len(view.problems) - len(found),
            "by_level": [(LEVELS[k], sum(p.level == k for p in found)) for k in LEVELS],
        },
    )


class Group:
    """Problems of one code. title: the code's own, of the table. hint: the one they share, "" where they differ."""

    def __init__(self, view: PlanView, code: str, problems: tuple[Problem, ...]) -> None:
        self.level = LEVELS[problems[0].level]
        self.code = code
        self.problems = sorted(problems, key=lambda p: p.seen)
        self.open = sum(not p.seen for p in problems)
        self.title = BY_CODE[code].title if code in BY_CODE else self.level
        self.hint = _alike(p.hint for p in problems)
        self._view = view

    def rest(self, problem: Problem) -> str:
        """Return what one problem says in addition to the title and the place it begins with; "" for nothing more."""
        node = self._view.node.get(problem.node or "")
        said = problem.message
        if node is not None and node.citation:
            said = said.removeprefix(f"{node.citation}：")
        return "" if said == self.title else said


def _alike(said: Iterable[str]) -> str:
    found = set(said)
    return found.pop() if len(found) == 1 else ""
