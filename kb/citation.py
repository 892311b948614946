"""How a node is cited: the one place where a citation takes its form.

A node's own citation (`Node.citation`) is the short one, for use next to its plan: 二、（四）2, 专栏一 指标25. It is unique
in its plan. Elsewhere the plan goes before it, title first and document number after it, as official writing has it:
《重庆市大渡口区儿童发展规划（2021—2030年）》（大渡口府发〔2023〕7号）二、（四）2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Plan


def full_citation(plan: Plan, citation: str = "") -> str:
    """Return the citation with its plan: 《…规划》（大渡口府发〔2023〕7号）二、（四）2; without one, the plan alone."""
    title = "".join(plan.title.split())
    number = f"（{plan.doc_number}）" if plan.doc_number else ""
    return f"《{title}》{number}{place(citation)}" if title else f"{plan.doc_number}{place(citation)}"


def place(citation: str) -> str:
    """Return a short citation as it is used within a sentence: “九” for “九、”."""
    return citation.rstrip("、.．")


def place_beside(citation: str, title: str) -> str:
    """Return what to print next to the node's own title: “专栏五” for “专栏五 托育服务机构规范化项目”, “专栏一 指标11” for
    “专栏一 指标11（小学生近视率）”."""
    whole = place(citation)
    named = f"（{title}）"
    shorter = (
        whole.removesuffix(named) if title and whole.endswith(named) else whole.removesuffix(title).strip()
    )
    return shorter or whole


_TENS = "一二三四五六七八九十百零〇"


def number_shown(number: str) -> str:
    """Return the number as it is printed before a title: “二、”, “（四）”, “2.”, “专栏五”."""
    if not number:
        return ""
    if number.isdecimal():
        return f"{number}."
    if all(ch in _TENS for ch in number):
        return f"{number}、"
    return number


@dataclass(frozen=True, slots=True)
class Cited:
    """A node before its citation is unique. paragraph: it has the citation of the heading above it. body: it is a
    heading with a first paragraph of its own."""

    citation: str
    title: str = ""
    paragraph: bool = False
    body: bool = False


def unique_citations(nodes: Sequence[Cited]) -> list[str]:
    """Return one citation a node, each unique, for nodes in reading order.

    Paragraphs below a heading have its citation and are counted: 四、（一） 第2段. Of several others the title tells which:
    three rows numbered 11 are 专栏一 指标11（小学生近视率）, …（初中生近视率）. What is still the same is counted: 专栏三（第2处）.
    """
    headed = Counter(node.citation for node in nodes if not node.paragraph)
    below = Counter(node.citation for node in nodes if node.paragraph)
    counted = Counter(node.citation for node in nodes if node.body)
    found = []
    for node in nodes:
        said = node.citation
        if node.paragraph and (headed[said] or below[said] > 1):
            counted[node.citation] += 1
            said = f"{place(said)} 第{counted[node.citation]}段"
        elif not node.paragraph and headed[said] > 1 and node.title and not said.endswith(node.title):
            said = f"{place(said)}（{node.title}）"
        found.append(said)
    taken: Counter[str] = Counter()
    known = Counter(found)
    out = []
    for said in found:
        taken[said] += 1
        if taken[said] > 1:
            again = taken[said]
            while known[f"{said}（第{again}处）"]:
                again += 1
            known[f"{said}（第{again}处）"] += 1
            said = f"{said}（第{again}处）"
        out.append(said)
    return out
