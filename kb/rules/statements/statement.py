"""What a bracket, a label line or a table cell says of responsibility."""

from __future__ import annotations

from dataclasses import dataclass

from kb.rules.statements.lists import Member


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and the unit it is given to."""

    role: str
    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a bracket, a label line or a table cell says.

    grants:      units with their roles, in the order of the text
    deadline:    as printed, "" for none
    leaders:     names of leaders (牵头领导：某某), which are no units
    first_leads: the first unit leads (“排在第一位的部门为牵头部门”)
    marks_lead:  units with a sign lead (“标★的为牵头单位”)
    comma_leads: all units before the first comma lead (“逗号前为牵头单位”)
    onward:      such a rule holds for every later statement, too (“下同”)
    others:      the role of all but the lead (“其他为配合单位”), "" where nothing says so
    same:        the role of the units of the statement before (“责任单位：同上”), "" where nothing says so
    open:        the list ends in 等
    labelled:    it has a label 责任单位： or the like
    bare:        it has names and nothing else; its roles come from a scope rule
    """

    grants: tuple[Grant, ...] = ()
    deadline: str = ""
    leaders: tuple[str, ...] = ()
    first_leads: bool = False
    comma_leads: bool = False
    marks_lead: bool = False
    onward: bool = False
    others: str = ""
    same: str = ""
    open: bool = False
    labelled: bool = False
    bare: bool = False
