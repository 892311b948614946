"""Evidence by node and by plan: each quote once, the leading units before those that help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.model import STRENGTH
from kb.question.question import Question
from kb.who.conclusion import units_words
from kb.who.contract import HELPING, LEADING, Json
from kb.who.nodes import Nodes
from kb.who.plans import place_word

if TYPE_CHECKING:
    from kb.store import Base


def by_node(found: Json, nodes: Nodes) -> list[Json]:
    """[{"id", "plan", "kind", "title", "citation", "line", "target", "duties": [{"basis", "role", "units", "quote",
    "line", "deadline", "why", "link", "document"}]}], in the order of the answers; then what has no unit and what is
    near, with no duties."""
    rows: dict[str, Json] = {}
    for answer in found["answers"]:
        for e in answer["evidence"]:
            row = rows.setdefault(
                e["id"],
                {key: e[key] for key in ("id", "plan", "kind", "title", "citation", "line", "target")}
                | {"duties": []},
            )
            for duty in row["duties"]:
                if (duty["basis"], duty["role"], duty["quote"], duty["line"]) == (
                    e["basis"], e["role"], e["quote"], e["line"],
                ):  # fmt: skip
                    duty["units"].append(answer["unit"])
                    break
            else:
                keys = ("basis", "role", "quote", "line", "deadline", "why", "link", "document")
                row["duties"].append({"units": [answer["unit"]], **{key: e[key] for key in keys}})
    for row in rows.values():
        row["duties"].sort(key=lambda d: (STRENGTH[d["basis"]], _role_order(d["role"])))
    for extra in (*found["unassigned"], *found["nearest"]):
        if extra["id"] not in rows:
            target = nodes.indicator(extra["id"])
            rows[extra["id"]] = {
                **{key: extra[key] for key in ("id", "plan", "kind", "title", "citation", "line")},
                "target": target.target.text if target is not None else "",
                "duties": [],
            }
    return list(rows.values())


def _role_order(role: str) -> int:
    return 0 if role in LEADING else 2 if role in HELPING else 1


def by_plan(found: Json, base: Base, read: Question) -> list[Json]:
    """[{"plan", "place", "title", "conclusion", "units"}] for every plan the answer has something of."""
    order: dict[str, None] = {}
    for answer in found["answers"]:
        order.update(dict.fromkeys(e["plan"] for e in answer["evidence"]))
    for row in (*found["unassigned"], *found["nearest"], *found["groups"]):
        order.setdefault(row["plan"])
    out = []
    for id_ in order:
        plan = base.plan(id_)
        mine = []
        for answer in found["answers"]:
            evidence = [e for e in answer["evidence"] if e["plan"] == id_]
            if evidence:
                best = min(evidence, key=lambda e: STRENGTH[e["basis"]])
                mine.append(
                    {
                        "unit": answer["unit"],
                        "unit_id": answer["unit_id"],
                        "basis": best["basis"],
                        "role": best["role"],
                        "evidence": evidence,
                    }
                )
        said = ""
        for basis in ("assigned", "named", "related"):
            if any(a["basis"] == basis for a in mine):
                said = units_words(mine, basis)
                break
        out.append({"plan": id_, "place": place_word(plan), "title": plan.title, "conclusion": said,
                    "units": [a["unit"] for a in mine]})  # fmt: skip
    return out
