"""Where a task, project or assigned sentence stands on a day: from its deadline and what the unit reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kb.words.monitoring import STATUS_COLOURS

HALF = 0.5
"""Share of the time after which 未启动 is a warning: the half of it, as the ledgers of counties have it."""
LONG = "长期坚持"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureQuestion:
    """reported: whether anything came this round. said: the unit's 自评. percent: 0 to 100, None for none.
    begin, end: days of the task; end None where it has no end. missing: 未报, 逾期未报, 无数据 or 待定."""

    day: date
    begin: date
    end: date | None
    reported: bool
    said: str = ""
    percent: float | None = None
    evidence: bool = False
    missing: str = "未报"
    near: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStatus:
    """flag: “协” where the unit asks for coordination. done, due: shares. why: a note."""

    status: str
    colour: str
    flag: str = ""
    done: float | None = None
    due: float | None = None
    why: str = ""


def judge_measure(asked: MeasureQuestion) -> MeasureStatus:
    """Return the status of a measure that no person has decided on. 已完成 is only decided, never computed."""
    if not asked.reported:
        return _of(asked.missing)
    said = asked.said
    flag = "协" if said == "需协调" else ""
    claimed = said == "已完成"
    done = 1.0 if claimed else asked.percent / 100 if asked.percent is not None else None
    if said == LONG:
        return _of(LONG)
    why = ""
    if claimed:
        why = "自评已完成，待认定" if asked.evidence else "自评已完成，没有佐证材料，待认定"
    due = _elapsed(asked)
    found = _paced(asked, done, due, claimed)
    return replace(found, flag=flag, done=done, due=due, why=why)


def _paced(asked: MeasureQuestion, done: float | None, due: float | None, claimed: bool) -> MeasureStatus:
    if asked.end is not None and not claimed:
        left = (asked.end - asked.day).days
        if left < 0:
            return _of("逾期")
        if left <= asked.near:
            return _of("临近")
    if asked.said == "未启动":
        found = _of("未启动")
        return replace(found, colour="黄") if due is not None and due > HALF else found
    if due is None or done is None:
        return _of("推进中")
    return _of("达进度" if done >= due else "欠进度")


def _elapsed(asked: MeasureQuestion) -> float | None:
    if asked.end is None or asked.end <= asked.begin:
        return None
    return min(max((asked.day - asked.begin).days / (asked.end - asked.begin).days, 0.0), 1.0)


def _of(status: str) -> MeasureStatus:
    return MeasureStatus(status=status, colour=STATUS_COLOURS[status])
