"""A responsibility statement read clause by clause: “牵头单位：A；责任单位：B、C；完成时限：2023年10月底前”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.rules.names import Names
from kb.rules.roles import (
    FIRST_LEADS,
    IN_NAME,
    ONWARD,
    OTHERS,
    is_date,
    read_ending,
    read_label,
)
from kb.rules.statements.lists import Atom, Member, break_lines, lengthen, split_atoms, split_members
from kb.words.normalised import Normalised
from kb.words.role_words import ROLE_OF
from kb.words.roles import is_role_name
from kb.words.unit_names import is_name_like, is_plausible, is_unit_shape


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and the unit it is given to."""

    role: str
    member: Member


@dataclass(frozen=True, slots=True)
class Statement:
    """What a bracket, a label line or a table cell says.

    first_leads: the first unit leads (“排在第一位的部门为牵头部门”); onward: here and in every later statement
    (“下同”). open: the list ends in 等. labelled: it has a 责任单位： or the like. others: the role of all but the first
    (“其他为配合单位”). bare: it holds names and nothing else, and its roles come from a scope rule.
    """

    grants: tuple[Grant, ...]
    deadline: str = ""
    first_leads: bool = False
    onward: bool = False
    open: bool = False
    labelled: bool = False
    others: str = ""
    bare: bool = False


def read_statement(
    text: Normalised, a: int, b: int, names: Names, role: str | None = None, strict: bool = False
) -> Statement | None:
    """The statement in value[a:b]; None where it is none. role: given from outside (a table column).

    strict: every member has to look like a unit, label or not. Without a label every clause has to end in a role
    (“A牵头，B配合”) and its members have to look like units.
    """
    reader = _Reader(text, names, role, strict)
    for atom in split_atoms(text, a, b):
        reader.take(atom)
    return reader.finish()


def read_bare(text: Normalised, a: int, b: int, names: Names) -> Statement | None:
    """A bracket of names alone, “（市文旅局、市教育局；列第一位的为牵头单位，下同）”: all 责任, or None."""
    found = read_statement(text, a, b, names, "责任", strict=True)
    if found is None or not found.grants or any(g.role != "责任" for g in found.grants):
        return None
    return replace(found, labelled=False, bare=True)


_BY = re.compile(r"(?:具体|主要|统一)?由(?=[^，。；]{2,})")
_WITH = re.compile("会同|协同|联合(?!会)")


class _Reader:
    def __init__(self, text: Normalised, names: Names, role: str | None, strict: bool) -> None:
        self.text = text
        self.names = names
        self.role = role
        self.strict = strict
        self.others = ""
        self.strangers = 0
        self.labelled = role is not None
        self.mode = "role"
        self.pending: list[Member] = []
        self.helpers: int | None = None  # from which pending member on they stand behind 会同
        self.grants: list[Grant] = []
        self.deadline: list[str] = []
        self.first_leads = self.onward = self.open = self.bad = False
        self.run = 0
        self.seen_label = role is not None

    def take(self, atom: Atom) -> None:
        a, b = atom.start, atom.end
        value = self.text.value
        if atom.before in "，；。":
            self.run += 1
        if self.mode == "skip":
            if atom.before in "；。":
                self.mode = "role"
            else:
                return
        s = value[a:b]
        if FIRST_LEADS.search(s):
            self.first_leads = True
            return
        if rest := OTHERS.match(s):
            self.others = ROLE_OF[rest["word"]]
            return
        if ONWARD.match(s):
            self.onward = True
            return
        if s.startswith(("以下", "下列")) or "不再列出" in s:
            self.mode = "skip"
            return
        label = read_label(s)
        if label is not None:
            self.flush()
            what, role, length = label
            self.mode = what
            a += length
            self.run += 1
            if what == "role":
                self.role, self.seen_label = role, True
            s = value[a:b]
            if what == "deadline":
                self.deadline.append(self.text.raw(a, b).strip("（）()"))
                return
            if not s:
                return
        elif self.mode == "deadline":
            if atom.before in "；。" and not is_date(s):
                self.mode = "role"
            else:
                self.deadline.append(self.text.raw(a, b))
                return
        if self.mode == "other":
            return
        if is_date(s):
            self.flush()
            self.deadline.append(self.text.raw(a, b))
            return
        self.units(a, b, s)

    def units(self, a: int, b: int, s: str) -> None:
        """Members of one atom, with the role that ends it, if one does."""
        if by := _BY.match(s):  # “具体由市民政局负责”
            a, s = a + by.end(), s[by.end() :]
        for verb in ("会同", "协同", "联合"):
            if s.startswith(verb) and not self.pending:
                a, s = a + len(verb), s[len(verb) :]
                self.helpers = 0
        if (inner := _WITH.search(s)) and self.plausible(s[: inner.start()]):  # “市民政局会同市财政局”
            self.add(a, a + inner.start())
            self.helpers = len(self.pending)
            a, s = a + inner.end(), s[inner.end() :]
        ending = read_ending(s)
        if ending is not None:
            role, word, at = ending
            core = s[:at]
            if (
                not self.seen_label
                or word in ("牵头", "牵头负责", "配合", "参与", "协助", "协办")
                or self.plausible(core)
            ):
                if self.seen_label and word == "负责" and self.role is not None:
                    role = self.role
                self.add(a, a + at)
                self.flush(role)
                return
        self.add(a, b)

    def plausible(self, s: str) -> bool:
        return self.names.registered(s) or is_unit_shape(s)

    def add(self, a: int, b: int) -> None:
        if a >= b:
            return
        cuts = [a, *break_lines(self.text, a, b, self.names), b]
        for start, end in pairwise(cuts):
            members, is_open = split_members(self.text, start, end, self.run, self.names.place)
            self.open = self.open or is_open
            self.pending.extend(members)

    def flush(self, role: str | None = None) -> None:
        """Give the members so far their role: the ending's, else the label's."""
        given = role or (self.role if self.seen_label else None)
        if given is None:
            self.bad = self.bad or bool(self.pending)
        helpers, self.helpers = self.helpers, None
        for i, m in enumerate(self.pending):
            if is_role_name(m.name) or m.name in ("同上", "同前"):
                continue
            fine = self.plausible(m.name) or (self.seen_label and not self.strict and is_plausible(m.name))
            if not fine and not self.seen_label and given is not None and is_name_like(m.name):
                self.strangers += 1
                fine = True
            if not fine:
                self.bad = self.bad or self.strict or not self.seen_label
            elif given is not None:
                own = IN_NAME.search(m.name) if not self.names.registered(m.name) else None
                if own is not None:
                    cut = len(m.name) - own.start()
                    m = replace(m, name=m.name[:-cut], printed=m.printed[:-cut], end=m.end - cut)
                helps = helpers is not None and i >= helpers and given in ("责任", "牵头")
                self.grants.append(
                    Grant(ROLE_OF[own["word"]] if own is not None else "配合" if helps else given, m)
                )
        self.pending = []

    def finish(self) -> Statement | None:
        self.flush()
        if self.strangers > 1 or (self.strangers and len(self.grants) < 3):
            return None  # one unfamiliar name is borne out by two that look like units
        if self.bad or not (self.grants or self.deadline or self.first_leads):
            return None
        if not self.grants and not self.seen_label and not self.deadline:
            return None
        names = lengthen([g.member for g in self.grants], self.names)
        grants = tuple(replace(g, member=m) for g, m in zip(self.grants, names, strict=True))
        return Statement(
            grants,
            "，".join(d for d in self.deadline if d),
            self.first_leads,
            self.onward,
            self.open,
            self.seen_label,
            self.others,
        )
