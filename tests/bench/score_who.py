"""Score `kb who` on the questions of tests/golden/queries/who.json and write the table of docs/who.md.

    python tests/bench/score_who.py            the summary and what was missed
    python tests/bench/score_who.py --write    and docs/who.md again

The plan is read from the corpus and built into a folder of its own; nothing of build/ is touched.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.corpus import Corpus
from kb.pipeline.build import build
from kb.search import open_index
from kb.store import open_base
from kb.who.answer import who
from kb.who.shapes import WhoAnswer

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tests" / "golden" / "queries" / "who.json"
DOC = ROOT / "docs" / "who.md"
MARK = "<!-- scores: tests/bench/score_who.py --write -->"


@dataclass(frozen=True)
class Result:
    """One question: answers given as (unit, basis), and what is wrong, in words."""

    question: dict[str, Any]
    answers: tuple[tuple[str, str], ...]
    missed: tuple[str, ...]
    overclaimed: tuple[str, ...]

    @property
    def right(self) -> bool:
        return not self.missed and not self.overclaimed


def judge(question: dict[str, Any], found: WhoAnswer, names: dict[str, str]) -> Result:
    """A result beside what is expected. A unit by any of its names is one unit; “A和B” is found where both are."""

    def one(name: str) -> str:
        return names.get(name, name)

    bases: dict[str, set[str]] = {}
    for a in found["answers"]:
        for e in a["evidence"]:
            bases.setdefault(one(a["unit"]), set()).add(e["basis"])
    given = tuple((a["unit"], a["basis"]) for a in found["answers"])
    missed: list[str] = []
    over: list[str] = []
    for e in question["expect"]:
        parts = [e["unit"]] if one(e["unit"]) in bases else re.split("和|、", e["unit"])
        if not all(e["basis"] in bases.get(one(p), ()) for p in parts):
            missed.append(f"{e['unit']}（{WORD[e['basis']]}）")
    if question["first"] and (not given or one(given[0][0]) != one(question["first"])):
        missed.append(f"首位应是{question['first']}")
    listed = {n["title"] for n in found["unassigned"]}
    missed += [f"未列出“{t}”" for t in question["unassigned"] if t not in listed]
    fine = {(one(e["unit"]), e["basis"]) for e in [*question["expect"], *question.get("may", ())]}
    for unit, basis in given:
        if basis == "assigned" and (one(unit), basis) not in fine:
            over.append(f"{unit}（{WORD[basis]}）")
    if question.get("unit_query"):
        titles = {e["title"] for a in found["answers"] for e in a["evidence"] if e["basis"] == "assigned"}
        missed += [f"缺“{t}”" for t in question["titles"] if t not in titles]
        over += [
            f"多“{t}”"
            for t in sorted(titles)
            if t not in {*question["titles"], *question.get("may_titles", ())}
        ]
    return Result(question, given, tuple(missed), tuple(over))


WORD = {"assigned": "明确", "named": "点名", "related": "关联"}


def score() -> list[Result]:
    """Every question asked of a base built from the corpus."""
    questions: list[dict[str, Any]] = json.loads(QUESTIONS.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        build(Corpus(ROOT / "corpus"), Path(folder))
        with open_base(folder) as base, open_index(base.folder / "index") as index:
            names = {n: u.name for u in base.units() for n in (u.name, u.full_name, *u.aliases)}
            plan = next(p for p in base.plan_ids() if any(p in u.plans for u in base.units()))
            return [judge(q, who(base, index, q["q"], plan=plan), names) for q in questions]


def summary(results: list[Result]) -> str:
    right = sum(r.right for r in results)
    over = sum(bool(r.overclaimed) for r in results)
    wanted = sum(len(r.question["expect"]) for r in results)
    missed = sum("（" in m and not m.startswith(("首位", "未列出", "缺")) for r in results for m in r.missed)
    first = [r for r in results if r.question["first"]]
    led = sum(not any(m.startswith("首位") for m in r.missed) for r in first)
    return (
        f"{len(results)} questions: {right} answered exactly as expected; {wanted - missed} of {wanted} expected "
        f"(unit, basis) pairs found; the right unit first in {led} of {len(first)}; {over} with an overclaimed unit."
    )


def table(results: list[Result]) -> str:
    rows = ["| 问题 | 应答（依据） | 实际应答 | 结果 |", "|---|---|---|---|"]
    for r in results:
        want = (
            "、".join(f"{e['unit']}（{WORD[e['basis']]}）" for e in r.question["expect"])
            or "没有明确责任单位"
        )
        got = "、".join(f"{u}（{WORD[b]}）" for u, b in r.answers[:6]) or "没有"
        if len(r.answers) > 6:
            got += f" 等 {len(r.answers)} 家"
        bad = "；".join([*(f"漏：{m}" for m in r.missed), *(f"多：{m}" for m in r.overclaimed)])
        rows.append(f"| {r.question['q']} | {want} | {got} | {bad or '对'} |")
    return "\n".join(rows)


def main(argv: list[str]) -> int:
    results = score()
    sys.stdout.write(summary(results) + "\n")
    for r in results:
        if not r.right or "--all" in argv:
            sys.stdout.write(
                f"{r.question['q']}\n  got: {r.answers}\n  missed: {r.missed}\n  over: {r.overclaimed}\n"
            )
    if "--write" in argv:
        text = DOC.read_text("utf-8")
        at = text.index(MARK) + len(MARK)
        end = text.find("\n## ", at)
        rest = text[end:] if end >= 0 else "\n"
        DOC.write_text(f"{text[:at]}\n\n{summary(results)}\n\n{table(results)}\n{rest}", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
