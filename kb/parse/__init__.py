"""Lines to tree: `parse_source` for a document, `read_plan` for a reviewed plan.md."""

from __future__ import annotations

from kb.model import Repair, Tree
from kb.parse.edits import build_edited_tree
from kb.parse.plan_md import read_plan_md, write_plan
from kb.parse.stages import parse_draft
from kb.readers.source import Source

__all__ = ["parse_draft", "parse_source", "read_plan", "read_plan_md", "write_plan"]


def parse_source(source: Source, plan_id: str) -> Tree:
    """The tree of a document: through plan.md and back, so that it is the tree the base will hold."""
    draft = parse_draft(source, plan_id)
    return read_plan(write_plan(draft), source.text, draft.repairs)


def read_plan(plan_md: str, source: str, repairs: tuple[Repair, ...] = (), path: str = "plan.md") -> Tree:
    """The tree of a plan.md, with spans into `source`. Raises DocumentError for a plan.md that can't be read."""
    draft = read_plan_md(plan_md, path)
    return build_edited_tree(draft, source, repairs)
