"""What a cell of a spreadsheet shows: shared strings, numbers in their format, dates. Source: ECMA-376, 18.8.30 (numFmt)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree.ElementTree import Element

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 30: "m/d/yy", 31: "yyyy年m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Formats that have a number and no text of their own, as a Chinese program shows them."""

QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
PLAIN = re.compile(r"(?P<group>#,##)?0(?:\.(?P<places>0{1,10}))?(?P<percent>%)?")
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
MAX_DAY = 2_958_465
"""31 December 9999, the last day a spreadsheet knows."""


class Formats:
    """styles.xml: the number format of each cell style."""

    def __init__(self, root: Element | None, from_1904: bool = False) -> None:
        own: dict[int, str] = {}
        self.codes: list[str] = []
        self.epoch = EPOCH_1904 if from_1904 else EPOCH
        for el in root.findall("numFmts/numFmt") if root is not None else ():
            own[_whole(el.get("numFmtId"))] = el.get("formatCode", "")
        for el in root.findall("cellXfs/xf") if root is not None else ():
            number = _whole(el.get("numFmtId"))
            self.codes.append(own.get(number) or BUILT_IN.get(number, ""))

    def shown(self, value: str, style: int) -> str:
        """A number as its cell shows it: 45291 in a date's format as 2023年12月31日, 0.95 in 0% as 95%."""
        code = self.codes[style].split(";", 1)[0] if 0 <= style < len(self.codes) else ""
        try:
            number = float(value)
        except ValueError:
            return value
        bare = QUOTED.sub("", code)
        if number != number or abs(number) >= 1e15:
            return value
        if re.search(r"[ymd年月日]", bare, re.I) and 0 <= number <= MAX_DAY:
            return self._day(number, bare)
        plain = PLAIN.fullmatch(bare)
        if plain is None:
            return f"{number:.15g}"
        places = len(plain["places"] or "")
        scaled = number * 100 if plain["percent"] else number
        return f"{scaled:{',' if plain['group'] else ''}.{places}f}{plain['percent'] or ''}"

    def _day(self, number: float, code: str) -> str:
        day = self.epoch + timedelta(days=int(number))
        has = [bool(re.search(sign, code, re.I)) for sign in ("[y年]", "[m月]", "[d日]")]
        parts = ((f"{day.year}年", has[0]), (f"{day.month}月", has[1]), (f"{day.day}日", has[2]))
        return "".join(text for text, wanted in parts if wanted)


def shared_strings(root: Element | None) -> list[str]:
    """The strings of sharedStrings.xml, without the pronunciation over them."""
    return [rich_text(el) for el in root if el.tag == "si"] if root is not None else []


def rich_text(el: Element) -> str:
    """The text of an `si` or `is`: plain, or in runs."""
    return "".join(t.text or "" for part in el if part.tag in ("t", "r") for t in part.iter("t"))


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else 0
