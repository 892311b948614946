"""What a cell of a return says: a number, a number with a qualification, no data, or nothing that can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kb.ledger.tables import shown
from kb.monitor.returned import Given
from kb.words.deadlines import due_date
from kb.words.monitoring import NO_DATA, QUALIFIER

SIGNS = {"%": 100.0, "‰": 1000.0}
"""Units of measure that are a share, with what a whole is in them."""
HUNDREDFOLD = (80.0, 125.0)
"""Last year's value is so many times this year's where somebody typed 0.95 for 95 %: a hundred, with a change of a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """value: None where there is none. qualified: “约95”. no_data: the cell says that there is none. wrong: why it cannot be
    read, "" where it can."""

    value: float | None = None
    qualified: bool = False
    no_data: bool = False
    wrong: str = ""


def read_value(given: Given, measure: str, last: float | None = None) -> Reading:
    """Return what a value cell says in a row's unit of measure.

    last: last year's value, by which 0.95 in a % row is seen to be a hundred times too small.
    `1.4‰` in a ‰ row is 1.4; a percent cell that shows 3.1% is 3.1 in a % row and 31 in a ‰ row.
    """
    if given.failed:
        return Reading(wrong="公式没有算出的结果，请粘贴成数值")
    text = spelled(given.text)
    if given.number is None and not text:
        return Reading()
    if given.number is not None:
        return _sized(_of_number(given, measure), measure, last)
    if text.lower() in NO_DATA:
        return Reading(no_data=True)
    found = QUALIFIER.match(text)
    if found is None:
        return Reading(wrong=f"“{given.text}”不是数")
    value = float(re.sub("[,，]", "", found["number"]))
    unit = found["unit"]
    own = spelled(measure)
    if unit and unit != own:
        if unit in SIGNS and own in SIGNS:
            return Reading(wrong=f"“{given.text}”的单位是{unit}，这一行是{own}")
        if not own or unit in SIGNS or unit not in own:
            return Reading(wrong=f"“{given.text}”的单位是“{unit}”，这一行是“{own or '没有单位'}”")
    return _sized(
        Reading(value=value, qualified=bool(found["before"] or found["after"] or found["note"])),
        measure,
        last,
    )


def _of_number(given: Given, measure: str) -> Reading:
    assert given.number is not None
    own = spelled(measure)
    if given.percent:
        return Reading(value=float(shown(given.number * SIGNS.get(own, 100.0))))
    return Reading(value=given.number)


def _sized(read: Reading, measure: str, last: float | None) -> Reading:
    value = read.value
    if spelled(measure) not in SIGNS or value is None or not last or not 0 < value <= 1:
        return read
    if HUNDREDFOLD[0] <= last / value <= HUNDREDFOLD[1]:
        return Reading(
            value=value, wrong=f"{shown(value)}像是按1计的比率，上年是{shown(last)}，应填{shown(value * 100)}"
        )
    return read


def read_number(given: Given) -> Reading:
    """Return what a cell for a plain number says: 分子, 分母, 资金."""
    if given.failed:
        return Reading(wrong="公式没有算出的结果，请粘贴成数值")
    if given.number is not None:
        return Reading(value=given.number)
    text = spelled(given.text)
    if not text or text.lower() in NO_DATA:
        return Reading()
    found = QUALIFIER.match(text)
    if found is None:
        return Reading(wrong=f"“{given.text}”不是数")
    return Reading(value=float(re.sub("[,，]", "", found["number"])))


def read_percent(given: Given) -> Reading:
    """Return a share of completion from 0 to 100: 0.6 in a percent cell, 60, “60%”."""
    read = read_number(given)
    if given.number is not None and given.percent:
        read = Reading(value=float(shown(given.number * 100)))
    if read.value is not None and not 0 <= read.value <= 100:
        return Reading(wrong=f"完成比例“{given.text}”不在0到100之间")
    return read


def read_day(given: Given) -> tuple[str, str]:
    """Return (ISO day, "") of a date cell, (“长期”, "") and the like as they are, ("", why) for what is no date."""
    text = spelled(given.text)
    if not text:
        return "", ""
    for form in (text, text.replace("/", "-").replace(".", "-")):
        parts = form.split("-")
        if len(parts) == 3 and all(p.isdecimal() for p in parts):
            try:
                return date(*map(int, parts)).isoformat(), ""
            except ValueError:
                return "", f"“{given.text}”不是日期"
    if day := due_date(text):
        return day, ""
    if re.match(r"长期|每年|持续|常态|全年", text):
        return text, ""
    return "", f"“{given.text}”不是日期"


def spelled(text: str) -> str:
    """Return a cell's text with full-width characters as half-width ones and without white space; ‰ and brackets stay."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
