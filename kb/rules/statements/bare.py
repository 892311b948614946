"""Brackets of names alone, without a label or an ending: “……。（市文旅局、市教育局）”, “……60个（市商务局）。……2家（市发改委）。”.

One such bracket may hold examples. Many are the plan's way: `Bare` collects them and says at the end which count.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from kb.rules.ground import INHERITING, Ground
from kb.rules.names import Names
from kb.rules.statements.clauses import read_bare
from kb.rules.statements.found import Found
from kb.rules.statements.labels import Located
from kb.rules.statements.statement import Statement
from kb.words.normalised import CLOSE, OPEN, Normalised, brackets
from kb.words.unit_names import LEVELLED_DEPARTMENT, is_collective, is_unit_shape

USUAL = 3
"""Nodes with statements of their own from which on a bracket of names alone is one, too. With two, “（某某大学、某某
医院）” after a sentence that lists examples would assign them."""
LEVELLED = 3
"""Departments of one level in a bracket of names alone from which on it is a statement by itself: “（市发改委、市商务局、
市公安局）”. Examples in a sentence name one or two, or bodies of several kinds: “（某某大学、某某医院）”."""
SENTENCE = "。；！？"
_AFTER_DASH = re.compile(r"(?:^|(?<=[。；！？]))——(?=[^。；！？—]+$)")
"""“……20场。——市教育局、团市委”: a dash in place of the bracket."""
ALIAS = 14
"""Characters before a bracket that are looked at for a unit: “市大数据局（市政务服务局）” is one unit with two names."""


@dataclass(frozen=True, slots=True)
class OfNames:
    """A bracket of names alone. closes: it ends its text as a sentence by itself, “……。（市文旅局）”."""

    located: Located
    closes: bool


def bare_names(text: Normalised, names: Names, line: bool) -> list[OfNames]:
    """Return the brackets of names alone that end a text or one of its sentences, in order.

    line: the text is a list's line, “1.服务月活动（市文旅局）”, which needs no 。 before its bracket.
    """
    value = text.value.rstrip("。；")
    out: list[OfNames] = []
    for a, b in brackets(value) if not set(OPEN).isdisjoint(value) else ():
        ends, begins = b == len(value), not a or value[a - 1] in SENTENCE
        if out and a < out[-1].located.end:
            continue
        closes = ends and value[-1] in CLOSE and (begins or line)
        if not closes and not (ends or begins or value[b] in SENTENCE):
            continue
        statement = read_bare(text, a + 1, b - 1, names)
        if statement is not None and (closes or _of_departments(statement, value[:a])):
            out.append(OfNames(Located(a, b, statement), closes))
    dash = _AFTER_DASH.search(value)
    statement = read_bare(text, dash.end(), len(value), names) if dash is not None and not out else None
    if (
        dash is not None
        and statement is not None
        and all(is_unit_shape(x.member.name) for x in statement.grants)
    ):
        out.append(OfNames(Located(dash.start(), len(value), statement), closes=True))
    return out


def _of_departments(statement: Statement, before: str) -> bool:
    """Whether a bracket inside a text can divide work: departments with their level, and no other name of a unit before it."""
    found = [g.member.name for g in statement.grants]
    if any(is_unit_shape(before[-n:]) for n in range(3, ALIAS)):
        return False
    return any(map(LEVELLED_DEPARTMENT.match, found)) and all(
        LEVELLED_DEPARTMENT.match(name) or is_collective(name) or is_unit_shape(name) for name in found
    )


@dataclass(slots=True)
class Bare:
    """The brackets of names alone of a plan, by how sure they are.

    sure:   a lead rule, a deadline or three departments of one level prove them
    closing: they close their text
    inner:  they occur after one of several sentences
    """

    ground: Ground
    names: Names
    sure: list[Found] = field(default_factory=list)
    closing: list[Found] = field(default_factory=list)
    inner: list[Found] = field(default_factory=list)

    def add(self, found: Found, one: OfNames, ruled: bool) -> None:
        statement = found.statement
        if _of_one_level(statement):
            self.sure.append(found)
        elif not one.closes:
            self.inner.append(found)
        elif ruled or statement.first_leads or statement.deadline:
            self.sure.append(found)
        else:
            self.closing.append(found)

    def joined(self, found: list[Found]) -> list[Found]:
        """Return the other statements of the plan with the brackets that are its way, in reading order.

        A bracket of one name, “（高技术处）”, counts only where the plan has other statements, or brackets with a
        department and its level, “（市司法局）”, or where most tasks end in a bracket: otherwise it may be an example.
        """
        known = [*found, *self.sure]
        inner = self.inner if len(self.inner) >= USUAL else []
        known += inner
        nodes = {f.node.id for f in known} | {f.node.id for f in self.closing if _levelled(f.statement)}
        lists = [f for f in self.closing if len(f.statement.grants) > 1]
        if len(nodes) >= USUAL or (len({f.node.id for f in lists}) >= USUAL and self._is_way()):
            known += self.closing
        elif len({f.node.id for f in lists}) >= USUAL:
            known += lists
        return sorted(known, key=lambda f: (f.place.order, f.quote.start))

    def _is_way(self) -> bool:
        """Whether half of the tasks or more end in a bracket of names."""
        kinds = Counter(f.node.kind for f in self.closing if f.node.kind in INHERITING)
        tasks = [n for n in self.ground.content if n.kind in kinds and n.number]
        return bool(tasks) and 2 * len({f.node.id for f in self.closing}) >= len(tasks)


def _of_one_level(statement: Statement) -> bool:
    """Whether a list holds LEVELLED departments or more that begin with one level."""
    first = Counter(name[0] for name in _levelled(statement)).most_common(1)
    return bool(first) and first[0][1] >= LEVELLED


def _levelled(statement: Statement) -> list[str]:
    return [g.member.name for g in statement.grants if LEVELLED_DEPARTMENT.match(g.member.name)]
