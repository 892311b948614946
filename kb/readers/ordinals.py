"""Numbers as office formats and browsers write them: 3 as 三, 叁, Ⅲ, ③, c …"""

from __future__ import annotations

from collections.abc import Callable

from kb.words.numerals import han_numeral

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def letters(n: int, first: str) -> str:
    """1 → A, 26 → Z, 27 → AA, 28 → BB, as Word counts."""
    times, at = divmod(n - 1, 26)
    return chr(ord(first) + at) * min(times + 1, 20) if n > 0 else str(n)


def roman(n: int) -> str:
    """4 → IV. 1 to 3999, others as digits."""
    if not 1 <= n <= 3999:
        return str(n)
    out = ""
    for value, sign in ROMAN:
        out += sign * (n // value)
        n %= value
    return out


def _row(first: str, size: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode: ① … ⑳; beyond them plain digits."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= size else str(n)


def _of(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if 1 <= n <= len(signs) else str(n)


def _digital(digits: str) -> Callable[[int], str]:
    return lambda n: "".join(digits[int(d)] for d in str(max(n, 0)))


def _legal(digits: str) -> Callable[[int], str]:
    return lambda n: han_numeral(n, digits, "仟佰拾", first_one=True)


def _wide(n: int) -> str:
    return "".join(chr(ord("０") + int(d)) for d in str(max(n, 0)))


def _nothing(_: int) -> str:
    return ""


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "numberInDash": lambda n: f"- {n} -",
    "upperLetter": lambda n: letters(n, "A"),
    "lowerLetter": lambda n: letters(n, "a"),
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "chineseCounting": han_numeral,
    "chineseCountingThousand": han_numeral,
    "japaneseCounting": han_numeral,
    "taiwaneseCounting": han_numeral,
    "taiwaneseCountingThousand": han_numeral,
    "ideographDigital": _digital(DIGITS),
    "japaneseDigitalTenThousand": _digital(DIGITS),
    "taiwaneseDigital": _digital(DIGITS),
    "chineseLegalSimplified": _legal(LEGAL),
    "ideographLegalTraditional": _legal(LEGAL_TRADITIONAL),
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    "ideographEnclosedCircle": _row("㊀", 10),
    "none": _nothing,
    "bullet": _nothing,
}
"""By Word's names (ST_NumberFormat); what is not listed is written in Arabic digits."""


def ordinal(n: int, form: str) -> str:
    """A number in a form of FORMATS."""
    return FORMATS.get(form, str)(n)
