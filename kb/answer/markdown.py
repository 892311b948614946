"""A plan as Markdown: every node in reading order with its citation and source line, for programs that read text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.model import Node
    from kb.store import Base

DEEPEST = 6
"""Levels of headings that Markdown has."""
ACTIVE = re.compile(r"([\\`*_\[\]<>#|])")
LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def plan_markdown(base: Base, plan: str) -> str:
    """The text of a plan. Raises NotFound for a plan there is none of.

    A heading is number and title; below it `二、（四）2 · 源文第 512 行`, then the text. What a document writes is never markup."""
    owner = base.plan(plan)
    head = [f"# {_plain(owner.title)}"]
    told = "，".join(t for t in (owner.doc_number, owner.issuer, owner.issued) if t)
    if told:
        head.append(_plain(told))
    return "\n\n".join([*head, *(_node(n) for n in base.nodes(plan))]) + "\n"


def _node(node: Node) -> str:
    where = f"{node.citation} · 源文第 {node.span.line} 行" if node.span else node.citation
    text = _plain(node.text)
    if node.kind == "paragraph" and not node.title:
        return f"{text}\n（{_plain(where)}）"
    marks = "#" * min(DEEPEST, node.depth + 2)
    number = f"{node.number} " if node.number else ""
    heading = f"{marks} {_plain(number + ' '.join(node.title.split()))}"
    return "\n\n".join(part for part in (heading, f"（{_plain(where)}）", text) if part)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return LINE_START.sub(r"\1\\\2", ACTIVE.sub(r"\\\1", text))
