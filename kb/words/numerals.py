"""Numbers as plans and office formats write them: 十二 and 12, 壹拾贰, Ⅻ, ⑫."""

from __future__ import annotations

HAN = "〇零一二三四五六七八九十百"
"""Characters of Han numerals as headings and dates use them, up to 九百九十九."""
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○ＯO", 0) | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def han_value(digits: str) -> int:
    """Return the value of a numeral: “十二” → 12, “一百零三” → 103, “二〇二三” → 2023, “１２” → 12.

    Raises ValueError for what is no numeral."""
    total = 0
    digit: int | None = None
    for ch in digits:
        if ch in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[ch]
            digit = None
        elif ch in _DIGITS or ch.isdecimal():
            digit = (digit or 0) * 10 + (_DIGITS[ch] if ch in _DIGITS else int(ch))
        else:
            raise ValueError(digits)
    return total + (digit or 0)


def han_numeral(
    n: int, digits: str = "零一二三四五六七八九", units: str = "千百十", first_one: bool = False
) -> str:
    """Return a number in Han numerals: 12 → 十二, 105 → 一百零五. 1 to 9999; others as digits.

    digits, units: other sets of numerals (壹贰叁, 仟佰拾). first_one: write 12 as 一十二.
    """
    if not 1 <= n <= 9999:
        return str(n)
    out = ""
    gap = False
    for power, unit in zip((1000, 100, 10, 1), (*units, ""), strict=True):
        d = n // power % 10
        if d:
            out += (digits[0] if gap else "") + digits[d] + unit
            gap = False
        elif out:
            gap = True
    return out[1:] if not first_one and 10 <= n < 20 else out
