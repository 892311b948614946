"""What a careful reviewer of a plan would want to know: one rule a function, each finding with line and citation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from kb.model import Duty, Facts, Node, Target, Topic, Tree, Unit
from kb.parse.numbering import read_mark
from kb.problems import Problem
from kb.rules.aliases import guess_full_name
from kb.rules.ground import Ground
from kb.rules.misprints import find_misprints
from kb.rules.registry import Registry
from kb.rules.sentences import mentions_in
from kb.rules.targets import has_value

_DASHES = re.compile("[-－–—‐]+")
Check = Callable[[Ground, Facts], Iterator[Problem]]


def check(
    tree: Tree, facts: Facts, units: tuple[Unit, ...] = (), topics: tuple[Topic, ...] = ()
) -> tuple[Problem, ...]:
    """Every finding of every rule, in the order of the rules, then of the lines."""
    ground = Ground(tree, Registry.of(units), topics)
    out: list[Problem] = []
    for rule in CHECKS:
        out += sorted(rule(ground, facts), key=lambda p: (p.line, p.column))
    return tuple(out)


def _finding(
    ground: Ground, node: Node, code: str, message: str, excerpt: str = "", hint: str = "", at: int | None = None,
    level: str = "note",
) -> Problem:  # fmt: skip
    """A finding at a node, or at the source offset `at`; the message opens with the citation."""
    lines = ground.lines
    start = at if at is not None else node.span.start if node.span is not None else None
    line = lines.line(start) if start is not None else 0
    column = start - lines.start(line) + 1 if start is not None else 0
    path = f"{ground.tree.plan.id}/{ground.tree.plan.source_file}"
    said = f"{node.citation}：{message}" if node.citation else message
    return Problem(path, line, column, code, said, excerpt[:40], hint, level, node.id)


def _unassigned(ground: Ground, facts: Facts, kind: str, code: str, word: str) -> Iterator[Problem]:
    having = {d.node for d in facts.duties if d.basis == "assigned"}
    for node in ground.content:
        if node.kind == kind and node.id not in having:
            if kind == "task" and any(
                c.id in having for c in ground.below(node) if c.kind in ("task", "measure")
            ):
                continue
            yield _finding(ground, node, code, f"{word}没有责任单位", node.title)


def tasks_without_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    return _unassigned(ground, facts, "task", "KB310", "任务")


def projects_without_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    return _unassigned(ground, facts, "project", "KB311", "项目")


def indicators_without_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    for x in facts.indicators:
        if not x.units:
            yield _finding(ground, ground.nodes[x.id], "KB312", "指标没有责任单位", x.name)


def indicators_without_target(ground: Ground, facts: Facts) -> Iterator[Problem]:
    for x in facts.indicators:
        if not any(has_value(t) for t in x.targets):
            said = "目标值读不出数字或趋势" if x.target.text else "指标没有目标值"
            yield _finding(ground, ground.nodes[x.id], "KB313", said, x.target.text or x.name)


def unregistered_units(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Units that the text names and units.toml lacks: one finding a name, at its first place."""
    first: dict[str, tuple[Node, int]] = {}
    count: Counter[str] = Counter()
    for d in facts.duties:
        if d.basis != "related" and not d.document and ground.registry.resolve(d.unit, d.plan) is None:
            count[d.unit] += 1
            first.setdefault(d.unit, (ground.nodes[d.node], d.start))
    for node in ground.content:
        if node.cells:
            continue
        for text in (ground.head(node), ground.body(node)):
            for m in mentions_in(ground, text):
                at = text.bounds(m.start, m.end)
                if (
                    at is not None
                    and ground.registry.resolve(m.unit, node.plan) is None
                    and m.unit not in first
                ):
                    count[m.unit] += 1
                    first[m.unit] = (node, at[0])
    for d in facts.duties:
        if d.document and ground.registry.resolve(d.unit, d.plan) is None and d.unit not in first:
            said = f"{d.document}所列的单位没有登记"
            hint = "请核对 duties.csv 里的写法，或在 corpus/units.toml 登记"
            yield _finding(ground, ground.nodes[d.node], "KB314", said, d.unit, hint)
    for name, (node, start) in first.items():
        many = f"，共 {count[name]} 处" if count[name] > 1 else ""
        yield _finding(
            ground,
            node,
            "KB314",
            f"单位没有登记{many}",
            name,
            "请在 corpus/units.toml 登记，或作为已有单位的别名",
            at=start,
        )


def numbering(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Gaps and repeats among the numbers of siblings, and numbers that import recovered."""
    parents: list[Node | None] = [None, *ground.tree.nodes]
    roots = [n for n in ground.tree.nodes if n.parent is None]
    for parent in parents:
        last: dict[tuple[str, str], tuple[int, Node]] = {}
        for node in roots if parent is None else ground.children(parent):
            mark = _number(node)
            if mark is None:
                continue
            style, value = mark
            before = last.get((node.kind, style))
            last[(node.kind, style)] = (value, node)
            if before is None:
                if value != 1 and node.kind == "chapter":
                    yield _finding(ground, node, "KB315", "编号不从一开始", node.number)
                continue
            if value == before[0]:
                if node.kind != "indicator":
                    yield _finding(ground, node, "KB315", f"编号“{node.number}”重复", node.title)
            elif value > before[0] + 1:
                said = f"编号从“{before[1].number}”跳到“{node.number}”"
                yield _finding(ground, node, "KB315", said, node.title)
            elif value < before[0]:
                said = f"编号从“{before[1].number}”退回“{node.number}”"
                yield _finding(ground, node, "KB315", said, node.title)
    for node in ground.tree.nodes:
        if "number" in node.repaired:
            said = f"源文缺少编号，已按前后推定为“{node.number}”"
            yield _finding(ground, node, "KB316", said, node.title)


def _number(node: Node) -> tuple[str, int] | None:
    """A node's number as (style, value); None where it has none that counts."""
    if not node.number or node.kind in ("paragraph", "project"):
        return None
    if node.kind == "indicator" or node.number.isdecimal():
        counts = (
            node.number.isdecimal() and len(node.number) < 9
        )  # “²” counts nothing, nor do a thousand digits
        return ("n", int(node.number)) if counts else None
    mark = read_mark(node.number + "。") or read_mark(node.number + "、") or read_mark(node.number)
    return (mark.style, mark.value) if mark is not None else None


def boxes_after_content(ground: Ground, facts: Facts) -> Iterator[Problem]:
    for node in ground.tree.nodes:
        if node.kind == "box" and "place" in node.repaired:
            yield _finding(ground, node, "KB317", "专栏标题排在内容之后，已移到内容之前", node.title)


def misprints(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Words that differ in one character from words that stand elsewhere in the same company."""
    for node, text, a, b, likely in find_misprints(ground):
        quote = ground.quote(text, a, b)
        if quote is not None:
            yield _finding(
                ground,
                node,
                "KB318",
                f"疑为错字，别处作“{likely}”",
                quote.text,
                at=quote.start,
                level="warning",
            )


def baselines_already_met(ground: Ground, facts: Facts) -> Iterator[Problem]:
    for x in facts.indicators:
        if x.baseline is None or not meets(x.baseline.value, x.target):
            continue
        year = f"{x.baseline.year}年" if x.baseline.year else "基期"
        goal = f"{x.target.year}年" if x.target.year else ""
        value = f"{x.baseline.value:g}{x.baseline.unit_of_measure}"
        said = f"{year}已为{value}，达到{goal}目标{x.target.text}（{ground.lines.line(x.baseline.start)}行）"
        yield _finding(ground, ground.nodes[x.id], "KB319", said, x.name)


def meets(value: float, target: Target) -> bool:
    """Whether a value satisfies a target; a trend or a bare number is met by none."""
    if target.value is None:
        return False
    return {
        "<": value < target.value,
        "<=": value <= target.value,
        ">=": value >= target.value,
        ">": value > target.value,
    }.get(target.op or "", False)


def overlay_contradictions(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Nodes for which another document names other units than the plan itself does, or another leader."""
    own: dict[str, dict[str, str]] = {}
    other: dict[str, dict[str, tuple[str, str]]] = {}
    for d in facts.duties:
        if d.basis != "assigned":
            continue
        if d.document:
            other.setdefault(d.node, {})[d.unit] = (d.role, d.document)
        else:
            own.setdefault(d.node, {})[d.unit] = d.role
    for id_, units in other.items():
        if id_ not in own:
            continue
        strange = [u for u in units if u not in own[id_]]
        if strange:
            document = units[strange[0]][1]
            said = f"规划写的是{'、'.join(own[id_])}，{document}另写{'、'.join(strange)}"
            yield _finding(ground, ground.nodes[id_], "KB320", said, ground.nodes[id_].title, level="warning")
        for u, (role, document) in units.items():
            if u in own[id_] and own[id_][u] != role and "牵头" in (role, own[id_][u]):
                said = f"{u}在规划里是{own[id_][u]}，在{document}里是{role}"
                yield _finding(
                    ground, ground.nodes[id_], "KB320", said, ground.nodes[id_].title, level="warning"
                )


def several_leaders(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Tasks whose statement names more than one leading unit."""
    leaders: dict[tuple[str, int], list[str]] = {}
    for d in facts.duties:
        if d.basis == "assigned" and d.role == "牵头" and d.inherited_from is None and not d.document:
            leaders.setdefault((d.node, d.start), []).append(d.unit)
    for (id_, _), names in leaders.items():
        if len(names) > 1:
            node = ground.nodes[id_]
            yield _finding(
                ground, node, "KB321", f"牵头单位有 {len(names)} 家：{'、'.join(names)}", node.title
            )


def columns_inherited(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Indicators whose 属性 came from the row above (a merged cell)."""
    for x in facts.indicators:
        if x.binding_inherited and re.search("约束|预期", x.binding):
            yield _finding(ground, ground.nodes[x.id], "KB322", f"属性从上一行承接：{x.binding}", x.name)


def names_of_one_unit(ground: Ground, facts: Facts) -> Iterator[Problem]:
    """Units printed in two ways that are likely one: 市发改委 and 市发展改革委."""
    first: dict[str, Duty] = {}
    for d in facts.duties:
        if d.basis != "related" and not d.document:
            first.setdefault(d.unit, d)
    groups: dict[str, list[str]] = {}
    for name in first:
        groups.setdefault(guess_full_name(name) or _DASHES.sub("-", name), []).append(name)
    for one, *others in groups.values():
        for other in others:
            d = first[other]
            said = f"“{other}”与“{one}”疑为同一单位"
            hint = "如是，请在 corpus/units.toml 里写成一条的别名"
            yield _finding(ground, ground.nodes[d.node], "KB323", said, d.printed, hint, at=d.start)


CHECKS: tuple[Check, ...] = (
    tasks_without_unit, projects_without_unit, indicators_without_unit, indicators_without_target, unregistered_units,
    numbering, boxes_after_content, misprints, baselines_already_met, overlay_contradictions, several_leaders,
    columns_inherited, names_of_one_unit,
)  # fmt: skip
