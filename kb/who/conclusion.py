"""The one sentence an answer begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.model import Unit
from kb.question.question import Question
from kb.who.contract import HELPING, LEADING
from kb.who.messages import say

if TYPE_CHECKING:
    from kb.who.shapes import Answer, ShortNode, WhoAnswer

LONGEST_SUBJECT = 24
"""Characters of what was asked that a sentence repeats."""
ABOUT = 2
"""Nodes that a sentence names."""
FOLD = 6
"""Units named before “等 n 家”: more do not fit one line of 80 columns."""


def fold(names: Sequence[str], most: int = FOLD) -> str:
    """“A、B、C”; “A、B 等 9 家” where there are more than fit."""
    if len(names) <= most:
        return "、".join(names)
    return say("fold", names="、".join(names[: most - 1]), n=len(names))


def shown_names(units: Iterable[Unit]) -> list[str]:
    """Names as a sentence lists them: with the place, 市商务局（昆明市）, where units of two places have one name."""
    listed = list(units)
    if len({u.name for u in listed}) == len({u.id for u in listed}):
        return [u.name for u in listed]
    from kb.rules.identity import unit_labels  # loads the rules of names, which few answers need

    shown = unit_labels(listed)
    return [shown[u.id] for u in listed]


def named(answers: Iterable[Answer]) -> list[Answer]:
    """Answers with the names that `shown_names` gives their units."""
    listed = list(answers)
    names = shown_names(
        Unit(a["unit"], id=a["unit_id"], plans=(a["evidence"][0]["plan"],) if a["evidence"] else ())
        for a in listed
    )
    return [{**a, "unit": name} for a, name in zip(listed, names, strict=True)]


def units_words(answers: Sequence[Answer], basis: str) -> str:
    """Units of a basis: the leading before those that help; several without such roles are said to be equal."""
    mine = named(a for a in answers if a["basis"] == basis)
    if basis == "assigned" and mine:
        # Units of the node that fits best; others follow in the evidence.
        lead = [a["unit"] for a in mine if a["role"] in LEADING]
        helps = [a["unit"] for a in mine if a["role"] in HELPING]
        rest = [a["unit"] for a in mine if a["unit"] not in lead and a["unit"] not in helps]
        if lead:
            parts = [say("leads", units=fold(lead))]
            if rest:
                parts.append(say("answers_for", units=fold(rest)))
            if helps:
                parts.append(say("helps", units=fold(helps)))
            return "，".join(parts)
        names = fold([*rest, *helps])
        if len(mine) > 1 and not helps and len({e["id"] for a in mine for e in a["evidence"]}) <= len(mine):
            return say("equals", units=names)
        return names
    return fold([a["unit"] for a in mine])


def subject(read: Question) -> str:
    """What a question is about, for a sentence; "" where nothing remains."""
    said = "、".join(dict.fromkeys(s for s in read.segments if s not in read.unit_words))
    return said if len(said) <= LONGEST_SUBJECT else said[: LONGEST_SUBJECT - 1] + "…"


def about(rows: Sequence[ShortNode], most: int = ABOUT) -> str:
    """Nodes by citation and title: “二、（二）2 预防和控制儿童意外伤害”."""
    said = [r["citation"] if r["title"] in r["citation"] else f"{r['citation']} {r['title']}" for r in rows]
    return "；".join(said[:most])


def who_words(read: Question, found: WhoAnswer, places: str = "") -> str:
    """The sentence for a question of responsibility. places: of the plans asked, where the question narrows to some."""
    asked = subject(read)
    matter = f"“{asked}”" if asked else say("this_matter")
    answers = found["answers"]
    told = [p for p in found["plans"] if p["basis"] == "assigned"]
    if len(told) > 1:
        units = "；".join(say("of_plan", place=p["place"], units=p["conclusion"]) for p in told)
        return say("assigned_of", asked=asked, units=units) if asked else say("assigned", units=units)
    if any(a["basis"] == "assigned" for a in answers):
        units = units_words(answers, "assigned")
        return say("assigned_of", asked=asked, units=units) if asked else say("assigned", units=units)
    if any(a["basis"] == "named" for a in answers):
        return places + say("named", matter=matter, units=units_words(answers, "named"))
    related = units_words(answers, "related")
    tail = say("related", units=related) if related else ""
    if found["unassigned"]:
        return (
            places + say("no_unit", matter=matter) + say("prints_it", rows=about(found["unassigned"])) + tail
        )
    if related:
        return places + say("no_unit", matter=matter) + tail
    if found["nearest"]:
        # Where every word occurs somewhere, the plan may print the matter: only that nobody is named can be said.
        silent = "not_printed" if found["unread"] else "no_unit"
        return places + say(silent, matter=matter) + say("nearest", rows=about(found["nearest"]))
    return places + say("nothing", matter=matter)
