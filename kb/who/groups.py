"""Evidence by node and by plan: each quote once, the leading units before those that help."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.model import STRENGTH
from kb.question.question import Question
from kb.who.conclusion import units_words
from kb.who.contract import HELPING, LEADING
from kb.who.messages import say
from kb.who.nodes import Nodes
from kb.who.plans import place_word

if TYPE_CHECKING:
    from kb.store import Base
    from kb.who.shapes import Answer, Evidence, Group, GroupDuty, NearNode, PlanAnswer, ShortNode, WhoAnswer


CLAUSE = re.compile("[；;。]|[，,](?=[^，,；;：:]{2,6}[：:])")
AROUND = "（）()〔〕[]【】"
"""Brackets around a whole quote, which are no part of its clauses."""
LEVELS = "省市区县"
"""Characters before a unit's name that a quote may leave out: 区教委, 教委."""
LONGEST_CLAUSE = 60
"""Characters of a quote that are shown: two lines of a terminal."""


def by_node(found: WhoAnswer, nodes: Nodes) -> list[Group]:
    """[{"id", "plan", "kind", "title", "citation", "line", "target", "edited", "state", "duties": [{"basis", "role", "units",
    "quote", "clause", "line", "deadline", "leaders", "why", "link", "document"}]}].

    In the order of the answers; then what has no unit (state "unassigned") and what is near (state "nearest"). A quote
    that proves several units is one duty; so is a cell that lists them. quote: each once, "" where it is given before.
    clause: the part of the quote that names them;
    "" where the row has it already, and of a related unit, which `why` speaks for.
    """
    rows: dict[str, Group] = {}
    for answer in found["answers"]:
        for e in answer["evidence"]:
            row = rows.setdefault(e["id"], _row(e, e["target"], "answered"))
            _add(row["duties"], answer["unit"], e)
    for row in rows.values():
        row["duties"].sort(key=lambda d: (STRENGTH[d["basis"]], _role_order(d["role"])))
        seen: set[tuple[str, int | None]] = set()
        for duty in row["duties"]:
            key = (clause(duty["quote"], duty["units"]), duty["line"])
            duty["clause"] = "" if duty["basis"] == "related" or key in seen else key[0]
            seen.add(key)
    for extra in found["unassigned"]:
        row = rows.setdefault(extra["id"], _row(extra, _target(extra["id"], nodes), "unassigned"))
        if not any(d["basis"] == "assigned" for d in row["duties"]):
            row["state"] = "unassigned"
    for near in found["nearest"]:
        if near["id"] not in rows:
            row = rows[near["id"]] = _row(near, _target(near["id"], nodes), "nearest")
            if near["units"]:
                row["duties"] = [_near_duty(near)]
    order = {plan: at for at, plan in enumerate(dict.fromkeys(r["plan"] for r in rows.values()))}
    ordered = sorted(rows.values(), key=lambda r: order[r["plan"]])
    told: set[tuple[str, str, int | None]] = set()
    for row in ordered:
        for duty in row["duties"]:
            quote = (row["plan"], duty["quote"], duty["line"])
            if quote in told:
                duty["quote"] = ""
            told.add(quote)
    return ordered


def _target(id_: str, nodes: Nodes) -> str:
    """An indicator's target as printed; "" of any other node."""
    indicator = nodes.indicator(id_)
    return indicator.target.text if indicator is not None else ""


def _row(node: Evidence | ShortNode, target: str, state: str) -> Group:
    return {
        "id": node["id"],
        "plan": node["plan"],
        "kind": node["kind"],
        "title": node["title"],
        "citation": node["citation"],
        "line": node["line"],
        "edited": node["edited"],
        "target": target,
        "state": state,
        "duties": [],
    }


def _near_duty(extra: NearNode) -> GroupDuty:
    """The units of a near node: related to the question, not responsible for it."""
    return {
        "basis": "related", "role": "", "units": list(extra["units"]), "quote": "", "clause": "", "line": extra["line"],
        "deadline": "", "leaders": [], "why": say("near_why"), "link": None, "document": "",
    }  # fmt: skip


def _add(duties: list[GroupDuty], unit: str, e: Evidence) -> None:
    """Add a unit's evidence to a node's duties: to the one with its quote, or with its cell of units."""
    for duty in duties:
        same = (duty["basis"], duty["role"], duty["line"]) == (e["basis"], e["role"], e["line"])
        if same and (duty["quote"] == e["quote"] or e["kind"] == "indicator"):
            if unit not in duty["units"]:
                duty["units"].append(unit)
                if e["quote"] not in duty["quote"]:
                    duty["quote"] += f"、{e['quote']}"
            return
        if e["basis"] == "related" == duty["basis"] and duty["why"] == e["why"]:
            if unit not in duty["units"]:
                duty["units"].append(unit)
            return
    duties.append({
        "units": [unit], "basis": e["basis"], "role": e["role"], "quote": e["quote"], "line": e["line"],
        "deadline": e["deadline"], "leaders": list(e["leaders"]),
        "why": e["why"], "link": e["link"], "document": e["document"], "clause": "",
    })  # fmt: skip


def clause(quote: str, units: Sequence[str]) -> str:
    """The part of a quote that names the units: “牵头单位：A” of “（牵头单位：A；配合单位：B、C）”; at most two lines."""
    text = "".join(quote.split())
    parts = [p for p in CLAUSE.split(text.strip(AROUND)) if p]
    stems = [u.lstrip(LEVELS) for u in units]
    named = [p for p in parts if any(s and s in p for s in stems)]
    short = "；".join(named) if named and len(named) < len(parts) else text
    return short if len(short) <= LONGEST_CLAUSE else short[: LONGEST_CLAUSE - 1] + "…"


def _role_order(role: str) -> int:
    return 0 if role in LEADING else 2 if role in HELPING else 1


def by_plan(found: WhoAnswer, base: Base, read: Question) -> list[PlanAnswer]:
    """[{"plan", "place", "title", "basis", "conclusion", "units"}] for every plan the answer has something of."""
    order: dict[str, None] = {}
    for answer in found["answers"]:
        order.update(dict.fromkeys(e["plan"] for e in answer["evidence"]))
    for row in (*found["unassigned"], *found["nearest"], *found["groups"]):
        order.setdefault(row["plan"])
    out: list[PlanAnswer] = []
    for id_ in order:
        plan = base.title(id_)
        mine: list[Answer] = []
        for answer in found["answers"]:
            evidence = [e for e in answer["evidence"] if e["plan"] == id_]
            if evidence:
                best = min(evidence, key=lambda e: STRENGTH[e["basis"]])
                mine.append(
                    {
                        "unit": answer["unit"],
                        "unit_id": answer["unit_id"],
                        "place": answer["place"],
                        "basis": best["basis"],
                        "role": best["role"],
                        "evidence": evidence,
                    }
                )
        strongest = min((a["basis"] for a in mine), key=lambda b: STRENGTH[b], default="")
        said = units_words(mine, strongest) if strongest else ""
        out.append({"plan": id_, "place": place_word(plan), "title": plan.title, "basis": strongest, "conclusion": said,
                    "units": [a["unit"] for a in mine]})  # fmt: skip
    return out
