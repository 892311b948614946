"""When a task is due: the labels of a deadline (完成时限：) and clauses that are a date by themselves."""

from __future__ import annotations

import re

from kb.words.forms import Form, compiled, match_first

DEADLINE_LABEL = (
    r"(?:[\u4e00-\u9fff]{0,2}?)(?:完成|办结|办理|落实|实施|整改|推进)?"
    r"(?:时间节点|时间要求|时间进度|时间安排|进度安排|进度要求|工作时限|时限要求|时限|时间|期限)"
)
"""A label in matching form, without its colon: 完成时限, 时间节点."""

_DOES = (
    r"(?:全部|全面|基本|力争|持续|长期)?"
    r"(?:完成|落实|实施|推进|开工建设|开工|办结|见效|建成|启动|印发|出台|投入使用|取得(?:阶段性|明显|积极)*(?:进展|成效|实效|成果))?"
)
_DAY = r"(?:\d{1,2}日|底|末|初|[上中下]旬|中旬)?"
_BY = r"(?:之?前|以前|底|末|内|止|起)?"

DATES: tuple[Form, ...] = (
    Form(
        name="a year, with what is done by then",
        pattern=rf"^(?:\d{{4}}年|20\d\d)(?:[^，；。]{{0,16}}?(?:前|底|内|止|完成|月|年|日|度))?{_DOES}$",
        samples=(
            "2023年6月底前完成",
            "2025年12月底前",
            "2023年",
            "2023年第三季度完成",
            "2026年底前取得阶段性进展",
        ),
        never=("2023年民政局",),
    ),
    Form(
        name="a month of this year or next",
        pattern=rf"^(?:今年|明年|当年)?\d{{1,2}}月{_DAY}{_BY}{_DOES}$",
        samples=("6月底前", "12月31日前完成", "9月上旬开工"),
    ),
    Form(
        name="without an end",
        pattern=r"^(?:长期|持续|常态化?|全年|常年)(?:坚持|推进|实施|开展|落实|完成)?$",
        samples=("长期坚持", "持续推进", "全年", "常态化开展"),
    ),
    Form(
        name="again and again, or within the year",
        pattern=r"^(?:每年|每季度|每月|全年|年内|年底前|本季度|(?:第[一二三四]|[一二三四])季度)[^，；。]{0,8}?(?:完成|推进|前|底)?$",
        samples=("每年12月底前", "年内完成", "年底前", "一季度完成"),
    ),
    Form(
        name="a stage of the plan",
        pattern=r"^(?:近期|中期|远期|“?十[一二三四五]五”?(?:期间|末|时期)?|规划期内)(?:完成|推进|实施)?$",
        samples=("近期", "“十四五”期间完成"),
    ),
)
_DATES = compiled(DATES)
_COLUMN = re.compile(rf"^(?:{DEADLINE_LABEL})$")
_END = re.compile(
    r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<tenth>上旬|中旬|下旬))?|(?P<half>上半年)|第?(?P<quarter>[一二三四1-4])季度)?"
)
_LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_QUARTERS = {c: i for i, c in enumerate("一二三四", 1)} | {c: i for i, c in enumerate("1234", 1)}


def is_date(clause: str) -> bool:
    """Return whether a clause is a deadline by itself: “2023年6月底前完成”, “长期坚持”."""
    return match_first(_DATES, clause) is not None


def is_deadline_column(name: str) -> bool:
    """Return whether a column's heading is that of a deadline: 完成时限."""
    return bool(_COLUMN.match(name))


_WITHIN = re.compile(
    r"(?:(?<!\d)(?P<month>1[0-2]|[1-9])月(?:份|(?P<day>\d{1,2})日|(?P<tenth>上旬|中旬|下旬))?|(?P<half>上半年)|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<end>年底|年内|年末|下半年))"
)
_AGAIN = re.compile(r"每[年月季半周日]")


def due_date(deadline: str, year: int | None = None) -> str:
    """Return the last day a deadline allows, as YYYY-MM-DD; "" where no year is known or it has no end (长期, 每年6月).

    deadline: as printed, white space removed. Of several dates the last one counts.
    year: of the plan, for a deadline that prints none: “6月底前” of a plan for 2025.

    >>> due_date("2023年6月底前"), due_date("2024年"), due_date("2023年2月28日前"), due_date("长期坚持")
    ('2023-06-30', '2024-12-31', '2023-02-28', '')
    >>> due_date("6月底前", 2025), due_date("年内完成", 2025), due_date("6月底前"), due_date("每年6月", 2025)
    ('2025-06-30', '2025-12-31', '', '')
    """
    said = "".join(deadline.split())
    found = list(_END.finditer(said))
    if not found and year is not None and not _AGAIN.search(said):
        found = list(_WITHIN.finditer(said))
    if not found:
        return ""
    m = found[-1]
    if "year" in m.re.groupindex:
        year = int(m["year"])
    assert year is not None
    month = int(m["month"] or 12)
    if m["half"]:
        month = 6
    elif m["quarter"]:
        month = 3 * _QUARTERS[m["quarter"]]
    if not 1 <= month <= 12:
        return ""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = _LAST_DAY[month - 1] + leap
    day = int(m["day"]) if m["day"] else {"上旬": 10, "中旬": 20}.get(m["tenth"] or "", last)
    return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= last else ""
