"""Made-up plans for the parser's tests, and the same source whatever format: text lines as a reader gives them."""

from __future__ import annotations

from pathlib import Path

from kb.model import DROPPING, Node, Tree
from kb.parse import parse_draft, parse_source, read_plan, write_plan
from kb.parse.blocks import Draft
from kb.readers.source import Source, split_lines
from kb.spans import Text, is_control, is_ink

REPOSITORY = Path(__file__).resolve().parents[3]
SEED = "dadukou-children-2021-2030"
SEED_FOLDER = REPOSITORY / "corpus" / SEED
PLANS = REPOSITORY.parent / "shared" / "plans"


def text_source(text: str, name: str = "规划.txt") -> Source:
    """A text as the reader of .txt files gives it."""
    return Source(name, text, tuple(split_lines(text)))


def draft(text: str) -> Draft:
    return parse_draft(text_source(text), "plan")


def tree(text: str) -> Tree:
    return parse_source(text_source(text), "plan")


def plan_md(text: str) -> str:
    return write_plan(draft(text))


def corrected(text: str, *changes: tuple[str, str]) -> Tree:
    """The tree of a text whose plan.md a person changed: each (old, new) replaced once."""
    made = draft(text)
    md = write_plan(made)
    for old, new in changes:
        assert md.count(old) == 1, (old, md)
        md = md.replace(old, new)
    return read_plan(md, text, made.repairs)


def outline(t: Tree, *kinds: str) -> list[str]:
    """One line a node, indented by depth: `task 2.1 二、（一）1 优化…`, only of `kinds` where given."""
    return [
        f"{'  ' * n.depth}{n.kind} {n.local} {n.title or n.text}"
        for n in t.nodes
        if not kinds or n.kind in kinds
    ]


def node(t: Tree, local: str) -> Node:
    found = [n for n in t.nodes if n.local == local]
    assert len(found) == 1, (local, [n.local for n in t.nodes])
    return found[0]


def below(t: Tree, local: str) -> list[Node]:
    return [n for n in t.nodes if n.parent == f"{t.plan.id}/{local}"]


def texts(n: Node) -> tuple[Text, ...]:
    """The texts of a node that stand in the source: for a table row its cells, which its body joins."""
    return (n.head, *(c.text for c in n.cells)) if n.cells else (n.head, n.body)


def inked(value: str) -> str:
    return "".join(filter(is_ink, value))


def check(t: Tree) -> None:
    """What holds for every tree of an import: the characters of the source that are no white space, in order, are
    those of the tree and of the repairs; spans say what stands there; nesting, ids."""
    source = t.plan.source
    count = bytearray(len(source))
    for r in t.repairs:
        if r.kind in DROPPING:
            assert source[r.start : r.end] == r.source
            for i in range(r.start, r.end):
                count[i] += 1
        elif r.kind == "control":
            found = [i for i in range(r.start, r.end) if is_control(source[i])]
            assert r.source == "".join(source[i] for i in found)
            for i in found:
                count[i] += 1
    for n in t.nodes:
        for text in (n.head, n.body, *(c.text for c in n.cells)):
            for p in text.pieces:
                assert text.value[p.at : p.at + p.end - p.start] == source[p.start : p.end]
        for text in texts(n):
            for p in text.pieces:
                for i in range(p.start, p.end):
                    if not source[i].isspace():
                        count[i] += 1
    lost = [source[i] for i in range(len(source)) if not source[i].isspace() and count[i] != 1]
    assert not lost, "".join(lost[:80])
    moved = [(r.start, r.end) for r in t.repairs if r.kind == "moved"]
    last = 0
    for n in t.nodes:
        for text in texts(n):
            assert not any(map(is_control, text.value))
            assert inked(text.value) == "".join(inked(source[p.start : p.end]) for p in text.pieces) or (
                "number" in n.repaired and text is n.head
            )
            for p in text.pieces:
                if any(start <= p.start and p.end <= end for start, end in moved):
                    continue
                assert last <= p.start, source[p.start : p.end]
                last = p.end
    nodes = {n.id: n for n in t.nodes}
    assert len(nodes) == len(t.nodes)
    before = -1
    for n in t.nodes:
        assert n.order == before + 1
        before = n.order
        assert set(n.local) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-"), n.local
        if n.parent is None:
            continue
        parent = nodes[n.parent]
        assert parent.order < n.order
        assert parent.depth == n.depth - 1
        if n.span is not None:
            assert parent.span is not None
            assert parent.span.start <= n.span.start <= n.span.end <= parent.span.end
