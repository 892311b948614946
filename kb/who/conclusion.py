"""The one sentence an answer begins with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.model import Unit
from kb.question.question import Question
from kb.rules.identity import unit_labels
from kb.who.contract import HELPING, LEADING, Json

FOLD = 6
"""Units named before “等 n 家”: more do not fit one line of 80 columns."""


def fold(names: Sequence[str], most: int = FOLD) -> str:
    """“A、B、C”; “A、B 等 9 家” where there are more than fit."""
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[: most - 1])}等 {len(names)} 家"


def shown_names(units: Iterable[Unit]) -> list[str]:
    """Names as a sentence lists them: with the place, 市商务局（昆明市）, where units of two places have one name."""
    listed = list(units)
    shown = unit_labels(listed)
    return [shown[u.id] for u in listed]


def named(answers: Iterable[Json]) -> list[Json]:
    """Answers with the names that `shown_names` gives their units."""
    listed = list(answers)
    names = shown_names(
        Unit(a["unit"], id=a["unit_id"], plans=(a["evidence"][0]["plan"],) if a["evidence"] else ())
        for a in listed
    )
    return [{**a, "unit": name} for a, name in zip(listed, names, strict=True)]


def units_words(answers: Sequence[Json], basis: str) -> str:
    """Units of a basis: the leading before those that help; several without such roles are said to be equal."""
    mine = named(a for a in answers if a["basis"] == basis)
    if basis == "assigned" and mine:
        # Units of the node that fits best; others follow in the evidence.
        lead = [a["unit"] for a in mine if a["role"] in LEADING]
        helps = [a["unit"] for a in mine if a["role"] in HELPING]
        rest = [a["unit"] for a in mine if a["unit"] not in lead and a["unit"] not in helps]
        if lead:
            parts = [f"{fold(lead)}牵头"]
            if rest:
                parts.append(f"{fold(rest)}负责")
            if helps:
                parts.append(f"{fold(helps)}配合")
            return "，".join(parts)
        names = fold([*rest, *helps])
        if len(mine) > 1 and not helps and len({e["id"] for a in mine for e in a["evidence"]}) <= len(mine):
            return f"{names}（并列，规划未分牵头与配合）"
        return names
    return fold([a["unit"] for a in mine])


def subject(read: Question) -> str:
    """What a question is about, for a sentence; "" where nothing remains."""
    said = "、".join(dict.fromkeys(s for s in read.segments if s not in read.unit_words))
    return said if len(said) <= 24 else said[:23] + "…"


def about(rows: Sequence[Json], most: int = 2) -> str:
    """Nodes by citation and title: “二、（二）2 预防和控制儿童意外伤害”."""
    said = [r["citation"] if r["title"] in r["citation"] else f"{r['citation']} {r['title']}" for r in rows]
    return "；".join(said[:most])


def who_words(read: Question, found: Json, places: str = "") -> str:
    """The sentence for a question of responsibility. places: of the plans asked, where the question narrows to some."""
    asked = subject(read)
    named_asked = f"“{asked}”" if asked else "这件事"
    prefix = f"{asked}：" if asked else ""
    answers = found["answers"]
    told = [p for p in found["plans"] if p["basis"] == "assigned"]
    if len(told) > 1:
        return f"{prefix}{'；'.join(p['place'] + '：' + p['conclusion'] for p in told)}。"
    if any(a["basis"] == "assigned" for a in answers):
        return f"{prefix}{units_words(answers, 'assigned')}。"
    if any(a["basis"] == "named" for a in answers):
        return f"{places}规划没有给{named_asked}写责任单位，文中点名：{units_words(answers, 'named')}。"
    related = units_words(answers, "related")
    tail = f"关联单位：{related}（不等于负责此事）。" if related else ""
    if found["unassigned"]:
        return f"{places}规划没有给{named_asked}写责任单位。写到它的有：{about(found['unassigned'])}。{tail}"
    if related:
        return f"{places}规划没有给{named_asked}写责任单位。{tail}"
    if found["nearest"]:
        return f"{places}规划没有写到{named_asked}。最接近的条目，请核对：{about(found['nearest'])}。"
    return f"{places}规划没有写{named_asked}。"
