"""A node of the tree while its parts come in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kb.model import Cell, Kind
from kb.parse.boxes import TITLED
from kb.spans import Text


@dataclass(slots=True)
class Growing:
    """A node while its parts come in."""

    kind: Kind
    depth: int
    local: str
    number: str
    title: str
    head: Text
    parent: Growing | None
    citation: str
    repaired: tuple[str, ...] = ()
    body: list[Text] = field(default_factory=list)
    cells: tuple[Cell, ...] = ()
    columns: tuple[str, ...] = ()
    line: int = 0
    edited: bool = False


Grow = Callable[[Growing], Growing]


def key_of(words: str) -> str:
    """A short key of words, the same whatever appears around them."""
    plain = re.sub(r"\s+", "", words)
    return hashlib.sha1(plain.encode()).hexdigest()[:6]


def first_clause(text: str) -> str:
    """A title for an item whose text runs on without one: its first clause."""
    titled = TITLED.match(text)
    if titled:
        return titled.group("title").strip()
    return re.split(r"[，。；：,;:]", text.strip(), maxsplit=1)[0][:40].strip()
