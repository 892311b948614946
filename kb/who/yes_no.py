"""The sentence for a question that names a unit or a body: 区教委管不管托育."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.model import Unit
from kb.question.question import Question
from kb.question.words import expression
from kb.who.conclusion import fold, shown_names, subject
from kb.who.evidence import Piece
from kb.who.messages import say
from kb.who.nodes import Nodes

if TYPE_CHECKING:
    from kb.who.shapes import ShortNode


def yes_no_words(
    read: Question,
    nodes: Nodes,
    pieces: Sequence[Piece],
    wanted: Sequence[Unit],
    unassigned: Sequence[ShortNode],
) -> str:
    """Return “是。……” or “不是。写给……”; “不全是。……” where every part of the matter is asked for (所有) and some of it is
    another's or nobody's; "" where the question names nobody.

    pieces: what is assigned and named, of all units. wanted: the units named.
    """
    given = [(u, d) for u, d, _ in pieces if d.basis == "assigned"]
    ids = tuple(dict.fromkeys(u for u, _ in given))
    shown = dict(zip(ids, shown_names([nodes.unit(u) for u in ids]), strict=True))
    asked = "、".join((*dict.fromkeys(u.name for u in wanted), *read.bodies))
    if not asked:
        return ""
    matter = subject(read) or say("this_matter")
    mine = [shown[u.id] for u in wanted if u.id in shown]
    if mine and expression("every").search(read.text):
        ids_mine = {u.id for u in wanted}
        held = {d.node for u, d in given if u in ids_mine}
        theirs = [(u, d) for u, d in given if d.node not in held]
        open_ = {n["id"] for n in unassigned} - held - {d.node for _, d in theirs}
        left = []
        if theirs:
            names = list(dict.fromkeys(shown[u] for u, _ in theirs))
            left.append(say("others_given", n=len({d.node for _, d in theirs}), units=fold(names)))
        if open_:
            left.append(say("others_open", n=len(open_)))
        if left:
            with_ = dict.fromkeys(shown[u] for u, d in given if d.node in held)
            return say(
                "not_all",
                matter=matter,
                units=fold(mine),
                also=_also([u for u in with_ if u not in mine]),
                rest="，".join(left),
            )
    if mine:
        return say(
            "yes", matter=matter, units=fold(mine), also=_also([u for u in shown.values() if u not in mine])
        )
    if shown:
        return say("no", asked=asked, units=fold(list(shown.values())))
    return say("nobody", asked=asked)


def _also(units: Sequence[str]) -> str:
    return say("also_to", units=fold(units)) if units else ""
