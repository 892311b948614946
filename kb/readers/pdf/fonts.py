"""Fonts of a PDF, looked at before pdfminer builds their tables: a damaged or hostile one names endless ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, list_value, resolve1

from kb.readers.source import refusal

MAX_CODES = 200_000
"""Characters that one font gives widths or meanings to; a full Chinese font has 30 thousand."""

MAX_WIDTH = 5000
"""Thousandths of the type size; no character is wider."""

RANGES = re.compile(rb"begin(?:bf|cid)range(.{0,200000}?)end(?:bf|cid)range", re.S)
RANGE = re.compile(
    rb"<([0-9a-fA-F\s]{1,16})>\s*<([0-9a-fA-F\s]{1,16})>\s*(?:<[0-9a-fA-F\s]*>|\[[^\]]*\]|\d+)"
)


class BoundedFonts(PDFResourceManager):
    """Refuses (KB012) a font with more codes than any has."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        if codes_of(spec) > MAX_CODES:
            hint = "请用 PDF 阅读器打开确认没有损坏，另存为新的 PDF 或 .docx 再导入"
            raise refusal(self.path, "KB012", "PDF 里的字体异常（编码范围过大），不予读取", hint)
        return super().get_font(objid, spec)


def codes_of(spec: Mapping[str, object]) -> int:
    """How many codes a font's widths and its table of meanings name."""
    total = 0
    for key in ("W", "W2"):
        numbers = [resolve1(x) for x in list_value(resolve1(spec[key]))] if key in spec else []
        # `first last width`: a number so far above the one before it ends a range, it is no width
        total += sum(
            int(b - a) for a, b in pairwise(numbers) if is_number(a) and is_number(b) and b - a > MAX_WIDTH
        )
    table = resolve1(spec.get("ToUnicode"))
    if isinstance(table, PDFStream):
        for section in RANGES.finditer(table.get_data()):
            for first, last in RANGE.findall(section[1]):
                total += max(0, hexadecimal(last) - hexadecimal(first))
    return total


def hexadecimal(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def is_number(x: Any) -> bool:
    return isinstance(x, int | float)
