"""What a person looks at while correcting a plan: blocks of plan.md, the source lines they came from, nodes, doubts.

One map for all directions: line of plan.md → block → source lines, node, units, doubts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.codes import BY_CODE, LEVEL_NAMES, urgency
from kb.corpus import Corpus
from kb.edit.desk import Desk
from kb.edit.verdict import reading
from kb.model import DROPPING, HAND, Duty, Facts, Node, Repair, Tree
from kb.parse.blocks import Block
from kb.parse.record import read_plan_files
from kb.pipeline.plan_reading import read_facts, staff_files
from kb.problems import Problem
from kb.spans import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A block of plan.md with where it came from and what it is.

    first, last: 1-based source lines, 0 for words the source does not have. node: id of its node, "" for cover, title
    and imprint. duties: what its node asks of whom, for the first block of a node only.
    """

    block: Block
    first: int
    last: int
    node: str = ""
    citation: str = ""
    kind: str = ""
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A finding with where it is in both texts. plan_line, source_line: 0 where it is of the whole plan."""

    problem: Problem
    plan_line: int
    source_line: int

    @property
    def title(self) -> str:
        """The code in words."""
        row = BY_CODE.get(self.problem.code)
        return row.title if row else self.problem.code

    @property
    def todo(self) -> str:
        """What a person does about it."""
        row = BY_CODE.get(self.problem.code)
        return row.todo if row else self.problem.hint

    @property
    def level(self) -> str:
        """错误, 问题 or 提示."""
        return LEVEL_NAMES.get(self.problem.level, self.problem.level)  # type: ignore[call-overload,no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A plan as a person corrects it. digest: of its plan.md. source: the lines of source.txt. left: repairs that left
    ink out, by import or by hand, in the order of the source."""

    tree: Tree
    facts: Facts
    text: str
    digest: str
    source: tuple[str, ...]
    places: tuple[Place, ...]
    doubts: tuple[Doubt, ...]
    left: tuple[Repair, ...]
    _by_line: Mapping[int, Place] = field(default_factory=dict, repr=False)

    def at(self, line: int) -> Place | None:
        """Return the block that a line of plan.md belongs to; None for an empty line."""
        return self._by_line.get(line)

    def before_source(self, line: int) -> Place | None:
        """Return the last block of the running text that is printed before a source line; None where there is none."""
        return next(
            (p for p in reversed(self.places) if 0 < p.last <= line and p.block.region == "body"), None
        )

    def of_source(self, line: int) -> Place | None:
        """Return the first block that a source line went into, None where it is in none."""
        return next((p for p in self.places if p.first <= line <= p.last), None)


def review(corpus: Corpus, plan: str) -> Review:
    """Read a plan as a person corrects it. Raises DocumentError for what cannot be read."""
    opened = Desk(corpus).open(f"{plan}/plan.md")
    _, source, record = read_plan_files(corpus.plan_folder(plan))
    read = reading(opened.text, plan, source, record.repairs)
    tree = read.tree
    units, topics, _ = staff_files(corpus)
    facts, problems = read_facts(corpus, tree, units, topics)
    lines = Lines(tree.plan.source)
    places = tuple(_places(read.blocks, lines, tree, facts))
    by_line = {n: p for p in places for n in range(p.block.line, max(p.block.last, p.block.line) + 1)}
    source_lines = tuple(source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    doubts = sorted((_doubt(p, places) for p in problems), key=lambda d: (*urgency(d.problem), d.plan_line))
    left = sorted(
        (r for r in tree.repairs if r.kind in DROPPING or (r.kind == HAND and r.source and not r.value)),
        key=lambda r: r.start,
    )
    return Review(
        tree=tree, facts=facts, text=opened.text, digest=opened.digest, source=source_lines, places=places,
        doubts=tuple(doubts), left=tuple(left), _by_line=by_line,
    )  # fmt: skip


def _places(blocks: tuple[Block, ...], lines: Lines, tree: Tree, facts: Facts) -> list[Place]:
    nodes = sorted((n for n in tree.nodes if n.plan_line), key=lambda n: n.plan_line)
    starts = [n.plan_line for n in nodes]
    duties: dict[str, list[Duty]] = {}
    for d in facts.duties:
        if d.basis != "related":
            duties.setdefault(d.node, []).append(d)
    out: list[Place] = []
    for block in blocks:
        if not block.line:
            continue
        pieces = [p for t in (block.text, *(c for row in block.rows for c in row)) for p in t.pieces]
        first = lines.line(min(p.start for p in pieces)) if pieces else 0
        last = lines.line(max(p.end for p in pieces) - 1) if pieces else 0
        node = _node(block, nodes, starts)
        own = duties.get(node.id, []) if node is not None and node.plan_line == block.line else []
        if block.kind == "table":
            own = [d for n in nodes if block.line <= n.plan_line <= block.last for d in duties.get(n.id, ())]
        out.append(
            Place(
                block=block, first=first, last=last, node=node.id if node else "",
                citation=node.citation if node else "", kind=node.kind if node else "", duties=tuple(own),
            )
        )  # fmt: skip
    return out


def _node(block: Block, nodes: list[Node], starts: list[int]) -> Node | None:
    """Return the node that a block of running text belongs to: the last one that begins on its line or before it."""
    if block.region not in ("body", "closing", "notes"):
        return None
    at = bisect_right(starts, block.line) - 1
    return nodes[at] if at >= 0 else None


def _doubt(problem: Problem, places: tuple[Place, ...]) -> Doubt:
    """Place a finding in both texts."""
    name = problem.path.rpartition("/")[2]
    if name == "plan.md":
        plan_line, source_line = problem.line, problem.source_line
        if not source_line:
            source_line = next((p.first for p in places if p.block.line <= plan_line <= p.block.last), 0)
    else:
        plan_line, source_line = 0, problem.line if name == "source.txt" else problem.source_line
    if not plan_line and source_line:
        before = [p for p in places if p.first and p.first <= source_line]
        near = next((p for p in before if p.last >= source_line), before[-1] if before else None)
        plan_line = near.block.line if near else 0
    return Doubt(problem=problem, plan_line=plan_line, source_line=source_line)
