"""A statement of responsibility, read clause by clause: “牵头单位：A；责任单位：B、C；完成时限：2023年10月底前”.

The text is cut into atoms (`kb.rules.statements.lists`). Each atom goes through READERS in order; the first that
knows it takes it. Names wait until their role is known: from the label before them or the ending after them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kb.rules.names import Names
from kb.rules.statements.lists import Atom, Member, break_lines, complete, split_atoms, split_members
from kb.rules.statements.statement import Grant, Statement
from kb.words.deadlines import is_date
from kb.words.endings import Ending, read_ending, read_late_ending
from kb.words.normalised import Normalised
from kb.words.persons import LEADS, is_person, may_be_person, persons_after
from kb.words.role_words import ROLE_OF
from kb.words.roles import IN_NAME, is_role_name, read_label
from kb.words.scope_rules import (
    ONWARD,
    OTHERS,
    SAME,
    find_carry_rules,
    find_lead_rule,
    find_mark_rule,
    is_comma_rule,
)
from kb.words.unit_names import BEGINS_NAME, GENERIC, LEVELS, is_name_like, is_plausible, is_unit_shape

MAX_STATEMENT = 1200
"""Characters of the longest text read as one statement: forty units with a deadline have about 400. The bound keeps
brackets nested in brackets linear."""


def read_statement(
    text: Normalised, a: int, b: int, names: Names, role: str | None = None, strict: bool = False
) -> Statement | None:
    """Return the statement in value[a:b]; None where it is none.

    role:   given from outside (a table's column), None where the text has to give it
    strict: every member has to look like a unit, with a label or without
    """
    if b - a > MAX_STATEMENT:
        return None
    parser = ClauseParser(text, names, role, strict)
    at = a
    for rule in find_carry_rules(text.value[a:b]):  # what later tasks have is no unit of this one
        parser.read(at, a + rule.start())
        at = a + rule.end()
    parser.read(at, b)
    return parser.finish()


BARE = ("责任", "配合", "牵头", "参与")
"""Roles in a bracket of names alone: of the names themselves, after 会同, and of “省工信厅（牵头）”."""


def read_bare(text: Normalised, a: int, b: int, names: Names) -> Statement | None:
    """Return the statement of a bracket of names alone, all 责任: “（市文旅局、市教育局；列第一位的为牵头单位）”.

    Those after 会同 help: “（市文旅局会同市教育局）”.
    """
    found = read_statement(text, a, b, names, "责任", strict=True)
    if found is None or not found.grants or any(g.role not in BARE for g in found.grants):
        return None
    return replace(found, labelled=False, bare=True)


_FIELD_BY = re.compile(r"^[\u4e00-\u9fff“”]{2,14}?(?<!自)由(?=[^，。；]{2,})")
"""“教育系统由市教育局牵头”: the part of the task comes first."""
_BY = re.compile(
    r"(?:(?:此|该|本|以上|上述|有关)项?(?:各项)?(?:工作|任务|事项|措施)?(?:均|都|皆)?)?(?:具体|主要|统一|分别|并|另|再)*由(?=[^，。；]{2,})"
)
_WITH = re.compile(rf"会同|协同|联合(?!会)|(?<=[局委厅办部会院])商(?=[{LEVELS}])")
_LED_WITH = re.compile(r"^(?P<lead>.{2,40}?)(?:牵头|负责)(?:会同|联合|协同|商)(?P<help>.{2,})$")
_HELPS_ANOTHER = re.compile(r"(?P<who>[^配]{2,20})配合(?P<whom>.{3,})")
_DEALS = re.compile(r"办理$")
"""“市民政局商市财政局办理”: an ending only after 会同 or 商, otherwise a service, “由服务窗口办理”."""
SHORT_ENDING = 4
"""Characters of an ending with no name in it: 会同 + 配合落实."""
LEADING = frozenset({"牵头", "责任"})


@dataclass(slots=True)
class ClauseParser:
    """The state of reading one statement.

    mode:    what the latest label opened: role, deadline, leader, other; skip: a remark up to the next ； or 。
    role:    the role of the latest label, None before the first
    pending: names whose role is not known yet
    persons: printed among the units, leaders only where units are granted something
    helpers: index in `pending` from which on names follow 会同
    known, strange, phrases: names that look like units, that could be some, and that cannot be
    """

    text: Normalised
    names: Names
    role: str | None
    strict: bool
    mode: str = "role"
    labelled: bool = False
    run: int = 0
    pending: list[Member] = field(default_factory=list)
    helpers: int | None = None
    grants: list[Grant] = field(default_factory=list)
    deadline: list[str] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    others: str = ""
    first_leads: bool = False
    comma_leads: bool = False
    marks_lead: bool = False
    onward: bool = False
    same: str = ""
    open: bool = False
    sure: bool = False
    known: int = 0
    strange: int = 0
    phrases: int = 0

    def __post_init__(self) -> None:
        self.labelled = self.role is not None

    def read(self, a: int, b: int) -> None:
        """Read value[a:b], atom by atom."""
        for atom in split_atoms(self.text, a, b):
            if atom.before in "，；。":
                self.run += 1
            clause = self.text.value[atom.start : atom.end]
            for reader in READERS:
                if reader(self, atom, clause):
                    break

    # -- readers of atoms, in the order of READERS ---------------------------------------------------------------

    def in_remark(self, atom: Atom, clause: str) -> bool:
        """“以下各项任务……”: a remark lasts to the next ； or 。"""
        if self.mode == "skip" and atom.before not in "；。":
            return True
        if self.mode == "skip":
            self.mode = "role"
        return False

    def lead_rule(self, atom: Atom, clause: str) -> bool:
        """“列第一位者为牵头单位”, “其他为配合单位”, “下同”."""
        if find_mark_rule(clause) is not None:
            self.marks_lead = True
            return True
        if (rule := find_lead_rule(clause)) is not None:
            self.comma_leads = self.comma_leads or is_comma_rule(clause)
            self.first_leads = self.first_leads or not self.comma_leads
            left = clause[: rule.start()]
            if is_unit_shape(left):  # “市财政局排在第一位的为牵头单位”: a sign is missing
                self.add(atom.start, atom.start + rule.start())
            return True
        if (rest := OTHERS.match(clause)) is not None:
            self.others = ROLE_OF[rest["word"]]
            return True
        if ONWARD.match(clause):
            self.onward = True
            return True
        return False

    def remark(self, atom: Atom, clause: str) -> bool:
        """“以下不再列出”."""
        if clause.startswith(("以下", "下列")) or "不再列出" in clause:
            self.mode = "skip"
            return True
        return False

    def label(self, atom: Atom, clause: str) -> bool:
        """“责任单位：A”: the label decides about all that follows up to the next one."""
        label = read_label(clause, self.labelled)
        if label is None:
            return False
        self.flush()
        self.mode = label.what
        self.run += 1
        if label.what == "role":
            self.role, self.labelled = label.role, True
        rest = Atom(atom.start + label.end, atom.end, "")
        if rest.end > rest.start:
            said = self.text.value[rest.start : rest.end]
            _ = self.after_label(rest, said) or self.date(rest, said) or self.units(rest, said)
        return True

    def after_label(self, atom: Atom, clause: str) -> bool:
        """What a label of another kind opened continues to the next label."""
        if self.mode == "deadline":
            if atom.before and atom.before in "；。" and not is_date(clause):
                self.mode = "role"
                return False
            self.deadline.append(self.text.raw(atom.start, atom.end).strip("（）()"))
            return True
        if self.mode == "leader" and atom.before and atom.before in "，；" and self._ends_in_role(clause):
            self.mode = "role"  # “分管领导：孙某，市交通局牵头落实”
            return False
        if self.mode == "leader":
            self.leaders.append(self.text.raw(atom.start, atom.end))
            return True
        return self.mode == "other"

    def date(self, atom: Atom, clause: str) -> bool:
        """“2023年6月底前完成”, a clause of its own."""
        if not is_date(clause):
            return False
        self.flush()
        self.deadline.append(self.text.raw(atom.start, atom.end))
        return True

    def units(self, atom: Atom, clause: str) -> bool:
        """Names, with the ending that gives them a role, if there is one."""
        if SAME.match(clause):
            self.same = self.role or "责任"
            return True
        a, b = atom.start, atom.end
        by = _BY.match(clause)  # “具体由市民政局负责”
        if by is None and (by := _FIELD_BY.match(clause)) and not self._ends_in_role(clause[by.end() :]):
            by = None
        a += by.end() if by is not None else 0
        a = self._helped(a, self._helping(a, b), b)
        if self.helpers is not None and (deals := _DEALS.search(self.text.value, a, b)):
            self.add(a, deals.start())
            self.flush("责任")
            return True
        clause = self.text.value[a:b]
        ending = read_ending(clause)
        if ending is not None and self._gives_role(ending, clause):
            self.sure = self.sure or ending.sure
            if self.labelled and atom.before == "，":
                self.flush()  # “责任单位：市民政局，市财政局配合”: the label's role ends at the comma
            self.add(a, a + ending.start)
            role = self.role if self.labelled and ending.word in ("负责", "") else None
            self.flush(role or ending.role)
            return True
        if (late := read_late_ending(clause)) is not None:
            self.add(a, a + late.start())
            self.flush(ROLE_OF[late["word"]])
            return True
        self.add(a, b)
        return True

    def _helped(self, start: int, a: int, b: int) -> int:
        """Take those who help a unit named after them: “各镇配合派驻工作队实施”; return where names continue."""
        m = _HELPS_ANOTHER.match(self.text.value, a, b) if a == start else None
        if m is None or not self.looks_like_unit(m["who"]) or not self._ends_in_role(m["whom"]):
            return a
        self.add(*m.span("who"))
        self.flush("配合")
        return m.start("whom")

    def _ends_in_role(self, clause: str) -> bool:
        """Whether a clause is a unit and the ending that gives it a role."""
        ending = read_ending(clause)
        return ending is not None and self.looks_like_unit(clause[: ending.start].removesuffix("等"))

    def _helping(self, a: int, b: int) -> int:
        """Take what 会同 separates: “市民政局会同市财政局”, “市民政局牵头会同市财政局”; return where names continue."""
        clause = self.text.value[a:b]
        if (start := _WITH.match(clause)) and not self.pending and self._parts(start, clause):
            self.helpers = 0
            return a + start.end()
        if led := _LED_WITH.match(clause):
            self.add(a, a + led.end("lead"))
            self.flush("牵头")
            self.sure = True
            self.helpers = 0
            return a + led.start("help")
        inner = _WITH.search(clause)
        if inner and self.looks_like_unit(clause[: inner.start()]) and self._parts(inner, clause):
            self.add(a, a + inner.start())
            self.helpers = len(self.pending)
            return a + inner.end()
        return a

    def _parts(self, word: re.Match[str], clause: str) -> bool:
        """Whether 会同 or 联合 separates names: 联合 and 协同 are words of names too, “市场监管部门联合“双随机”联席会议”."""
        if (
            read_ending("某" + clause[word.start() :]) is not None
            and len(clause) - word.end() <= SHORT_ENDING
        ):
            return False  # “市财政局会同配合”
        return word[0] == "会同" or BEGINS_NAME.match(clause, word.end()) is not None

    def _gives_role(self, ending: Ending, clause: str) -> bool:
        """Whether an ending is one, or the end of a name after a label: 责任单位：市交易监管."""
        if not self.labelled:
            return True
        core = clause[: ending.start].removesuffix("等")
        return ending.sure or ending.role in ("配合", "参与") or self.looks_like_unit(core)

    # -- names ------------------------------------------------------------------------------------------------------

    def looks_like_unit(self, name: str) -> bool:
        return self.names.registered(name) or is_unit_shape(name)

    def add(self, a: int, b: int) -> None:
        """Add the names of value[a:b] to those that wait for a role."""
        if a >= b:
            return
        for start, end in pairwise([a, *break_lines(self.text, a, b, self.names), b]):
            members, is_open = split_members(self.text, start, end, self.run, self.names.place)
            self.open = self.open or is_open
            self.pending.extend(members)

    def flush(self, role: str | None = None) -> None:
        """Give the names that wait their role: the ending's, otherwise the label's."""
        given = role or (self.role if self.labelled else None)
        helpers, self.helpers = self.helpers, None
        pending, self.pending = self._without_persons(self.pending), []
        for i, member in enumerate(pending):
            if is_role_name(member.name) or GENERIC.match(member.name):
                continue
            own = None if self.names.registered(member.name) else IN_NAME.search(member.name)
            if own is not None:  # “市教育局（牵头）”
                cut = len(member.name) - own.start()
                end = member.end - cut
                printed = self.text.raw(member.start, end)
                member = replace(member, name=member.name[:-cut], printed=printed, end=end)
            if not self._fits(member.name):
                continue
            helps = helpers is not None and i >= helpers and given in LEADING
            if own is not None:
                self.grants.append(Grant(ROLE_OF[own["word"]], member))
            elif given is not None:
                self.grants.append(Grant("配合" if helps else given, member))
            elif self.grants and self.grants[-1].role == "牵头" and self.looks_like_unit(member.name):
                self.grants.append(Grant("责任", member))  # “A牵头，B、C”: the ending is left out
            else:
                self.phrases += 1

    def _without_persons(self, pending: list[Member]) -> list[Member]:
        """Units of a list; persons among them become leaders: “李某某副省长负责”, “区教委（王某某）”."""
        if pending and not self.labelled and LEADS.search(pending[-1].name):
            return []  # “市委、市政府主要负责同志参加”: nobody of these is a unit
        if any(map(is_person, (m.name for m in pending))) or all(may_be_person(m.name) for m in pending):
            self.persons += [m.printed for m in pending if may_be_person(m.name)]
            pending = [m for m in pending if not may_be_person(m.name)]
        return [self._of_persons(m) for m in pending if not LEADS.search(m.name)]

    def _of_persons(self, member: Member) -> Member:
        end, who = persons_after(member.name)
        if not who or not self.looks_like_unit(member.name[:end]):
            return member
        stop = member.start + end
        return replace(
            member, name=member.name[:end], printed=self.text.raw(member.start, stop), end=stop, persons=who
        )

    def _fits(self, name: str) -> bool:
        """Whether a name can be one here; counts it by how sure that is."""
        if self.looks_like_unit(name):
            self.known += 1
            return True
        if self.labelled and not self.strict:
            return is_plausible(name)
        if is_name_like(name):
            self.strange += 1
            return True
        self.phrases += 1
        return False

    def finish(self) -> Statement | None:
        """Return what was read, None where the text is no statement."""
        self.flush()
        if not self._is_statement():
            return None
        completed = complete([g.member for g in self.grants], self.names)
        return Statement(
            grants=tuple(replace(g, member=m) for g, m in zip(self.grants, completed, strict=True)),
            deadline="，".join(d for d in self.deadline if d),
            leaders=(*self.leaders, *self.persons) if self.grants else tuple(self.leaders),
            first_leads=self.first_leads,
            comma_leads=self.comma_leads,
            marks_lead=self.marks_lead,
            onward=self.onward,
            others=self.others,
            same=self.same,
            open=self.open,
            labelled=self.labelled,
        )

    def _is_statement(self) -> bool:
        if not (
            self.grants or self.deadline or self.first_leads or self.comma_leads or self.same or self.leaders
        ):
            return False
        if not self.grants:
            return self.labelled or bool(self.deadline or self.leaders)
        if self.strict:
            return not (self.strange or self.phrases)
        if self.labelled:
            return True
        if self.phrases:  # “（到2025年，市民政局牵头）”: only an ending that says so bears it out
            return self.sure and self.known > 0
        # An unknown name is a name where known ones surround it, or where the ending says that units come before it.
        return self.strange < self.known or self.sure or (self.strange == self.known and self.known > 0)


READERS: tuple[Callable[[ClauseParser, Atom, str], bool], ...] = (
    ClauseParser.in_remark,
    ClauseParser.lead_rule,
    ClauseParser.remark,
    ClauseParser.label,
    ClauseParser.after_label,
    ClauseParser.date,
    ClauseParser.units,
)

__all__ = ["READERS", "ClauseParser", "read_bare", "read_statement"]
