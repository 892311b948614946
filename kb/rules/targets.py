"""Targets (目标值) as data: “＜1.3”, “≥4.5”, “100”, “3—5”, “95%以上”, “〔100〕”, “明显提高”."""

from __future__ import annotations

import re

from kb.model import Target
from kb.words.limits import AFTER, BEFORE, SIGNS
from kb.words.normalised import compact

NUMBER = r"\d+(?:[，,]\d{3})*(?:\.\d+)?"
TREND = re.compile(
    r"^(?:逐步|逐年|持续|稳步|进一步|明显|显著|大幅|有所|基本|不断|保持|总体|力争|稳中有?){0,3}"
    r"(?:巩固|提高|提升|下降|降低|减少|增加|增长|上升|改善|扩大|完善|稳定|不变|优化|加强|达标|遏制|控制|缩小|保持|拓展|健全|升|降){1,3}$"
)
_VALUE = re.compile(
    rf"^(?P<pre>(?:[＜<﹤〈≤≦⩽＝=≥≧⩾＞>﹥〉≈约]|{'|'.join(BEFORE)})*)"
    rf"(?P<open>[〔\[【（]?)(?P<low>-?{NUMBER})(?:%|％|‰)?(?:[—–\-－~～至到]+(?P<high>{NUMBER}))?(?P<close>[〕\]】）]?)"
    rf"(?P<unit>%|％|‰|[\u4e00-\u9fff/平方]{{0,8}}?)(?P<post>左右|(?:及)?以上|(?:及)?以下|以内|之内)?(?P<late>[〕\]】）]?)$"
)


def read_target(text: str, column: str = "", year: int | None = None) -> Target:
    """The target a cell states; op, value and trend None where it states none (“——”).

    >>> t = read_target("≥4.5"); (t.op, t.value)
    ('>=', 4.5)
    >>> read_target("巩固\\n提高").trend
    '巩固提高'
    A bare number is to be reached exactly: “100” → op "=". 〔〕 or [] around a number means cumulative.
    """
    printed = "".join(text.split())
    value = compact(text)
    year = year if year is not None else column_year(column)
    if TREND.match(value):
        return Target(printed, trend=printed, year=year, column=column)
    m = _VALUE.match(value)
    if m is None:
        return Target(printed, year=year, column=column)
    op: str | None = "="
    approx = False
    pre = m["pre"]
    while pre:
        word = next((w for w in BEFORE if pre.startswith(w)), pre[0])
        if word in ("≈", "约"):
            approx = True
        else:
            op = SIGNS.get(word) or BEFORE.get(word)
        pre = pre[len(word) :]
    post = m["post"] or ""
    if post == "左右":
        approx = True
    elif post:
        op = AFTER[post]
    low = float(m["low"].replace("，", ""))
    high = float(m["high"].replace("，", "")) if m["high"] else None
    cumulative = m["open"] in ("〔", "[", "【")
    return Target(printed, op, low, high, None, year, column, approx, cumulative)


def column_year(column: str) -> int | None:
    """The year a column's heading names: “2030年规划” → 2030; the last where it names several."""
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", column)
    return int(years[-1]) if years else None


def has_value(target: Target) -> bool:
    """Whether a target says anything: a number or a trend."""
    return target.value is not None or target.trend is not None
