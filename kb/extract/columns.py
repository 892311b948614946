"""The columns of every table of an extract, one row each: heading, width and how its cell is read from a line.

Workbook, CSV, Word table and template placeholders are lists of these columns' keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kb.extract.clean import plain
from kb.extract.sheet import Entry, Part, Requirement, Section, Sheet, Tie
from kb.extract.wording import (
    BASIS_NAMES,
    LEADERS,
    addressee_text,
    baseline_text,
    basis_text,
    citation_text,
    entry_name,
    measured_name,
    number_text,
    partner_text,
    plan_name,
    proof_text,
    role_word,
    target_text,
)
from kb.model import KIND_NAMES, Indicator

Cell = str | float | None
"""Text, a number (cells of their own type), or nothing."""

GENERAL = "规划对责任单位的普遍要求"
STATUS = "完成情况"
STATUSES = ("已完成", "推进中", "未启动", "需协调")
OPERATORS = {"<": "＜", "<=": "≤", "=": "＝", ">=": "≥", ">": "＞"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a table row is about: an entry with its ties, or a general obligation.

    n: position within its table, from 1. ties: those the row speaks of; () for an obligation.
    """

    sheet: Sheet
    part: Part
    n: int
    section: Section | None = None
    entry: Entry | None = None
    ties: tuple[Tie, ...] = ()
    requirement: Requirement | None = None

    @property
    def indicator(self) -> Indicator | None:
        return self.entry.indicator if self.entry is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of rows of one type: Line here, Division in kb.extract.overall.

    widest: in display columns, wider text is wrapped. number: set right, a count in the middle. status: to be filled
    in by the unit.
    """

    key: str
    heading: str
    widest: int = 12
    read: Callable[[Any], Cell] = lambda row: None
    number: bool = False
    count: bool = False
    status: bool = False


def of_indicator(read: Callable[[Indicator], Cell]) -> Callable[[Line], Cell]:
    """Read from the indicator of a line, nothing where it has none."""
    return lambda line: read(line.indicator) if line.indicator is not None else None


def of_entry(read: Callable[[Entry], Cell]) -> Callable[[Line], Cell]:
    return lambda line: read(line.entry) if line.entry is not None else None


def of_ties(read: Callable[[Tie], str]) -> Callable[[Line], Cell]:
    """Read from every tie of a line, the same words once."""
    return lambda line: join(read(t) for t in line.ties)


def of_requirement(read: Callable[[Requirement], Cell]) -> Callable[[Line], Cell]:
    return lambda line: read(line.requirement) if line.requirement is not None else None


def join(words: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(w for w in words if w))


def _number(line: Line) -> Cell:
    """The indicator's printed number, a number where it is one; otherwise the position."""
    i = line.indicator
    if i is None or not i.number:
        return line.n
    single = i.number.isascii() and i.number.isdecimal() and not i.part
    return int(i.number) if single else number_text(i)


def _text(line: Line) -> Cell:
    if line.requirement is not None:
        return plain(line.requirement.obligation.said)
    if line.entry is None or (
        line.indicator is not None and line.section and line.section.key == "indicators"
    ):
        return None
    if line.indicator is not None:
        return f"{measured_name(line.indicator)}：{target_text(line.indicator)}"
    if line.section is not None and line.section.key in ("collective", "named"):
        return join(plain(t.said) for t in line.entry.ties)  # only the clause is said of the unit
    return "\n".join(words for p in line.entry.passages if (words := plain(p)))


def _title(line: Line) -> Cell:
    if line.requirement is not None:
        return "、".join(line.requirement.obligation.kinds)
    if line.indicator is not None and line.section and line.section.key == "indicators":
        return plain(line.indicator.name)
    return entry_name(line.entry) if line.entry is not None else None


def _citation(line: Line) -> Cell:
    if line.requirement is not None:
        return citation_text(line.requirement.citation)
    return citation_text(line.entry.cited) if line.entry is not None else None


def _source_line(line: Line) -> Cell:
    if line.requirement is not None:
        return line.requirement.obligation.line or None
    if line.entry is None:
        return None
    return next((t.line for t in line.ties if t.line), line.entry.line) or None


def _quote(line: Line) -> Cell:
    if line.requirement is not None:
        return plain(line.requirement.obligation.said)
    return join(plain(t.said) for t in line.ties)


def _link(tie: Tie) -> str:
    return f"{plain(tie.why)}，见{tie.link_citation or tie.link}" if tie.link else ""


def _id(line: Line) -> Cell:
    if line.requirement is not None:
        return line.requirement.obligation.node
    return line.entry.id if line.entry is not None else None


def _via(line: Line) -> Cell:
    """The collective through which the unit has it, where the plan does not name the unit itself."""
    if line.requirement is not None:
        return line.requirement.via
    return join(t.via for t in line.ties)


def _deadline(line: Line) -> Cell:
    return join(plain(t.deadline) for t in line.ties)


def _leaders(line: Line) -> Cell:
    return join(plain("、".join(t.leaders)) for t in line.ties)


def _partners(line: Line) -> Cell:
    """A line of text for each statement: what holds for one bracket does not hold for the next."""
    return "\n".join(dict.fromkeys(words for t in line.ties if (words := partner_text(t))))


_ALL = (
    Column(key="section", heading="类别", read=lambda x: x.section.name if x.section is not None else GENERAL),
    Column(key="number", heading="序号", widest=6, read=_number),
    Column(key="n", heading="序号", widest=6, read=lambda x: x.n, number=True),
    Column(key="kind", heading="种类", widest=9, read=of_entry(lambda e: KIND_NAMES.get(e.kind, ""))),
    Column(key="title", heading="事项", widest=22, read=_title),
    Column(key="text", heading="内容", widest=62, read=_text),
    Column(key="category", heading="类别", widest=10, read=of_indicator(lambda i: plain(i.category))),
    Column(key="indicator", heading="指标", widest=32, read=_title),
    Column(key="measured", heading="指标", widest=32,
           read=lambda x: measured_name(x.indicator) if x.indicator is not None else _title(x)),
    Column(key="unit", heading="计量单位", widest=8, read=of_indicator(lambda i: plain(i.unit_of_measure))),
    Column(key="op", heading="运算", widest=6, read=of_indicator(lambda i: OPERATORS.get(i.target.op or "", ""))),
    Column(key="value", heading="目标值", widest=9, number=True, read=of_indicator(lambda i: i.target.value)),
    Column(key="high", heading="上限值", widest=9, number=True, read=of_indicator(lambda i: i.target.value_high)),
    Column(key="target", heading="目标（原文）", widest=14, read=of_indicator(target_text)),
    Column(key="year", heading="目标年", widest=8, count=True, read=of_indicator(lambda i: i.target.year)),
    Column(key="binding", heading="属性", widest=8, read=of_indicator(lambda i: plain(i.binding))),
    Column(key="partners", heading="共同责任单位", widest=18, read=_partners),
    Column(key="deadline", heading="时限", widest=14, read=_deadline),
    Column(key="leaders", heading=LEADERS, widest=14, read=_leaders),
    Column(key="base_value", heading="基期值", widest=9, number=True,
           read=of_indicator(lambda i: i.baseline.value if i.baseline else None)),
    Column(key="base_year", heading="基期年", widest=8, count=True,
           read=of_indicator(lambda i: i.baseline.year if i.baseline else None)),
    Column(key="base", heading="基期", read=of_indicator(baseline_text)),
    Column(key="basis", heading="依据", widest=10, read=of_ties(lambda t: BASIS_NAMES[t.basis])),
    Column(key="basis_text", heading="依据", read=of_ties(basis_text)),
    Column(key="role", heading="角色", widest=10, read=of_ties(lambda t: role_word(t.role))),
    Column(key="via", heading="规划写的称谓", widest=14, read=_via),
    Column(key="document", heading="分工文件", widest=18, read=of_ties(lambda t: plain(t.document))),
    Column(key="remark", heading="分工说明", widest=18, read=of_ties(lambda t: plain(t.why) if t.document else "")),
    Column(key="quote", heading="原文", widest=36, read=_quote),
    Column(key="proof", heading="原文", read=of_ties(proof_text)),
    Column(key="link", heading="关联", widest=22, read=of_ties(_link)),
    Column(key="asked", heading="要求", widest=14, read=of_requirement(lambda r: "、".join(r.obligation.kinds))),
    Column(key="said", heading="原文", widest=62, read=of_requirement(lambda r: plain(r.obligation.said))),
    Column(key="addressee", heading="对象", widest=36, read=of_requirement(addressee_text)),
    Column(key="citation", heading="出处", widest=18, read=_citation),
    Column(key="line", heading="源文行", widest=8, count=True, read=_source_line),
    Column(key="plan", heading="规划", widest=30, read=lambda x: plan_name(x.part.plan)),
    Column(key="id", heading="编号", read=_id),
    Column(key="status", heading=STATUS, widest=10, status=True),
    Column(key="note", heading="备注", widest=16),
)  # fmt: skip
COLUMNS = {c.key: c for c in _ALL}


def columns(keys: str) -> tuple[Column, ...]:
    """Return the columns of keys in one string, in its order."""
    return tuple(COLUMNS[key] for key in keys.split())


# What each table of an extract has, in order.
SHEET_INDICATORS = columns(
    "number category indicator unit op value high target year binding partners deadline leaders base_value base_year basis role "
    "document remark citation line id plan"
)
SHEET_ENTRIES = columns(
    "n kind title text basis role via partners deadline leaders document remark quote link citation line id plan"
)
SHEET_GENERAL = columns("n asked said addressee via citation line id plan")
FILL_IN = columns("status note")
CSV = columns(
    "section number kind title text unit op value high target binding basis role via partners deadline leaders base link document "
    "remark addressee quote citation line plan id status"
)


def lines(sheet: Sheet, key: str) -> list[Line]:
    """Return the lines of a section over all plans, counted through."""
    found: list[Line] = []
    for part in sheet.parts:
        for section in part.sections:
            if section.key == key:
                for entry in section.entries:
                    found.append(
                        Line(
                            sheet=sheet,
                            part=part,
                            n=len(found) + 1,
                            section=section,
                            entry=entry,
                            ties=entry.ties,
                        )
                    )
    return found


def general_lines(sheet: Sheet) -> list[Line]:
    """Return the lines of the general obligations over all plans, counted through."""
    found: list[Line] = []
    for part in sheet.parts:
        for requirement in part.obligations:
            found.append(Line(sheet=sheet, part=part, n=len(found) + 1, requirement=requirement))
    return found


def flat_lines(sheet: Sheet) -> list[Line]:
    """Return a line for each tie (牵头 and 责任 make two), then the obligations, plan by plan."""
    found: list[Line] = []
    for part in sheet.parts:
        for section in part.sections:
            for n, entry in enumerate(section.entries, 1):
                found += [
                    Line(sheet=sheet, part=part, n=n, section=section, entry=entry, ties=(tie,))
                    for tie in entry.ties
                ]
        found += [Line(sheet=sheet, part=part, n=n, requirement=r) for n, r in enumerate(part.obligations, 1)]
    return found
