"""Brackets that seem to say who is responsible and of which no unit was read, each once, by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Node
from kb.rules.ground import Ground
from kb.rules.names import Names
from kb.rules.statements.bare import bare_names
from kb.rules.statements.find import statement_spans
from kb.words.normalised import Normalised, brackets
from kb.words.roles import LABEL_IN_BRACKET
from kb.words.simple_label import SIMPLE_LABEL

KINDS: dict[str, str] = {
    "label": "写了“责任单位：”一类的字，没有读出单位",
    "open": "写责任单位的括号没有结束",
    "ending": "写了“……负责”“……牵头”，没有读出单位",
    "names": "只写了单位名称，没有当作责任单位",
}
"""Kinds of unread brackets, the most important first, with what is said of them."""

_LABELLED = re.compile(rf"{SIMPLE_LABEL}[：:]")
_ENDED = re.compile(r"(?:负责|牵头|配合)[）)〕\]】]?$")
_NOBODY = re.compile(
    r"^[（(〔\[【]?(?:(?:各|有关|相关|责任)?(?:单位|部门|方面)|分别|共同|依法|按照?)*"
    r"(?:职责|职能)?(?:分工)?(?:分别|共同|各自|依法)?负责"
)
"""A bracket that names nobody and is understood: （按职责分工负责）."""
SHOWN = 40
"""Characters shown of a bracket that is never closed."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A bracket. kind: a key of KINDS; printed: as the text has it; at: its offset in the source, None where unknown."""

    kind: str
    node: Node
    printed: str
    at: int | None


def find_unread(ground: Ground) -> Iterator[Unread]:
    """Yield the unread brackets of a plan in reading order; tables are read by their columns."""
    names = Names(ground)
    for node in ground.content:
        for text in (ground.head(node), ground.body(node)):
            yield from _open(node, text)
            if not node.cells:
                yield from _closed(ground, node, text, names)


def _open(node: Node, text: Normalised) -> Iterator[Unread]:
    """Brackets of responsibility that are never closed: “（责任单位：区教委、”, cut off by a page or a line."""
    openers = {a for a, _ in brackets(text.value)}
    for m in LABEL_IN_BRACKET.finditer(text.value):
        if m.start() not in openers:
            shown = text.raw(m.start(), min(len(text.value), m.start() + SHOWN))
            yield Unread("open", node, shown, _at(text, m.start(), m.end()))


def _closed(ground: Ground, node: Node, text: Normalised, names: Names) -> Iterator[Unread]:
    read = statement_spans(ground, text)
    alone = {(x.located.start, x.located.end) for x in bare_names(text, names, line=False)}
    for a, b in brackets(text.value):
        value = text.value[a:b]
        if any(x < b and a < y for x, y in read) or _NOBODY.match(value):
            continue
        kind = "label" if _LABELLED.search(value) else "ending" if _ENDED.search(value) else ""
        if kind or (a, b) in alone:
            yield Unread(kind or "names", node, text.raw(a, b), _at(text, a, b))


def _at(text: Normalised, a: int, b: int) -> int | None:
    where = text.bounds(a, b)
    return where[0] if where else None
