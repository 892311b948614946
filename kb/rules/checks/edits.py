"""Checks of what a person changed in plan.md: each difference with its line there and in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from kb.codes import problem
from kb.model import HAND, Duty, Facts, Node, Repair, Tree
from kb.parse.numbering import read_mark
from kb.problems import Problem
from kb.rules.confirmed import same_nodes
from kb.rules.ground import Ground
from kb.rules.statements.scope import find_assigned
from kb.words.simple_label import SIMPLE_LABEL

AROUND = 6
"""Characters shown on either side of a change: “到2026年建成” is read at once, “26” is not."""
SHOWN = 40
"""Characters of a changed stretch that a message shows; the lines are there for the rest."""
OVERRULE = "责任单位有变动的，请在同一文件夹的 duties.csv 里增加或划去，写明依据文件"
WORDS = "引文只取源文有的字"
_LABELLED = re.compile(rf"{SIMPLE_LABEL}[：:]|负责[）)]")
LOST = "若是误删，请从 source.txt 的这一行补回"


def changed_words(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield every difference between plan.md and the source: words changed, added, taken out, lines missing."""
    source = ground.tree.plan.source
    found = [r for r in ground.tree.repairs if r.kind == HAND]
    signs = Counter((r.source, r.value) for r in found if _is_sign(r))
    told: set[tuple[str, str]] = set()
    for r in found:
        if _is_sign(r) and (r.source, r.value) in told:
            continue
        told.add((r.source, r.value))
        if not r.value and _starts_a_line(source, r.start):
            yield from _missing(ground, r)
            continue
        before = _one_line(source[max(0, r.start - AROUND) : r.start].rpartition("\n")[2])
        after = _one_line(source[r.end : r.end + AROUND].partition("\n")[0])
        was, now = (before + _one_line(words) + after for words in (r.source, r.value))
        if r.source and r.value:
            said = f"源文“{_cut(was)}”改成了“{_cut(now)}”"
        elif r.value:
            said = f"加上了源文没有的“{_cut(_one_line(r.value))}”"
        else:
            said = f"删去了源文的“{_cut(_one_line(r.source))}”"
        if signs[(r.source, r.value)] > 1:
            said += f"，同样的改动共 {signs[(r.source, r.value)]} 处"
        typed = _LABELLED.search(r.value) or _LABELLED.search(r.source)
        full = "" if max(len(was), len(now)) <= SHOWN else f"{r.source}\n{r.value}"
        yield _finding(ground, r, "KB330", said, OVERRULE if typed else WORDS, full)


def _is_sign(r: Repair) -> bool:
    """Whether a change is one of punctuation alone: “，” for “,” throughout a file is listed once."""
    return not any(ch.isalnum() for ch in r.source + r.value)


def _missing(ground: Ground, r: Repair) -> Iterator[Problem]:
    """Yield the headings among lines of the source that plan.md lacks; where there are none, its first line."""
    source = ground.tree.plan.source
    lines: list[tuple[int, str]] = []
    at = r.start
    for words in source[r.start : r.end].splitlines(keepends=True):
        if words.strip():
            lines.append((ground.lines.line(at), _one_line(words)))
        at += len(words)
    headed = [i for i, (_, words) in enumerate(lines) if read_mark(words) is not None]
    shown = headed or [0][: len(lines)]
    for i, end in zip(shown, (*shown[1:], len(lines)), strict=True):
        line, words = lines[i]
        said = f"源文的这一{'条' if headed else '段'}没有了：“{_cut(words)}”"
        full = "\n".join(words for _, words in lines[0 if i == shown[0] else i : end])
        yield _finding(ground, r, "KB331", said, LOST, full if full != _cut(words) else "", line)


def changed_duties(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Yield nodes whose responsible units are not those of the source: neither are taken as assigned."""
    printed = ground.tree.printed
    if printed is None:
        return
    beside = Ground(printed, ground.registry, ground.topics)
    ids = same_nodes(ground.tree, printed)
    ours, theirs = (_by_node(find_assigned(g)) for g in (ground, beside))
    for node in ground.tree.nodes:
        now, was = ours.get(node.id, {}), theirs.get(ids.get(node.id, ""), {})
        added = [f"{unit}（{role}）" for unit, role in now if (unit, role) not in was]
        gone = [f"{unit}（{role}）" for unit, role in was if (unit, role) not in now]
        if node.id in ids and (added or gone):
            parts = (
                f"plan.md 写了{'、'.join(added)}，源文没有" * bool(added),
                f"源文写了{'、'.join(gone)}，plan.md 没有" * bool(gone),
            )
            said = f"责任单位与源文不同：{'；'.join(filter(None, parts))}。都不作明确责任"
            prefix = f"{node.citation}：" if node.citation else ""
            line = node.span.line if node.span else 0
            yield problem(
                "KB332", f"{ground.tree.plan.id}/plan.md", line=node.plan_line, message=prefix + said,
                excerpt=node.title[:SHOWN], hint=OVERRULE, node=node.id, source_line=line,
            )  # fmt: skip


def _by_node(duties: list[Duty]) -> dict[str, dict[tuple[str, str], None]]:
    out: dict[str, dict[tuple[str, str], None]] = {}
    for d in duties:
        if d.inherited_from is None:
            out.setdefault(d.node, {})[(d.unit, d.role)] = None
    return out


def _finding(ground: Ground, r: Repair, code: str, said: str, hint: str, full: str, line: int = 0) -> Problem:
    """Return a finding at a change. full: the words that `said` cuts short, "" where it does not; line: of the source."""
    node = _node_at(ground.tree, r.plan_line)
    prefix = f"{node.citation}：" if node is not None and node.citation else ""
    return problem(
        code, f"{ground.tree.plan.id}/plan.md", line=r.plan_line or 1, message=prefix + said, hint=hint,
        node=node.id if node is not None else None, source_line=line or r.line, detail=full,
    )  # fmt: skip


def _node_at(tree: Tree, line: int) -> Node | None:
    """Return the node that a line of plan.md belongs to."""
    nodes = sorted((n for n in tree.nodes if n.plan_line), key=lambda n: n.plan_line)
    at = bisect_right([n.plan_line for n in nodes], line)
    return nodes[at - 1] if at else None


def _starts_a_line(source: str, at: int) -> bool:
    return not source[source.rfind("\n", 0, at) + 1 : at].strip()


def _one_line(words: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", "", words)


def _cut(words: str) -> str:
    """Return the words, their middle left out where they are long."""
    words = words.strip()
    return words if len(words) <= SHOWN else f"{words[: SHOWN // 2]}…{words[-SHOWN // 4 :]}"
