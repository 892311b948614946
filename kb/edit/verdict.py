"""Whether a plan.md can be read and still holds its source: what is asked before anything is saved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from kb.edit.change import EditRefused
from kb.model import HAND, Repair, Tree
from kb.parse.edits import Edited, build_edited
from kb.parse.plan_md import read_plan_md
from kb.problems import DocumentError, Problem
from kb.spans import is_ink


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a plan.md says. tree: None where it cannot be read, for `problems`. changed: words that differ from the
    source's, in the order of plan.md."""

    tree: Tree | None
    problems: tuple[Problem, ...] = ()
    changed: tuple[Repair, ...] = ()


@lru_cache(maxsize=8)
def reading(text: str, plan: str, source: str, repairs: tuple[Repair, ...]) -> Edited:
    """Read a plan.md against its source. Raises DocumentError.

    A save asks for the text before and after, the page that follows for the latter once more; each is read once."""
    return build_edited(read_plan_md(text, f"{plan}/plan.md"), source, repairs)


def judge(text: str, plan: str, source: str, repairs: tuple[Repair, ...]) -> Verdict:
    """Judge a plan.md against its source. plan: the id that it has to keep."""
    try:
        tree = reading(text, plan, source, repairs).tree
    except DocumentError as error:
        return Verdict(None, error.problems)
    if tree.plan.id != plan:
        raise EditRefused(f"规划编号（id）不能改：应是 {plan}，现在写的是 {tree.plan.id[:40]}。")
    return Verdict(tree, (), tuple(r for r in tree.repairs if r.kind == HAND))


def refuse_broken(verdict: Verdict) -> Tree:
    """Return the tree of a plan.md that can be read. Raises DocumentError with lines and what to do otherwise."""
    if verdict.tree is None:
        raise DocumentError(verdict.problems)
    return verdict.tree


def refuse_lost(before: Verdict, after: Verdict) -> None:
    """Raise EditRefused where a change of structure alone makes words differ from the source that did not before."""
    new = _words(after) - _words(before)
    if new:
        (source, value), _ = new.most_common(1)[0]
        shown = (source or value)[:30]
        raise EditRefused(f"这样改会使“{shown}”与原文对不上，没有改。请换一种改法，或在 plan.md 里手工改。")


def _words(verdict: Verdict) -> Counter[tuple[str, str]]:
    """Return the words that differ, white space aside."""
    return Counter(
        ("".join(filter(is_ink, r.source)), "".join(filter(is_ink, r.value))) for r in verdict.changed
    )


def ink(text: str) -> str:
    """Return the characters of a plan.md's blocks that leave ink, in order; what a change of structure keeps.

    Raises DocumentError for a plan.md that cannot be read.
    """
    blocks = read_plan_md(text).blocks
    texts = (t.value for b in blocks for t in (b.text, *(c for row in b.rows for c in row)))
    return "".join(ch for value in texts for ch in value if is_ink(ch))
