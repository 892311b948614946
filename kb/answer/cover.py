"""How the lines of a plan's cover are set, as an official document has them (GB/T 9704—2012)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from kb.model import Node

Place = Literal["middle", "edge", "body", "right"]

_DATED = re.compile(r"[0-9〇零○一二三四五六七八九十]{4}年.{1,3}月.{1,3}日")
LONG = 24
"""Characters: a longer line of a cover is a sentence. A title is broken into lines of 22 at most (二号 on A4); the shortest
sentence of the letters in tests/golden has 31."""


def cover_of(nodes: Iterable[Node]) -> list[tuple[Node, Place]]:
    """Return the lines of a cover with their places.

    Number, issuer and title are in the middle, up to whom the letter is sent to: “各镇人民政府，……：”. Sentences are set in.
    Who signs and the date are on the right; what comes after them, “（此件公开发布）”, is at the edge.
    """
    out: list[tuple[Node, Place]] = []
    addressed = signed = False
    for node in nodes:
        text = "".join(node.text.split())
        place: Place = "right"
        if not addressed and text.endswith(("：", ":")):
            addressed, place = True, "edge"
        elif len(text) > LONG:
            addressed, place = True, "body"
        elif not addressed:
            place = "middle"
        elif signed or text.startswith(("（", "(")):
            place = "edge"
        else:
            signed = _DATED.fullmatch(text) is not None
        out.append((node, place))
    return out
